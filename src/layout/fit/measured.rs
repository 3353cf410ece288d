//! What of a cell matters for its size.

/// What of a cell matters for its size.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Widths of its lines, as the form breaks them, in the size of the table's text.
    pub lines_em: Vec<f64>,
    /// Whether its lines must not break any further: numbers, and labels that the form breaks by
    /// meaning.
    pub whole: bool,
    /// Whether its text is turned to read upwards: it is as high as its lines are long.
    pub turned: bool,
    /// The width of its longest word, where that is above [`Measured::FEWEST_EM`].
    pub word_em: f64,
}

impl Measured {
    /// Characters that a label without breaks of its own needs on a line, to stay readable.
    pub const FEWEST_EM: f64 = 5.0;

    /// The width of its longest line.
    pub(super) fn longest_em(&self) -> f64 {
        self.lines_em.iter().copied().fold(0.0, f64::max)
    }

    /// The width that its column must leave for it, with so much between lines.
    pub(super) fn least_em(&self, leading_em: f64) -> f64 {
        let longest = self.longest_em();
        if self.turned {
            return self.lines_em.len() as f64 * (1.0 + leading_em) - leading_em;
        }
        if self.whole { longest } else { longest.min(Self::FEWEST_EM).max(self.word_em) }
    }
}
