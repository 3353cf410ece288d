//! Characters that no face has. The document says in which role each is set and where it was typed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::texts::Typed;
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::document::Document;
use crate::finding;
use crate::fonts::{Faces, Fonts};
use crate::layout::{Role, Style};
use crate::reader::{Sources, is_invisible};

/// The faces of every role; a face that is nowhere is a finding.
pub fn faces(fonts: &Fonts, style: &Style, sources: &Sources) -> Result<Faces, Vec<Diagnostic>> {
    let mut faces = Faces::new();
    let mut findings = Vec::new();
    for role in Role::ALL {
        match fonts.resolve(style, role) {
            Ok(found) => drop(faces.insert(role.name(), found)),
            Err(name) => {
                let finding = finding!("font-missing", role = role.name(), face = &name);
                // A face that is nowhere was named by the report's own style, or the layout and its
                // fonts are not installed together.
                let own = sources.style.as_ref();
                let place = own.and_then(|style| {
                    let at = style.text().find(&name)?;
                    Some(style.locate(at..at + name.len()))
                });
                findings.push(match place {
                    Some(place) => finding.at(place),
                    None => finding,
                });
            }
        }
    }
    if findings.is_empty() { Ok(faces) } else { Err(findings) }
}

/// Every character of the document that its role's faces lack, once at each place where it was
/// typed.
pub fn check(
    document: &Document,
    faces: &Faces,
    fonts: &Fonts,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let written = sources.narrative.as_ref().map_or("", Source::text);
    // What lacks a glyph: by its place in narrative.md, and what was typed elsewhere.
    let mut typed = Typings::new();
    let mut elsewhere: BTreeSet<(char, Role)> = BTreeSet::new();
    document.texts(|text, role, place| {
        let faces = &faces[role.name()];
        for (at, c) in text.char_indices().filter(|(_, c)| !fonts.covers(faces, *c)) {
            let places = match place {
                Typed::Elsewhere => {
                    elsewhere.insert((c, role));
                    Vec::new()
                }
                Typed::At(origin) => vec![origin.of(at..at + c.len_utf8())],
                Typed::Within(range) => {
                    let places = found(&written[range.clone()], c, range.start);
                    // Typed as an entity, it stands somewhere in the block.
                    if places.is_empty() { vec![range.clone()] } else { places }
                }
            };
            for place in places {
                typed.entry(place.start).or_insert((place.end, c, role));
            }
        }
    });
    // Of what can't be seen the reader has told.
    typed.retain(|start, (_, c, _)| !(is_invisible(*c) && written[*start..].starts_with(*c)));
    let runs = runs(typed, written);
    let told =
        |run: GlyphRun| Some(run.finding().at(sources.narrative.as_ref()?.locate(run.place)));
    let mut findings: Vec<Diagnostic> = runs.into_iter().filter_map(told).collect();
    findings.extend(elsewhere_typed(&elsewhere, sources));
    findings
}

/// Characters that no face has, side by side: a word in another script is one finding.
struct GlyphRun {
    place: Range<usize>,
    text: String,
    role: Role,
}

impl GlyphRun {
    fn finding(&self) -> Diagnostic {
        let mut characters = self.text.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => missing(c, self.role),
            (Some(c), Some(_)) if !is_private(c) => {
                let text: String = self.text.chars().take(SHOWN).collect();
                let count = self.text.chars().count();
                finding!("glyph-missing.run", text = text, count = count, role = self.role.name())
            }
            (c, _) => missing(c.unwrap_or_default(), self.role),
        }
    }
}

/// Characters of a run that a finding shows.
const SHOWN: usize = 20;

/// What was typed, by its place: where it ends, what it is, and the role it is set in.
type Typings = BTreeMap<usize, (usize, char, Role)>;

/// What was typed, in runs: spaces and marks between words of one script part none.
fn runs(typed: Typings, written: &str) -> Vec<GlyphRun> {
    let mut runs: Vec<GlyphRun> = Vec::new();
    for (start, (end, c, role)) in typed {
        let joins = |run: &&mut GlyphRun| {
            let between = written.get(run.place.end..start);
            let mark = |c: char| c == ' ' || c.is_ascii_punctuation() || is_invisible(c);
            between.is_some_and(|between| between.chars().all(mark))
                && run.text.starts_with(is_private) == is_private(c)
        };
        match runs.last_mut().filter(joins) {
            Some(run) => {
                run.text += written.get(run.place.end..start).unwrap_or_default();
                run.text.push(c);
                run.place.end = end;
            }
            None => runs.push(GlyphRun { place: start..end, text: c.to_string(), role }),
        }
    }
    runs
}

/// Whether a character means something only in the font it comes from (Unicode 23.5).
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Findings about characters that stand in the head of the report, or in no file of it.
fn elsewhere_typed(characters: &BTreeSet<(char, Role)>, sources: &Sources) -> Vec<Diagnostic> {
    let mut told: BTreeSet<(&str, usize)> = BTreeSet::new();
    let mut findings = Vec::new();
    for &(c, role) in characters {
        let files = || [&sources.json, &sources.style].into_iter().flatten();
        let places: Vec<(&Source, Range<usize>)> = files()
            .flat_map(|source| found(source.text(), c, 0).into_iter().map(move |at| (source, at)))
            .collect();
        if places.is_empty() {
            let whole = files().next().map(|source| Location::whole(source.name()));
            findings.extend(whole.map(|place| missing(c, role).at(place)));
        }
        for (source, place) in places {
            if !is_invisible(c) && told.insert((source.name(), place.start)) {
                findings.push(missing(c, role).at(source.locate(place)));
            }
        }
    }
    findings
}

fn missing(c: char, role: Role) -> Diagnostic {
    let code = format!("{:04X}", c as u32);
    if is_private(c) {
        return finding!("glyph-missing.private", code = code, role = role.name());
    }
    finding!("glyph-missing", character = c, code = code, role = role.name())
}

/// Where `c` stands in a text that begins at `start`.
fn found(text: &str, c: char, start: usize) -> Vec<Range<usize>> {
    let place = |(at, found): (usize, &str)| start + at..start + at + found.len();
    text.match_indices(c).map(place).collect()
}

/// What drafts show in the place of a character that no face has: the printers' mark for a missing
/// sort.
const SUBSTITUTE: char = '〓';

/// Puts a mark in the place of every character that its role's faces lack. For drafts.
pub fn substitute(document: &mut Document, faces: &Faces, fonts: &Fonts) {
    document.texts_mut(|text, role| {
        let has = |c: char| fonts.covers(&faces[role.name()], c);
        if !text.chars().all(has) {
            *text = text.chars().map(|c| if has(c) { c } else { SUBSTITUTE }).collect();
        }
    });
}
