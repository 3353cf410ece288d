//! Files in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by their path, with `/`. A copy of the map shares their bytes: pictures are large, and go
/// from the folder to the report, both writers and the attachments.
pub type FileMap = BTreeMap<String, Arc<[u8]>>;
