//! One report from its folder to its files: read, compared with the journal, checked, printed, put in place, recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::files::{self, Staged};
use nianbao::hash::sha256;
use nianbao::{Prepared, ReadySheet, Wishes, finding, prepare};

use super::journal::{Entry, FileEntry, Journal, nanoseconds};
use super::plan::Job;
use super::recipe::Recipe;
use crate::cli::Making;
use crate::commands::press::{Press, Printed, mark_as_draft};
use crate::commands::{Tools, read};

/// All that the reports of a run share.
pub struct Shop<'t> {
    pub tools: &'t Tools,
    pub press: Press<'t>,
    pub recipe: Recipe,
    pub journal: Journal,
    pub making: &'t Making,
    pub output: &'t Path,
    pub deny_warnings: bool,
    pub force: bool,
}

/// What came of a report.
pub struct Made<'t> {
    pub outcome: Outcome,
    /// What there is to say of it; the sheet is used up.
    pub prepared: Prepared<'t>,
    /// Its files as the journal has them, where it has any.
    pub entry: Option<Entry>,
    pub milliseconds: u128,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Written,
    Unchanged,
    /// Nothing was written.
    Failed,
    /// Nothing was written, and no other report could be.
    Unusable,
}

/// Why a report was not written, when all was well with it, and whether others can be.
struct Unwritten {
    finding: Diagnostic,
    outcome: Outcome,
}

impl<'t> Shop<'t> {
    /// Makes one report. Whatever is wrong with it is a finding of its own.
    pub fn make(&self, job: &Job) -> Made<'t> {
        let begun = Instant::now();
        let made = catch_unwind(AssertUnwindSafe(|| self.attempt(job)))
            .unwrap_or_else(|_| Made::failed(Prepared::unread(crash(job))));
        Made { milliseconds: begun.elapsed().as_millis(), ..made }
    }

    fn attempt(&self, job: &Job) -> Made<'t> {
        let (folder, last_year) = match read(&job.input, self.making.previous.as_deref()) {
            Ok(folders) => folders,
            Err(fault) => return Made::failed(Prepared::unread(fault)),
        };
        let key = self.recipe.key(&folder, last_year.as_ref());
        let kept = if self.force { None } else { self.journal.unchanged(&job.name, &key) };
        if let Some(entry) = kept.filter(|entry| entry.findings == 0) {
            return Made::done(Outcome::Unchanged, Prepared::silent(), entry.clone());
        }
        let mut prepared = prepare(
            &folder,
            last_year.as_ref(),
            &self.tools.layouts,
            &self.tools.fonts,
            Wishes { seal: self.making.seal },
        );
        if self.deny_warnings {
            prepared.deny_warnings();
        }
        if !prepared.is_clean() && !self.making.draft {
            return Made::failed(prepared);
        }
        if let Some(entry) = kept {
            return Made::done(Outcome::Unchanged, prepared, entry.clone());
        }
        if self.making.draft {
            mark_as_draft(&mut prepared, self.tools);
        }
        let Some(sheet) = prepared.sheet.take() else { return Made::failed(prepared) };
        match self.write(job, key, &prepared, &sheet) {
            Ok(entry) => Made::done(Outcome::Written, prepared, entry),
            Err(Unwritten { finding, outcome }) => {
                prepared.findings.push(finding);
                Made { outcome, ..Made::failed(prepared) }
            }
        }
    }

    /// Prints a sheet and puts its files in place, once all of them are on the disk.
    fn write(
        &self,
        job: &Job,
        key: String,
        prepared: &Prepared<'_>,
        sheet: &ReadySheet<'_>,
    ) -> Result<Entry, Unwritten> {
        let Printed { files: printed, pages } =
            self.press.print(prepared, sheet).map_err(Unwritten::report)?;
        let room = self.journal.room().map_err(|error| Unwritten::folder(self.output, &error))?;
        let mut staged = Vec::with_capacity(printed.len());
        let mut files = Vec::with_capacity(printed.len());
        for (extension, bytes) in printed {
            let path = format!("{}.{extension}", job.name);
            let place = self.output.join(&path);
            let file =
                Staged::write(&room, &bytes).map_err(|error| Unwritten::staging(&place, &error))?;
            let modified = file.modified().map_or(0, nanoseconds);
            files.push(FileEntry {
                path,
                sha256: sha256(&bytes),
                bytes: bytes.len() as u64,
                modified,
            });
            staged.push((file, place));
        }
        for (file, place) in staged {
            let folder = files::folder_of(&place);
            let put = std::fs::create_dir_all(folder).map_err(|error| (folder, error));
            put.and_then(|()| file.put(&place).map_err(|error| (place.as_path(), error)))
                .map_err(|(path, error)| Unwritten::report(files::unwritable(path, &error)))?;
        }
        let findings = prepared.findings.len() + prepared.waived.len();
        let entry = Entry { name: job.name.clone(), key, pages, findings, files };
        self.journal.record(&entry);
        Ok(entry)
    }
}

impl Unwritten {
    /// This report can't be written.
    fn report(finding: Diagnostic) -> Unwritten {
        Unwritten { finding, outcome: Outcome::Failed }
    }

    /// No report can: the fault is the folder's or the disk's.
    fn folder(path: &Path, error: &std::io::Error) -> Unwritten {
        Unwritten { finding: files::unwritable(path, error), outcome: Outcome::Unusable }
    }

    /// Before a file has its place, only its size can be to blame; everything else is a matter of the folder.
    fn staging(place: &Path, error: &std::io::Error) -> Unwritten {
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Unwritten::report(files::unwritable(place, error)),
            _ => Unwritten::folder(place, error),
        }
    }
}

impl<'t> Made<'t> {
    fn done(outcome: Outcome, prepared: Prepared<'t>, entry: Entry) -> Self {
        Made { outcome, entry: Some(entry), ..Made::failed(prepared) }
    }

    fn failed(mut prepared: Prepared<'t>) -> Self {
        prepared.sheet = None; // it waits for its turn to be told, perhaps long
        Made { outcome: Outcome::Failed, prepared, entry: None, milliseconds: 0 }
    }

    /// The places of its files.
    pub fn paths(&self, output: &Path) -> Vec<String> {
        let files = self.entry.iter().flat_map(|entry| &entry.files);
        files.map(|file| output.join(&file.path).display().to_string()).collect()
    }
}

/// A fault of the program must not take the other reports along.
fn crash(job: &Job) -> Diagnostic {
    finding!("program-fault.build").at(Location::whole(job.input.display().to_string()))
}
