//! Numbers of an edited file into report.json, three ways: what the file left with, what it has
//! now, what report.json has now. What was never filled in is put in.

use std::collections::BTreeMap;

use super::edits::SourceEdit;
use super::json_edits::{NumberToken, edits, tokens};
use super::taken::TakenNumber;
use super::three::Prefer;
use crate::diagnostic::{Diagnostic, Source};
use crate::field::{FieldId, FieldPath, Value};
use crate::finding;
use crate::form::Form;
use crate::reader::clean;
use crate::reader::json::{JsonText, Node};

/// A number as an edited file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedNumber {
    /// Which number it is.
    pub path: FieldPath,
    /// What the file left with, as report.json writes it; none where it was not there.
    pub base: Option<String>,
    /// What the file has now, as report.json writes it.
    pub now: String,
    /// What stands in the file, where that is not just the number.
    pub written: Option<String>,
}

/// What comes of the numbers of a file.
#[derive(Debug, Default)]
pub struct Filling {
    /// The numbers that change, in the order of the form, but for those that were not there.
    pub taken: Vec<TakenNumber>,
    /// How many were filled in for the first time; an error for each conflict.
    pub findings: Vec<Diagnostic>,
    edits: Vec<SourceEdit>,
}

/// Brings the numbers of a file into report.json. A number that only one side changed is that
/// side's; a total that report.json leaves out stays left out.
pub fn fill(source: &Source, form: &Form, numbers: &[EditedNumber], prefer: Prefer) -> Filling {
    let mut filling = Filling::default();
    if numbers.is_empty() {
        return filling;
    }
    let text = JsonText::written(source);
    let root = match Node::parse(&text, source) {
        Ok(root) => root,
        Err((problem, at)) => {
            let finding = finding!("json-syntax.unknown", problem = problem);
            filling.findings.push(finding.at(source.locate(at..at + 1)));
            return filling;
        }
    };
    let ours = tokens(root, form);
    let mut changes = BTreeMap::new();
    for number in numbers {
        let Some(id) = form.fields.find(number.path.as_str()) else { continue };
        let there = ours.get(&id);
        if there.is_none() && form.totals.contains_key(&id) {
            continue;
        }
        let old = there.filter(|token| token.is_given()).map(|token| &token.text);
        if number.base.as_ref() == Some(&number.now) || old == Some(&number.now) {
            continue;
        }
        let contested = old.is_some() && old != number.base.as_ref();
        if contested && prefer == Prefer::Neither {
            filling.findings.push(conflict(number, id, there, source, form));
        }
        if !contested || prefer == Prefer::Theirs {
            changes.insert(id, (number, old));
        }
    }
    let (mut first, missing) = (Vec::new(), &form.draft.missing);
    for (id, (number, old)) in &changes {
        let label = &form.fields[*id].label;
        match old {
            None => first.push(label),
            Some(old) => filling.taken.push(TakenNumber {
                label: label.clone(),
                path: number.path.to_string(),
                before: shown(old, missing),
                now: shown(&number.now, missing),
                written: number.written.clone(),
            }),
        }
    }
    if let Some(label) = first.first() {
        filling.findings.push(finding!("form-filled", count = first.len(), label = *label));
    }
    let changes = changes.into_iter().map(|(id, (number, _))| (id, number.now.clone())).collect();
    filling.edits = edits(source, root, form, &changes);
    filling
}

/// A number that both sides changed, at the place where report.json has it.
fn conflict(
    number: &EditedNumber,
    id: FieldId,
    there: Option<&NumberToken>,
    source: &Source,
    form: &Form,
) -> Diagnostic {
    let missing = &form.draft.missing;
    let finding = finding!(
        "merge-conflict.number",
        name = &form.fields[id].label,
        base = shown(number.base.as_deref().unwrap_or_default(), missing),
        ours = shown(there.map_or("", |token| &token.text), missing),
        theirs = shown(&number.now, missing),
    );
    let range = there.map_or(0..0, |token| token.range.clone());
    finding.at(source.locate(range)).about(number.path.pointer())
}

