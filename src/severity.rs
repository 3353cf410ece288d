//! How much a finding weighs.

use serde::{Deserialize, Serialize};

/// How much a finding weighs. An error keeps a report from being written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The report can't be published like this.
    #[default]
    Error,
    /// Worth a look; `--deny-warnings` makes it an error.
    Warning,
    /// Nothing is wrong; something could be done better.
    Note,
}
