//! The file while its parts are added, each by a step of its own.

use super::mend::{self, Result};
use crate::ooxml::names::{self, PartKind};
use crate::ooxml::{Element, Package, Relations};

/// Parts so far, and where the text leads.
pub(super) struct WordFile {
    /// All parts, in the order of the zip.
    pub package: Package,
    /// From the text to the parts beside it, and out of the file.
    pub relations: Relations,
}

/// The text, and the folder that it and most parts stand in.
const TEXT: &str = "word/document.xml";
const FOLDER: &str = "word/";

impl WordFile {
    pub fn new() -> Self {
        let mut package = Package::new(&[
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("jpg", "image/jpeg"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ]);
        let relations = Relations::default()
            .with("rId1", names::DOCUMENT, TEXT)
            .with("rId2", names::CORE, "docProps/core.xml")
            .with("rId3", names::APP, "docProps/app.xml");
        package.relate("", &relations);
        WordFile { package, relations: Relations::default() }
    }

    /// Adds the text; `links` are where its links lead.
    pub fn add_text(&mut self, text: Element<'_>, links: Relations) {
        self.package.add(TEXT, names::DOCUMENT, mend::finish(text));
        self.relations = links;
    }

    /// Adds a part to which the text leads by `id`; `target` is its path below word/.
    pub fn add(&mut self, id: &str, kind: PartKind, target: &str, bytes: impl Into<Vec<u8>>) {
        self.relations.add(id, kind, target);
        self.add_unrelated(kind, target, bytes);
    }

    /// Adds a part below word/ to which no relation leads yet.
    pub fn add_unrelated(&mut self, kind: PartKind, target: &str, bytes: impl Into<Vec<u8>>) {
        self.package.add(&format!("{FOLDER}{target}"), kind, bytes);
    }

    /// Adds the relations of a part; `target` is its path below word/.
    pub fn relate(&mut self, target: &str, relations: &Relations) {
        self.package.relate(&format!("{FOLDER}{target}"), relations);
    }

    /// Adds the relations of the text, when all that it leads to is there.
    pub fn relate_text(&mut self) {
        self.relations.sort(&["rIdTheme", "rIdSource", "rIdComments"]);
        self.package.relate(TEXT, &self.relations);
    }

    /// The finished file.
    pub fn zip(&self) -> Result<Vec<u8>> {
        Ok(self.package.zip()?)
    }
}
