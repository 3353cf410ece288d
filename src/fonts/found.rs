//! An office's own fonts, found by fontdb in the folders it names or, where asked for, in the
//! system.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

use super::face::{Face, FaceListing, Packed};
use crate::measure::Widths;

/// Faces found on the disk, with every family name each goes by. One face a family: the one nearest
/// to regular.
#[derive(Debug, Default)]
pub struct FoundFonts {
    pub(super) faces: Vec<(Vec<String>, Face)>,
}

impl FoundFonts {
    /// Looks through `folders` and, with `system`, the system's fonts. The error names a folder
    /// that has no font in it.
    pub fn search(folders: &[impl AsRef<Path>], system: bool) -> Result<FoundFonts, String> {
        let mut database = fontdb::Database::new();
        for folder in folders {
            let before = database.len();
            database.load_fonts_dir(folder);
            if database.len() == before {
                return Err(folder.as_ref().display().to_string());
            }
        }
        if system {
            database.load_system_fonts();
        }
        Ok(FoundFonts::from_database(&database))
    }

    fn from_database(database: &fontdb::Database) -> FoundFonts {
        let mut names: BTreeMap<fontdb::ID, Vec<String>> = BTreeMap::new();
        let mut families: Vec<&str> = database
            .faces()
            .flat_map(|face| face.families.iter().map(|(name, _)| name.as_str()))
            .collect();
        families.sort_unstable();
        families.dedup();
        for family in families {
            let query = fontdb::Query {
                families: &[fontdb::Family::Name(family)],
                ..fontdb::Query::default()
            };
            if let Some(id) = database.query(&query) {
                names.entry(id).or_default().push(family.to_owned());
            }
        }
        let faces = names.into_iter().filter_map(|(id, families)| {
            let face = database.with_face_data(id, |data, index| {
                face(&families, data, index, &origin(database, id))
            })??;
            Some((families, face))
        });
        let mut faces: Vec<_> = faces.collect();
        faces.sort_by(|a, b| a.0.cmp(&b.0)); // ids follow the order of the disk
        FoundFonts { faces }
    }
}

fn origin(database: &fontdb::Database, id: fontdb::ID) -> String {
    match database.face(id).map(|face| &face.source) {
        Some(fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _)) => {
            path.display().to_string()
        }
        _ => String::new(),
    }
}

fn face(families: &[String], data: &[u8], index: u32, origin: &str) -> Option<Face> {
    let parsed = ttf_parser::Face::parse(data, index).ok()?;
    let mut codes = Vec::new();
    for table in parsed.tables().cmap?.subtables.into_iter().filter(|table| table.is_unicode()) {
        table.codepoints(|code| {
            if table.glyph_index(code).is_some_and(|glyph| glyph.0 != 0) {
                codes.push(code);
            }
        });
    }
    codes.sort_unstable();
    codes.dedup();
    let advance = |code: &u32| {
        let glyph = parsed.glyph_index(char::from_u32(*code)?)?;
        Some((*code, parsed.glyph_hor_advance(glyph)?))
    };
    let widths = Widths::new(parsed.units_per_em(), codes.iter().filter_map(advance));
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    for code in codes {
        match ranges.last_mut() {
            Some(last) if *last.end() + 1 >= code => *last = *last.start()..=code.max(*last.end()),
            _ => ranges.push(code..=code),
        }
    }
    let family = families.first()?.clone();
    Some(Face {
        label: families.iter().find(|name| !name.is_ascii()).unwrap_or(&family).clone(),
        family,
        origin: origin.into(),
        index,
        listing: FaceListing::default(),
        ranges: ranges.into(),
        widths: widths.into(),
        packed: Packed::Plain(data.to_vec()),
    })
}
