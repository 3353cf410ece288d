//! The disk: report folders and layouts in, finished files out. Nothing else of the library opens a
//! file, but for fonts.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use include_dir::{Dir, include_dir};
use tempfile::NamedTempFile;

use crate::diagnostic::{Diagnostic, Location};
use crate::file_map::FileMap;
use crate::layout::{Layout, LayoutFiles, LayoutOrigin, Layouts};
use crate::messages::Text;
use crate::reader::{Folder, NARRATIVE_MD, REPORT_JSON, STYLE_TOML};
use crate::{finding, say};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// The folder of a report that the user calls `input`: the folder itself or its report.json.
pub fn report_folder(input: &Path) -> PathBuf {
    match (input.file_name(), input.parent()) {
        (Some(name), Some(parent)) if name == REPORT_JSON => {
            if parent.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                parent.to_owned()
            }
        }
        _ => input.to_owned(),
    }
}

/// The name of a report's files: that of its folder, `.` and `..` resolved.
pub fn report_name(folder: &Path) -> Option<String> {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    named(folder).or_else(|| named(&folder.canonicalize().ok()?))
}

/// A file's name as the disk knows it: those of Windows and macOS take 甲A and 甲a for one.
pub fn name_on_disk(name: &str) -> String {
    if cfg!(any(windows, target_os = "macos")) { name.to_lowercase() } else { name.to_owned() }
}

/// Reads a report folder into memory: the three text files and all below figures/.
pub fn read_folder(folder: &Path) -> Result<Folder, Diagnostic> {
    let shown = folder.display().to_string();
    let name = if shown.len() > 1 { shown.trim_end_matches(['/', '\\']).to_owned() } else { shown };
    let unreadable = |path: &Path, error: io::Error| {
        let finding = finding!("input-unreadable", reason = explain(&error));
        finding.at(Location::path(path))
    };
    if !folder.is_dir() {
        return Err(finding!("input-missing").at(Location::whole(&name)));
    }
    let mut files = FileMap::new();
    for file in [REPORT_JSON, NARRATIVE_MD, STYLE_TOML] {
        let path = folder.join(file);
        match std::fs::read(&path) {
            Ok(bytes) => drop(files.insert(file.to_owned(), bytes.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(&path, error)),
        }
    }
    if files.is_empty() && holds_reports(folder) {
        let finding = finding!("input-missing.holds-reports", folder = &name);
        return Err(finding.at(Location::whole(&name)));
    }
    let figures = folder.join("figures");
    if figures.is_dir() {
        read_below(&figures, "figures", &mut files).map_err(|error| unreadable(&figures, error))?;
    }
    Ok(Folder { name, files })
}

/// Whether some folder in this one is a report.
fn holds_reports(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.path().join(REPORT_JSON).is_file())
    })
}

fn read_below(folder: &Path, prefix: &str, files: &mut FileMap) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_below(&entry.path(), &name, files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

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
        } else if [".toml", ".typ"].iter().any(|end| name.ends_with(end)) {
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

/// A file written whole that has not taken its place yet; dropped, it is gone.
#[derive(Debug)]
pub struct Staged(NamedTempFile);

/// What the names of files begin with that have not taken their place; a run that is killed leaves
/// them behind.
pub const STAGED: &str = ".nianbao-";

impl Staged {
    /// Writes `bytes` into a new file in `folder`, which must be on the disk that the file is for.
    pub fn write(folder: &Path, bytes: &[u8]) -> io::Result<Staged> {
        let mut builder = tempfile::Builder::new();
        // As any program makes files: the umask takes its part.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.prefix(STAGED).tempfile_in(folder)?;
        file.write_all(bytes)?;
        Ok(Staged(file))
    }

    /// When it was written, as the disk has it.
    pub fn modified(&self) -> io::Result<SystemTime> {
        self.0.as_file().metadata()?.modified()
    }

    /// Takes its place, over whatever file is there.
    pub fn put(self, path: &Path) -> io::Result<()> {
        self.0.persist(path).map(drop).map_err(|error| error.error)
    }
}

/// The folder that a path's file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all: beside its place first, then renamed over it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Staged::write(folder_of(path), bytes)?.put(path)
}

/// Writes a file below a folder, whose folders are made where they are missing.
pub fn write_below(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    write_atomically(&path, bytes)
}

/// The finding that a file can't be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let finding = finding!("output-unwritable", reason = explain(error));
    finding.at(Location::path(path))
}

/// What an input or output error means, for people.
pub fn explain(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => say!("io-not-found"),
        io::ErrorKind::PermissionDenied => say!("io-denied"),
        io::ErrorKind::NotADirectory => say!("io-no-directory"),
        io::ErrorKind::IsADirectory => say!("io-directory"),
        io::ErrorKind::StorageFull => say!("io-full"),
        io::ErrorKind::QuotaExceeded => say!("io-quota"),
        io::ErrorKind::FileTooLarge => say!("io-too-large"),
        io::ErrorKind::ReadOnlyFilesystem => say!("io-read-only"),
        io::ErrorKind::InvalidData => say!("io-not-utf8"),
        _ => error.to_string().into(),
    }
}
