//! A small tree of XML elements, read and written with quick-xml: enough to put a part of a package right.

use std::borrow::Cow;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion};

/// An element with its prefix, e.g. `w:pPr`.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn new(name: &str) -> Element {
        Element { name: name.to_owned(), ..Element::default() }
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Element {
        self.set(name, value);
        self
    }

    pub fn containing(mut self, child: Element) -> Element {
        self.children.push(Node::Element(child));
        self
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((name.to_owned(), value.into())),
        }
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child called `name`, made where there is none.
    pub fn child_or_new(&mut self, name: &str) -> &mut Element {
        let at = self.children.iter().position(|node| matches!(node, Node::Element(element) if element.name == name));
        let at = at.unwrap_or_else(|| {
            self.children.push(Node::Element(Element::new(name)));
            self.children.len() - 1
        });
        match &mut self.children[at] {
            Node::Element(element) => element,
            Node::Text(_) => unreachable!("the position of an element"),
        }
    }

    /// Calls `change` on this element and all below, parents first.
    pub fn walk(&mut self, change: &mut impl FnMut(&mut Element)) {
        change(self);
        self.elements_mut().for_each(|element| element.walk(change));
    }

    /// Reads a part.
    pub fn parse(bytes: &[u8]) -> Result<Element, quick_xml::Error> {
        let mut reader = Reader::from_reader(bytes);
        let mut open = vec![Element::default()];
        loop {
            match reader.read_event()? {
                Event::Start(start) => open.push(begin(&start)?),
                Event::Empty(start) => {
                    let element = begin(&start)?;
                    close(&mut open, element);
                }
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    close(&mut open, element);
                }
                Event::Text(text) => push_text(&mut open, &text.xml10_content()?),
                Event::GeneralRef(reference) => {
                    let name = reference.decode()?;
                    let resolved = match reference.resolve_char_ref()? {
                        Some(c) => c.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned(),
                    };
                    push_text(&mut open, &resolved);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let document = open.swap_remove(0);
        let root = document.children.into_iter().find_map(|node| if let Node::Element(element) = node { Some(element) } else { None });
        Ok(root.unwrap_or_default())
    }

    /// Writes a part with its XML declaration.
    pub fn write(&self) -> std::io::Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        self.write_to(&mut writer)?;
        Ok(writer.into_inner())
    }

    fn write_to(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(&self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((name.as_str(), &*allowed(value)));
        }
        if self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for node in &self.children {
            match node {
                Node::Element(element) => element.write_to(writer)?,
                Node::Text(text) => writer.write_event(Event::Text(BytesText::new(&allowed(text))))?,
            }
        }
        writer.write_event(Event::End(BytesEnd::new(&self.name)))
    }
}

/// `text` with U+FFFD for what no XML can hold: control characters but tab and line ends, and non-characters (XML 1.0, production 2).
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(bad) { Cow::Owned(text.replace(bad, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

fn begin(start: &BytesStart<'_>) -> Result<Element, quick_xml::Error> {
    let mut element = Element::new(&String::from_utf8_lossy(start.name().as_ref()));
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        element.attributes.push((name, attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned()));
    }
    Ok(element)
}

fn close(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(Node::Element(element));
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut() {
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        }
    }
}
