//! What a form asks for: paths, labels, what may stand there, and how it is read and printed.

mod entry;
mod kind;
mod label;
mod path;
mod value;

use std::collections::BTreeMap;
use std::ops::Index;

pub use entry::Field;
pub use kind::{FieldKind, MOST, Print, ValueFault};
pub use label::{BETWEEN, Label};
pub use path::{FieldPath, TOTAL};
pub use value::Value;

/// A field by its place in [`Fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId(usize);

impl FieldId {
    /// Its place in the order of the form, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// Every number of a form, in its order.
#[derive(Debug, Default)]
pub struct Fields {
    list: Vec<Field>,
    by_path: BTreeMap<FieldPath, FieldId>,
    root: FieldGroup,
}

/// The fields with a common beginning of their paths: an object in report.json.
#[derive(Debug)]
pub struct FieldGroup {
    /// The common beginning; empty at the root.
    pub path: FieldPath,
    /// What stands in it, in the order of the form.
    pub members: Vec<Member>,
}

/// A member of a group: its last name, and what stands there.
#[derive(Debug)]
pub enum Member {
    /// A number.
    Field(FieldId),
    /// A group of its own.
    Group(FieldGroup),
}

impl Default for FieldGroup {
    fn default() -> FieldGroup {
        FieldGroup { path: FieldPath::new(""), members: Vec::new() }
    }
}

impl FieldGroup {
    /// Every field in it, in the order of the form.
    pub fn fields(&self) -> Vec<FieldId> {
        self.members.iter().flat_map(Member::fields).collect()
    }

    fn insert(&mut self, rest: &str, id: FieldId) {
        let Some((name, deeper)) = rest.split_once('.') else {
            self.members.push(Member::Field(id));
            return;
        };
        let path = self.path.join(name);
        let known = self.members.iter_mut().find_map(|member| match member {
            Member::Group(group) if group.path == path => Some(group),
            _ => None,
        });
        match known {
            Some(group) => group.insert(deeper, id),
            None => {
                let mut group = FieldGroup { path, members: Vec::new() };
                group.insert(deeper, id);
                self.members.push(Member::Group(group));
            }
        }
    }
}

impl Member {
    /// Every field that it is or holds.
    pub fn fields(&self) -> Vec<FieldId> {
        match self {
            Member::Field(id) => vec![*id],
            Member::Group(group) => group.fields(),
        }
    }

    /// Its path.
    pub fn path<'a>(&'a self, fields: &'a Fields) -> &'a FieldPath {
        match self {
            Member::Field(id) => &fields[*id].path,
            Member::Group(group) => &group.path,
        }
    }
}

impl Fields {
    /// Takes fields in the order of the form. The error is a path that two have, or that is one of
    /// a field and of a group of others.
    pub fn new(list: Vec<Field>) -> Result<Fields, FieldPath> {
        let by_path: BTreeMap<FieldPath, FieldId> =
            list.iter().enumerate().map(|(at, field)| (field.path.clone(), FieldId(at))).collect();
        let twice = |(at, field): (usize, &Field)| {
            let mut below = by_path.range(field.path.join("")..);
            let group = below.next().is_some_and(|(it, _)| it.below(field.path.as_str()).is_some());
            (by_path[&field.path].0 != at || group).then(|| field.path.clone())
        };
        if let Some(path) = list.iter().enumerate().find_map(twice) {
            return Err(path);
        }
        let mut root = FieldGroup::default();
        for (at, field) in list.iter().enumerate() {
            root.insert(field.path.as_str(), FieldId(at));
        }
        Ok(Fields { list, by_path, root })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The field at `path`.
    pub fn find(&self, path: &str) -> Option<FieldId> {
        self.by_path.get(path).copied()
    }

    /// All fields, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.list.iter()
    }

    /// The places of all fields.
    pub fn ids(&self) -> impl Iterator<Item = FieldId> + use<> {
        (0..self.list.len()).map(FieldId)
    }

    /// The fields as report.json nests them.
    pub fn root(&self) -> &FieldGroup {
        &self.root
    }
}

impl Index<FieldId> for Fields {
    type Output = Field;

    fn index(&self, id: FieldId) -> &Field {
        &self.list[id.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(path: &str) -> Field {
        let label = Label { table: String::new(), row: Vec::new(), head: Vec::new() };
        Field::new(FieldPath::new(path), FieldKind::Count, label)
    }

    #[test]
    fn groups_nest_as_paths_do() {
        let fields = Fields::new(["a.b.c", "a.d", "a.b.e"].map(field).into()).expect("paths");
        let [Member::Group(a)] = &fields.root().members[..] else { panic!("one group") };
        let names: Vec<&str> = a.members.iter().map(|m| m.path(&fields).name()).collect();
        assert_eq!(names, ["b", "d"]);
        assert_eq!(a.members[0].fields().len(), 2);
        for twice in [["a", "a"], ["a", "a.b"]] {
            assert_eq!(Fields::new(twice.map(field).into()).err(), Some(FieldPath::new("a")));
        }
    }
}