/// A token of report.json for people.
fn shown(token: &str, missing: &str) -> String {
    if matches!(token, "" | "null") {
        return missing.to_owned();
    }
    let words = serde_json::from_str(token).ok().map(Value::Text);
    let chosen = || serde_json::from_str(token).ok().map(Value::Choice);
    words.or_else(chosen).map_or_else(|| token.to_owned(), |value| value.to_string())
}

impl Filling {
    /// Whether report.json changes.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

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
        prefer: Prefer,
    ) -> (String, Vec<String>) {
        let layouts = layout();
        let layout = layouts.get("toy").expect("the toy layout");
        let edited = |(path, base, theirs): &(&str, Option<&str>, &str)| EditedNumber {
            path: FieldPath::new(path),
            base: base.map(str::to_owned),
            now: (*theirs).to_owned(),
            written: None,
        };
        let theirs: Vec<EditedNumber> = theirs.iter().map(edited).collect();
        let source = Source::new("report.json", clean(written).0);
        let merge = fill(&source, &layout.form, &theirs, prefer);
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
        let (text, told) = filled(&written, &[(people, Some("1"), "7")], Prefer::Neither);
        assert_eq!(text, written.replace("\"people\": 1", "\"people\": 7"));
        assert_eq!(told, ["form-filled"; 0]);
        let again = filled(&text, &[(people, Some("1"), "7")], Prefer::Neither);
        assert_eq!(again, (text.clone(), Vec::new()), "the same once more changes nothing");
        let ours = filled(&text, &[(people, Some("1"), "1")], Prefer::Neither);
        assert_eq!(ours, (text, Vec::new()), "what only report.json changed stays");
    }

    #[test]
    fn two_changes_of_one_number_are_a_question() {
        let written = put(ROWS);
        let theirs = [("visits.received.people", Some("9"), "7")];
        assert_eq!(
            filled(&written, &theirs, Prefer::Neither),
            (written.clone(), vec!["merge-conflict".to_owned()])
        );
        assert_eq!(filled(&written, &theirs, Prefer::Ours), (written.clone(), Vec::new()));
        let (text, told) = filled(&written, &theirs, Prefer::Theirs);
        assert!(text.contains("\"people\": 7") && told == ["form-filled"; 0], "{text}");
    }

    #[test]
    fn shorthand_is_written_out_and_what_is_missing_is_put_in() {
        let (text, _) =
            filled(&put(ROWS), &[("visits.returned.groups", Some("0"), "5")], Prefer::Neither);
        assert!(text.contains("\"returned\": { \"people\": 0, \"groups\": 5 }"), "{text}");
        let (text, _) = filled(
            &put("0"),
            &[
                ("visits.returned.groups", Some("0"), "5"),
                ("visits.returned.total", Some("0"), "5"),
            ],
            Prefer::Neither,
        );
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["statistics"]["visits"]["returned"]["groups"], 5);
        assert_eq!(value["statistics"]["fees"], 0, "what is all zeros stays a 0: {text}");
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
            let (text, told) = filled(&put(statistics), &theirs, Prefer::Neither);
            let value: serde_json::Value = serde_json::from_str(&text).expect(&text);
            let visits = &value["statistics"]["visits"]["received"];
            assert_eq!((&visits["people"], &visits["groups"]), (&1.into(), &2.into()), "{text}");
            assert!(visits.get("total").is_none(), "a total is left to the program: {text}");
            assert!(text.contains("\"amount\": 4.50"), "{text}");
            assert!(told == ["form-filled"], "{told:?}");
        }
        let (text, _) = filled("{ \"year\": 2030 }", &theirs, Prefer::Neither);
        assert!(text.contains("\"amount\": 4.50"), "{text}");
    }

    #[test]
    fn objects_are_set_in_as_their_line() {
        let theirs = [("visits.received.people", None, "1")];
        let (text, _) = filled("{\n\t\"statistics\": {}\n}\n", &theirs, Prefer::Neither);
        assert!(text.starts_with("{\n\t\"statistics\": {\n\t  \"visits\": {\n"), "{text}");
        assert!(text.ends_with("}\n\t}\n}\n"), "{text}");
    }
}
