//! Data about the web page of a report.

use super::preface::fill;
use crate::document::Tag;
use crate::form::Form;
use crate::report::Report;

/// The layout's tags in order; none in the place of one that lacks a fact.
pub fn tags(report: &Report, form: &Form, title: &str) -> Vec<Option<Tag>> {
    let date = report.date.map(|date| date.iso());
    let find = |name: &str| match name {
        "title" => Some(title),
        "date" => date.as_deref(),
        fact => report.facts.get(fact).map(String::as_str),
    };
    let tag = |name: &str, content| Tag { name: name.to_owned(), content };
    let tags = form.page.tags.iter();
    tags.map(|it| Some(tag(&it.name, fill(&it.content, find)?))).collect()
}
