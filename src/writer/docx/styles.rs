//! Named styles: what a person would choose in Word's list, so that nothing in the text needs
//! formatting of its own.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, RunFonts, SpecialIndentType,
    Style as WordStyle, StyleType,
};

use super::measures::{Measures, twips_mm, twips_pt};
use crate::form::StyleNames;
use crate::layout::{Align, Role, TextStyle};

/// Ids of the styles that the text uses. Built-in ones keep Word's own names, ours have the
/// edition's.
pub(super) const TITLE: &str = "Title";
pub(super) const BODY: &str = "ReportBody";
pub(super) const LIST: &str = "ListParagraph";
pub(super) const FIGURE: &str = "ReportFigure";
pub(super) const REMARK: &str = "ReportRemark";
pub(super) const CAPTION: &str = "Caption";
pub(super) const SIGNATURE: &str = "ReportSignature";
/// What the ids of cells' styles begin with.
pub(super) const TABLE: &str = "Table";
pub(super) const TABLE_HEAD: &str = "TableHead";
pub(super) const TABLE_TEXT: &str = "TableText";
pub(super) const TABLE_CENTER: &str = "TableCenter";
pub(super) const TABLE_NUMBER: &str = "TableNumber";
pub(super) const TABLE_RIGHT: &str = "TableRight";
pub(super) const FOOTER: &str = "Footer";
pub(super) const NOTE_TEXT: &str = "FootnoteText";
pub(super) const NOTE_MARK: &str = "FootnoteReference";
pub(super) const STRONG: &str = "Strong";
pub(super) const EMPHASIS: &str = "Emphasis";
pub(super) const STRONG_EMPHASIS: &str = "IntenseEmphasis";
pub(super) const LINK: &str = "Hyperlink";
/// The character half of the heading style that run-in headings have: Word's table of contents
/// takes the words that are set in it.
pub(super) const RUN_IN: &str = "Heading2Char";
const RUN_IN_LEVEL: u8 = 2;
/// The role whose face stressed words have.
pub(super) const STRESSED: Role = Role::Heading2;

pub(super) const COMMENT_TEXT: &str = "CommentText";
pub(super) const COMMENT_MARK: &str = "CommentReference";

/// The style of a heading of `level` 1-4.
pub(super) fn heading(level: u8) -> String {
    format!("Heading{}", level.clamp(1, 4))
}

/// Adds the styles; `names` are those of the edition's own.
pub(super) fn add_to(mut docx: Docx, measures: &Measures<'_>, names: &StyleNames) -> Docx {
    let body = measures.style.text(Role::Body);
    docx = docx.default_fonts(fonts(body)).default_size(measures.half_points(Role::Body));
    for style in
        paragraph_styles(measures, names).into_iter().chain(character_styles(measures, names))
    {
        docx = docx.add_style(style);
    }
    docx
}

fn paragraph_styles(measures: &Measures<'_>, names: &StyleNames) -> Vec<WordStyle> {
    let new = |id: &str, name: &str, role: Role| base(id, name, role, measures);
    let running = |id: &str, name: &str, role: Role| {
        tracked(on_grid(new(id, name, role)), measures.tracking(role))
    };
    let mut styles = vec![title(measures)];
    for level in 1..=4_u8 {
        let (id, name, role) = (heading(level), format!("heading {level}"), Role::heading(level));
        let style = running(&id, &name, role).outline_lvl(usize::from(level) - 1).next(BODY);
        let style = if level == RUN_IN_LEVEL { style.link(RUN_IN) } else { style };
        styles.push(indented(style, measures, role));
    }
    styles.push(indented(running(BODY, &names.body, Role::Body), measures, Role::Body));
    styles.push(running(LIST, "List Paragraph", Role::Body));
    styles.push(running(SIGNATURE, &names.signature, Role::Body).align(AlignmentType::Right));
    if measures.has_remarks {
        styles.push(on_grid(new(REMARK, &names.remark, Role::Note)));
    }
    styles.push(new(FIGURE, &names.figure, Role::Body).align(AlignmentType::Center));
    let caption_line = exact(measures.caption_line());
    styles.push(new(CAPTION, "caption", Role::Caption).line_spacing(caption_line));
    for size_pt in &measures.table_sizes {
        styles.extend(cell_styles(*size_pt, measures, names));
    }
    let number_line = twips_pt(measures.style.text(Role::PageNumber).size_pt);
    styles.push(new(FOOTER, "footer", Role::PageNumber).line_spacing(exact(number_line)));
    let note_gap = twips_mm(measures.style.note_gap_mm()).unsigned_abs();
    let note_line = exact(twips_mm(measures.style.note_line_mm())).after(note_gap);
    styles.push(new(NOTE_TEXT, "footnote text", Role::Note).line_spacing(note_line));
    styles
}

