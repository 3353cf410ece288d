//! The text as it is printed, with its way back to narrative.md: all that rules, suggestions and
//! comparisons see of it.

mod build;
mod part;
mod squeezed;
mod text;

pub(crate) use build::ProseBuilder;
pub use part::{Part, shifted};
pub use text::{BoundText, LinkedText, Passage, PassageKind, Prose, ProseSection};
