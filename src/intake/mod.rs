//! Files from elsewhere → a report folder. A reader for each kind of file makes one flat list of
//! blocks of it; tables are held against the forms of all layouts, text is cut by their headings.

pub mod fault;
pub mod foreign;
pub mod html;
mod lines;
mod recognise;
mod words;

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
