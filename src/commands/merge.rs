//! `nianbao merge`: what was changed in an edited file, back into its report folder.

use std::io::Write;

use nianbao::fill::Decision;

use super::{Tools, fill};
use crate::cli::{CommonOptions, Merge};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    merge: &Merge,
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    match Tools::load(common, console) {
        Ok(tools) => fill::run(&wishes(merge), &tools, console),
        Err(status) => status,
    }
}

fn wishes(merge: &Merge) -> fill::Wishes<'_> {
    let decision = match (merge.ours, merge.theirs) {
        (true, _) => Decision::Ours,
        (_, true) => Decision::Theirs,
        _ => Decision::Ask,
    };
    fill::Wishes { folder: &merge.folder, forms: &merge.edited, dry_run: merge.dry_run, decision }
}
