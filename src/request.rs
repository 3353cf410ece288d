//! One line of `nianbao worker`: JSON → what is to be made. A report that stands in the line becomes a
//! folder in memory, with every digit as it was written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::diagnostic::{Diagnostic, Location, Source, nearest};
use crate::names::{self, belongs};
use crate::reader::json::{Node, pointer_step};
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use crate::{finding, say};

/// What a line asks for.
#[derive(Debug)]
pub struct Request {
    /// How the asker knows its report.
    pub id: String,
    /// What its files are called, without extension: fit for every file system.
    pub name: String,
    /// Where that stands: at `name`, else at the beginning of the line.
    pub named_at: Location,
    /// Where the report is.
    pub input: Input,
}

/// Where a report is.
#[derive(Debug)]
pub enum Input {
    /// In a folder.
    Folder(PathBuf),
    /// In the line itself; the folder is named after the id.
    Inline(Folder),
}

/// A line that can't be served.
#[derive(Debug)]
pub struct Refusal {
    /// Its id, where that could be read.
    pub id: Option<String>,
    /// Why.
    pub findings: Vec<Diagnostic>,
}

const KEYS: [&str; 7] = ["id", "name", "folder", "report", "narrative", "style", "figures"];

/// Reads line `number` (from 1, as findings show it) of standard input.
pub fn read(line: &[u8], number: usize) -> Result<Request, Refusal> {
    let refuse = |finding: Diagnostic, column| Refusal {
        id: None,
        findings: vec![finding.at(place(number, column))],
    };
    let text = std::str::from_utf8(line).map_err(|error| {
        let before = String::from_utf8_lossy(&line[..error.valid_up_to()]).chars().count();
        refuse(finding!("request-unreadable.encoding"), before + 1)
    })?;
    let source =
        Source::new("stdin", text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}'));
    let mut reader = Line { source: &source, number, findings: Vec::new() };
    let root = Node::try_parse(&source).map_err(|(reason, at)| {
        refuse(finding!("request-unreadable.json", reason = reason), source.locate(at..at).column)
    })?;
    let Some(values) = reader.values(root) else {
        return Err(refuse(finding!("request-unreadable.no-object", kind = root.kind()), 1));
    };
    let id = match values.get("id") {
        Some(node) => reader.text("id", *node),
        None => {
            let finding = finding!("request-invalid.id-missing");
            reader.findings.push(finding.at(place(number, reader.column(root.mark()))));
            None
        }
    };
    let named = values.get("name").copied();
    let named_at = place(number, named.map_or(1, |node| reader.column(node.range())));
    let name = reader.name(id.as_deref(), named, &named_at);
    let input = reader.input(id.as_deref().unwrap_or_default(), root, &values);
    match (id, name, input) {
        (Some(id), Some(name), Some(input)) if reader.findings.is_empty() => {
            Ok(Request { id, name, named_at, input })
        }
        (id, ..) => Err(Refusal { id, findings: reader.findings }),
    }
}

/// The finding that a line is longer than `most` bytes and was not read.
pub fn too_long(number: usize, most: u64) -> Diagnostic {
    finding!("request-unreadable.too-long", most = most >> 20).at(place(number, 1))
}

fn place(line: usize, column: usize) -> Location {
    Location { file: "stdin".to_owned(), line, column, range: 0..0 }
}

type Values<'a> = BTreeMap<String, Node<'a>>;

/// A line that is read, and what is wrong with it so far.
struct Line<'a> {
    source: &'a Source,
    number: usize,
    findings: Vec<Diagnostic>,
}

impl<'a> Line<'a> {
    fn column(&self, range: Range<usize>) -> usize {
        self.source.locate(range).column
    }

    /// Adds a finding on the value of `key`.
    fn fault(&mut self, range: Range<usize>, key: &str, finding: Diagnostic) {
        let place = place(self.number, self.column(range));
        self.findings.push(finding.at(place).about(pointer_step(key)));
    }

