//! What was changed in an edited file, back into the report folder: three ways, all or nothing.

mod json_edits;
mod numbers;

pub use json_edits::JsonEdit;
pub use numbers::{Decision, EditedNumber, NumberChange, NumberMerge, merge_numbers};
