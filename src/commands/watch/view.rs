//! A state of the report as the live page shows it: its findings with their places, its pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use nianbao::diagnostic::{Diagnostic, Location, Severity, Source};
use nianbao::document::{Block, Document, Table, plain};
use nianbao::field::FieldPath;
use nianbao::messages::Text;
use nianbao::reader::Folder;
use nianbao::writer::pdf::{LivePages, Spot, Typesetter};
use nianbao::{PrepareOptions, Prepared, render, say};
use serde_json::{Value, json};

use super::board::LiveView;
use crate::commands::write::pdf_input;
use crate::commands::{Tools, tally};
use crate::console::FindingStyle;

/// What was read: the report and last year's.
pub type Read = Result<(Folder, Option<Folder>), Diagnostic>;

/// Makes views.
pub struct ViewMaker<'t> {
    tools: &'t Tools,
    typesetter: &'t Typesetter<'t>,
    style: FindingStyle,
}

/// Spots of one finding at most.
const SPOTS: usize = 12;

impl<'t> ViewMaker<'t> {
    pub fn new(tools: &'t Tools, typesetter: &'t Typesetter<'t>, style: FindingStyle) -> Self {
        ViewMaker { tools, typesetter, style }
    }

    /// A view of what was read; where it gives no pages, `last` ones stay.
    pub fn make(&self, read: Read, last: Option<Arc<LivePages>>) -> LiveView {
        let name = read.as_ref().map(|(folder, _)| folder.name.clone()).unwrap_or_default();
        let mut prepared = self.tools.prepare_read(read, PrepareOptions::default());
        self.style.weigh(&mut prepared);
        let none = BTreeMap::new();
        let set = prepared
            .writable
            .as_ref()
            .map(|writable| self.typesetter.live(&writable.document, pdf_input(writable, &none)));
        let (pages, fault) = match set {
            Some(Ok(pages)) => (Some(Arc::new(pages)), None),
            Some(Err(fault)) => (None, Some(fault)),
            None => (None, None),
        };
        prepared.findings.extend(fault);
        let places = match (&prepared.writable, &pages) {
            (Some(writable), Some(pages)) => Some(Places::new(&writable.document, pages)),
            _ => None,
        };
        let findings: Vec<Value> = prepared
            .findings
            .iter()
            .map(|finding| self.finding(finding, &prepared, places.as_ref()))
            .collect();
        let (stale, pages) = (pages.is_none(), pages.or(last));
        let state = json!({
            "name": name,
            "stale": stale,
            "said": self.said(&status(&prepared, stale, pages.is_some())),
            "errors": count(&prepared, Severity::Error),
            "warnings": count(&prepared, Severity::Warning),
            "findings": findings,
            "pages": pages.as_ref().map_or_else(Vec::new, |pages| {
                let page = |(index, key)| json!({ "key": key, "height": pages.proportion(index) });
                pages.keys().iter().enumerate().map(page).collect()
            }),
        });
        LiveView { state: state.to_string(), pages }
    }

    fn said(&self, text: &Text) -> String {
        text.said_in(self.style.language).to_string()
    }

    /// A finding as programs read it, with its line of the file and its places on the pages.
    fn finding(
        &self,
        finding: &Diagnostic,
        prepared: &Prepared<'_>,
        places: Option<&Places<'_>>,
    ) -> Value {
        let mut value = render::value(finding, self.style.language);
        value["weight"] = json!(self.said(&finding.severity.name()));
        let place = finding.location.as_ref().filter(|place| place.line > 0);
        let source = place
            .and_then(|place| prepared.sources.iter().find(|source| source.name() == place.file));
        if let (Some(place), Some(source)) = (place, source) {
            value["excerpt"] = excerpt(place, source);
        }
        let spots = places.map_or_else(Vec::new, |places| {
            let narrative =
                prepared.writable.as_ref().map(|writable| writable.prose.source().name());
            let in_text = place.filter(|place| narrative == Some(&*place.file));
            places.of(finding, in_text.zip(source))
        });
        let spot = |spot: &Spot| {
            let [x, y, width, height] = spot.place;
            json!([spot.page, x, y, width, height])
        };
        value["spots"] = spots.iter().take(SPOTS).map(spot).collect();
        value
    }
}

/// How many errors and warnings there are, and what the pages are where they can't be set.
fn status(prepared: &Prepared<'_>, stale: bool, shown: bool) -> Text {
    match (stale, shown) {
        (false, _) => tally(prepared),
        (true, true) => say!("live-stale", tally = tally(prepared)),
        (true, false) => say!("live-unset", tally = tally(prepared)),
    }
}

