//! `nianbao style`: the style of a layout with what each key means, to take keys from.

use std::io::Write;

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
    console.print(found.style_text.trim_end());
    Status::Clean
}
