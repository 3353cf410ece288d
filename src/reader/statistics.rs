//! The numbers of the form. Which there must be is what the layout's tables say; each keeps its digits and its place.

use super::json::{Node, pointer_step};
use super::metadata::{Head, brief, place, unique};
use crate::diagnostic::{Diagnostic, Source};
use crate::layout::{Field, FieldKind, Layout, children};
use crate::report::{Number, Statistics};

/// The greatest count: what every JSON reader holds exactly (2^53 − 1).
pub(crate) const MOST: i128 = (1 << 53) - 1;

/// Reads every number; totals that are left out are computed.
pub(super) fn read(
    head: &Head<'_, '_>,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Statistics {
    let mut reader =
        Reader { layout: head.layout, source, findings, statistics: Statistics::default() };
    if let Some(node) = head.statistics {
        let fields: Vec<&Field> = head.layout.fields.iter().collect();
        reader.walk("", node, &fields);
    }
    reader.compute();
    reader.statistics
}

struct Reader<'a, 'f> {
    layout: &'a Layout,
    source: &'a Source,
    findings: &'f mut Vec<Diagnostic>,
    statistics: Statistics,
}

impl<'a> Reader<'a, '_> {
    /// Reads the value at `path` (empty at the root), with these fields at it or below: a number, an object, or `0` for all numbers.
    fn walk(&mut self, path: &str, node: Node<'a>, below: &[&'a Field]) {
        let layout = self.layout;
        if let Some(field) = layout.field(path) {
            return self.number(field, node);
        }
        if node.raw() == "0" {
            for field in below {
                self.insert(field, "0", Some(0), node);
            }
            return;
        }
        let Some(entries) = node.entries() else {
            let message = format!(
                "{}应为一组数 {{ … }}，或写 0 表示其中全为 0；这里是 {}",
                place(&pointer(path)),
                brief(node)
            );
            self.report("json-type", message, node, path, "逐项填写，或写 0".to_owned());
            return;
        };
        let names: Vec<&str> = children(path, below).into_iter().map(|(name, _)| name).collect();
        let seen = unique(entries, &pointer(path), &names, self.source, self.findings);
        for name in names {
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let below = within(below, &inner);
            match seen.get(name) {
                Some(value) => self.walk(&inner, *value, &below),
                None if name == "total"
                    && below.iter().all(|field| layout.totals.contains_key(&field.path)) => {}
                None => self.missing(&inner, node),
            }
        }
    }

    /// How the form calls what stands at `path`.
    fn name(&self, path: &str) -> String {
        if let Some(field) = self.layout.field(path) {
            return field.label.clone();
        }
        if let Some(row) =
            self.layout.tables.values().flat_map(|table| &table.rows).find(|row| row.key == path)
        {
            return row.label.clone();
        }
        let fields: Vec<&Field> = self.layout.fields.iter().collect();
        let below = within(&fields, path);
        let tables = self
            .layout
            .tables
            .values()
            .filter(|table| below.iter().any(|field| field.label.starts_with(&table.name)));
        let names: Vec<_> = tables.map(|table| table.name.as_str()).collect();
        match below.first() {
            Some(field) if below.len() > 1 => {
                format!("{}共{}个数，从{}起", names.join("、"), below.len(), field.label)
            }
            Some(field) => field.label.clone(),
            None => String::new(),
        }
    }

    fn missing(&mut self, path: &str, parent: Node<'a>) {
        let key = path.rsplit('.').next().unwrap_or_default();
        let hint = if self.layout.field(path).is_some() {
            format!("补上 \"{key}\": 数；没有发生就写 0")
        } else {
            format!("补上 \"{key}\"；其中全为 0 时可写 \"{key}\": 0")
        };
        let finding =
            Diagnostic::error("json-missing", format!("缺少“{path}”：{}", self.name(path)));
        self.findings
            .push(finding.at(self.source.locate(parent.mark())).about(pointer(path)).hint(hint));
    }

    fn report(
        &mut self,
        code: &'static str,
        message: String,
        node: Node<'_>,
        path: &str,
        hint: String,
    ) {
        let finding = Diagnostic::error(code, format!("{}：{message}", self.name(path)));
        self.findings
            .push(finding.at(self.source.locate(node.mark())).about(pointer(path)).hint(hint));
    }

    fn number(&mut self, field: &'a Field, node: Node<'a>) {
        let raw = node.raw();
        if !raw.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            let message = format!("应为数字，这里是 {}", brief(node));
            return self.report("json-type", message, node, &field.path, hint(node));
        }
        match judge(raw, field.kind) {
            Ok(count) => self.insert(field, raw, count, node),
            Err((message, hint)) => {
                let message = format!("{message}，这里是 {}", brief(node));
                self.report("json-number", message, node, &field.path, hint.to_owned());
            }
        }
    }

    fn insert(&mut self, field: &Field, text: &str, count: Option<i128>, node: Node<'_>) {
        let location = Some(self.source.locate(node.range()));
        self.statistics
            .numbers
            .insert(field.path.clone(), Number { text: text.to_owned(), count, location });
    }

    /// Computes the totals that were left out, each as soon as its terms are known.
    fn compute(&mut self) {
        loop {
            let numbers = &self.statistics.numbers;
            let ready = self
                .layout
                .totals
                .iter()
                .filter(|(path, _)| !numbers.contains_key(*path))
                .find_map(|(path, terms)| {
                    let sum: Option<i128> = terms.iter().map(|term| numbers.get(term)?.count).sum();
                    Some((path.clone(), sum?))
                });
            let Some((path, sum)) = ready else { return };
            self.statistics
                .numbers
                .insert(path, Number { text: sum.to_string(), count: Some(sum), location: None });
        }
    }
}

