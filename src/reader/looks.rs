//! Paragraphs of several lines that look like something else than one paragraph.

use comrak::nodes::AstNode;

use super::markdown::Parser;
use crate::finding;

/// What a sentence ends with.
const ENDS: [char; 3] = ['。', '！', '？'];
/// What may follow that.
const CLOSING: [char; 4] = ['”', '’', '）', '》'];
/// Marks that a paragraph may begin with, copied from lists of Word.
const BULLETS: [char; 12] = ['●', '•', '·', '※', '★', '☆', '◆', '◇', '■', '□', '▲', '○'];

impl<'a> Parser<'_, 'a> {
    /// Tells what a paragraph looks like: a table, or paragraphs of their own, which would be
    /// joined.
    pub(super) fn look_at_lines(&mut self, node: &'a AstNode<'a>) {
        let range = self.range(node);
        let text = self.text.text();
        let lines: Vec<&str> = text[range.clone()].split('\n').map(str::trim).collect();
        let has_bars = |line: &&str| {
            line.starts_with('|') && line.matches('|').count() > 1 && line.ends_with('|')
        };
        let is_rule = |line: &&str| line.contains("--") && line.chars().all(|c| "|-: ".contains(c));
        if lines.iter().all(has_bars) {
            let finding = match lines.iter().any(is_rule) {
                true => finding!("markdown-unsupported.table-columns"),
                false => finding!("markdown-unsupported.table-rule"),
            };
            return self.push(node, finding);
        }
        if lines.iter().filter(|line| line.contains('\t')).count() > 1 {
            return self.push(node, finding!("markdown-unsupported.table-tabs"));
        }
        let numerals = &self.layout.form.words.numerals;
        let is_own = |pair: &&[&str]| {
            let is_broken = pair[0].ends_with('\\');
            let is_ended = pair[0].trim_end_matches(CLOSING).ends_with(ENDS);
            let begins = numerals.counts_along(pair[1]) || pair[1].starts_with(BULLETS);
            !is_broken && (is_ended || begins)
        };
        let own: Vec<&[&str]> = lines.windows(2).filter(is_own).collect();
        if let Some(first) = own.first() {
            let start = first[1].as_ptr() as usize - text.as_ptr() as usize;
            let finding = finding!("lines-joined", count = own.len() + 1);
            self.push_range(start..start + first[1].len(), finding);
        }
    }
}
