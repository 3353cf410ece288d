//! The keys of a request and their values.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::diagnostic::{Diagnostic, Location, Source, nearest};
use crate::file_map::FileMap;
use crate::names::{self, belongs};
use crate::reader::json::{Node, pointer_step};
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use crate::{finding, say};

const KEYS: [&str; 7] = ["id", "name", "folder", "report", "narrative", "style", "figures"];

/// Where a report is.
#[derive(Debug)]
pub enum Input {
    /// In a folder.
    Folder(PathBuf),
    /// In the line itself; the folder is named after the id.
    Inline(Folder),
}

/// A place in line `line` of standard input.
pub fn place(line: usize, column: usize) -> Location {
    Location { line, column, ..Location::whole("stdin") }
}

/// Values by key.
pub type RequestValues<'a> = BTreeMap<String, Node<'a>>;

/// A line that is read, and what is wrong with it so far.
pub struct RequestLine<'a> {
    pub source: &'a Source,
    pub number: usize,
    pub findings: Vec<Diagnostic>,
}

impl<'a> RequestLine<'a> {
    /// The column at which `range` begins.
    pub fn column(&self, range: Range<usize>) -> usize {
        self.source.locate(range).column
    }

    /// Adds a finding on the value of `key`.
    fn fault(&mut self, range: Range<usize>, key: &str, finding: Diagnostic) {
        let place = place(self.number, self.column(range));
        self.findings.push(finding.at(place).about(pointer_step(key)));
    }

    /// The values by key; unknown and repeated keys are findings. None where there is no object.
    pub fn values(&mut self, root: Node<'a>) -> Option<RequestValues<'a>> {
        let mut values = RequestValues::new();
        for entry in root.entries()? {
            let key = entry.key.as_str();
            if !KEYS.contains(&key) {
                let hint = match nearest(key, KEYS.into_iter()) {
                    Some(near) => say!("did-you-mean", name = near),
                    None => say!("one-of", known = KEYS.map(str::to_owned).to_vec()),
                };
                let finding = finding!("request-invalid.key-unknown", key = key).hint(hint);
                self.fault(entry.key_range, key, finding);
            } else if values.contains_key(key) {
                let finding = finding!("request-invalid.key-repeated", key = key);
                self.fault(entry.key_range, key, finding);
            } else {
                values.insert(entry.key, entry.value);
            }
        }
        Some(values)
    }

    pub fn text(&mut self, key: &str, node: Node<'_>) -> Option<String> {
        let text = node.string();
        if text.is_none() {
            let finding = finding!("request-invalid.no-text", key = key, kind = node.kind());
            self.fault(node.mark(), key, finding);
        }
        text
    }

    /// What the files are called: `name`, or else the id.
    pub fn name(
        &mut self,
        id: Option<&str>,
        node: Option<Node<'_>>,
        at: &Location,
    ) -> Option<String> {
        let name = match node {
            Some(node) => self.text("name", node)?,
            None => id?.to_owned(),
        };
        if let Some(problem) = names::unfit(&name) {
            let pointer = if node.is_some() { "/name" } else { "/id" };
            let finding = finding!("request-name", problem = problem);
            self.findings.push(finding.at(at.clone()).about(pointer));
            return None;
        }
        Some(name)
    }

    pub fn input(&mut self, id: &str, root: Node<'_>, values: &RequestValues<'_>) -> Option<Input> {
        match (values.get("folder"), values.get("report"), values.get("narrative")) {
            (Some(folder), None, None) => {
                if let Some(key) =
                    ["style", "figures"].into_iter().find(|key| values.contains_key(*key))
                {
                    let finding = finding!("request-invalid.folder-and-part", key = key);
                    self.fault(root.mark(), key, finding);
                }
                self.text("folder", *folder).map(PathBuf::from).map(Input::Folder)
            }
            (None, Some(report), Some(narrative)) => {
                self.inline(id, *report, *narrative, values).map(Input::Inline)
            }
            (Some(_), ..) => {
                self.fault(root.mark(), "folder", finding!("request-invalid.folder-and-text"));
                None
            }
            (None, Some(_), None) => {
                let finding = finding!("request-invalid.narrative-missing");
                self.fault(root.mark(), "narrative", finding);
                None
            }
            (None, None, _) => {
                self.fault(root.mark(), "report", finding!("request-invalid.report-missing"));
                None
            }
        }
    }

    /// The report as a folder in memory.
    fn inline(
        &mut self,
        id: &str,
        report: Node<'_>,
        narrative: Node<'_>,
        values: &RequestValues<'_>,
    ) -> Option<Folder> {
        // As it is written, so that 96171.60 stays 96171.60; only a report in a string is
        // unwrapped.
        let report = match report.raw().as_bytes().first() {
            Some(b'{') => report.raw().to_owned(),
            _ => self.text("report", report)?,
        };
        let mut files = FileMap::new();
        let mut add =
            |name: &str, text: String| files.insert(name.to_owned(), text.into_bytes().into());
        add(REPORT_JSON, report);
        add(NARRATIVE_MD, self.text("narrative", narrative)?);
        if let Some(style) = values.get("style") {
            add(STYLE_TOML, self.text("style", *style)?);
        }
        if let Some(figures) = values.get("figures") {
            self.figures(*figures, &mut files);
        }
        Some(Folder { name: id.to_owned(), files, ..Folder::default() })
    }

    fn figures(&mut self, node: Node<'_>, files: &mut FileMap) {
        let Some(entries) = node.entries() else {
            return self.fault(node.mark(), "figures", finding!("request-invalid.figures"));
        };
        for entry in entries {
            let name = entry.key.as_str();
            let path = format!("figures/{name}");
            let bytes = entry.value.string().and_then(|text| STANDARD.decode(text).ok());
            match bytes {
                _ if !belongs(&path) => {
                    let finding = finding!("request-invalid.figure-name", name = name);
                    self.fault(entry.key_range, "figures", finding);
                }
                None => {
                    let finding = finding!("request-invalid.figure-content", name = name);
                    self.fault(entry.value.mark(), "figures", finding);
                }
                Some(bytes) => drop(files.insert(path, bytes.into())),
            }
        }
    }
}
