//! Where a number stands in report.json.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::messages::Arg;

/// What report.json calls a total.
pub const TOTAL: &str = "total";

/// Where a number stands below `statistics` in report.json: `applications.received.total`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(Arc<str>);

impl FieldPath {
    /// Takes a path as layouts and bindings write it.
    pub fn new(path: &str) -> FieldPath {
        FieldPath(path.into())
    }

    /// The path that a JSON Pointer into report.json leads to; none where it leads elsewhere.
    pub fn from_pointer(pointer: &str) -> Option<FieldPath> {
        Some(FieldPath::new(&pointer.strip_prefix("/statistics/")?.replace('/', ".")))
    }

    /// Whether it is that path or one below it.
    pub fn is_within(&self, above: &FieldPath) -> bool {
        let rest = self.0.strip_prefix(&*above.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The path as layouts and bindings write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its JSON Pointer (RFC 6901) into report.json. Names of layouts have no `~` and no `/`.
    pub fn pointer(&self) -> String {
        if self.0.is_empty() {
            return "/statistics".to_owned();
        }
        format!("/statistics/{}", self.0.replace('.', "/"))
    }

    /// Its last name.
    pub fn name(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or_default()
    }

    /// This path and one name more.
    pub fn join(&self, name: &str) -> FieldPath {
        FieldPath(if self.0.is_empty() { name.into() } else { format!("{self}.{name}").into() })
    }

    /// What follows `group` in this path; none where it does not stand below.
    pub fn below(&self, group: &str) -> Option<&str> {
        if group.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(group)?.strip_prefix('.')
    }

    /// Whether it is a total, or stands in a row of them.
    pub fn is_total(&self) -> bool {
        self.0.split('.').any(|name| name == TOTAL)
    }
}

impl Borrow<str> for FieldPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for FieldPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FieldPath, D::Error> {
        Ok(FieldPath(String::deserialize(deserializer)?.into()))
    }
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl From<&FieldPath> for Arg {
    fn from(path: &FieldPath) -> Arg {
        Arg::Text(path.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_its_pointer_are_one() {
        let path = FieldPath::new("a.b.total");
        assert_eq!(path.pointer(), "/statistics/a/b/total");
        assert_eq!(FieldPath::from_pointer(&path.pointer()), Some(path.clone()));
        assert_eq!((path.below("a.b"), path.below("a.bt")), (Some("total"), None));
    }
}
