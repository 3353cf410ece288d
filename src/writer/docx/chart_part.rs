//! A chart as DrawingML, with its numbers as they are printed.

use super::measures::Measures;
use super::workbook::{SHEET, column};
use crate::document::{Chart, ChartKind};
use crate::layout::Role;
use crate::ooxml::escape;
use crate::ooxml::names::{A, C, HEAD, R};

/// The part.
pub(super) fn chart_part(chart: &Chart, language: &str, measures: &Measures<'_>) -> String {
    let figure = &measures.style.figure;
    let tones = &figure.tones;
    let (plot, legend) = match chart.kind {
        ChartKind::Column if chart.series.len() > 1 => (columns(chart, tones), legend("b")),
        ChartKind::Column => (columns(chart, tones), String::new()),
        ChartKind::Pie => (pie(chart, tones), String::new()),
    };
    let text = measures.style.text(Role::Table);
    let (latin, han) = (escape(&text.word_latin), escape(&text.word));
    format!(
        "{HEAD}<c:chartSpace xmlns:c=\"{C}\" xmlns:a=\"{A}\" xmlns:r=\"{R}\">\
         <c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea>\
         <c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart>\
         <c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>\
         <c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"{size}\">{black}\
         <a:latin typeface=\"{latin}\"/><a:ea typeface=\"{han}\"/></a:defRPr></a:pPr>\
         <a:endParaRPr lang=\"{language}\"/></a:p></c:txPr>\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        size = (figure.chart_pt * 100.0).round(),
        black = solid("000000"),
        language = escape(language),
    )
}

fn legend(place: &str) -> String {
    format!("<c:legend><c:legendPos val=\"{place}\"/><c:overlay val=\"0\"/></c:legend>")
}

fn columns(chart: &Chart, tones: &[String]) -> String {
    let several = chart.series.len() > 1;
    let series: String = (0..chart.series.len())
        .map(|index| {
            // The earlier year is the paler.
            let tone = fill(&tones[if several { 1 - index.min(1) } else { 0 }]);
            let look = format!("<c:spPr>{tone}</c:spPr><c:invertIfNegative val=\"0\"/>");
            one_series(chart, index, &look)
        })
        .collect();
    format!(
        "<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>\
         <c:varyColors val=\"0\"/>{series}<c:gapWidth val=\"{gap}\"/>\
         <c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling>\
         <c:delete val=\"0\"/><c:axPos val=\"b\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
         <c:spPr><a:ln w=\"6350\">{axis}</a:ln></c:spPr><c:crossAx val=\"2\"/></c:catAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>\
         <c:min val=\"0\"/></c:scaling><c:delete val=\"1\"/><c:axPos val=\"l\"/>\
         <c:crossAx val=\"1\"/></c:valAx>",
        // Hundredths of a column's width: columns as broad as the PDF's.
        gap = if several { 39 } else { 79 },
        axis = solid("6E6E6E"),
    )
}

fn pie(chart: &Chart, tones: &[String]) -> String {
    let slices: String = (0..chart.categories.len())
        .map(|index| slice(index, &tones[index % tones.len()]))
        .collect();
    let series = one_series(chart, 0, &slices);
    format!(
        "<c:pieChart><c:varyColors val=\"1\"/>{series}<c:firstSliceAng val=\"0\"/></c:pieChart>"
    )
}

/// A slice in its own tone.
fn slice(index: usize, tone: &str) -> String {
    let tone = fill(tone);
    format!("<c:dPt><c:idx val=\"{index}\"/><c:bubble3D val=\"0\"/><c:spPr>{tone}</c:spPr></c:dPt>")
}

/// The numbers of one year, with their labels and where both stand in the workbook.
fn one_series(chart: &Chart, index: usize, look: &str) -> String {
    let column = column(index);
    // Slices are named beside them, columns below.
    let named = if chart.kind == ChartKind::Pie { "1" } else { "0" };
    let count = chart.categories.len();
    let last = count + 1;
    let name = points([chart.series[index].as_str()].into_iter());
    let labels = points(chart.categories.iter().map(|category| category.label.as_str()));
    let values = points(chart.categories.iter().map(|category| category.values[index].as_str()));
    format!(
        "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/>\
         <c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f><c:strCache>\
         <c:ptCount val=\"1\"/>{name}</c:strCache></c:strRef></c:tx>{look}\
         <c:dLbls><c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/>\
         <c:showCatName val=\"{named}\"/><c:showSerName val=\"0\"/>\
         <c:showPercent val=\"{named}\"/><c:showBubbleSize val=\"0\"/>\
         <c:separator> </c:separator></c:dLbls>\
         <c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>\
         <c:ptCount val=\"{count}\"/>{labels}</c:strCache></c:strRef></c:cat>\
         <c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f><c:numCache>\
         <c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>{values}</c:numCache>\
         </c:numRef></c:val></c:ser>"
    )
}

fn points<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts
        .enumerate()
        .map(|(at, text)| format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escape(text)))
        .collect()
}

fn fill(tone: &str) -> String {
    format!("{}<a:ln w=\"10160\">{}</a:ln>", solid(tone), solid("FFFFFF"))
}

fn solid(colour: &str) -> String {
    format!("<a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>")
}
