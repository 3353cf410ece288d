//! What a report says, as read from its folder and before it takes the form's shape.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::date::Date;
use crate::diagnostic::Location;
use crate::document::Block;
use crate::prose::Prose;

/// One year's report of one body.
#[derive(Debug)]
pub struct Report {
    /// Full name of the body (机关全称).
    pub agency: String,
    /// The year reported on.
    pub year: u16,
    /// 成文日期; none leaves the signature block out.
    pub date: Option<Date>,
    /// Where it was written.
    pub date_location: Option<Location>,
    /// Kind of the body, where the author gave it; rules for one kind need it.
    pub level: Option<Level>,
    /// Everything that the preface's clauses can name, by path: `agency`, `year`, `website.name`, `contact.phone`, ….
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
    pub pictures: BTreeMap<String, Vec<u8>>,
}

/// What kind of body reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 县级以上人民政府
    Government,
    /// 县级以上人民政府部门
    Department,
    /// 乡镇人民政府、街道办事处
    Township,
}

/// What is known of last year.
#[derive(Debug)]
pub struct Previous {
    /// The year reported on.
    pub year: u16,
    /// Its numbers.
    pub statistics: Statistics,
    /// Its text, where there is one.
    pub prose: Option<Prose>,
}

/// Every number of the form, by its path below `statistics`.
#[derive(Debug, Default)]
pub struct Statistics {
    /// Path → number. Ordered, so that whatever walks it is the same every time.
    pub numbers: BTreeMap<String, Number>,
}

/// One number and where it came from.
#[derive(Debug, Clone)]
pub struct Number {
    /// The digits exactly as they are printed.
    pub text: String,
    /// The value of a count or change; none for an amount, whose digits are never calculated with here.
    pub count: Option<i128>,
    /// Where it was written; none where the program computed it.
    pub location: Option<Location>,
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
