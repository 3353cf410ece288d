//! Pieces of a paragraph: comrak's nodes → [`Inline`], with the white space that Chinese typing leaves behind taken out.

use comrak::nodes::{AstNode, NodeValue};

use super::markdown::Parser;
use crate::diagnostic::Diagnostic;
use crate::document::Inline;

impl<'a> Parser<'_, 'a> {
    /// The inlines below `node`, tidied. `notes` says whether a footnote may be named here.
    pub(super) fn inlines(&mut self, node: &'a AstNode<'a>, notes: bool) -> Vec<Inline> {
        let mut content = self.raw_inlines(node, notes);
        tidy(&mut content);
        content
    }

    fn raw_inlines(&mut self, node: &'a AstNode<'a>, notes: bool) -> Vec<Inline> {
        let mut content = Vec::new();
        for child in node.children() {
            let value = child.data().value.clone();
            match value {
                NodeValue::Text(text) => {
                    self.check_text(child, &text);
                    content.push(Inline::text(text));
                }
                NodeValue::SoftBreak => content.push(Inline::text("\n")),
                NodeValue::LineBreak => content.push(Inline::Break),
                NodeValue::Strong => {
                    content.push(Inline::Strong { content: self.raw_inlines(child, notes) })
                }
                NodeValue::Emph => {
                    content.push(Inline::Emph { content: self.raw_inlines(child, notes) })
                }
                NodeValue::Link(link) => {
                    self.check_link(child, &link.url);
                    content.push(Inline::Link {
                        url: link.url.clone(),
                        content: self.raw_inlines(child, notes),
                    });
                }
                NodeValue::FootnoteReference(reference) => {
                    if let Some(index) = self.note(child, &reference.name, notes) {
                        content.push(Inline::Note { index });
                    }
                }
                NodeValue::Image(_) => {
                    let finding = Diagnostic::error("markdown-unsupported", "图片夹在文字中间")
                        .hint("图片前后各空一行，单独成段");
                    self.push(child, finding);
                }
                other => self.unsupported(child, &other),
            }
        }
        content
    }

    /// Marks that should have become structure and were left in the text.
    fn check_text(&mut self, node: &'a AstNode<'a>, text: &str) {
        let range = self.range(node);
        let written = self.text.text().get(range.clone()).unwrap_or_default();
        let unescaped = |mark: &str| {
            written.match_indices(mark).map(|(at, _)| at).find(|&at| !written[..at].ends_with('\\'))
        };
        if text.contains("**")
            && let Some(at) = unescaped("**")
        {
            let finding = Diagnostic::error("emphasis-left-over", "多出来的“**”会原样印出")
                .hint("补上成对的“**”，或删去");
            self.push_range(range.start + at..range.start + at + 2, finding);
        }
        if text.contains("[^")
            && let Some(at) = unescaped("[^")
        {
            let finding = Diagnostic::error("footnote-unknown", "脚注没有内容，会原样印出")
                .hint("另起一行写“[^名称]: 脚注的内容”");
            self.push_range(range.start + at..range.start + at + 2, finding);
        }
    }

    fn check_link(&mut self, node: &'a AstNode<'a>, url: &str) {
        let known = ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
        if !known {
            let finding = Diagnostic::error("link-target", format!("链接的地址“{url}”不完整"))
                .hint("写全地址，如 http://www.example.gov.cn");
            self.push(node, finding);
        }
    }
}

/// Stands for a break or a footnote's mark while white space is looked at.
const OBJECT: char = '\u{fffc}';

/// Takes out indents, spaces at the ends, and the spaces and line breaks that typing leaves between Han and anything.
pub(super) fn tidy(content: &mut Vec<Inline>) {
    let mut chars = Vec::new();
    collect(content, &mut chars);
    let mut kept = keep(&chars).into_iter();
    rebuild(content, &mut kept);
}

fn collect(content: &[Inline], chars: &mut Vec<char>) {
    for inline in content {
        match inline {
            Inline::Text { text } => chars.extend(text.chars()),
            Inline::Strong { content }
            | Inline::Emph { content }
            | Inline::Link { content, .. } => collect(content, chars),
            Inline::Note { .. } => {}
            Inline::Break => chars.push(OBJECT),
        }
    }
}

/// What becomes of each character: itself, another, or nothing.
fn keep(chars: &[char]) -> Vec<Option<char>> {
    let mut kept: Vec<Option<char>> = chars.iter().copied().map(Some).collect();
    let mut at = 0;
    while at < chars.len() {
        let end = at + chars[at..].iter().take_while(|c| is_space(**c)).count();
        if end > at {
            kept[at..end].fill(None);
            let before = at.checked_sub(1).map_or(OBJECT, |i| chars[i]);
            let after = chars.get(end).copied().unwrap_or(OBJECT);
            kept[at] = between(before, &chars[at..end], after);
        }
        at = end.max(at + 1);
    }
    kept
}

/// What white space becomes between two characters.
fn between(before: char, space: &[char], after: char) -> Option<char> {
    let broken = space.contains(&'\n');
    match (is_cjk(before), is_cjk(after)) {
        _ if before == OBJECT || after == OBJECT => None,
        (false, false) => Some(' '),
        (true, true) if !broken => Some(if space.contains(&'\u{3000}') { '\u{3000}' } else { ' ' }),
        _ => None,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{a0}' | '\u{3000}' | '\u{2002}'..='\u{200a}')
}

/// Han, Chinese punctuation and full-width forms; quotes, dashes and dots that Chinese and Latin share count as Chinese.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '·')
}

fn rebuild(content: &mut Vec<Inline>, kept: &mut impl Iterator<Item = Option<char>>) {
    for inline in content.iter_mut() {
        match inline {
            Inline::Text { text } => {
                *text = text.chars().filter_map(|_| kept.next().flatten()).collect()
            }
            Inline::Strong { content }
            | Inline::Emph { content }
            | Inline::Link { content, .. } => rebuild(content, kept),
            Inline::Note { .. } => {}
            Inline::Break => drop(kept.next()),
        }
    }
    content.retain(|inline| !matches!(inline, Inline::Text { text } if text.is_empty()));
    content.dedup_by(|next, first| match (first, next) {
        (Inline::Text { text }, Inline::Text { text: more }) => {
            text.push_str(more);
            true
        }
        _ => false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        let mut content = vec![Inline::text(text)];
        tidy(&mut content);
        crate::document::plain(&content)
    }

    #[test]
    fn spaces_of_typing_go() {
        assert_eq!(tidied("\u{3000}\u{3000}2021 年 1 月，共 101 条。 "), "2021年1月，共101条。");
        assert_eq!(tidied("本局\n全年 PDF 文件\nTwo\nwords"), "本局全年PDF文件Two words");
        assert_eq!(tidied("张\u{3000}三 李四"), "张\u{3000}三 李四");
    }

    #[test]
    fn spaces_are_seen_across_pieces() {
        let mut content = vec![
            Inline::text("全年 "),
            Inline::Strong { content: vec![Inline::text(" 12 ")] },
            Inline::text("\n件"),
        ];
        tidy(&mut content);
        assert_eq!(crate::document::plain(&content), "全年12件");
    }
}
