//! `nianbao merge`: what was changed in a DOCX or filled in in a form, back into the folder.

mod form;
mod shown;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::file_map::FileMap;
use nianbao::intake::docx::View;
use nianbao::intake::xlsx::is_workbook;
use nianbao::merge::word::EditedWord;
use nianbao::merge::{MergeInput, MergeTools, MergeWishes, Merged, Prefer, merge};
use nianbao::reader::Folder;
use nianbao::{PrepareOptions, files, finding, limits, say};

use super::{Tools, tally};
use crate::cli::{Merge, RevisionChoice};
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    wanted: &Merge,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let place = files::report_folder(&wanted.folder);
    let mut folder = match files::read_folder(&place) {
        Ok(folder) => folder,
        Err(fault) => {
            console.finding(&fault);
            return Status::Errors;
        }
    };
    let before = folder.clone();
    let mut changed = FileMap::new();
    let mut stopped = false;
    for path in &wanted.edited {
        let merged = one(path, &folder, wanted, tools, console);
        shown::show(&merged, &path.display().to_string(), &tools.layouts, console);
        stopped |= merged.has_errors();
        folder.files.extend(merged.files.clone());
        changed.extend(merged.files);
    }
    if stopped {
        console.remark(say!("merge-stopped", folder = place.display()));
        return Status::Errors;
    }
    if wanted.dry_run {
        for (name, bytes) in &changed {
            let old = before.files.get(name).map_or(&[][..], AsRef::as_ref);
            console.print(shown::difference(&place.join(name), old, bytes).trim_end());
        }
    } else if let Err((path, error)) = files::put_whole(&place, &changed) {
        console.finding(&files::unwritable(&path, &error));
        return Status::Unusable;
    }
    check(&place, folder, &changed, wanted.dry_run, tools, console)
}

/// Merges one file into the folder as it is by now.
fn one<Out: Write, Err: Write>(
    path: &Path,
    folder: &Folder,
    wanted: &Merge,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Merged {
    let failed = |fault| Merged { findings: vec![fault], ..Merged::default() };
    let view = match wanted.revisions {
        RevisionChoice::Accept => View::Accepted,
        RevisionChoice::Reject => View::Rejected,
    };
    let name = path.display().to_string();
    let prefer = match (wanted.ours, wanted.theirs) {
        (true, _) => Prefer::Ours,
        (_, true) => Prefer::Theirs,
        _ => Prefer::Neither,
    };
    let bytes = files::read_regular(path, limits::OFFICE_BYTES).map_err(|error| {
        finding!("merge-file", reason = files::explain(&error)).at(Location::path(path))
    });
    let bytes = match bytes {
        Ok(bytes) if is_workbook(&name, &bytes) => {
            return form::merge(&name, &bytes, folder, prefer, tools);
        }
        Ok(bytes) => bytes,
        Err(fault) => return failed(fault),
    };
    let edited = match EditedWord::read(&name, &bytes, view) {
        Ok(edited) => edited,
        Err(fault) => return failed(fault),
    };
    shown::show_review(&edited, console);
    let base = match base(&edited, folder, wanted.base.as_deref(), &name) {
        Ok(base) => base,
        Err(fault) => return failed(fault),
    };
    let carried = edited.carried.as_ref().filter(|_| wanted.base.is_none());
    let nothing = BTreeMap::new();
    let input = MergeInput {
        ours: folder,
        base: &base,
        values: carried.and_then(|it| it.values.as_deref()),
        set: carried.map_or(&nothing, |it| &it.texts),
        theirs: &edited.theirs,
        before: edited.before.as_ref(),
    };
    let wishes = MergeWishes { prefer, unbind: wanted.unbind };
    let merge_tools = MergeTools { layouts: &tools.layouts, fonts: &tools.fonts };
    merge(input, merge_tools, wishes)
}

/// What the edited file was made of.
fn base(
    edited: &EditedWord,
    folder: &Folder,
    given: Option<&Path>,
    name: &str,
) -> Result<Folder, Diagnostic> {
    match given {
        Some(given) => files::read_folder(&files::report_folder(given)),
        None => {
            edited.base(folder).ok_or_else(|| finding!("merge-no-source").at(Location::whole(name)))
        }
    }
}

/// Checks the folder as it is now: what it says then is said, but nothing is taken back.
fn check<Out: Write, Err: Write>(
    place: &Path,
    folder: Folder,
    changed: &FileMap,
    dry: bool,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let shown = place.display();
    if changed.is_empty() {
        console.remark(say!("merge-nothing", folder = shown));
        return Status::Clean;
    }
    let mut prepared = tools.prepare_read(Ok((folder, None)), PrepareOptions::default());
    console.findings(&mut prepared);
    let names: Vec<String> = changed.keys().cloned().collect();
    let tally = tally(&prepared);
    console.remark(match dry {
        true => say!("merge-would", folder = shown, files = names, tally = tally),
        false => say!("merge-done", folder = shown, files = names, tally = tally),
    });
    if prepared.is_clean() { Status::Clean } else { Status::Errors }
}
