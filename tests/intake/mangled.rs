//! The same page mangled in every way that conversion and typing do it: no wrong number is ever
//! taken silently.

use std::collections::BTreeMap;

use nianbao::intake::{ImportOptions, ImportSource, html, import};
use nianbao::layout::{Layout, Layouts};
use serde_json::Value;

use super::page::{Page, PageCell, PageTable, Site};
use crate::generator::Dice;

/// What is done to a page.
const MANGLINGS: [fn(&mut Page, &mut Dice); 14] = [
    misspell,
    lose_labels,
    split_number,
    merge_numbers,
    swap_columns,
    swap_rows,
    lose_digit,
    write_otherwise,
    blank_zeros,
    drop_row,
    repeat_head,
    break_table,
    strokes,
    two_numbers,
];

/// The numbers that an import takes, with their states and why.
fn taken(html: &str, layouts: &Layouts) -> BTreeMap<String, (String, String)> {
    let document = html::read(html.as_bytes()).expect("a page");
    let source = ImportSource { name: "page".to_owned(), kind: "html", sha256: String::new() };
    let Ok(imported) = import(&document, &source, layouts, ImportOptions::default()) else {
        return BTreeMap::new();
    };
    let record: Value =
        serde_json::from_str(&imported.record.expect("a record")).expect("a record in JSON");
    let numbers = record["numbers"].as_array().expect("numbers").iter();
    let number = |number: &Value| {
        let text = |key: &str| number[key].as_str().unwrap_or_default().to_owned();
        let value = number.get("value").filter(|value| !value.is_null())?;
        let raw = value.to_string();
        assert_ne!(text("state"), "unknown", "{number}");
        Some((text("path"), (raw, text("state"))))
    };
    numbers.filter_map(number).collect()
}

#[test]
fn a_page_as_the_form_has_it_is_read_whole() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the layouts");
    for layout in layouts.iter() {
        for seed in 0..8 {
            let mut dice = Dice::new(seed);
            let page = Page::new(layout, &mut dice);
            let site = |bit: u64| seed & bit > 0;
            let site = Site { metadata: site(1), nested: site(2), menus: site(4) };
            let taken = taken(&page.html(layout, site), &layouts);
            for (path, number) in &page.truth {
                let (value, state) = taken.get(path).unwrap_or_else(|| panic!("{path}: nothing"));
                assert!(same(value, number), "{path}: {value} for {number}");
                assert_eq!(state, "certain", "{path} in page {seed}");
            }
        }
    }
}

/// JSON readers keep no zeros at the end of a decimal.
fn same(value: &str, number: &str) -> bool {
    value == number || value.trim_end_matches('0') == number.trim_end_matches('0')
}

#[test]
fn no_wrong_number_is_taken_from_a_thousand_mangled_pages() {
    let layouts = nianbao::files::load_layouts(&[]).expect("the layouts");
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let some = |first| {
        let mut tally = Tally::default();
        (first..1000).step_by(cores as usize).for_each(|seed| tally.try_page(seed, &layouts));
        tally
    };
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|first| scope.spawn(move || some(first))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread")).collect()
    });
    let wrong: Vec<String> = tallies.iter().flat_map(|tally| tally.wrong.clone()).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let sum = |count: fn(&Tally) -> usize| tallies.iter().map(count).sum::<usize>();
    let (read, unknown) = (sum(|tally| tally.read), sum(|tally| tally.unknown));
    assert!(read > 3 * unknown, "{read} read, {unknown} left out");
}

/// What came of pages.
#[derive(Default)]
struct Tally {
    wrong: Vec<String>,
    read: usize,
    unknown: usize,
}

impl Tally {
    fn try_page(&mut self, seed: u64, layouts: &Layouts) {
        let mut dice = Dice::new(seed);
        let all: Vec<&Layout> = layouts.iter().collect();
        let layout = *dice.pick(&all);
        let mut page = Page::new(layout, &mut dice);
        for _ in 0..dice.between(1, 3) {
            dice.pick(&MANGLINGS)(&mut page, &mut dice);
        }
        let (metadata, nested, menus) = (dice.one_in(2), dice.one_in(3), dice.one_in(2));
        let taken = taken(&page.html(layout, Site { metadata, nested, menus }), layouts);
        for (path, number) in &page.truth {
            match taken.get(path) {
                Some((value, _)) if same(value, number) => self.read += 1,
                // Kept as it was published, and told: a sum is broken.
                Some((_, state)) if page.spoilt.contains(path) && state == "likely" => {}
                Some((value, state)) => {
                    self.wrong.push(format!("page {seed}, {path}: {value} {state} for {number}"));
                }
                None => self.unknown += 1,
            }
        }
    }
}

