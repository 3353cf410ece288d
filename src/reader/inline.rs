//! Pieces of a paragraph: comrak's nodes → [`Inline`], each with its way back to the file.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::address;
use super::markdown::{Parser, label};
use super::spelling::{Slip, spelled};
use super::tidy::tidy;
use crate::document::Inline;
use crate::finding;
use crate::limits;
use crate::origin::Origin;

impl<'a> Parser<'_, 'a> {
    /// The inlines below `node`, tidied. `notes` says whether a footnote may be named here.
    pub(super) fn inlines(&mut self, node: &'a AstNode<'a>, notes: bool) -> Vec<Inline> {
        self.slip = Slip::of(node, self.text.text(), self.range(node));
        let mut content = self.raw_inlines(node, notes);
        self.slip = Slip::default();
        tidy(&mut content);
        content
    }

    fn raw_inlines(&mut self, node: &'a AstNode<'a>, notes: bool) -> Vec<Inline> {
        let mut content = Vec::new();
        for child in node.children() {
            let value = child.data().value.clone();
            if self.is_too_deep(child) {
                continue;
            }
            let place = || Origin::whole(0, self.source_range(child));
            match value {
                NodeValue::Text(text) => content.extend(self.text(child, &text)),
                NodeValue::SoftBreak => content.extend(self.text(child, "\n")),
                NodeValue::Escaped => content.extend(self.escaped(child)),
                NodeValue::LineBreak => content.push(Inline::Break { source: place() }),
                NodeValue::Strong => {
                    let source = place();
                    self.account.add_ends(source.range(), "**".len());
                    let content_of = self.raw_inlines(child, notes);
                    content.push(Inline::Strong { content: content_of, source });
                }
                NodeValue::Emph => {
                    let source = place();
                    self.account.add_ends(source.range(), "*".len());
                    let content_of = self.raw_inlines(child, notes);
                    content.push(Inline::Emph { content: content_of, source });
                }
                NodeValue::Link(link) => {
                    let source = place();
                    let leads = self.check_link(child, &link.url);
                    self.took_link(child, &link.title);
                    let content_of = self.raw_inlines(child, notes);
                    match leads {
                        true => content.push(Inline::Link {
                            url: link.url,
                            content: content_of,
                            source,
                        }),
                        // A draft shows its words alone.
                        false => content.extend(content_of),
                    }
                }
                NodeValue::FootnoteReference(reference) => {
                    let source = place();
                    let index = self.note(child, &reference.name, notes);
                    content.extend(index.map(|index| Inline::Note { index, source }));
                }
                NodeValue::Image(_) => self.push(child, finding!("markdown-unsupported.image")),
                NodeValue::HtmlInline(html) if self.waiver(child, &html) => {}
                other => self.unsupported(child, &other),
            }
        }
        content
    }

    /// Accounts for the brackets of a link and for its address, but not for a title that says more
    /// than the words of the link: it is nowhere printed.
    fn took_link(&mut self, node: &'a AstNode<'a>, title: &str) {
        let range = self.range(node);
        let (Some(first), Some(last)) = (node.first_child(), node.last_child()) else { return };
        let (first, last) = (self.range(first).start, self.range(last).end);
        if last > range.end || first < range.start {
            return;
        }
        let tail = &self.text.text()[last..range.end];
        self.label_of(last..range.end);
        self.labels.insert(label(&self.text.text()[first..last]));
        self.took(range.start..first);
        let repeats = self.text.text()[first..last].contains(title);
        match tail.find(title).filter(|_| !repeats) {
            None => self.took(last..range.end),
            Some(at) => {
                self.took(last..last + at);
                self.took(last + at + title.len()..range.end);
            }
        }
    }

    /// Remembers the label at the end of a link.
    pub(super) fn label_of(&mut self, tail: Range<usize>) {
        let name = self.text.text()[tail].strip_suffix(']').and_then(|tail| tail.rsplit_once('['));
        self.labels.extend(name.map(|(_, name)| label(name)));
    }

    fn text(&mut self, node: &'a AstNode<'a>, text: &str) -> Vec<Inline> {
        let origin = spelled(text, self.text.text(), self.range(node));
        self.check_text(text, &origin);
        self.filled.pieces(text, &origin)
    }

    /// A character behind a backslash.
    fn escaped(&mut self, node: &'a AstNode<'a>) -> Vec<Inline> {
        let character = node.first_child().map(|child| child.data().value.clone());
        match character {
            Some(NodeValue::Text(character)) => self.text(node, &character),
            _ => Vec::new(),
        }
    }

    /// Marks that should have become structure and were left in the text.
    fn check_text(&mut self, text: &str, origin: &Origin) {
        let places =
            ["**", "[^"].map(|mark| text.find(mark).map(|at| origin.of(at..at + mark.len())));
        let [emphasis, note] = places;
        if let Some(place) = emphasis {
            self.push_range(place, finding!("emphasis-left-over"));
        }
        if let Some(place) = note {
            self.push_range(place, finding!("footnote-unknown"));
        }
    }

    /// Whether a link leads anywhere; else that is a finding.
    fn check_link(&mut self, node: &'a AstNode<'a>, url: &str) -> bool {
        let fault = address::fault(url);
        let leads = fault.is_none();
        if let Some(problem) = fault {
            self.push(node, finding!("link-target", url = brief(url), problem = problem));
        }
        leads
    }

    /// Whether stress and links lie so deep in each other that no file could hold them; a finding
    /// then, and nothing further in is looked at.
    fn is_too_deep(&mut self, node: &'a AstNode<'a>) -> bool {
        let bends = |node: &AstNode<'a>| {
            let value = &node.data().value;
            matches!(value, NodeValue::Strong | NodeValue::Emph | NodeValue::Link(_))
        };
        let deep = bends(node)
            && node.ancestors().filter(|node| bends(node)).count() > limits::STRESS_DEPTH;
        if deep {
            let most = limits::STRESS_DEPTH;
            self.push(node, finding!("markdown-unsupported.deep-stress", most = most));
        }
        deep
    }
}

/// An address, cut where it is long.
fn brief(url: &str) -> String {
    let short: String = url.chars().take(60).collect();
    if short.len() < url.len() { short + "…" } else { short }
}

/// Takes the first `count` bytes of text out of `content`, and tells where they were typed.
pub(super) fn cut_front(content: &mut [Inline], mut count: usize) -> Vec<Range<usize>> {
    let mut cut = Vec::new();
    cut_from(content, &mut count, &mut cut);
    cut
}

fn cut_from(content: &mut [Inline], count: &mut usize, cut: &mut Vec<Range<usize>>) {
    for inline in content {
        match inline {
            Inline::Text { text, source } => {
                let end = (*count).min(text.len());
                cut.extend(source.slice(0..end).sources().cloned());
                *source = source.slice(end..text.len());
                text.drain(..end);
                *count -= end;
            }
            Inline::Bound { text, .. } => *count = count.saturating_sub(text.len()),
            Inline::Strong { content, .. }
            | Inline::Emph { content, .. }
            | Inline::Link { content, .. } => cut_from(content, count, cut),
            Inline::Note { .. } | Inline::Break { .. } => {}
        }
        if *count == 0 {
            break;
        }
    }
}
