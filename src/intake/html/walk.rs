//! A page's tree → blocks, as a browser would set them.

use std::collections::BTreeMap;

use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::seen::is_hidden;
use super::table;
use crate::intake::fault::IntakeFault;
use crate::intake::foreign::{
    ForeignBlock, ForeignContent, ForeignDocument, ForeignTable, ForeignText, TextKind,
};
use crate::intake::lines::{is_blank, joined, one_line};
use crate::limits;
use crate::spot::FileSpot;

/// Elements that stand in a line of text; any other begins a new one.
const INLINE: [&str; 40] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "nobr",
    "o:p",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "st1:chsdate",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "img",
    "input",
    "publishtime",
    "ucaptitle",
    "st1:chmetcnv",
];

/// The blocks of a page.
pub(super) fn walk(html: &Html) -> Result<ForeignDocument, IntakeFault> {
    let mut walker = Walker::default();
    for node in html.tree.nodes() {
        walker.note(node.value(), ElementRef::wrap(node));
    }
    walker.element(html.root_element())?;
    walker.flush();
    Ok(walker.document)
}

#[derive(Default)]
struct Walker {
    document: ForeignDocument,
    trail: Vec<u32>,
    /// The text of the paragraph at hand; `\n` for a line break.
    text: String,
    /// How many of its characters are links.
    linked: usize,
    links: usize,
    kind: TextKind,
    /// The numbers of the items to come, list by list; none in lists without numbers.
    lists: Vec<Option<u32>>,
    tables: usize,
}

impl Walker {
    /// Keeps what a page says of itself.
    fn note(&mut self, node: &Node, element: Option<ElementRef<'_>>) {
        let Some(value) = node.as_element() else { return };
        let fact = match (value.name(), value.attr("name"), value.attr("content")) {
            ("meta", Some(name), Some(content)) => (name.to_owned(), content.to_owned()),
            ("title", _, _) => {
                let text: String = element.into_iter().flat_map(|it| it.text()).collect();
                ("title".to_owned(), one_line(&text))
            }
            _ => return,
        };
        if self.document.facts.len() < limits::PAGE_FACTS {
            self.document.facts.push(fact);
        }
    }

    fn element(&mut self, element: ElementRef<'_>) -> Result<(), IntakeFault> {
        let value = element.value();
        if is_hidden(value) {
            return Ok(());
        }
        if self.trail.len() >= limits::PAGE_DEPTH {
            return Err(IntakeFault::Deep);
        }
        match value.name() {
            "br" => {
                self.text.push('\n');
                return Ok(());
            }
            "img" => self.document.pictures += 1,
            "table" => {
                if let Some(table) = table::read(element)? {
                    self.flush();
                    self.table(table);
                    return Ok(());
                }
            }
            _ => {}
        }
        let inline = INLINE.contains(&value.name());
        if !inline {
            self.flush();
        }
        let before = self.kind;
        let list = self.begin(value);
        self.children(element)?;
        if !inline {
            self.flush();
            self.kind = before;
        }
        if list {
            self.lists.pop();
        }
        self.links -= usize::from(value.name() == "a");
        Ok(())
    }

    /// What an element means for the text in it. Says whether it is a list.
    fn begin(&mut self, element: &Element) -> bool {
        match element.name() {
            "a" => self.links += 1,
            "ul" | "menu" => self.lists.push(None),
            "ol" => {
                let start = element.attr("start").and_then(|start| start.parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "li" => {
                let depth = u8::try_from(self.lists.len().max(1)).unwrap_or(u8::MAX);
                let number = self.lists.last().copied().flatten();
                if let Some(next) = self.lists.last_mut().and_then(Option::as_mut) {
                    *next = next.saturating_add(1);
                }
                self.kind = TextKind::Item { number, depth };
            }
            "h1" => self.kind = TextKind::Title,
            _ => {}
        }
        matches!(element.name(), "ul" | "ol" | "menu")
    }

    fn children(&mut self, element: ElementRef<'_>) -> Result<(), IntakeFault> {
        for (at, child) in element.children().enumerate() {
            match child.value() {
                Node::Text(text) => self.words(text),
                Node::Element(_) => {
                    self.trail.push(at as u32);
                    let done = ElementRef::wrap(child).map_or(Ok(()), |child| self.element(child));
                    self.trail.pop();
                    done?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn words(&mut self, text: &str) {
        // A line end of the source is a space; indents of U+3000 and tabs say where a line begins.
        self.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        if self.links > 0 {
            self.linked += text.chars().filter(|c| !c.is_whitespace()).count();
        }
    }

    /// Ends the paragraph at hand.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        if is_blank(&text) {
            return;
        }
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        for paragraph in joined(&text) {
            let content = ForeignContent::Text(ForeignText {
                text: paragraph,
                kind: self.kind,
                run_in: None,
                linked: linked * 10 > count * 7,
            });
            self.push(FileSpot::Somewhere, content);
            // What follows in the same item is a paragraph of it.
            if let TextKind::Item { .. } = self.kind {
                self.kind = TextKind::Plain;
            }
        }
    }

    fn table(&mut self, mut table: ForeignTable) {
        self.tables += 1;
        table.number = self.tables;
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for cell in &mut table.cells {
            let column = places.entry(cell.row).or_default();
            *column += 1;
            cell.spot = FileSpot::Cell { table: table.number, row: cell.row + 1, column: *column };
        }
        let spot = FileSpot::Cell { table: table.number, row: 1, column: 1 };
        self.push(spot, ForeignContent::Table(table));
    }

    fn push(&mut self, spot: FileSpot, content: ForeignContent) {
        self.document.blocks.push(ForeignBlock { trail: self.trail.clone(), spot, content });
    }
}
