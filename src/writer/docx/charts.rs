//! Native charts: DrawingML with its numbers, and the workbook that Word opens when someone edits them. The workbook is written here, digit
//! by digit: libraries for workbooks take numbers as floats.

use super::dom::{Element, Node};
use super::package::{self, Part};
use super::parts::{CHART, CHART_LINK, HEAD, WORKBOOK_LINK, escape};
use super::{Measures, styles};
use crate::document::{Chart, ChartKind, Document};
use crate::layout::Role;

/// What stands in the text where a chart goes: U+FFFC, the object replacement character.
pub(super) const PLACE: &str = "\u{fffc}";

/// The namespace of charts, and that of DrawingML.
const CHART_SPACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING_SPACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Puts the charts in their places, and gives their parts and relations.
pub(super) fn add(
    body: &mut Element<'_>,
    document: &Document,
    measures: &Measures<'_>,
    rels: &mut Element<'_>,
) -> Result<Vec<Part>, String> {
    let charts = document.charts();
    let mut placed = 0;
    body.walk(&mut |element| {
        if element.name != "w:p" || !is_place(element) || placed == charts.len() {
            return;
        }
        placed += 1;
        let drawing = drawing(placed, measures);
        if let Some(run) = element.elements_mut().find(|child| child.name == "w:r") {
            run.children = vec![Node::Element(drawing)];
        }
    });
    let mut list = Vec::new();
    for (index, chart) in charts.into_iter().enumerate() {
        let number = index + 1;
        let relation = Element::new("Relationship")
            .with("Id", format!("rIdChart{number}"))
            .with("Type", CHART_LINK);
        rels.children
            .push(Node::Element(relation.with("Target", format!("charts/chart{number}.xml"))));
        list.push(Part::xml(
            &format!("word/charts/chart{number}.xml"),
            CHART,
            chart_part(chart, &document.meta.language, measures).into_bytes(),
        ));
        let workbook = format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{WORKBOOK_LINK}\" Target=\"../embeddings/workbook{number}.xlsx\"/></Relationships>"
        );
        list.push(Part::plain(
            &format!("word/charts/_rels/chart{number}.xml.rels"),
            workbook.into_bytes(),
        ));
        let bytes = package::zip(&workbook_parts(chart)).map_err(|error| error.to_string())?;
        list.push(Part::plain(&format!("word/embeddings/workbook{number}.xlsx"), bytes));
    }
    Ok(list)
}

/// Height of a chart, twips: so many lines of the grid without the last one's leading.
pub(super) fn height(measures: &Measures<'_>) -> f64 {
    f64::from(measures.style.figure.lines_max) * f64::from(measures.pitch) - measures.leading()
}

fn is_place(paragraph: &Element<'_>) -> bool {
    let style = paragraph.child("w:pPr").and_then(|properties| properties.child("w:pStyle"));
    let text =
        paragraph.elements().filter_map(|run| run.child("w:t")).flat_map(|text| &text.children);
    style.is_some_and(|style| style.attribute("w:val").as_deref() == Some(styles::FIGURE))
        && text.into_iter().any(|node| matches!(node, Node::Text(text) if text == PLACE))
}

/// The frame in the text. Names and alternative texts of all pictures are given elsewhere.
fn drawing(number: usize, measures: &Measures<'_>) -> Element<'static> {
    let emu = |twips: f64| (twips * 635.0).round().to_string();
    let (width, height) = (emu(f64::from(measures.text_width)), emu(height(measures)));
    let none = |name: &'static str, sides: [&'static str; 4]| {
        sides.into_iter().fold(Element::new(name), |element, side| element.with(side, "0"))
    };
    let chart = Element::new("c:chart")
        .with("xmlns:c", CHART_SPACE)
        .with("r:id", format!("rIdChart{number}"));
    let data = Element::new("a:graphicData").with("uri", CHART_SPACE).containing(chart);
    let inline = none("wp:inline", ["distT", "distB", "distL", "distR"])
        .containing(Element::new("wp:extent").with("cx", width).with("cy", height))
        .containing(none("wp:effectExtent", ["l", "t", "r", "b"]))
        .containing(Element::new("wp:docPr").with("id", "0").with("name", ""))
        .containing(Element::new("wp:cNvGraphicFramePr"))
        .containing(Element::new("a:graphic").with("xmlns:a", DRAWING_SPACE).containing(data));
    Element::new("w:drawing").containing(inline)
}

