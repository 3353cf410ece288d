//! The files of a layout and of those that it is based on, each read as one: what a layout's own
//! file does not say is as its base has it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use super::overlay::lay_over;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::finding;
use crate::messages::Text;
use crate::say;
use crate::toml_words::explain;

/// The files of one layout's folder: path below the folder → text.
pub type LayoutFiles = BTreeMap<String, String>;

/// A folder with the files of a layout, or of what layouts have in common.
#[derive(Debug, Clone, Default)]
pub struct LayoutFolder {
    /// How findings call it.
    pub place: String,
    /// Its files.
    pub files: LayoutFiles,
}

/// What a layout says of itself.
pub const LAYOUT_TOML: &str = "layout.toml";
/// The same in a folder that is no layout, but what layouts have in common.
pub const BASE_TOML: &str = "base.toml";

/// A layout may be based on one that is based on another, so often.
const DEEPEST: usize = 8;

/// layout.toml, as far as it names its base.
#[derive(Deserialize)]
struct Based {
    base: Option<String>,
}

impl LayoutFolder {
    /// Whether it is a layout, and not what layouts have in common.
    pub fn is_layout(&self) -> bool {
        self.files.contains_key(LAYOUT_TOML)
    }

    /// The text of a file; layout.toml is base.toml where the folder is no layout.
    fn text(&self, path: &str) -> Option<(&str, &str)> {
        let names = [path, if path == LAYOUT_TOML { BASE_TOML } else { path }];
        names.into_iter().find_map(|name| {
            self.files.get_key_value(name).map(|(name, text)| (name.as_str(), text.as_str()))
        })
    }

    /// The name of the folder that it is based on. What is wrong with the file is told when it is
    /// read.
    fn base(&self) -> Option<String> {
        toml::from_str::<Based>(self.text(LAYOUT_TOML)?.1).ok()?.base
    }
}

/// A layout's folder and those it is based on, its own first.
#[derive(Debug)]
pub struct Bundle<'a> {
    folders: Vec<&'a LayoutFolder>,
}

/// One of the files that are read as one: where its text begins in all of them.
struct TextPiece<'a> {
    from: usize,
    name: String,
    text: &'a str,
}

