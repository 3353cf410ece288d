//! Files from elsewhere → blocks → a report folder. Each kind of file has a reader of its own;
//! tables are held against the forms of all layouts, and the text is cut by their headings.

mod blocks;
pub mod docx;
pub mod fault;
mod filled;
pub mod foreign;
pub mod html;
mod import;
mod kinds;
mod lines;
pub mod pdf;
mod plain;
mod recognise;
mod report;
mod text;
mod told;
mod word;
mod words;
pub mod xlsx;

pub use blocks::{
    FlatAnchor, FlatBlock, FlatCell, FlatMark, FlatObject, FlatParagraph, FlatRun, FlatTable,
    paragraphs,
};
pub use filled::import_workbook;
pub use import::{IMPORT_JSON, ImportOptions, ImportSource, Imported, import};
pub use kinds::FileKind;
pub use plain::read as read_text;
pub use word::read as read_word;
