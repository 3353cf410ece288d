//! `nianbao check`: all findings, nothing written.

use std::io::Write;
use std::path::PathBuf;

use super::{Tools, tally};
use crate::cli::Common;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(inputs: &[PathBuf], common: &Common, console: &mut Console<Out, Err>) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let mut status = Status::Clean;
    for input in inputs {
        let mut prepared = tools.prepare(input);
        console.findings(&mut prepared);
        console.remark(&format!("{}：{}", input.display(), tally(&prepared)));
        if !prepared.is_clean() {
            status = Status::Errors;
        }
    }
    status
}
