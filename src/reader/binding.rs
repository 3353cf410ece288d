//! `{{ … }}` in the text: numbers taken from their cells instead of being typed. Expressions are MiniJinja's, over exact whole numbers; an
//! amount is printed as written and not calculated with but by `growth` and `change`.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use minijinja::value::{Kwargs, Object, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};
use regex_lite::Regex;

use crate::decimal::{Change, change};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::statistics::{Number, Statistics};

/// The text with its numbers put in, and where each piece of it came from.
pub(super) struct Bound {
    /// What Markdown reads.
    pub text: String,
    /// Ranges of `text` and of the source that they stand for, in order.
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

impl Bound {
    /// The bytes of the source that `range` of the text stands for.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start, false);
        start..self.place(range.end, true).max(start)
    }

    fn place(&self, at: usize, end: bool) -> usize {
        let before =
            self.pieces.iter().rev().find(|(new, _)| new.start < at || (new.start == at && !end));
        match before {
            Some((new, old)) if at < new.end || (at == new.end && end) => {
                if end {
                    old.end
                } else {
                    old.start
                }
            }
            Some((new, old)) => old.end + (at - new.end),
            None => at,
        }
    }
}

/// Evaluates every `{{ … }}` of the source. One that can't be is a finding and leaves nothing in the text.
pub(super) fn bind(
    source: &Source,
    now: &Statistics,
    previous: Option<&Statistics>,
    findings: &mut Vec<Diagnostic>,
) -> Bound {
    let mut bound = Bound { text: String::new(), pieces: Vec::new() };
    let mut rest = 0;
    let text = source.text();
    while let Some(open) = text[rest..].find("{{").map(|at| rest + at) {
        bound.text.push_str(&text[rest..open]);
        let line = text[open..].find('\n').map_or(text.len(), |at| open + at);
        let Some(close) = text[open..line].find("}}").map(|at| open + at) else {
            let finding = Diagnostic::error("binding-syntax", "“{{”没有在同一行写完")
                .hint("写成 {{ applications.received.total }}");
            findings.push(finding.at(source.locate(open..open + 2)));
            rest = open + 2;
            continue;
        };
        let expression = &text[open + 2..close];
        let value = evaluate(expression, open + 2, source, now, previous);
        let start = bound.text.len();
        match value {
            Ok(value) => bound.text.push_str(&value),
            Err(mut faults) => findings.append(&mut faults),
        }
        rest = close + 2;
        bound.pieces.push((start..bound.text.len(), open..rest));
    }
    bound.text.push_str(&text[rest..]);
    bound
}

static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*").expect("a valid pattern"));
static PATH_ARGUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(growth|change)\(\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)").expect("a valid pattern")
});
const FUNCTIONS: [&str; 3] = ["growth", "change", "digits"];