fn chart_part(chart: &Chart, language: &str, measures: &Measures<'_>) -> String {
    let figure = &measures.style.figure;
    let tones = &figure.tones;
    let (plot, legend) = match chart.kind {
        ChartKind::Column => (columns(chart, tones), chart.series.len() > 1),
        ChartKind::Pie => (pie(chart, tones), true),
    };
    let place = if chart.kind == ChartKind::Pie { "r" } else { "b" };
    let legend = if legend {
        format!("<c:legend><c:legendPos val=\"{place}\"/><c:overlay val=\"0\"/></c:legend>")
    } else {
        String::new()
    };
    let text = measures.style.text(Role::Table);
    format!(
        "{HEAD}<c:chartSpace xmlns:c=\"{CHART_SPACE}\" xmlns:a=\"{DRAWING_SPACE}\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:roundedCorners val=\"0\"/><c:chart>\
         <c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>\
         <a:defRPr sz=\"{}\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill><a:latin typeface=\"{}\"/><a:ea typeface=\"{}\"/></a:defRPr></a:pPr>\
         <a:endParaRPr lang=\"{}\"/></a:p></c:txPr><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        (figure.chart_pt * 100.0).round(),
        escape(&text.word_latin),
        escape(&text.word),
        escape(language),
    )
}

fn columns(chart: &Chart, tones: &[String]) -> String {
    let several = chart.series.len() > 1;
    let series: String = (0..chart.series.len())
        .map(|index| {
            // The earlier year is the paler.
            let tone = &tones[if several { 1 - index.min(1) } else { 0 }];
            let look = format!("<c:spPr>{}</c:spPr><c:invertIfNegative val=\"0\"/>", fill(tone));
            one_series(chart, index, &look)
        })
        .collect();
    format!(
        "<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>{series}<c:gapWidth val=\"{}\"/>\
         <c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/>\
         <c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
         <c:spPr><a:ln w=\"6350\">{}</a:ln></c:spPr><c:crossAx val=\"2\"/></c:catAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"1\"/>\
         <c:axPos val=\"l\"/><c:crossAx val=\"1\"/></c:valAx>",
        if several { 300 } else { 400 }, // hundredths of a column's width: columns as narrow as the PDF's
        solid("000000"),
    )
}

fn pie(chart: &Chart, tones: &[String]) -> String {
    let slices: String = (0..chart.categories.len())
        .map(|index| point(index, &tones[index % tones.len()]))
        .collect();
    let series = one_series(chart, 0, &slices);
    format!(
        "<c:pieChart><c:varyColors val=\"1\"/>{series}<c:firstSliceAng val=\"0\"/></c:pieChart>"
    )
}

fn one_series(chart: &Chart, index: usize, look: &str) -> String {
    let column = char::from(b'B' + index as u8);
    let last = chart.categories.len() + 1;
    let points = |texts: &mut dyn Iterator<Item = &str>| -> String {
        texts
            .enumerate()
            .map(|(at, text)| format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escape(text)))
            .collect()
    };
    let count = chart.categories.len();
    let labels = points(&mut chart.categories.iter().map(|category| category.label.as_str()));
    let values =
        points(&mut chart.categories.iter().map(|category| category.values[index].as_str()));
    format!(
        "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>\
         <c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>{look}\
         <c:dLbls><c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
         <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>\
         <c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{count}\"/>{labels}</c:strCache></c:strRef></c:cat>\
         <c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>\
         <c:ptCount val=\"{count}\"/>{values}</c:numCache></c:numRef></c:val></c:ser>",
        escape(&chart.series[index]),
    )
}

/// A slice in its own tone.
fn point(index: usize, tone: &str) -> String {
    let tone = fill(tone);
    format!("<c:dPt><c:idx val=\"{index}\"/><c:bubble3D val=\"0\"/><c:spPr>{tone}</c:spPr></c:dPt>")
}

fn fill(tone: &str) -> String {
    format!("{}<a:ln w=\"5080\">{}</a:ln>", solid(tone), solid("000000"))
}

fn solid(colour: &str) -> String {
    format!("<a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>")
}

/// The numbers as a workbook: labels in the first column, one column a year.
fn workbook_parts(chart: &Chart) -> Vec<Part> {
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(text))
    };
    let column = |index: usize| char::from(b'B' + index as u8);
    let heads: String = chart
        .series
        .iter()
        .enumerate()
        .map(|(index, name)| text(&format!("{}1", column(index)), name))
        .collect();
    let mut rows = format!("<row r=\"1\">{heads}</row>");
    for (at, category) in chart.categories.iter().enumerate() {
        let number = at + 2;
        let value = |(index, value): (usize, &String)| {
            format!("<c r=\"{}{number}\"><v>{}</v></c>", column(index), escape(value))
        };
        let values: String = category.values.iter().enumerate().map(value).collect();
        rows += &format!(
            "<row r=\"{number}\">{}{values}</row>",
            text(&format!("A{number}"), &category.label)
        );
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let relation = |kind: &str, target: &str| {
        format!(
            "{HEAD}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    [
        (
            "[Content_Types].xml",
            format!(
                "{HEAD}<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{kind}.worksheet+xml\"/></Types>"
            ),
        ),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!("{HEAD}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!("{HEAD}<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ]
    .into_iter()
    .map(|(path, text)| Part::plain(path, text.into_bytes()))
    .collect()
}
