//! Words that no line can hold. Han may break anywhere; a run of Latin letters and digits, or of
//! marks, may not, and would leave the page.

use crate::diagnostic::{Diagnostic, Location, Source};
use crate::document::Document;
use crate::fonts::Rulers;
use crate::layout::{Role, Style};
use crate::reader::Sources;

/// Characters of a word that a finding shows.
const SHOWN: usize = 20;

/// Every piece of the text that no line break divides and that is wider than a line, where it was
/// typed. Tables are fitted to their words.
pub fn check(
    document: &Document,
    style: &Style,
    rulers: &Rulers<'_>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut long = Vec::new();
    document.texts(|text, role, _| {
        if role == Role::Table {
            return;
        }
        let room = style.page.text_width_mm() / style.text(role).size_mm();
        let words = rulers.of(role).wider_than(room, text);
        long.extend(words.into_iter().map(|(place, _)| bare(&text[place]).to_owned()));
    });
    long.into_iter().map(|word| finding(&word, sources)).collect()
}

/// A word without the marks around it, where it is more than marks.
fn bare(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { word } else { bare }
}

fn finding(word: &str, sources: &Sources) -> Diagnostic {
    let start: String = word.chars().take(SHOWN).collect();
    let count = word.chars().count();
    let finding = crate::finding!("word-too-long", start = start, count = count);
    let place = |source: &Source| {
        Some(source.locate(source.text().find(word).map(|at| at..at + word.len())?))
    };
    match sources.iter().find_map(place) {
        Some(place) => finding.at(place),
        None => match sources.iter().next_back() {
            Some(source) => finding.at(Location::whole(source.name())),
            None => finding,
        },
    }
}
