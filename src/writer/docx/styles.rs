//! Named styles: what a person would choose in Word's list, so that nothing in the text needs formatting of its own.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, RunFonts, SpecialIndentType,
    Style as WordStyle, StyleType,
};

use super::dom::Element;
use super::{Measures, twips_pt};
use crate::layout::{Align, Role, TextStyle};

/// Ids of the styles that the text uses. Built-in ones keep Word's own names, ours have Chinese ones.
pub(super) const TITLE: &str = "Title";
pub(super) const BODY: &str = "ReportBody";
pub(super) const LIST: &str = "ListParagraph";
pub(super) const FIGURE: &str = "ReportFigure";
pub(super) const CAPTION: &str = "Caption";
pub(super) const SIGNATURE: &str = "ReportSignature";
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
/// The character half of the heading style that run-in headings have: Word's table of contents takes the words that are set in it.
pub(super) const RUN_IN: &str = "Heading2Char";
const RUN_IN_LEVEL: u8 = 2;

pub(super) const COMMENT_TEXT: &str = "CommentText";
pub(super) const COMMENT_MARK: &str = "CommentReference";

/// Word's own styles of comments, in a file that has some.
pub(super) fn for_comments(measures: &Measures<'_>) -> [Element<'static>; 2] {
    let value = |name: &'static str, value: String| Element::new(name).with("w:val", value);
    let style = |kind: &'static str, id: &'static str, name: &str, base: &str| {
        let style = Element::new("w:style")
            .with("w:type", kind)
            .with("w:styleId", id)
            .containing(value("w:name", name.to_owned()));
        style.containing(value("w:basedOn", base.to_owned()))
    };
    let size = measures.half_points(Role::Note).to_string();
    let sized = || {
        Element::new("w:rPr")
            .containing(value("w:sz", size.clone()))
            .containing(value("w:szCs", size.clone()))
    };
    [
        style("paragraph", COMMENT_TEXT, "annotation text", "Normal").containing(sized()),
        style("character", COMMENT_MARK, "annotation reference", "DefaultParagraphFont")
            .containing(sized()),
    ]
}

/// The style of a heading of `level` 1-4.
pub(super) fn heading(level: u8) -> String {
    format!("Heading{}", level.clamp(1, 4))
}

pub(super) fn add(mut docx: Docx, measures: &Measures<'_>) -> Docx {
    let body = measures.style.text(Role::Body);
    docx = docx.default_fonts(fonts(body)).default_size(measures.half_points(Role::Body));
    for style in paragraph_styles(measures).into_iter().chain(character_styles(measures)) {
        docx = docx.add_style(style);
    }
    docx
}

fn paragraph_styles(measures: &Measures<'_>) -> Vec<WordStyle> {
    let new = |id: &str, name: &str, role: Role| base(id, name, role, measures);
    let mut styles = vec![title(measures)];
    for level in 1..=4_u8 {
        let name = format!("heading {level}");
        let style = on_grid(new(&heading(level), &name, Role::heading(level)))
            .outline_lvl(usize::from(level) - 1)
            .next(BODY);
        let style = if level == RUN_IN_LEVEL { style.link(RUN_IN) } else { style };
        styles.push(indented(
            tracked(style, measures.tracking(Role::heading(level))),
            measures,
            Role::heading(level),
        ));
    }
    let running = |id: &str, name: &str| {
        tracked(on_grid(new(id, name, Role::Body)), measures.tracking(Role::Body))
    };
    styles.push(indented(running(BODY, "报告正文"), measures, Role::Body));
    styles.push(running(LIST, "List Paragraph"));
    styles.push(running(SIGNATURE, "署名和日期").align(AlignmentType::Right));
    styles.push(new(FIGURE, "图片", Role::Body).align(AlignmentType::Center));
    styles.push(new(CAPTION, "caption", Role::Caption).line_spacing(exact(caption_line(measures))));
    for size_pt in &measures.table_sizes {
        styles.extend(cell_styles(*size_pt, measures));
    }
    let number_line = twips_pt(measures.style.text(Role::PageNumber).size_pt);
    styles.push(new(FOOTER, "footer", Role::PageNumber).line_spacing(exact(number_line)));
    styles.push(
        new(NOTE_TEXT, "footnote text", Role::Note)
            .line_spacing(exact(cell_line(measures.style.text(Role::Note).size_pt, measures))),
    );
    styles
}

