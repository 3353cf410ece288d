//! What paragraphs of the edited file are, where that can't be taken: headings that skip a level or
//! would be sections, and paragraphs that became items or are none any more.

use super::align::Match;
use super::paragraph::shown;
use super::printed::{ItemPlace, PrintedKind};
use super::retell::Teller;
use super::their::TheirKind;
use crate::finding;

/// The deepest level of a heading.
const DEEPEST: u8 = 4;

impl Teller<'_, '_> {
    /// Tells of them, in the order of the file.
    pub(super) fn shapes(&mut self) {
        let mut above = 1;
        for at in 0..self.it.theirs.len() {
            let their = &self.it.theirs[at];
            if their.kind != TheirKind::Text {
                continue;
            }
            let kind = match &self.it.matches[at] {
                Match::One(printed) => Some(&self.it.printed[*printed].kind),
                _ => None,
            };
            let text = shown(&their.text);
            match (kind, their.outline) {
                (Some(PrintedKind::Section), _) => above = 1,
                (Some(PrintedKind::Title | PrintedKind::Signature), _) => {}
                (Some(_), Some(1)) => self.find(finding!("merge-text.section", text = text)),
                (_, Some(level)) if level > 1 => {
                    let level = level.min(DEEPEST);
                    if level > above + 1 {
                        self.find(finding!(
                            "merge-text.gap",
                            text = text,
                            level = usize::from(level),
                            above = usize::from(above),
                            next = usize::from(above) + 1,
                        ));
                    }
                    above = level;
                }
                (Some(PrintedKind::Paragraph), None) if their.mark.is_some() => {
                    self.find(finding!("merge-left.item", text = text));
                }
                (Some(PrintedKind::Item(ItemPlace { first: true, .. })), None)
                    if their.mark.is_none() && their.number.is_none() =>
                {
                    self.find(finding!("merge-left.no-item", text = text));
                }
                _ => {}
            }
        }
    }
}
