//! Where a number stands on the form, for people.

use crate::messages::{Arg, Text};
use crate::say;

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
pub const BETWEEN: &str = "·";

impl Label {
    /// The label as it is written into files.
    pub fn in_file(&self) -> String {
        Text::from(self).in_file()
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_table_row_and_column() {
        let names = |list: [&str; 2]| list.map(str::to_owned).to_vec();
        let label = Label {
            table: "表三".to_owned(),
            row: names(["三、结果", "（一）公开"]),
            head: names(["申请人", "3.自然人"]),
        };
        assert_eq!(label.in_file(), "表三“三、结果·（一）公开”的“3.自然人”");
        assert_eq!(label.short(), "自然人");
        let whole = Label { row: Vec::new(), ..label };
        assert_eq!(whole.in_file(), "表三“申请人·3.自然人”");
    }
}
