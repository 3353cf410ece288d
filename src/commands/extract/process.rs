//! Attachments are read by a process of their own: this program once more, as `nianbao
//! attachments`. A PDF comes from anywhere, and one of a kilobyte may unpack to more than there is
//! of memory, or never come to an end. Then only that process ends.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nianbao::archive;
use nianbao::diagnostic::Diagnostic;
use nianbao::file_map::FileMap;
use nianbao::limits;
use nianbao::{files, finding};
use serde::{Deserialize, Serialize};

use crate::console::{Console, Status};

/// How often it is looked whether it has ended.
const STEP: Duration = Duration::from_millis(5);

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
    let process = start(pdf)
        .map_err(|error| finding!("extract-unreadable.process", reason = files::explain(&error)))?;
    let (status, written) = listen(process, limits::PDF_TIME).map_err(|_| died())?;
    match status.map(|status| status.code()) {
        None => Err(finding!("extract-unreadable.slow", seconds = limits::PDF_TIME.as_secs())),
        Some(Some(0)) => parse(&written).ok_or_else(died),
        Some(Some(1)) => Err(finding!("extract-unreadable")),
        Some(_) => Err(died()),
    }
}

/// Starts the process, on Unix with a limit of its memory. Windows has no such limit without a
/// library for it: there only the time is bounded.
fn start(pdf: File) -> io::Result<Child> {
    let program = std::env::current_exe()?;
    let command = |mut command: Command| {
        command.arg("attachments").stdin(pdf).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
    };
    if !cfg!(unix) {
        return command(Command::new(program));
    }
    // A system that knows no such limit goes on without it.
    let script = format!("ulimit -c 0; ulimit -v {} 2>/dev/null; exec \"$@\"", limits::PDF_MEMORY);
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, "sh"]).arg(program);
    command(shell)
}

/// What a process writes, and how it ended: not by itself, where it took longer than `limit`.
fn listen(mut process: Child, limit: Duration) -> io::Result<(Option<ExitStatus>, Vec<u8>)> {
    let output = process.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let most = 2 * limits::ATTACHED_BYTES; // base64 takes a third more, and names a little
    let listener = thread::Builder::new().spawn(move || {
        let mut written = Vec::new();
        output.take(most).read_to_end(&mut written).map(|_| written)
    });
    let begun = Instant::now();
    let ended = loop {
        match process.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if listener.is_ok() && begun.elapsed() < limit => {
                thread::sleep(STEP);
            }
            _ => {
                let _ = process.kill();
                let _ = process.wait();
                break None;
            }
        }
    };
    let written = listener?.join().map_err(|_| io::Error::from(io::ErrorKind::Other))??;
    Ok((ended, written))
}

fn parse(written: &[u8]) -> Option<FileMap> {
    let lines = written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let file = |line| {
        let Attachment { name, base64 } = serde_json::from_slice(line).ok()?;
        Some((name, STANDARD.decode(base64).ok()?.into()))
    };
    lines.map(file).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Child {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdout(Stdio::piped()).spawn().expect("a shell")
    }

    #[test]
    fn a_process_is_heard_to_its_end_or_ended() {
        let limit = Duration::from_secs(30);
        let (status, written) = listen(shell("echo heard; exit 3"), limit).expect("a process");
        assert_eq!(
            (status.and_then(|status| status.code()), &*written),
            (Some(3), &b"heard\n"[..])
        );
        let (status, _) = listen(shell("kill -9 $$"), limit).expect("a process");
        assert_eq!(status.map(|status| status.code()), Some(None));
        let begun = Instant::now();
        let (status, _) = listen(shell("exec sleep 60"), Duration::from_millis(200)).expect("one");
        assert!(status.is_none() && begun.elapsed() < limit);
    }
}
