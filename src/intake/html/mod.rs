//! A saved web page → flat blocks, with the site's own furniture still around the report.
//!
//! Whoever reads pages of unknown origin needs a limit of memory and time from outside: a page of
//! some kilobytes may ask the parser for any amount of both.

mod decode;
mod seen;
mod table;
mod walk;

pub(super) use self::decode::decode;

use scraper::Html;

use super::fault::IntakeFault;
use super::foreign::ForeignDocument;
use crate::limits;

/// Reads a page.
pub fn read(bytes: &[u8]) -> Result<ForeignDocument, IntakeFault> {
    if bytes.len() as u64 > limits::PAGE_BYTES {
        return Err(IntakeFault::Large);
    }
    let text = decode(bytes);
    let html = Html::parse_document(&text);
    walk::walk(&html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::foreign::{ForeignContent, TextKind};

    fn texts(page: &str) -> Vec<String> {
        let document = read(page.as_bytes()).expect("a page");
        document.texts().map(|(_, text)| text.text.clone()).collect()
    }

    #[test]
    fn paragraphs_are_what_a_reader_sees() {
        let page = "<p>a<span>b</span> c</p>t<div style='display: none'>x</div><script>y</script>
            <p>&nbsp;</p><p>\u{3000}\u{3000}d.<br>\u{3000}\u{3000}e<br/>f</p>";
        assert_eq!(texts(page), ["ab c", "t", "d.", "e f"]);
    }

    #[test]
    fn a_table_around_the_article_is_no_table() {
        let page = "<table><tr><td><p>a</p><table><tr><td>1<td>2<tr><td colspan=2>3</table><p>b";
        let document = read(page.as_bytes()).expect("a page");
        let tables: Vec<_> = document.tables().collect();
        assert_eq!((document.blocks.len(), tables.len()), (3, 1));
        let cells: Vec<_> = tables[0].1.cells.iter().map(|cell| &*cell.text).collect();
        assert_eq!(cells, ["1", "2", "3"]);
        let outside = &document.blocks[0].trail;
        assert_ne!(*outside, document.blocks[1].trail);
    }

    #[test]
    fn spans_reach_as_browsers_have_them() {
        let page = "<table><tr><td rowspan=0>a<td>b<td rowspan=9>c<tr><td>d<td>e</table>";
        let document = read(page.as_bytes()).expect("a page");
        let (_, table) = document.tables().next().expect("a table");
        let cells: Vec<_> =
            table.cells.iter().map(|it| (it.row, it.column, it.rowspan, &*it.text)).collect();
        let wanted =
            [(0, 0, 2, "a"), (0, 1, 1, "b"), (0, 2, 2, "c"), (1, 1, 1, "d"), (1, 3, 1, "e")];
        assert_eq!(cells, wanted);
        assert_eq!((table.rows, table.columns), (2, 4));
    }

    #[test]
    fn items_of_lists_have_their_numbers() {
        let page = "<ol start=3><li>a<li>b<ul><li>c</ul></ol>";
        let document = read(page.as_bytes()).expect("a page");
        let kinds: Vec<_> = document.texts().map(|(_, text)| text.kind).collect();
        let item = |number, depth| TextKind::Item { number, depth };
        assert_eq!(kinds, [item(Some(3), 1), item(Some(4), 1), item(None, 2)]);
    }

    #[test]
    fn a_page_that_is_nested_too_deeply_is_told() {
        let page = "<div>".repeat(limits::PAGE_DEPTH + 10);
        assert_eq!(read(page.as_bytes()).err(), Some(IntakeFault::Deep));
        assert!(matches!(
            read(b"<p>a").expect("a page").blocks[0].content,
            ForeignContent::Text(_)
        ));
    }
}
