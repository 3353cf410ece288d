//! Characters that no face has. The document says in which role each is set; the sources say where it was typed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Location, Source};
use crate::document::{Block, Document, Inline, Slot};
use crate::fonts::{Fonts, RoleFaces};
use crate::layout::{Role, Style};
use crate::reader::STYLE_TOML;

/// Faces of every role of a style.
pub type Faces = BTreeMap<&'static str, RoleFaces>;

/// The faces of every role; a face that is nowhere is a finding.
pub fn faces(fonts: &Fonts, style: &Style, sources: &[Source]) -> Result<Faces, Vec<Diagnostic>> {
    let mut faces = Faces::new();
    let mut findings = Vec::new();
    for role in Role::ALL {
        match fonts.resolve(style, role) {
            Ok(found) => drop(faces.insert(role.name(), found)),
            Err(name) => {
                let message = format!("样式 text.{} 所用的字体“{name}”找不到", role.name());
                let finding =
                    Diagnostic::error("font-missing", message).hint("用 --font-dir 指出字体所在的文件夹；nianbao fonts 列出已有的字体");
                // A face that is nowhere was named by the report's own style, or the layout and its fonts are not installed together.
                let own = sources.iter().find_map(|source| Some(source.locate(span_of(source, &name)?)));
                findings.push(own.map_or(finding.clone(), |at| finding.at(at)));
            }
        }
    }
    if findings.is_empty() { Ok(faces) } else { Err(findings) }
}

/// Every character of the document that its role's faces lack, at each place where it was typed.
pub fn check(document: &mut Document, faces: &Faces, fonts: &Fonts, sources: &[Source]) -> Vec<Diagnostic> {
    let mut missing: BTreeSet<(char, Role)> = BTreeSet::new();
    walk(document, &mut |text, role| {
        let lacks = |c: &char| !fonts.covers(&faces[role.name()], *c);
        missing.extend(text.chars().filter(lacks).map(|c| (c, role)));
    });
    let mut findings = Vec::new();
    for (c, role) in missing {
        let message = format!("字符“{c}”（U+{:04X}）没有字体可排（样式 {}）", c as u32, role.name());
        let finding = Diagnostic::error("glyph-missing", message).hint("换一个字；确要用，就用 --font-dir 提供有这个字的字体");
        let places: Vec<Location> = sources.iter().flat_map(|source| places(source, c)).collect();
        let whole = || sources.last().map(|source| Location::whole(source.name()));
        match places.is_empty() {
            true => findings.push(whole().map_or(finding.clone(), |at| finding.at(at))),
            false => findings.extend(places.into_iter().map(|at| finding.clone().at(at))),
        }
    }
    findings.dedup_by(|a, b| a.location.is_some() && a.location == b.location);
    findings
}

fn span_of(source: &Source, name: &str) -> Option<std::ops::Range<usize>> {
    source.text().find(name).filter(|_| source.name().ends_with(STYLE_TOML)).map(|at| at..at + name.len())
}

fn places(source: &Source, c: char) -> Vec<Location> {
    source.text().match_indices(c).map(|(at, found)| source.locate(at..at + found.len())).collect()
}

/// Puts 〓, the printers' mark for a missing sort, in the place of every character that its role's faces lack. For drafts.
pub fn substitute(document: &mut Document, faces: &Faces, fonts: &Fonts) {
    walk(document, &mut |text, role| {
        if text.chars().any(|c| !fonts.covers(&faces[role.name()], c)) {
            *text = text.chars().map(|c| if fonts.covers(&faces[role.name()], c) { c } else { '〓' }).collect();
        }
    });
}

/// Gives `see` every text of the document with the role it is set in.
fn walk(document: &mut Document, see: &mut impl FnMut(&mut String, Role)) {
    document.title.iter_mut().for_each(|line| see(line, Role::Title));
    blocks(&mut document.blocks, Role::Body, see);
    document.notes.iter_mut().for_each(|note| blocks(note, Role::Note, see));
    if let Some(signature) = &mut document.signature {
        signature.lines.iter_mut().for_each(|line| see(&mut line.text, Role::Body));
    }
    if let Some(draft) = &mut document.draft {
        draft.findings.iter_mut().for_each(|finding| see(finding, Role::Body));
    }
}

fn blocks(list: &mut [Block], role: Role, see: &mut impl FnMut(&mut String, Role)) {
    for block in list {
        match block {
            Block::Heading { level, number, content } => {
                see(number, Role::heading(*level));
                inlines(content, Role::heading(*level), see);
            }
            Block::Paragraph { content } => inlines(content, role, see),
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, role, see)),
            Block::Figure { caption, .. } => see(caption, Role::Caption),
            Block::Table(table) => {
                let rows = table.groups.iter_mut().flat_map(|group| group.head.iter_mut().chain(&mut group.body));
                for slot in rows.flat_map(|row| &mut row.slots) {
                    if let Slot::Cell(cell) = slot {
                        inlines(&mut cell.content, Role::Table, see);
                    }
                }
            }
        }
    }
}

fn inlines(content: &mut [Inline], role: Role, see: &mut impl FnMut(&mut String, Role)) {
    for inline in content {
        match inline {
            Inline::Text { text } => see(text, role),
            Inline::Strong { content } | Inline::Emph { content } | Inline::Link { content, .. } => inlines(content, role, see),
            Inline::Note { .. } | Inline::Break => {}
        }
    }
}
