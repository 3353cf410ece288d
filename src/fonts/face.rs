//! One face: what characters it has, known without its bytes, which are decompressed only when
//! asked for.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use crate::measure::Widths;
use crate::messages::Text;

/// One face.
#[derive(Debug)]
pub struct Face {
    /// Family name, unique among all faces.
    pub family: String,
    /// What people call it.
    pub label: String,
    /// Where it comes from, for people.
    pub origin: Text,
    /// Number of the face in its file.
    pub index: u32,
    pub(super) listing: FaceListing,
    pub(super) ranges: OnceLock<Vec<RangeInclusive<u32>>>,
    pub(super) widths: OnceLock<Widths>,
    pub(super) packed: Packed,
}

/// What is known of an embedded face without unpacking it: its fonts/*.ranges and *.widths.
#[derive(Debug, Default)]
pub(super) struct FaceListing {
    pub(super) ranges: &'static str,
    pub(super) widths: &'static str,
}

#[derive(Debug)]
pub(super) enum Packed {
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

    /// The characters it has, read when first asked for.
    pub(super) fn ranges(&self) -> &[RangeInclusive<u32>] {
        let read = || self.listing.ranges.trim().split(',').filter_map(range).collect();
        self.ranges.get_or_init(read)
    }

    /// The width of `c`, em; none where the face lacks it.
    pub fn em(&self, c: char) -> Option<f64> {
        self.covers(c).then(|| self.widths().em(c))
    }

    /// Whether each of these characters is one em wide.
    pub(super) fn is_whole(&self, codes: RangeInclusive<u32>) -> bool {
        self.widths().are_whole(codes)
    }

    /// The widths of its characters, read when first asked for.
    pub(super) fn widths(&self) -> &Widths {
        self.widths.get_or_init(|| Widths::read(self.listing.widths))
    }

    /// The font file, decompressed at every call; none only where an embedded one is damaged.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match &self.packed {
            #[cfg(feature = "embedded-fonts")]
            Packed::Lz4(packed) => lz4_flex::block::decompress_size_prepended(packed).ok(),
            Packed::Plain(bytes) => Some(bytes.clone()),
        }
    }

    /// Whether it is an office's own, and not one of the program's.
    pub fn is_own(&self) -> bool {
        self.own_bytes().is_some()
    }

    /// The font file of a face that is an office's own.
    pub(super) fn own_bytes(&self) -> Option<&[u8]> {
        match &self.packed {
            #[cfg(feature = "embedded-fonts")]
            Packed::Lz4(_) => None,
            Packed::Plain(bytes) => Some(bytes),
        }
    }
}

/// `4E00-4E03` or `4E07`.
fn range(text: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(u32::from_str_radix(first, 16).ok()?..=u32::from_str_radix(last, 16).ok()?)
}
