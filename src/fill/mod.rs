//! The numbers of a filled-in form into report.json, three ways: what the form left with, what it
//! has now, what report.json has now. What was never filled in is put in.

mod json_edits;

use std::collections::BTreeMap;

pub use self::json_edits::JsonEdit;
use self::json_edits::{edits, tokens};
use crate::diagnostic::{Diagnostic, Source};
use crate::field::{FieldId, FieldPath};
use crate::finding;
use crate::layout::Layout;
use crate::messages::Text;
use crate::reader::clean;
use crate::reader::json::Node;

/// A number as an edited file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledNumber {
    /// Which number it is.
    pub path: FieldPath,
    /// What the file left with, as report.json wrote it; none where it was not there.
    pub base: Option<String>,
    /// What the file has now, as report.json would write it.
    pub theirs: String,
    /// Where in the file, for people.
    pub place: Option<Text>,
}

/// Who is right where both sides changed a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Decision {
    /// Nobody: it is told, and nothing is written.
    #[default]
    Ask,
    /// report.json.
    Ours,
    /// The edited file.
    Theirs,
}

/// A number that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberChange {
    /// Its field.
    pub field: FieldId,
    /// What report.json has; none where it is missing there.
    pub before: Option<String>,
    /// What it becomes.
    pub after: String,
}

/// What comes of the numbers of an edited file.
#[derive(Debug, Default)]
pub struct Filling {
    /// The numbers that change, in the order of the form.
    pub changes: Vec<NumberChange>,
    /// Where report.json changes, from its beginning.
    pub edits: Vec<JsonEdit>,
    /// A note for each change, an error for each conflict.
    pub findings: Vec<Diagnostic>,
}

/// Merges the numbers of an edited file into report.json. A number that only one side changed is
/// that side's; a total that report.json leaves out stays left out.
pub fn fill(
    source: &Source,
    layout: &Layout,
    theirs: &[FilledNumber],
    decision: Decision,
) -> Filling {
    let mut merge = Filling::default();
    let root = match Node::parse(source) {
        Ok(root) => root,
        Err(fault) => {
            merge.findings.push(fault);
            return merge;
        }
    };
    let ours = tokens(root, &layout.form);
    let (mut changes, mut first) = (BTreeMap::new(), Vec::new());
    for number in theirs {
        let Some(id) = layout.form.fields.find(number.path.as_str()) else { continue };
        let before = ours.get(&id);
        if before.is_none() && layout.form.totals.contains_key(&id) {
            continue;
        }
        let old = before.filter(|token| is_number(token));
        let (kept, same) =
            (number.base.as_ref() == Some(&number.theirs), old == Some(&number.theirs));
        if kept || same {
            continue;
        }
        if old != number.base.as_ref() && old.is_some() {
            if decision == Decision::Ask {
                merge.findings.push(conflict(number, id, old, layout, source));
            }
            if decision != Decision::Theirs {
                continue;
            }
        }
        match old {
            Some(old) => merge.findings.push(taken(number, id, old, layout)),
            None => first.push(id),
        }
        changes.insert(id, number.theirs.clone());
        merge.changes.push(NumberChange {
            field: id,
            before: before.cloned(),
            after: number.theirs.clone(),
        });
    }
    if let Some(id) = first.iter().min() {
        let label = &layout.form.fields[*id].label;
        merge.findings.push(finding!("number-taken.first", count = first.len(), label = label));
    }
    merge.changes.sort_by_key(|change| change.field);
    merge.edits = edits(source, root, &layout.form, &changes);
    merge
}

impl Filling {
    /// `written`, report.json as it stands on disk, with its changes. The file keeps its BOM and
    /// line ends.
    pub fn apply(&self, written: &str) -> String {
        let (_, origin) = clean(written);
        // Each edit begins behind a byte that stays, and so does what follows it.
        let place = |at: usize| origin.of(at.saturating_sub(1)..at).end;
        let line_end = if written.contains("\r\n") { "\r\n" } else { "\n" };
        let (mut text, mut from) = (String::with_capacity(written.len()), 0);
        for edit in &self.edits {
            text.push_str(written.get(from..place(edit.range.start)).unwrap_or_default());
            text.push_str(&edit.text.replace('\n', line_end));
            from = place(edit.range.end);
        }
        text + written.get(from..).unwrap_or_default()
    }
}

/// Whether a token is a number: `null` stands where one is to be filled in.
fn is_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

/// Where the number stands in the edited file, in parentheses.
fn place(number: &FilledNumber) -> Text {
    number.place.clone().unwrap_or_else(|| String::new().into())
}

fn taken(number: &FilledNumber, id: FieldId, old: &str, layout: &Layout) -> Diagnostic {
    let (label, new, place) = (&layout.form.fields[id].label, &number.theirs, place(number));
    finding!("number-taken", place = place, label = label, old = old, new = new)
        .about(number.path.pointer())
}

