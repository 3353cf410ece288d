//! Tables on their grids.

use super::View;
use super::flow::PartWalk;
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::intake::{FlatCell, FlatTable};
use crate::limits;
use crate::ooxml::Element;

/// The widest cell that is believed.
const WIDEST: usize = 1000;

/// A table while its rows are laid.
#[derive(Default)]
struct Laying {
    table: FlatTable,
    /// The column behind the last cell of the row at hand.
    column: usize,
    /// Places taken so far.
    places: usize,
}

impl PartWalk<'_> {
    /// A table; rows that were taken out are not in it.
    pub(super) fn table(&mut self, table: &Element<'_>) -> Result<FlatTable, Diagnostic> {
        let mut laying = Laying::default();
        for row in unwrapped(table, "w:tr", self.view) {
            let properties = row.child("w:trPr");
            if properties.is_some_and(|it| self.view.lacks(it)) {
                continue;
            }
            laying.column = number(properties, "w:gridBefore").unwrap_or(0).min(WIDEST);
            for cell in unwrapped(row, "w:tc", self.view) {
                let properties = cell.child("w:tcPr");
                if properties.is_some_and(|it| self.view.lacks_cell(it)) {
                    continue;
                }
                let blocks = self.flow(cell)?;
                let span = number(properties, "w:gridSpan").unwrap_or(1).clamp(1, WIDEST);
                let merged = |name| merge(properties, name);
                laying.cell(blocks, span, merged("w:vMerge"), merged("w:hMerge"));
            }
            laying.end_row();
            if laying.places > limits::OFFICE_CELLS {
                return Err(finding!("office-file.excess", part = self.part));
            }
        }
        Ok(laying.table)
    }
}

/// How a cell is joined with others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellJoin {
    Alone,
    First,
    Further,
}

impl Laying {
    fn cell(
        &mut self,
        blocks: Vec<super::FlatBlock>,
        colspan: usize,
        down: CellJoin,
        across: CellJoin,
    ) {
        let (row, column) = (self.table.rows, self.column);
        self.column += colspan;
        self.places += colspan;
        if across == CellJoin::Further
            && let Some(left) = self.table.cells.last_mut().filter(|left| left.row == row)
        {
            left.colspan += colspan;
            return;
        }
        let above = |cell: &&mut FlatCell| {
            cell.column == column && cell.row + cell.rowspan == row && cell.colspan == colspan
        };
        if down == CellJoin::Further
            && let Some(above) = self.table.cells.iter_mut().rev().find(above)
        {
            above.rowspan += 1;
            return;
        }
        self.table.cells.push(FlatCell { row, column, rowspan: 1, colspan, blocks });
    }

    fn end_row(&mut self) {
        self.table.rows += 1;
        self.table.columns = self.table.columns.max(self.column);
        self.places += 1;
    }
}

/// The rows of a table or the cells of a row, with those in content controls and the like.
fn unwrapped<'e, 'a>(within: &'e Element<'a>, name: &str, view: View) -> Vec<&'e Element<'a>> {
    let mut found = Vec::new();
    for element in within.elements() {
        match &*element.name {
            own if own == name => found.push(element),
            "w:sdt" => {
                let content = element.child("w:sdtContent");
                found.extend(content.into_iter().flat_map(|it| unwrapped(it, name, view)));
            }
            "w:customXml" => found.extend(unwrapped(element, name, view)),
            wrapper if view.shows(wrapper) == Some(true) => {
                found.extend(unwrapped(element, name, view));
            }
            _ => {}
        }
    }
    found
}

fn number(properties: Option<&Element<'_>>, name: &str) -> Option<usize> {
    properties?.child(name)?.attribute("w:val")?.parse().ok()
}

fn merge(properties: Option<&Element<'_>>, name: &str) -> CellJoin {
    match properties.and_then(|it| it.child(name)) {
        None => CellJoin::Alone,
        Some(it) if it.attribute("w:val").as_deref() == Some("restart") => CellJoin::First,
        Some(_) => CellJoin::Further,
    }
}
