//! One line of `nianbao worker`: JSON → what is to be made. A report that stands in the line becomes a folder in memory, digit by digit as
//! it was written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::archive;
use crate::diagnostic::{Diagnostic, Location, Source, nearest};
use crate::reader::json::{Node, pointer_step};
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML, is_invisible};

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

/// The longest name of a file, in bytes: file systems take 255, and an extension follows.
const LONGEST_NAME: usize = 200;

/// Reads line `number` (from 1, as findings show it) of standard input.
pub fn read(line: &[u8], number: usize) -> Result<Request, Refusal> {
    let refuse = |finding| Refusal { id: None, findings: vec![finding] };
    let text = std::str::from_utf8(line).map_err(|error| {
        let before = String::from_utf8_lossy(&line[..error.valid_up_to()]).chars().count();
        refuse(unreadable(number, before + 1, "不是 UTF-8 编码"))
    })?;
    let source =
        Source::new("stdin", text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}'));
    let mut reader = Reader { source: &source, number, findings: Vec::new() };
    let root = Node::try_parse(&source).map_err(|(what, at)| {
        refuse(unreadable(
            number,
            source.locate(at..at).column,
            &format!("不是有效的 JSON：{what}"),
        ))
    })?;
    let Some(values) = reader.values(root) else {
        return Err(refuse(unreadable(
            number,
            1,
            &format!("应为一个 JSON 对象 {{ … }}，这里是{}", root.kind()),
        )));
    };
    let id = match values.get("id") {
        Some(node) => reader.text("id", *node),
        None => {
            reader.fault(
                root.mark(),
                "",
                "缺少“id”".to_owned(),
                "补上 \"id\": \"…\"，结果中会照原样写出",
            );
            None
        }
    };
    let named = values.get("name").copied();
    let named_at = place(number, named.map_or(1, |node| source.locate(node.range()).column));
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
    unreadable(number, 1, &format!("超过 {} MiB", most >> 20))
        .hint("图片大的报告改用 folder，写报告文件夹的路径")
}

fn unreadable(number: usize, column: usize, what: &str) -> Diagnostic {
    let finding = Diagnostic::error("request-unreadable", format!("这一行请求读不了：{what}"));
    finding.at(place(number, column)).hint("每行写一个 JSON 对象，中间不换行，用 UTF-8 编码")
}

fn place(line: usize, column: usize) -> Location {
    Location { file: "stdin".to_owned(), line, column, range: 0..0 }
}

type Values<'a> = BTreeMap<String, Node<'a>>;

struct Reader<'a> {
    source: &'a Source,
    number: usize,
    findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, range: Range<usize>, key: &str, message: String, hint: &str) {
        let column = self.source.locate(range).column;
        let finding =
            Diagnostic::error("request-invalid", message).at(place(self.number, column)).hint(hint);
        self.findings.push(if key.is_empty() { finding } else { finding.about(pointer_step(key)) });
    }

    /// The values by key; unknown and repeated keys are findings. None where there is no object.
    fn values(&mut self, root: Node<'a>) -> Option<Values<'a>> {
        let mut values = Values::new();
        for entry in root.entries()? {
            let key = entry.key.as_str();
            if !KEYS.contains(&key) {
                let near = nearest(key, KEYS.into_iter()).map(|near| format!("是不是“{near}”？"));
                let hint = near.unwrap_or_else(|| format!("可用的有：{}", KEYS.join("、")));
                self.fault(entry.key_range, key, format!("请求中没有“{key}”这一项"), &hint);
            } else if values.contains_key(key) {
                self.fault(entry.key_range, key, format!("“{key}”重复出现"), "只留一处");
            } else {
                values.insert(entry.key, entry.value);
            }
        }
        Some(values)
    }

    fn text(&mut self, key: &str, node: Node<'_>) -> Option<String> {
        let text = node.string();
        if text.is_none() {
            self.fault(
                node.mark(),
                key,
                format!("“{key}”应为文字，这里是{}", node.kind()),
                "写在英文双引号中，其中的 \\u 要写全",
            );
        }
        text
    }

    /// What the files are called: `name`, or else the id.
    fn name(&mut self, id: Option<&str>, node: Option<Node<'_>>, at: &Location) -> Option<String> {
        let name = match node {
            Some(node) => self.text("name", node)?,
            None => id?.to_owned(),
        };
        if let Some(problem) = unfit(&name) {
            let finding = Diagnostic::error("request-name", format!("不能用来命名文件：{problem}"));
            let finding =
                finding.at(at.clone()).about(if node.is_some() { "/name" } else { "/id" });
            self.findings.push(
                finding.hint(
                    "文件以 name 命名，没有 name 就以 id 命名；用 name 另写一个不带路径的名称",
                ),
            );
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
                    self.fault(
                        root.mark(),
                        key,
                        format!("“folder”和“{key}”不能同用"),
                        "放在报告文件夹中",
                    );
                }
                self.text("folder", *folder).map(PathBuf::from).map(Input::Folder)
            }
            (None, Some(report), Some(narrative)) => {
                self.inline(id, *report, *narrative, values).map(Input::Inline)
            }
            (Some(_), ..) => {
                self.fault(
                    root.mark(),
                    "folder",
                    "“folder”和“report”、“narrative”不能同用".to_owned(),
                    "只留一种",
                );
                None
            }
            (None, Some(_), None) => {
                self.fault(
                    root.mark(),
                    "narrative",
                    "缺少“narrative”".to_owned(),
                    "补上 narrative.md 的文字",
                );
                None
            }
            (None, None, _) => {
                self.fault(
                    root.mark(),
                    "report",
                    "缺少“report”".to_owned(),
                    "写 folder（报告文件夹），或写 report 和 narrative",
                );
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
        // As it is written, so that 96171.60 stays 96171.60; only a report inside a string is unwrapped.
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
        Some(Folder { name: id.to_owned(), files })
    }

    fn figures(&mut self, node: Node<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
        let Some(entries) = node.entries() else {
            return self.fault(
                node.mark(),
                "figures",
                "“figures”应为文件名和内容（base64）".to_owned(),
                "写成 { \"图1.png\": \"…\" }",
            );
        };
        for entry in entries {
            let path = format!("figures/{}", entry.key);
            let bytes = entry.value.string().and_then(|text| STANDARD.decode(text).ok());
            match bytes {
                _ if !archive::belongs(&path) => {
                    let message = format!("图片的名称“{}”不能用", entry.key);
                    self.fault(
                        entry.key_range,
                        "figures",
                        message,
                        "写 figures/ 下的文件名，如 图1.png",
                    );
                }
                None => {
                    let message = format!("图片“{}”的内容不是 base64", entry.key);
                    self.fault(
                        entry.value.mark(),
                        "figures",
                        message,
                        "用标准字母表（+、/）和补位的 = 编码，不换行",
                    );
                }
                Some(bytes) => drop(files.insert(path, bytes)),
            }
        }
    }
}

