//! style.toml: the measures that both writers share, and a report's own changes to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Source, nearest};

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
    /// Characters that stay on the line of the number before them.
    pub units: String,
    /// Whether a quarter of a character stands between Han and Latin letters or digits.
    pub latin_gap: bool,
}

/// Tables.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    /// Height of a row of one line, mm.
    pub row_mm: f64,
    /// Between text and rule at the sides, mm.
    pub pad_x_mm: f64,
    /// Between a cell's lines, in the size of its text.
    pub leading_em: f64,
    /// Rules, pt.
    pub rule_pt: f64,
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
    #[serde(deserialize_with = "colours")]
    pub tones: Vec<String>,
}

fn colours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let list = Vec::<String>::deserialize(deserializer)?;
    let is_colour =
        |text: &String| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if list.len() < 2 || !list.iter().all(is_colour) {
        return Err(serde::de::Error::custom("应有至少两个六位十六进制的颜色，如 \"1F4E79\""));
    }
    Ok(list)
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

/// The roles of text that every style has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Role {
    Title,
    Body,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Table,
    Caption,
    Note,
    PageNumber,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 10] = [
        Role::Title,
        Role::Body,
        Role::Heading1,
        Role::Heading2,
        Role::Heading3,
        Role::Heading4,
        Role::Table,
        Role::Caption,
        Role::Note,
        Role::PageNumber,
    ];

    /// Its table below `text` in style.toml.
    pub fn name(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Body => "body",
            Role::Heading1 => "heading-1",
            Role::Heading2 => "heading-2",
            Role::Heading3 => "heading-3",
            Role::Heading4 => "heading-4",
            Role::Table => "table",
            Role::Caption => "caption",
            Role::Note => "note",
            Role::PageNumber => "page-number",
        }
    }

    /// The role of a heading of `level` 1-4.
    pub fn heading(level: u8) -> Role {
        match level {
            0 | 1 => Role::Heading1,
            2 => Role::Heading2,
            3 => Role::Heading3,
            _ => Role::Heading4,
        }
    }
}

impl Style {
    /// The least type size, pt: 小五. Smaller is not read with ease.
    pub const MIN_SIZE_PT: f64 = 9.0;

    /// Reads a whole style; the error says which key is missing, unknown or out of range.
    pub fn from_table(table: &toml::Table) -> Result<Style, String> {
        let style: Style = table
            .clone()
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        for role in Role::ALL {
            if !style.text.contains_key(role.name()) {
                return Err(format!("缺少 [text.{}]", role.name()));
            }
        }
        if let Some((name, _)) =
            style.text.iter().find(|(_, text)| !(Style::MIN_SIZE_PT..=72.0).contains(&text.size_pt))
        {
            return Err(format!("text.{name}.size_pt 应在 {} 到 72 之间", Style::MIN_SIZE_PT));
        }
        if style.breaking.units.contains(|c: char| c.is_ascii() && c != '%') {
            return Err("breaking.units 只能写汉字单位和 %".to_owned());
        }
        let page = &style.page;
        let room = page.text_width_mm() >= 50.0
            && page.text_height_mm() >= 50.0
            && page.width_mm <= 1000.0
            && page.height_mm <= 1000.0;
        if !room || !(1..=100).contains(&page.lines) || !(1..=100).contains(&page.characters) {
            return Err("page 的尺寸、页边距或行列数不合理".to_owned());
        }
        let body_mm = style.text(Role::Body).size_mm();
        if body_mm > style.line_mm()
            || body_mm > page.text_width_mm() / f64::from(page.characters) * 1.1
        {
            return Err(format!(
                "正文 {body_mm:.1} 毫米见方，一页排不下 {} 行、每行 {} 字",
                page.lines, page.characters
            ));
        }
        Ok(style)
    }

    /// The style of a role.
    pub fn text(&self, role: Role) -> &TextStyle {
        &self.text[role.name()]
    }

