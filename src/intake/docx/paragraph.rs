//! The text of a paragraph.

use super::flow::{PartWalk, anchor, chosen};
use super::{View, objects};
use crate::alike;
use crate::intake::{FlatParagraph, FlatRun};
use crate::ooxml::Element;

/// A paragraph while it is read.
struct OpenParagraph {
    paragraph: FlatParagraph,
    /// The id of its style.
    style: String,
    /// Fields that are open, the outermost first.
    fields: Vec<OpenField>,
}

/// A field: an instruction, then what it gave.
#[derive(Default)]
struct OpenField {
    instruction: String,
    has_result: bool,
}

/// What holds for all within an element.
#[derive(Clone, Default)]
struct Around {
    /// Whether it is not there in this view.
    gone: bool,
    link: Option<String>,
}

impl PartWalk<'_> {
    pub(super) fn paragraph(&mut self, element: &Element<'_>) -> FlatParagraph {
        let properties = element.child("w:pPr");
        let style = self.looks.styles.of_paragraph(properties);
        let outline = self.looks.styles.level(&style, properties);
        let list = self.looks.styles.list(&style, properties);
        let paragraph = FlatParagraph {
            style: self.looks.styles.name(&style).to_owned(),
            outline,
            mark: list.map(|list| self.looks.lists.mark(list)),
            centered: self.looks.styles.centered(&style, properties),
            ..FlatParagraph::default()
        };
        let mut reading = OpenParagraph { paragraph, style, fields: Vec::new() };
        self.inlines(element, &Around::default(), &mut reading);
        reading.paragraph
    }

    fn inlines(&mut self, within: &Element<'_>, around: &Around, to: &mut OpenParagraph) {
        for element in within.elements() {
            match &*element.name {
                "w:r" => self.run(element, around, to),
                "w:hyperlink" => {
                    let link = self.link(element).or_else(|| around.link.clone());
                    self.inlines(element, &Around { link, ..around.clone() }, to);
                }
                "w:fldSimple" => {
                    let instruction = element.attribute("w:instr").unwrap_or_default();
                    let link = linked(&instruction).or_else(|| around.link.clone());
                    self.inlines(element, &Around { link, ..around.clone() }, to);
                }
                "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => {
                    self.inlines(element, around, to);
                }
                "w:sdt" => {
                    let empty = element.child("w:sdtPr").and_then(|it| it.child("w:showingPlcHdr"));
                    if let (None, Some(content)) = (empty, element.child("w:sdtContent")) {
                        self.inlines(content, around, to);
                    }
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.inlines(chosen, around, to);
                    }
                }
                "w:bookmarkStart" => {
                    to.paragraph.anchors.extend(anchor(element, to.paragraph.len()));
                }
                "w:commentRangeStart" => self.comments.begin(element),
                "w:commentRangeEnd" => self.comments.end(element),
                "m:oMath" | "m:oMathPara" if !around.gone => {
                    self.push(&element.text(), None, around, to);
                }
                wrapper => {
                    if let Some(shown) = self.view.shows(wrapper) {
                        let gone = around.gone || !shown;
                        self.inlines(element, &Around { gone, ..around.clone() }, to);
                    }
                }
            }
        }
    }

    fn run(&mut self, run: &Element<'_>, around: &Around, to: &mut OpenParagraph) {
        let properties = run.child("w:rPr");
        if properties.is_some_and(|it| it.child("w:vanish").is_some()) {
            return;
        }
        for element in run.elements() {
            match &*element.name {
                "w:fldChar" => to.field(element),
                "w:instrText" | "w:delInstrText" => {
                    if let Some(field) = to.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                _ if around.gone || !to.shows() => {}
                "w:t" => self.push(&element.text(), properties, around, to),
                // What was taken out stands so; elsewhere it is not text.
                "w:delText" if self.view == View::Rejected => {
                    self.push(&element.text(), properties, around, to);
                }
                "w:tab" | "w:ptab" => self.push("\t", properties, around, to),
                "w:noBreakHyphen" => self.push("-", properties, around, to),
                "w:cr" => self.push("\n", properties, around, to),
                "w:br" => match element.attribute("w:type").as_deref() {
                    Some("page" | "column") => {}
                    _ => self.push("\n", properties, around, to),
                },
                "w:sym" => self.push(&symbol(element), properties, around, to),
                "w:footnoteReference" | "w:endnoteReference" => {
                    let kind = element.name.trim_start_matches("w:").chars().next();
                    let id = element.attribute("w:id").unwrap_or_default();
                    let note = kind.map(|kind| format!("{kind}{id}"));
                    to.paragraph.push(FlatRun { note, ..FlatRun::default() });
                }
                "w:commentReference" => self.comments.mark(element, &to.paragraph.text()),
                "w:ruby" => {
                    if let Some(base) = element.child("w:rubyBase") {
                        self.inlines(base, around, to);
                    }
                }
                "w:drawing" | "w:pict" | "w:object" => {
                    to.paragraph.objects.extend(objects::object(element));
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        to.paragraph.objects.extend(chosen.elements().filter_map(objects::object));
                    }
                }
                _ => {}
            }
        }
    }

    fn push(
        &mut self,
        text: &str,
        properties: Option<&Element<'_>>,
        around: &Around,
        to: &mut OpenParagraph,
    ) {
        // What no one sees: some word processors leave such behind.
        let seen = |c: &char| !matches!(c, '\u{200b}' | '\u{200d}' | '\u{feff}' | '\u{ad}');
        let text: String = text.chars().filter(seen).collect();
        let text = alike::usual(&text).into_owned();
        let (strong, emphasis) = properties.map_or((false, false), |it| self.looks.styles.tone(it));
        if to.paragraph.half_points.is_none() && !text.trim().is_empty() {
            to.paragraph.half_points = self.looks.styles.half_points(&to.style, properties);
        }
        self.comments.hear(&text);
        let link = to.link().or_else(|| around.link.clone());
        to.paragraph.push(FlatRun { text, strong, emphasis, link, note: None });
    }

    /// Where a link leads: out of the file, or to a bookmark in it.
    fn link(&self, element: &Element<'_>) -> Option<String> {
        let outside = element.attribute("r:id").and_then(|id| self.links.get(&*id)).cloned();
        let place = element.attribute("w:anchor").map(|name| format!("#{name}"));
        match (outside, place) {
            (Some(url), Some(place)) => Some(url + &place),
            (outside, place) => outside.or(place),
        }
    }
}

