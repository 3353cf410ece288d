//! One line of `nianbao worker`: JSON → what is to be made. A report that stands in the line
//! becomes a folder in memory, with every digit as it was written.

mod line;

use self::line::{RequestLine, place};
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::finding;
use crate::reader::json::{JsonText, Node};

pub use self::line::Input;

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

/// A line that can't be served.
#[derive(Debug)]
pub struct Refusal {
    /// Its id, where that could be read.
    pub id: Option<String>,
    /// Why.
    pub findings: Vec<Diagnostic>,
}

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
    let mut line = RequestLine { source: &source, number, findings: Vec::new() };
    let json = JsonText::written(&source);
    let root = Node::parse(&json, &source).map_err(|(reason, at)| {
        refuse(finding!("request-unreadable.json", reason = reason), source.locate(at..at).column)
    })?;
    let Some(values) = line.values(root) else {
        return Err(refuse(finding!("request-unreadable.no-object", kind = root.kind()), 1));
    };
    let id = match values.get("id") {
        Some(node) => line.text("id", *node),
        None => {
            let finding = finding!("request-invalid.id-missing");
            line.findings.push(finding.at(place(number, line.column(root.mark()))));
            None
        }
    };
    let named = values.get("name").copied();
    let named_at = place(number, named.map_or(1, |node| line.column(node.range())));
    let name = line.name(id.as_deref(), named, &named_at);
    let input = line.input(id.as_deref().unwrap_or_default(), root, &values);
    match (id, name, input) {
        (Some(id), Some(name), Some(input)) if line.findings.is_empty() => {
            Ok(Request { id, name, named_at, input })
        }
        (id, ..) => Err(Refusal { id, findings: line.findings }),
    }
}

/// The finding that a line is longer than `most` bytes and was not read.
pub fn too_long(number: usize, most: u64) -> Diagnostic {
    finding!("request-unreadable.too-long", most = most >> 20).at(place(number, 1))
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
            *folder.files["report.json"],
            *br#"{ "fees": 96171.60, "n":  12345678901234567890 }"#
        );
        assert_eq!(*folder.files["narrative.md"], *"第一行\n".as_bytes());
        assert_eq!(*folder.files["figures/a.png"], [0, 1]);
        let line = r#"{"id":"a","report":"{ \"fees\": 96171.60 }","narrative":""}"#;
        let Ok(Request { input: Input::Inline(folder), .. }) = read(line.as_bytes(), 1) else {
            panic!("{:?}", codes(line))
        };
        assert_eq!(*folder.files["report.json"], *br#"{ "fees": 96171.60 }"#);
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
