//! Who reports on which year, and when and where that is said.

use crate::date::Date;
use crate::form::Form;
use crate::intake::foreign::{ForeignDocument, TextKind};
use crate::intake::lines::is_space;
use crate::intake::words::IntakeWords;
use crate::limits;
use crate::pattern::Pattern;

/// Paragraphs that a title may be broken into.
const TITLE_LINES: usize = 4;
/// Characters that may stand behind one: a bracket, the name of a site.
const REST: usize = 4;
/// Characters that a title has at most.
const TITLE: usize = 100;
/// How many of the last paragraphs may be a signature.
const LAST: usize = 3;
/// Characters of a line that only says who signs.
const SIGNER: usize = 40;

/// What no name holds.
const STOPS: &str = "\u{ff0c}\u{3002}\u{ff1b}\u{3001}\u{ff1a}";

/// A title and what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoundTitle {
    pub agency: Option<String>,
    pub year: Option<u16>,
    /// Its text without white space.
    pub text: String,
    /// The blocks that it stands in.
    pub blocks: Vec<usize>,
}

/// The title of a file: a page's own, or the first lines that read as one. `before` are the blocks
/// above the first section.
pub(super) fn title(
    document: &ForeignDocument,
    before: &[usize],
    form: &Form,
    words: &IntakeWords,
) -> FoundTitle {
    let text = |at: usize| document.text(at);
    let own = Pattern::from(title_of(form));
    let read = |text: &str| read(text, &words.title).or_else(|| read(text, &own));
    let mut found: Vec<FoundTitle> = Vec::new();
    let marked = document.texts().filter(|(_, text)| text.kind == TextKind::Title);
    for (at, text) in marked {
        let read = read(&text.text);
        found.extend(read.map(|(title, _)| FoundTitle { blocks: vec![at], ..title }));
    }
    for (index, _) in before.iter().enumerate() {
        for count in 1..=TITLE_LINES.min(before.len() - index) {
            let blocks = &before[index..index + count];
            let Some(lines) = blocks
                .iter()
                .map(|at| text(*at).map(|text| text.text.as_str()))
                .collect::<Option<Vec<_>>>()
            else {
                break;
            };
            // What goes on behind a title is another paragraph.
            let read = read(&lines.concat()).filter(|(_, rest)| *rest <= REST);
            found.extend(read.map(|(title, _)| FoundTitle { blocks: blocks.to_vec(), ..title }));
        }
    }
    let named = words.titles.iter().filter_map(|name| document.fact(name));
    found.extend(named.filter_map(|text| Some(read(text)?.0)));
    // Of several the one in the fewest paragraphs: what stands above a title is no part of it.
    let named = found.iter().filter(|title| title.agency.is_some());
    let mut best = named.min_by_key(|title| title.blocks.len()).cloned().unwrap_or_default();
    best.year = best.year.or_else(|| found.iter().find_map(|title| title.year));
    let same = |title: &&FoundTitle| title.agency == best.agency || title.agency.is_none();
    best.blocks = found.iter().filter(same).flat_map(|it| it.blocks.iter().copied()).collect();
    if best.text.is_empty() {
        best.text = found.first().map(|title| title.text.clone()).unwrap_or_default();
    }
    best
}

/// The form's own title as a pattern.
fn title_of(form: &Form) -> String {
    let text: String = form.title.lines.concat().chars().filter(|c| !is_space(*c)).collect();
    let text = regex_lite::escape(&text);
    let text = named(&text, "agency", r"[^\d]*?");
    format!("^{}", named(&text, "year", r"(?:19|20)\d\d"))
}

/// The title that a text begins with, and how many characters stand behind it.
fn read(text: &str, title: &Pattern) -> Option<(FoundTitle, usize)> {
    let text: String = text.chars().filter(|c| !is_space(*c)).collect();
    if text.chars().count() > TITLE {
        return None;
    }
    let found = title.regex()?.captures(&text)?;
    let year = found.name("year")?.as_str().parse().ok()?;
    let agency = found.name("agency").map_or("", |it| it.as_str());
    let known = limits::YEARS.contains(&year);
    let agency = Some(agency.to_owned()).filter(|name| !name.is_empty());
    let rest = text[found.get(0)?.end()..].chars().count();
    known.then_some((FoundTitle { agency, year: Some(year), text, blocks: Vec::new() }, rest))
}

/// A signature: who, when, and in which blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoundSignature {
    pub agency: Option<String>,
    pub date: Option<Date>,
    pub blocks: Vec<usize>,
}

