//! `nianbao build`: each report checked and, where no error keeps it back and something has
//! changed, written. One report or thousands.
//!
//! ```text
//! plan ─► jobs ─► pool: N threads, each batch.make(job) ─► on the first, in the jobs' order:
//!                             │                            findings, results, counts
//!                             ├─ fingerprint: the hash of all that goes in
//!                             └─ journal: which files were written of it
//! ```

mod batch;
mod count;
mod fingerprint;
mod journal;
mod plan;
pub mod pool;
mod results;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use nianbao::diagnostic::Diagnostic;
use nianbao::{files, say};

use self::batch::{Batch, Done, Outcome};
use self::count::Count;
use self::fingerprint::Fingerprints;
use self::journal::Journal;
use self::plan::{Job, plan};
use super::Tools;
use super::lines::ResultList;
use super::places::{check_list, check_output};
use super::write::Writers;
use crate::cli::{Build, Format};
use crate::console::{Console, FindingStyle, Status};
use crate::signals;

pub fn run<Out: Write, Err: Write>(
    build: &Build,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    match prepare(build, console.style(), tools) {
        Ok((jobs, batch, results)) => {
            let status = make_all(build, &jobs, &batch, results, console);
            batch.journal.close();
            status
        }
        Err(fault) => {
            console.finding(&fault);
            Status::Unusable
        }
    }
}

/// Everything that can be wrong with a run before its first report.
fn prepare<'t>(
    build: &'t Build,
    style: FindingStyle,
    tools: &'t Tools,
) -> Result<(Vec<Job>, Batch<'t>, Option<ResultList>), Diagnostic> {
    let jobs = plan(build, style.language)?;
    let options = &build.options;
    check_places(build, &jobs)?;
    let writers = Writers::new(&tools.fonts, options, threads(build.jobs, jobs.len()))?;
    std::fs::create_dir_all(&build.output)
        .map_err(|error| files::unwritable(&build.output, &error))?;
    let results = build.results.as_deref().map(ResultList::begin).transpose()?;
    let batch = Batch {
        tools,
        writers,
        fingerprints: Fingerprints::new(tools, options, style.deny_warnings),
        journal: Journal::open(&build.output),
        options,
        output: &build.output,
        style,
        force: build.force,
    };
    Ok((jobs, batch, results))
}

/// That nothing which is read is written over.
fn check_places(build: &Build, jobs: &[Job]) -> Result<(), Diagnostic> {
    let mut reports: Vec<PathBuf> =
        jobs.iter().map(|job| files::report_folder(&job.input)).collect();
    if let Some(previous) = &build.options.previous {
        reports.extend(jobs.iter().map(|job| previous.join(&job.name)));
        reports.push(previous.clone());
    }
    check_output(&build.output, &reports)?;
    let Some(results) = &build.results else { return Ok(()) };
    let mut needed: Vec<PathBuf> = build.inputs_from.iter().cloned().collect();
    needed.push(journal::folder(&build.output));
    for job in jobs {
        let file =
            |format: &Format| build.output.join(format!("{}.{}", job.name, format.extension()));
        needed.extend(build.options.to.iter().map(file));
    }
    check_list(results, &reports, &needed)
}

/// Reports that are named again at the end of a batch.
const NAMED: usize = 20;

fn make_all<Out: Write, Err: Write>(
    build: &Build,
    jobs: &[Job],
    batch: &Batch<'_>,
    mut list: Option<ResultList>,
    console: &mut Console<Out, Err>,
) -> Status {
    let stop = signals::stop_flag();
    let unusable = AtomicBool::new(false);
    let go_on = || !stop.load(Ordering::Relaxed) && !unusable.load(Ordering::Relaxed);
    let make = |index: usize| {
        let done = batch.make(&jobs[index]);
        unusable.fetch_or(done.outcome == Outcome::Unusable, Ordering::Relaxed);
        done
    };
    let mut count = Count::new(jobs.len());
    let mut failed = Vec::new();
    console.begin(jobs.len());
    pool::work(threads(build.jobs, jobs.len()), jobs.len(), go_on, make, |index, done| {
        count.add(&done);
        if matches!(done.outcome, Outcome::Failed | Outcome::Unusable) {
            failed.push(jobs[index].input.display().to_string());
        }
        if let Some(list) = &mut list {
            list.push(&results::line(&jobs[index], &done, batch.output, batch.style.language));
        }
        tell(&jobs[index], done, batch.output, console);
    });
    console.end();
    if let Some(Err(fault)) = list.map(ResultList::end) {
        console.finding(&fault);
        count.unusable = true;
    }
    if jobs.len() > 1 {
        console.remark(count.summary());
        if !failed.is_empty() {
            let (count, more) = (failed.len(), failed.len() > NAMED);
            failed.truncate(NAMED);
            console.remark(match more {
                true => say!("build-failures-many", count = count, names = failed),
                false => say!("build-failures", names = failed),
            });
        }
        if count.left() > 0 {
            console.remark(say!("build-stopped", left = count.left()));
        }
    }
    count.status()
}

/// How many threads there are beside this one. A single report is made on this one, and its PDF on
/// every core.
fn threads(wanted: Option<u16>, jobs: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if jobs < 2 { 0 } else { wanted.map_or(cores, usize::from).min(jobs) }
}

/// Says what came of a report: its findings, and a line where no bar shows that it is done.
fn tell<Out: Write, Err: Write>(
    job: &Job,
    done: Done,
    output: &Path,
    console: &mut Console<Out, Err>,
) {
    let files = done.paths(output);
    let Done { outcome, shown, tally, .. } = done;
    console.show(shown);
    let input = job.input.display();
    let on_bar = console.advance();
    match outcome {
        Outcome::Written if !on_bar => {
            console.remark(say!("build-written", input = input, tally = tally, files = files));
        }
        Outcome::Unchanged if !on_bar => {
            console.remark(say!("build-unchanged", input = input, tally = tally, files = files));
        }
        Outcome::Written | Outcome::Unchanged => {}
        Outcome::Failed | Outcome::Unusable => {
            console.remark(say!("build-failed", input = input, tally = tally));
        }
    }
}
