//! `nianbao build`: each report checked and, where nothing keeps it back and something has changed, written. One report or thousands.
//!
//! ```text
//! plan ──► jobs ──► crew: N threads, each shop.make(job) ──► in the jobs' order, on the first thread: findings, results, counts
//!                               │  recipe: the hash of all that goes in
//!                               └─ journal: what was written of what
//! ```

mod crew;
mod journal;
mod plan;
mod recipe;
mod results;
mod shop;

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::messages::Text;
use nianbao::{files, say};

use self::journal::Journal;
use self::plan::{Job, plan};
use self::recipe::Recipe;
use self::results::Results;
use self::shop::{Made, Outcome, Shop};
use super::press::Press;
use super::{Tools, tally};
use crate::cli::{Build, Common};
use crate::console::{Console, Status};
use crate::signals;

pub fn run<Out: Write, Err: Write>(
    build: &Build,
    common: &Common,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    match prepare(build, common, &tools) {
        Ok((jobs, shop, results)) => {
            let status = make_all(build, &jobs, &shop, results, console);
            shop.journal.close();
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
    common: &Common,
    tools: &'t Tools,
) -> Result<(Vec<Job>, Shop<'t>, Option<Results>), Diagnostic> {
    let jobs = plan(build)?;
    let press = Press::new(&tools.fonts, &build.making, hands(build.jobs, jobs.len()))?;
    std::fs::create_dir_all(&build.output)
        .map_err(|error| files::unwritable(&build.output, &error))?;
    let results = build.results.as_deref().map(Results::begin).transpose()?;
    let shop = Shop {
        tools,
        press,
        recipe: Recipe::new(tools, &build.making, common.deny_warnings),
        journal: Journal::open(&build.output),
        making: &build.making,
        output: &build.output,
        deny_warnings: common.deny_warnings,
        force: build.force,
    };
    Ok((jobs, shop, results))
}

fn make_all<Out: Write, Err: Write>(
    build: &Build,
    jobs: &[Job],
    shop: &Shop<'_>,
    mut results: Option<Results>,
    console: &mut Console<Out, Err>,
) -> Status {
    let stop = signals::stop_flag();
    let unusable = AtomicBool::new(false);
    let go_on = || !stop.load(Ordering::Relaxed) && !unusable.load(Ordering::Relaxed);
    let make = |index: usize| {
        let made = shop.make(&jobs[index]);
        unusable.fetch_or(made.outcome == Outcome::Unusable, Ordering::Relaxed);
        made
    };
    let mut count = Count::default();
    console.begin(jobs.len());
    crew::work(hands(build.jobs, jobs.len()), jobs.len(), go_on, make, |index, mut made| {
        tell(&jobs[index], &mut made, shop.output, console);
        count.add(&made);
        if let Some(results) = &mut results {
            results.add(&jobs[index], &made, shop.output);
        }
    });
    console.end();
    if let Some(Err(fault)) = results.map(Results::end) {
        console.finding(&fault);
        count.unusable = true;
    }
    if jobs.len() > 1 {
        console.remark(count.summary(jobs.len()));
        if count.left(jobs.len()) > 0 {
            console.remark(say!("build-stopped", left = count.left(jobs.len())));
        }
    }
    count.status(jobs.len())
}

/// How many threads there are beside this one. A single report is made on this one, and its PDF on every core.
fn hands(wanted: Option<u16>, jobs: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if jobs < 2 { 0 } else { wanted.map_or(cores, usize::from).min(jobs) }
}

/// Says what came of a report: its findings, and a line where no bar tells that it is done.
fn tell<Out: Write, Err: Write>(
    job: &Job,
    made: &mut Made<'_>,
    output: &Path,
    console: &mut Console<Out, Err>,
) {
    console.findings(&mut made.prepared);
    let (input, tally) = (job.input.display(), tally(&made.prepared));
    let files = made.paths(output);
    let told = console.advance();
    match made.outcome {
        Outcome::Written if !told => {
            console.remark(say!("build-written", input = input, tally = tally, files = files));
        }
        Outcome::Unchanged if !told => {
            console.remark(say!("build-unchanged", input = input, tally = tally, files = files));
        }
        Outcome::Written | Outcome::Unchanged => {}
        Outcome::Failed | Outcome::Unusable => {
            console.remark(say!("build-failed", input = input, tally = tally));
        }
    }
}

/// What came of all reports.
#[derive(Default)]
struct Count {
    written: usize,
    unchanged: usize,
    failed: usize,
    warnings: usize,
    errors: bool,
    unusable: bool,
}

impl Count {
    fn add(&mut self, made: &Made<'_>) {
        match made.outcome {
            Outcome::Written => self.written += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Unusable => {
                self.failed += 1;
                self.unusable = true;
            }
        }
        self.errors |= !made.prepared.is_clean();
        self.warnings += made
            .prepared
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Warning)
            .count();
    }

    fn left(&self, jobs: usize) -> usize {
        jobs - self.written - self.unchanged - self.failed
    }

    fn summary(&self, jobs: usize) -> Text {
        let Count { written, unchanged, failed, warnings, .. } = *self;
        say!(
            "build-summary",
            reports = jobs,
            written = written,
            unchanged = unchanged,
            failed = failed,
            warnings = warnings,
        )
    }

    fn status(&self, jobs: usize) -> Status {
        match self {
            Count { unusable: true, .. } => Status::Unusable,
            _ if self.left(jobs) > 0 => Status::Interrupted,
            Count { errors: true, .. } | Count { failed: 1.., .. } => Status::Errors,
            _ => Status::Clean,
        }
    }
}
