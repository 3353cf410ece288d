//! Characters that no face has. The document says in which role each is set; the sources say where it was typed.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Location, Source};
use crate::document::Document;
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
                let message = format!("样式 text.{} 所用的字体“{name}”找不到", role.name());
                let finding = Diagnostic::error("font-missing", message)
                    .hint("用 --font-dir 指出字体所在的文件夹；nianbao fonts 列出已有的字体");
                // A face that is nowhere was named by the report's own style, or the layout and its fonts are not installed together.
                let own = sources.style.as_ref();
                let own = own.and_then(|style| Some(style.locate(span_of(style, &name)?)));
                findings.push(own.map_or(finding.clone(), |at| finding.at(at)));
            }
        }
    }
    if findings.is_empty() { Ok(faces) } else { Err(findings) }
}

/// Every character of the document that its role's faces lack, at each place where it was typed.
pub fn check(
    document: &Document,
    faces: &Faces,
    fonts: &Fonts,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut missing: BTreeSet<(char, Role)> = BTreeSet::new();
    document.texts(|text, role, _| {
        let faces = &faces[role.name()];
        let lacks = |c: &char| !fonts.covers(faces, *c);
        missing.extend(text.chars().filter(lacks).map(|c| (c, role)));
    });
    let mut findings = Vec::new();
    for (c, role) in missing {
        let message =
            format!("字符“{c}”（U+{:04X}）没有字体可排（样式 {}）", c as u32, role.name());
        let finding = Diagnostic::error("glyph-missing", message)
            .hint("换一个字；确要用，就用 --font-dir 提供有这个字的字体");
        let places: Vec<Location> = sources.iter().flat_map(|source| places(source, c)).collect();
        let whole = || sources.iter().next_back().map(|source| Location::whole(source.name()));
        match places.is_empty() {
            true => findings.push(whole().map_or(finding.clone(), |at| finding.at(at))),
            false if is_invisible(c) => {} // the reader has said so
            false => findings.extend(places.into_iter().map(|at| finding.clone().at(at))),
        }
    }
    findings.dedup_by(|a, b| {
        a.location.as_ref().is_some_and(|place| place.line > 0) && a.location == b.location
    });
    findings
}

fn span_of(source: &Source, name: &str) -> Option<std::ops::Range<usize>> {
    source.text().find(name).map(|at| at..at + name.len())
}

fn places(source: &Source, c: char) -> Vec<Location> {
    source.text().match_indices(c).map(|(at, found)| source.locate(at..at + found.len())).collect()
}

/// Puts 〓, the printers' mark for a missing sort, in the place of every character that its role's faces lack. For drafts.
pub fn substitute(document: &mut Document, faces: &Faces, fonts: &Fonts) {
    document.texts_mut(|text, role| {
        if text.chars().any(|c| !fonts.covers(&faces[role.name()], c)) {
            *text = text
                .chars()
                .map(|c| if fonts.covers(&faces[role.name()], c) { c } else { '〓' })
                .collect();
        }
    });
}
