//! Report folders: what the user calls one, and what is read of it.

use std::io;
use std::path::{Path, PathBuf};

use super::figures::Figures;
use super::near::nearest_file;
use super::{explain, read_regular, unfinished};
use crate::diagnostic::{Diagnostic, Location};
use crate::file_map::FileMap;
use crate::finding;
use crate::limits;
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML};

/// The folder of a report that the user calls `input`: the folder itself or its report.json.
pub fn report_folder(input: &Path) -> PathBuf {
    match (input.file_name(), input.parent()) {
        (Some(name), Some(parent)) if name == REPORT_JSON && !input.is_dir() => {
            if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() }
        }
        _ => input.to_owned(),
    }
}

/// The name of a report's files: that of its folder, `.` and `..` resolved. The root of a disk has
/// none.
pub fn report_name(folder: &Path) -> Option<String> {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    named(folder).or_else(|| named(&folder.canonicalize().ok()?))
}

/// Reads a report folder into memory: the three text files and the pictures below figures/.
pub fn read_folder(folder: &Path) -> Result<Folder, Diagnostic> {
    let shown = folder.display().to_string();
    let name = if shown.len() > 1 { shown.trim_end_matches(['/', '\\']).to_owned() } else { shown };
    if !folder.is_dir() {
        return Err(no_folder(folder).at(Location::whole(&name)));
    }
    unfinished::finish(folder);
    let mut files = FileMap::new();
    for file in [REPORT_JSON, NARRATIVE_MD, STYLE_TOML] {
        let path = folder.join(file);
        match read_regular(&path, limits::TEXT_BYTES) {
            Ok(bytes) => drop(files.insert(file.to_owned(), bytes.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let finding = finding!("input-unreadable", reason = explain(&error));
                return Err(finding.at(Location::path(&path)));
            }
        }
    }
    if files.is_empty() && holds_reports(folder) {
        let finding = finding!("input-missing.holds-reports", folder = &name);
        return Err(finding.at(Location::whole(&name)));
    }
    let missing = [REPORT_JSON, NARRATIVE_MD].into_iter().filter(|file| !files.contains_key(*file));
    let near =
        missing.filter_map(|file| Some((file.to_owned(), nearest_file(folder, file)?))).collect();
    let figures = Figures::read(folder);
    if let Some(fault) = figures.too_many(folder) {
        return Err(fault);
    }
    files.extend(figures.files);
    Ok(Folder { name, files, faults: figures.faults, near })
}

/// What there is in the place of a report's folder.
fn no_folder(path: &Path) -> Diagnostic {
    let own_name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let own_name = own_name.unwrap_or_default();
    match std::fs::metadata(path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return finding!("input-missing"),
        Err(error) => return finding!("input-unreadable", reason = explain(&error)),
    }
    match path.parent() {
        Some(parent) if parent.join(REPORT_JSON).is_file() => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            finding!("input-missing.part", folder = parent.display())
        }
        _ if own_name.ends_with(".pdf") => finding!("input-missing.pdf"),
        _ => finding!("input-missing.file"),
    }
}

/// Whether some folder in this one is a report.
pub fn holds_reports(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.path().join(REPORT_JSON).is_file())
    })
}
