//! Pictures of a report: all regular files below figures/. What can't be read, or must not be, is
//! left out and told: where the text names it, it is missing there.

use std::fs::{self, DirEntry, FileType};
use std::path::{Path, PathBuf};

use super::regular::is_special;
use super::{explain, read_regular};
use crate::diagnostic::{Diagnostic, Location};
use crate::file_map::FileMap;
use crate::limits;
use crate::messages::Text;
use crate::names::{FIGURES, unfit_step};
use crate::{finding, say};

/// What was read so far.
pub(super) struct Figures {
    /// The report's folder, links resolved.
    root: PathBuf,
    /// Path below the report's folder, with `/` → bytes.
    pub files: FileMap,
    /// What was left out, and why.
    pub faults: Vec<Diagnostic>,
    seen: usize,
    bytes: u64,
}

impl Figures {
    /// Reads figures/ in a report's folder, where there is one.
    pub fn read(folder: &Path) -> Figures {
        let mut figures = Figures {
            root: fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned()),
            files: FileMap::new(),
            faults: Vec::new(),
            seen: 0,
            bytes: 0,
        };
        let path = folder.join(FIGURES);
        let Ok(kind) = fs::symlink_metadata(&path) else { return figures };
        if path.is_dir() {
            match kind.is_symlink().then(|| figures.led_out(&path)).flatten() {
                Some(problem) => figures.leave(&path, problem),
                None => figures.read_below(&path, FIGURES, 1),
            }
        }
        figures
    }

    /// Reads a folder, in the order of names, so that two runs find the same.
    fn read_below(&mut self, folder: &Path, prefix: &str, depth: usize) {
        if depth > limits::FIGURES_DEPTH {
            let most = limits::FIGURES_DEPTH;
            return self.leave(folder, say!("figure-deep", most = most));
        }
        let left = limits::FIGURES - self.seen.min(limits::FIGURES);
        let read = fs::read_dir(folder)
            .and_then(|entries| entries.take(left + 1).collect::<Result<Vec<DirEntry>, _>>());
        let mut entries = match read {
            Ok(entries) => entries,
            Err(error) => return self.leave(folder, explain(&error)),
        };
        self.seen += entries.len();
        if entries.len() > left {
            return;
        }
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let (name, problem) = match entry.file_name().into_string() {
                Ok(name) => (format!("{prefix}/{name}"), unfit_step(&name)),
                Err(_) => (String::new(), Some(say!("io-not-utf8"))),
            };
            match (problem, entry.file_type()) {
                (Some(problem), _) => {
                    let problem = say!("figure-name", problem = problem);
                    self.leave(&path, problem);
                }
                (None, Ok(kind)) if kind.is_dir() => self.read_below(&path, &name, depth + 1),
                (None, Ok(kind)) => self.add(&path, name, kind),
                (None, Err(error)) => self.leave(&path, explain(&error)),
            }
        }
    }

    fn add(&mut self, path: &Path, name: String, kind: FileType) {
        if let Some(problem) = kind.is_symlink().then(|| self.led_out(path)).flatten() {
            return self.leave(path, problem);
        }
        let left = limits::FIGURES_BYTES - self.bytes.min(limits::FIGURES_BYTES);
        match read_regular(path, limits::FIGURE_BYTES) {
            Ok(bytes) if bytes.len() as u64 > left => {
                let most = limits::FIGURES_BYTES >> 20;
                self.leave(path, say!("figure-much", most = most));
            }
            Ok(bytes) => {
                self.bytes += bytes.len() as u64;
                self.files.insert(name, bytes.into());
            }
            Err(error) if is_special(&error) => {
                let finding = finding!("figure-unread.special", problem = explain(&error));
                self.faults.push(finding.at(Location::path(path)));
            }
            Err(error) => self.leave(path, explain(&error)),
        }
    }

    /// That a link leads out of the report's folder: what is published would come from elsewhere.
    fn led_out(&self, path: &Path) -> Option<Text> {
        match fs::canonicalize(path) {
            Ok(target) => (!target.starts_with(&self.root)).then(|| say!("figure-led-out")),
            Err(error) => Some(explain(&error)),
        }
    }

    fn leave(&mut self, path: &Path, problem: Text) {
        let finding = finding!("figure-unread", problem = problem);
        self.faults.push(finding.at(Location::path(path)));
    }

    /// That there are more files than are looked at.
    pub fn too_many(&self, folder: &Path) -> Option<Diagnostic> {
        let finding = finding!("figure-unread.many", most = limits::FIGURES);
        let place = Location::path(&folder.join(FIGURES));
        (self.seen > limits::FIGURES).then(|| finding.at(place))
    }
}
