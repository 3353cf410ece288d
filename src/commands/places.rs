//! What must not be written over: the reports themselves.

use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location};
use nianbao::names::{FIGURES, belongs};
use nianbao::{files, finding};

/// That files can be written to `output`: neither into a report's own folder nor among its
/// pictures.
pub fn check_output(output: &Path, reports: &[PathBuf]) -> Result<(), Diagnostic> {
    let place = files::resolved(output);
    for report in reports {
        let Ok(folder) = report.canonicalize() else { continue };
        let finding = if place == folder {
            finding!("output-unwritable.input", folder = report.display())
        } else if place.starts_with(files::resolved(&folder.join(FIGURES))) {
            finding!("output-unwritable.figures", folder = report.display())
        } else {
            continue;
        };
        return Err(finding.at(Location::path(output)));
    }
    Ok(())
}

/// That a list can be written to `path`: over a file at most, and over none that the run needs.
/// `needed` are files and folders that are kept whole.
pub fn check_list(path: &Path, reports: &[PathBuf], needed: &[PathBuf]) -> Result<(), Diagnostic> {
    if path.symlink_metadata().is_ok_and(|there| !there.is_file()) {
        return Err(finding!("output-unwritable.no-file").at(Location::path(path)));
    }
    let place = files::resolved(path);
    let in_report = |report: &PathBuf| {
        let folder = report.canonicalize().ok()?;
        let below = place.strip_prefix(&folder).ok()?;
        let steps = below.iter().map(|step| step.to_string_lossy());
        Some(belongs(&steps.collect::<Vec<_>>().join("/")))
    };
    let kept = reports.iter().any(|report| in_report(report) == Some(true))
        || needed.iter().any(|needed| place.starts_with(files::resolved(needed)));
    match kept {
        true => Err(finding!("output-unwritable.needed").at(Location::path(path))),
        false => Ok(()),
    }
}
