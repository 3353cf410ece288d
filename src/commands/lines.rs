//! Lists of results, one JSON object a line. The file is written whole when the run ends, so that
//! whoever finds one can rely on it.

use std::io;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::Diagnostic;
use nianbao::files::{self, Staged};
use serde::Serialize;

/// The lines so far.
pub struct ResultList {
    path: PathBuf,
    lines: String,
}

impl ResultList {
    /// Begins a list that will be written to `path`. The error says, before anything is made, that
    /// it could not be.
    pub fn begin(path: &Path) -> Result<ResultList, Diagnostic> {
        let tried = match path.is_dir() {
            true => Err(io::ErrorKind::IsADirectory.into()),
            false => Staged::write(files::folder_of(path), b"").map(drop),
        };
        tried.map_err(|error| files::unwritable(path, &error))?;
        Ok(ResultList { path: path.to_owned(), lines: String::new() })
    }

    /// Adds a line.
    pub fn push(&mut self, line: &impl Serialize) {
        self.lines.push_str(&serde_json::to_string(line).expect("a line is plain JSON"));
        self.lines.push('\n');
    }

    /// Writes the file.
    pub fn end(self) -> Result<(), Diagnostic> {
        files::write_atomically(&self.path, self.lines.as_bytes())
            .map_err(|error| files::unwritable(&self.path, &error))
    }
}
