//! Files of Office Open XML: a zip of parts, with relations from one to another. Nothing here knows
//! what a report is; the DOCX writer and whatever reads such files build on it.

mod dom;
pub(crate) mod names;
mod package;
mod parse;

pub(crate) use dom::{Child, Element, escape};
pub(crate) use package::{Package, Relations};
pub(crate) use parse::parse;
