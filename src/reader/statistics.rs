//! The numbers of the form. Which there must be is what the layout's tables say; each keeps its
//! digits and its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entries::{brief, misspelt, place, unique};
use super::json::Node;
use super::metadata::Head;
use super::{invisible, is_invisible, totals};
use crate::diagnostic::{Diagnostic, Location, Source};
use crate::field::{
    Field, FieldGroup, FieldId, FieldKind, FieldPath, MOST, Member, Value, ValueFault,
};
use crate::finding;
use crate::form::Form;
use crate::limits;
use crate::messages::Text;
use crate::say;
use crate::statistics::{Number, Statistics};

/// Reads every number; totals that are left out are computed.
pub(super) fn read(
    head: &Head<'_, '_>,
    source: Option<&Source>,
    findings: &mut Vec<Diagnostic>,
) -> Statistics {
    let form = &head.layout.form;
    let statistics = Statistics::new(Arc::clone(&form.fields));
    let (Some(node), Some(source)) = (head.statistics, source) else { return statistics };
    let misread = BTreeMap::new();
    let mut reader = NumberReader { form, source, findings, statistics, misread };
    reader.group(form.fields.root(), node);
    reader.tell_misread();
    let mut statistics = reader.statistics;
    totals::compute(form, &mut statistics, findings);
    statistics
}

struct NumberReader<'a, 'f> {
    form: &'a Form,
    source: &'a Source,
    findings: &'f mut Vec<Diagnostic>,
    statistics: Statistics,
    /// What stands in cells that can't be read, by table and by what it is.
    misread: BTreeMap<(&'a str, String), Vec<Misread>>,
}

/// A cell that can't be read.
struct Misread {
    finding: Diagnostic,
    location: Location,
    pointer: String,
    /// How many cells it stands for.
    cells: usize,
}

/// From how many cells of a table with the same in them on they are one finding.
const MANY: usize = 4;

impl<'a> NumberReader<'a, '_> {
    /// Reads the object of a group, or `0` for all of its numbers.
    fn group(&mut self, group: &'a FieldGroup, node: Node<'a>) {
        if node.is_unread() {
            return;
        }
        if node.raw() == "0" {
            return self.zeros(group, node);
        }
        let pointer = group.path.pointer();
        let Some(entries) = node.entries() else {
            let finding = finding!(
                "json-type.group",
                name = self.name(&group.path),
                place = place(&pointer),
                found = brief(node),
            );
            let (location, cells) = (self.source.locate(node.mark()), group.fields());
            let mut tables = cells.iter().map(|id| self.form.fields[*id].label.table.as_str());
            match tables.next().filter(|first| tables.all(|table| table == *first)) {
                Some(table) => {
                    let same = self.misread.entry((table, brief(node))).or_default();
                    same.push(Misread { finding, location, pointer, cells: cells.len() });
                }
                None => self.findings.push(finding.at(location).about(pointer)),
            }
            return;
        };
        let fields = &self.form.fields;
        let name = |member: &'a Member| member.path(fields).name();
        let names: Vec<&str> = group.members.iter().map(name).collect();
        let typed = entries.clone();
        let seen = unique(entries, &pointer, &names, self.source, self.findings);
        for member in &group.members {
            match (seen.get(name(member)), member) {
                (Some(value), Member::Field(id)) => self.value(*id, *value),
                (Some(value), Member::Group(group)) => self.group(group, *value),
                (None, _) if self.form.may_lack(member) => {}
                (None, _) if misspelt(&typed, &names, name(member)) => {}
                (None, _) => self.missing(member, node),
            }
        }
    }

    /// Every number of the group is 0; what is no number is still to be said.
    fn zeros(&mut self, group: &'a FieldGroup, node: Node<'a>) {
        for id in group.fields() {
            let field = &self.form.fields[id];
            match field.zero() {
                Some(zero) => self.insert(id, zero, node),
                None if field.optional => {}
                None => self.missing(&Member::Field(id), node),
            }
        }
    }

    /// How the form calls what stands at `path`.
    fn name(&self, path: &FieldPath) -> Text {
        let fields = &self.form.fields;
        if let Some(id) = fields.find(path.as_str()) {
            return (&fields[id].label).into();
        }
        if let Some(row) = self.form.row(path) {
            return row.into();
        }
        let below: Vec<&Field> =
            fields.iter().filter(|field| field.path.below(path.as_str()).is_some()).collect();
        let names = self.form.tables.values().map(|table| table.name.clone());
        let tables: Vec<String> =
            names.filter(|name| below.iter().any(|field| field.label.table == *name)).collect();
        match below.as_slice() {
            [] => String::new().into(),
            [one] => (&one.label).into(),
            [first, ..] => {
                say!("numbers-from", tables = tables, count = below.len(), first = &first.label)
            }
        }
    }

    fn missing(&mut self, member: &Member, parent: Node<'a>) {
        let path = member.path(&self.form.fields);
        let (name, key) = (self.name(path), path.name());
        let finding = match member {
            Member::Field(id) if self.form.fields[*id].kind.is_number() => {
                finding!("json-missing.number", path = path, name = name, key = key)
            }
            Member::Field(_) => {
                finding!("json-missing.words", path = path, name = name, key = key)
            }
            Member::Group(_) => finding!("json-missing.group", path = path, name = name, key = key),
        };
        self.findings.push(finding.at(self.source.locate(parent.mark())).about(path.pointer()));
    }

