//! Layouts: those in folders that the user names, and those that the program has inside.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use super::explain;
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;
use crate::layout::{
    BASE_TOML, Bundle, LAYOUT_TOML, Layout, LayoutFiles, LayoutFolder, LayoutOrigin, Layouts,
};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// The layouts below `folders`, then the built-in ones. A layout's base is sought beside it first,
/// then among the built-in ones.
pub fn load_layouts(folders: &[PathBuf]) -> Result<Layouts, Diagnostic> {
    let mut layouts = Layouts::default();
    for folder in folders {
        let shelf = shelf(folder)?;
        if !shelf.values().any(LayoutFolder::is_layout) {
            return Err(finding!("layout-folder.empty").at(Location::path(folder)));
        }
        for (name, own) in shelf.iter().filter(|(_, own)| own.is_layout()) {
            layouts.push(load(own, name, &shelf)?);
        }
    }
    add_built_in(&mut layouts)?;
    if !folders.is_empty() {
        layouts.iter().try_for_each(|layout| layouts.prove(layout))?;
    }
    Ok(layouts)
}

/// One layout's folder alone, proved, with its base beside it or among the built-in ones.
pub fn load_layout(folder: &Path) -> Result<Layouts, Diagnostic> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let beside = folder.parent().map(shelf).transpose().ok().flatten().unwrap_or_default();
    let own = layout_folder(folder)?;
    let mut layouts = Layouts::default();
    layouts.push(load(&own, &name.unwrap_or_default(), &beside)?);
    add_built_in(&mut layouts)?;
    layouts.iter().try_for_each(|layout| layouts.prove(layout))?;
    Ok(layouts)
}

/// Folders of layouts by their names.
type Shelf = BTreeMap<String, LayoutFolder>;

static BUILT_IN_SHELF: LazyLock<Shelf> = LazyLock::new(built_in);

/// A layout called `name` that may hide a built-in one of its name and be based on that.
fn load(own: &LayoutFolder, name: &str, beside: &Shelf) -> Result<Layout, Diagnostic> {
    let find =
        |base: &str| beside.get(base).filter(|_| base != name).or_else(|| BUILT_IN_SHELF.get(base));
    Layout::load(&Bundle::new(own, find)?, LayoutOrigin::Folder)
}

fn add_built_in(layouts: &mut Layouts) -> Result<(), Diagnostic> {
    for own in BUILT_IN_SHELF.values().filter(|own| own.is_layout()) {
        layouts.push_built_in(Bundle::new(own, |base| BUILT_IN_SHELF.get(base))?)?;
    }
    Ok(())
}

/// The folders of layouts, and of what they have in common, in a folder.
fn shelf(folder: &Path) -> Result<Shelf, Diagnostic> {
    let place = || Location::path(folder);
    let entries = std::fs::read_dir(folder).map_err(|error| {
        finding!("layout-folder.unreadable", reason = explain(&error)).at(place())
    })?;
    let holds =
        |path: &PathBuf| [LAYOUT_TOML, BASE_TOML].iter().any(|name| path.join(name).is_file());
    let found = entries.flatten().map(|entry| entry.path()).filter(holds);
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, layout_folder(&path)?))
    };
    found.map(named).collect()
}

fn layout_folder(path: &Path) -> Result<LayoutFolder, Diagnostic> {
    let mut files = LayoutFiles::new();
    read_texts(path, "", &mut files).map_err(|error| {
        let place = Location::path(path.parent().unwrap_or(path));
        let (path, reason) = (path.display(), explain(&error));
        finding!("layout-folder.layout", path = path, reason = reason).at(place)
    })?;
    Ok(LayoutFolder { place: path.display().to_string(), files })
}

fn built_in() -> Shelf {
    let named = |folder: &Dir<'_>| {
        let mut files = LayoutFiles::new();
        embedded_texts(folder, folder.path(), &mut files);
        let place = format!("layouts/{}", folder.path().display());
        (folder.path().display().to_string(), LayoutFolder { place, files })
    };
    BUILT_IN.dirs().map(named).collect()
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
