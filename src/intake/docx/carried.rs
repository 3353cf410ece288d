//! What a DOCX of this program carries of the report that it was made from.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::file_map::FileMap;
use crate::ooxml::{Element, OpenPackage, names};

/// The report that a DOCX was made from, as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// report.json, narrative.md and style.toml, where there was one.
    pub files: FileMap,
    /// The value of each `{{ … }}`, in the order of narrative.md; none in files of before 0.2.
    pub values: Option<Vec<String>>,
    /// The text of each anchored paragraph as it was set.
    pub texts: BTreeMap<String, String>,
    /// The layout, where the file says it.
    pub layout: Option<String>,
    /// Which version of the program made the file, where it says that.
    pub program: Option<String>,
}

/// The part that our own DOCX have, found by what it holds; none in others.
pub(super) fn carried(
    package: &OpenPackage<'_>,
    text: &str,
) -> Result<Option<Carried>, Diagnostic> {
    for relation in package.relations(text)? {
        if !relation.is(names::CUSTOM_DATA) {
            continue;
        }
        let Some(part) = package.text(&relation.target)? else { continue };
        // Somebody else's data may be anything.
        let Ok(root) = part.root() else { continue };
        if root.name == "nb:source" {
            return Ok(Some(read(&root)));
        }
    }
    Ok(None)
}

fn read(root: &Element<'_>) -> Carried {
    let said = |name| root.attribute(name).map(|value| value.into_owned());
    let mut carried =
        Carried { layout: said("layout"), program: said("program"), ..Carried::default() };
    if carried.program.is_some() {
        carried.values = Some(Vec::new());
    }
    for element in root.elements() {
        let named = |name| element.attribute(name).unwrap_or_default().into_owned();
        match &*element.name {
            "nb:file" => {
                carried.files.insert(named("name"), element.text().into_bytes().into());
            }
            "nb:value" => carried.values.get_or_insert_default().push(element.text()),
            "nb:text" => {
                carried.texts.insert(named("anchor"), element.text());
            }
            _ => {}
        }
    }
    carried
}