    fn value(&mut self, id: FieldId, node: Node<'a>) {
        if node.is_unread() {
            return;
        }
        let field = &self.form.fields[id];
        if field.optional && node.raw() == "null" {
            return;
        }
        let value = match field.kind.is_number() {
            true => self.number(field, node),
            false => words(field, node).map_err(|fault| faulty(fault, field, brief(node))),
        };
        let finding = match value {
            Ok(value) => match value_text(&value).and_then(|text| text.chars().find(bad)) {
                Some(c) => invisible(c, self.source.locate(node.range())),
                None => return self.insert(id, value, node),
            },
            Err(finding) => finding,
        };
        let (location, pointer) = (self.source.locate(node.mark()), field.path.pointer());
        let same = (field.label.table.as_str(), brief(node));
        self.misread.entry(same).or_default().push(Misread {
            finding,
            location,
            pointer,
            cells: 1,
        });
    }

    fn number(&self, field: &Field, node: Node<'a>) -> Result<Value, Diagnostic> {
        let raw = node.raw();
        if raw.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return field.value(raw).map_err(|fault| faulty(fault, field, brief(node)));
        }
        let finding = finding!("json-type.number", name = &field.label, found = brief(node));
        let text = node.string().unwrap_or_default();
        Err(match likely_numbers(&text).as_slice() {
            [] => finding.hint(say!("write-zero")),
            [digits] => finding.hint(say!("write-digits", digits = digits)),
            // 22（其中修订16件）: what stands in front is the number, the rest is said of it.
            [first, ..]
                if text.trim().starts_with(first.as_str()) && text.contains(['（', '(']) =>
            {
                finding.hint(say!("write-remark", digits = first))
            }
            _ => finding.hint(say!("write-one")),
        })
    }

    /// Tells of cells that can't be read: a table that nobody has filled in is one finding.
    fn tell_misread(&mut self) {
        for ((table, found), cells) in std::mem::take(&mut self.misread) {
            let count: usize = cells.iter().map(|cell| cell.cells).sum();
            let many = cells.len() >= MANY;
            let mut cells = cells.into_iter();
            if many {
                let finding = match found.as_str() {
                    "null" => finding!("json-type.unfilled", table = table, count = count),
                    _ => finding!("json-type.same", table = table, count = count, found = found),
                };
                let first =
                    cells.next().map(|first| finding.at(first.location).about(first.pointer));
                self.findings.extend(first);
                continue;
            }
            let told = |cell: Misread| cell.finding.at(cell.location).about(cell.pointer);
            self.findings.extend(cells.map(told));
        }
    }

    fn insert(&mut self, id: FieldId, value: Value, node: Node<'_>) {
        let location = Some(self.source.locate(node.range()));
        self.statistics.set(id, Number { value, location });
    }
}

/// The finding that something written is no value of a field.
pub(crate) fn faulty(fault: ValueFault, field: &Field, found: String) -> Diagnostic {
    let name = || &field.label;
    match fault {
        ValueFault::NoNumber => finding!("json-type.number", name = name(), found = found),
        ValueFault::Exponent => finding!("json-number.exponent", name = name(), found = found),
        ValueFault::NegativeZero => {
            finding!("json-number.negative-zero", name = name(), found = found)
        }
        ValueFault::Negative => finding!("json-number.negative", name = name(), found = found),
        ValueFault::Decimals => finding!("json-number.decimals", name = name(), found = found),
        ValueFault::TooLarge => {
            finding!("json-number.too-large", name = name(), found = found, most = MOST)
        }
        ValueFault::NoDay => finding!("json-type.day", name = name(), found = found),
        ValueFault::NoLine => {
            finding!("json-type.line", name = name(), found = found, most = limits::FACT)
        }
        ValueFault::NoOption => {
            let finding = finding!("json-type.option", name = name(), found = found);
            let options = field.print.options.clone();
            finding.hint(match field.print.many {
                true => say!("options-some", options = options),
                false => say!("options-one", options = options),
            })
        }
    }
}

/// The value of a node that holds words: a text, or for options a list of them.
fn words(field: &Field, node: Node<'_>) -> Result<Value, ValueFault> {
    let fault = match field.kind {
        FieldKind::Choice => ValueFault::NoOption,
        FieldKind::Date => ValueFault::NoDay,
        _ => ValueFault::NoLine,
    };
    if let Some(text) = node.string() {
        return field.value(&text);
    }
    let list: Vec<String> = serde_json::from_str(node.raw()).map_err(|_| fault)?;
    match field.kind {
        FieldKind::Choice if field.print.many => field.chosen(list.iter().map(String::as_str)),
        _ => Err(fault),
    }
}

/// The words of a value that an author typed.
fn value_text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

fn bad(c: &char) -> bool {
    is_invisible(*c)
}

/// The numbers in a text that stands where one should, full-width digits and digits that are parted
/// by threes as one.
fn likely_numbers(text: &str) -> Vec<String> {
    let half_width = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '，' | ' ' | '\u{a0}' | '\u{3000}' => ',',
        '．' => '.',
        _ => c,
    };
    let text: String = text.chars().map(half_width).collect();
    let runs = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-'));
    let runs = runs.map(|run| run.trim_matches(['.', ',']));
    runs.filter(|run| run.contains(|c: char| c.is_ascii_digit()))
        .map(|run| run.replace(',', ""))
        .collect()
}
