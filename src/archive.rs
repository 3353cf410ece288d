//! The report folder inside its PDF: what is attached, and how it comes out again. `SHA256SUMS`, in
//! the form that `sha256sum -c` reads, goes along and proves that nothing was lost or changed on
//! the way.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use crate::diagnostic::Diagnostic;
use crate::file_map::FileMap;
use crate::finding;
use crate::hash::sha256;
use crate::names::belongs;
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML};

/// Name of the list of hashes.
pub const SUMS: &str = "SHA256SUMS";

/// Files that every PDF carries where the folder has them.
const TEXTS: [&str; 3] = [REPORT_JSON, NARRATIVE_MD, STYLE_TOML];

/// The deepest tree of names that is followed.
const DEEPEST: usize = 16;
/// Nodes and names that are looked at. A report has some fifty pictures, and typst puts all names
/// into one node.
const MOST_VISITS: usize = 10_000;

/// What of a report's folder is made public with its PDF: the texts, and the pictures that they
/// name, as the pages show them. Whatever else lies there stays where it is, and so does what a
/// camera noted in a picture.
pub fn published(folder: &Folder, pictures: &FileMap) -> FileMap {
    let texts = folder.files.iter().filter(|(name, _)| TEXTS.contains(&name.as_str()));
    let pictures = pictures.iter().filter(|(name, _)| belongs(name));
    texts.chain(pictures).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// A report folder's files with the list of their hashes, as a PDF carries them.
pub fn pack(files: &FileMap) -> FileMap {
    let mut packed = files.clone();
    packed.insert(SUMS.to_owned(), sums(files).into_bytes().into());
    packed
}

/// Proves the files that a PDF carries by its list of their hashes, which is taken out of them.
pub fn prove(mut files: FileMap) -> Result<FileMap, Diagnostic> {
    let listed = files.remove(SUMS).ok_or_else(|| finding!("extract-nothing"))?;
    if *listed != *sums(&files).as_bytes() {
        return Err(finding!("extract-damaged", list = SUMS));
    }
    match files.contains_key(REPORT_JSON) {
        true => Ok(files),
        false => Err(finding!("extract-nothing")),
    }
}

/// One line a file: its hash, two spaces, its name.
fn sums(files: &FileMap) -> String {
    let mut list = String::new();
    for (name, bytes) in files {
        list.push_str(&format!("{}  {name}\n", sha256(bytes)));
    }
    list
}

/// Hands over each file of a report's folder that is attached to a PDF, and the list of hashes.
/// Says false where the bytes are no PDF. Whatever reads a PDF of unknown origin needs a limit of
/// memory and time from outside: a small one may ask for any amount of both.
pub fn unpack<E>(
    pdf: Vec<u8>,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<bool, E> {
    let Ok(pdf) = Pdf::new(pdf) else { return Ok(false) };
    let Some(catalog) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return Ok(false) };
    let names = catalog.get::<Dict<'_>>("Names");
    if let Some(tree) = names.and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) {
        let mut walk = Walk { visits: 0, seen: BTreeSet::new(), take: &mut take };
        walk.node(&tree, 0)?;
    }
    Ok(true)
}

/// A walk over the tree of names.
struct Walk<'t, T> {
    /// Nodes and names so far.
    visits: usize,
    /// Files so far: of two with one name the first holds.
    seen: BTreeSet<String>,
    take: &'t mut T,
}

impl<T: FnMut(&str, &[u8]) -> Result<(), E>, E> Walk<'_, T> {
    /// A node (ISO 32000-1, 7.9.6).
    fn node(&mut self, node: &Dict<'_>, depth: usize) -> Result<(), E> {
        if depth > DEEPEST {
            return Ok(());
        }
        for kid in node.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()) {
            if !self.go_on() {
                return Ok(());
            }
            self.node(&kid, depth + 1)?;
        }
        for entry in
            node.get::<Array<'_>>("Names").iter().flat_map(|names| names.iter::<Object<'_>>())
        {
            if !self.go_on() {
                return Ok(());
            }
            if let Object::Dict(specification) = entry {
                self.file(&specification)?;
            }
        }
        Ok(())
    }

    /// Counts what is visited: nodes may name each other, and then a small tree has no end.
    fn go_on(&mut self) -> bool {
        self.visits += 1;
        self.visits <= MOST_VISITS
    }

    /// An attached file (ISO 32000-1, 7.11.3). Only one that belongs is decoded.
    fn file(&mut self, specification: &Dict<'_>) -> Result<(), E> {
        let name = specification
            .get::<PdfString<'_>>("UF")
            .or_else(|| specification.get::<PdfString<'_>>("F"));
        let name = name.and_then(|name| text(name.as_bytes()));
        let wanted = |name: &String| belongs(name) || name == SUMS;
        let Some(name) = name.filter(wanted) else { return Ok(()) };
        if self.seen.contains(&name) {
            return Ok(());
        }
        let stream =
            specification.get::<Dict<'_>>("EF").and_then(|file| file.get::<Stream<'_>>("F"));
        if let Some(Ok(bytes)) = stream.map(|stream| stream.decoded()) {
            (self.take)(&name, &bytes)?;
            self.seen.insert(name);
        }
        Ok(())
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with its mark, or else plain.
fn text(bytes: &[u8]) -> Option<String> {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).ok()
        }
        None => String::from_utf8(bytes.to_vec()).ok(),
    }
}
