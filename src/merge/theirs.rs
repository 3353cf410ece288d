//! What an edited file says, whatever kind of file it is: numbers by path, and the text where it
//! has one.

use std::collections::BTreeMap;

use crate::field::FieldPath;
use crate::intake::FlatBlock;
use crate::messages::Text;

/// An edited file, read as far as it says something of a report.
#[derive(Debug, Clone)]
pub struct Theirs {
    /// How the user calls the file.
    pub name: String,
    /// Its numbers. One that is not here was not found in the file, and stays as it was.
    pub numbers: Vec<TheirNumber>,
    /// Its text; none in a file that has only numbers.
    pub text: Option<TheirText>,
}

/// A number in an edited file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirNumber {
    /// Which number of the form it is.
    pub path: FieldPath,
    /// What stands there, as it stands there.
    pub written: String,
    /// Where, for people: what the file calls the place.
    pub place: Option<Text>,
}

/// The text of an edited file.
#[derive(Debug, Clone, Default)]
pub struct TheirText {
    /// Its blocks, the form's tables among them.
    pub blocks: Vec<FlatBlock>,
    /// Its notes by the name that their marks give.
    pub notes: BTreeMap<String, Vec<FlatBlock>>,
}
