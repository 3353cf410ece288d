//! Faces by role: an office's own first, then the embedded ones part by part, then the last resort. A face is decompressed only when
//! its bytes are asked for; what characters it has is known without that.

mod embedded;
mod found;
mod ruler;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::OnceLock;

pub use found::FoundFonts;
pub use ruler::{Ruler, Rulers};
use sha2::{Digest, Sha256};

use crate::layout::{Role, Style, TextStyle};
use crate::measure::Widths;

/// All faces that reports can be set in.
#[derive(Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
    /// Embedded faces by the group name that styles use, in the order they are tried.
    groups: BTreeMap<String, Vec<usize>>,
    /// An office's own faces by every family name they have.
    found: BTreeMap<String, usize>,
    last_resort: String,
}

/// One face.
#[derive(Debug)]
pub struct Face {
    /// Family name, unique among all faces.
    pub family: String,
    /// What people call it.
    pub label: String,
    /// Where it comes from, for people.
    pub origin: String,
    /// Number of the face in its file.
    pub index: u32,
    written: Written,
    ranges: OnceLock<Vec<RangeInclusive<u32>>>,
    widths: OnceLock<Widths>,
    packed: Packed,
}

/// What is known of an embedded face without unpacking it, read when first asked for.
#[derive(Debug, Default)]
struct Written {
    ranges: &'static str,
    widths: &'static str,
}

#[derive(Debug)]
enum Packed {
    /// lz4 block with its size in front.
    #[cfg(feature = "embedded-fonts")]
    Lz4(&'static [u8]),
    /// Bytes as they are in the file.
    Plain(Vec<u8>),
}

impl Face {
    /// Whether the face has a glyph for `c`.
    pub fn covers(&self, c: char) -> bool {
        let (code, ranges) = (c as u32, self.ranges());
        let after = ranges.partition_point(|range| *range.start() <= code);
        after.checked_sub(1).is_some_and(|index| ranges[index].contains(&code))
    }

    /// The width of `c`, em; none where the face lacks it.
    pub fn em(&self, c: char) -> Option<f64> {
        self.covers(c).then(|| self.widths().em(c))
    }

    /// The characters it has.
    fn ranges(&self) -> &[RangeInclusive<u32>] {
        let read = || self.written.ranges.trim().split(',').filter_map(range).collect();
        self.ranges.get_or_init(read)
    }

    /// The widths of its characters.
    fn widths(&self) -> &Widths {
        self.widths.get_or_init(|| Widths::read(self.written.widths))
    }

    /// The font file, decompressed at every call; none only where an embedded one is damaged.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match &self.packed {
            #[cfg(feature = "embedded-fonts")]
            Packed::Lz4(packed) => lz4_flex::block::decompress_size_prepended(packed).ok(),
            Packed::Plain(bytes) => Some(bytes.clone()),
        }
    }
}

/// `4E00-4E03` or `4E07`.
fn range(text: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(u32::from_str_radix(first, 16).ok()?..=u32::from_str_radix(last, 16).ok()?)
}

/// The faces of one role, in the order they are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFaces {
    /// For Latin letters and digits; empty where the Han faces serve these too.
    pub latin: Vec<usize>,
    /// For everything.
    pub han: Vec<usize>,
}

/// Faces of every role of a style, by the role's name.
pub type Faces = BTreeMap<&'static str, RoleFaces>;

impl Fonts {
    /// The embedded faces, with `found` ones before them.
    pub fn new(found: FoundFonts) -> Fonts {
        let mut fonts = embedded::load();
        for (families, face) in found.faces {
            for family in families {
                fonts.found.entry(family).or_insert(fonts.faces.len());
            }
            fonts.faces.push(face);
        }
        fonts
    }

    /// Hash of the office's own faces; the embedded ones are part of the program.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let own: BTreeSet<usize> = self.found.values().copied().collect();
        for (family, index) in &self.found {
            hash.update(format!("{family}\0{index}\0"));
        }
        for face in own.into_iter().map(|index| &self.faces[index]) {
            if let Packed::Plain(bytes) = &face.packed {
                hash.update(format!("{}\0{}\0{}\0", face.family, face.index, bytes.len()));
                hash.update(bytes);
            }
        }
        hash.finalize().into()
    }

    /// All faces; [`RoleFaces`] counts them from 0.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The faces of `role` in `style`, or the name of a face that is nowhere.
    pub fn resolve(&self, style: &Style, role: Role) -> Result<RoleFaces, String> {
        let text = style.text(role);
        let latin = if text.latin == text.face {
            Vec::new()
        } else {
            self.chain(&text.latin, &[&text.word_latin])?
        };
        let mut han = self.chain(&text.face, &names(text))?;
        han.extend(self.groups.get(&self.last_resort).into_iter().flatten().copied());
        let mut seen = Vec::new();
        han.retain(|face| {
            !seen.contains(face) && {
                seen.push(*face);
                true
            }
        });
        Ok(RoleFaces { latin, han })
    }

    /// An office's own face called `name` or one of `aliases`, then the embedded group `name`.
    fn chain(&self, name: &str, aliases: &[&str]) -> Result<Vec<usize>, String> {
        let own = std::iter::once(name)
            .chain(aliases.iter().copied())
            .find_map(|name| self.found.get(name).copied());
        let group = self.groups.get(name).into_iter().flatten().copied();
        let faces: Vec<usize> = own.into_iter().chain(group).collect();
        if faces.is_empty() { Err(name.to_owned()) } else { Ok(faces) }
    }

    /// Whether some face of `role` has a glyph for `c`.
    pub fn covers(&self, role: &RoleFaces, c: char) -> bool {
        role.latin.iter().chain(&role.han).any(|face| self.faces[*face].covers(c))
    }
}

/// What an office's own face for this role may be called.
fn names(text: &TextStyle) -> [&str; 2] {
    [&text.word, &text.word_alternate]
}
