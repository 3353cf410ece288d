//! A text in JSON that its values point into.

use std::borrow::Cow;
use std::ops::Range;

use super::mend::{self, Mended};
use super::word::JsonSlip;
use crate::diagnostic::{Diagnostic, Source};
use crate::finding;
use crate::origin::Origin;

/// A text in JSON: as it was written, or with its slips mended.
pub(crate) struct JsonText<'s> {
    text: Cow<'s, str>,
    /// The way back to what was written, where that is something else.
    back: Option<Origin>,
}

impl<'s> JsonText<'s> {
    /// The text as it was written.
    pub fn written(source: &'s Source) -> JsonText<'s> {
        JsonText { text: Cow::Borrowed(source.text()), back: None }
    }

    /// The text with its slips mended, each of them a finding; none where that can't be done.
    pub fn mended(source: &Source) -> Option<(JsonText<'static>, Vec<Diagnostic>)> {
        let Mended { text, origin, slips } = mend::mend(source.text())?;
        let told = |JsonSlip { at, problem, hint }: JsonSlip| {
            let finding = finding!("json-syntax", problem = problem).hint(hint);
            finding.at(source.locate(at.start..at.end.max(at.start + 1)))
        };
        let text = JsonText { text: Cow::Owned(text), back: Some(origin) };
        Some((text, slips.into_iter().map(told).collect()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a part of the text was written.
    pub fn place(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let range = start..start + part.len();
        self.back.as_ref().map_or(range.clone(), |back| back.of(range))
    }
}
