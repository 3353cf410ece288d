//! One request: the report read, checked and written, and the answer that says what came of it.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nianbao::diagnostic::Diagnostic;
use nianbao::request::{Input, Request};
use nianbao::{PrepareOptions, files, finding, hash};

use super::answer::{Answer, AnswerFile};
use crate::cli::Worker;
use crate::commands::write::{Writers, mark_as_draft};
use crate::commands::{Tools, last_year};
use crate::console::FindingStyle;

/// What all reports of a run share.
pub struct Server<'a> {
    worker: &'a Worker,
    tools: &'a Tools,
    writers: Writers<'a>,
    style: FindingStyle,
    /// Ids by the names that they gave to files.
    names: BTreeMap<String, String>,
}

impl<'a> Server<'a> {
    pub fn new(
        worker: &'a Worker,
        tools: &'a Tools,
        writers: Writers<'a>,
        style: FindingStyle,
    ) -> Self {
        Server { worker, tools, writers, style, names: BTreeMap::new() }
    }

    /// Makes what a request asks for.
    pub fn make(&mut self, request: Request) -> Answer {
        if let Some(clash) = self.clash(&request) {
            return Answer::failed(Some(request.id), [clash].iter());
        }
        let options = &self.worker.options;
        let Request { id, name, input, .. } = request;
        let folder = match input {
            Input::Folder(path) => files::read_folder(&files::report_folder(&path)),
            Input::Inline(folder) => Ok(folder),
        };
        let read = folder
            .and_then(|folder| Ok((folder, last_year(Some(&name), options.previous.as_deref())?)));
        let seal = PrepareOptions { seal: options.seal };
        let mut prepared = self.tools.prepare_read(read, seal);
        self.style.weigh(&mut prepared);
        if options.draft {
            mark_as_draft(&mut prepared, self.tools);
        }
        let wanted = prepared.is_clean() || options.draft;
        let Some(writable) = prepared.writable.as_ref().filter(|_| wanted) else {
            return Answer::failed(Some(id), prepared.findings.iter());
        };
        if !self.worker.inline {
            self.names.insert(files::name_on_disk(&name), id.clone());
        }
        let mut made = Vec::new();
        let mut pages = None;
        let done = self.writers.write(&prepared, writable).and_then(|written| {
            pages = written.pages;
            written.files.into_iter().try_for_each(|(extension, bytes)| {
                made.push(self.deliver(format!("{name}.{extension}"), &bytes)?);
                Ok(())
            })
        });
        let failed = Answer::failed(Some(id), prepared.findings.iter().chain(done.as_ref().err()));
        let status = if done.is_ok() { "written" } else { "failed" };
        Answer { status, files: made, pages, ..failed }
    }

    /// That another report has written files of this name. The same report may come again: an
    /// engine begins a task anew that failed.
    fn clash(&self, request: &Request) -> Option<Diagnostic> {
        let Request { id, name, named_at, .. } = request;
        let other = self.names.get(&files::name_on_disk(name)).filter(|other| *other != id)?;
        let finding = finding!("output-clash.worker", first = other, second = id, name = name);
        Some(finding.at(named_at.clone()))
    }

    /// Writes a file, or puts it into the answer.
    fn deliver(&self, name: String, bytes: &[u8]) -> Result<AnswerFile, Diagnostic> {
        let (mut path, mut base64) = (None, None);
        if self.worker.inline {
            base64 = Some(STANDARD.encode(bytes));
        } else {
            let place = self.worker.output.join(&name);
            files::write_atomically(&place, bytes)
                .map_err(|error| files::unwritable(&place, &error))?;
            path = Some(place.display().to_string());
        }
        Ok(AnswerFile { name, bytes: bytes.len(), sha256: hash::sha256(bytes), path, base64 })
    }
}
