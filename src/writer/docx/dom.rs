//! A small tree of XML elements, enough to put a part of a package right. quick-xml reads and escapes; what nobody changes is borrowed from the
//! part that was read, attributes as the text that they were.

use std::borrow::Cow;

use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::Event;
use quick_xml::events::attributes;
use quick_xml::{Reader, XmlVersion};

/// An element with its prefix, e.g. `w:pPr`.
#[derive(Debug, Clone, Default)]
pub(super) struct Element<'a> {
    pub name: Cow<'a, str>,
    attributes: Attributes<'a>,
    pub children: Vec<Node<'a>>,
}

#[derive(Debug, Clone)]
enum Attributes<'a> {
    /// The text of a tag behind its name, as it was read.
    Read(&'a str),
    /// Names and values, once one of them has been changed.
    Made(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

#[derive(Debug, Clone)]
pub(super) enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    pub fn new(name: impl Into<Cow<'a, str>>) -> Self {
        Element { name: name.into(), ..Element::default() }
    }

    pub fn with(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.set(name, value);
        self
    }

    pub fn containing(mut self, child: Element<'a>) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        match &self.attributes {
            Attributes::Read(text) => {
                pairs(text).find(|(known, _)| known == name).map(|(_, value)| value)
            }
            Attributes::Made(list) => list
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| Cow::Borrowed(&**value)),
        }
    }

    pub fn set(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let list = self.attributes.list();
        match list.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.into(),
            None => list.push((name.into(), value.into())),
        }
    }

    pub fn remove(&mut self, names: &[&str]) {
        self.attributes.list().retain(|(name, _)| !names.contains(&&**name));
    }

    /// The same tag with nothing in it.
    pub fn emptied(&self) -> Self {
        Element {
            name: self.name.clone(),
            attributes: self.attributes.clone(),
            children: Vec::new(),
        }
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children
            .iter()
            .filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element<'a>> {
        self.children
            .iter_mut()
            .filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child called `name`, made where there is none.
    pub fn child_or_new(&mut self, name: &'a str) -> &mut Element<'a> {
        let at = self
            .children
            .iter()
            .position(|node| matches!(node, Node::Element(element) if element.name == name));
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
    pub fn walk(&mut self, change: &mut impl FnMut(&mut Element<'a>)) {
        change(self);
        self.elements_mut().for_each(|element| element.walk(change));
    }

    /// Reads a part.
    pub fn parse(part: &'a str) -> Result<Self, quick_xml::Error> {
        let mut reader = Reader::from_str(part);
        reader.config_mut().check_end_names = false; // docx-rs closes what it opens
        let mut open = vec![Element::default()];
        loop {
            let from = reader.buffer_position();
            let event = reader.read_event()?;
            // quick-xml lends a tag's text for as long as the event lives, the part lends it for longer.
            let tag =
                || part.get(from as usize..reader.buffer_position() as usize).unwrap_or_default();
            match event {
                Event::Start(_) => open.push(begin(tag())),
                Event::Empty(_) => close(&mut open, begin(tag())),
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    close(&mut open, element);
                }
                Event::Text(text) => push_text(&mut open, text.xml10_content()?),
                Event::GeneralRef(reference) => {
                    let name = reference.decode()?;
                    let resolved = match reference.resolve_char_ref()? {
                        Some(c) => Cow::Owned(c.to_string()),
                        None => Cow::Borrowed(resolve_predefined_entity(&name).unwrap_or_default()),
                    };
                    push_text(&mut open, resolved);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let document = open.swap_remove(0);
        let root = document
            .children
            .into_iter()
            .find_map(|node| if let Node::Element(element) = node { Some(element) } else { None });
        Ok(root.unwrap_or_default())
    }

    /// Writes a part with its XML declaration.
    pub fn write(&self) -> Vec<u8> {
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>".to_owned();
        self.write_to(&mut text);
        text.into_bytes()
    }

    fn write_to(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        match &self.attributes {
            Attributes::Read(text) => out.push_str(text),
            Attributes::Made(list) => {
                for (name, value) in list {
                    out.extend([" ", name, "=\"", &escape(allowed(value)), "\""]);
                }
            }
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for node in &self.children {
            match node {
                Node::Element(element) => element.write_to(out),
                Node::Text(text) => out.push_str(&escape(allowed(text))),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// `text` with U+FFFD for what no XML can hold: control characters but tab and line ends, and non-characters (XML 1.0, production 2).
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    // The bytes tell nearly every text at once: U+FFFE and U+FFFF begin with EF.
    if !text.bytes().any(|byte| byte < b' ' || byte == 0xef) {
        return Cow::Borrowed(text);
    }
    let bad = |c: char| {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(bad) { Cow::Owned(text.replace(bad, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// The element of a tag, `<w:p ...>` or `<w:p .../>`.
fn begin(tag: &str) -> Element<'_> {
    let tag =
        tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim_ascii_end();
    let end = tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(end);
    Element { name: name.into(), attributes: Attributes::Read(attributes), children: Vec::new() }
}

/// Names and values in the text of a tag behind its name; one that is not well-formed is left out.
fn pairs(text: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    attributes::Attributes::new(text, 0).flatten().filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((String::from_utf8_lossy(attribute.key.into_inner()), value))
    })
}

impl<'a> Attributes<'a> {
    fn list(&mut self) -> &mut Vec<(Cow<'a, str>, Cow<'a, str>)> {
        if let Attributes::Read(text) = self {
            *self = Attributes::Made(pairs(text).collect());
        }
        match self {
            Attributes::Made(list) => list,
            Attributes::Read(_) => unreachable!("made above"),
        }
    }
}

impl Default for Attributes<'_> {
    fn default() -> Self {
        Attributes::Read("")
    }
}

fn close<'a>(open: &mut [Element<'a>], element: Element<'a>) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(Node::Element(element));
    }
}

fn push_text<'a>(open: &mut [Element<'a>], text: Cow<'a, str>) {
    if let Some(parent) = open.last_mut() {
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.to_mut().push_str(&text),
            _ => parent.children.push(Node::Text(text)),
        }
    }
}
