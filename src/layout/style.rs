//! style.toml: the measures that all writers share.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::role::Role;
use super::table_style::TableStyle;
use crate::messages::Text;
use crate::say;
use crate::toml_words::explain;

/// Measures and faces. Field names carry their units.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Paper and type area.
    pub page: Page,
    /// Page number.
    pub page_number: PageNumber,
    /// Faces and sizes by role.
    pub text: BTreeMap<String, TextStyle>,
    /// What lines may not break.
    pub breaking: Breaking,
    /// Tables.
    pub table: TableStyle,
    /// Pictures.
    pub figure: FigureStyle,
    /// Headings.
    pub headings: HeadingsStyle,
    /// Links.
    #[serde(default)]
    pub links: LinksStyle,
    /// What only the DOCX needs.
    #[serde(default)]
    pub docx: DocxStyle,
    /// Signature block.
    pub signature: SignatureStyle,
    /// Title.
    pub title: TitleStyle,
}

/// Paper and type area.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Page {
    pub width_mm: f64,
    pub height_mm: f64,
    pub top_mm: f64,
    pub left_mm: f64,
    pub right_mm: f64,
    pub bottom_mm: f64,
    /// Lines of the grid.
    pub lines: u32,
    /// Characters of a full line.
    pub characters: u32,
}

impl Page {
    /// Width of the type area, mm.
    pub fn text_width_mm(&self) -> f64 {
        self.width_mm - self.left_mm - self.right_mm
    }

    /// Height of the type area, mm.
    pub fn text_height_mm(&self) -> f64 {
        self.height_mm - self.top_mm - self.bottom_mm
    }
}

/// Page number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageNumber {
    /// `{n}` stands for the number.
    pub pattern: String,
    /// From the type area's foot to the top of the dash, mm.
    pub drop_mm: f64,
    /// From the outer edge of the type area, in its own size.
    pub indent_em: f64,
}

/// Face, size and setting of one role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// Group of faces in the PDF.
    pub face: String,
    /// Group of faces of Latin letters and digits in the PDF.
    pub latin: String,
    /// Font of Han in Word.
    pub word: String,
    /// Font of Latin letters and digits in Word.
    pub word_latin: String,
    /// What Word takes where `word` is missing.
    pub word_alternate: String,
    /// Size, pt.
    pub size_pt: f64,
    /// Where lines stand.
    pub align: Align,
    /// Indent of the first line, in its own size.
    pub indent_em: f64,
}

impl TextStyle {
    /// The size in mm; a point is 1/72 inch.
    pub fn size_mm(&self) -> f64 {
        self.size_pt * 25.4 / 72.0
    }
}

/// Where lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Align {
    Left,
    Center,
    Right,
    Justify,
}

/// What lines may not break.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breaking {
    /// Characters that may stand before a number.
    #[serde(default)]
    pub ordinal: String,
    /// Characters that may stand between a number and its unit, the character behind it.
    #[serde(default)]
    pub scale: String,
    /// Units of more than one character, with spaces between.
    pub units: String,
    /// Whether a quarter of a character stands between Han and Latin letters or digits.
    pub latin_gap: bool,
}

/// Pictures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureStyle {
    /// The most lines of the grid that a picture is high.
    pub lines_max: u32,
    /// Type size in a chart, pt.
    pub chart_pt: f64,
    /// Colours of columns and slices in turn, RRGGBB; the second is that of the earlier year.
    pub tones: Vec<String>,
}

impl FigureStyle {
    /// Whether there are colours for two years, each of them one.
    fn has_colours(&self) -> bool {
        self.tones.len() >= 2 && self.tones.iter().all(|tone| is_colour(tone))
    }
}

fn is_colour(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Signature block.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureStyle {
    /// Empty lines above.
    pub blank_lines: u32,
    /// Free characters at the right.
    pub right_em: f64,
    /// Whether a seal will be put over name and date.
    pub seal: bool,
    /// Empty lines above where it will: its upper part stands in them.
    pub seal_blank_lines: u32,
    /// Free characters at the right of the date.
    pub seal_right_em: f64,
    /// Lines below the date that its lower part takes.
    pub seal_below_lines: u32,
}

/// Links.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinksStyle {
    /// Whether their words are underlined.
    pub underline: bool,
}

/// What only the DOCX needs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocxStyle {
    /// What may be added at each place where a word processor pulls a line apart for the sake of a
    /// long word or address, em; where more would be, the paragraph is left ragged. 0: none is.
    pub torn_em: f64,
}

/// Headings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingsStyle {
    /// Whether the text below a second-level heading follows it on the line.
    pub run_in: bool,
}

/// Title.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    /// Empty lines of the grid above.
    pub space_before_lines: u32,
    /// Empty lines of the grid below.
    pub space_after_lines: u32,
}

