//! One report of a batch, from its folder to its files: read, compared with the journal, checked,
//! written, put in place, recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use nianbao::diagnostic::{Diagnostic, Location, Severity};
use nianbao::files::{self, Staged};
use nianbao::hash::sha256;
use nianbao::messages::Text;
use nianbao::{Prepared, Writable, finding, names, prepare};

use super::fingerprint::Fingerprints;
use super::journal::{Journal, JournalEntry, JournalFile, nanoseconds};
use super::plan::Job;
use crate::cli::WriteOptions;
use crate::commands::write::{ReportFiles, Writers, mark_as_draft};
use crate::commands::{Tools, read, tally};
use crate::console::{FindingStyle, ShownFindings};

/// What all reports of a run share.
pub struct Batch<'t> {
    pub tools: &'t Tools,
    pub writers: Writers<'t>,
    pub fingerprints: Fingerprints,
    pub journal: Journal,
    pub options: &'t WriteOptions,
    pub output: &'t Path,
    pub style: FindingStyle,
    pub force: bool,
}

/// What came of a report. It may wait long until it is told, so it keeps no texts and no document.
pub struct Done {
    pub outcome: Outcome,
    pub findings: Vec<Diagnostic>,
    /// The findings as they will be shown.
    pub shown: ShownFindings,
    /// How many errors and warnings there are, in words.
    pub tally: Text,
    /// Its files as the journal has them; none where nothing was written, now or before.
    pub entry: Option<JournalEntry>,
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

/// Outcome, findings, and the files as the journal has them.
type Attempt<'t> = (Outcome, Prepared<'t>, Option<JournalEntry>);

/// Why a report without errors was not written, and whether others can be.
struct Unwritten {
    finding: Diagnostic,
    outcome: Outcome,
}

impl<'t> Batch<'t> {
    /// Makes one report. Whatever is wrong with it is a finding of its own.
    pub fn make(&self, job: &Job) -> Done {
        let begun = Instant::now();
        let (outcome, mut prepared, entry) =
            catch_unwind(AssertUnwindSafe(|| self.attempt(job))).unwrap_or_else(|_| crashed(job));
        self.style.weigh(&mut prepared);
        Done {
            outcome,
            shown: self.style.show(&prepared),
            tally: tally(&prepared),
            findings: prepared.findings,
            entry,
            milliseconds: begun.elapsed().as_millis(),
        }
    }

    fn attempt(&self, job: &Job) -> Attempt<'t> {
        if let Some(problem) = job.name.split('/').find_map(names::device) {
            let finding = finding!("output-unwritable.name", problem = problem);
            let finding = finding.at(Location::path(&job.input));
            return (Outcome::Failed, Prepared::unread(finding), None);
        }
        let (folder, last_year) = match read(&job.input, self.options.previous.as_deref()) {
            Ok(folders) => folders,
            Err(fault) => return (Outcome::Failed, Prepared::unread(fault), None),
        };
        let key = self.fingerprints.of(&folder, last_year.as_ref());
        let kept = if self.force { None } else { self.journal.unchanged(&job.name, &key) };
        if let Some(entry) = kept.filter(|entry| entry.findings == 0) {
            return (Outcome::Unchanged, Prepared::silent(), Some(entry.clone()));
        }
        let Tools { layouts, fonts } = self.tools;
        let options = self.options.wishes();
        let mut prepared = prepare(&folder, last_year.as_ref(), layouts, fonts, options);
        self.style.weigh(&mut prepared);
        if !prepared.is_clean() && !self.options.draft {
            return (Outcome::Failed, prepared, None);
        }
        if let Some(entry) = kept {
            return (Outcome::Unchanged, prepared, Some(entry.clone()));
        }
        if self.options.draft {
            mark_as_draft(&mut prepared, self.tools);
        }
        let Some(writable) = prepared.writable.take() else {
            return (Outcome::Failed, prepared, None);
        };
        match self.write(job, key, &prepared, &writable) {
            Ok(entry) => (Outcome::Written, prepared, Some(entry)),
            Err(Unwritten { finding, outcome }) => {
                prepared.findings.push(finding);
                (outcome, prepared, None)
            }
        }
    }

    /// Writes the files of a report. They take their places together, once all of them are written.
    fn write(
        &self,
        job: &Job,
        key: String,
        prepared: &Prepared<'_>,
        writable: &Writable<'_>,
    ) -> Result<JournalEntry, Unwritten> {
        let ReportFiles { files: written, pages } =
            self.writers.write(&job.name, prepared, writable).map_err(Unwritten::report)?;
        let room = self.journal.room().map_err(|error| Unwritten::folder(self.output, &error))?;
        let mut staged = Vec::with_capacity(written.len());
        let mut files = Vec::with_capacity(written.len());
        for (extension, bytes) in written {
            let path = format!("{}.{extension}", job.name);
            let place = self.output.join(&path);
            let file =
                Staged::write(&room, &bytes).map_err(|error| Unwritten::staging(&place, &error))?;
            let modified = file.modified().map_or(0, nanoseconds);
            let (sha256, bytes) = (sha256(&bytes), bytes.len() as u64);
            files.push(JournalFile { path, sha256, bytes, modified });
            staged.push((file, place));
        }
        let findings = prepared.findings.len() + prepared.waived.len();
        let entry = JournalEntry { name: job.name.clone(), key, pages, findings, files };
        self.journal
            .put(&entry, staged)
            .map_err(|(path, error)| Unwritten::report(files::unwritable(&path, &error)))?;
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

    /// Of a file that has no place yet only the size can be to blame; all else is the folder's
    /// fault.
    fn staging(place: &Path, error: &std::io::Error) -> Unwritten {
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Unwritten::report(files::unwritable(place, error)),
            _ => Unwritten::folder(place, error),
        }
    }
}

impl Done {
    /// How many of its findings weigh so much.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The places of its files.
    pub fn paths(&self, output: &Path) -> Vec<String> {
        let files = self.entry.iter().flat_map(|entry| &entry.files);
        files.map(|file| output.join(&file.path).display().to_string()).collect()
    }
}

/// A fault of the program must not take the other reports along.
fn crashed<'t>(job: &Job) -> Attempt<'t> {
    let place = Location::path(&job.input);
    (Outcome::Failed, Prepared::unread(finding!("program-fault.build").at(place)), None)
}
