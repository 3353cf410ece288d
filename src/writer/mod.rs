//! [`Document`](crate::document::Document) → bytes. A writer draws the tree and says nothing of its
//! own.

pub mod csv;
pub mod docx;
pub mod html;
pub mod json;
#[cfg(feature = "pdf")]
pub mod pdf;
