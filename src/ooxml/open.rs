//! Zip → parts, whoever made it. Parts are found by their relations, sizes in headers are not
//! believed, and nothing is ever unpacked to the disk.

use std::cell::Cell as Counter;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::names::{PartKind, RELATION, STRICT_RELATION};
use super::parse::XmlFault;
use super::{Element, canonical, kinds, package::relations_path, parse};
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::limits;

/// A package that is read.
pub(crate) struct OpenPackage<'b> {
    bytes: &'b [u8],
    /// Names of its parts, in the order of the zip.
    names: Vec<String>,
    /// Bytes that may still be unpacked.
    left: Counter<u64>,
}

/// Where a part leads.
#[derive(Debug, Clone)]
pub(crate) struct PartRelation {
    /// What the part calls it.
    pub id: String,
    /// What it is, as the standard's kinds end: `styles`.
    pub kind: String,
    /// The part it leads to, or a URL.
    pub target: String,
    /// Whether that is a URL.
    pub outside: bool,
}

/// A part's text.
pub(crate) struct PartText {
    path: String,
    text: String,
}

impl<'b> OpenPackage<'b> {
    /// Opens a file; what is no package is a finding that says what it is.
    pub fn open(bytes: &'b [u8]) -> Result<OpenPackage<'b>, Diagnostic> {
        if bytes.len() as u64 > limits::OFFICE_BYTES {
            return Err(finding!("office-file.large", most = limits::OFFICE_BYTES >> 20));
        }
        if let Some(other) = kinds::no_package(bytes) {
            return Err(other);
        }
        let archive = archive(bytes)?;
        let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
        if names.len() > limits::OFFICE_PARTS || kinds::entries(bytes) > limits::OFFICE_PARTS {
            return Err(finding!("office-file.parts", most = limits::OFFICE_PARTS));
        }
        let mut keys: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() != kinds::entries(bytes) {
            return Err(finding!("office-file.twice"));
        }
        if let Some(other) = kinds::other_package(&names) {
            return Err(other);
        }
        Ok(OpenPackage { bytes, names, left: Counter::new(limits::PARTS_BYTES) })
    }

    /// The text of the part at `path`; none where there is no such part.
    pub fn text(&self, path: &str) -> Result<Option<PartText>, Diagnostic> {
        let Some(name) = self.names.iter().find(|name| name.eq_ignore_ascii_case(path)) else {
            return Ok(None);
        };
        let mut archive = archive(self.bytes)?;
        let most = limits::PART_BYTES.min(self.left.get());
        let damaged = || finding!("office-file.damaged", part = name);
        let mut bytes = Vec::new();
        let part = archive.by_name(name).map_err(|_| damaged())?;
        part.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > most {
            let most = limits::PART_BYTES >> 20;
            return Err(finding!("office-file.unpacked", part = name, most = most));
        }
        self.left.set(self.left.get() - bytes.len() as u64);
        let text = decoded(bytes).ok_or_else(damaged)?;
        Ok(Some(PartText { path: name.clone(), text }))
    }

    /// Where the part at `from` leads; where the package does, if that is empty.
    pub fn relations(&self, from: &str) -> Result<Vec<PartRelation>, Diagnostic> {
        let Some(part) = self.text(&relations_path(from))? else { return Ok(Vec::new()) };
        let root = part.root()?;
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relation = |element: &Element<'_>| {
            let outside = element.attribute("TargetMode").as_deref() == Some("External");
            let target = element.attribute("Target")?;
            Some(PartRelation {
                id: element.attribute("Id")?.into_owned(),
                kind: short_kind(&element.attribute("Type")?),
                target: if outside { target.into_owned() } else { resolved(folder, &target) },
                outside,
            })
        };
        let listed = root.elements().filter(|element| element.name == "Relationship");
        Ok(listed.filter_map(relation).collect())
    }
}

impl PartText {
    /// Its elements, called as the program calls them.
    pub fn root(&self) -> Result<Element<'_>, Diagnostic> {
        let part = &self.path;
        let mut root = parse(&self.text).map_err(|fault| match fault {
            XmlFault::Malformed(at) => {
                let before = self.text.get(..at as usize).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                finding!("office-file.malformed", part = part, line = line, column = column)
            }
            XmlFault::Doctype => finding!("office-file.doctype", part = part),
            XmlFault::Excess => finding!("office-file.excess", part = part),
        })?;
        canonical(&mut root);
        Ok(root)
    }
}

impl PartRelation {
    /// Whether it is of this kind.
    pub fn is(&self, kind: PartKind) -> bool {
        self.kind == short_kind(kind.relation)
    }
}

fn archive(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Diagnostic> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| finding!("office-file.no-zip"))
}

/// The kind of a relation without what strict and transitional files say differently.
fn short_kind(kind: &str) -> String {
    let rest = kind.strip_prefix(STRICT_RELATION).or_else(|| kind.strip_prefix(RELATION));
    rest.map_or(kind, |rest| rest.rsplit('/').next().unwrap_or(rest)).to_owned()
}

/// A path in the package that is written as seen from `folder`.
fn resolved(folder: &str, target: &str) -> String {
    let (from, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The text of a part: UTF-8, or UTF-16 with its mark.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_paths_of_the_package() {
        assert_eq!(resolved("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("word", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolved("word", "/word/./a.xml"), "word/a.xml");
        assert_eq!(resolved("", "../../a.xml"), "a.xml");
        let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/styles";
        assert_eq!(short_kind(strict), short_kind(super::super::names::STYLES.relation));
    }

    #[test]
    fn text_may_be_utf_16() {
        let text = "<a>\u{4e2d}</a>";
        let little: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decoded(little).as_deref(), Some(text));
        assert_eq!(decoded(b"\xef\xbb\xbf<a/>".to_vec()).as_deref(), Some("<a/>"));
        assert_eq!(decoded(vec![0xd6, 0xd0]), None, "GBK");
    }
}
