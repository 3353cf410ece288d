//! The tree itself as JSON: what the PDF template reads, what goldens hold.

use crate::document::Document;

/// The document as indented JSON with a final line end.
pub fn write(document: &Document) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).expect("a tree is plain JSON");
    bytes.push(b'\n');
    bytes
}
