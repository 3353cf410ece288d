//! `nianbao style`: the style of a layout with what each key means, to take keys from.

use std::io::Write;

use nianbao::finding;

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
    let found = match layout {
        Some(name) => tools.layouts.get(name),
        None => tools.layouts.newest(),
    };
    let Some(found) = found else {
        let (name, listing) = (layout.unwrap_or_default(), tools.layouts.listing());
        console.finding(&finding!("layout-unknown", name = name, listing = listing));
        return Status::Unusable;
    };
    console.print(found.style_text.trim_end());
    Status::Clean
}