/// Those of `fields` that are at `path` (empty at the root) or below, in the order of the form.
fn within<'a>(fields: &[&'a Field], path: &str) -> Vec<&'a Field> {
    let below = |rest: &str| path.is_empty() || rest.is_empty() || rest.starts_with('.');
    let inside = |field: &&&Field| field.path.strip_prefix(path).is_some_and(below);
    fields.iter().filter(inside).copied().collect()
}

/// The value of a number as written, or what is wrong with it and what to do.
fn judge(raw: &str, kind: FieldKind) -> Result<Option<i128>, (String, &'static str)> {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    if raw.contains(['e', 'E']) {
        return Err(("数字不能用指数写法".to_owned(), "写出全部数字"));
    }
    if raw.starts_with('-') && digits.bytes().all(|b| matches!(b, b'0' | b'.')) {
        return Err(("零前面不能有负号".to_owned(), "写成 0"));
    }
    if kind != FieldKind::Change && raw.starts_with('-') {
        return Err(("不能是负数".to_owned(), "核对后改成不小于零的数"));
    }
    if kind == FieldKind::Amount {
        return Ok(None);
    }
    if raw.contains('.') {
        return Err(("件数应为整数，不能有小数".to_owned(), "写成整数，如 3"));
    }
    match raw.parse::<i128>() {
        Ok(count) if count.abs() <= MOST => Ok(Some(count)),
        _ => Err((format!("数字太大，不能超过 {MOST}"), "核对数字")),
    }
}

fn pointer(path: &str) -> String {
    let steps: String = path.split('.').filter(|step| !step.is_empty()).map(pointer_step).collect();
    format!("/statistics{steps}")
}

fn hint(node: Node<'_>) -> String {
    let digits: String = node.string().unwrap_or_default().chars().filter_map(half_width).collect();
    match digits.as_str() {
        "" => "没有发生就写 0".to_owned(),
        digits => format!("如果是 {digits}，直接写 {digits}，不加引号、单位和分隔符"),
    }
}

fn half_width(c: char) -> Option<char> {
    match c {
        '0'..='9' | '.' | '-' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => None,
    }
}