/// Why a name can't be that of a file, on any system that reports are carried to.
fn unfit(name: &str) -> Option<String> {
    let forbidden = |c: char| "/\\:*?\"<>|\n\t".contains(c) || is_invisible(c);
    match name.chars().find(|&c| forbidden(c)) {
        _ if name.trim().is_empty() => Some("是空的".to_owned()),
        Some(c) if c.is_control() || is_invisible(c) => {
            Some(format!("有看不见的字符 U+{:04X}", c as u32))
        }
        Some(c) => Some(format!("有“{c}”")),
        None if name.starts_with('.') || name.ends_with('.') => Some("以“.”开头或结尾".to_owned()),
        None if name.trim() != name => Some("开头或结尾有空格".to_owned()),
        None if name.len() > LONGEST_NAME => Some("太长".to_owned()),
        None => None,
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
        let line = r#"{ "id": "甲", "report": { "fees": 96171.60, "n":  12345678901234567890 }, "narrative": "第一行\n", "figures": { "a.png": "AAE=" } }"#;
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
        let line = r#"{"id":"甲","name":"乙","report":"{\u00e9}","narrative":"\"","style":"","figures":{"图.png":"AA=="}}"#.as_bytes();
        for at in 0..line.len() {
            assert!(read(&line[..at], 1).is_err(), "cut at {at}");
            for byte in [b'"', b'\\', b'{', b'}', b'[', b',', b'0', 0, 0x80, 0xff] {
                let mut twisted = line.to_vec();
                twisted[at] = byte;
                for finding in
                    read(&twisted, 1).err().into_iter().flat_map(|refusal| refusal.findings)
                {
                    assert!(
                        finding.location.is_some_and(|place| place.line == 1 && place.column >= 1)
                    );
                }
            }
        }
    }

    #[test]
    fn names_that_leave_the_folder_or_no_system_takes_are_refused() {
        for name in [
            "",
            " ",
            "a/b",
            "..",
            "../a",
            "a\\\\b",
            ".nianbao",
            "a\\u0000",
            "a\\nb",
            "a\\u202eb",
            "c:a",
            "a.",
            " a",
            &"长".repeat(67),
        ] {
            assert_eq!(
                codes(&format!(r#"{{"id":"{name}","folder":"x"}}"#)),
                ["request-name"],
                "{name}"
            );
            assert_eq!(
                codes(&format!(r#"{{"id":"{name}","name":"甲","folder":"x"}}"#)),
                Vec::<String>::new(),
                "{name}"
            );
        }
        for name in ["../a.png", "/a.png", "", "a//b.png", "a\\\\b.png"] {
            assert_eq!(
                codes(&format!(
                    r#"{{"id":"a","report":{{}},"narrative":"","figures":{{"{name}":""}}}}"#
                )),
                ["request-invalid"]
            );
        }
    }
}