    /// Height of a line of the grid, mm.
    pub fn line_mm(&self) -> f64 {
        self.page.text_height_mm() / f64::from(self.page.lines)
    }
}

/// Puts the keys of a report's own style.toml over `base`. Whatever does not fit is a finding, and its key keeps the layout's value.
pub fn merge_style(base: &toml::Table, own: &Source) -> (toml::Table, Vec<Diagnostic>) {
    let mut merged = base.clone();
    let mut findings = Vec::new();
    match DeTable::parse(own.text()) {
        Ok(table) => merge(&mut merged, table.get_ref(), own, "", &mut findings),
        Err(error) => findings.push(
            Diagnostic::error(
                "style-syntax",
                format!("style.toml 不是有效的 TOML：{}", error.message()),
            )
            .at(own.locate(error.span().unwrap_or(0..0)))
            .hint("对照版式自己的 style.toml 改正，或删去这个文件"),
        ),
    }
    if findings.is_empty()
        && let Err(problem) = Style::from_table(&merged)
    {
        findings.push(
            Diagnostic::error("style-value", format!("style.toml 的值不能用：{problem}"))
                .at(own.locate(0..0))
                .hint("改成合理的值，或删去这一项"),
        );
    }
    if findings.is_empty() { (merged, findings) } else { (base.clone(), findings) }
}

fn merge(
    base: &mut toml::Table,
    own: &DeTable<'_>,
    source: &Source,
    prefix: &str,
    findings: &mut Vec<Diagnostic>,
) {
    for (key, value) in own {
        let name = format!("{prefix}{}", key.get_ref());
        let Some(known) = base.get_mut(key.get_ref().as_ref()) else {
            let near = nearest(key.get_ref(), base.keys().map(String::as_str));
            let finding =
                Diagnostic::error("style-key", format!("style.toml 中没有“{name}”这一项"))
                    .at(source.locate(key.span()));
            findings.push(match near {
                Some(near) => finding.hint(format!("是不是“{prefix}{near}”？")),
                None => finding.hint(format!(
                    "可用的有：{}",
                    base.keys().cloned().collect::<Vec<_>>().join("、")
                )),
            });
            continue;
        };
        match (known, value.get_ref()) {
            (toml::Value::Table(known), DeValue::Table(table)) => {
                merge(known, table, source, &format!("{name}."), findings)
            }
            (known, value_at) => match scalar(known, value_at) {
                Some(new) => *known = new,
                None => findings.push(
                    Diagnostic::error(
                        "style-value",
                        format!("style.toml 的“{name}”应为{}", kind_name(known)),
                    )
                    .at(source.locate(value.span()))
                    .hint(format!("版式原来的值是 {known}")),
                ),
            },
        }
    }
}

/// `value` as the kind that `known` is; a whole number serves where the layout has a decimal one.
fn scalar(known: &toml::Value, value: &DeValue<'_>) -> Option<toml::Value> {
    let finite = |text: &str| {
        text.replace('_', "")
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite() && *number >= 0.0)
    };
    match (known, value) {
        (toml::Value::String(_), DeValue::String(text)) => {
            Some(toml::Value::String(text.clone().into_owned()))
        }
        (toml::Value::Integer(_), DeValue::Integer(number)) => {
            i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
                .ok()
                .filter(|n| *n >= 0)
                .map(toml::Value::Integer)
        }
        (toml::Value::Float(_), DeValue::Float(number)) => {
            finite(number.as_str()).map(toml::Value::Float)
        }
        (toml::Value::Float(_), DeValue::Integer(number)) => {
            finite(number.as_str()).map(toml::Value::Float)
        }
        (toml::Value::Boolean(_), DeValue::Boolean(flag)) => Some(toml::Value::Boolean(*flag)),
        _ => None,
    }
}

fn kind_name(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "文字",
        toml::Value::Integer(_) => "不小于零的整数",
        toml::Value::Float(_) => "不小于零的数",
        toml::Value::Boolean(_) => "true 或 false",
        _ => "一组键值",
    }
}
