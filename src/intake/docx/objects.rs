//! What stands in a paragraph and is no text.

use crate::intake::FlatObject;
use crate::ooxml::Element;

/// What a drawing, in new or old markup, is; none where it is no drawing.
pub(super) fn object(element: &Element<'_>) -> Option<FlatObject> {
    if !matches!(&*element.name, "w:drawing" | "w:pict" | "w:object") {
        return None;
    }
    if find(element, "c:chart").is_some() {
        return Some(FlatObject::Chart);
    }
    if let Some(content) = find(element, "w:txbxContent") {
        let paragraphs = content.elements().map(text).collect::<Vec<_>>();
        return Some(FlatObject::Box(paragraphs.join("\n")));
    }
    if find(element, "a:blip").or_else(|| find(element, "v:imagedata")).is_some() {
        let said = find(element, "wp:docPr").and_then(|it| it.attribute("descr"));
        return Some(FlatObject::Picture(said.unwrap_or_default().into_owned()));
    }
    Some(FlatObject::Other)
}

/// The first element of this name below another.
fn find<'e, 'a>(within: &'e Element<'a>, name: &str) -> Option<&'e Element<'a>> {
    within.elements().find_map(|element| match element.name == name {
        true => Some(element),
        false => find(element, name),
    })
}

/// All that is written below an element.
fn text(element: &Element<'_>) -> String {
    match &*element.name {
        "w:t" => element.text(),
        _ => element.elements().map(text).collect(),
    }
}
