//! How the Excel form calls its numbers and what it carries along: written by this room, read by
//! intake.

use crate::field::Fields;

/// The hidden sheet: keys in the first column, values as text in the second.
pub(crate) const CARRIED: &str = "nianbao";
/// Its key for the way in which the form is written.
pub(crate) const FORMAT: &str = "format";
/// What [`FORMAT`] is today.
pub(crate) const FORMAT_NOW: &str = "1";
/// Its key for the layout's id.
pub(crate) const LAYOUT: &str = "layout";
/// Its key for the beginning of the layout's hash.
pub(crate) const DIGEST: &str = "layout-sha256";
/// Its key for the version of the program.
pub(crate) const PROGRAM: &str = "program";
/// Its key for the name of the body, and that of the open cell for it.
pub(crate) const AGENCY: &str = "agency";
/// Its key for the report's year, and that of the open cell for it.
pub(crate) const YEAR: &str = "year";
/// What stands before the path of a number that the form left with.
pub(crate) const NUMBER: &str = "statistics.";

/// The name of an open cell that holds no number.
pub(crate) fn fact_name(key: &str) -> String {
    format!("{CARRIED}.{key}")
}

/// The name of each number's cell, in the order of the fields: `nb.` and its path. Excel tells no
/// capitals from others and some programs make dots `_`, so names that would then be one get a
/// number.
pub(crate) fn number_names(fields: &Fields) -> Vec<String> {
    let mut known = std::collections::BTreeSet::new();
    let free = |name: String| {
        let tries = std::iter::once(name.clone()).chain((2..).map(|at| format!("{name}.{at}")));
        let mut tries = tries.filter(|name| known.insert(folded(name)));
        tries.next().unwrap_or_default()
    };
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' };
    let name = |path: &str| format!("nb.{}", path.chars().map(allowed).collect::<String>());
    fields.iter().map(|field| name(field.path.as_str())).map(free).collect()
}

/// What is the same in all ways in which programs write a name.
pub(crate) fn folded(name: &str) -> String {
    name.replace('.', "_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Field, FieldKind, FieldPath, Label};

    #[test]
    fn names_stay_apart_however_programs_write_them() {
        let label = Label { table: String::new(), row: Vec::new(), head: Vec::new() };
        let field = |path| Field::new(FieldPath::new(path), FieldKind::Count, label.clone());
        let paths = ["a.b", "a_b", "A.b", "a-b"];
        let fields = Fields::new(paths.map(field).into()).expect("paths");
        let names = number_names(&fields);
        assert_eq!(names[0], "nb.a.b");
        let mut folded: Vec<String> = names.iter().map(|name| folded(name)).collect();
        folded.sort();
        folded.dedup();
        assert_eq!(folded.len(), paths.len(), "{names:?}");
    }
}
