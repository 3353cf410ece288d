//! The text of a file as Markdown that `check` reads, cut by the headings of the form.

mod article;
mod escape;
mod headings;
mod tables;
mod who;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::headings::{SectionStart, is_line, level, same_number, sections, text_of};
use self::who::{DateLines, FoundSignature, FoundTitle};
use super::foreign::{ForeignContent, ForeignDocument, ForeignText, TextKind};
use super::recognise::Recognised;
use super::words::words;
use crate::date::Date;
use crate::form::Form;
use crate::numbering::Numbering;
use crate::spot::FileSpot;

/// A text with what it says of who reports and when.
#[derive(Debug, Default)]
pub(super) struct FoundText {
    /// The Markdown.
    pub markdown: String,
    /// Which bytes of it came from which block.
    pub origin: Vec<(Range<usize>, usize)>,
    /// Which paragraph of which section each of these blocks is: the first is 1, a section's
    /// heading 0.
    pub paragraphs: BTreeMap<usize, (String, usize)>,
    pub agency: Option<String>,
    pub year: Option<u16>,
    pub date: Option<Date>,
    /// Facts of the form by their paths.
    pub facts: Vec<(String, String)>,
    /// Headings of sections in other words than the form's: the block, the words, the form's.
    pub headings: Vec<(usize, String, String)>,
    /// Tables that were left out: they have no shape that Markdown knows.
    pub left_tables: Vec<usize>,
}

/// The text of a file.
pub(super) fn text(document: &ForeignDocument, recognised: &Recognised<'_>) -> FoundText {
    let (form, words) = (&recognised.layout.form, words());
    let starts = sections(document, form);
    let anchors: BTreeSet<usize> =
        starts.iter().map(|start| start.block).chain(recognised.blocks.iter().copied()).collect();
    let dates = DateLines::new(form, words);
    let report = article::article(document, &anchors, &dates, words);
    let first = starts.first().map_or(usize::MAX, |start| start.block);
    let before: Vec<usize> = report.iter().copied().filter(|at| *at < first).collect();
    let title = who::title(document, &before, form, words);
    let signature = who::signature(document, &report, title.agency.as_deref(), &dates);
    let mut writer = SectionWriter {
        document,
        form,
        tables: &recognised.blocks,
        found: FoundText::default(),
        numbering: Numbering::new(&form.numbering, &form.words.numerals),
        above: 1,
        section: String::new(),
        count: 1,
    };
    writer.found.date = signature.date;
    writer.preface(&before, &title, &dates);
    writer.body(&report, &starts, &signature);
    let mut found = writer.found;
    let texts: Vec<&str> = report
        .iter()
        .filter_map(|at| text_of(&document.blocks[*at].content).map(|text| text.text.as_str()))
        .collect();
    found.facts = who::facts(&texts, form, words);
    for (path, text) in &recognised.facts {
        if found.facts.iter().all(|(known, _)| known != path) {
            found.facts.push((path.clone(), text.clone()));
        }
    }
    let said = |name: &str| recognised.facts.iter().find(|(path, _)| path == name);
    let agency = said("agency").map(|(_, agency)| agency.clone());
    found.year = title.year.or_else(|| said("year")?.1.parse().ok());
    found.agency = agency.or(title.agency).or(signature.agency);
    found
}

struct SectionWriter<'t> {
    document: &'t ForeignDocument,
    form: &'t Form,
    /// Blocks that are tables of the form.
    tables: &'t BTreeSet<usize>,
    found: FoundText,
    numbering: Numbering<'t>,
    /// Level of the last heading.
    above: u8,
    /// The heading of the section, and the number of its next paragraph.
    section: String,
    count: usize,
}

impl FoundText {
    /// Where a block stood: what has no place of its own is told by its paragraph.
    pub fn spot(&self, document: &ForeignDocument, block: usize) -> FileSpot {
        match (&document.blocks[block].spot, self.paragraphs.get(&block)) {
            (FileSpot::Somewhere, Some((section, paragraph))) => {
                FileSpot::Paragraph { section: section.clone(), paragraph: *paragraph }
            }
            (spot, _) => spot.clone(),
        }
    }
}

