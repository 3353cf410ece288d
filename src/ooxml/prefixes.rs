//! Names that mean the same are spelled the same: whatever prefixes a file gives the namespaces,
//! and whether it is strict or transitional, its elements are called as we call them.

use std::borrow::Cow;

use super::dom::{Child, Element};
use super::names;

/// Our prefix, `None` for what has none; and the namespace as both kinds of files call it.
const KNOWN: [(Option<&str>, &[&str]); 13] = [
    (Some("w"), &[names::W, "http://purl.oclc.org/ooxml/wordprocessingml/main"]),
    (Some("r"), &[names::R, "http://purl.oclc.org/ooxml/officeDocument/relationships"]),
    (Some("a"), &[names::A, "http://purl.oclc.org/ooxml/drawingml/main"]),
    (Some("c"), &[names::C, "http://purl.oclc.org/ooxml/drawingml/chart"]),
    (
        Some("m"),
        &[
            "http://schemas.openxmlformats.org/officeDocument/2006/math",
            "http://purl.oclc.org/ooxml/officeDocument/math",
        ],
    ),
    (
        Some("wp"),
        &[
            "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
            "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        ],
    ),
    (Some("mc"), &["http://schemas.openxmlformats.org/markup-compatibility/2006"]),
    (Some("v"), &["urn:schemas-microsoft-com:vml"]),
    (Some("xml"), &["http://www.w3.org/XML/1998/namespace"]),
    (None, &[names::S, "http://purl.oclc.org/ooxml/spreadsheetml/main"]),
    (None, &[names::RELATIONS]),
    (None, &[names::CONTENT_TYPES]),
    (Some("nb"), &[names::SOURCE]),
];

/// What stands before the names of a namespace that nobody here knows, where they would be taken
/// for ours.
const FOREIGN: &str = "_";

/// Prefixes as the file declares them, and what stands in their place.
type Scope<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// Gives all below `root` our prefixes.
pub(crate) fn canonical(root: &mut Element<'_>) {
    rename(root, &mut Vec::new());
}

fn rename<'a>(element: &mut Element<'a>, scope: &mut Scope<'a>) {
    let outer = scope.len();
    for (prefix, namespace) in element.declarations() {
        let ours = ours(&prefix, &namespace);
        scope.push((prefix, ours));
    }
    let place = |prefix: &str| {
        let declared = scope.iter().rev().find(|(known, _)| known == prefix);
        declared.map(|(_, ours)| &**ours).filter(|ours| *ours != prefix)
    };
    let (prefix, local) = element.name.split_once(':').unwrap_or(("", &element.name));
    let name = match place(prefix) {
        Some("") => Some(local.to_owned()),
        Some(ours) => Some(format!("{ours}:{local}")),
        None => None,
    };
    element.name = name.map_or_else(|| std::mem::take(&mut element.name), Cow::Owned);
    if scope.iter().any(|(prefix, ours)| !prefix.is_empty() && prefix != ours) {
        element.rename_attributes(|prefix| place(prefix).map(str::to_owned));
    }
    for child in &mut element.children {
        if let Child::Element(child) = child {
            rename(child, scope);
        }
    }
    scope.truncate(outer);
}

/// What stands in the place of a prefix: nothing in that of a namespace that we use without one.
fn ours<'a>(prefix: &Cow<'a, str>, namespace: &str) -> Cow<'a, str> {
    let known = KNOWN.iter().find(|(_, names)| names.contains(&namespace));
    match known {
        Some((ours, _)) => Cow::Borrowed(ours.unwrap_or_default()),
        None if prefix.is_empty() => FOREIGN.into(),
        None if KNOWN.iter().any(|(ours, _)| *ours == Some(&**prefix)) => FOREIGN.into(),
        None => prefix.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ooxml::parse;

    fn named(part: &str) -> String {
        let mut root = parse(part).expect("XML");
        canonical(&mut root);
        let written = String::from_utf8(root.write()).expect("UTF-8");
        written.split_once("?>").expect("a head").1.to_owned()
    }

    #[test]
    fn prefixes_are_those_of_the_program() {
        let w = names::W;
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        let plain = format!("<w:p xmlns:w=\"{w}\"><w:r w:x=\"1\" y=\"2\"/></w:p>");
        assert_eq!(named(&plain), plain);
        for other in [
            format!("<q:p xmlns:q=\"{w}\"><q:r q:x=\"1\" y=\"2\"/></q:p>"),
            format!("<q:p xmlns:q=\"{strict}\"><q:r q:x=\"1\" y=\"2\"/></q:p>"),
        ] {
            assert!(named(&other).contains("<w:r w:x=\"1\" y=\"2\"/></w:p>"), "{}", named(&other));
        }
        let default = format!("<p xmlns=\"{w}\" xmlns:k=\"{w}\"><r k:x=\"1\"/></p>");
        assert!(named(&default).contains("<w:r w:x=\"1\"/>"), "{}", named(&default));
        let inner = format!("<w:p xmlns:w=\"urn:x\"><v:r xmlns:v=\"{w}\" v:x=\"1\"/></w:p>");
        assert!(named(&inner).starts_with("<_:p"), "{}", named(&inner));
        assert!(named(&inner).contains(" w:x=\"1\""), "{}", named(&inner));
        assert!(named(&inner).contains("<w:r "), "{}", named(&inner));
    }
}
