//! Open data: every number of the form, one a row, for whoever calculates with them.

use csv::{Terminator, WriterBuilder};

use crate::document::{Block, Document, Inline, Table, plain};
use crate::field::{BETWEEN, Fields};

/// The columns.
const HEAD: [&str; 6] = ["table", "row", "column", "path", "number", "unit"];

/// The numbers of the form's tables as they are printed, in the order of the document. UTF-8 with
/// BOM, which Excel and WPS need to see it as such.
pub fn write(document: &Document, fields: &Fields) -> Vec<u8> {
    let mut rows =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{feff}"));
    // Memory takes everything, and all rows are as long.
    let _ = rows.write_record(HEAD);
    let mut tables = Vec::new();
    collect(&document.blocks, &mut tables);
    for cell in tables.into_iter().flat_map(|table| table.grid.cells()) {
        let mut add = |path: &str, printed: &str| {
            let Some(field) = fields.find(path).map(|id| &fields[id]) else { return };
            if !field.kind.is_number() {
                return;
            }
            let (label, unit) = (&field.label, field.unit());
            let number = printed.strip_suffix(field.print.unit.as_str()).unwrap_or(printed);
            let _ = rows.write_record([
                harmless(&label.table),
                harmless(&label.row.join(BETWEEN)),
                harmless(&label.head.join(BETWEEN)),
                harmless(field.path.as_str()),
                number.to_owned(),
                harmless(unit),
            ]);
        };
        match &cell.path {
            Some(path) => add(path.as_str(), &plain(&cell.content)),
            // Numbers among words are bound to their fields.
            None => cell.content.iter().for_each(|piece| {
                if let Inline::Bound { text, expression, .. } = piece {
                    add(expression, text);
                }
            }),
        }
    }
    rows.into_inner().unwrap_or_default()
}

/// All tables among `blocks`, those on turned pages too.
fn collect<'d>(blocks: &'d [Block], tables: &mut Vec<&'d Table>) {
    for block in blocks {
        match block {
            Block::Table(table) if table.official => tables.push(table),
            Block::Turned { blocks } => collect(blocks, tables),
            _ => {}
        }
    }
}

/// A text that no spreadsheet takes for a formula, not even where it makes full-width marks half
/// wide, or looks past white space.
pub(crate) fn harmless(text: &str) -> String {
    const BEGINNINGS: [char; 8] =
        ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let unseen = |c: char| c.is_whitespace() || c.is_control() || crate::reader::is_invisible(c);
    match text.trim_start_matches(unseen).starts_with(BEGINNINGS) || text.starts_with(unseen) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for formula in ["=1", "+1", "-1", "@a", "\u{ff1d}1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}a"]
        {
            for before in ["", " ", "\t", "\r\n", "\u{3000}", "\u{200b}", "\u{feff}"] {
                let text = format!("{before}{formula}");
                assert_eq!(harmless(&text), format!("'{text}"));
            }
        }
        for text in ["", "a=1", "1-2", "a"] {
            assert_eq!(harmless(text), text);
        }
    }
}
