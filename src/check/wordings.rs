//! Wording that must or must not be there. Patterns see the text without white space, as a reader does; the source says where.

use std::ops::Range;

use regex_lite::Captures;

use super::squeezed::Squeezed;
use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{Layout, Wording};
use crate::report::Report;

/// Every place that a rule forbids, or the one finding that nothing is where it should be.
pub(super) fn check(rule: &Wording, report: &Report, layout: &Layout, text: &Source) -> Vec<Diagnostic> {
    let binds = rule.levels.is_empty() || report.level.is_some_and(|level| rule.levels.contains(&level));
    let Some(pattern) = rule.pattern.regex().filter(|_| binds && !rule.off) else { return Vec::new() };
    let Some((range, heading)) = sought(rule, layout, text.text()) else { return Vec::new() };
    let squeezed = Squeezed::new(text.text(), range);
    if rule.required {
        let place = text.locate(heading);
        return if pattern.is_match(&squeezed.text) { Vec::new() } else { vec![rule.about.finding(rule.about.message.clone()).at(place)] };
    }
    let finding = |(start, captures): (usize, Captures<'_>)| {
        let found = captures.get(0)?;
        let message = rule.about.message.replace("{found}", found.as_str());
        Some(rule.about.finding(message).at(text.locate(squeezed.origin(start + found.start()..start + found.end()))))
    };
    squeezed.find(&rule.pattern).into_iter().filter_map(finding).collect()
}

/// The bytes of the section that the rule is about, and of its heading; none where the section is missing, which is a finding of its own.
fn sought(rule: &Wording, layout: &Layout, text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let Some(key) = &rule.section else { return Some((0..text.len(), 0..0)) };
    let section = layout.form.sections.iter().find(|section| section.key == *key)?;
    let mut start = 0;
    let mut found: Option<(usize, Range<usize>)> = None;
    for line in text.split('\n') {
        let end = start + line.len();
        if line.starts_with("# ") {
            match found {
                Some((begin, heading)) => return Some((begin..start, heading)),
                None if line.trim_end().ends_with(&section.heading) => found = Some((end, start..end)),
                None => {}
            }
        }
        start = end + 1;
    }
    found.map(|(begin, heading)| (begin..text.len(), heading))
}
