//! The document as one web page that needs no other file, or as the article alone for a site's own
//! editor.
//!
//! Tables are written so that a screen reader tells of every number the heads that the form gives
//! it: `scope` on every head, and one table a group, since browsers take all heads of a column for
//! those of each of its cells. Everything that is not the document's comes from `[page]` of the
//! layout.

mod charts;
mod head;
mod markup;
mod tables;
mod text;

use std::collections::BTreeSet;

use self::markup::{Classes, Markup};
use crate::document::{Block, Document};
use crate::file_map::FileMap;
use crate::form::PageForm;

/// What the writer needs beside the document.
pub struct PageInput<'a> {
    /// Words of the page.
    pub words: &'a PageForm,
    /// Its style sheet.
    pub style: &'a str,
    /// Pictures by path.
    pub pictures: &'a FileMap,
    /// Files made beside the page, by the ends of their names.
    pub beside: &'a [(&'static str, String)],
}

/// The whole page.
pub fn page(document: &Document, input: &PageInput<'_>) -> Vec<u8> {
    let mut markup = Markup::new(Classes::Named);
    head::open(&mut markup, document, input.words, input.style);
    let mut writer = Writer::new(markup, document, input);
    writer.article();
    let mut markup = writer.markup;
    head::close(&mut markup);
    markup.finish().into_bytes()
}

/// The article alone, its style in its elements.
pub fn fragment(document: &Document, input: &PageInput<'_>) -> Vec<u8> {
    let markup = Markup::new(Classes::Inline(&input.words.inline));
    let mut writer = Writer::new(markup, document, input);
    writer.article();
    writer.markup.finish().into_bytes()
}

/// A page as it is written, with what has been counted on the way.
struct Writer<'a> {
    markup: Markup<'a>,
    document: &'a Document,
    input: &'a PageInput<'a>,
    /// Headings of sections so far.
    sections: usize,
    /// Mentions of each note.
    mentions: Vec<usize>,
    /// Names of regions so far: two of one name can't be told apart.
    regions: BTreeSet<String>,
    charts: usize,
}

impl<'a> Writer<'a> {
    fn new(markup: Markup<'a>, document: &'a Document, input: &'a PageInput<'a>) -> Self {
        Writer {
            markup,
            document,
            input,
            sections: 0,
            mentions: vec![0; document.notes.len()],
            regions: BTreeSet::new(),
            charts: 0,
        }
    }

    fn article(&mut self) {
        let document = self.document;
        self.markup.open("article", "report", &[("lang", &document.meta.language)]);
        self.markup.line();
        self.title();
        self.draft_mark();
        self.downloads();
        self.contents();
        self.blocks(&document.blocks);
        self.signature();
        self.notes();
        self.findings();
        self.markup.close("article");
        self.markup.line();
    }

    fn title(&mut self) {
        self.markup.open("h1", "", &[("id", "nb-title")]);
        for line in &self.document.title.lines {
            self.markup.element("span", "title-line", &[], line);
        }
        self.markup.close("h1");
        self.markup.line();
    }

    fn draft_mark(&mut self) {
        if let Some(draft) = &self.document.draft {
            self.markup.element("p", "draft", &[], &draft.watermark);
            self.markup.line();
        }
    }

    fn downloads(&mut self) {
        let words = self.input.words;
        let named = |(end, _): &&(&'static str, String)| words.files.contains_key(*end);
        let files: Vec<_> = self.input.beside.iter().filter(named).collect();
        if files.is_empty() {
            return;
        }
        self.markup.open("p", "downloads", &[]);
        self.markup.text(&words.downloads);
        for (end, address) in files {
            self.markup.open("a", "", &[("href", address), ("download", "")]);
            self.markup.text(&words.files[*end]);
            self.markup.close("a");
        }
        self.markup.close("p");
        self.markup.line();
    }

    fn contents(&mut self) {
        self.markup.open("nav", "contents", &[("aria-label", &self.input.words.contents)]);
        self.markup.open("ol", "plain-list", &[]);
        let blocks = self.document.all_blocks();
        let headings = blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) if heading.level == 1 => Some(heading),
            _ => None,
        });
        for (index, heading) in headings.enumerate() {
            self.markup.open("li", "plain-item", &[]);
            self.markup.open("a", "", &[("href", &format!("#{}", section(index)))]);
            self.markup.text(&heading.number);
            self.plain(&heading.content);
            self.markup.close("a");
            self.markup.close("li");
        }
        self.markup.close("ol");
        self.markup.close("nav");
        self.markup.line();
    }

    fn signature(&mut self) {
        let Some(signature) = &self.document.signature else { return };
        self.markup.open("div", "signature", &[]);
        for line in &signature.lines {
            self.markup.element("p", "signature-line", &[], &line.text);
        }
        self.markup.close("div");
        self.markup.line();
    }

    fn findings(&mut self) {
        let told = self.document.draft.as_ref().filter(|it| !it.findings.items.is_empty());
        let Some(draft) = told else { return };
        self.markup.element("h2", "", &[], &draft.heading);
        self.list(&draft.findings);
    }
}

/// The address of a file beside the page, by its name.
pub fn address(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let part =
        |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(part).collect()
}

/// The name of a section's heading in addresses.
fn section(index: usize) -> String {
    format!("nb-section-{}", index + 1)
}
