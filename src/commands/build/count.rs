//! What came of all reports of a batch.

use nianbao::diagnostic::Severity;
use nianbao::messages::Text;
use nianbao::say;

use super::batch::{Done, Outcome};
use crate::console::Status;

/// Reports by what came of them.
#[derive(Default)]
pub struct Count {
    reports: usize,
    written: usize,
    unchanged: usize,
    failed: usize,
    warnings: usize,
    errors: bool,
    /// Whether something keeps every report from being written.
    pub unusable: bool,
}

impl Count {
    /// Of so many reports none is done yet.
    pub fn new(reports: usize) -> Count {
        Count { reports, ..Count::default() }
    }

    pub fn add(&mut self, done: &Done) {
        match done.outcome {
            Outcome::Written => self.written += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Unusable => {
                self.failed += 1;
                self.unusable = true;
            }
        }
        self.errors |= done.count(Severity::Error) > 0;
        self.warnings += done.count(Severity::Warning);
    }

    /// How many the run never came to.
    pub fn left(&self) -> usize {
        self.reports - self.written - self.unchanged - self.failed
    }

    pub fn summary(&self) -> Text {
        let Count { reports, written, unchanged, failed, warnings, .. } = *self;
        say!(
            "build-summary",
            reports = reports,
            written = written,
            unchanged = unchanged,
            failed = failed,
            warnings = warnings,
        )
    }

    pub fn status(&self) -> Status {
        match self {
            Count { unusable: true, .. } => Status::Unusable,
            _ if self.left() > 0 => Status::Interrupted,
            Count { errors: true, .. } | Count { failed: 1.., .. } => Status::Errors,
            _ => Status::Clean,
        }
    }
}
