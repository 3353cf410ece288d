//! Warnings that are waived where they stand: `<!-- 豁免 claim-received：reason -->` behind a
//! sentence, a paragraph or a heading.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::markdown::Parser;
use super::metadata::futile;
use crate::catalogue;
use crate::finding;
use crate::waiver::PlacedWaiver;

/// What a sentence ends with, and what may follow that.
const ENDS: [char; 3] = ['。', '！', '？'];
const CLOSING: [char; 4] = ['”', '’', '）', '》'];

impl<'a> Parser<'_, 'a> {
    /// Takes a comment that waives something; `node` is HTML. False where it is any other.
    pub(super) fn waiver(&mut self, node: &'a AstNode<'a>, html: &str) -> bool {
        let word = self.layout.form.words.waiver.as_str();
        let said = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        let Some(said) = said.and_then(|said| said.trim().strip_prefix(word)) else { return false };
        if word.is_empty() || said.contains("-->") {
            return false;
        }
        self.took(self.range(node));
        let parts = ['：', ':', ' ', '\t', '\n', '\u{3000}'];
        let said = said.trim_start_matches(parts);
        let (code, reason) = said.split_once(parts).unwrap_or((said, ""));
        let (code, reason) = (code.trim(), reason.trim_matches(parts));
        if code.is_empty() || reason.is_empty() {
            self.push(node, finding!("waive-reason"));
            return true;
        }
        let known = self.kinds.get_or_init(|| {
            catalogue::own().into_iter().chain(catalogue::of_layout(self.layout)).collect()
        });
        if let Some(finding) = futile(code, known) {
            self.push(node, finding);
            return true;
        }
        let waiver = PlacedWaiver {
            code: code.to_owned(),
            reason: reason.to_owned(),
            behind: self.behind(node),
            place: self.source.locate(self.source_range(node)),
        };
        self.waivers.push(waiver);
        true
    }

    /// What a comment is behind.
    fn behind(&self, node: &'a AstNode<'a>) -> Vec<Range<usize>> {
        let is_block = matches!(node.data().value, NodeValue::HtmlBlock(_));
        let around = match is_block {
            true => {
                std::iter::successors(node.previous_sibling(), |above| above.previous_sibling())
                    .find(|above| !matches!(above.data().value, NodeValue::HtmlBlock(_)))
            }
            false => node.ancestors().skip(1).find(|around| around.data().value.block()),
        };
        let Some(around) = around.map(|around| self.source_range(around)) else {
            return Vec::new();
        };
        if is_block {
            return vec![around];
        }
        let text = self.source.text();
        let comment = self.source_range(node);
        let before = text.get(around.start..comment.start).unwrap_or_default();
        let sentence = before.trim_end().trim_end_matches(CLOSING).trim_end_matches(ENDS);
        let start = sentence.rfind(ENDS).map_or(0, |at| at + '。'.len_utf8());
        let before_it = around.start + start..comment.start;
        let after = text.get(comment.end..around.end).unwrap_or_default().trim();
        let ends_it = after.is_empty() || (after.starts_with("<!--") && after.ends_with("-->"));
        [Some(before_it), ends_it.then_some(around)].into_iter().flatten().collect()
    }
}
