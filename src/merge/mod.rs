//! What was changed in an edited file, back into the report's folder: three ways, nothing guessed,
//! all or nothing.

mod theirs;

pub use theirs::{TheirNumber, TheirText, Theirs};
