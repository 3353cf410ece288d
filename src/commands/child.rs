//! Files from elsewhere are read by a process of their own: this program once more, with a hidden
//! command. A file of a kilobyte may unpack to more than there is of memory, overflow a stack, or
//! never come to an end. Then only that process ends.

use std::fs::File;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nianbao::limits;

/// How often it is looked whether it has ended.
const STEP: Duration = Duration::from_millis(2);

/// How a process ended.
#[derive(Debug)]
pub enum Ended {
    /// By itself, with its status, and with what it wrote.
    Status(Option<i32>, Vec<u8>),
    /// It took too long.
    Slow,
    /// It could not be heard.
    Lost,
}

/// Runs a hidden command on a file, on Unix with a limit of its memory. Windows has no such limit
/// without a library for it: there only the time is bounded. The error is that it could not begin.
pub fn run(arguments: &[&str], input: File, limit: Duration, most: u64) -> io::Result<Ended> {
    let process = start(arguments, input)?;
    Ok(match listen(process, limit, most) {
        Ok((Some(status), written)) => Ended::Status(status.code(), written),
        Ok((None, _)) => Ended::Slow,
        Err(_) => Ended::Lost,
    })
}

fn start(arguments: &[&str], input: File) -> io::Result<Child> {
    let program = std::env::current_exe()?;
    let command = |mut command: Command| {
        let io = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::null());
        io.spawn()
    };
    if !cfg!(unix) {
        let mut direct = Command::new(program);
        direct.args(arguments);
        return command(direct);
    }
    // A system that knows no such limit goes on without it.
    let script = format!("ulimit -c 0; ulimit -v {} 2>/dev/null; exec \"$@\"", limits::PDF_MEMORY);
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, "sh"]).arg(program).args(arguments);
    command(shell)
}

/// What a process writes, and how it ended: not by itself, where it took longer than `limit`.
fn listen(
    mut process: Child,
    limit: Duration,
    most: u64,
) -> io::Result<(Option<ExitStatus>, Vec<u8>)> {
    let output = process.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
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
        let listen = |script: &str, limit| listen(shell(script), limit, 1000);
        let (status, written) = listen("echo heard; exit 3", limit).expect("a process");
        assert_eq!(
            (status.and_then(|status| status.code()), &*written),
            (Some(3), &b"heard\n"[..])
        );
        let (status, _) = listen("kill -9 $$", limit).expect("a process");
        assert_eq!(status.map(|status| status.code()), Some(None));
        let begun = Instant::now();
        let (status, _) = listen("exec sleep 60", Duration::from_millis(200)).expect("one");
        assert!(status.is_none() && begun.elapsed() < limit);
    }
}
