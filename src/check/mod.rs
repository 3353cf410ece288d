//! What is wrong with a report that could be read: its layout's rules, and what its document shows.

pub mod glyphs;
pub mod suggest;
pub mod tables;
mod texts;
pub mod words;

use crate::diagnostic::{Diagnostic, Source};
use crate::layout::Layout;
use crate::prose::Prose;
use crate::report::Report;
use crate::rules::Case;

/// All findings about a report that could be read, in the order of the rules. `narrative` is the
/// text as it was written.
pub fn check(report: &Report, layout: &Layout, narrative: &Source) -> Vec<Diagnostic> {
    let prose = Prose::new(narrative, &layout.form);
    layout.rules.check(&Case { report, form: &layout.form, prose: &prose })
}
