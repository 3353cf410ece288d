//! `nianbao worker`: one request a line on standard input, one answer a line on standard output, in
//! order, until the input ends. What is wrong with a line is said in its answer and ends nothing
//! else.

mod answer;
mod server;
mod watchdog;

use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nianbao::diagnostic::Diagnostic;
use nianbao::messages::{Language, Text};
use nianbao::request::{self, Refusal};
use nianbao::{files, finding, limits, say};

use self::answer::Answer;
use self::server::Server;
use self::watchdog::Watchdog;
use super::Tools;
use super::write::Writers;
use crate::cli::{CommonOptions, MessageFormat, Worker};
use crate::console::{Console, Status, last_words};

/// The longest line that is read, in bytes: a report with many large pictures.
const LONGEST_LINE: u64 = 64 << 20;

/// How much of a long line's room in memory is kept for the next line.
const LINE_KEPT: usize = 1 << 20;

pub fn run<Out: Write, Err: Write>(
    worker: &Worker,
    common: &CommonOptions,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let writers = match ready(worker, common, tools) {
        Ok(writers) => writers,
        Err(fault) => {
            console.finding(&fault);
            return Status::Unusable;
        }
    };
    // Engines run a worker on each core: what krilla would spread over threads stays in this one.
    let _one_thread =
        rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok();
    let server = Server::new(worker, tools, writers, console.style());
    let style = console.style();
    let watchdog = Watchdog::start(limits::WORKER_TIME, move |id| {
        let seconds = limits::WORKER_TIME.as_secs();
        last_words(style, &finding!("worker-late", id = id, seconds = seconds));
        std::process::exit(Status::Unusable as i32);
    });
    match serve(server, &watchdog, io::stdin().lock(), console) {
        Ok(()) => Status::Clean,
        // Nobody reads the answers any more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => {
            console.finding(&finding!("worker-stream", reason = files::explain(&error)));
            Status::Unusable
        }
    }
}

/// The writers, once the answers have standard output to themselves and the files a folder.
fn ready<'t>(
    worker: &Worker,
    common: &CommonOptions,
    tools: &'t Tools,
) -> Result<Writers<'t>, Diagnostic> {
    if common.message_format == MessageFormat::Sarif {
        return Err(finding!("worker-format"));
    }
    if !worker.inline {
        std::fs::create_dir_all(&worker.output)
            .map_err(|error| files::unwritable(&worker.output, &error))?;
    }
    Writers::new(&tools.fonts, &worker.options, 1)
}

/// Answers every line. The error is one of standard input or output itself.
fn serve<Out: Write, Err: Write>(
    mut server: Server<'_>,
    watchdog: &Watchdog,
    mut input: impl BufRead,
    console: &mut Console<Out, Err>,
) -> io::Result<()> {
    let language = console.style().language;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        line.shrink_to(LINE_KEPT);
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST_LINE;
        let request = if whole {
            if line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii().is_empty() {
                continue;
            }
            request::read(&line, number)
        } else {
            input.skip_until(b'\n')?;
            Err(Refusal { id: None, findings: vec![request::too_long(number, LONGEST_LINE)] })
        };
        let answer = match request {
            Ok(request) => {
                watchdog.begin(&request.id);
                survive(request.id.clone(), language, || server.make(request))
            }
            Err(refusal) => Answer::failed(refusal.id, refusal.findings.iter(), language),
        };
        watchdog.end();
        console.answer(&serde_json::to_string(&answer)?)?;
    }
    Ok(())
}

/// A fault of the program ends the report and not the run. Nothing half made is kept: what reports
/// share is written once or never.
fn survive(id: String, language: Language, make: impl FnOnce() -> Answer) -> Answer {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|fault| {
        let said = fault
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| fault.downcast_ref::<&str>().copied());
        let reason = said.map_or_else(|| say!("reason-unknown"), Text::from);
        let finding = finding!("program-fault.worker", reason = reason);
        Answer::failed(Some(id), [finding].iter(), language)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_fails_its_report_alone() {
        let answer =
            survive("甲".to_owned(), Language::Chinese, || panic!("index {} out of range", 7));
        assert_eq!(
            (answer.id.as_deref(), answer.status, answer.files.len()),
            (Some("甲"), "failed", 0)
        );
        assert_eq!(
            (&answer.findings[0]["code"], &answer.findings[0]["message"]),
            (&"program-fault".into(), &"程序出错：index 7 out of range".into())
        );
    }
}