impl Style {
    /// Between the lines of a note in its size, and between notes in that of the text.
    pub const NOTE_LEADING_EM: f64 = 0.4;
    /// The least type size, pt: 小五. Smaller is not read with ease.
    pub const MIN_SIZE_PT: f64 = 9.0;
    /// The most characters that rule where lines break.
    const MOST_BREAKING: usize = 2000;
    /// The greatest, pt: larger than any title of an official document.
    const MAX_SIZE_PT: f64 = 72.0;
    /// The thickest rule, pt: three times the thickest that tables of documents have.
    const MAX_RULE_PT: f64 = 4.5;
    /// What a line of the signature must have room for, characters.
    const LEAST_NAME_EM: f64 = 8.0;

    /// Reads a whole style; the error names a key and says what is wrong with it.
    pub fn from_table(table: &toml::Table) -> Result<Style, (String, Text)> {
        let read = table.clone().try_into();
        let style: Style =
            read.map_err(|error: toml::de::Error| (String::new(), explain(&error)))?;
        style.prove().map(|()| style)
    }

    /// Fails where a role is missing or a value is out of its range.
    fn prove(&self) -> Result<(), (String, Text)> {
        let fault = |key: &str, problem| Err((key.to_owned(), problem));
        let missing = Role::ALL.iter().find(|role| !self.text.contains_key(role.name()));
        if let Some(role) = missing {
            return fault("text", say!("style-role", role = role.name()));
        }
        let sizes = Style::MIN_SIZE_PT..=Style::MAX_SIZE_PT;
        if let Some((role, _)) = self.text.iter().find(|(_, text)| !sizes.contains(&text.size_pt)) {
            let (least, most) = (sizes.start().to_string(), sizes.end().to_string());
            let key = format!("text.{role}.size_pt");
            return fault(&key, say!("style-size", role = role, least = least, most = most));
        }
        let Breaking { ordinal, scale, units, .. } = &self.breaking;
        let is_no_unit = |c: char| c.is_ascii() && !matches!(c, '%' | ' ');
        let wrong = |words: &&str| words.contains(is_no_unit);
        let all = [&**ordinal, scale, units];
        let count: usize = all.iter().map(|words| words.chars().count()).sum();
        if units.is_empty() || count > Self::MOST_BREAKING || all.iter().any(wrong) {
            return fault("breaking.units", say!("style-units", most = Self::MOST_BREAKING));
        }
        if !self.figure.has_colours() {
            return fault("figure.tones", say!("style-colours"));
        }
        if self.table.marked.as_ref().is_some_and(|colour| !is_colour(colour)) {
            return fault("table.marked", say!("style-colour"));
        }
        let page = &self.page;
        let room = page.text_width_mm() >= 50.0
            && page.text_height_mm() >= 50.0
            && page.width_mm <= 1000.0
            && page.height_mm <= 1000.0;
        if !room || !(1..=100).contains(&page.lines) || !(1..=100).contains(&page.characters) {
            return fault("page", say!("style-page"));
        }
        if self.table.rule_pt > Style::MAX_RULE_PT {
            let problem = say!("style-rule", most = Style::MAX_RULE_PT.to_string());
            return fault("table.rule_pt", problem);
        }
        let SignatureStyle { right_em, seal_right_em, .. } = self.signature;
        if f64::from(page.characters) - 2.0 * right_em.max(seal_right_em) < Style::LEAST_NAME_EM {
            return fault("signature", say!("style-signature"));
        }
        let body_mm = self.text(Role::Body).size_mm();
        let widest = page.text_width_mm() / f64::from(page.characters) * 1.1;
        if body_mm > self.line_mm() || body_mm > widest {
            let (lines, characters) = (page.lines, page.characters);
            let size = format!("{body_mm:.1}");
            let problem = say!("style-body", size = size, lines = lines, characters = characters);
            return fault("text.body.size_pt", problem);
        }
        Ok(())
    }

    /// The style of a role.
    pub fn text(&self, role: Role) -> &TextStyle {
        &self.text[role.name()]
    }

    /// Height of a line of the grid, mm.
    pub fn line_mm(&self) -> f64 {
        self.page.text_height_mm() / f64::from(self.page.lines)
    }

    /// What a line of the grid leaves between lines of the body's size, mm.
    pub fn leading_mm(&self) -> f64 {
        self.line_mm() - self.text(Role::Body).size_mm()
    }

    /// From one line of a note to the next, mm.
    pub fn note_line_mm(&self) -> f64 {
        self.text(Role::Note).size_mm() * (1.0 + Style::NOTE_LEADING_EM)
    }

    /// What stands between two notes more than between two lines of one, mm.
    pub fn note_gap_mm(&self) -> f64 {
        let wider = self.text(Role::Body).size_mm() - self.text(Role::Note).size_mm();
        (wider * Style::NOTE_LEADING_EM).max(0.0)
    }

    /// Width of a character of the grid, mm.
    pub fn character_mm(&self) -> f64 {
        self.page.text_width_mm() / f64::from(self.page.characters)
    }
}
