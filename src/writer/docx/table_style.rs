//! The style of tables: its rules, and how far from them text stands. A table that an editor adds
//! looks like ours once it has the style.

use super::measures::{Measures, twips_mm};
use crate::form::StyleNames;
use crate::ooxml::Element;

/// The id of the style.
pub(super) const ID: &str = "ReportTable";

/// Word's own style of tables, and ours.
pub(super) fn all(measures: &Measures<'_>, names: &StyleNames) -> [Element<'static>; 2] {
    let value = |name: &'static str, value: String| Element::new(name).with("w:val", value);
    let table = |id: &'static str, name: &str| {
        Element::new("w:style")
            .with("w:type", "table")
            .with("w:styleId", id)
            .containing(value("w:name", name.to_owned()))
    };
    let normal = table("TableNormal", "Normal Table")
        .with("w:default", "1")
        .containing(value("w:uiPriority", "99".to_owned()))
        .containing(Element::new("w:semiHidden"))
        .containing(Element::new("w:unhideWhenUsed"))
        .containing(
            Element::new("w:tblPr")
                .containing(Element::new("w:tblInd").with("w:w", "0").with("w:type", "dxa"))
                .containing(margins(WORDS_OWN)),
        );
    let pad = twips_mm(measures.style.table.pad_x_mm);
    let properties = Element::new("w:tblPr").containing(rules(measures)).containing(margins(pad));
    let ours = table(ID, &names.table)
        .containing(value("w:basedOn", "TableNormal".to_owned()))
        .containing(value("w:uiPriority", "39".to_owned()))
        .containing(Element::new("w:qFormat"))
        .containing(properties);
    [normal, ours]
}

/// Twips between text and rule, left and right, in Word's own style.
const WORDS_OWN: i32 = 108;

fn margins(side: i32) -> Element<'static> {
    let margin = |name: &'static str, width: i32| {
        Element::new(name).with("w:w", width.to_string()).with("w:type", "dxa")
    };
    Element::new("w:tblCellMar")
        .containing(margin("w:top", 0))
        .containing(margin("w:left", side))
        .containing(margin("w:bottom", 0))
        .containing(margin("w:right", side))
}

fn rules(measures: &Measures<'_>) -> Element<'static> {
    let eighths = (measures.style.table.rule_pt * 8.0).round().to_string();
    ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]
        .into_iter()
        .map(|side| {
            Element::new(side)
                .with("w:val", "single")
                .with("w:sz", eighths.clone())
                .with("w:space", "0")
                .with("w:color", "000000")
        })
        .fold(Element::new("w:tblBorders"), Element::containing)
}
