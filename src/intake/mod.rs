//! Files from elsewhere → blocks → a report folder. Each kind of file has a reader of its own; tables
//! are held against the forms of all layouts, and the text is cut by their headings.

mod blocks;
pub mod docx;
pub mod fault;
pub mod foreign;
pub mod html;
mod lines;
mod recognise;
mod words;

pub use blocks::{
    FlatAnchor, FlatBlock, FlatCell, FlatMark, FlatObject, FlatParagraph, FlatRun, FlatTable,
};

/// Debug
pub fn dump(doc: &foreign::ForeignDocument, layout: &crate::layout::Layout) -> String {
    let Some(r) = recognise::recognise(doc, layout) else { return "none".into() };
    let mut out = format!("{} {:.1} {:?}\n", r.layout.form.id, r.weight, r.blocks);
    for e in r.entries {
        let f = &layout.form.fields[e.field];
        out += &format!("{}\t{:?}\t{:?}\t{:?}\t{:?}\t{:?}\n", f.path, e.value, e.certainty, e.reason, e.raw, e.spot);
    }
    out
}
