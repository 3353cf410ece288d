//! The report's own files as they were, with what was set of them, for whoever reads an editor's
//! changes back.

use super::anchors;
use super::extras::CarriedSource;
use super::file::WordFile;
use crate::anchor;
use crate::ooxml::names::{self, CUSTOM_XML, HEAD};
use crate::ooxml::{Element, Relations, escape};

/// What the part is, for programs. Its id is the same in every file: it names the kind of data, not
/// the report.
const KIND: &str = names::SOURCE;
const KIND_ID: &str = "{6E69616E-6261-4F00-8000-736F75726365}";

/// A paragraph's anchor and its text as it is set.
type SetText = (String, String);

/// Adds the report; `texts` are its paragraphs as they are set.
pub(super) fn add(file: &mut WordFile, source: CarriedSource<'_>, texts: &[SetText]) {
    let CarriedSource { files, values, layout } = source;
    let mut held = String::new();
    for (name, bytes) in files {
        held += &named("file", "name", name, &String::from_utf8_lossy(bytes));
    }
    for value in values {
        held += &format!("<value>{}</value>", escape(value));
    }
    for (anchor, text) in texts {
        held += &named("text", "anchor", anchor, text);
    }
    let (layout, version) = (escape(layout), env!("CARGO_PKG_VERSION"));
    let source = format!(
        "{HEAD}<source xmlns=\"{KIND}\" layout=\"{layout}\" program=\"{version}\">{held}</source>"
    );
    let properties = format!(
        "{HEAD}<ds:datastoreItem xmlns:ds=\"{CUSTOM_XML}\" ds:itemID=\"{KIND_ID}\"><ds:schemaRefs>\
         <ds:schemaRef ds:uri=\"{KIND}\"/></ds:schemaRefs></ds:datastoreItem>"
    );
    let properties_kind = names::CUSTOM_DATA_PROPERTIES;
    let relations = Relations::default().with("rId1", properties_kind, "itemProps1.xml");
    file.relations.add("rIdSource", names::CUSTOM_DATA, "../customXml/item1.xml");
    file.package.add("customXml/item1.xml", names::CUSTOM_DATA, source);
    file.package.add("customXml/itemProps1.xml", properties_kind, properties);
    file.package.relate("customXml/item1.xml", &relations);
}

fn named(kind: &str, key: &str, name: &str, text: &str) -> String {
    let text = escape(text).replace('\r', "&#13;"); // XML readers turn CR into LF
    format!("<{kind} {key}=\"{}\">{text}</{kind}>", escape(name))
}

/// The text of each anchored paragraph of the text, numbers of the form left out: report.json has
/// them.
pub(super) fn texts(text: &Element<'_>) -> Vec<SetText> {
    let mut texts = Vec::new();
    collect(text, &mut texts);
    texts
}

fn collect(within: &Element<'_>, texts: &mut Vec<SetText>) {
    for element in within.elements() {
        if element.name != "w:p" {
            collect(element, texts);
        } else if let Some(name) = anchors::of(element).find(|name| !anchor::is_number(name)) {
            let mut text = String::new();
            words(element, &mut text);
            texts.push((name, text));
        }
    }
}

/// What is read in a paragraph, a line break as `\n`.
fn words(within: &Element<'_>, text: &mut String) {
    for element in within.elements() {
        match &*element.name {
            "w:t" => text.push_str(&element.text()),
            "w:br" => text.push('\n'),
            _ => words(element, text),
        }
    }
}
