//! Files of Office Open XML: a zip of parts, with relations from one to another. Nothing here knows
//! what a report is; the DOCX writer and whatever reads such files build on it.

mod dom;
mod kinds;
pub(crate) mod names;
mod open;
mod package;
mod parse;
mod prefixes;

pub(crate) use dom::{Child, Element, escape};
pub(crate) use open::{OpenPackage, PartRelation, PartText};
pub(crate) use package::{Package, Relations};
pub(crate) use parse::parse;
pub(crate) use prefixes::canonical;
