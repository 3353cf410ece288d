//! `nianbao check`: all findings, nothing written; with `--fix`, typed numbers bound to their cells
//! first. A published file is checked as it is.

mod published;
mod results;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use nianbao::check::suggest::apply;
use nianbao::diagnostic::Diagnostic;
use nianbao::messages::Text;
use nianbao::reader::NARRATIVE_MD;
use nianbao::{PrepareOptions, Prepared, files, say};

use self::results::{CheckLine, Overview};
use super::build::pool;
use super::inputs::expand_all;
use super::lines::ResultList;
use super::places::check_list;
use super::published::{files_in, is_file};
use super::{Tools, tally};
use crate::cli::Check;
use crate::console::{Console, FindingStyle, ShownFindings, Status};
use crate::signals;

pub fn run<Out: Write, Err: Write>(
    check: &Check,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let inputs = inputs(&check.inputs);
    let begun = check
        .results
        .as_deref()
        .map(|path| check_list(path, &inputs, &inputs).and_then(|()| ResultList::begin(path)));
    let results = begun.transpose().and_then(|results| {
        if check.fix { fix_all(&inputs, tools, console).map(|()| results) } else { Ok(results) }
    });
    match results {
        Ok(results) => check_all(check, &inputs, tools, results, console),
        Err(fault) => {
            console.finding(&fault);
            Status::Unusable
        }
    }
}

/// What is to be checked: a folder that is no report stands for the published files in it.
fn inputs(named: &[PathBuf]) -> Vec<PathBuf> {
    let all = expand_all(named).into_iter().flat_map(|input| {
        let inside = files_in(&input);
        if inside.is_empty() { vec![input] } else { inside }
    });
    all.collect()
}

/// What came of a report.
struct Checked {
    shown: ShownFindings,
    line: CheckLine,
    tally: Text,
    findings: Vec<Diagnostic>,
    clean: bool,
}

fn check_all<Out: Write, Err: Write>(
    check: &Check,
    inputs: &[PathBuf],
    tools: &Tools,
    mut results: Option<ResultList>,
    console: &mut Console<Out, Err>,
) -> Status {
    let style = console.style();
    let stop = signals::stop_flag();
    let go_on = || !stop.load(Ordering::Relaxed);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = check.jobs.map_or(cores, usize::from).min(inputs.len());
    let threads = if inputs.len() < 2 { 0 } else { threads };
    let (mut overview, mut status, mut done) = (Overview::default(), Status::Clean, 0);
    let one = |index: usize| check_one(&inputs[index], check.previous.as_deref(), tools, style);
    console.begin(inputs.len());
    pool::work(threads, inputs.len(), go_on, one, |index, checked| {
        let Checked { shown, line, tally, findings, clean } = checked;
        done += 1;
        overview.add(&line, &findings);
        if let Some(results) = &mut results {
            results.push(&line);
        }
        console.show(shown);
        let on_bar = console.advance();
        if check.suggest {
            suggest(&inputs[index], tools, console);
        }
        if !on_bar || !clean {
            console.remark(say!("check-done", input = inputs[index].display(), tally = tally));
        }
        if !clean {
            status = Status::Errors;
        }
    });
    console.end();
    if let Some(Err(fault)) = results.map(ResultList::end) {
        console.finding(&fault);
        return Status::Unusable;
    }
    if let Some(summary) = overview.summary() {
        console.remark(summary);
    }
    if let Some(failures) = overview.failures() {
        console.remark(failures);
    }
    if done < inputs.len() { Status::Interrupted } else { status }
}

fn check_one(input: &Path, previous: Option<&Path>, tools: &Tools, style: FindingStyle) -> Checked {
    let (mut prepared, numbers) = if is_file(input) {
        let checked = published::check(input, previous, tools);
        (checked.findings, (checked.unknown, checked.likely, checked.readable))
    } else {
        let mut prepared = tools.prepare(input, previous, PrepareOptions::default());
        prepared.writable = None;
        let readable = !prepared.sources.is_empty();
        let Prepared { findings, waived, sources, .. } = prepared;
        (Prepared { findings, waived, sources, writable: None }, (0, 0, readable))
    };
    style.weigh(&mut prepared);
    Checked {
        shown: style.show(&prepared),
        line: CheckLine::new(input.display().to_string(), &prepared, numbers, style.language),
        tally: tally(&prepared),
        clean: prepared.is_clean(),
        findings: prepared.findings,
    }
}

fn fix_all<Out: Write, Err: Write>(
    inputs: &[PathBuf],
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Result<(), Diagnostic> {
    for input in inputs {
        let count = fix(input, tools)?;
        if count > 0 {
            console.remark(say!("check-fixed", input = input.display(), count = count));
        }
    }
    Ok(())
}

fn suggest<Out: Write, Err: Write>(input: &Path, tools: &Tools, console: &mut Console<Out, Err>) {
    let folder = files::read_folder(&files::report_folder(input)).ok();
    if let Some((text, suggestions)) =
        folder.and_then(|folder| nianbao::suggest(&folder, &tools.layouts))
    {
        let notes = suggestions.iter().map(|suggestion| suggestion.note(&text)).collect::<Vec<_>>();
        let sources = [text];
        notes.iter().for_each(|note| console.note(note, &sources));
    }
}

/// Binds what can be bound, and says how many numbers that were. What can't be read is left to the
/// findings.
fn fix(input: &Path, tools: &Tools) -> Result<usize, Diagnostic> {
    let folder = files::report_folder(input);
    let Ok(read) = files::read_folder(&folder) else { return Ok(0) };
    let Some((_, mut suggestions)) = nianbao::suggest(&read, &tools.layouts) else { return Ok(0) };
    suggestions.retain(|suggestion| suggestion.sure);
    let Some(Ok(original)) = read.files.get(NARRATIVE_MD).map(|bytes| std::str::from_utf8(bytes))
    else {
        return Ok(0);
    };
    if !suggestions.is_empty() {
        let path = folder.join(NARRATIVE_MD);
        files::rewrite(&path, apply(original, &suggestions).as_bytes())
            .map_err(|error| files::unwritable(&path, &error))?;
    }
    Ok(suggestions.len())
}
