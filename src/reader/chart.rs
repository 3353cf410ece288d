//! A fenced `chart` block → [`Chart`]: what to draw, in TOML, with numbers taken from their cells.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{Category, Chart, ChartKind};
use crate::field::Field;
use crate::layout::Layout;
use crate::report::Previous;
use crate::statistics::Statistics;
use crate::{finding, say, toml_words};

/// The numbers that charts can draw.
#[derive(Clone, Copy)]
pub(super) struct ChartYears<'a> {
    pub year: u16,
    pub now: &'a Statistics,
    pub previous: Option<&'a Previous>,
}

/// What a block says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    kind: Spanned<String>,
    caption: Spanned<String>,
    data: Spanned<Data>,
    labels: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    previous: Option<Spanned<bool>>,
}

/// Numbers one by one, or all of a row but its total.
#[derive(Deserialize)]
#[serde(untagged)]
enum Data {
    Row(String),
    Numbers(Vec<String>),
}

/// A fault, and the bytes of the block that it is about; no finding where a number could not be
/// read, as a finding on its cell says.
type Fault = (Range<usize>, Option<Diagnostic>);

/// The most numbers side by side that a line has room for.
const MOST: usize = 8;
/// Parts that the largest number, or the whole, is divided into for drawing.
const WHOLE: i128 = 10_000;

/// Reads the text of a block; gives where its caption stands too.
pub(super) fn read(
    text: &str,
    layout: &Layout,
    years: ChartYears<'_>,
) -> Result<(Chart, Range<usize>), Fault> {
    let syntax =
        |span: Range<usize>, finding: Diagnostic| (span, Some(finding.hint(say!("chart-form"))));
    let wanted: Wanted = toml::from_str(text).map_err(|error| {
        let problem = toml_words::explain(&error);
        let span = error.span().unwrap_or(0..0);
        syntax(span, finding!("chart-syntax.toml", problem = problem))
    })?;
    let kind = match wanted.kind.get_ref().as_str() {
        "column" => ChartKind::Column,
        "pie" => ChartKind::Pie,
        other => {
            return Err(syntax(wanted.kind.span(), finding!("chart-syntax.kind", kind = other)));
        }
    };
    let caption = wanted.caption.get_ref().trim();
    if caption.is_empty() {
        return Err(syntax(0..0, finding!("chart-syntax.caption")));
    }
    let fields = fields(&wanted.data, layout)?;
    let labels = match &wanted.labels {
        Some(labels) if labels.get_ref().len() != fields.len() => {
            let (count, numbers) = (labels.get_ref().len(), fields.len());
            let finding = finding!("chart-syntax.labels", labels = count, numbers = numbers);
            return Err(syntax(labels.span(), finding));
        }
        Some(labels) => labels.get_ref().clone(),
        None => fields.iter().map(|field| field.label.short().to_owned()).collect(),
    };
    let both = wanted.previous.as_ref().filter(|previous| *previous.get_ref());
    let previous = match (both, years.previous) {
        (Some(asked), _) if kind == ChartKind::Pie => {
            return Err(syntax(asked.span(), finding!("chart-syntax.pie")));
        }
        (Some(asked), None) => {
            return Err((asked.span(), Some(finding!("binding-previous.chart"))));
        }
        (Some(_), found) => found,
        (None, _) => None,
    };
    let given: Vec<(u16, &Statistics)> = previous
        .map(|previous| (previous.year, &previous.statistics))
        .into_iter()
        .chain([(years.year, years.now)])
        .collect();
    let name = |year: u16| layout.form.chart_year.replace("{year}", &year.to_string());
    let series = given.iter().map(|(year, _)| name(*year)).collect();
    match draw(kind, caption, &fields, labels, (series, &given)) {
        Some(chart) => Ok((chart, wanted.caption.span())),
        None => {
            let unread = |field: &&Field| years.now.find(field.path.as_str()).is_none();
            let told = fields.iter().any(unread);
            let finding = (!told).then(|| finding!("chart-data.undrawable"));
            Err((wanted.data.span(), finding))
        }
    }
}