fn label(cell: &PageCell) -> bool {
    cell.path.is_none() && !cell.text.is_empty()
}

/// A character of some labels lost or another.
fn misspell(page: &mut Page, dice: &mut Dice) {
    for cell in page.cells().filter(|cell| label(cell)) {
        if dice.one_in(4) {
            let mut chars: Vec<char> = cell.text.chars().collect();
            let at = dice.between(0, chars.len() - 1);
            if dice.one_in(2) {
                chars.remove(at);
            } else {
                chars[at] = '某';
            }
            cell.text = chars.into_iter().collect();
        }
    }
}

/// Most letters of some labels lost.
fn lose_labels(page: &mut Page, dice: &mut Dice) {
    for cell in page.cells().filter(|cell| label(cell)) {
        if dice.one_in(6) {
            cell.text = cell.text.chars().filter(|_| !dice.one_in(2)).collect();
        }
    }
}

/// The tables, one of them picked, and a row of it that holds numbers.
fn row_of<'p>(page: &'p mut Page, dice: &mut Dice) -> (&'p mut PageTable, usize) {
    let table = dice.between(0, page.tables.len() - 1);
    let table = &mut page.tables[table];
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|row| table.rows[*row].iter().filter(|cell| cell.path.is_some()).count() > 1)
        .collect();
    let row = if rows.is_empty() { 0 } else { *dice.pick(&rows) };
    (table, row)
}

/// A number in two cells.
fn split_number(page: &mut Page, dice: &mut Dice) {
    let (table, row) = row_of(page, dice);
    let row = &mut table.rows[row];
    let long = |cell: &PageCell| cell.path.is_some() && cell.text.len() > 1;
    if let Some(at) = row.iter().position(long) {
        let rest = row[at].text.split_off(1);
        let cell = PageCell { text: rest, ..row[at].clone() };
        row.insert(at + 1, cell);
    }
}

/// Two numbers in one cell.
fn merge_numbers(page: &mut Page, dice: &mut Dice) {
    let between = *dice.pick(&["", " ", "\n"]);
    let (table, row) = row_of(page, dice);
    let row = &mut table.rows[row];
    let pair = (1..row.len()).find(|at| row[*at].path.is_some() && row[at - 1].path.is_some());
    if let Some(at) = pair {
        let second = row.remove(at);
        row[at - 1].text = format!("{}{between}{}", row[at - 1].text, second.text);
        row[at - 1].colspan += second.colspan;
    }
}

/// Two numbers written into one cell, and the other left blank.
fn two_numbers(page: &mut Page, dice: &mut Dice) {
    let (table, row) = row_of(page, dice);
    let row = &mut table.rows[row];
    let number = |cell: &PageCell| cell.path.is_some() && !cell.text.is_empty();
    let pair = (1..row.len()).find(|at| number(&row[*at]) && number(&row[at - 1]));
    if let Some(at) = pair {
        let second = std::mem::take(&mut row[at].text);
        row[at - 1].text += &second;
    }
}

/// Two columns under heads of their own that have changed places, heads and all.
fn swap_columns(page: &mut Page, dice: &mut Dice) {
    let table = &mut page.tables[dice.between(1, 2)];
    let Some(last) = table.rows.get(table.head.saturating_sub(1)) else { return };
    let count = last.len();
    if count < 3 {
        return;
    }
    let (a, b) = (dice.between(0, count - 2), count - 1);
    let (one, other) = (&last[a].text, &last[b].text);
    if one.contains(other.as_str()) || other.contains(one.as_str()) {
        return; // nobody can see that
    }
    let from_end = |row: &Vec<PageCell>, at: usize| row.len().checked_sub(count - at);
    for row in &mut table.rows[table.head - 1..] {
        if let (Some(a), Some(b)) = (from_end(row, a), from_end(row, b))
            && (row[a].path.is_some() == row[b].path.is_some())
        {
            row.swap(a, b);
        }
    }
}

