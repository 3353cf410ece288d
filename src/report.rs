//! What a report says, as read from its folder and before it takes the form's shape.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::diagnostic::Location;
use crate::document::Block;
use crate::field::FieldId;
use crate::file_map::FileMap;
use crate::prose::Prose;
use crate::statistics::{Number, Statistics};

/// One year's report of one body.
#[derive(Debug)]
pub struct Report {
    /// Full name of the body (机关全称).
    pub agency: String,
    /// Its lines where the author says how it breaks; none where the program does.
    pub agency_lines: Vec<String>,
    /// The year reported on.
    pub year: u16,
    /// 成文日期; none leaves the signature block out.
    pub date: Option<Date>,
    /// Where it was written.
    pub date_location: Option<Location>,
    /// Key of the body's kind, where the author gave it; rules for one kind need it.
    pub level: Option<String>,
    /// Everything that the preface's clauses can name, by path: `agency`, `year`, `website.name`,
    /// `contact.phone`, ….
    pub facts: BTreeMap<String, String>,
    /// Every number of the form.
    pub statistics: Statistics,
    /// The text as blocks of the document.
    pub narrative: Narrative,
    /// The same text as rules see it.
    pub prose: Prose,
    /// Last year's report, where it was given.
    pub previous: Option<Previous>,
    /// Pictures that the text names: path as written → bytes.
    pub pictures: FileMap,
    /// The value of each `{{ … }}` of the text, in the order of the file.
    pub values: Vec<String>,
}

impl Report {
    /// Whether the body is of one of these kinds; not where the author did not say.
    pub fn is_one_of(&self, levels: &[String]) -> bool {
        self.level.as_ref().is_some_and(|level| levels.contains(level))
    }

    /// Last year's number in a field of this year's form.
    pub fn last_year(&self, field: FieldId) -> Option<&Number> {
        self.previous.as_ref()?.statistics.get(field)
    }
}

/// What is known of last year.
#[derive(Debug)]
pub struct Previous {
    /// The year reported on.
    pub year: u16,
    /// Its numbers, in the fields of this year's form.
    pub statistics: Statistics,
    /// Its text, where there is one.
    pub prose: Option<Prose>,
}

/// The text: the preface and the sections of prose, in the author's order.
#[derive(Debug, Default)]
pub struct Narrative {
    /// Blocks before the first heading.
    pub preface: Vec<Block>,
    /// Prose by section key.
    pub sections: BTreeMap<String, Vec<Block>>,
    /// Footnotes in the order of their first mention.
    pub notes: Vec<Vec<Block>>,
}
