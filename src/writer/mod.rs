//! [`Document`](crate::document::Document) → bytes. A writer draws the tree and says nothing of its own.

pub mod docx;
pub mod json;
pub mod pdf;