fn evaluate(
    expression: &str,
    start: usize,
    source: &Source,
    now: &Statistics,
    previous: Option<&Statistics>,
) -> Result<String, Vec<Diagnostic>> {
    let unknown: Vec<Diagnostic> = NAME
        .find_iter(expression)
        .filter(|name| !FUNCTIONS.contains(&name.as_str()))
        .filter_map(|name| {
            let place = source.locate(start + name.start()..start + name.end());
            fault_of_name(name.as_str(), now, previous).map(|finding| finding.at(place))
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let whole = || source.locate(start - 2..start + expression.len() + 2);
    if previous.is_none() && PATH_ARGUMENT.is_match(expression) {
        return Err(vec![without_last_year(expression.trim()).at(whole())]);
    }
    let problem =
        |message: String| vec![Diagnostic::error("binding-syntax", message).at(whole()).hint(HOW)];
    // The functions need the path, not the number that it leads to.
    let quoted = PATH_ARGUMENT.replace_all(expression, "$1(\"$2\"");
    let environment = environment(now, previous);
    let compiled = environment
        .compile_expression(&quoted)
        .map_err(|error| problem(format!("算式写法不对：{}", detail(&error))))?;
    let value = compiled
        .eval(context(now, previous))
        .map_err(|error| problem(format!("算式算不出：{}", detail(&error))))?;
    match value.kind() {
        ValueKind::Number if value.is_integer() => Ok(value.to_string()),
        ValueKind::Number => Err(problem("结果不是整数".to_owned())),
        ValueKind::String => Ok(value.to_string()),
        ValueKind::Plain => Ok(value.to_string()), // an amount, as written
        _ => Err(problem("结果不是一个数".to_owned())),
    }
}

const HOW: &str = "可以写一个数的路径，路径用 +、-、* 和括号组成的算式，growth(路径) 和 change(路径)；金额不能相加";

fn detail(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}

/// What is wrong with a name: it is nowhere, it is a group of numbers, or it is last year's and there is no last year.
fn fault_of_name(
    name: &str,
    now: &Statistics,
    previous: Option<&Statistics>,
) -> Option<Diagnostic> {
    let (path, statistics) = match name.strip_prefix("previous.") {
        None => (name, now),
        Some(path) => match previous {
            Some(previous) => (path, previous),
            None => return Some(without_last_year(name)),
        },
    };
    if statistics.find(path).is_some() {
        return None;
    }
    let paths: Vec<&str> =
        statistics.iter().map(|(id, _)| statistics.fields()[id].path.as_str()).collect();
    let group = paths
        .iter()
        .copied()
        .filter(|known| known.starts_with(path) && known[path.len()..].starts_with('.'))
        .min();
    let finding = Diagnostic::error("binding-unknown", format!("没有“{name}”这个数"));
    Some(match (group, nearest(path, paths.iter().copied())) {
        (Some(member), _) => finding.hint(format!("这是一组数，要写到其中一个，如 {member}")),
        (None, Some(near)) => finding.hint(format!("是不是“{near}”？")),
        (None, None) => finding.hint("路径与 report.json 中 statistics 下的一样"),
    })
}

fn without_last_year(name: &str) -> Diagnostic {
    Diagnostic::error("binding-previous", format!("“{name}”要用上年的报告"))
        .hint("加上 --previous 上年的报告文件夹")
}

/// An amount: its digits, nothing to calculate with.
#[derive(Debug)]
struct Amount(String);

impl Object for Amount {
    fn repr(self: &Arc<Self>) -> minijinja::value::ObjectRepr {
        minijinja::value::ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn value(number: &Number) -> Value {
    match number.value.whole() {
        Some(count) => Value::from(count),
        None => Value::from_object(Amount(number.value.to_string())),
    }
}

fn context(now: &Statistics, previous: Option<&Statistics>) -> Value {
    let mut top = nested(listed(now));
    if let Some(previous) = previous {
        let below = nested(listed(previous));
        top.insert("previous".to_owned(), Value::from(below));
    }
    Value::from(top)
}

fn listed(statistics: &Statistics) -> Vec<(&str, &Number)> {
    let path = |id| statistics.fields()[id].path.as_str();
    statistics.iter().map(|(id, number)| (path(id), number)).collect()
}

/// Numbers by dotted path as maps in maps.
fn nested(numbers: Vec<(&str, &Number)>) -> BTreeMap<String, Value> {
    let mut groups: BTreeMap<&str, Vec<(&str, &Number)>> = BTreeMap::new();
    let mut map = BTreeMap::new();
    for (path, number) in numbers {
        match path.split_once('.') {
            Some((name, rest)) => groups.entry(name).or_default().push((rest, number)),
            None => drop(map.insert(path.to_owned(), value(number))),
        }
    }
    map.extend(
        groups.into_iter().map(|(name, below)| (name.to_owned(), Value::from(nested(below)))),
    );
    map
}

fn environment(now: &Statistics, previous: Option<&Statistics>) -> Environment<'static> {
    let texts = |statistics: &Statistics| -> BTreeMap<String, String> {
        listed(statistics)
            .into_iter()
            .map(|(path, number)| (path.to_owned(), number.value.to_string()))
            .collect()
    };
    let both = Arc::new((texts(now), previous.map(texts)));
    let mut environment = Environment::empty();
    let numbers = both.clone();
    environment.add_function("growth", move |path: String, options: Kwargs| {
        compare(&numbers, &path, &options).map(|found| found.growth())
    });
    environment.add_function("change", move |path: String, options: Kwargs| {
        compare(&both, &path, &options).map(|found| found.change())
    });
    environment
}

type TwoYears = (BTreeMap<String, String>, Option<BTreeMap<String, String>>);

fn compare((now, previous): &TwoYears, path: &str, options: &Kwargs) -> Result<Change, Error> {
    let digits = options.get::<Option<u32>>("digits")?.unwrap_or(2);
    options.assert_all_used()?;
    let fault = |message: String| Error::new(ErrorKind::InvalidOperation, message);
    let previous =
        previous.as_ref().ok_or_else(|| fault("要用上年的报告，加上 --previous".to_owned()))?;
    let number = |numbers: &BTreeMap<String, String>| {
        numbers.get(path).cloned().ok_or_else(|| fault(format!("没有“{path}”这个数")))
    };
    change(&number(now)?, &number(previous)?, digits).map_err(|problem| fault(problem.to_owned()))
}
