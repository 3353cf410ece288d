//! Everything that decides the bytes of a report's files, as one hash: the same hash, the same
//! files.

use std::io;
use std::time::UNIX_EPOCH;

use nianbao::hash::hexadecimal;
use nianbao::reader::Folder;
use sha2::{Digest, Sha256};

use crate::cli::WriteOptions;
use crate::commands::Tools;

/// What all reports of a run have in common: program, layouts, fonts and options.
pub struct Fingerprints {
    common: Sha256,
    /// Whether the folder's name is part of it: a draft lists its findings, and they name the
    /// folder as the user does.
    named: bool,
}

impl Fingerprints {
    pub fn new(tools: &Tools, options: &WriteOptions, deny_warnings: bool) -> Fingerprints {
        let mut common = Sha256::new();
        add(&mut common, env!("CARGO_PKG_VERSION").as_bytes());
        add(&mut common, format!("{:?}", program().ok()).as_bytes());
        for digest in tools.layouts.digests() {
            add(&mut common, &digest);
        }
        add(&mut common, &tools.fonts.digest());
        // All options as they print, so that a new one is never forgotten. Denied warnings show
        // only in a draft, whose comments say how much a finding weighs.
        add(&mut common, format!("{options:?} {}", deny_warnings && options.draft).as_bytes());
        Fingerprints { common, named: options.draft }
    }

    /// The hash of a report, of which last year's is a part.
    pub fn of(&self, folder: &Folder, last_year: Option<&Folder>) -> String {
        let mut hash = self.common.clone();
        for folder in [Some(folder), last_year].into_iter().flatten() {
            add(&mut hash, if self.named { folder.name.as_bytes() } else { b"" });
            add(&mut hash, &(folder.files.len() as u64).to_le_bytes());
            for (name, bytes) in &folder.files {
                add(&mut hash, name.as_bytes());
                add(&mut hash, bytes);
            }
        }
        hexadecimal(&hash.finalize())
    }
}

/// A field with its length in front, so that no two lists of fields look alike.
fn add(hash: &mut Sha256, field: &[u8]) {
    hash.update((field.len() as u64).to_le_bytes());
    hash.update(field);
}

/// Size and time of the program's file: compiled anew under the same version, it is another
/// program.
fn program() -> io::Result<(u64, u128)> {
    let file = std::fs::metadata(std::env::current_exe()?)?;
    let age = file.modified()?.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    Ok((file.len(), age.as_nanos()))
}
