//! A small tree of XML elements, enough to read a part of a package and to put it right. quick-xml
//! reads and escapes; what nobody changes is borrowed from the part that was read, attributes as
//! the text that they were.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes;

use super::names::HEAD;

/// An element with its prefix, e.g. `w:pPr`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element<'a> {
    pub name: Cow<'a, str>,
    attributes: Attributes<'a>,
    pub children: Vec<Child<'a>>,
}

#[derive(Debug, Clone)]
enum Attributes<'a> {
    /// The text of a tag behind its name, as it was read.
    Read(&'a str),
    /// Names and values, once one of them has been changed.
    Made(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

/// What stands inside an element.
#[derive(Debug, Clone)]
pub(crate) enum Child<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// An empty element.
    pub fn new(name: impl Into<Cow<'a, str>>) -> Self {
        Element { name: name.into(), ..Element::default() }
    }

    /// An empty element whose attributes are still as they were read.
    pub(super) fn read(name: &'a str, attributes: &'a str) -> Self {
        let (name, attributes) = (name.into(), Attributes::Read(attributes));
        Element { name, attributes, children: Vec::new() }
    }

    /// The element with an attribute set.
    pub fn with(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.set(name, value);
        self
    }

    /// The element with `child` as its last child.
    pub fn containing(mut self, child: Element<'a>) -> Self {
        self.push(child);
        self
    }

    /// Adds a child behind the others.
    pub fn push(&mut self, child: Element<'a>) {
        self.children.push(Child::Element(child));
    }

    /// Adds a child in front of the one at `at`.
    pub fn insert(&mut self, at: usize, child: Element<'a>) {
        self.children.insert(at, Child::Element(child));
    }

    /// The value of an attribute.
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

    /// Sets an attribute, at its place where it is there already, else behind the others.
    pub fn set(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let list = self.attributes.list();
        match list.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.into(),
            None => list.push((name.into(), value.into())),
        }
    }

    /// The prefixes that it declares, with their namespaces; the default one has none.
    pub(super) fn declarations(&self) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        let Attributes::Read(text) = self.attributes else { return Vec::new() };
        if !text.contains("xmlns") {
            return Vec::new();
        }
        let declared = pairs(text).filter_map(|(name, uri)| {
            let prefix = name.strip_prefix("xmlns")?;
            let prefix = if prefix.is_empty() { "" } else { prefix.strip_prefix(':')? };
            Some((prefix.to_owned().into(), uri))
        });
        declared.collect()
    }

    /// Gives the attributes that have a prefix the one that `ours` has for it.
    pub(super) fn rename_attributes(&mut self, ours: impl Fn(&str) -> Option<String>) {
        if matches!(self.attributes, Attributes::Read(text) if !text.contains(':')) {
            return;
        }
        for (name, _) in self.attributes.list() {
            if let Some((prefix, local)) = name.split_once(':')
                && let Some(ours) = ours(prefix)
            {
                *name = format!("{ours}:{local}").into();
            }
        }
    }

    /// All text below it.
    pub fn text(&self) -> String {
        fn add(element: &Element<'_>, text: &mut String) {
            for child in &element.children {
                match child {
                    Child::Element(element) => add(element, text),
                    Child::Text(own) => text.push_str(own),
                }
            }
        }
        let mut text = String::new();
        add(self, &mut text);
        text
    }

    /// Takes attributes away.
    pub fn remove(&mut self, names: &[&str]) {
        self.attributes.list().retain(|(name, _)| !names.contains(&&**name));
    }

    /// The elements among its children.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| {
            if let Child::Element(element) = node { Some(element) } else { None }
        })
    }

    /// The same, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element<'a>> {
        self.children.iter_mut().filter_map(|node| {
            if let Child::Element(element) = node { Some(element) } else { None }
        })
    }

    /// The first child called `name`.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child called `name`, made where there is none.
    pub fn child_or_new(&mut self, name: &'a str) -> &mut Element<'a> {
        let at = self
            .children
            .iter()
            .position(|node| matches!(node, Child::Element(element) if element.name == name));
        let at = at.unwrap_or_else(|| {
            self.push(Element::new(name));
            self.children.len() - 1
        });
        match &mut self.children[at] {
            Child::Element(element) => element,
            Child::Text(_) => unreachable!("the position of an element"),
        }
    }

    /// Calls `change` on this element and all below, parents first.
    pub fn walk(&mut self, change: &mut impl FnMut(&mut Element<'a>)) {
        change(self);
        self.elements_mut().for_each(|element| element.walk(change));
    }

    /// Writes a part, its declaration on the same line.
    pub fn write(&self) -> Vec<u8> {
        let mut text = HEAD.trim_end().to_owned();
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
                    out.extend([" ", name, "=\"", &escape(value), "\""]);
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
                Child::Element(element) => element.write_to(out),
                Child::Text(text) => out.push_str(&escape(text)),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Text as XML holds it.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(allowed(text))
}

/// `text` with U+FFFD for what no XML can hold: control characters but tab and line ends, and
/// non-characters (XML 1.0, production 2).
fn allowed(text: &str) -> Cow<'_, str> {
    // The bytes tell nearly every text at once: U+FFFE and U+FFFF begin with EF.
    if !text.bytes().any(|byte| byte < b' ' || byte == 0xef) {
        return Cow::Borrowed(text);
    }
    let bad = |c: char| {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(bad) { Cow::Owned(text.replace(bad, "\u{fffd}")) } else { Cow::Borrowed(text) }
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
