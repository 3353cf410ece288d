//! Limits in front: what is larger is a finding at its place, not a page that nobody can print or a
//! run that never ends. Each is far above what reports have, and far below what hurts.

use std::ops::RangeInclusive;
use std::time::Duration;

/// Characters of the agency's name. The longest names of bodies have some fifty.
pub const AGENCY: usize = 100;
/// Characters of any other text in report.json: an address, a phone number, a reason.
pub const FACT: usize = 500;
/// Characters of an address of the net: no browser takes many more, and no PDF.
pub const ADDRESS: usize = 2000;
/// How deep stress and links may lie in each other.
pub const STRESS_DEPTH: usize = 8;
/// Findings of one kind that are told of a report.
pub const ALIKE: usize = 100;
/// Columns of a form's table, and the cells that one may span.
pub const COLUMNS: usize = 100;
/// Report years; a later one is a slip of the finger.
pub const YEARS: RangeInclusive<u16> = 1949..=2099;

/// Bytes of report.json, narrative.md or style.toml. The longest reports have 200 kB of text.
pub const TEXT_BYTES: u64 = 8 << 20;
/// Bytes of a list of reports or of bodies: some hundred thousand.
pub const LIST_BYTES: u64 = 32 << 20;
/// Bytes of a journal: some hundred thousand reports. A longer one is begun anew.
pub const JOURNAL_BYTES: u64 = 256 << 20;
/// Bytes of a picture. A page scanned in colour at 600 dots an inch has some 30 MB.
pub const FIGURE_BYTES: u64 = 64 << 20;
/// Bytes of all pictures of a report, which are in memory together and go into one file.
pub const FIGURES_BYTES: u64 = 256 << 20;
/// Bytes of the dots of a picture: a photo of 33 million, which takes typst five times as much. PDF
/// and DOCX show it on 16 cm.
pub const FIGURE_MEMORY: u64 = 96 << 20;
/// Dots of a side of a PNG.
pub const PNG_SIDE: u32 = 65_535;
/// Dots of a side of a JPEG: krilla, which writes the PDF, takes no more.
pub const JPEG_SIDE: u32 = 16_384;
/// Files and folders below figures/. A report of a hundred pages has some fifty pictures.
pub const FIGURES: usize = 1000;
/// How deep they may lie: a picture in figures/ itself is 1 deep.
pub const FIGURES_DEPTH: usize = 8;

/// Bytes of all files that a PDF carries.
pub const ATTACHED_BYTES: u64 = FIGURES_BYTES + 3 * TEXT_BYTES;
/// Bytes of a PDF whose attachments are read: it has each picture twice, attached and drawn.
pub const PDF_BYTES: u64 = 640 << 20;
/// KiB of memory that reading them may take, the PDF and one attachment with it.
pub const PDF_MEMORY: u64 = 1 << 20;
/// How long that may take. One of 486 MB takes four seconds.
pub const PDF_TIME: Duration = Duration::from_secs(30);
/// Bytes of a page. Sites keep some 100 kB around a report; one with its pictures in it has more.
pub const PAGE_BYTES: u64 = 64 << 20;
/// How deep its elements may be nested. Pages of three sites in one have some 40.
pub const PAGE_DEPTH: usize = 256;
/// Rows of a table of it. A list of all of a city's documents has some hundreds.
pub const PAGE_ROWS: usize = 5000;
/// Columns of such a table.
pub const PAGE_COLUMNS: usize = 200;
/// Cells of a table of it.
pub const PAGE_CELLS: usize = 50_000;
/// What it says of itself: a site has some 20 such lines.
pub const PAGE_FACTS: usize = 500;
/// Pages of a PDF from elsewhere.
pub const PDF_PAGES: usize = 200;
/// Glyphs and rules of one of its pages.
pub const PDF_MARKS: usize = 200_000;
/// What is drawn on it, counted by calls.
pub const PDF_CALLS: usize = 2_000_000;
/// Pieces of a path that may be rules.
pub const PDF_PATH: usize = 20_000;
/// Characters that one glyph may mean.
pub const PDF_LIGATURE: usize = 16;
/// Lines that the rules of a page make.
pub const PDF_RULES: usize = 4000;
/// Rows of a table on a page.
pub const PDF_ROWS: usize = 200;
/// How long reading a page or a PDF may take. One of 200 pages takes half a second.
pub const INTAKE_TIME: Duration = Duration::from_secs(20);
/// Rows of all tables of a file that are held against a form.
pub const INTAKE_ROWS: usize = 5000;
/// How long a worker may take over a report. One with 240 MB of pictures takes 13 seconds.
pub const WORKER_TIME: Duration = Duration::from_secs(120);

/// Bytes of a DOCX or XLSX that is read. One with fifty pictures has some 30 MB.
pub const OFFICE_BYTES: u64 = 64 << 20;
/// Files in it.
pub const OFFICE_PARTS: usize = 2000;
/// Bytes of one of its parts, unpacked. The text of a long report has 5 MB of XML.
pub const PART_BYTES: u64 = 48 << 20;
/// Bytes of all parts that are read.
pub const PARTS_BYTES: u64 = 96 << 20;
/// How deep elements of XML may lie: what walks over them, and drops them, calls itself.
pub const XML_DEPTH: usize = 256;
/// Elements and texts of a part, each of which takes a hundred bytes of memory.
pub const XML_NODES: usize = 400_000;
/// Bytes of a tag with its attributes.
pub const XML_TAG: usize = 64 << 10;
/// Bytes of a text between two tags.
pub const XML_TEXT: usize = 8 << 20;
/// Cells of a table in a file from elsewhere, with what they cover.
pub const OFFICE_CELLS: usize = 200_000;

/// What a number of style.toml may be, by the unit in its key's name.
pub fn of_style(key: &str) -> RangeInclusive<f64> {
    let unit = key.rsplit('_').next().unwrap_or_default();
    match unit {
        "mm" => 0.0..=1000.0,
        "pt" => 0.0..=72.0,
        "em" => 0.0..=28.0,    // a line of the grid (GB/T 9704-2012, 5.2.3)
        "lines" => 0.0..=22.0, // a page of the grid
        _ => 0.0..=1000.0,
    }
}
