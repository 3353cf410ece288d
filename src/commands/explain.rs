//! `nianbao explain`: what a finding means, or the list of all.

use std::io::Write;

use nianbao::diagnostic::nearest;
use nianbao::{catalogue, finding, say};

use super::Tools;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    code: Option<&str>,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let entries = catalogue::all(&tools.layouts);
    let Some(code) = code else {
        for entry in &entries {
            let severity = console.said(entry.severity.name());
            let what = console.said(&entry.what);
            console.print(format!("{}  {severity}  {what}", entry.code));
        }
        return Status::Clean;
    };
    let mut found = entries.iter().filter(|entry| entry.code == code).peekable();
    if found.peek().is_none() {
        let hint = match nearest(code, entries.iter().map(|entry| entry.code.as_str())) {
            Some(near) => say!("did-you-mean", name = near),
            None => say!("explain-lists"),
        };
        console.finding(&finding!("code-unknown", code = code).hint(hint));
        return Status::Unusable;
    }
    let language = console.style().language;
    found.for_each(|entry| console.print(entry.explain(language)));
    Status::Clean
}
