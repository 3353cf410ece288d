//! The text for patterns: without the white space that people type anywhere.

use std::ops::Range;

use crate::origin::Origin;

/// A text without white space.
#[derive(Debug, Clone, Default)]
pub(super) struct Squeezed {
    pub text: String,
    /// Its way back to the printed text.
    pub places: Origin,
    /// Its sentences.
    pub sentences: Vec<Range<usize>>,
    /// Where its bound numbers stand.
    pub bound: Vec<Range<usize>>,
}

impl Squeezed {
    /// Squeezes a printed text.
    pub fn new<'a>(
        text: &str,
        sentences: &[Range<usize>],
        bound: impl Iterator<Item = &'a Range<usize>>,
    ) -> Squeezed {
        let mut squeezed = Squeezed::default();
        for word in text.split(char::is_whitespace).filter(|word| !word.is_empty()) {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            squeezed.places.add_exact(squeezed.text.len(), start..start + word.len());
            squeezed.text.push_str(word);
        }
        let image = |range: &Range<usize>| squeezed.places.image(range);
        squeezed.sentences = sentences.iter().filter_map(image).collect();
        squeezed.bound = bound.filter_map(image).collect();
        squeezed
    }
}
