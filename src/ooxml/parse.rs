//! The text of a part → elements.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::dom::{Child, Element};

/// Reads a part.
pub(crate) fn parse(part: &str) -> Result<Element<'_>, quick_xml::Error> {
    let mut reader = Reader::from_str(part);
    // The elements that are open, the document itself first.
    let mut open = vec![Element::default()];
    loop {
        let from = reader.buffer_position();
        let event = reader.read_event()?;
        // quick-xml lends a tag's text for as long as the event lives, the part lends it longer.
        let tag = || part.get(from as usize..reader.buffer_position() as usize).unwrap_or_default();
        match event {
            Event::Start(_) => open.push(element(tag())),
            Event::Empty(_) => push(&mut open, element(tag())),
            Event::End(_) => {
                let element = open.pop().unwrap_or_default();
                push(&mut open, element);
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
    let nodes = open.into_iter().next().unwrap_or_default().children.into_iter();
    let root = nodes.into_iter().find_map(|node| match node {
        Child::Element(element) => Some(element),
        Child::Text(_) => None,
    });
    Ok(root.unwrap_or_default())
}

/// The element of a tag, `<w:p ...>` or `<w:p .../>`.
fn element(tag: &str) -> Element<'_> {
    let tag =
        tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim_ascii_end();
    let end = tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(end);
    Element::read(name, attributes)
}

fn push<'a>(open: &mut [Element<'a>], element: Element<'a>) {
    if let Some(parent) = open.last_mut() {
        parent.push(element);
    }
}

fn push_text<'a>(open: &mut [Element<'a>], text: Cow<'a, str>) {
    if let Some(parent) = open.last_mut() {
        match parent.children.last_mut() {
            Some(Child::Text(before)) => before.to_mut().push_str(&text),
            _ => parent.children.push(Child::Text(text)),
        }
    }
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
        for part in ["</a>", "<a></b>", "<a></a></a>", "<a>&#x0;</a>", "<a b"] {
            assert!(parse(part).is_err(), "{part}");
        }
    }
}
