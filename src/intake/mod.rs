//! Texts that were written elsewhere → flat blocks. Each kind of file has a reader of its own; what
//! reads on knows only [`FlatBlock`]s.

mod blocks;
pub mod docx;
pub mod xlsx;

pub use blocks::{
    FlatAnchor, FlatBlock, FlatCell, FlatMark, FlatObject, FlatParagraph, FlatRun, FlatTable,
    paragraphs,
};
