//! Where numbers of an earlier edition stand on a form.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::field::FieldPath;

/// `[previous.ID]` of layout.toml: a path of this form → one of the edition `ID`; what stands below
/// both is the same too. `*` stands for any name, so that several fields of this form may be one of
/// the other: these are known together only.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Mapping(BTreeMap<String, FieldPath>);

impl Mapping {
    /// The path in the earlier edition of a path of this form.
    pub fn before(&self, path: &FieldPath) -> Option<FieldPath> {
        let entry = self.entry(path)?;
        let rest = rest_below(entry, path)?;
        Some(rest.iter().fold(self.0.get(entry)?.clone(), |path, name| path.join(name)))
    }

    /// The entry that counts for a path of this form: the longest that it begins with.
    pub fn entry(&self, path: &FieldPath) -> Option<&str> {
        let entries = self.0.keys().map(String::as_str);
        let found = entries.filter(|entry| rest_below(entry, path).is_some());
        found.max_by_key(|entry| entry.split('.').count())
    }

    /// Its entries.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &FieldPath)> {
        self.0.iter().map(|(entry, before)| (entry.as_str(), before))
    }
}

/// The names of a path behind those of an entry that it begins with.
fn rest_below<'p>(entry: &str, path: &'p FieldPath) -> Option<Vec<&'p str>> {
    let mut names = path.as_str().split('.');
    for want in entry.split('.') {
        names.next().filter(|name| want == "*" || want == *name)?;
    }
    Some(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_counts_and_a_star_is_any_name() {
        let mapping: Mapping = toml::from_str("a = \"a\"\n\"a.b.*\" = \"a.c\"").expect("a mapping");
        let before = |path| mapping.before(&FieldPath::new(path)).map(|path| path.to_string());
        assert_eq!(before("a.x.y").as_deref(), Some("a.x.y"));
        assert_eq!(before("a.b.one.y").as_deref(), Some("a.c.y"));
        assert_eq!(before("a.b").as_deref(), Some("a.b"));
        assert_eq!(before("b.a"), None);
    }
}
