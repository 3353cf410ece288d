//! What a web page lacks of the data that sites search by.

use crate::compose::page;
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;
use crate::form::Form;
use crate::reader::Sources;
use crate::report::Report;

/// One note about all tags that can't be written, with the keys of report.json that they need.
pub fn check(report: &Report, form: &Form, sources: &Sources) -> Option<Diagnostic> {
    let tags = form.page.tags.iter().zip(page::tags(report, form, ""));
    let lacking = tags.filter(|(_, tag)| tag.is_none());
    let keys = |content: &str| content.trim_matches(['{', '}']).to_owned();
    let (names, keys): (Vec<_>, Vec<_>) =
        lacking.map(|(form, _)| (form.name.clone(), keys(&form.content))).unzip();
    if names.is_empty() {
        return None;
    }
    let finding = finding!("page-tags", names = names, keys = keys);
    let place = sources.json.as_ref().map(|source| Location::whole(source.name()));
    Some(Diagnostic { location: place, ..finding })
}
