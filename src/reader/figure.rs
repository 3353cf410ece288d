//! Pictures and charts with their captions.

use std::ops::Range;
use std::sync::Arc;

use comrak::nodes::{AstNode, NodeLink, NodeValue};

use super::chart;
use super::markdown::Parser;
use super::spelling::spelled_at;
use super::tidy::tidy;
use crate::alike;
use crate::document::{Block, Figure, Inline, plain};
use crate::finding;
use crate::origin::Origin;
use crate::picture;
use crate::prose::PassageKind;

impl<'s, 'a> Parser<'s, 'a> {
    /// A picture that is alone in its paragraph.
    pub(super) fn figure(
        &mut self,
        node: &'a AstNode<'a>,
        image: &'a AstNode<'a>,
    ) -> Option<Block> {
        let link = image_link(image)?;
        let path = link.url.strip_prefix("./").unwrap_or(&link.url).to_owned();
        let Some((path, bytes)) = self.picture_file(&path) else {
            let near = self.folder.files.keys().find(|other| same_to_people(other, &path));
            self.push(
                node,
                match near {
                    Some(near) => finding!("figure-missing.near", path = path, near = near),
                    None => finding!("figure-missing", path = path),
                },
            );
            return None;
        };
        let picture = match picture::read(bytes) {
            Ok(picture) => picture,
            Err(problem) => {
                self.push(node, finding!("figure-format", path = path, problem = problem));
                return None;
            }
        };
        self.pictures.insert(path.clone(), picture.bytes);
        let words = self.inlines(image, false);
        self.took_picture(image, &words);
        let alt = plain(&words);
        if alt.is_empty() {
            self.push(node, finding!("figure-alt", path = &path));
        }
        let title = title_origin(&link.title, self.text.text(), self.range(node));
        let mut caption = self.filled.pieces(&link.title, &title);
        tidy(&mut caption);
        self.prose.add(PassageKind::Caption, self.source_range(node), &caption);
        let pixels = picture.pixels;
        let source = Some(self.source_range(node));
        let caption = plain(&caption);
        Some(Block::Figure(Figure { path, alt, caption, pixels, setting: None, source }))
    }

    /// The file that is called so; the name on the disk may have its letters in pieces.
    fn picture_file(&self, path: &str) -> Option<(String, &'s Arc<[u8]>)> {
        let files = &self.folder.files;
        let found = files.get_key_value(path);
        let (name, bytes) =
            found.or_else(|| files.iter().find(|(name, _)| alike::usual(name) == path))?;
        Some((name.clone(), bytes))
    }

    /// Accounts for a picture: what it shows in words, its path and its caption. A link among the
    /// words leads nowhere.
    fn took_picture(&mut self, image: &'a AstNode<'a>, words: &[Inline]) {
        self.account.inlines(words);
        let range = self.range(image);
        let first = image.first_child().map(|child| self.range(child).start);
        let last = image.last_child().map_or(range.start, |child| self.range(child).end);
        self.took(range.start..first.unwrap_or(range.start));
        self.took(last..range.end);
        self.label_of(last..range.end);
        for node in image.descendants() {
            if let NodeValue::Link(link) = &node.data().value {
                self.push(node, finding!("text-lost", text = &link.url));
            }
        }
    }

    /// A chart, which stands as code.
    pub(super) fn chart(&mut self, node: &'a AstNode<'a>, code: &str) -> Option<Block> {
        let origin = self.code_origin(node, code);
        self.took(self.range(node)); // it is read, or told
        match chart::read(code, self.layout, self.years) {
            Ok((mut chart, value)) => {
                let caption = self.chart_caption(&chart.caption, origin.of(value));
                self.prose.add(PassageKind::Chart, self.source_range(node), &caption);
                chart.source = Some(self.source_range(node));
                Some(Block::Chart(chart))
            }
            Err((span, finding)) => {
                let start = span.start.min(code.len());
                let end = span.end.max(span.start + 1).min(code.len());
                if let Some(finding) = finding {
                    self.push_range(origin.of(start..end.max(start)), finding);
                }
                None
            }
        }
    }

    /// The caption of a chart with its way back into the value that stands at `value`.
    fn chart_caption(&self, caption: &str, value: Range<usize>) -> Vec<Inline> {
        let text = self.text.text();
        let spelled = value.clone().find_map(|start| spelled_at(caption, text, start));
        let origin = spelled
            .filter(|origin| origin.range().end <= value.end)
            .unwrap_or_else(|| Origin::whole(caption.len(), value));
        self.filled.pieces(caption, &origin)
    }

    /// The way back from the code of a block, which begins below its fence and without the indent
    /// of the list it is in.
    fn code_origin(&self, node: &'a AstNode<'a>, code: &str) -> Origin {
        let text = self.text.text();
        let mut origin = Origin::default();
        let mut done = 0;
        let mut at = end_of_line(text, self.range(node).start);
        for line in code.split_inclusive('\n') {
            let end = end_of_line(text, at);
            let written = &text[at..end];
            match written.ends_with(line) {
                true => origin.add_exact(done, end - line.len()..end),
                false => origin.add_whole(done..done + line.len(), at..end),
            }
            done += line.len();
            at = end;
        }
        origin
    }
}

/// Where the line at `at` ends, its mark with it.
fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The way back from the title of a picture, the last that stands in its paragraph: nothing but its
/// closing mark follows.
fn title_origin(title: &str, text: &str, paragraph: Range<usize>) -> Origin {
    let closed = |origin: &Origin| text[origin.range().end..].starts_with(['"', '\'', ')']);
    let mut starts = paragraph.clone().rev();
    let found = starts.find_map(|start| spelled_at(title, text, start).filter(closed));
    found.unwrap_or_else(|| Origin::whole(title.len(), paragraph))
}

fn image_link(image: &AstNode<'_>) -> Option<NodeLink> {
    match &image.data().value {
        NodeValue::Image(link) => Some((**link).clone()),
        _ => None,
    }
}

/// Whether two paths are one to people, or to Windows: in capital letters or small ones, with `/`
/// or `\`, with another ending for the same kind of picture, or without the folder.
fn same_to_people(path: &str, typed: &str) -> bool {
    let plain = |path: &str| {
        let path = path.replace('\\', "/").to_lowercase();
        let name = path.rsplit('/').next().unwrap_or_default().trim().to_owned();
        name.replace(".jpeg", ".jpg")
    };
    plain(path) == plain(typed)
}