/// The signature at the end of the report: a line that only says when, and the one before it, or
/// behind it, that says who; `agency` is who the title names.
pub(super) fn signature(
    document: &ForeignDocument,
    report: &[usize],
    agency: Option<&str>,
    dates: &DateLines<'_>,
) -> FoundSignature {
    let texts: Vec<(usize, &str)> =
        report.iter().filter_map(|at| Some((*at, document.text(*at)?.text.as_str()))).collect();
    let last = texts.len().saturating_sub(LAST);
    let dated = texts[last..].iter().rposition(|(_, text)| dates.read(text).0.is_some());
    let Some(at) = dated.map(|at| last + at) else { return FoundSignature::default() };
    let (date, signer) = dates.read(texts[at].1);
    let mut found = FoundSignature { agency: signer, date, blocks: vec![texts[at].0] };
    if found.agency.is_none() {
        let around = [at.checked_sub(1), Some(at + 1)];
        let named = around
            .into_iter()
            .flatten()
            .find(|near| texts.get(*near).is_some_and(|(_, text)| is_name(text)));
        if let Some(near) = named {
            let (block, name) = texts[near];
            let before = near.checked_sub(1).map(|before| texts[before]);
            // A long name takes two lines.
            let two = before.filter(|(_, text)| agency == Some(&*format!("{text}{name}")));
            found.agency = Some(format!("{}{name}", two.map_or("", |(_, text)| text)));
            found.blocks.extend(two.map(|(block, _)| block));
            found.blocks.push(block);
        }
    }
    found
}

/// Lines that only say when, and perhaps who.
pub(super) struct DateLines<'w> {
    usual: &'w Pattern,
    own: Pattern,
}

impl<'w> DateLines<'w> {
    /// As people write them, and as the form does.
    pub fn new(form: &Form, words: &'w IntakeWords) -> DateLines<'w> {
        let date: String = form.signature.date.chars().filter(|c| !is_space(*c)).collect();
        let parts = [("year", r"\d{4}"), ("month", r"\d{1,2}"), ("day", r"\d{1,2}")];
        let own = parts
            .iter()
            .fold(regex_lite::escape(&date), |text, (name, pattern)| named(&text, name, pattern));
        DateLines {
            usual: &words.date,
            own: Pattern::from(format!("^(?P<agency>[^\\d{STOPS}]{{3,40}})?{own}$")),
        }
    }

    /// When, and who.
    pub fn read(&self, text: &str) -> (Option<Date>, Option<String>) {
        let text: String = text.chars().filter(|c| !is_space(*c)).collect();
        let captures = |pattern: &Pattern| pattern.regex().and_then(|regex| regex.captures(&text));
        let Some(found) = captures(self.usual).or_else(|| captures(&self.own)) else {
            return (None, None);
        };
        let part = |name: &str| found.name(name).and_then(|it| it.as_str().parse::<u16>().ok());
        let date = || {
            let (year, month, day) = (part("year")?, part("month")?, part("day")?);
            Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
        };
        let signer = found.name("agency").map(|it| it.as_str().to_owned());
        (date(), signer.filter(|name| !name.is_empty()))
    }
}

/// An escaped pattern of the form with an expression in the place of `{name}`.
fn named(text: &str, name: &str, pattern: &str) -> String {
    text.replace(&regex_lite::escape(&format!("{{{name}}}")), &format!("(?P<{name}>{pattern})"))
}

/// Whether a line may be the name of who signs.
fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\u{ff08}' | '\u{ff09}' | '\u{b7}');
    (3..=SIGNER).contains(&count) && text.chars().all(letter)
}

/// An address as programs open it: pages leave out how it is reached.
fn whole_address(url: &str) -> String {
    let known = url.is_empty() || url.contains("://");
    if known { url.to_owned() } else { format!("http://{url}") }
}

/// What the text says of the body beside its name: facts of the form by their paths, with the text.
pub(super) fn facts(texts: &[&str], form: &Form, words: &IntakeWords) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |path: &str, text: &str| {
        let text = text.trim_matches(|c: char| is_space(c) || words.detail_ends.contains(c));
        let known = found.iter().any(|(known, _)| known == path);
        if !text.is_empty() && !known && text.chars().count() <= limits::FACT {
            found.push((path.to_owned(), text.to_owned()));
        }
    };
    let details = form.preface.iter().flat_map(|clause| &clause.details);
    let labels: Vec<(&str, &str)> = details
        .filter_map(|detail| {
            let (label, rest) = detail.split_once('{')?;
            Some((label, rest.split(['}', '|']).next()?))
        })
        .collect();
    for text in texts {
        for (label, path) in &labels {
            let Some((_, rest)) = text.split_once(label) else { continue };
            let ends = |c: char| words.detail_ends.contains(c);
            add(path, rest.split(ends).next().unwrap_or_default());
        }
        if let Some(site) = words.website.regex().and_then(|regex| regex.captures(text)) {
            add("website.name", site.name("name").map_or("", |it| it.as_str()));
            let url = site.name("url").map_or("", |it| it.as_str());
            add("website.url", &whole_address(url));
        }
    }
    found.retain(|(path, _)| {
        form.facts.iter().any(|group| {
            let name = path.strip_prefix(&group.key).and_then(|rest| rest.strip_prefix('.'));
            name.is_some_and(|name| group.facts.iter().any(|fact| fact.key == name))
        })
    });
    found
}