fn character_styles(measures: &Measures<'_>, names: &StyleNames) -> [WordStyle; 6] {
    let new = |id: &str, name: &str| {
        WordStyle::new(id, StyleType::Character).name(name).based_on("DefaultParagraphFont")
    };
    let stressed = || fonts(measures.style.text(STRESSED));
    [
        new(RUN_IN, &names.run_in)
            .fonts(fonts(measures.style.text(Role::heading(RUN_IN_LEVEL))))
            .link(heading(RUN_IN_LEVEL)),
        new(STRONG, "Strong").bold(),
        new(EMPHASIS, "Emphasis").fonts(stressed()),
        new(STRONG_EMPHASIS, "Intense Emphasis").bold().fonts(stressed()),
        match measures.style.links.underline {
            true => new(LINK, "Hyperlink").underline("single"),
            false => new(LINK, "Hyperlink"),
        },
        new(NOTE_MARK, "footnote reference"), // raised by `style_sheet`: docx-rs has no vertAlign
    ]
}

fn base(id: &str, name: &str, role: Role, measures: &Measures<'_>) -> WordStyle {
    let text = measures.style.text(role);
    let align = match text.align {
        Align::Left => AlignmentType::Left,
        Align::Center => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
        Align::Justify => AlignmentType::Both,
    };
    WordStyle::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .fonts(fonts(text))
        .size(measures.half_points(role))
        .align(align)
}

fn title(measures: &Measures<'_>) -> WordStyle {
    let spacing = exact(measures.title_line).before(measures.title_above);
    base(TITLE, "Title", Role::Title, measures).line_spacing(spacing).next(BODY)
}

/// The id of a cell's style in a table of `size_pt`: the size is part of it where it is not the
/// style's.
pub(super) fn cell(id: &str, size_pt: f64, measures: &Measures<'_>) -> String {
    if measures.style.text(Role::Table).size_pt == size_pt {
        id.to_owned()
    } else {
        format!("{id}{}", (size_pt * 2.0).round())
    }
}

fn cell_styles(size_pt: f64, measures: &Measures<'_>, names: &StyleNames) -> [WordStyle; 5] {
    [
        (TABLE_HEAD, &names.table_head, AlignmentType::Center),
        (TABLE_TEXT, &names.table_text, AlignmentType::Left),
        (TABLE_CENTER, &names.table_group, AlignmentType::Center),
        (TABLE_NUMBER, &names.table_number, AlignmentType::Center),
        (TABLE_RIGHT, &names.table_right, AlignmentType::Right),
    ]
    .map(|(id, name, align)| {
        let own = cell(id, size_pt, measures);
        let name = if own == id { name.clone() } else { names.sized(name, size_pt) };
        base(&own, &name, Role::Table, measures)
            .size((size_pt * 2.0).round() as usize)
            .align(align)
            .line_spacing(exact(measures.cell_line(size_pt)))
    })
}

fn indented(style: WordStyle, measures: &Measures<'_>, role: Role) -> WordStyle {
    let indent = measures.style.text(role).indent_em;
    style.indent(None, Some(SpecialIndentType::FirstLine(measures.characters(indent))), None, None)
}

fn tracked(mut style: WordStyle, tracking: i32) -> WordStyle {
    style.run_property = style.run_property.character_spacing(tracking);
    style
}

/// One line of the page's grid a line, its text in the middle, as Word sets text on a grid. (A
/// fixed pitch would do as well, but word processors let text sit at the foot of it, 3 mm lower
/// than in the PDF.)
fn on_grid(mut style: WordStyle) -> WordStyle {
    style.paragraph_property = style.paragraph_property.snap_to_grid(true);
    style
}

fn exact(line: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(line)
}

pub(super) fn fonts(text: &TextStyle) -> RunFonts {
    let latin = &text.word_latin;
    RunFonts::new().hint("eastAsia").ascii(latin).hi_ansi(latin).east_asia(&text.word).cs(latin)
}
