//! Tables, with their heads as a screen reader needs them.

use std::collections::BTreeSet;

use super::Writer;
use crate::document::{Cell, CellRole, Group, Inline, Row, Scope, Spanned, Table, plain};

impl Writer<'_> {
    /// A table in a region of its own, which scrolls where the screen is narrow. A form's groups
    /// are tables set flush.
    pub(super) fn table(&mut self, table: &Table) {
        let class = if table.official { "region form" } else { "region" };
        let mut attributes = vec![("tabindex", "0")];
        if self.regions.insert(table.summary.clone()) {
            attributes.extend([("role", "region"), ("aria-label", &*table.summary)]);
        }
        self.markup.open("div", class, &attributes);
        let groups = table.grid.groups();
        for group in groups {
            let name = if groups.len() > 1 { head_over_all(group) } else { None };
            self.group(table, group, name.as_deref().unwrap_or(&table.summary));
        }
        self.markup.close("div");
    }

    fn group(&mut self, table: &Table, group: &Group<Cell>, name: &str) {
        let edges = Edges::of(group);
        let kinds = edges.kinds(group);
        let labelled = kinds.iter().any(|kind| !kind.is_empty());
        let class = match edges.count() {
            ..=8 => "few",
            _ if labelled => "many",
            _ => "many bare",
        };
        self.markup.open("table", class, &[]);
        self.markup.element("caption", "unseen", &[], name);
        self.markup.open("colgroup", "", &[]);
        for (share, kind) in edges.shares(&table.shares).iter().zip(kinds) {
            self.markup.open("col", kind, &[("style", &format!("width:{share}%"))]);
        }
        self.markup.close("colgroup");
        for (tag, rows) in [("thead", &group.head), ("tbody", &group.body)] {
            if rows.is_empty() {
                continue;
            }
            self.markup.open(tag, "", &[]);
            for row in rows {
                self.row(row, &edges, tag == "thead" && table.official, rows.len());
            }
            self.markup.close(tag);
        }
        self.markup.close("table");
    }

    fn row(&mut self, row: &Row<Cell>, edges: &Edges, form_head: bool, rows: usize) {
        self.markup.line();
        self.markup.open("tr", "", &[]);
        for (column, placed) in row.placed() {
            // The form's remark above its row labels is the head of nothing.
            let corner = form_head && column == 0 && placed.rowspan == rows && placed.colspan > 1;
            self.cell(placed, edges.span(column, placed.colspan), corner);
        }
        self.markup.close("tr");
    }

    fn cell(&mut self, placed: &Spanned<Cell>, colspan: usize, corner: bool) {
        let cell = &placed.cell;
        let scope = cell.scope.filter(|_| !corner);
        let (columns, rows) = (colspan.to_string(), placed.rowspan.to_string());
        let mut attributes = Vec::new();
        if colspan > 1 {
            attributes.push(("colspan", &*columns));
        }
        if placed.rowspan > 1 {
            attributes.push(("rowspan", &*rows));
        }
        let tag = match scope {
            Some(Scope::Column) => {
                attributes.push(("scope", "col"));
                "th"
            }
            Some(Scope::Row) => {
                attributes.push(("scope", "row"));
                "th"
            }
            None => "td",
        };
        self.markup.open(tag, class(cell, scope, corner), &attributes);
        if cell.turned || cell.vertical {
            let class = if cell.turned { "turned" } else { "upright" };
            self.markup.element("span", class, &[], &plain(&cell.content));
        } else if scope.is_some() || corner {
            self.label(&cell.content);
        } else {
            self.inlines(&cell.content);
        }
        self.markup.close(tag);
    }

    /// A label breaks where the form breaks it, and is found and copied whole.
    fn label(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Break { .. } => self.markup.open("wbr", "", &[]),
                other => self.inlines(std::slice::from_ref(other)),
            }
        }
    }
}

fn class(cell: &Cell, scope: Option<Scope>, corner: bool) -> &'static str {
    match (scope, cell.role) {
        _ if corner => "corner",
        (Some(Scope::Column), _) => "head",
        (Some(Scope::Row), CellRole::Group) => "group",
        (Some(Scope::Row), _) => "label",
        (None, CellRole::Number | CellRole::Center) => "number",
        (None, CellRole::Right) => "right",
        (None, _) => "words",
    }
}

/// The text of a head that spans a group's whole first row.
fn head_over_all(group: &Group<Cell>) -> Option<String> {
    let mut cells = group.head.first()?.placed();
    let (_, only) = cells.next()?;
    cells.next().is_none().then(|| plain(&only.cell.content))
}

/// The columns of a table in which a cell of this group begins: the others are folded away, since a
/// column in which no cell begins is a fault in HTML.
struct Edges {
    begins: Vec<usize>,
}

impl Edges {
    fn of(group: &Group<Cell>) -> Edges {
        let rows = group.head.iter().chain(&group.body);
        let begins: BTreeSet<usize> =
            rows.flat_map(Row::placed).map(|(column, _)| column).collect();
        Edges { begins: begins.into_iter().collect() }
    }

    fn count(&self) -> usize {
        self.begins.len()
    }

    /// How many of the columns a cell spans that are kept.
    fn span(&self, column: usize, colspan: usize) -> usize {
        let inside = |begin: &&usize| (column..column + colspan).contains(*begin);
        self.begins.iter().filter(inside).count().max(1)
    }

    /// What labels each column has in the body: narrow screens have no room for those of paper.
    fn kinds(&self, group: &Group<Cell>) -> Vec<&'static str> {
        let kind = |begin: &usize| {
            let mut cells = group.body.iter().flat_map(Row::placed);
            let own = cells.find(|(column, it)| {
                column == begin && it.colspan == 1 && it.cell.scope == Some(Scope::Row)
            });
            match own.map(|(_, it)| &it.cell) {
                Some(cell) if cell.vertical => "col-upright",
                Some(Cell { role: CellRole::Group, .. }) => "col-group",
                Some(_) => "col-label",
                None => "",
            }
        };
        self.begins.iter().map(kind).collect()
    }

    /// Widths of the columns in hundredths of the whole, with two decimals.
    fn shares(&self, shares: &[u32]) -> Vec<String> {
        let all: u64 = shares.iter().map(|share| u64::from(*share)).sum();
        let ends = self.begins.iter().skip(1).copied().chain([shares.len()]);
        self.begins
            .iter()
            .zip(ends)
            .map(|(begin, end)| {
                let part: u64 = shares[*begin..end].iter().map(|share| u64::from(*share)).sum();
                let share = part * 10_000 / all.max(1);
                format!("{}.{:02}", share / 100, share % 100)
            })
            .collect()
    }
}
