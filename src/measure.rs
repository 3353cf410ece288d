//! How wide a text is, in em: the size of its type. A Chinese character is one em wide in every
//! face; what is not has its width in a table beside the face, so that no face is unpacked for it.

use std::ops::RangeInclusive;

/// The characters of one face that are not one em wide.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Widths {
    /// First and last character and their width, in order.
    runs: Vec<(u32, u32, f64)>,
}

impl Widths {
    /// Reads `2048:20=512,30-39=1024`: the units of an em, then characters (in hexadecimal) and
    /// their widths in units. What is not written so is left out.
    pub fn read(text: &str) -> Widths {
        let (units, runs) = text.trim().split_once(':').unwrap_or_default();
        let units: f64 = units.parse().unwrap_or(1.0);
        let run = |run: &str| {
            let (codes, width) = run.split_once('=')?;
            let (first, last) = codes.split_once('-').unwrap_or((codes, codes));
            let code = |text| u32::from_str_radix(text, 16).ok();
            Some((code(first)?, code(last)?, width.parse::<f64>().ok()? / units))
        };
        Widths { runs: runs.split(',').filter_map(run).collect() }
    }

    /// Takes characters in order with their widths in units of a face that has so many an em.
    pub fn new(units: u16, widths: impl IntoIterator<Item = (u32, u16)>) -> Widths {
        let mut runs: Vec<(u32, u32, f64)> = Vec::new();
        for (code, width) in widths.into_iter().filter(|(_, width)| *width != units) {
            let width = f64::from(width) / f64::from(units);
            match runs.last_mut() {
                Some((_, last, known)) if *last + 1 == code && *known == width => *last = code,
                _ => runs.push((code, code, width)),
            }
        }
        Widths { runs }
    }

    /// The width of `c`, em.
    pub fn em(&self, c: char) -> f64 {
        let code = c as u32;
        let at = self.runs.partition_point(|(_, last, _)| *last < code);
        self.runs.get(at).filter(|(first, ..)| *first <= code).map_or(1.0, |(.., width)| *width)
    }

    /// Whether each of these characters is one em wide.
    pub fn are_whole(&self, codes: RangeInclusive<u32>) -> bool {
        !self.runs.iter().any(|(first, last, _)| first <= codes.end() && codes.start() <= last)
    }
}

/// About how wide a text is, em, where no face is at hand: Latin letters, digits and marks are half
/// as wide as a Chinese character.
pub fn estimate(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_read_as_they_are_written() {
        let widths = Widths::read("2048:20=512,30-39=1024\n");
        assert_eq!(
            ['\u{1f}', ' ', '/', '0', '9', '年'].map(|c| widths.em(c)),
            [1.0, 0.25, 1.0, 0.5, 0.5, 1.0]
        );
        let digits = (0x30..=0x39).map(|code| (code, 1024));
        assert_eq!(
            Widths::new(2048, [(0x20, 512), (0x21, 2048)].into_iter().chain(digits)),
            widths
        );
        assert!(widths.are_whole(0x4e00..=0x9fff) && !widths.are_whole(0x39..=0x40));
        assert_eq!(Widths::read(""), Widths::default());
    }
}
