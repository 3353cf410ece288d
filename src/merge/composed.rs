//! A report folder read and composed, as far as a merge needs it.

use super::printed::{Printed, printed};
use super::renumber::renumbered;
use crate::check::glyphs;
use crate::compose::compose;
use crate::expression::{Numbers, evaluate};
use crate::fonts::Fonts;
use crate::layout::{Layout, Layouts};
use crate::reader::{Folder, KnownValues, NARRATIVE_MD, clean, read_known};
use crate::report::Report;

/// What reads and composes folders.
#[derive(Clone, Copy)]
pub struct MergeTools<'a> {
    /// The layouts at hand.
    pub layouts: &'a Layouts,
    /// The fonts at hand.
    pub fonts: &'a Fonts,
}

/// A report and what its file shows.
pub(super) struct Composed<'a> {
    pub report: Report,
    pub layout: &'a Layout,
    pub printed: Vec<Printed>,
    /// What is known of its `{{ … }}`.
    pub known: KnownValues,
}

impl<'a> MergeTools<'a> {
    /// Composes a folder; none where it can't be read.
    pub(super) fn compose(self, folder: &Folder, known: KnownValues) -> Option<Composed<'a>> {
        let reading = read_known(folder, None, self.layouts, Some(&known));
        let (report, layout, look) = reading.report?;
        let faces = glyphs::faces(self.fonts, &look.style, &reading.sources).ok()?;
        let rulers = self.fonts.rulers(&faces, &look.style);
        let document = compose(&report, layout, &look.style, &rulers);
        let printed = printed(&document, layout, &report.prose);
        Some(Composed { report, layout, printed, known })
    }

    /// A narrative.md of a folder with the right numbers before its headings.
    pub(super) fn numbered(self, folder: &Folder, narrative: &str) -> String {
        let folder = with_narrative(folder, narrative);
        let known = KnownValues::new();
        let report = read_known(&folder, None, self.layouts, Some(&known)).report;
        let renumber = |report: &Report, layout: &Layout| {
            renumbered(narrative, &report.narrative, &layout.form.words.numerals)
        };
        report.map_or(narrative.to_owned(), |(report, layout, _)| renumber(&report, layout))
    }
}

impl Composed<'_> {
    /// The values that `numbers` do not give.
    pub fn unvalued(&self, numbers: Numbers<'_>) -> KnownValues {
        let pairs = self.known.iter().filter(|(it, _)| evaluate(it, numbers).is_err());
        pairs.map(|(expression, value)| (expression.clone(), value.clone())).collect()
    }
}

/// A folder with another text.
pub(super) fn with_narrative(folder: &Folder, narrative: &str) -> Folder {
    let mut folder = folder.clone();
    let (text, _) = clean(narrative);
    folder.files.insert(NARRATIVE_MD.to_owned(), text.into_bytes().into());
    folder
}
