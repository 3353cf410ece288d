//! A DOCX as one flat list.

use std::collections::BTreeMap;

use super::blocks::{FlatBlock, FlatMark, FlatObject, FlatParagraph, FlatTable};
use super::docx::{self, View};
use super::foreign::{
    ForeignBlock, ForeignCell, ForeignContent, ForeignDocument, ForeignTable, ForeignText, TextKind,
};
use super::lines::{cell_lines, is_blank, joined, one_line};
use crate::diagnostic::Diagnostic;
use crate::spot::FileSpot;

/// Reads a DOCX as if all its tracked changes were accepted.
pub fn read(bytes: &[u8]) -> Result<ForeignDocument, Diagnostic> {
    let text = docx::read(bytes, View::Accepted)?;
    let mut list = FlatList::default();
    text.blocks.iter().for_each(|block| list.block(block));
    Ok(list.document)
}

#[derive(Default)]
struct FlatList {
    document: ForeignDocument,
    tables: usize,
    /// How far each list has counted, by its name and depth.
    counts: BTreeMap<(String, usize), u32>,
}

impl FlatList {
    fn block(&mut self, block: &FlatBlock) {
        match block {
            FlatBlock::Paragraph(paragraph) => self.paragraph(paragraph),
            FlatBlock::Table(table) => self.table(table),
        }
    }

    fn paragraph(&mut self, paragraph: &FlatParagraph) {
        let picture = |object: &&FlatObject| matches!(object, FlatObject::Picture(_));
        self.document.pictures += paragraph.objects.iter().filter(picture).count();
        let text = paragraph.text();
        let mut kind = self.kind(paragraph);
        if is_blank(&text) {
            return;
        }
        let head = paragraph.runs.first().filter(|run| run.strong).map(|run| one_line(&run.text));
        for line in joined(&text) {
            let run_in = head.as_ref().map(String::len).filter(|end| {
                *end < line.len() && line.starts_with(head.as_deref().unwrap_or_default())
            });
            let text = ForeignText { text: line, kind, run_in, linked: false };
            self.push(FileSpot::Somewhere, ForeignContent::Text(text));
            kind = TextKind::Plain;
        }
    }

    fn kind(&mut self, paragraph: &FlatParagraph) -> TextKind {
        match (&paragraph.mark, paragraph.outline) {
            (_, Some(level)) => TextKind::Heading(level),
            (Some(mark), None) => self.item(mark),
            (None, None) => TextKind::Plain,
        }
    }

    fn item(&mut self, mark: &FlatMark) -> TextKind {
        let deeper = |(list, depth): &(String, usize)| *list == mark.list && *depth > mark.depth;
        self.counts.retain(|place, _| !deeper(place));
        let count = self.counts.entry((mark.list.clone(), mark.depth)).or_default();
        *count += 1;
        let depth = u8::try_from(mark.depth + 1).unwrap_or(u8::MAX);
        TextKind::Item { number: mark.numbered.then_some(*count), depth }
    }

    fn table(&mut self, table: &FlatTable) {
        self.tables += 1;
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut cell = |cell: &super::FlatCell| {
            let column = places.entry(cell.row).or_default();
            *column += 1;
            ForeignCell {
                row: cell.row,
                column: cell.column,
                rowspan: cell.rowspan,
                colspan: cell.colspan,
                text: cell_lines(&cell.text()),
                odd: false,
                spot: FileSpot::Cell { table: self.tables, row: cell.row + 1, column: *column },
            }
        };
        let cells: Vec<ForeignCell> = table.cells.iter().map(&mut cell).collect();
        let content = ForeignContent::Table(ForeignTable {
            number: self.tables,
            rows: table.rows,
            columns: table.columns,
            edges: Vec::new(),
            cells,
        });
        self.push(FileSpot::Cell { table: self.tables, row: 1, column: 1 }, content);
    }

    fn push(&mut self, spot: FileSpot, content: ForeignContent) {
        self.document.blocks.push(ForeignBlock { trail: Vec::new(), spot, content });
    }
}
