//! Report and layout → findings. What must hold stands in the layout's rules.toml; here is only how each kind of rule is judged.

pub mod glyphs;
mod sums;
mod texts;
pub mod words;

use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::report::Report;

/// All findings about a report that could be read, in the order of the rules.
pub fn check(report: &Report, layout: &Layout) -> Vec<Diagnostic> {
    layout.sums.iter().flat_map(|sum| sums::check(sum, report, layout)).collect()
}
