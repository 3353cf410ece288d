//! `nianbao layouts`: the editions at hand.

use std::io::Write;

use super::Tools;
use crate::cli::CommonOptions;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    for layout in tools.layouts.iter() {
        let form = &layout.form;
        console.print(format!("{}  {}  {}  {}", form.id, form.name, form.years, form.notice));
    }
    Status::Clean
}