/// The cells that a block names.
fn fields<'l>(data: &Spanned<Data>, layout: &'l Layout) -> Result<Vec<&'l Field>, Fault> {
    let unknown = |path: &str| {
        let rows =
            layout.form.tables.values().flat_map(|table| &table.rows).map(|row| row.path.as_str());
        let near =
            nearest(path, rows.chain(layout.form.fields.iter().map(|field| field.path.as_str())));
        let hint = match near {
            Some(near) => say!("did-you-mean", name = near),
            None => say!("paths-are-statistics"),
        };
        Err((data.span(), Some(finding!("chart-data.unknown", path = path).hint(hint))))
    };
    let found: Vec<&Field> = match data.get_ref() {
        Data::Row(path) => {
            let inside =
                |field: &&Field| field.path.below(path).is_some_and(|rest| rest != "total");
            let row: Vec<&Field> = layout.form.fields.iter().filter(inside).collect();
            if row.is_empty() {
                return unknown(path);
            }
            row
        }
        Data::Numbers(paths) => {
            let mut list = Vec::new();
            for path in paths {
                match layout.form.fields.find(path) {
                    Some(id) => list.push(&layout.form.fields[id]),
                    None => return unknown(path),
                }
            }
            list
        }
    };
    match found.len() {
        2..=MOST => Ok(found),
        count => {
            let finding = finding!("chart-data.count", most = MOST, count = count);
            Err((data.span(), Some(finding)))
        }
    }
}

fn draw(
    kind: ChartKind,
    caption: &str,
    fields: &[&Field],
    labels: Vec<String>,
    (series, given): (Vec<String>, &[(u16, &Statistics)]),
) -> Option<Chart> {
    let number = |statistics: &Statistics, field: &Field| {
        let value = &statistics.find(field.path.as_str())?.value;
        Some((value.to_string(), value.whole().filter(|count| *count >= 0)?))
    };
    let mut categories = Vec::new();
    let mut counts = Vec::new();
    for (field, label) in fields.iter().zip(labels) {
        let values: Vec<(String, i128)> =
            given.iter().map(|(_, statistics)| number(statistics, field)).collect::<Option<_>>()?;
        counts.push(values.iter().map(|(_, count)| *count).collect::<Vec<_>>());
        categories.push(Category {
            label,
            values: values.into_iter().map(|(text, _)| text).collect(),
            parts: Vec::new(),
            percent: None,
        });
    }
    let all = counts.iter().flatten();
    let whole = if kind == ChartKind::Pie { all.sum::<i128>() } else { all.copied().max()? };
    if whole == 0 {
        return None;
    }
    if kind == ChartKind::Pie {
        let slices: Vec<i128> = counts.iter().flatten().copied().collect();
        for (category, percent) in categories.iter_mut().zip(percents(&slices, whole)) {
            category.percent = Some(percent);
        }
    }
    for (category, counts) in categories.iter_mut().zip(counts) {
        category.parts = counts
            .into_iter()
            .map(|count| u32::try_from(count * WHOLE / whole).unwrap_or_default())
            .collect();
    }
    let told = |index: usize| {
        let numbers: Vec<String> = categories
            .iter()
            .map(|category| format!("{}{}", category.label, category.values[index]))
            .collect();
        format!("{}：{}", series[index], numbers.join("，"))
    };
    let alt = format!("{caption}。{}", (0..series.len()).map(told).collect::<Vec<_>>().join("；"));
    let caption = caption.to_owned();
    Some(Chart { kind, caption, alt, series, categories, setting: None, source: None })
}

/// Shares of a whole in whole percent, which together are a hundred: those with the largest
/// remainders are rounded up.
fn percents(counts: &[i128], whole: i128) -> Vec<u32> {
    let scaled = |count: &i128| count * 100;
    let mut shares: Vec<i128> = counts.iter().map(|count| scaled(count) / whole).collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(scaled(&counts[*at]) % whole));
    let missing = usize::try_from(100 - shares.iter().sum::<i128>()).unwrap_or_default();
    for at in order.into_iter().take(missing) {
        shares[at] += 1;
    }
    shares.into_iter().map(|share| u32::try_from(share).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::percents;

    #[test]
    fn percents_add_up() {
        assert_eq!(percents(&[1, 1, 1], 3), [34, 33, 33]);
        assert_eq!(percents(&[52, 27, 0], 79), [66, 34, 0]);
        assert_eq!(percents(&[0, 7], 7), [0, 100]);
    }
}
