//! Charts as drawings in the page, with their numbers as a table for who can't see them.
//!
//! Units are those of the drawing: 320 across, whatever the screen, so that its letters, 14 high,
//! are 12 pixels on the narrowest one. Everything is reckoned in whole numbers.

use super::Writer;
use super::markup::Markup;
use crate::document::{Category, Chart, ChartKind};

const WIDTH: u32 = 320;
const LINE: u32 = 20;
const BAR: u32 = 18;
const GAP: u32 = 12;
/// Room for the number behind the longest bar.
const NUMBER: u32 = 84;
/// Colours that take turns.
const COLOURS: usize = 6;

impl Writer<'_> {
    pub(super) fn chart(&mut self, chart: &Chart) {
        self.charts += 1;
        let (title, caption) =
            (format!("nb-chart-{}", self.charts), format!("nb-caption-{}", self.charts));
        let markup = &mut self.markup;
        markup.open("figure", "", &[]);
        let height = height(chart).to_string();
        let view = format!("0 0 {WIDTH} {height}");
        let attributes = [
            ("viewBox", &*view),
            ("width", "320"),
            ("height", &height),
            ("role", "img"),
            ("aria-labelledby", &title),
        ];
        markup.open("svg", "", &attributes);
        markup.element("title", "", &[("id", &title)], &chart.alt);
        match chart.kind {
            ChartKind::Column => bars(markup, chart),
            ChartKind::Pie => pie(markup, chart),
        }
        markup.close("svg");
        self.numbers(chart, &caption);
        self.markup.element("figcaption", "", &[("id", &caption)], &chart.caption);
        self.markup.close("figure");
    }

    fn numbers(&mut self, chart: &Chart, caption: &str) {
        let words = self.input.words;
        let markup = &mut self.markup;
        markup.open("details", "", &[]);
        markup.element("summary", "", &[], &words.data.replace("{caption}", &chart.caption));
        markup.open("table", "few", &[("aria-labelledby", caption)]);
        markup.raw("<thead><tr>");
        markup.element("th", "head", &[("scope", "col")], &words.category);
        for series in &chart.series {
            markup.element("th", "head", &[("scope", "col")], series);
        }
        markup.raw("</tr></thead><tbody>");
        for category in &chart.categories {
            markup.raw("<tr>");
            markup.element("th", "label", &[("scope", "row")], &category.label);
            for value in &category.values {
                markup.element("td", "number", &[], value);
            }
            markup.raw("</tr>");
        }
        markup.raw("</tbody></table>");
        markup.close("details");
    }
}

fn height(chart: &Chart) -> u32 {
    let categories = u32::try_from(chart.categories.len()).unwrap_or(u32::MAX);
    let series = u32::try_from(chart.series.len()).unwrap_or(u32::MAX);
    let (legend, rest) = match chart.kind {
        ChartKind::Column => {
            let legend = if series > 1 { series * LINE + GAP } else { 0 };
            (legend, categories * (LINE + series * (BAR + 2) + GAP))
        }
        ChartKind::Pie => (PIE + 2 * GAP, categories * (LINE + 4)),
    };
    legend + rest
}

/// A label and its bars below it, a category at a time: labels of any length have room.
fn bars(markup: &mut Markup<'_>, chart: &Chart) {
    let mut y = 0;
    if chart.series.len() > 1 {
        for (index, series) in chart.series.iter().enumerate() {
            key(markup, index, y, series);
            y += LINE;
        }
        y += GAP;
    }
    for category in &chart.categories {
        words(markup, "chart-label", 0, y + 15, &category.label);
        y += LINE;
        for (index, (value, parts)) in category.values.iter().zip(&category.parts).enumerate() {
            let width = (WIDTH - NUMBER) * (*parts).min(10_000) / 10_000;
            let width = width.max(1); // nothing is a line
            rectangle(markup, index, [0, y, width, BAR]);
            words(markup, "chart-number", width + 6, y + 14, value);
            y += BAR + 2;
        }
        y += GAP;
    }
}

const PIE: u32 = 180;
/// The radius of a circle that is a thousand round, and how it comes to the pie's size.
const ROUND: &str = "159.155";
const PLACE: &str = "translate(160 90) rotate(-90) scale(0.2765)";

/// Slices are broad dashes of one circle, so that no angle has to be reckoned; the list below names
/// them in their order, which goes with the clock from the top.
fn pie(markup: &mut Markup<'_>, chart: &Chart) {
    let parts = |category: &Category| category.parts.first().copied().unwrap_or_default();
    let thousandths = |part: u32| format!("{}.{}", part / 10, part % 10);
    let mut before = 0;
    markup.open("g", "", &[("transform", PLACE)]);
    for (index, category) in chart.categories.iter().enumerate() {
        let part = parts(category);
        // The ground between slices tells them apart without colours.
        let (dash, begin) = (part.saturating_sub(40), format!("-{}", thousandths(before)));
        let dash = format!("{} 1000", thousandths(dash));
        let attributes = [("r", ROUND), ("stroke-dasharray", &dash), ("stroke-dashoffset", &begin)];
        if part > 40 {
            markup.element("circle", &format!("slice-{}", index % COLOURS), &attributes, "");
        }
        before += part;
    }
    markup.close("g");
    let mut y = PIE + 2 * GAP;
    for (index, category) in chart.categories.iter().enumerate() {
        let value = category.values.first().map_or("", String::as_str);
        let part = parts(category);
        let share = format!("{}.{}%", part / 100, part % 100 / 10);
        key(markup, index, y, &format!("{}  {value}（{share}）", category.label));
        y += LINE + 4;
    }
}

/// A coloured square and what it stands for.
fn key(markup: &mut Markup<'_>, index: usize, y: u32, name: &str) {
    rectangle(markup, index, [0, y + 3, 14, 14]);
    words(markup, "chart-label", 22, y + 15, name);
}

fn rectangle(markup: &mut Markup<'_>, index: usize, [x, y, width, height]: [u32; 4]) {
    let [x, y, width, height] = [x, y, width, height].map(|number| number.to_string());
    let attributes = [("x", &*x), ("y", &y), ("width", &width), ("height", &height)];
    markup.element("rect", &format!("colour-{}", index % COLOURS), &attributes, "");
}

fn words(markup: &mut Markup<'_>, class: &str, x: u32, y: u32, text: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    markup.element("text", class, &[("x", &x), ("y", &y)], text);
}