impl<'a> Bundle<'a> {
    /// Takes a layout's folder and finds those that it is based on by their names.
    pub fn new(
        own: &'a LayoutFolder,
        find: impl Fn(&str) -> Option<&'a LayoutFolder>,
    ) -> Result<Bundle<'a>, Diagnostic> {
        let mut bundle = Bundle { folders: vec![own] };
        while let Some(name) = bundle.folders.last().and_then(|folder| folder.base()) {
            let base = find(&name).filter(|_| bundle.folders.len() < DEEPEST);
            let Some(base) = base else {
                return Err(bundle.baseless(&name));
            };
            bundle.folders.push(base);
        }
        Ok(bundle)
    }

    /// The finding that there is no such base, at the line that names it.
    fn baseless(&self, name: &str) -> Diagnostic {
        let finding = self.broken(LAYOUT_TOML, "", say!("layout-base", name = name));
        let pieces = self.pieces(LAYOUT_TOML);
        let Some(piece) = pieces.last() else { return finding };
        let mut start = 0;
        for line in piece.text.split_inclusive('\n') {
            if let Some(at) = line.find(name).filter(|_| line.trim_start().starts_with("base")) {
                let at = start + at;
                let source = Source::new(&piece.name, piece.text);
                return finding.at(source.locate(at..at + name.len()));
            }
            start += line.len();
        }
        finding
    }

    /// What findings call the layout's own folder.
    pub fn place(&self) -> &str {
        self.folders.first().map_or("", |folder| &folder.place)
    }

    /// The paths of all files, each once.
    pub fn paths(&self) -> Vec<&'a str> {
        let mut paths: Vec<&str> = self
            .folders
            .iter()
            .flat_map(|folder| folder.files.keys())
            .map(String::as_str)
            .collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Whether a folder has the file.
    pub fn has(&self, path: &str) -> bool {
        self.folders.iter().any(|folder| folder.text(path).is_some())
    }

    /// Whether the layout's own folder has it.
    pub fn is_own(&self, path: &str) -> bool {
        self.folders.first().is_some_and(|folder| folder.text(path).is_some())
    }

    /// A file's text: the layout's own, or that of the nearest base.
    pub fn text(&self, path: &str) -> Result<&'a str, Diagnostic> {
        let text = self.folders.iter().find_map(|folder| folder.text(path));
        text.map(|(_, text)| text).ok_or_else(|| self.broken(path, "", say!("layout-file")))
    }

    /// A file's texts, the layout's own first.
    pub fn texts(&self, path: &str) -> impl Iterator<Item = &'a str> {
        self.folders.iter().filter_map(move |folder| Some(folder.text(path)?.1))
    }

    /// A file with what its bases say.
    pub fn parse<T: DeserializeOwned>(&self, path: &str) -> Result<T, Diagnostic> {
        self.text(path)?;
        let pieces = self.pieces(path);
        // Each text is read behind as many spaces as stand before it in all of them: so a place
        // that an error names is one of one file.
        let padded: Vec<String> =
            pieces.iter().map(|piece| " ".repeat(piece.from) + piece.text).collect();
        let mut laid: Option<DeTable<'_>> = None;
        for text in padded.iter().rev() {
            let table = DeTable::parse(text)
                .map_err(|error| misread(&pieces, explain(&error), error.span()))?
                .into_inner();
            laid = Some(match laid {
                None => table,
                Some(base) => lay_over(table, base).map_err(|id| {
                    let problem = say!("layout-drop", id = id.get_ref());
                    misread(&pieces, problem, Some(id.span()))
                })?,
            });
        }
        let all = Deserializer::from(Spanned::new(0..0, laid.unwrap_or_default()));
        T::deserialize(all).map_err(|error| misread(&pieces, explain(&error), error.span()))
    }

    fn pieces(&self, path: &str) -> Vec<TextPiece<'a>> {
        let mut from = 0;
        let mut pieces = Vec::new();
        for folder in &self.folders {
            let Some((name, text)) = folder.text(path) else { continue };
            pieces.push(TextPiece { from, name: format!("{}/{name}", folder.place), text });
            from += text.len() + 1;
        }
        pieces
    }

    /// A finding about `path`, at the first place where `needle` stands in quotes: in the layout's
    /// own file, or in the nearest base that has it.
    pub fn broken(&self, path: &str, needle: &str, problem: Text) -> Diagnostic {
        let quoted = format!("\"{needle}\"");
        let pieces = self.pieces(path);
        let found = pieces.iter().filter(|_| !needle.is_empty()).find_map(|piece| {
            let at = piece.text.find(&quoted)?;
            Some(Source::new(&piece.name, piece.text).locate(at..at + quoted.len()))
        });
        let whole = || match pieces.first() {
            Some(piece) => Location::whole(&piece.name),
            None => Location::whole(format!("{}/{path}", self.place())),
        };
        finding!("layout-broken", problem = problem).at(found.unwrap_or_else(whole))
    }

    /// Hash of all its files.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let files = self.folders.iter().flat_map(|folder| &folder.files);
        for part in files.flat_map(|(path, text)| [path, text]) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// What is wrong with one of the files that are read as one.
fn misread(
    pieces: &[TextPiece<'_>],
    problem: Text,
    span: Option<std::ops::Range<usize>>,
) -> Diagnostic {
    let finding = finding!("layout-broken", problem = problem);
    let start = span.as_ref().map_or(0, |span| span.start);
    let Some(piece) = pieces.iter().rev().find(|piece| piece.from <= start) else {
        return finding;
    };
    finding.at(match span.filter(|span| *span != (0..0)) {
        Some(span) => {
            let end = (span.end.max(start) - piece.from).min(piece.text.len());
            let source = Source::new(&piece.name, piece.text);
            source.locate((start - piece.from).min(end)..end)
        }
        None => Location::whole(&pieces[0].name),
    })
}
