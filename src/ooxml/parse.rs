//! The text of a part → elements. Whoever wrote the part, reading it has bounds: dropping a tree
//! goes as deep as the tree does.

use std::borrow::Cow;
use std::fmt;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::dom::{Child, Element};
use crate::limits;

/// Why a part was not read.
#[derive(Debug)]
pub(crate) enum XmlFault {
    /// It is not well-formed at this byte.
    Malformed(u64),
    /// It declares entities, or might.
    Doctype,
    /// It is deeper, or has more or longer pieces, than any part of a report.
    Excess,
}

impl fmt::Display for XmlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for XmlFault {}

/// Reads a part.
pub(crate) fn parse(part: &str) -> Result<Element<'_>, XmlFault> {
    let mut reader = Reader::from_str(part);
    let mut tree = Tree::default();
    loop {
        let from = reader.buffer_position();
        let event =
            reader.read_event().map_err(|_| XmlFault::Malformed(reader.error_position()))?;
        let malformed = || XmlFault::Malformed(from);
        // quick-xml lends a tag's text for as long as the event lives, the part lends it longer.
        let tag = || part.get(from as usize..reader.buffer_position() as usize).unwrap_or_default();
        match event {
            Event::Start(_) => tree.open(tag())?,
            Event::Empty(_) => {
                tree.open(tag())?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.text(text.xml10_content().map_err(|_| malformed())?)?,
            Event::CData(text) => tree.text(text.xml10_content().map_err(|_| malformed())?)?,
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|_| malformed())?;
                let resolved = match reference.resolve_char_ref().map_err(|_| malformed())? {
                    Some(c) => Cow::Owned(c.to_string()),
                    None => resolve_predefined_entity(&name).ok_or_else(malformed)?.into(),
                };
                tree.text(resolved)?;
            }
            Event::DocType(_) => return Err(XmlFault::Doctype),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    tree.root().ok_or(XmlFault::Malformed(part.len() as u64))
}

/// The elements that are open, the document itself first.
struct Tree<'a> {
    open: Vec<Element<'a>>,
    /// Elements and pieces of text so far.
    nodes: usize,
}

impl Default for Tree<'_> {
    fn default() -> Self {
        Tree { open: vec![Element::default()], nodes: 0 }
    }
}

impl<'a> Tree<'a> {
    fn open(&mut self, tag: &'a str) -> Result<(), XmlFault> {
        self.count()?;
        if self.open.len() > limits::XML_DEPTH || tag.len() > limits::XML_TAG {
            return Err(XmlFault::Excess);
        }
        self.open.push(element(tag));
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if let Some(parent) = self.open.last_mut() {
            parent.push(element);
        }
    }

    fn text(&mut self, text: Cow<'a, str>) -> Result<(), XmlFault> {
        let Some(parent) = self.open.last_mut() else { return Ok(()) };
        match parent.children.last_mut() {
            Some(Child::Text(before)) if before.len() + text.len() > limits::XML_TEXT => {
                return Err(XmlFault::Excess);
            }
            Some(Child::Text(before)) => before.to_mut().push_str(&text),
            _ if text.len() > limits::XML_TEXT => return Err(XmlFault::Excess),
            _ => {
                parent.children.push(Child::Text(text));
                self.count()?;
            }
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), XmlFault> {
        self.nodes += 1;
        if self.nodes > limits::XML_NODES { Err(XmlFault::Excess) } else { Ok(()) }
    }

    /// The one element of the document; none where it is unfinished or has another number of them.
    fn root(self) -> Option<Element<'a>> {
        let [document] = <[Element<'a>; 1]>::try_from(self.open).ok()?;
        let mut elements = document.children.into_iter().filter_map(|node| match node {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        });
        elements.next().filter(|_| elements.next().is_none())
    }
}

/// The element of a tag, `<w:p ...>` or `<w:p .../>`.
fn element(tag: &str) -> Element<'_> {
    let tag =
        tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim_ascii_end();
    let end = tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(end);
    Element::read(name, attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_as_it_was() {
        let part = "<a x=\"1&amp;2\"><b>1 &lt; 2</b><c y=''/>&#20013;</a>";
        let element = parse(part).expect("well-formed");
        let written = String::from_utf8(element.write()).expect("UTF-8");
        assert!(written.ends_with(&part.replace("&#20013;", "\u{4e2d}")), "{written}");
        assert_eq!(element.attribute("x").as_deref(), Some("1&2"));
    }

    #[test]
    fn what_is_not_well_formed_is_an_error() {
        for part in
            ["</a>", "<a></b>", "<a></a></a>", "<a>&#x0;</a>", "<a b", "<a>", "", "<a/><b/>"]
        {
            assert!(matches!(parse(part), Err(XmlFault::Malformed(_))), "{part}");
        }
        assert!(matches!(parse("<a>&x;</a>"), Err(XmlFault::Malformed(_))), "no such entity");
    }

    #[test]
    fn what_hurts_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\">]><a>&x;</a>";
        assert!(matches!(parse(bomb), Err(XmlFault::Doctype)));
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(parse(&deep(limits::XML_DEPTH)).is_ok());
        assert!(matches!(parse(&deep(limits::XML_DEPTH + 1)), Err(XmlFault::Excess)));
        assert!(matches!(parse(&deep(100_000)), Err(XmlFault::Excess)));
        let many = format!("<a>{}</a>", "<b/>".repeat(limits::XML_NODES));
        assert!(matches!(parse(&many), Err(XmlFault::Excess)));
        let long = format!("<a>{}</a>", "x".repeat(limits::XML_TEXT + 1));
        assert!(matches!(parse(&long), Err(XmlFault::Excess)));
        let wide = format!("<a {}/>", "b='' ".repeat(limits::XML_TAG / 5));
        assert!(matches!(parse(&wide), Err(XmlFault::Excess)));
    }
}
