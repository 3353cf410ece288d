//! Published pages of our own: the form's tables with numbers that balance, and everything that
//! conversion and typing do to them.

use std::collections::BTreeMap;
use std::fmt::Write;

use nianbao::document::{Row, Slot};
use nianbao::form::FormCell;
use nianbao::layout::Layout;

use crate::generator::Dice;

/// A cell of a page's table.
#[derive(Clone)]
pub struct PageCell {
    pub text: String,
    pub path: Option<String>,
    pub colspan: usize,
    pub rowspan: usize,
}

/// A table of a page.
#[derive(Clone)]
pub struct PageTable {
    pub rows: Vec<Vec<PageCell>>,
    /// How many rows at its head name columns.
    pub head: usize,
}

/// A page and the numbers that it says.
pub struct Page {
    pub tables: Vec<PageTable>,
    pub truth: BTreeMap<String, String>,
    /// Numbers of which a digit was lost: their sums are broken.
    pub spoilt: Vec<String>,
}

/// How a page is put into a site.
#[derive(Clone, Copy, Default)]
pub struct Site {
    pub metadata: bool,
    pub nested: bool,
    pub menus: bool,
}

impl Page {
    /// The form of a layout filled in with random numbers that balance.
    pub fn new(layout: &Layout, dice: &mut Dice) -> Page {
        let truth = numbers(layout, dice);
        let tables = layout.form.sections.iter().filter_map(|section| section.table.as_ref());
        let tables = tables.map(|name| {
            let groups = layout.form.tables[name].grid.groups();
            let rows = groups.iter().flat_map(|group| group.head.iter().chain(&group.body));
            PageTable {
                rows: rows.map(|row| cells(row, &truth)).collect(),
                head: groups[0].head.len(),
            }
        });
        Page { tables: tables.collect(), truth: truth.clone(), spoilt: Vec::new() }
    }

    /// All cells.
    pub fn cells(&mut self) -> impl Iterator<Item = &mut PageCell> {
        self.tables.iter_mut().flat_map(|table| table.rows.iter_mut().flatten())
    }

    /// The page as HTML.
    pub fn html(&self, layout: &Layout, site: Site) -> String {
        let mut page = "<!DOCTYPE html><html><head><meta charset=utf-8><title>".to_owned();
        page += "某县某局2024年政府信息公开工作年度报告_某县人民政府</title></head><body>";
        if site.menus {
            page +=
                "<ul><li><a href=/>首页</a><li><a href=/a>政府信息公开</a></ul><p>当前位置：首页";
        }
        if site.nested {
            page += "<table><tr><td>";
        }
        if site.metadata {
            page += "<table border=1><tr><td>索引号<td>0001/2025-1<td>分类<td>报告<tr><td>发布机构\
                     <td>某县某局<td>公开日期<td>2025-01-20</table>";
        }
        page += "<div class=article><h1>某县某局2024年政府信息公开工作年度报告</h1>\
                 <p>本报告按照有关规定编制，所列数据的统计期限为全年。</p>";
        let numerals = ["一", "二", "三", "四", "五", "六", "七"];
        let mut tables = self.tables.iter();
        for (section, number) in layout.form.sections.iter().zip(numerals) {
            write!(page, "<p>{number}、{}</p>", section.heading).expect("memory");
            match &section.table {
                Some(_) => tables.next().into_iter().for_each(|table| page += &table.html()),
                None => page += "<p>全年依法公开政府信息，没有其他需要说明的情况。</p>",
            }
        }
        page += "<p>某县某局</p><p>2025年1月20日</p></div>";
        if site.nested {
            page += "</td></tr></table>";
        }
        if site.menus {
            page += "<div>主办：某县人民政府</div><p>扫一扫在手机打开当前页";
        }
        page + "</body></html>"
    }
}

impl PageTable {
    fn html(&self) -> String {
        let mut html = "<table border=1>".to_owned();
        for row in &self.rows {
            html += "<tr>";
            for PageCell { text, colspan, rowspan, .. } in row {
                let text = text.replace('\n', "<br>");
                write!(html, "<td colspan={colspan} rowspan={rowspan}><p>{text}</p></td>")
                    .expect("memory");
            }
            html += "</tr>";
        }
        html + "</table>"
    }
}

fn cells(row: &Row<FormCell>, truth: &BTreeMap<String, String>) -> Vec<PageCell> {
    let cell = |slot: &Slot<FormCell>| {
        let placed = slot.placed()?;
        let path = placed.cell.path.as_ref().map(|path| path.as_str().to_owned());
        let number = path.as_ref().map(|path| truth[path].clone());
        Some(PageCell {
            text: number.unwrap_or_else(|| placed.cell.text.clone()),
            path,
            colspan: placed.colspan,
            rowspan: placed.rowspan,
        })
    };
    row.slots().iter().filter_map(cell).collect()
}

/// Numbers for every field: small ones with many zeros or large ones, and totals that hold.
fn numbers(layout: &Layout, dice: &mut Dice) -> BTreeMap<String, String> {
    let form = &layout.form;
    let many_zeros = dice.one_in(2);
    let mut numbers: BTreeMap<String, i128> = BTreeMap::new();
    for field in form.fields.iter() {
        let zero = many_zeros && !dice.one_in(4);
        numbers.insert(field.path.to_string(), if zero { 0 } else { dice.below(3000).into() });
    }
    let path = |id| form.fields[id].path.to_string();
    // Totals of rows before totals of columns, and what is received so that all comes out even.
    for _ in 0..3 {
        for (total, terms) in &form.totals {
            let sum = terms.iter().map(|term| numbers[&path(*term)]).sum();
            numbers.insert(path(*total), sum);
        }
        let keys: Vec<String> = numbers.keys().cloned().collect();
        for key in keys.iter().filter_map(|key| key.strip_prefix("applications.received.")) {
            let of = |row: &str| numbers[&format!("applications.{row}.{key}")];
            let all = of("outcomes.total") + of("carried_over");
            let before = of("carried_in").min(all);
            numbers.insert(format!("applications.carried_in.{key}"), before);
            numbers.insert(format!("applications.received.{key}"), all - before);
        }
    }
    let text = |(path, number): (String, i128)| {
        let amount = path.ends_with(".amount");
        (path, if amount { format!("{number}.60") } else { number.to_string() })
    };
    numbers.into_iter().map(text).collect()
}
