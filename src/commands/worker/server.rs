//! One request: the report read, checked and written, and the answer that says what came of it.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nianbao::diagnostic::Diagnostic;
use nianbao::files::SharedFolder;
use nianbao::request::{Input, Request};
use nianbao::{files, finding, hash, names};

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
    /// Where files go.
    output: SharedFolder,
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
        let output = SharedFolder::new(&worker.output);
        Server { worker, tools, writers, style, output, names: BTreeMap::new() }
    }

    /// Makes what a request asks for.
    pub fn make(&mut self, request: Request) -> Answer {
        if let Some(clash) = self.clash(&request) {
            return Answer::failed(Some(request.id), [clash].iter(), self.style.language);
        }
        let options = &self.worker.options;
        let Request { id, name, input, .. } = request;
        let folder = match input {
            Input::Folder(path) => files::read_folder(&files::report_folder(&path)),
            Input::Inline(folder) => Ok(folder),
        };
        let read = folder
            .and_then(|folder| Ok((folder, last_year(Some(&name), options.previous.as_deref())?)));
        let wishes = options.wishes();
        let mut prepared = self.tools.prepare_read(read, wishes);
        self.style.weigh(&mut prepared);
        if options.draft {
            mark_as_draft(&mut prepared, self.tools);
        }
        let wanted = prepared.is_clean() || options.draft;
        let Some(writable) = prepared.writable.as_ref().filter(|_| wanted) else {
            return Answer::failed(Some(id), prepared.findings.iter(), self.style.language);
        };
        if !self.worker.inline {
            self.names.insert(names::key(&name), id.clone());
        }
        let made = self.writers.write(&name, &prepared, writable).and_then(|written| {
            let files = written.files.into_iter();
            let files = files.map(|(extension, bytes)| (format!("{name}.{extension}"), bytes));
            Ok((self.deliver(files.collect())?, written.pages))
        });
        match made {
            Ok((files, pages)) => {
                let findings =
                    Answer::failed(Some(id), prepared.findings.iter(), self.style.language);
                Answer { status: "written", files, pages, ..findings }
            }
            Err(fault) => Answer::failed(
                Some(id),
                prepared.findings.iter().chain([&fault]),
                self.style.language,
            ),
        }
    }

    /// That another report has written files of this name. The same report may come again: an
    /// engine begins a task anew that failed.
    fn clash(&self, request: &Request) -> Option<Diagnostic> {
        let Request { id, name, named_at, .. } = request;
        let other = self.names.get(&names::key(name)).filter(|other| *other != id)?;
        let finding = finding!("output-clash.worker", first = other, second = id, name = name);
        Some(finding.at(named_at.clone()))
    }

    /// Writes the files of a report, all or none, or puts them into the answer.
    fn deliver(&mut self, files: Vec<(String, Vec<u8>)>) -> Result<Vec<AnswerFile>, Diagnostic> {
        let output = &self.worker.output;
        if !self.worker.inline {
            self.output.put(&files).map_err(|(place, error)| files::unwritable(&place, &error))?;
        }
        let answer = |(name, bytes): (String, Vec<u8>)| {
            let (path, base64) = match self.worker.inline {
                true => (None, Some(STANDARD.encode(&bytes))),
                false => (Some(output.join(&name).display().to_string()), None),
            };
            AnswerFile { name, bytes: bytes.len(), sha256: hash::sha256(&bytes), path, base64 }
        };
        Ok(files.into_iter().map(answer).collect())
    }
}
