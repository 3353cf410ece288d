//! Native charts: a frame in the text, a part with the drawing and its numbers, and a workbook.

use super::chart_part::chart_part;
use super::file::WordFile;
use super::measures::{Measures, emu_nm};
use super::mend;
use super::workbook::workbook;
use crate::document::{Chart, Document, FigureSetting};
use crate::ooxml::names::{self, A, C};
use crate::ooxml::{Element, Relations};

/// Adds the charts' parts.
pub(super) fn add(
    file: &mut WordFile,
    document: &Document,
    measures: &Measures<'_>,
) -> mend::Result<()> {
    for (index, chart) in document.charts().into_iter().enumerate() {
        one(file, index + 1, chart, &document.meta.language, measures)?;
    }
    Ok(())
}

fn one(
    file: &mut WordFile,
    number: usize,
    chart: &Chart,
    language: &str,
    measures: &Measures<'_>,
) -> mend::Result<()> {
    let target = format!("charts/chart{number}.xml");
    let book = format!("embeddings/workbook{number}.xlsx");
    let part = chart_part(chart, language, measures);
    let relations = Relations::default().with("rId1", names::PACKAGE, format!("../{book}"));
    file.add(&relation(number), names::CHART, &target, part);
    file.relate(&target, &relations);
    file.add_unrelated(names::PACKAGE, &book, workbook(chart)?);
    Ok(())
}

/// The relation from the text to a chart, counted from 1.
fn relation(number: usize) -> String {
    format!("rIdChart{number}")
}

/// The frame in the text, of which docx-rs knows none; `number` counts charts from 1.
pub(super) fn frame(number: usize, setting: &FigureSetting) -> Element<'static> {
    let (width, height) = (emu_nm(setting.width_nm), emu_nm(setting.height_nm));
    let none = |name: &'static str, sides: [&'static str; 4]| {
        sides.into_iter().fold(Element::new(name), |element, side| element.with(side, "0"))
    };
    let chart = Element::new("c:chart").with("xmlns:c", C).with("r:id", relation(number));
    let data = Element::new("a:graphicData").with("uri", C).containing(chart);
    let extent =
        Element::new("wp:extent").with("cx", width.to_string()).with("cy", height.to_string());
    let inline = none("wp:inline", ["distT", "distB", "distL", "distR"])
        .containing(extent)
        .containing(none("wp:effectExtent", ["l", "t", "r", "b"]))
        .containing(Element::new("wp:docPr"))
        .containing(Element::new("wp:cNvGraphicFramePr"))
        .containing(Element::new("a:graphic").with("xmlns:a", A).containing(data));
    Element::new("w:drawing").containing(inline)
}
