//! What is wrong with a report that could be read: its layout's rules, and what its document shows.

pub mod figures;
pub mod glyphs;
pub mod page;
pub mod suggest;
pub mod tables;
mod texts;
pub mod waived;
pub mod words;

use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::report::Report;
use crate::rules::{Case, UnderstoodText};

/// All findings about a report that could be read, in the order of the rules.
pub fn check(report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    let UnderstoodText { known, lists } = layout.rules.understand(report, &layout.form);
    layout.rules.check(&Case { report, form: &layout.form, numbers: &known, lists: &lists })
}
