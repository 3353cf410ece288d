//! What an office types is meant as it looks. Where Markdown would make something else of it, the
//! text that Markdown reads is changed until it doesn't: a line that is set in begins a paragraph
//! and is no code; `*` between digits is a star; `[注]: …` is a line of the text.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::binding::{Edit, Filled};
use super::parse::parse;
use super::scan::unspaced_headings;
use super::spelling::Slip;
use crate::diagnostic::Source;
use crate::form::Form;

/// What Markdown is given for an indent: it makes nothing of it, and it is not printed.
const INDENT: char = '\u{3000}';
/// What people set a line in with beside spaces and tabs.
const WIDE: [char; 3] = [INDENT, '\u{2002}', '\u{2003}'];
/// The same as entities of HTML.
const INDENTS: [&str; 4] = ["&emsp;", "&ensp;", "&#12288;", "&nbsp;&nbsp;"];
/// How often the text is looked at again: what was changed may let more be seen. Two rounds do for
/// what people type.
const ROUNDS: usize = 8;
/// Marks that nobody stresses a text up to.
const LEADS_ON: [char; 3] = ['，', '、', '；'];

/// The text as Markdown is to read it, and what it reads.
pub(super) fn as_meant<'a>(
    arena: &'a Arena<'a>,
    filled: Filled,
    form: &Form,
) -> (Filled, &'a AstNode<'a>) {
    let mut edits = definitions(&filled.text);
    edits.extend(headings(&filled.text, form));
    edits.sort_by_key(|(range, _)| range.start);
    let mut filled = match edits.is_empty() {
        true => filled,
        false => filled.edited(&edits),
    };
    let mut root = parse(arena, &filled.text);
    for _ in 0..ROUNDS {
        let edits = differences(root, &filled.text);
        if edits.is_empty() {
            break;
        }
        filled = filled.edited(&edits);
        root = parse(arena, &filled.text);
    }
    (filled, root)
}

/// Lines that are headings but for a space, which is told: what stands below them is theirs.
fn headings(text: &str, form: &Form) -> Vec<Edit> {
    let edit = |(marks, _): (Range<usize>, &str)| {
        let count = text[marks.clone()].chars().count();
        (marks, "#".repeat(count) + " ")
    };
    unspaced_headings(text, form).into_iter().map(edit).collect()
}

/// Lines that Markdown takes for definitions of links and leaves out, though nobody else would:
/// what they define is no address.
fn definitions(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let label = line.trim_start_matches(|c: char| {
            c.is_ascii_digit() || c.is_ascii_whitespace() || ">-*+.)".contains(c)
        });
        let open = start + line.len() - label.len();
        start += line.len();
        let Some(close) = label.find("]:").filter(|_| label.starts_with('[')) else { continue };
        let address = text[open + close + 2..].trim_start();
        let schemes = ["http://", "https://", "mailto:", "<"];
        let is_address = schemes.iter().any(|scheme| address.starts_with(scheme));
        if !label.starts_with("[^") && !is_address {
            edits.push((open..open, "\\".to_owned()));
        }
    }
    edits
}

/// What has to change for Markdown to read a text as it looks.
fn differences<'a>(root: &'a AstNode<'a>, text: &str) -> Vec<Edit> {
    let source = Source::new("", text);
    let mut edits = Vec::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::CodeBlock(code) if !code.fenced => code_lines(node, &source, &mut edits),
            NodeValue::Paragraph => set_in_lines(node, &source, &mut edits),
            NodeValue::TableRow(false) => bare_row(node, &source, &mut edits),
            NodeValue::Emph => {
                stars(node, &source, &mut edits);
                blanks(node, &source, &mut edits);
            }
            NodeValue::Strong => blanks(node, &source, &mut edits),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    edits
}

/// Each line of what Markdown takes for code is a paragraph.
fn code_lines<'a>(node: &'a AstNode<'a>, source: &Source, edits: &mut Vec<Edit>) {
    let place = node.data().sourcepos;
    let before = " ".repeat(in_lists(node));
    let inside = format!("{before}{INDENT}");
    let lines =
        || (place.start.line..=place.end.line).map(|line| &source.text()[source.line(line)]);
    if lines().any(|line| line.trim_start().starts_with("```")) {
        return; // it is told
    }
    let first = source.line(place.start.line);
    let begin = source.offset(place.start.line, place.start.column).clamp(first.start, first.end);
    let is_alone = source.text()[first.start..begin].trim().is_empty();
    let words = source.text()[begin..first.end].trim_start();
    if is_alone && is_structure(words) {
        // All of it is set in.
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let written = lines().filter(|line| !line.trim().is_empty());
        let common = written.map(indent).min().unwrap_or(0);
        for line in place.start.line..=place.end.line {
            let range = source.line(line);
            let end = range.end.min(range.start + common);
            edits.push((range.start..end, before.clone()));
        }
        return;
    }
    for line in place.start.line..=place.end.line {
        let range = source.line(line);
        let text = &source.text()[range.clone()];
        let words = text.trim_start();
        if words.is_empty() {
            continue;
        }
        let begin = source.offset(line, place.start.column).clamp(range.start, range.end);
        let before = &source.text()[range.start..begin];
        if line > place.start.line {
            edits.push((range.start..range.end - words.len(), format!("\n{inside}")));
        } else if before.trim().is_empty() {
            edits.push((range.start..range.end - words.len(), inside.clone()));
        } else {
            // Behind the mark of a list.
            let mark = range.start + before.trim_end().len();
            let words = source.text()[begin..range.end].trim_start();
            edits.push((mark..range.end - words.len(), format!(" {INDENT}")));
        }
    }
}

