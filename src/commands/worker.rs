//! `nianbao worker`: one request a line on standard input, one answer a line on standard output, in order, until the input ends. What is
//! wrong with a line is said in its answer; nothing of it ends the run.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nianbao::diagnostic::Diagnostic;
use nianbao::messages::Text;
use nianbao::request::{self, Input, Refusal, Request};
use nianbao::{Wishes, files, finding, hash, render, say};
use serde::Serialize;

use super::press::{Press, mark_as_draft};
use super::{Tools, last_year};
use crate::cli::{Common, MessageFormat, Worker};
use crate::console::{Console, Status};

/// The longest line that is read, in bytes: a report with many large pictures.
const LONGEST_LINE: u64 = 64 << 20;

/// What a long line may leave behind in memory.
const LINE_KEPT: usize = 1 << 20;

/// docs/worker.schema.json says what stands in it.
#[derive(Serialize)]
struct Answer {
    id: Option<String>,
    status: &'static str,
    files: Vec<Made>,
    /// Of the PDF, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    findings: Vec<serde_json::Value>,
}

/// A file that was made: its path, or itself.
#[derive(Serialize)]
struct Made {
    name: String,
    bytes: usize,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

pub fn run<Out: Write, Err: Write>(
    worker: &Worker,
    common: &Common,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let press = match ready(worker, common, &tools) {
        Ok(press) => press,
        Err(fault) => {
            console.finding(&fault);
            return Status::Unusable;
        }
    };
    // Engines run a worker a core: what krilla would spread over threads stays in this one.
    let _one_thread =
        rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok();
    match serve(
        Bench { worker, tools: &tools, press, names: BTreeMap::new() },
        io::stdin().lock(),
        console,
    ) {
        Ok(()) => Status::Clean,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean, // nobody reads the answers any more
        Err(error) => {
            console.finding(&finding!("worker-stream", reason = files::explain(&error)));
            Status::Unusable
        }
    }
}

/// The press, once the answers have standard output to themselves and the files a folder.
fn ready<'t>(worker: &Worker, common: &Common, tools: &'t Tools) -> Result<Press<'t>, Diagnostic> {
    if common.message_format == MessageFormat::Sarif {
        return Err(finding!("worker-format"));
    }
    if !worker.inline {
        std::fs::create_dir_all(&worker.output)
            .map_err(|error| files::unwritable(&worker.output, &error))?;
    }
    Press::new(&tools.fonts, &worker.making, 1)
}

/// Answers every line; the error is one of standard input or output itself.
fn serve<Out: Write, Err: Write>(
    mut bench: Bench<'_>,
    mut input: impl BufRead,
    console: &mut Console<Out, Err>,
) -> io::Result<()> {
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
            Ok(request) => survive(request.id.clone(), || bench.make(request, console)),
            Err(refusal) => Answer::failed(refusal.id, refusal.findings.iter()),
        };
        console.answer(&serde_json::to_string(&answer)?)?;
    }
    Ok(())
}

/// A fault of the program's own ends the report, not the run. Nothing half made is kept: what reports share is written once or never.
fn survive(id: String, make: impl FnOnce() -> Answer) -> Answer {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|fault| {
        let said = fault
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| fault.downcast_ref::<&str>().copied());
        let reason = said.map_or_else(|| say!("reason-unknown"), Text::from);
        let finding = finding!("program-fault.worker", reason = reason);
        Answer::failed(Some(id), [finding].iter())
    })
}

/// What every report is made with.
struct Bench<'a> {
    worker: &'a Worker,
    tools: &'a Tools,
    press: Press<'a>,
    /// Ids by the names that they gave to files.
    names: BTreeMap<String, String>,
}

impl Bench<'_> {
    fn make<Out: Write, Err: Write>(
        &mut self,
        request: Request,
        console: &Console<Out, Err>,
    ) -> Answer {
        if let Some(clash) = self.clash(&request) {
            return Answer::failed(Some(request.id), [clash].iter());
        }
        let making = &self.worker.making;
        let Request { id, name, input, .. } = request;
        let folder = match input {
            Input::Folder(path) => files::read_folder(&files::report_folder(&path)),
            Input::Inline(folder) => Ok(folder),
        };
        let read = folder
            .and_then(|folder| Ok((folder, last_year(Some(&name), making.previous.as_deref())?)));
        let mut prepared = self.tools.prepare_read(read, Wishes { seal: making.seal });
        console.weigh(&mut prepared);
        if making.draft {
            mark_as_draft(&mut prepared, self.tools);
        }
        let wanted = prepared.is_clean() || making.draft;
        let Some(sheet) = prepared.sheet.as_ref().filter(|_| wanted) else {
            return Answer::failed(Some(id), prepared.findings.iter());
        };
        if !self.worker.inline {
            self.names.insert(files::name_on_disk(&name), id.clone());
        }
        let mut made = Vec::new();
        let mut pages = None;
        let done = self.press.print(&prepared, sheet).and_then(|printed| {
            pages = printed.pages;
            printed.files.into_iter().try_for_each(|(extension, bytes)| {
                made.push(self.deliver(format!("{name}.{extension}"), &bytes)?);
                Ok(())
            })
        });
        let failed = Answer::failed(Some(id), prepared.findings.iter().chain(done.as_ref().err()));
        Answer {
            status: if done.is_ok() { "written" } else { "failed" },
            files: made,
            pages,
            ..failed
        }
    }

    /// That another report has written files of this name. The same report may come again: a task that failed is begun anew.
    fn clash(&self, request: &Request) -> Option<Diagnostic> {
        let other = self
            .names
            .get(&files::name_on_disk(&request.name))
            .filter(|other| **other != request.id)?;
        let Request { id, name, named_at, .. } = request;
        let finding = finding!("output-clash.worker", first = other, second = id, name = name);
        Some(finding.at(named_at.clone()))
    }

    fn deliver(&self, name: String, bytes: &[u8]) -> Result<Made, Diagnostic> {
        let (mut path, mut base64) = (None, None);
        if self.worker.inline {
            base64 = Some(STANDARD.encode(bytes));
        } else {
            let place = self.worker.output.join(&name);
            files::write_atomically(&place, bytes)
                .map_err(|error| files::unwritable(&place, &error))?;
            path = Some(place.display().to_string());
        }
        Ok(Made { name, bytes: bytes.len(), sha256: hash::sha256(bytes), path, base64 })
    }
}

impl Answer {
    /// That nothing was made.
    fn failed<'a>(id: Option<String>, findings: impl Iterator<Item = &'a Diagnostic>) -> Answer {
        Answer {
            id,
            status: "failed",
            files: Vec::new(),
            pages: None,
            findings: findings.map(render::value).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_fails_its_report_alone() {
        let answer = survive("甲".to_owned(), || panic!("index {} out of range", 7));
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
