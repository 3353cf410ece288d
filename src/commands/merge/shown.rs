//! What a merge took and what it did not, for people, in the words of the form.

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::form::PREFACE;
use nianbao::layout::Layouts;
use nianbao::merge::word::EditedWord;
use nianbao::merge::{Merged, NOTES};
use nianbao::messages::Text;
use nianbao::{finding, say};

use crate::console::Console;

/// Who wrote the comments that the program itself made.
const OWN: &str = "nianbao";

/// Shows what is in the margin of a file: comments, and who tracked how many changes.
pub fn show_review<Out: Write, Err: Write>(edited: &EditedWord, console: &mut Console<Out, Err>) {
    let at = |finding: Diagnostic| finding.at(Location::whole(&edited.theirs.name));
    for (author, count) in &edited.revisions.by_author {
        console.finding(&at(finding!("merge-revisions", author = author, count = *count)));
    }
    if edited.revisions.by_author.is_empty() && edited.revisions.ends > 0 {
        let count = edited.revisions.ends;
        console.finding(&at(finding!("merge-revisions.ends", count = count)));
    }
    if edited.revisions.of_look > 0 {
        let count = edited.revisions.of_look;
        console.finding(&at(finding!("merge-revisions.look", count = count)));
    }
    for comment in edited.comments.iter().filter(|comment| comment.author != OWN) {
        let (author, words, text) = (&comment.author, &comment.words, &comment.text);
        console.finding(&at(finding!(
            "merge-comment",
            author = author,
            words = words,
            text = text
        )));
    }
}

/// Shows what was taken, section by section, and the findings.
pub fn show<Out: Write, Err: Write>(
    merged: &Merged,
    file: &str,
    layouts: &Layouts,
    console: &mut Console<Out, Err>,
) {
    for finding in &merged.findings {
        console.note(finding, &merged.sources);
    }
    let count = merged.numbers.len() + merged.texts.len();
    if count == 0 {
        return;
    }
    let verb = if merged.has_errors() {
        say!("merge-would-take", file = file, count = count)
    } else {
        say!("merge-took", file = file, count = count)
    };
    console.remark(verb);
    for number in &merged.numbers {
        line(&number.said(), Some(&number.path), file, console);
    }
    let mut section = "";
    for text in &merged.texts {
        if text.section != section {
            section = &text.section;
            console.remark(say!("merge-section", name = heading(section, layouts)));
        }
        line(&text.said(), None, file, console);
    }
    if merged.followed > 0 {
        let count = merged.followed;
        line(&say!("merge-followed", count = count), None, file, console);
    }
}

/// A thing that was taken: a line for people, a finding for programs.
fn line<Out: Write, Err: Write>(
    said: &Text,
    path: Option<&String>,
    file: &str,
    console: &mut Console<Out, Err>,
) {
    if console.is_for_people() {
        console.remark(say!("merge-line", text = said));
        return;
    }
    let mut note = finding!("merge-taken", text = said).at(Location::whole(file));
    if let Some(path) = path {
        note = note.about(format!("/statistics/{}", path.replace('.', "/")));
    }
    console.finding(&note);
}

/// What people call a section.
fn heading(key: &str, layouts: &Layouts) -> Text {
    if key == PREFACE {
        return say!("merge-section-preface");
    }
    if key == NOTES {
        return say!("merge-section-notes");
    }
    let mut sections = layouts.iter().flat_map(|layout| &layout.form.sections);
    let found = sections.find(|section| section.key == key);
    found.map_or_else(|| key.into(), |section| section.heading.as_str().into())
}

/// How a file would change, as `diff -u` shows it.
pub fn difference(path: &Path, before: &[u8], now: &[u8]) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (before, now) = (text(before), text(now));
    let name = path.display().to_string();
    let difference = similar::TextDiff::from_lines(before.as_str(), now.as_str());
    difference.unified_diff().context_radius(2).header(&name, &name).to_string()
}