impl OpenParagraph {
    fn field(&mut self, element: &Element<'_>) {
        match element.attribute("w:fldCharType").as_deref() {
            Some("begin") => self.fields.push(OpenField::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.has_result = true;
                }
            }
            _ => drop(self.fields.pop()),
        }
    }

    /// Whether text that stands here is seen: instructions of fields are not.
    fn shows(&self) -> bool {
        self.fields.iter().all(|field| field.has_result)
    }

    /// Where the fields around lead.
    fn link(&self) -> Option<String> {
        self.fields.iter().rev().find_map(|field| linked(&field.instruction))
    }
}

/// Where a field leads: `HYPERLINK "https://…" \l "place"`.
fn linked(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let mut link = String::new();
    let mut pieces = rest.split('"');
    while let (Some(switch), Some(quoted)) = (pieces.next(), pieces.next()) {
        match switch.trim() {
            "" => link.insert_str(0, quoted),
            "\\l" => link.push_str(&format!("#{quoted}")),
            _ => {} // where it opens, and what is said of it
        }
    }
    (!link.is_empty()).then_some(link)
}

/// A character of a font of symbols; nothing where only that font knows what it is.
fn symbol(element: &Element<'_>) -> String {
    let code = element.attribute("w:char").and_then(|code| u32::from_str_radix(&code, 16).ok());
    let known = |c: &char| !matches!(c, '\u{e000}'..='\u{f8ff}') && !c.is_control();
    code.and_then(char::from_u32).filter(known).map(String::from).unwrap_or_default()
}
