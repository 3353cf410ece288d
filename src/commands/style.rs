//! `nianbao style`: the style of a layout with what each key means, to take keys from.

use std::io::Write;

use super::Tools;
use crate::cli::CommonOptions;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    layout: Option<&str>,
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let found = match tools.layout(layout, console) {
        Ok(found) => found,
        Err(status) => return status,
    };
    console.print(found.style_text.trim_end());
    Status::Clean
}
