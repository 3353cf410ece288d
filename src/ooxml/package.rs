//! Parts and relations → zip. Every entry carries the first day that the zip format knows, so that
//! the same parts give the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::dom::{Element, escape};
use super::names::{CONTENT_TYPES, HEAD, HYPERLINK, PartKind, RELATIONS};

/// A package while it is put together: parts by path, in the order of the zip.
#[derive(Debug)]
pub(crate) struct Package {
    /// Content types by extension.
    defaults: Vec<(&'static str, &'static str)>,
    parts: Vec<PackagePart>,
}

/// A file of the package.
#[derive(Debug)]
struct PackagePart {
    path: String,
    bytes: Vec<u8>,
    /// None where the extension says it.
    content_type: Option<&'static str>,
}

/// Where a part, or the package itself, leads.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    list: Vec<Target>,
}

#[derive(Debug)]
struct Target {
    id: String,
    kind: &'static str,
    path: String,
    /// Whether it leads out of the package; the path is a URL then.
    outside: bool,
}

/// What is smaller is stored as it is: to begin a compressor takes longer than it saves bytes.
const WORTH_PACKING: usize = 2000;

impl Package {
    /// An empty package; `defaults` are content types by extension beside that of relations.
    pub fn new(defaults: &[(&'static str, &'static str)]) -> Package {
        let relations = ("rels", "application/vnd.openxmlformats-package.relationships+xml");
        Package { defaults: [&[relations], defaults].concat(), parts: Vec::new() }
    }

    /// Adds a part.
    pub fn add(&mut self, path: &str, kind: PartKind, bytes: impl Into<Vec<u8>>) {
        let PartKind { content_type, .. } = kind;
        self.parts.push(PackagePart { path: path.to_owned(), bytes: bytes.into(), content_type });
    }

    /// Adds the relations of the part at `from`, or of the package where that is empty.
    pub fn relate(&mut self, from: &str, relations: &Relations) {
        let (path, bytes) = (relations_path(from), relations.element().write());
        self.parts.push(PackagePart { path, bytes, content_type: None });
    }

    /// The finished file.
    pub fn zip(&self) -> zip::result::ZipResult<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let types = self.content_types();
        let parts = self.parts.iter().map(|part| (part.path.as_str(), part.bytes.as_slice()));
        for (path, bytes) in std::iter::once(("[Content_Types].xml", types.as_bytes())).chain(parts)
        {
            let method = if bytes.len() < WORTH_PACKING {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            writer.start_file(path, options.compression_method(method))?;
            writer.write_all(bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }

    fn content_types(&self) -> String {
        let defaults: String = (self.defaults.iter())
            .map(|(extension, kind)| {
                format!("<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>")
            })
            .collect();
        let parts: String = (self.parts.iter())
            .filter_map(|part| {
                let (path, kind) = (escape(&part.path), part.content_type?);
                Some(format!("<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>"))
            })
            .collect();
        format!("{HEAD}<Types xmlns=\"{CONTENT_TYPES}\">{defaults}{parts}</Types>")
    }
}

/// `word/_rels/document.xml.rels` for `word/document.xml`.
pub(super) fn relations_path(from: &str) -> String {
    let (folder, name) = from.rsplit_once('/').unwrap_or(("", from));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

impl Relations {
    /// Adds a relation to a part; `target` is its path seen from the part that it starts from.
    pub fn add(&mut self, id: impl Into<String>, kind: PartKind, target: impl Into<String>) {
        let (id, kind, path) = (id.into(), kind.relation, target.into());
        self.list.push(Target { id, kind, path, outside: false });
    }

    /// The same relations and one more.
    pub fn with(mut self, id: &str, kind: PartKind, target: impl Into<String>) -> Relations {
        self.add(id, kind, target);
        self
    }

    /// Adds a link out of the package.
    pub fn add_link(&mut self, id: impl Into<String>, url: &str) {
        let (id, path) = (id.into(), url.to_owned());
        self.list.push(Target { id, kind: HYPERLINK, path, outside: true });
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Orders them by id, those of `last` behind the others, in that order.
    pub fn sort(&mut self, last: &[&str]) {
        let rank = |target: &Target| last.iter().position(|id| *id == target.id);
        self.list.sort_by(|a, b| (rank(a), &a.id).cmp(&(rank(b), &b.id)));
    }

    /// The part that lists them.
    fn element(&self) -> Element<'_> {
        let mut root = Element::new("Relationships").with("xmlns", RELATIONS);
        for target in &self.list {
            let mut element = Element::new("Relationship")
                .with("Id", &target.id)
                .with("Type", target.kind)
                .with("Target", &target.path);
            if target.outside {
                element.set("TargetMode", "External");
            }
            root.push(element);
        }
        root
    }
}
