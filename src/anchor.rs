//! Names of the places of a report's file that survive editing: what writes the file marks them,
//! and what reads an editor's changes back looks for them.

use crate::field::FieldPath;
use crate::hash::sha256;

/// The longest name of a bookmark that Word takes.
pub(crate) const LONGEST: usize = 40;
/// Hexadecimal digits of the hash that stands for the end of a name that is too long.
const HASH: usize = 8;

/// What all names begin with, those of numbers, and those of paragraphs of the text.
const OURS: &str = "_nb_";
const NUMBER: &str = "_nb_s_";
const PARAGRAPH: &str = "_nb_p_";
/// The same of what stands beside the paragraphs: these keep the numbers that they always had.
const CAPTION: &str = "_nb_c";
const NOTE: &str = "_nb_n";
const CELL: &str = "_nb_x";
const SIGNATURE: &str = "_nb_t_signature";
/// The title.
pub(crate) const TITLE: &str = "_nb_t_title";

/// What word processors hang on the name of a copy, once for each time it was copied.
const COPY: &str = "_Copy_";

/// Gives out the names of one document, in the order of its text.
#[derive(Debug, Default)]
pub(crate) struct AnchorNames {
    paragraphs: usize,
    captions: usize,
    notes: usize,
    tables: usize,
    cells: usize,
    signatures: usize,
}

impl AnchorNames {
    /// The next section begins: its heading is its first paragraph.
    pub fn enter_section(&mut self) {
        self.paragraphs = 0;
    }

    /// A paragraph of the text, in the section `section`.
    pub fn paragraph(&mut self, section: &str) -> String {
        self.paragraphs += 1;
        shortened(format!("{PARAGRAPH}{section}_{}", self.paragraphs))
    }

    /// The caption of a picture or a chart.
    pub fn caption(&mut self) -> String {
        self.captions += 1;
        format!("{CAPTION}_{}", self.captions)
    }

    /// A paragraph of a note.
    pub fn note(&mut self) -> String {
        self.notes += 1;
        format!("{NOTE}_{}", self.notes)
    }

    /// The next table of the text begins.
    pub fn enter_table(&mut self) {
        self.tables += 1;
        self.cells = 0;
    }

    /// A cell of that table.
    pub fn cell(&mut self) -> String {
        self.cells += 1;
        format!("{CELL}_{}_{}", self.tables, self.cells)
    }

    /// A line of the signature.
    pub fn signature(&mut self) -> String {
        self.signatures += 1;
        format!("{SIGNATURE}_{}", self.signatures)
    }
}

/// The anchor of the number at `path`.
pub(crate) fn number(path: &FieldPath) -> String {
    shortened(format!("{NUMBER}{}", path.as_str().replace('.', "_")))
}

/// Whether an anchor is that of a number.
pub(crate) fn is_number(name: &str) -> bool {
    name.starts_with(NUMBER)
}

/// The anchor that a bookmark is, or is a copy of; none where it is somebody else's.
pub(crate) fn original(name: &str) -> Option<&str> {
    let mut name = name.strip_prefix(OURS).map(|_| name)?;
    while let Some((before, count)) = name.rsplit_once(COPY)
        && count.bytes().all(|byte| byte.is_ascii_digit())
    {
        name = before;
    }
    Some(name)
}

/// A name that Word takes: one that is too long ends in a hash of the whole.
fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let hash = &sha256(name.as_bytes())[..HASH];
    let kept: String = name.chars().take(LONGEST - HASH - 1).collect();
    format!("{kept}_{hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_form_has_an_anchor_of_its_own() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        for layout in layouts.iter() {
            let names: std::collections::BTreeSet<String> =
                layout.form.fields.iter().map(|field| number(&field.path)).collect();
            assert_eq!(names.len(), layout.form.fields.len(), "{}", layout.form.id);
            assert!(names.iter().all(|name| name.len() <= LONGEST));
        }
        assert_eq!(
            shortened("_nb_s_disclosure_rules_issued".to_owned()),
            "_nb_s_disclosure_rules_issued"
        );
    }

    #[test]
    fn copies_are_known_by_their_original() {
        assert_eq!(original("_nb_p_a_1_Copy_1_Copy_12"), Some("_nb_p_a_1"));
        assert_eq!(original("_nb_p_a_1_Copy_x"), Some("_nb_p_a_1_Copy_x"));
        assert_eq!(original("_GoBack"), None);
    }
}
