//! Layouts: those in folders that the user names, and those that the program has inside.

use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::explain;
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;
use crate::layout::{Layout, LayoutFiles, LayoutOrigin, Layouts};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// The layouts below `folders`, then the built-in ones.
pub fn load_layouts(folders: &[PathBuf]) -> Result<Layouts, Diagnostic> {
    let mut layouts = Layouts::default();
    for folder in folders {
        let place = || Location::path(folder);
        let entries = std::fs::read_dir(folder).map_err(|error| {
            finding!("layout-folder.unreadable", reason = explain(&error)).at(place())
        })?;
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.join("layout.toml").is_file())
            .collect();
        found.sort();
        if found.is_empty() {
            return Err(finding!("layout-folder.empty").at(place()));
        }
        for path in found {
            let mut files = LayoutFiles::new();
            read_texts(&path, "", &mut files).map_err(|error| {
                let (path, reason) = (path.display(), explain(&error));
                finding!("layout-folder.layout", path = path, reason = reason).at(place())
            })?;
            layouts.push(Layout::load(&path.display().to_string(), &files, LayoutOrigin::Folder)?);
        }
    }
    for folder in BUILT_IN.dirs() {
        let mut files = LayoutFiles::new();
        embedded_texts(folder, folder.path(), &mut files);
        layouts.push(Layout::load(
            &format!("layouts/{}", folder.path().display()),
            &files,
            LayoutOrigin::BuiltIn,
        )?);
    }
    Ok(layouts)
}

fn read_texts(folder: &Path, prefix: &str, files: &mut LayoutFiles) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_texts(&entry.path(), &format!("{name}/"), files)?;
        } else if [".toml", ".typ", ".css"].iter().any(|end| name.ends_with(end)) {
            files.insert(name, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

fn embedded_texts(folder: &Dir<'_>, root: &Path, files: &mut LayoutFiles) {
    for file in folder.files() {
        let name = file
            .path()
            .strip_prefix(root)
            .unwrap_or(file.path())
            .to_string_lossy()
            .replace('\\', "/");
        if let Some(text) = file.contents_utf8() {
            files.insert(name, text.replace("\r\n", "\n"));
        }
    }
    folder.dirs().for_each(|inner| embedded_texts(inner, root, files));
}