fn character_styles(measures: &Measures<'_>) -> [WordStyle; 6] {
    let new = |id: &str, name: &str| {
        WordStyle::new(id, StyleType::Character).name(name).based_on("DefaultParagraphFont")
    };
    [
        new(RUN_IN, "标题 2 字符")
            .fonts(fonts(measures.style.text(Role::heading(RUN_IN_LEVEL))))
            .link(heading(RUN_IN_LEVEL)),
        new(STRONG, "Strong").bold(),
        new(EMPHASIS, "Emphasis").fonts(fonts(measures.style.text(Role::Heading2))),
        new(STRONG_EMPHASIS, "Intense Emphasis")
            .bold()
            .fonts(fonts(measures.style.text(Role::Heading2))),
        new(LINK, "Hyperlink"),
        new(NOTE_MARK, "footnote reference"), // raised by mend: docx-rs has no vertAlign
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

/// Lines of 1.25 grid lines; with what stands above and below, the title takes whole lines of the grid.
fn title(measures: &Measures<'_>) -> WordStyle {
    let spacing = exact(title_line(measures))
        .before(measures.style.title.space_before_lines * measures.pitch.unsigned_abs());
    base(TITLE, "Title", Role::Title, measures).line_spacing(spacing).next(BODY)
}

/// Pitch of the title's lines, twips.
pub(super) fn title_line(measures: &Measures<'_>) -> i32 {
    let size = twips_pt(measures.style.text(Role::Title).size_pt);
    (measures.pitch * 5 / 4).max(size)
}

/// Pitch of a caption's lines, twips: its size and the text's leading.
pub(super) fn caption_line(measures: &Measures<'_>) -> i32 {
    twips_pt(measures.style.text(Role::Caption).size_pt) + measures.leading() as i32
}

/// Pitch of a table cell's lines, twips.
pub(super) fn cell_line(size_pt: f64, measures: &Measures<'_>) -> i32 {
    twips_pt(size_pt * (1.0 + measures.style.table.leading_em))
}

/// The id of a cell's style in a table of `size_pt`: the size is part of it where it is not the style's.
pub(super) fn cell(id: &str, size_pt: f64, measures: &Measures<'_>) -> String {
    if measures.style.text(Role::Table).size_pt == size_pt {
        id.to_owned()
    } else {
        format!("{id}{}", (size_pt * 2.0).round())
    }
}

fn cell_styles(size_pt: f64, measures: &Measures<'_>) -> [WordStyle; 5] {
    [
        (TABLE_HEAD, "表头", AlignmentType::Center),
        (TABLE_TEXT, "表格文字", AlignmentType::Left),
        (TABLE_CENTER, "表格分组", AlignmentType::Center),
        (TABLE_NUMBER, "表格数字", AlignmentType::Center),
        (TABLE_RIGHT, "表格右对齐", AlignmentType::Right),
    ]
    .map(|(id, name, align)| {
        let own = cell(id, size_pt, measures);
        let name = if own == id { name.to_owned() } else { format!("{name} {size_pt}磅") };
        let style = base(&own, &name, Role::Table, measures).size((size_pt * 2.0).round() as usize);
        style.align(align).line_spacing(exact(cell_line(size_pt, measures)))
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

/// One line of the page's grid a line, its text in the middle, as Word sets text on a grid. (A fixed pitch would do as well, but word
/// processors let text sit at the foot of it, 3 mm lower than in the PDF.)
fn on_grid(mut style: WordStyle) -> WordStyle {
    style.paragraph_property = style.paragraph_property.snap_to_grid(true);
    style
}

fn exact(line: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(line)
}

fn fonts(text: &TextStyle) -> RunFonts {
    let latin = &text.word_latin;
    RunFonts::new().hint("eastAsia").ascii(latin).hi_ansi(latin).east_asia(&text.word).cs(latin)
}
