//! The one error type: what is wrong, where it stands, and what to do.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

pub use crate::severity::Severity;

use crate::messages::{self, Args, Language, Text};
use crate::say;
use crate::spot::FileSpot;

impl Severity {
    /// What people call it.
    pub fn name(self) -> Text {
        match self {
            Severity::Error => say!("severity-error"),
            Severity::Warning => say!("severity-warning"),
            Severity::Note => say!("severity-note"),
        }
    }
}

/// A place in a text file of the report, counted as editors count: lines and characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Name of the file as the user would type it.
    pub file: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Character in the line, from 1; 0 where the whole file is meant.
    pub column: usize,
    /// The bytes of the file's text that are meant.
    pub range: Range<usize>,
    /// The place in a file that has no lines.
    pub spot: FileSpot,
}

impl Location {
    /// The whole file: for what can't be pinned to a line.
    pub fn whole(file: impl Into<String>) -> Self {
        Location { file: file.into(), line: 0, column: 0, range: 0..0, spot: FileSpot::Somewhere }
    }

    /// A place in a file that has no lines.
    pub fn spot(file: impl Into<String>, spot: FileSpot) -> Self {
        Location { spot, ..Location::whole(file) }
    }

    /// The file's name, with the place where it has no lines.
    pub fn named(&self, language: Language) -> String {
        match self.spot.named() {
            Some(spot) => {
                let named = say!("spot-in-file", file = &self.file, spot = spot);
                named.said_in(language).to_string()
            }
            None => self.file.clone(),
        }
    }

    /// The whole file, or the folder, at `path`.
    pub fn path(path: &Path) -> Self {
        Location::whole(path.display().to_string())
    }
}

/// A second place that a finding is about, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What stands there, in a few words.
    pub label: Text,
}

/// One finding about a report, a layout or a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of finding, or the id of the rule that made it.
    pub code: Cow<'static, str>,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: Text,
    /// Where; none only where no file is meant.
    pub location: Option<Location>,
    /// JSON Pointer into report.json, where the finding is about one of its values.
    pub pointer: Option<String>,
    /// What to do, one step each.
    pub hints: Vec<Text>,
    /// Other places it is about: the second of two numbers that disagree.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// The finding `key`, `code` or `code.variant`, of messages/zh.toml; `finding!` calls it.
    pub fn new(key: &'static str, args: Args) -> Self {
        let code = key.split('.').next().unwrap_or(key);
        let (message, hints) = Text::message(key, args);
        Diagnostic { hints, ..Diagnostic::of_rule(code, messages::severity(key), message) }
    }

    /// A finding of the rule `id`, in its layout's words.
    pub fn of_rule(id: impl Into<Cow<'static, str>>, severity: Severity, message: Text) -> Self {
        Diagnostic {
            code: id.into(),
            severity,
            message,
            location: None,
            pointer: None,
            hints: Vec::new(),
            related: Vec::new(),
        }
    }

    /// The same finding at `location`.
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// The same finding, at `location` where it has no place of its own.
    pub fn or_at(mut self, location: &Location) -> Self {
        self.location.get_or_insert_with(|| location.clone());
        self
    }

    /// The same finding at `location` where there is one.
    pub fn at_some(mut self, location: Option<Location>) -> Self {
        self.location = location.or(self.location);
        self
    }

    /// The same finding about the value that `pointer` names.
    pub fn about(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// The same finding with one more piece of advice.
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same finding with one more place.
    pub fn and(mut self, location: Location, label: impl Into<Text>) -> Self {
        self.related.push(Related { location, label: label.into() });
        self
    }
}

/// The text of one input file and where its lines begin.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    lines: Vec<usize>,
}

impl Source {
    /// Takes the text of the file called `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Source { name: name.into(), text, lines }
    }

    /// The file's name, as the user would type it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's text, without a BOM and with `\n` line ends.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of `range` (bytes of the text; clamped to it).
    pub fn locate(&self, range: Range<usize>) -> Location {
        let start = floor_boundary(&self.text, range.start);
        let end = floor_boundary(&self.text, range.end.max(start));
        let line = self.lines.partition_point(|&begin| begin <= start) - 1;
        let column = self.text[self.lines[line]..start].chars().count() + 1;
        let (file, spot) = (self.name.clone(), FileSpot::Somewhere);
        Location { file, line: line + 1, column, range: start..end, spot }
    }

    /// The bytes of line `line` (from 1), without its end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.offset(line, 1);
        start..self.text[start..].find('\n').map_or(self.text.len(), |end| start + end)
    }

    /// Where byte `column` (from 1) of line `line` (from 1) stands; clamped to the text.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let begin = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let begin = begin.copied().unwrap_or(self.text.len());
        begin.saturating_add(column.saturating_sub(1)).min(self.text.len())
    }
}

/// The name among `known` that `word` most likely stands for.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|name| (strsim::jaro_winkler(word, name), name));
    scored
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A finding by its key in messages/zh.toml, with its arguments:
/// `finding!("figure-missing", path = path)`.
#[macro_export]
macro_rules! finding {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::diagnostic::Diagnostic::new(
            $key,
            vec![$((stringify!($name), $crate::messages::Arg::from($value))),*],
        )
    };
}
