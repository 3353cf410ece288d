//! Words that no line can hold. Han may break anywhere; a run of Latin letters and digits may not, and would leave the page.

use super::texts::walk;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::document::Document;
use crate::layout::{Role, Style};
use crate::reader::Sources;

/// Every run of letters and digits that is wider than a line, where it was typed.
pub fn check(document: &mut Document, style: &Style, sources: &Sources) -> Vec<Diagnostic> {
    let mut long = Vec::new();
    walk(document, &mut |text, role| {
        let size_mm = style.text(role).size_mm();
        // A letter is half its size wide on average; a word in a table has a column at best half the table wide.
        let room = style.page.text_width_mm()
            / (size_mm * 0.5)
            / if role == Role::Table { 2.0 } else { 1.0 };
        long.extend(
            text.split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| word.len() as f64 > room)
                .map(str::to_owned),
        );
    });
    let finding = |word: String| {
        let start: String = word.chars().take(20).collect();
        let message = format!("“{start}…”有 {} 个字符，中间不能换行，一行排不下", word.len());
        let finding = Diagnostic::error("word-too-long", message)
            .hint("在能断开的地方加空格；网址可写成链接：[文字](网址)");
        let place = |source: &Source| {
            Some(source.locate(source.text().find(&word).map(|at| at..at + word.len())?))
        };
        match sources.iter().find_map(place) {
            Some(place) => finding.at(place),
            None => sources
                .iter()
                .next_back()
                .map_or(finding.clone(), |source| finding.at(Location::whole(source.name()))),
        }
    };
    long.into_iter().map(finding).collect()
}
