//! The DOCX.
use std::collections::BTreeMap;
use crate::{diagnostic::Diagnostic, document::Document, layout::Style};
/// Writes.
pub fn write(_document: &Document, _style: &Style, _pictures: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Diagnostic> { Ok(Vec::new()) }
