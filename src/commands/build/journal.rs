//! What was written before, in `OUT/.nianbao/`: why a report that has not changed is not made
//! again.
//!
//! `journal.jsonl` has one JSON object a line for every report written; of several with one name
//! the last holds. A line is added by a single write at the file's end, once the report's files are
//! in their places. So runs at the same time don't tear each other's lines, and a run that was
//! killed leaves at most a torn last line, which is not read.
//!
//! Every run holds `lock`, shared. A run that can have it alone removes what killed runs left
//! behind. Files are staged here too, on the same disk as their places; `put` is locked while those
//! of one report are put.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use nianbao::files::{self, InTheWay, STAGED, Staged};
use nianbao::hash::sha256;
use nianbao::limits;
use serde::{Deserialize, Serialize};

/// One report that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Path of its files below the output folder, without extension.
    pub name: String,
    /// Hash of everything that went into it.
    pub key: String,
    /// Pages of the PDF, where there is one.
    pub pages: Option<usize>,
    /// How many findings it had, waived ones too.
    pub findings: usize,
    pub files: Vec<JournalFile>,
}

/// One of its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalFile {
    /// Path below the output folder.
    pub path: String,
    pub sha256: String,
    pub bytes: u64,
    /// When it was written, in nanoseconds since 1970.
    pub modified: u64,
}

pub struct Journal {
    output: PathBuf,
    known: BTreeMap<String, JournalEntry>,
    /// The lock, and the files that are written to, from when one of them is first needed.
    lock: Mutex<Option<File>>,
    log: Mutex<Option<Log>>,
}

/// What a run that writes has open.
struct Log {
    lines: File,
    /// Locked while a report's files take their places.
    put: File,
}

/// Where it failed, and how.
type Unput = (PathBuf, io::Error);

impl Journal {
    /// Reads the journal of an output folder, if it has one; makes nothing.
    pub fn open(output: &Path) -> Journal {
        let folder = folder(output);
        let lock = if is_folder(&folder) { lock(&folder).ok() } else { None };
        let known = files::read_regular(&log(&folder), limits::JOURNAL_BYTES);
        let known = known.map(|text| entries(&text)).unwrap_or_default();
        Journal { output: output.to_owned(), known, lock: Mutex::new(lock), log: Mutex::new(None) }
    }

    /// The report `name` as it was written, if it was made of the same and its files are still
    /// there. A file of the same size and time is taken for the same; any other is read.
    pub fn unchanged(&self, name: &str, key: &str) -> Option<&JournalEntry> {
        let entry = self.known.get(name).filter(|entry| entry.key == key)?;
        let stands = |file: &JournalFile| {
            let path = self.output.join(&file.path);
            let Ok(found) = std::fs::metadata(&path) else { return false };
            found.is_file()
                && found.len() == file.bytes
                && (found.modified().is_ok_and(|time| nanoseconds(time) == file.modified)
                    || std::fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == file.sha256))
        };
        (!entry.files.is_empty() && entry.files.iter().all(stands)).then_some(entry)
    }

    /// The folder that files are staged in, made now if it is not there. The error is one of the
    /// folder.
    pub fn room(&self) -> io::Result<PathBuf> {
        let folder = folder(&self.output);
        let mut open = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            std::fs::create_dir_all(&folder)?;
            if !is_folder(&folder) {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            if held.is_none() {
                *held = Some(lock(&folder)?);
            }
            let put = files::append_regular(&folder.join("put"))?;
            *open = Some(Log { lines: files::append_regular(&log(&folder))?, put });
        }
        Ok(folder)
    }

    /// Puts the files of a report in their places, all or none, and adds it. No other run puts any
    /// meanwhile: of two with the same names the files stay together.
    pub fn put(&self, entry: &JournalEntry, staged: Vec<(Staged, PathBuf)>) -> Result<(), Unput> {
        let room = self.room().map_err(|error| (self.output.clone(), error))?;
        let mut open = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Log { lines, put }) = open.as_mut() else { return Ok(()) }; // room() has opened it
        let _ = put.lock(); // a disk that knows no locks is used without
        let _alone = files::hold(&self.output);
        let done = files::put_together(staged, &room, InTheWay::Goes);
        if let (Ok(()), Ok(line)) = (&done, serde_json::to_string(entry)) {
            // Where that fails the report is made once more the next time, and no harm is done.
            let _ = lines.write_all(format!("{line}\n").as_bytes());
        }
        let _ = put.unlock();
        done
    }

    /// Ends the run. Where no report was ever written, no trace of the journal stays.
    pub fn close(self) {
        let folder = folder(&self.output);
        let lock = self.lock.into_inner().unwrap_or_else(PoisonError::into_inner);
        let alone = lock.is_some_and(|lock| lock.unlock().is_ok() && lock.try_lock().is_ok());
        if alone && std::fs::metadata(log(&folder)).is_ok_and(|log| log.len() == 0) {
            let _ = std::fs::remove_dir_all(&folder);
        }
    }
}

/// A file's time as the journal has it.
pub fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |age| u64::try_from(age.as_nanos()).unwrap_or_default())
}

/// The folder of an output folder's journal.
pub fn folder(output: &Path) -> PathBuf {
    output.join(".nianbao")
}

/// A link is none: what lies elsewhere is nobody's to clear up.
fn is_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|kind| kind.is_dir())
}

fn log(folder: &Path) -> PathBuf {
    folder.join("journal.jsonl")
}

/// Takes the folder's lock, and clears up first where no other run is at work. A disk that knows no
/// locks is used without.
fn lock(folder: &Path) -> io::Result<File> {
    let lock = files::append_regular(&folder.join("lock"))?;
    if lock.try_lock().is_ok() {
        let _ = clear_up(folder); // what stays is in nobody's way
        let _ = lock.unlock();
    }
    let _ = lock.lock_shared();
    Ok(lock)
}

/// Removes files that never took their places, and lines that no longer hold.
fn clear_up(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(STAGED) {
            std::fs::remove_file(entry.path())?;
        }
    }
    let size = std::fs::metadata(log(folder))?.len();
    if size > limits::JOURNAL_BYTES {
        return files::write_atomically(&log(folder), b"");
    }
    let text = files::read_regular(&log(folder), limits::JOURNAL_BYTES)?;
    let known = entries(&text);
    let whole = known.len() == text.split(|byte| *byte == b'\n').count().saturating_sub(1)
        && text.ends_with(b"\n");
    if !whole && !text.is_empty() {
        let lines = known.values().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        let all: String = lines.into_iter().map(|line| line + "\n").collect();
        files::write_atomically(&log(folder), all.as_bytes())?;
    }
    Ok(())
}

/// The lines of a journal by name, the last of each; what is no whole line is none.
fn entries(text: &[u8]) -> BTreeMap<String, JournalEntry> {
    let entry = |line| serde_json::from_slice::<JournalEntry>(line).ok();
    text.split(|byte| *byte == b'\n')
        .filter_map(entry)
        .map(|entry| (entry.name.clone(), entry))
        .collect()
}