fn count(prepared: &Prepared<'_>, severity: Severity) -> usize {
    prepared.findings.iter().filter(|finding| finding.severity == severity).count()
}

/// The line that is meant, in three pieces: before, what is meant, behind.
fn excerpt(place: &Location, source: &Source) -> Value {
    let text = source.text();
    let range = place.range.clone();
    let begin =
        text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(range.start..).unwrap_or_default();
    let end = range.start + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let piece =
        |from: usize, to: usize| text.get(from..to.max(from)).unwrap_or_default().to_owned();
    let middle = range.end.clamp(range.start, end);
    json!([piece(begin, range.start), piece(range.start, middle), piece(middle, end)])
}

/// Where on the pages something of the document stands.
struct Places<'a> {
    document: &'a Document,
    pages: &'a LivePages,
    numbers: BTreeMap<FieldPath, Spot>,
}

impl<'a> Places<'a> {
    fn new(document: &'a Document, pages: &'a LivePages) -> Self {
        let mut numbers = BTreeMap::new();
        let mut heading = String::new();
        for block in document.all_blocks() {
            match block {
                Block::Heading(it) if it.level == 1 => {
                    heading = format!("{}{}", it.number, plain(&it.content));
                }
                Block::Table(table) if table.official => {
                    numbers.extend(spots_of(table, &heading, pages));
                }
                _ => (),
            }
        }
        Places { document, pages, numbers }
    }

    fn of(&self, finding: &Diagnostic, in_text: Option<(&Location, &Source)>) -> Vec<Spot> {
        if let Some(path) = finding.pointer.as_deref().and_then(FieldPath::from_pointer) {
            let meant = self.numbers.iter().filter(|(it, _)| it.is_within(&path));
            return meant.map(|(_, spot)| *spot).collect();
        }
        in_text.map_or_else(Vec::new, |(place, source)| self.in_text(place, source))
    }

    /// The words that are meant, in the block that they stand in; all of the block where they are
    /// not printed as they were typed.
    fn in_text(&self, place: &Location, source: &Source) -> Vec<Spot> {
        let at = place.range.start;
        let mut blocks =
            self.document.all_blocks().into_iter().chain(self.document.notes.iter().flatten());
        let holds = |block: &&Block| block.source().is_some_and(|range| range.contains(&at));
        let Some(text) = blocks.rfind(holds).map(text_of) else { return Vec::new() };
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
        let text = squeeze(&text);
        let words = squeeze(source.text().get(place.range.clone()).unwrap_or_default());
        let found = (!words.is_empty())
            .then(|| text.windows(words.len()).position(|window| window == words))
            .flatten();
        let part = found.map_or(0..text.len(), |from| from..from + words.len());
        // A block over two pages has a page's number in it: its words are looked for by what stands
        // around them.
        let whole = self.pages.find(&text.iter().collect::<String>(), part.clone());
        if !whole.is_empty() {
            return whole;
        }
        let from = part.start.saturating_sub(12);
        let near = from..(part.end + 12).min(text.len()).min(from + 40);
        let near_text: String = text[near.clone()].iter().collect();
        self.pages.find(&near_text, part.start - from..part.end - from)
    }
}

fn spots_of(table: &Table, heading: &str, pages: &LivePages) -> Vec<(FieldPath, Spot)> {
    let cells =
        table.grid.cells().filter_map(|cell| Some((cell.path.clone()?, plain(&cell.content))));
    let cells: Vec<_> = cells.collect();
    let numbers: Vec<&str> = cells.iter().map(|(_, text)| text.as_str()).collect();
    let spots = pages.find_numbers(heading, &numbers);
    cells.iter().zip(spots).filter_map(|((path, _), spot)| Some((path.clone(), spot?))).collect()
}

fn text_of(block: &Block) -> String {
    match block {
        Block::Heading(heading) => format!("{}{}", heading.number, plain(&heading.content)),
        Block::Paragraph(paragraph) | Block::Remark(paragraph) => plain(&paragraph.content),
        Block::RunIn { heading, paragraph } => {
            let (head, text) = (plain(&heading.content), plain(&paragraph.content));
            format!("{}{head}{text}", heading.number)
        }
        Block::Figure(figure) => figure.caption.clone(),
        Block::Chart(chart) => chart.caption.clone(),
        Block::Table(table) => {
            table.grid.cells().next().map(|cell| plain(&cell.content)).unwrap_or_default()
        }
        Block::List(_) | Block::Turned { .. } => String::new(),
    }
}
