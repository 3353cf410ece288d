//! What was changed in an edited file, back into the report's folder: three ways, nothing guessed,
//! all or nothing.
//!
//! [`Theirs`] is what any kind of file says; [`merge`] makes of the base what the folder would be,
//! proves it, and brings it together with what the folder is now.

mod align;
mod blocks;
mod bound;
mod compare;
mod composed;
mod content;
mod cuts;
mod digits;
mod edits;
mod escape;
mod files;
mod fill;
mod gaps;
mod grids;
mod json_edits;
mod known;
mod left;
mod marks;
mod merging;
mod notes;
pub mod numbers;
mod paragraph;
mod pieced;
mod printed;
mod proof;
mod renumber;
mod retell;
mod retelling;
mod shapes;
mod tables;
mod taken;
mod their;
mod theirs;
mod three;
mod tokens;
mod told;
mod tracking;
mod units;
mod weave;
pub mod word;

pub use composed::MergeTools;
pub use fill::{EditedNumber, Filling, fill};
pub use merging::{MergeInput, MergeWishes, Merged, merge};
pub use retelling::NOTES;
pub use taken::{TakenHow, TakenNumber, TakenText};
pub use theirs::{TheirNumber, TheirText, Theirs};
pub use three::Prefer;
