//! Blocks and pieces of the text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Writer, section};
use crate::document::{Block, Figure, Heading, Inline, List, Paragraph, plain};

impl Writer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.heading(heading),
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Remark(remark) => {
                    self.markup.open("p", "remark", &[]);
                    self.inlines(&remark.content);
                    self.markup.close("p");
                }
                Block::RunIn { heading, paragraph } => {
                    self.heading(heading);
                    self.paragraph(paragraph);
                }
                Block::List(list) => self.list(list),
                Block::Table(table) => self.table(table),
                Block::Figure(figure) => self.figure(figure),
                Block::Chart(chart) => self.chart(chart),
                Block::Turned { blocks } => self.blocks(blocks),
            }
            self.markup.line();
        }
    }

    fn heading(&mut self, heading: &Heading) {
        // The title is the page's only first heading.
        let tag = ["h2", "h3", "h4", "h5"][usize::from(heading.level.clamp(1, 4)) - 1];
        if heading.level == 1 {
            let id = section(self.sections);
            self.sections += 1;
            self.markup.open(tag, "", &[("id", &id)]);
        } else {
            self.markup.open(tag, "", &[]);
        }
        self.markup.text(&heading.number);
        self.inlines(&heading.content);
        self.markup.close(tag);
        self.markup.line();
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.markup.open("p", "", language(paragraph));
        for inline in &paragraph.content {
            self.inlines(std::slice::from_ref(inline));
            // A line that is begun anew begins as the first does.
            if let Inline::Break { .. } = inline {
                self.markup.element("span", "turn", &[], "");
            }
        }
        self.markup.close("p");
    }

    pub(super) fn list(&mut self, list: &List) {
        let tag = match list.start {
            None => {
                self.markup.open("ul", "", &[]);
                "ul"
            }
            Some(1) => {
                self.markup.open("ol", "", &[]);
                "ol"
            }
            Some(start) => {
                self.markup.open("ol", "", &[("start", &start.to_string())]);
                "ol"
            }
        };
        for item in &list.items {
            self.markup.open("li", "", &[]);
            match item.as_slice() {
                [Block::Paragraph(only)] => self.inlines(&only.content),
                blocks => self.item(blocks),
            }
            self.markup.close("li");
        }
        self.markup.close(tag);
    }

    /// An item of several blocks; its paragraphs stand at the item's edge.
    fn item(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    self.markup.open("p", "item", language(paragraph));
                    self.inlines(&paragraph.content);
                    self.markup.close("p");
                }
                other => self.blocks(std::slice::from_ref(other)),
            }
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let bytes = self.input.pictures.get(&figure.path).map_or(&[][..], AsRef::as_ref);
        let kind = if bytes.starts_with(b"\x89PNG") { "png" } else { "jpeg" };
        let address = format!("data:image/{kind};base64,{}", STANDARD.encode(bytes));
        let [width, height] = figure.pixels.map(|pixels| pixels.to_string());
        let attributes =
            [("src", &*address), ("alt", &figure.alt), ("width", &width), ("height", &height)];
        self.markup.open("figure", "", &[]);
        self.markup.open("img", "", &attributes);
        if !figure.caption.is_empty() {
            self.markup.element("figcaption", "", &[], &figure.caption);
        }
        self.markup.close("figure");
    }

    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } | Inline::Bound { text, .. } => self.markup.text(text),
                Inline::Strong { content, .. } => self.around("strong", &[], content),
                Inline::Emph { content, .. } => self.around("em", &[], content),
                Inline::Link { url, content, .. } => self.around("a", &[("href", url)], content),
                Inline::Note { index, .. } => self.mark(*index),
                Inline::Break { .. } => self.markup.open("br", "", &[]),
            }
        }
    }

    /// The words alone, for places that can hold no link.
    pub(super) fn plain(&mut self, content: &[Inline]) {
        self.markup.text(&plain(content));
    }

    fn around(&mut self, tag: &str, attributes: &[(&str, &str)], content: &[Inline]) {
        self.markup.open(tag, "", attributes);
        self.inlines(content);
        self.markup.close(tag);
    }

    /// The mark of a note. One that is mentioned twice has two marks; the way back leads to the
    /// first.
    fn mark(&mut self, index: usize) {
        let Some(mentions) = self.mentions.get_mut(index) else { return };
        *mentions += 1;
        let number = (index + 1).to_string();
        let id = match *mentions {
            1 => format!("nb-mark-{number}"),
            again => format!("nb-mark-{number}-{again}"),
        };
        let label = self.input.words.note.replace("{n}", &number);
        let address = format!("#nb-note-{number}");
        let attributes =
            [("id", &*id), ("href", &address), ("role", "doc-noteref"), ("aria-label", &label)];
        self.markup.open("sup", "", &[]);
        self.markup.element("a", "", &attributes, &number);
        self.markup.close("sup");
    }

    pub(super) fn notes(&mut self) {
        let document = self.document;
        if document.notes.is_empty() {
            return;
        }
        let words = self.input.words;
        let attributes = [("role", "doc-endnotes"), ("aria-label", &*words.notes)];
        self.markup.open("section", "notes", &attributes);
        self.markup.open("ol", "", &[]);
        for (index, blocks) in document.notes.iter().enumerate() {
            let number = (index + 1).to_string();
            self.markup.open("li", "", &[("id", &format!("nb-note-{number}"))]);
            self.item(blocks);
            if self.mentions[index] > 0 {
                let back = words.back.replace("{n}", &number);
                let address = format!("#nb-mark-{number}");
                let attributes =
                    [("href", &*address), ("role", "doc-backlink"), ("aria-label", &back)];
                self.markup.element("a", "back", &attributes, "↩");
            }
            self.markup.close("li");
        }
        self.markup.close("ol");
        self.markup.close("section");
        self.markup.line();
    }
}

/// The language of a paragraph that is not the page's: of Latin words alone.
fn language(paragraph: &Paragraph) -> &'static [(&'static str, &'static str)] {
    if paragraph.ragged { &[("lang", "en")] } else { &[] }
}