fn conflict(
    number: &FilledNumber,
    id: FieldId,
    ours: Option<&String>,
    layout: &Layout,
    source: &Source,
) -> Diagnostic {
    let label = &layout.form.fields[id].label;
    let ours = ours.map_or("", String::as_str);
    let (place, theirs) = (place(number), &number.theirs);
    let finding = match &number.base {
        Some(base) => finding!(
            "number-conflict",
            place = place,
            label = label,
            base = base,
            theirs = theirs,
            ours = ours
        ),
        None => finding!(
            "number-conflict.new",
            place = place,
            label = label,
            theirs = theirs,
            ours = ours
        ),
    };
    finding.at(source.locate(0..0)).about(number.path.pointer())
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "{\n  \"year\": 2030,\n  \"statistics\": STATISTICS\n}\n";

    fn layout() -> crate::layout::Layouts {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/layouts");
        crate::files::load_layouts(&[folder.into()]).expect("the toy layout")
    }

    fn filled(
        written: &str,
        theirs: &[(&str, Option<&str>, &str)],
        decision: Decision,
    ) -> (String, Vec<String>) {
        let layouts = layout();
        let layout = layouts.get("toy").expect("the toy layout");
        let edited = |(path, base, theirs): &(&str, Option<&str>, &str)| FilledNumber {
            path: FieldPath::new(path),
            base: base.map(str::to_owned),
            theirs: (*theirs).to_owned(),
            place: None,
        };
        let theirs: Vec<FilledNumber> = theirs.iter().map(edited).collect();
        let source = Source::new("report.json", clean(written).0);
        let merge = fill(&source, layout, &theirs, decision);
        let told = merge.findings.iter().map(|finding| finding.code.to_string()).collect();
        (merge.apply(written), told)
    }

    fn put(statistics: &str) -> String {
        REPORT.replace("STATISTICS", statistics)
    }

    const ROWS: &str =
        "{ \"visits\": { \"received\": { \"people\": 1, \"groups\": 2 }, \"returned\": 0 } }";

    #[test]
    fn one_side_changes_and_the_rest_keeps_its_bytes() {
        let written = put(ROWS).replace('\n', "\r\n").replace('{', "\u{feff}{");
        let written = written.replacen('\u{feff}', "", 9).replacen('{', "\u{feff}{", 1);
        let people = "visits.received.people";
        let (text, told) = filled(&written, &[(people, Some("1"), "7")], Decision::Ask);
        assert_eq!(text, written.replace("\"people\": 1", "\"people\": 7"));
        assert_eq!(told, ["number-taken"]);
        let again = filled(&text, &[(people, Some("1"), "7")], Decision::Ask);
        assert_eq!(again, (text.clone(), Vec::new()), "the same once more changes nothing");
        let ours = filled(&text, &[(people, Some("1"), "1")], Decision::Ask);
        assert_eq!(ours, (text, Vec::new()), "what only report.json changed stays");
    }

    #[test]
    fn two_changes_of_one_number_are_a_question() {
        let written = put(ROWS);
        let theirs = [("visits.received.people", Some("9"), "7")];
        assert_eq!(
            filled(&written, &theirs, Decision::Ask),
            (written.clone(), vec!["number-conflict".to_owned()])
        );
        assert_eq!(filled(&written, &theirs, Decision::Ours), (written.clone(), Vec::new()));
        let (text, told) = filled(&written, &theirs, Decision::Theirs);
        assert!(text.contains("\"people\": 7") && told == ["number-taken"], "{text}");
    }

    #[test]
    fn shorthand_is_written_out_and_what_is_missing_is_put_in() {
        let (text, _) =
            filled(&put(ROWS), &[("visits.returned.groups", Some("0"), "5")], Decision::Ask);
        assert!(text.contains("\"returned\": { \"people\": 0, \"groups\": 5 }"), "{text}");
        let (text, _) = filled(
            &put("0"),
            &[
                ("visits.returned.groups", Some("0"), "5"),
                ("visits.returned.total", Some("0"), "5"),
            ],
            Decision::Ask,
        );
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["statistics"]["visits"]["returned"]["groups"], 5);
        assert_eq!(value["statistics"]["fees"]["amount"], 0);
        let theirs = [
            ("visits.received.people", None, "1"),
            ("visits.received.groups", None, "2"),
            ("visits.received.total", None, "3"),
            ("fees.amount", None, "4.50"),
        ];
        for statistics in [
            "{}",
            "null",
            "{ \"visits\": {} }",
            "{ \"fees\": { \"amount\": null, \"change\": 1 } }",
            "{\n    \"visits\": {\n      \"received\": { \"groups\": 2 }\n    }\n  }",
        ] {
            let (text, told) = filled(&put(statistics), &theirs, Decision::Ask);
            let value: serde_json::Value = serde_json::from_str(&text).expect(&text);
            let visits = &value["statistics"]["visits"]["received"];
            assert_eq!((&visits["people"], &visits["groups"]), (&1.into(), &2.into()), "{text}");
            assert!(visits.get("total").is_none(), "a total is left to the program: {text}");
            assert!(text.contains("\"amount\": 4.50"), "{text}");
            assert!(told.iter().all(|code| code == "number-taken"), "{told:?}");
        }
        let (text, _) = filled("{ \"year\": 2030 }", &theirs, Decision::Ask);
        assert!(text.contains("\"amount\": 4.50"), "{text}");
    }
}
