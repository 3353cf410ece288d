//! A PDF from elsewhere → flat blocks: text, rules and positions, for few files are tagged.
//!
//! Whoever reads PDFs of unknown origin needs a limit of memory and time from outside, and a
//! process that may end: a file of a kilobyte may overflow the reader's stack.

mod broken;
mod grid;
mod marks;
mod pages;
mod paragraphs;
mod rules;
mod type_lines;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use hayro_interpret::font::FontData;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, Rect};

use self::marks::PageMarks;
use super::fault::IntakeFault;
use super::foreign::{ForeignContent, ForeignDocument};
use crate::limits;

/// Reads a PDF. `face` gives any face: it stands for those that a file names and does not hold,
/// whose widths and characters the file gives itself.
pub fn read(
    bytes: Vec<u8>,
    face: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static,
) -> Result<ForeignDocument, IntakeFault> {
    let pdf = Pdf::new(bytes).map_err(|fault| match fault {
        LoadPdfError::Decryption(_) => IntakeFault::Locked,
        LoadPdfError::Invalid => IntakeFault::Broken,
    })?;
    let pages = pdf.pages();
    if pages.len() > limits::PDF_PAGES {
        return Err(IntakeFault::Large);
    }
    let mut settings = InterpreterSettings { render_annotations: false, ..Default::default() };
    let known: OnceLock<Option<FontData>> = OnceLock::new();
    settings.font_resolver = Arc::new(move |_| {
        let shared = |bytes: Vec<u8>| -> FontData { Arc::new(bytes) };
        Some((known.get_or_init(|| face().map(shared)).clone()?, 0))
    });
    let cache = InterpreterCache::new();
    let (mut read, mut left_out, mut images) = (Vec::new(), 0, 0);
    for (index, page) in pages.iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let size = (f64::from(width), f64::from(height));
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        let area = Rect::new(0.0, 0.0, size.0, size.1);
        let mut context = Context::new(transform, area, &cache, pdf.xref(), settings.clone());
        let mut marks = PageMarks::default();
        interpret_page(page, &mut context, &mut marks);
        if marks.excess {
            return Err(IntakeFault::Large);
        }
        left_out += marks.unmapped;
        images += marks.images;
        read.push(pages::read(index + 1, marks, size));
    }
    let text = |page: &pages::ReadPage| page.lines.len() + page.tables.len();
    if read.iter().map(text).sum::<usize>() == 0 {
        return Err(match (left_out, images) {
            (1.., _) => IntakeFault::Unmapped,
            (0, 1..) => IntakeFault::Scanned,
            (0, 0) => IntakeFault::Broken,
        });
    }
    if says_one_thing(&read) {
        return Err(IntakeFault::Unmapped);
    }
    broken::mend(&mut read);
    let mut blocks = paragraphs::blocks(read);
    let mut number = 0;
    for block in &mut blocks {
        if let ForeignContent::Table(table) = &mut block.content {
            number += 1;
            table.number = number;
        }
    }
    Ok(ForeignDocument { facts: Vec::new(), blocks, pictures: images })
}

/// Letters of a file that has some.
const LETTERS: usize = 200;
/// Fewer different ones are no text.
const DIFFERENT: usize = 12;

/// Whether all letters are the same few: a program that had no face for them wrote one glyph for
/// all, and says of it that it is the first of them.
fn says_one_thing(pages: &[pages::ReadPage]) -> bool {
    let lines = pages.iter().flat_map(|page| page.lines.iter().map(|line| line.text.as_str()));
    let tables = pages.iter().flat_map(|page| &page.tables);
    let cells = tables.flat_map(|(_, table)| table.cells.iter().map(|cell| cell.text.as_str()));
    let letters = lines.chain(cells).flat_map(str::chars).filter(|c| c.is_alphabetic());
    let (mut count, mut different) = (0, BTreeSet::new());
    for letter in letters {
        count += 1;
        different.insert(letter);
    }
    count >= LETTERS && different.len() < DIFFERENT
}
