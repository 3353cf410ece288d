//! What is wrong with a report that could be read: its layout's rules, and what its document shows.

pub mod glyphs;
pub mod page;
pub mod suggest;
pub mod tables;
mod texts;
pub mod words;

use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::report::Report;
use crate::rules::Case;

/// All findings about a report that could be read, in the order of the rules.
pub fn check(report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let numbers = layout.rules.understand(report, &layout.form);
    layout.rules.check(&Case { report, form: &layout.form, numbers: &numbers })
}
