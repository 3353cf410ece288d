//! `nianbao schema`: report.json of a layout as JSON Schema.

use std::io::Write;

use nianbao::diagnostic::Diagnostic;
use nianbao::schema::schema;

use super::Tools;
use crate::cli::Common;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    layout: Option<&str>,
    common: &Common,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let found = match layout {
        Some(name) => tools.layouts.get(name),
        None => tools.layouts.newest(),
    };
    let Some(found) = found else {
        let finding = Diagnostic::error(
            "layout-unknown",
            format!("没有名为“{}”的版式", layout.unwrap_or_default()),
        );
        console.finding(&finding.hint(format!("已有的版式：{}", tools.layouts.listing())));
        return Status::Unusable;
    };
    console.print(&serde_json::to_string_pretty(&schema(found)).unwrap_or_default());
    Status::Clean
}
