//! The attachments of a PDF, read by a process of their own: `nianbao attachments`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nianbao::archive;
use nianbao::diagnostic::Diagnostic;
use nianbao::file_map::FileMap;
use nianbao::limits;
use nianbao::{files, finding};
use serde::{Deserialize, Serialize};

use crate::commands::child::{self, Ended};
use crate::console::{Console, Status};

/// A line of its standard output.
#[derive(Serialize, Deserialize)]
struct Attachment {
    name: String,
    base64: String,
}

/// Reads a PDF on standard input and writes each attachment that belongs to a report as a line. The
/// status says that it is no PDF, or that there is more in it than a report has.
pub fn attachments<Out: Write, Err: Write>(console: &mut Console<Out, Err>) -> Status {
    let mut pdf = Vec::new();
    let read = io::stdin().lock().take(limits::PDF_BYTES).read_to_end(&mut pdf);
    let mut left = limits::ATTACHED_BYTES;
    let done = read.and_then(|_| {
        archive::unpack(pdf, |name, bytes| {
            left = left.checked_sub(bytes.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
            let line = Attachment { name: name.to_owned(), base64: STANDARD.encode(bytes) };
            console.answer(&serde_json::to_string(&line)?)
        })
    });
    match done {
        Ok(true) => Status::Clean,
        Ok(false) => Status::Errors,
        Err(_) => Status::Unusable,
    }
}

/// The attachments of a PDF that belong to a report.
pub fn read(file: &Path) -> Result<FileMap, Diagnostic> {
    let unreadable =
        |error: io::Error| finding!("input-unreadable", reason = files::explain(&error));
    let pdf = File::open(file).map_err(unreadable)?;
    if pdf.metadata().is_ok_and(|kind| kind.is_dir()) {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    let died = || finding!("extract-unreadable.died", most = limits::PDF_MEMORY >> 10);
    let most = 2 * limits::ATTACHED_BYTES; // base64 takes a third more, and names a little
    let ended = child::run(&["attachments"], pdf, limits::PDF_TIME, most)
        .map_err(|error| finding!("extract-unreadable.process", reason = files::explain(&error)))?;
    match ended {
        Ended::Slow => {
            Err(finding!("extract-unreadable.slow", seconds = limits::PDF_TIME.as_secs()))
        }
        Ended::Status(Some(0), written) => parse(&written).ok_or_else(died),
        Ended::Status(Some(1), _) => Err(finding!("extract-unreadable")),
        Ended::Status(..) | Ended::Lost => Err(died()),
    }
}

fn parse(written: &[u8]) -> Option<FileMap> {
    let lines = written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let file = |line| {
        let Attachment { name, base64 } = serde_json::from_slice(line).ok()?;
        Some((name, STANDARD.decode(base64).ok()?.into()))
    };
    lines.map(file).collect()
}
