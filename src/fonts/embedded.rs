//! The faces of fonts/, embedded in the program. fonts/fonts.toml says which there are.

use std::collections::BTreeMap;

use super::face::Face;

/// The embedded faces.
#[derive(Debug, Default)]
pub(super) struct Embedded {
    pub faces: Vec<Face>,
    /// Places of the faces by the group name that styles use, in the order they are tried.
    pub groups: BTreeMap<String, Vec<usize>>,
    /// The group that is tried last.
    pub last_resort: String,
}

/// The embedded faces; none in a build without the feature `embedded-fonts`.
#[cfg(not(feature = "embedded-fonts"))]
pub(super) fn load() -> Embedded {
    Embedded::default()
}

/// The embedded faces; none in a build without the feature `embedded-fonts`.
#[cfg(feature = "embedded-fonts")]
pub(super) fn load() -> Embedded {
    catalogue::load().expect("fonts/ is part of the program")
}

#[cfg(feature = "embedded-fonts")]
mod catalogue {
    use std::sync::OnceLock;

    use include_dir::{Dir, include_dir};
    use serde::Deserialize;

    use super::Embedded;
    use crate::fonts::face::{Face, FaceListing, Packed};
    use crate::say;

    static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

    #[derive(Deserialize)]
    struct FontsToml {
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

    pub(super) fn load() -> Option<Embedded> {
        let text = FILES.get_file("fonts.toml")?.contents_utf8()?;
        let catalogue: FontsToml = toml::from_str(text).ok()?;
        let mut fonts = Embedded { last_resort: catalogue.last_resort, ..Embedded::default() };
        for entry in catalogue.face {
            let source = catalogue.source.iter().find(|source| source.id == entry.source)?;
            let origin =
                say!("font-embedded", package = &source.package, licence = &source.licence);
            let packed = FILES.get_file(format!("{}.ttf.lz4", entry.file))?.contents();
            let ranges = FILES.get_file(format!("{}.ranges", entry.file))?.contents_utf8()?;
            // A face whose characters are all one em wide has no table of widths.
            let widths = FILES.get_file(format!("{}.widths", entry.file));
            let widths = widths.and_then(|file| file.contents_utf8()).unwrap_or_default();
            fonts.groups.entry(entry.group).or_default().push(fonts.faces.len());
            fonts.faces.push(Face {
                family: entry.family,
                label: entry.label,
                origin,
                index: 0,
                listing: FaceListing { ranges, widths },
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
            assert!(fonts.faces.len() >= 14);
            for face in &fonts.faces {
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

        #[test]
        fn no_currency_is_drawn_as_another() {
            const SIGNS: [char; 7] = [
                '\u{ff04}', '\u{ffe0}', '\u{ffe1}', '\u{ffe5}', '\u{ffe6}', '\u{20ac}', '\u{20a9}',
            ];
            let fonts = super::load().expect("fonts/fonts.toml and its files agree");
            let mut compared = 0;
            for face in &fonts.faces {
                let bytes = face.bytes().expect("an lz4 block");
                let parsed = ttf_parser::Face::parse(&bytes, 0).expect("a font");
                let drawn = |c: &char| {
                    let box_of = parsed.glyph_bounding_box(parsed.glyph_index(*c)?)?;
                    Some((*c, [box_of.x_min, box_of.y_min, box_of.x_max, box_of.y_max]))
                };
                let drawn: Vec<(char, [i16; 4])> = SIGNS.iter().filter_map(drawn).collect();
                for (at, (one, box_of)) in drawn.iter().enumerate() {
                    for (other, its_box) in &drawn[at + 1..] {
                        let apart = box_of.iter().zip(its_box).any(|(a, b)| a.abs_diff(*b) > 5);
                        assert!(apart, "{one} and {other} in {}", face.family);
                        compared += 1;
                    }
                }
            }
            assert!(compared >= 20);
        }
    }
}
