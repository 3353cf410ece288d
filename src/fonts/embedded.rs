//! The faces of fonts/, embedded in the program. fonts/fonts.toml says which there are.

use super::Fonts;

/// The embedded faces; none in a build without the feature `embedded-fonts`.
#[cfg(not(feature = "embedded-fonts"))]
pub(super) fn load() -> Fonts {
    Fonts::default()
}

/// The embedded faces; none in a build without the feature `embedded-fonts`.
#[cfg(feature = "embedded-fonts")]
pub(super) fn load() -> Fonts {
    catalogue::load().unwrap_or_default()
}

#[cfg(feature = "embedded-fonts")]
mod catalogue {
    use std::sync::OnceLock;

    use include_dir::{Dir, include_dir};
    use serde::Deserialize;

    use crate::fonts::{Face, Fonts, Packed, Written};

    static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

    #[derive(Deserialize)]
    struct Catalogue {
        last_resort: String,
        source: Vec<SourceEntry>,
        face: Vec<FaceEntry>,
    }

    #[derive(Deserialize)]
    struct SourceEntry {
        id: String,
        package: String,
        licence: String,
    }

    #[derive(Deserialize)]
    struct FaceEntry {
        family: String,
        file: String,
        source: String,
        group: String,
        label: String,
    }

    pub(super) fn load() -> Option<Fonts> {
        let text = FILES.get_file("fonts.toml")?.contents_utf8()?;
        let catalogue: Catalogue = toml::from_str(text).ok()?;
        let mut fonts = Fonts { last_resort: catalogue.last_resort, ..Fonts::default() };
        for entry in catalogue.face {
            let source = catalogue.source.iter().find(|source| source.id == entry.source)?;
            let packed = FILES.get_file(format!("{}.ttf.lz4", entry.file))?.contents();
            let ranges = FILES.get_file(format!("{}.ranges", entry.file))?.contents_utf8()?;
            // A face whose characters are all one em wide has no table of widths.
            let widths = FILES.get_file(format!("{}.widths", entry.file));
            let widths = widths.and_then(|file| file.contents_utf8()).unwrap_or_default();
            fonts.groups.entry(entry.group).or_default().push(fonts.faces.len());
            fonts.faces.push(Face {
                family: entry.family,
                label: entry.label,
                origin: format!("内置，{}，{}", source.package, source.licence),
                index: 0,
                written: Written { ranges, widths },
                ranges: OnceLock::new(),
                widths: OnceLock::new(),
                packed: Packed::Lz4(packed),
            });
        }
        Some(fonts)
    }

    #[cfg(test)]
    mod tests {
        use crate::measure::Widths;

        #[test]
        fn every_embedded_face_decodes_and_has_what_its_ranges_and_widths_say() {
            let fonts = super::load().expect("fonts/fonts.toml and its files agree");
            assert!(fonts.faces().len() >= 14);
            for face in fonts.faces() {
                let bytes = face.bytes().expect("an lz4 block");
                let parsed = ttf_parser::Face::parse(&bytes, 0).expect("a font");
                let count: usize = face.ranges().iter().map(|range| range.clone().count()).sum();
                let has = |code: &u32| {
                    char::from_u32(*code).is_some_and(|c| parsed.glyph_index(c).is_some())
                };
                assert_eq!(
                    face.ranges().iter().cloned().flatten().filter(has).count(),
                    count,
                    "{}",
                    face.family
                );
                let codes = face.ranges().iter().cloned().flatten();
                let advance = |code: u32| {
                    let glyph = parsed.glyph_index(char::from_u32(code)?)?;
                    Some((code, parsed.glyph_hor_advance(glyph)?))
                };
                let widths = Widths::new(parsed.units_per_em(), codes.filter_map(advance));
                assert_eq!(*face.widths(), widths, "{}", face.family);
            }
        }
    }
}
