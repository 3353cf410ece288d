//! `nianbao merge`: what was changed in an edited file, back into its report folder.

mod form;

use std::io::Write;

use super::Tools;
use crate::cli::{CommonOptions, Merge};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    merge: &Merge,
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    match Tools::load(common, console) {
        Ok(tools) => form::run(merge, &tools, console),
        Err(status) => status,
    }
}
