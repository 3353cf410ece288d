//! A PDF from elsewhere → flat blocks.

use super::fault::IntakeFault;
use super::foreign::ForeignDocument;

/// Reads a PDF.
pub fn read(_: Vec<u8>) -> Result<ForeignDocument, IntakeFault> {
    Err(IntakeFault::Broken)
}
