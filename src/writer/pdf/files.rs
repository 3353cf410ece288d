//! The virtual files that a template reads.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use typst::foundations::Bytes;
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};

use super::drawing::Drawing;
use super::plan::Changes;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::file_map::FileMap;
use crate::finding;
use crate::fonts::{Faces, Fonts, RoleFaces};
use crate::layout::Style;

/// The file of a layout that typst begins with.
pub(super) const TEMPLATE: &str = "template.typ";

/// What a report brings along beside its document.
#[derive(Debug, Clone, Copy)]
pub struct PdfInput<'a> {
    /// template.typ of the layout and the files that it imports.
    pub templates: &'a BTreeMap<String, String>,
    /// The style: the layout's, with the report's own keys put over it.
    pub style: &'a toml::Table,
    /// The same, read.
    pub measures: &'a Style,
    /// Faces by role.
    pub faces: &'a Faces,
    /// Pictures by path.
    pub pictures: &'a FileMap,
    /// Files that the PDF carries, by their path below the report's folder.
    pub attached: &'a FileMap,
}

/// Where the template finds pictures and attachments. typst keeps a number for every path for as
/// long as the program runs, so their virtual paths are the same few in every report.
#[derive(Default, Serialize)]
struct FileList<'a> {
    pictures: BTreeMap<&'a str, String>,
    attached: Vec<AttachedFile<'a>>,
}

#[derive(Serialize)]
struct AttachedFile<'a> {
    name: &'a str,
    path: String,
    mime: &'static str,
}

impl FileList<'_> {
    /// The path of the next file.
    fn next(&self) -> String {
        format!("file/{}", self.pictures.len() + self.attached.len())
    }
}

/// The name of the document's tree.
pub(super) const TREE: &str = "document.json";

/// The name of what is drawn instead of some of the document's blocks.
const PLAN: &str = "plan.json";

/// The plan as a file.
pub(super) fn plan(changes: &Changes<'_>) -> Result<(FileId, Bytes), Diagnostic> {
    let changes = serde_json::to_vec(changes).expect("changes are plain JSON");
    Ok((id(PLAN)?, Bytes::new(changes)))
}

/// The tree of a document as a file, which says all of it.
pub(super) fn tree(document: &Document) -> Bytes {
    Bytes::new(serde_json::to_vec(document).expect("a document is plain JSON"))
}

/// All files of a report but the plan and the tree.
pub(super) fn all(
    fonts: &Fonts,
    drawing: &Drawing<'_>,
    input: PdfInput<'_>,
) -> Result<HashMap<FileId, Bytes>, Diagnostic> {
    let mut files = HashMap::new(); // looked up, never walked
    let drawing = serde_json::to_vec(drawing).expect("a drawing is plain JSON");
    files.insert(id("drawing.json")?, Bytes::new(drawing));
    files.insert(id("style.toml")?, Bytes::from_string(input.style.to_string()));
    let faces = faces(fonts, input.faces).to_string();
    files.insert(id("faces.json")?, Bytes::from_string(faces));
    let mut list = FileList::default();
    for (name, bytes) in input.pictures {
        let path = list.next();
        files.insert(id(&path)?, Bytes::new(bytes.clone()));
        list.pictures.insert(name, path);
    }
    for (name, bytes) in input.attached {
        let path = list.next();
        files.insert(id(&path)?, Bytes::new(bytes.clone()));
        list.attached.push(AttachedFile { name, path, mime: mime(name) });
    }
    let list = serde_json::to_vec(&list).expect("a list is plain JSON");
    files.insert(id("files.json")?, Bytes::new(list));
    Ok(files)
}

/// How typst knows the file at `path`.
pub(super) fn id(path: &str) -> Result<FileId, Diagnostic> {
    let path = VirtualPath::new(path).map_err(|_| finding!("figure-missing.path", path = path))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "json" => "application/json",
        "md" => "text/markdown",
        "toml" => "application/toml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        _ => "text/plain",
    }
}

/// Families by role as `text(font: …)` takes them.
fn faces(fonts: &Fonts, faces: &Faces) -> serde_json::Value {
    let family = |index: &usize| fonts.faces()[*index].family.as_str();
    let role = |(role, faces): (&&str, &RoleFaces)| {
        // typst's name for all but the punctuation shared with Chinese: “ ” — … stay in the Chinese
        // face.
        let latin = faces
            .latin
            .iter()
            .map(|face| serde_json::json!({ "name": family(face), "covers": "latin-in-cjk" }));
        let han = faces.han.iter().map(|face| serde_json::json!({ "name": family(face) }));
        ((*role).to_owned(), serde_json::Value::Array(latin.chain(han).collect()))
    };
    serde_json::Value::Object(faces.iter().map(role).collect())
}
