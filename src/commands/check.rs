//! `nianbao check`: all findings, nothing written.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Tools, tally};
use crate::cli::Common;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    inputs: &[PathBuf],
    previous: Option<&Path>,
    common: &Common,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let mut status = Status::Clean;
    for input in inputs {
        let mut prepared = tools.prepare(input, previous);
        console.findings(&mut prepared);
        console.remark(&format!("{}：{}", input.display(), tally(&prepared)));
        if !prepared.is_clean() {
            status = Status::Errors;
        }
    }
    status
}
