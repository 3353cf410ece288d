//! The Markdown that is read: CommonMark with tables and footnotes, by comrak.

use comrak::nodes::AstNode;
use comrak::{Arena, Options, parse_document};

/// The blocks of a text.
pub(super) fn parse<'a>(arena: &'a Arena<'a>, text: &str) -> &'a AstNode<'a> {
    parse_document(arena, text, &options())
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.ignore_setext = true;
    options.parse.leave_footnote_definitions = true;
    // Characters behind a backslash stay nodes of their own, whose places are known.
    options.parse.escaped_char_spans = true;
    options
}