/// Whether a line is more than a paragraph's: a row of a table, an item of a list, a heading.
fn is_structure(words: &str) -> bool {
    let marks = words.trim_start_matches('#');
    words.starts_with('|')
        || ["- ", "* ", "+ "].iter().any(|mark| words.starts_with(mark))
        || (marks.len() < words.len() && marks.starts_with([' ', '\t']))
}

/// A line of a paragraph that is set in begins a paragraph of its own.
fn set_in_lines<'a>(node: &'a AstNode<'a>, source: &Source, edits: &mut Vec<Edit>) {
    let place = node.data().sourcepos;
    for line in place.start.line..=place.end.line {
        let range = source.line(line);
        let text = &source.text()[range.clone()];
        let words = text.trim_start_matches([' ', '\t']);
        let is_wide = words.starts_with(WIDE) || INDENTS.iter().any(|it| words.starts_with(it));
        let row = words.trim_start_matches(WIDE);
        let is_deep = text.starts_with('\t') || text.starts_with("    ");
        if is_deep && is_structure(words) && in_lists(node) == 0 {
            edits.push((range.start..range.end - words.len(), String::new()));
            continue;
        }
        if row.starts_with('|') && row.len() < words.len() {
            edits.push((range.end - words.len()..range.end - row.len(), String::new()));
            continue;
        }
        if line == place.start.line {
            continue;
        }
        if is_wide {
            edits.push((range.start..range.start, "\n".to_owned()));
        } else if is_deep && in_lists(node) == 0 {
            edits.push((range.start..range.end - words.len(), format!("\n{INDENT}")));
        }
    }
}

/// What stands right below a table and has no bar is no row of it.
fn bare_row<'a>(node: &'a AstNode<'a>, source: &Source, edits: &mut Vec<Edit>) {
    let range = source.line(node.data().sourcepos.start.line);
    let alone = node.next_sibling().is_none_or(|next| {
        !source.text()[source.line(next.data().sourcepos.start.line)].contains('|')
    });
    if !source.text()[range.clone()].contains('|') && alone {
        edits.push((range.start..range.start, "\n".to_owned()));
    }
}

/// Stars that Markdown takes for stress, and that stand between digits or letters or around what
/// nobody stresses.
fn stars<'a>(node: &'a AstNode<'a>, source: &Source, edits: &mut Vec<Edit>) {
    let text = source.text();
    let range = Slip::default().range(source, node.data().sourcepos);
    let (open, close) = (range.start, range.end.saturating_sub(1));
    let is_star = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with('*'));
    if open >= close || !is_star(open) || !is_star(close) {
        return;
    }
    let within = &text[open + 1..close];
    let leads_on = within.ends_with(LEADS_ON) || within.starts_with(LEADS_ON);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_word = |c: char| c.is_ascii_alphanumeric();
    // 10米*20米*3米: before each star a unit, behind it a number.
    let multiplies = |at: usize| {
        text[..at].ends_with(char::is_alphanumeric) && text[at + 1..].starts_with(is_digit)
    };
    let is_product = multiplies(open) && multiplies(close);
    for at in [open, close] {
        let is_between = text[..at].ends_with(is_word) && text[at + 1..].starts_with(is_word);
        if leads_on || is_product || is_between {
            edits.push((at..at, "\\".to_owned()));
        }
    }
}

/// Lines to write on, `___`, that Markdown takes for stress.
fn blanks<'a>(node: &'a AstNode<'a>, source: &Source, edits: &mut Vec<Edit>) {
    let range = Slip::default().range(source, node.data().sourcepos);
    let text = source.text();
    let before = text[..range.start].len() - text[..range.start].trim_end_matches('_').len();
    let start = range.start - before;
    let behind = text[range.end..].len() - text[range.end..].trim_start_matches('_').len();
    let end = range.end + behind;
    let run = |text: &str| text.len() - text.trim_start_matches('_').len();
    let open = run(&text[start..end]);
    let close = text[start..end].len() - text[start..end].trim_end_matches('_').len();
    if open.max(close) > 2 {
        edits.extend(
            (start..start + open).chain(end - close..end).map(|at| (at..at, "\\".to_owned())),
        );
    }
}

/// Columns that the lists around a node set it in by.
fn in_lists<'a>(node: &'a AstNode<'a>) -> usize {
    let columns = |node: &'a AstNode<'a>| match &node.data().value {
        NodeValue::Item(item) => item.marker_offset + item.padding,
        _ => 0,
    };
    node.ancestors().map(columns).sum()
}
