//! Why a file from elsewhere can't be read.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::finding;

/// Why a file from elsewhere can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IntakeFault {
    /// It is larger than any report.
    Large,
    /// It is nested more deeply than any report.
    Deep,
    /// It is not what its first bytes say.
    Broken,
    /// It can't be read without its password.
    Locked,
    /// There are pictures of pages in it, and no text.
    Scanned,
    /// Its text can't be had: the faces don't say what their glyphs mean.
    Unmapped,
}

impl IntakeFault {
    /// The fault as a finding.
    pub fn finding(&self) -> Diagnostic {
        match self {
            IntakeFault::Large => finding!("import-unreadable.large"),
            IntakeFault::Deep => finding!("import-unreadable.deep"),
            IntakeFault::Broken => finding!("import-unreadable"),
            IntakeFault::Locked => finding!("import-unreadable.locked"),
            IntakeFault::Scanned => finding!("import-unreadable.scanned"),
            IntakeFault::Unmapped => finding!("import-unreadable.unmapped"),
        }
    }
}
