//! The numbers that a form asks for: their paths, their labels, and what may stand there.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::messages::{Arg, Text};
use crate::say;

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

/// Where a number, or a row of them, stands on the form, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Name of the table.
    pub table: String,
    /// Labels of its row, from the left; none where the form's rows have none.
    pub row: Vec<String>,
    /// Heads of its column, from the top; none in the label of a whole row.
    pub head: Vec<String>,
}

impl Label {
    /// The last name in it, without the number that the form gives it: 自然人.
    pub fn short(&self) -> &str {
        let last = self.head.last().or(self.row.last()).map_or("", String::as_str);
        last.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
    }
}

/// What stands between the labels of a row, or the heads of a column.
const BETWEEN: &str = "·";

impl From<&Label> for Text {
    fn from(label: &Label) -> Text {
        let (row, head) = (label.row.join(BETWEEN), label.head.join(BETWEEN));
        let leaf = label.head.last();
        match (row.is_empty(), leaf) {
            (false, Some(leaf)) => say!("label-cell", table = &label.table, row = row, head = leaf),
            (false, None) => say!("label", table = &label.table, name = row),
            (true, _) => say!("label", table = &label.table, name = head),
        }
    }
}

impl From<&Label> for Arg {
    fn from(label: &Label) -> Arg {
        Arg::from(Text::from(label))
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Text::from(self))
    }
}

/// A number that a report must hold.
#[derive(Debug)]
pub struct Field {
    /// Where it stands in report.json.
    pub path: FieldPath,
    /// What may stand there.
    pub kind: FieldKind,
    /// Where it stands on the form.
    pub label: Label,
}

/// What kind of number a field takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// A whole number, zero or more.
    #[default]
    Count,
    /// A decimal number, zero or more, printed as written.
    Amount,
    /// A whole number with a sign.
    Change,
}

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
    /// Takes fields in the order of the form; none where two have the same path.
    pub fn new(list: Vec<Field>) -> Option<Fields> {
        let by_path: BTreeMap<FieldPath, FieldId> =
            list.iter().enumerate().map(|(at, field)| (field.path.clone(), FieldId(at))).collect();
        if by_path.len() != list.len() {
            return None;
        }
        let mut root = FieldGroup::default();
        for (at, field) in list.iter().enumerate() {
            root.insert(field.path.as_str(), FieldId(at));
        }
        Some(Fields { list, by_path, root })
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
        let label = Label {
            table: "表三".to_owned(),
            row: vec!["三、结果".to_owned(), "（一）公开".to_owned()],
            head: vec!["申请人".to_owned(), "3.自然人".to_owned()],
        };
        Field { path: FieldPath::new(path), kind: FieldKind::Count, label }
    }

    #[test]
    fn labels_say_table_row_and_column() {
        let label = field("a").label;
        assert_eq!(label.to_string(), "表三“三、结果·（一）公开”的“3.自然人”");
        assert_eq!(label.short(), "自然人");
        let whole = Label { row: Vec::new(), ..label };
        assert_eq!(whole.to_string(), "表三“申请人·3.自然人”");
    }

    #[test]
    fn groups_nest_as_paths_do() {
        let fields = Fields::new(["a.b.c", "a.d", "a.b.e"].map(field).into()).expect("paths");
        let [Member::Group(a)] = &fields.root().members[..] else { panic!("one group") };
        let names: Vec<&str> = a.members.iter().map(|m| m.path(&fields).name()).collect();
        assert_eq!(names, ["b", "d"]);
        assert_eq!(a.members[0].fields().len(), 2);
        assert!(Fields::new(["a", "a"].map(field).into()).is_none());
    }

    #[test]
    fn a_path_and_its_pointer_are_one() {
        let path = FieldPath::new("a.b.total");
        assert_eq!(path.pointer(), "/statistics/a/b/total");
        assert_eq!(FieldPath::from_pointer(&path.pointer()), Some(path.clone()));
        assert_eq!((path.below("a.b"), path.below("a.bt")), (Some("total"), None));
    }
}
