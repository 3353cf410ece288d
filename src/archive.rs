//! The report folder inside its PDF: what is attached, and how it comes out again. `SHA256SUMS`, in
//! the form that `sha256sum -c` reads, goes along and proves that nothing was lost or changed on
//! the way.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use crate::diagnostic::Diagnostic;
use crate::file_map::FileMap;
use crate::finding;
use crate::hash::sha256;
use crate::reader::{NARRATIVE_MD, REPORT_JSON, STYLE_TOML};

/// Name of the list of hashes.
pub const SUMS: &str = "SHA256SUMS";

/// The deepest tree of names that is followed.
const DEEPEST: usize = 16;

/// A report folder's files with the list of their hashes, as a PDF carries them.
pub fn pack(files: &FileMap) -> FileMap {
    let mut packed = files.clone();
    packed.insert(SUMS.to_owned(), sums(files).into_bytes().into());
    packed
}

/// The report folder that a PDF carries, proved by its hashes.
pub fn unpack(pdf: Vec<u8>) -> Result<FileMap, Diagnostic> {
    let mut files = attachments(pdf).ok_or_else(|| finding!("extract-unreadable"))?;
    let listed = files.remove(SUMS).ok_or_else(|| finding!("extract-nothing"))?;
    files.retain(|name, _| belongs(name));
    if *listed != *sums(&files).as_bytes() {
        return Err(finding!("extract-damaged", list = SUMS));
    }
    Ok(files)
}

/// Whether a name is one that a report folder has: nothing from a PDF is written anywhere else.
pub(crate) fn belongs(name: &str) -> bool {
    let plain = |step: &str| !matches!(step, "" | "." | "..") && !step.contains(['\\', ':', '\0']);
    [REPORT_JSON, NARRATIVE_MD, STYLE_TOML].contains(&name)
        || (name.starts_with("figures/") && name.split('/').all(plain))
}

/// One line a file: its hash, two spaces, its name.
fn sums(files: &FileMap) -> String {
    let mut list = String::new();
    for (name, bytes) in files {
        list.push_str(&format!("{}  {name}\n", sha256(bytes)));
    }
    list
}

/// Every attached file by name; none where the bytes are no PDF.
fn attachments(bytes: Vec<u8>) -> Option<FileMap> {
    let pdf = Pdf::new(bytes).ok()?;
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let mut files = BTreeMap::new();
    if let Some(tree) =
        catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"))
    {
        walk(&tree, 0, &mut files);
    }
    Some(files)
}

/// A node of the tree of names (ISO 32000-1, 7.9.6).
fn walk(node: &Dict<'_>, depth: usize, files: &mut FileMap) {
    if depth > DEEPEST {
        return;
    }
    for kid in node.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()) {
        walk(&kid, depth + 1, files);
    }
    for entry in node.get::<Array<'_>>("Names").iter().flat_map(|names| names.iter::<Object<'_>>())
    {
        let Object::Dict(specification) = entry else { continue };
        let name = specification
            .get::<PdfString<'_>>("UF")
            .or_else(|| specification.get::<PdfString<'_>>("F"));
        let stream =
            specification.get::<Dict<'_>>("EF").and_then(|file| file.get::<Stream<'_>>("F"));
        if let (Some(name), Some(stream)) = (name.and_then(|name| text(name.as_bytes())), stream)
            && let Ok(bytes) = stream.decoded()
        {
            files.insert(name, bytes.into());
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_a_report_folder_come_out() {
        for name in
            ["report.json", "narrative.md", "style.toml", "figures/图1.png", "figures/a/b.png"]
        {
            assert!(belongs(name), "{name}");
        }
        for name in [
            "../x",
            "figures/../../x",
            "figures//x",
            "/etc/passwd",
            "figures/a:b",
            "figures/a\\..\\b",
            "SHA256SUMS",
        ] {
            assert!(!belongs(name), "{name}");
        }
    }
}
