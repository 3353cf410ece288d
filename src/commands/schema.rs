//! `nianbao schema`: report.json of a layout as JSON Schema.

use std::io::Write;

use nianbao::schema::schema;

use super::Tools;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    layout: Option<&str>,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let found = match tools.layout(layout, console) {
        Ok(found) => found,
        Err(status) => return status,
    };
    let schema = schema(found, console.style().language);
    let text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    console.print(text);
    Status::Clean
}
