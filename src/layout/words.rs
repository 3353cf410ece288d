//! Words that are printed wherever they are needed, beside the wording of sections and tables.

use serde::Deserialize;

use crate::decimal::Change;
use crate::numbering::Numerals;

/// `[words]` of layout.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Before the per cent of a number that grew: what `change` prints.
    pub rise: String,
    /// Before the per cent of one that fell.
    pub fall: String,
    /// In the place of both where it is the same.
    pub still: String,
    /// Han numerals.
    pub numerals: Numerals,
}

impl Words {
    /// A change in words: `增长1.08%`, `下降1.08%`, `持平`.
    pub(crate) fn change(&self, change: &Change) -> String {
        match (change.still, change.falls) {
            (true, _) => self.still.clone(),
            (false, false) => format!("{}{}%", self.rise, change.percent),
            (false, true) => format!("{}{}%", self.fall, change.percent),
        }
    }
}