/// Two rows that have changed places.
fn swap_rows(page: &mut Page, dice: &mut Dice) {
    let (table, row) = row_of(page, dice);
    let single = |row: &Vec<PageCell>| row.iter().all(|cell| cell.rowspan == 1);
    if row + 1 < table.rows.len() && single(&table.rows[row]) && single(&table.rows[row + 1]) {
        table.rows.swap(row, row + 1);
    }
}

/// A digit lost where a sum can tell.
fn lose_digit(page: &mut Page, dice: &mut Dice) {
    let table = dice.between(1, page.tables.len() - 1);
    let mut cells: Vec<&mut PageCell> = page.tables[table]
        .rows
        .iter_mut()
        .flatten()
        .filter(|cell| cell.path.is_some() && cell.text.len() > 1)
        .collect();
    if cells.is_empty() {
        return;
    }
    let at = dice.between(0, cells.len() - 1);
    let cell = &mut cells[at];
    cell.text.pop();
    let path = cell.path.clone().expect("a number");
    page.spoilt.push(path);
}

/// Full width, commas, units, spaces around.
fn write_otherwise(page: &mut Page, dice: &mut Dice) {
    for cell in page.cells().filter(|cell| cell.path.is_some()) {
        let text = cell.text.clone();
        cell.text = match dice.below(8) {
            0 => text.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap_or(c)).collect(),
            1 if text.len() == 4 && !text.contains('.') => {
                format!("{},{}", &text[..1], &text[1..])
            }
            2 if !text.contains('.') => format!("{text}件"),
            3 => format!("&nbsp;{text}\u{3000}"),
            _ => text,
        };
    }
}

/// Zeros that nobody typed.
fn blank_zeros(page: &mut Page, dice: &mut Dice) {
    let all = dice.one_in(2);
    for cell in page.cells().filter(|cell| cell.path.is_some() && cell.text == "0") {
        if all || dice.one_in(2) {
            cell.text = String::new();
        }
    }
}

fn strokes(page: &mut Page, dice: &mut Dice) {
    let stroke = *dice.pick(&["/", "—", "-", "无"]);
    for cell in page.cells().filter(|cell| cell.path.is_some() && cell.text == "0") {
        if dice.one_in(5) {
            cell.text = stroke.to_owned();
        }
    }
}

fn drop_row(page: &mut Page, dice: &mut Dice) {
    let (table, row) = row_of(page, dice);
    table.rows.remove(row);
}

/// The head once more in the middle of the table, as on a new page.
fn repeat_head(page: &mut Page, dice: &mut Dice) {
    let (table, row) = row_of(page, dice);
    let head: Vec<Vec<PageCell>> = table.rows[..table.head].to_vec();
    let covered = table.rows[..row]
        .iter()
        .enumerate()
        .any(|(at, cells)| cells.iter().any(|cell| at + cell.rowspan > row));
    if row > table.head && !covered {
        table.rows.splice(row..row, head);
    }
}

/// A row's label broken over two rows.
fn break_table(page: &mut Page, dice: &mut Dice) {
    let (table, row) = row_of(page, dice);
    let mut upper = table.rows[row].clone();
    let single = upper.iter().all(|cell| cell.rowspan == 1);
    let covered = table.rows[..row]
        .iter()
        .enumerate()
        .any(|(at, cells)| cells.iter().any(|cell| at + cell.rowspan > row));
    if !single || covered {
        return;
    }
    for (cell, lower) in upper.iter_mut().zip(&mut table.rows[row]) {
        if cell.path.is_some() {
            cell.text = String::new();
            continue;
        }
        let half = cell.text.chars().count() / 2;
        let (first, second) = (cell.text.chars().take(half), cell.text.chars().skip(half));
        let (first, second): (String, String) = (first.collect(), second.collect());
        (cell.text, lower.text) = (first, second);
    }
    table.rows.insert(row, upper);
}