    /// The values by key; unknown and repeated keys are findings. None where there is no object.
    fn values(&mut self, root: Node<'a>) -> Option<Values<'a>> {
        let mut values = Values::new();
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

    fn text(&mut self, key: &str, node: Node<'_>) -> Option<String> {
        let text = node.string();
        if text.is_none() {
            let finding = finding!("request-invalid.no-text", key = key, kind = node.kind());
            self.fault(node.mark(), key, finding);
        }
        text
    }

    /// What the files are called: `name`, or else the id.
    fn name(&mut self, id: Option<&str>, node: Option<Node<'_>>, at: &Location) -> Option<String> {
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

    fn input(&mut self, id: &str, root: Node<'_>, values: &Values<'_>) -> Option<Input> {
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
        values: &Values<'_>,
    ) -> Option<Folder> {
        // As it is written, so that 96171.60 stays 96171.60; only a report in a string is unwrapped.
        let report = match report.raw().as_bytes().first() {
            Some(b'{') => report.raw().to_owned(),
            _ => self.text("report", report)?,
        };
        let mut files = BTreeMap::from([(REPORT_JSON.to_owned(), report.into_bytes())]);
        files.insert(NARRATIVE_MD.to_owned(), self.text("narrative", narrative)?.into_bytes());
        if let Some(style) = values.get("style") {
            files.insert(STYLE_TOML.to_owned(), self.text("style", *style)?.into_bytes());
        }
        if let Some(figures) = values.get("figures") {
            self.figures(*figures, &mut files);
        }
        Some(Folder { name: id.to_owned(), files, ..Folder::default() })
    }

    fn figures(&mut self, node: Node<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
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
                Some(bytes) => drop(files.insert(path, bytes)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(line: &str) -> Vec<String> {
        match read(line.as_bytes(), 1) {
            Ok(_) => Vec::new(),
            Err(refusal) => {
                refusal.findings.into_iter().map(|finding| finding.code.into_owned()).collect()
            }
        }
    }

    #[test]
    fn an_inline_report_keeps_every_byte() {
        let line = concat!(
            r#"{ "id": "甲", "report": { "fees": 96171.60, "n":  12345678901234567890 },"#,
            r#" "narrative": "第一行\n", "figures": { "a.png": "AAE=" } }"#,
        );
        let Ok(Request { id, name, input: Input::Inline(folder), .. }) = read(line.as_bytes(), 1)
        else {
            panic!("{:?}", codes(line))
        };
        assert_eq!((id.as_str(), name.as_str(), folder.name.as_str()), ("甲", "甲", "甲"));
        assert_eq!(
            folder.files["report.json"],
            br#"{ "fees": 96171.60, "n":  12345678901234567890 }"#
        );
        assert_eq!(folder.files["narrative.md"], "第一行\n".as_bytes());
        assert_eq!(folder.files["figures/a.png"], [0, 1]);
        let line = r#"{"id":"a","report":"{ \"fees\": 96171.60 }","narrative":""}"#;
        let Ok(Request { input: Input::Inline(folder), .. }) = read(line.as_bytes(), 1) else {
            panic!("{:?}", codes(line))
        };
        assert_eq!(folder.files["report.json"], br#"{ "fees": 96171.60 }"#);
    }

    #[test]
    fn no_line_makes_it_panic() {
        let line = concat!(
            r#"{"id":"甲","name":"乙","report":"{\u00e9}","narrative":"\"","#,
            r#""style":"","figures":{"图.png":"AA=="}}"#,
        )
        .as_bytes();
        let placed = |finding: Diagnostic| {
            finding.location.is_some_and(|place| place.line == 1 && place.column >= 1)
        };
        for at in 0..line.len() {
            assert!(read(&line[..at], 1).is_err(), "cut at {at}");
            for byte in [b'"', b'\\', b'{', b'}', b'[', b',', b'0', 0, 0x80, 0xff] {
                let mut twisted = line.to_vec();
                twisted[at] = byte;
                let findings =
                    read(&twisted, 1).map_or_else(|refusal| refusal.findings, |_| vec![]);
                assert!(findings.into_iter().all(placed), "{byte} at {at}");
            }
        }
    }

    #[test]
    fn another_name_helps_an_id_that_no_file_can_have() {
        for id in ["", "../a", "a\\\\b", ".nianbao", "a\\u0000", "c:a"] {
            let alone = format!(r#"{{"id":"{id}","folder":"x"}}"#);
            assert_eq!(codes(&alone), ["request-name"], "{id}");
            let named = format!(r#"{{"id":"{id}","name":"甲","folder":"x"}}"#);
            assert_eq!(codes(&named), [""; 0], "{id}");
        }
    }

    #[test]
    fn pictures_stay_below_figures() {
        for name in ["../a.png", "/a.png", "", "a//b.png", "a\\\\b.png"] {
            let figures = format!(r#"{{"{name}":""}}"#);
            let line = format!(r#"{{"id":"a","report":{{}},"narrative":"","figures":{figures}}}"#);
            assert_eq!(codes(&line), ["request-invalid"], "{name}");
        }
    }
}