impl SectionWriter<'_> {
    /// What stands above the first section and is text: not the title, nor when it was signed.
    fn preface(&mut self, blocks: &[usize], title: &FoundTitle, dates: &DateLines<'_>) {
        for at in blocks {
            let Some(text) = text_of(&self.document.blocks[*at].content) else { continue };
            let of_title = title.blocks.contains(at) || title.text.contains(text.text.as_str());
            if let (Some(date), _) = dates.read(&text.text) {
                self.found.date = self.found.date.or(Some(date));
                continue;
            }
            let is_text = text.text.ends_with(['\u{3002}', '\u{ff1a}', ':', '\u{ff1b}']);
            if !of_title
                && !text.linked
                && !self.is_of_form(text)
                && (is_text || text.text.chars().count() > 40)
            {
                self.add(*at, escape::paragraph(&text.text));
            }
        }
    }

    fn body(&mut self, report: &[usize], starts: &[SectionStart], signature: &FoundSignature) {
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(usize::MAX, |next| next.block);
            let section = &self.form.sections[start.section];
            self.numbering.enter_section(start.section as u32 + 1);
            self.above = 1;
            let heading = self.found.markdown.len();
            (self.section, self.count) = (section.heading.clone(), 0);
            self.add(start.block, format!("# {}", section.heading));
            let below = self.found.markdown.len();
            if let Some(text) = text_of(&self.document.blocks[start.block].content) {
                self.compare(start, &text.text[..start.length], &section.heading);
                let rest = text.text[start.length..].trim_start_matches(|c: char| {
                    !c.is_alphanumeric() && !"\u{201c}\u{300a}".contains(c)
                });
                if !rest.is_empty() {
                    self.add(start.block, escape::paragraph(rest));
                }
            }
            let inside = |at: &&usize| **at > start.block && **at < end;
            let blocks: Vec<usize> = report
                .iter()
                .filter(inside)
                .copied()
                .filter(|at| !signature.blocks.contains(at) && !self.tables.contains(at))
                .collect();
            let is_table = section.table.is_some();
            for (place, at) in blocks.iter().enumerate() {
                self.block(*at, blocks.get(place + 1).copied(), is_table);
            }
            // A section that is a table needs no heading in the text.
            if is_table && self.found.markdown.len() == below {
                self.found.markdown.truncate(heading);
                self.found.origin.retain(|(range, _)| range.end <= heading);
            }
        }
    }

    /// Notes a heading that says something else than the form's.
    fn compare(&mut self, start: &SectionStart, line: &str, official: &str) {
        let words = self.form.words.numerals.split_typed(line).map_or(line, |(_, words)| words);
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let whole = format!("{}{official}", self.numbering.last(1));
        if bare(words) != bare(official) && bare(line) != bare(&whole) {
            let words = (start.block, words.to_owned(), official.to_owned());
            self.found.headings.push(words);
        }
    }

    fn block(&mut self, at: usize, next: Option<usize>, beside_table: bool) {
        match &self.document.blocks[at].content {
            ForeignContent::Table(table) => match tables::markdown(table) {
                Some(markdown) if !beside_table => self.add(at, markdown),
                _ => self.found.left_tables.push(at),
            },
            ForeignContent::Text(text) if beside_table && self.is_of_form(text) => {}
            ForeignContent::Text(text) => self.text(at, text, next),
        }
    }

    /// Whether a line is one of the form's own: a head that stands outside of its table, a note
    /// below it.
    fn is_of_form(&self, text: &ForeignText) -> bool {
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let line = bare(&text.text);
        self.form.tables.values().any(|table| {
            let cells = table.grid.cells().map(|cell| &cell.text);
            cells.chain(&table.notes).any(|own| bare(own) == line)
        })
    }

    fn text(&mut self, at: usize, text: &ForeignText, next: Option<usize>) {
        if let TextKind::Item { number, depth } = text.kind {
            let indent = "   ".repeat(usize::from(depth.saturating_sub(1)));
            let mark = number.map_or("-".to_owned(), |number| format!("{number}."));
            return self.add(at, format!("{indent}{mark} {}", escape::paragraph(&text.text)));
        }
        let line = text.run_in.map_or(text.text.as_str(), |end| &text.text[..end]);
        let Some((level, heading)) = self.heading(text, line, next) else {
            return self.add(at, escape::paragraph(&text.text));
        };
        self.numbering.next(level);
        self.above = level;
        let marks = "#".repeat(usize::from(level));
        self.add(at, format!("{marks} {}", escape::inner(&heading)));
        if let Some(end) = text.run_in {
            self.add(at, escape::paragraph(text.text[end..].trim_start()));
        }
    }

    /// The level and the words of a heading below a section's: a short line with the number that is
    /// next, or one that the file says is a heading.
    fn heading(&self, text: &ForeignText, line: &str, next: Option<usize>) -> Option<(u8, String)> {
        let numerals = &self.form.words.numerals;
        let typed = numerals.split_typed(line).filter(|(_, rest)| !rest.is_empty());
        let by_number = typed.and_then(|(typed, _)| level(typed, self.form)).filter(|it| *it > 1);
        let by_file = match text.kind {
            TextKind::Heading(level @ 2..=4) if typed.is_none() => Some(level),
            _ => None,
        };
        let level = by_number.or(by_file)?;
        let official = self.numbering.clone().next(level);
        let agrees = typed.is_none_or(|(typed, _)| same_number(typed, &official));
        let words = typed.map_or(line, |(_, rest)| rest);
        let sound = is_line(words) && agrees && level <= self.above + 1;
        (sound && (text.run_in.is_some() || self.is_text(next, level)))
            .then(|| (level, words.trim_end_matches('\u{3002}').to_owned()))
    }

    /// Whether a block is text that may stand below a heading.
    fn is_text(&self, at: Option<usize>, level: u8) -> bool {
        let Some(text) = at.and_then(|at| text_of(&self.document.blocks[at].content)) else {
            return at.is_some();
        };
        // A short numbered line above items is an item itself.
        if level > 2 && (text.kind != TextKind::Plain || is_line(&text.text)) {
            return false;
        }
        let typed = self.form.words.numerals.split_typed(&text.text);
        let below = typed.and_then(|(typed, _)| headings::level(typed, self.form));
        !is_line(&text.text) || below.is_none_or(|below| below > level)
    }

    fn add(&mut self, at: usize, markdown: String) {
        let item = |text: &str| {
            let text = text.trim_start();
            text.starts_with("- ")
                || text.split_once(". ").is_some_and(|(number, _)| {
                    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
                })
        };
        let last = self.found.markdown.trim_end().rsplit('\n').next().unwrap_or_default();
        if !self.found.markdown.is_empty() {
            let tight = item(last) && item(&markdown);
            self.found.markdown.push_str(if tight { "\n" } else { "\n\n" });
        }
        let begin = self.found.markdown.len();
        self.found.markdown.push_str(&markdown);
        self.found.origin.push((begin..self.found.markdown.len(), at));
        if !self.found.paragraphs.contains_key(&at) {
            self.found.paragraphs.insert(at, (self.section.clone(), self.count));
            self.count += 1;
        }
    }
}
