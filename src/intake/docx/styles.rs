//! What paragraphs and characters look like by name: styles, and the marks of lists.

use std::collections::BTreeMap;

use crate::intake::FlatMark;
use crate::ooxml::Element;

/// What a file's paragraphs can look like.
pub(super) struct Looks {
    pub styles: WordStyles,
    pub lists: ListMarks,
}

/// Styles by id. Their ids mean nothing: every word processor gives its own.
#[derive(Debug, Default)]
pub(super) struct WordStyles {
    by_id: BTreeMap<String, NamedStyle>,
    /// The id of the paragraph style of what has none.
    default: Option<String>,
    /// Sizes where no style says one.
    half_points: Option<u32>,
}

#[derive(Debug)]
struct NamedStyle {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<(String, usize)>,
    centered: Option<bool>,
    half_points: Option<u32>,
    strong: Option<bool>,
    emphasis: Option<bool>,
}

/// Names that styles of stressed characters have everywhere.
const STRONG: [&str; 3] = ["strong", "intense emphasis", "strong emphasis"];
const EMPHASIS: [&str; 3] = ["emphasis", "intense emphasis", "subtle emphasis"];
/// What stands before the level in the names of headings.
const HEADING: &str = "heading ";
/// How far styles are followed that are based on others.
const DEEPEST: usize = 16;

impl WordStyles {
    pub fn read(part: &Element<'_>) -> WordStyles {
        let mut styles = WordStyles::default();
        let defaults = part.child("w:docDefaults").and_then(|all| all.child("w:rPrDefault"));
        styles.half_points = defaults.and_then(|all| size(all.child("w:rPr")?));
        for element in part.elements().filter(|element| element.name == "w:style") {
            let Some(id) = element.attribute("w:styleId") else { continue };
            let is_default = element.attribute("w:default").is_some_and(|value| on(&value));
            if is_default && element.attribute("w:type").as_deref() == Some("paragraph") {
                styles.default = Some(id.clone().into_owned());
            }
            let value = |name| element.child(name)?.attribute("w:val").map(|it| it.into_owned());
            let (paragraph, run) = (element.child("w:pPr"), element.child("w:rPr"));
            styles.by_id.insert(
                id.clone().into_owned(),
                NamedStyle {
                    name: value("w:name").unwrap_or_else(|| id.into_owned()),
                    based_on: value("w:basedOn"),
                    outline: paragraph.and_then(outline),
                    list: paragraph.and_then(list),
                    centered: paragraph.and_then(centered),
                    half_points: run.and_then(size),
                    strong: run.and_then(|run| switched(run, "w:b")),
                    emphasis: run.and_then(|run| switched(run, "w:i")),
                },
            );
        }
        styles
    }

    /// The name of the style `id`: the id itself where there is no such style.
    pub fn name<'s>(&'s self, id: &'s str) -> &'s str {
        self.by_id.get(id).map_or(id, |style| style.name.as_str())
    }

    /// The id of the style of a paragraph that has `properties`.
    pub fn of_paragraph(&self, properties: Option<&Element<'_>>) -> String {
        let named = properties.and_then(|it| it.child("w:pStyle")?.attribute("w:val"));
        named.map(|id| id.into_owned()).or_else(|| self.default.clone()).unwrap_or_default()
    }

    /// The level of a heading: by the name of its style, then by the level that it has in the
    /// outline, then by the style's id.
    pub fn level(&self, id: &str, properties: Option<&Element<'_>>) -> Option<u8> {
        let numbered = |name: &str, before: &str| {
            let name = name.to_lowercase();
            name.strip_prefix(before)?.trim().parse::<u8>().ok().filter(|at| (1..=9).contains(at))
        };
        numbered(self.name(id), HEADING)
            .or_else(|| match properties.and_then(outline) {
                Some(level) => Some(level),
                None => self.of(id, |style| style.outline),
            })
            .or_else(|| numbered(id, HEADING.trim()))
            .filter(|level| *level <= 9)
    }

    /// The list and the depth in it, from 0, of a paragraph.
    pub fn list(&self, id: &str, properties: Option<&Element<'_>>) -> Option<(String, usize)> {
        let own = properties.and_then(list);
        own.or_else(|| self.of(id, |style| style.list.clone())).filter(|(list, _)| list != "0")
    }

    pub fn centered(&self, id: &str, properties: Option<&Element<'_>>) -> bool {
        let own = properties.and_then(centered);
        own.or_else(|| self.of(id, |style| style.centered)).unwrap_or(false)
    }

    /// The size of characters in a paragraph with the style `id`.
    pub fn half_points(&self, id: &str, run: Option<&Element<'_>>) -> Option<u32> {
        run.and_then(size).or_else(|| self.of(id, |style| style.half_points)).or(self.half_points)
    }

    /// Whether characters are strong, and whether they are stressed.
    pub fn tone(&self, run: &Element<'_>) -> (bool, bool) {
        let id = run.child("w:rStyle").and_then(|style| style.attribute("w:val"));
        let id = id.unwrap_or_default();
        let name = self.name(&id).to_lowercase();
        let is = |own: Option<bool>, named: &[&str], by_style: Option<bool>| {
            own.unwrap_or(named.contains(&name.as_str()) || by_style.unwrap_or(false))
        };
        (
            is(switched(run, "w:b"), &STRONG, self.of(&id, |style| style.strong)),
            is(switched(run, "w:i"), &EMPHASIS, self.of(&id, |style| style.emphasis)),
        )
    }

    /// What a style says, or the first of those that it is based on.
    fn of<T>(&self, id: &str, what: impl Fn(&NamedStyle) -> Option<T>) -> Option<T> {
        let mut style = self.by_id.get(id);
        for _ in 0..DEEPEST {
            if let Some(said) = what(style?) {
                return Some(said);
            }
            style = self.by_id.get(style?.based_on.as_deref()?);
        }
        None
    }
}

/// A level of the outline, from 1; more than 9 where the text says that it is no heading.
fn outline(properties: &Element<'_>) -> Option<u8> {
    let level: u8 = properties.child("w:outlineLvl")?.attribute("w:val")?.parse().ok()?;
    Some(level.saturating_add(1))
}

fn list(properties: &Element<'_>) -> Option<(String, usize)> {
    let list = properties.child("w:numPr")?;
    let value = |name| list.child(name)?.attribute("w:val").map(|it| it.into_owned());
    Some((value("w:numId")?, value("w:ilvl").and_then(|it| it.parse().ok()).unwrap_or(0)))
}

fn centered(properties: &Element<'_>) -> Option<bool> {
    Some(properties.child("w:jc")?.attribute("w:val")? == "center")
}

fn size(run: &Element<'_>) -> Option<u32> {
    run.child("w:sz")?.attribute("w:val")?.parse().ok()
}

/// Whether a property that is on or off is on; none where it is not there.
fn switched(run: &Element<'_>, name: &str) -> Option<bool> {
    Some(run.child(name)?.attribute("w:val").is_none_or(|value| on(&value)))
}

/// Whether a value of something that is on or off is on.
fn on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}

/// The marks of lists by number.
#[derive(Debug, Default)]
pub(super) struct ListMarks {
    /// Per list its levels: whether they count, and how they look.
    lists: BTreeMap<String, Vec<(bool, String)>>,
}

impl ListMarks {
    pub fn read(part: &Element<'_>) -> ListMarks {
        let mut definitions = BTreeMap::new();
        for element in part.elements().filter(|element| element.name == "w:abstractNum") {
            let levels = element.elements().filter(|level| level.name == "w:lvl").map(|level| {
                let value = |name| level.child(name)?.attribute("w:val");
                let format = value("w:numFmt").unwrap_or_default();
                let counts = !matches!(&*format, "bullet" | "none" | "");
                (counts, value("w:lvlText").unwrap_or_default().into_owned())
            });
            let id = element.attribute("w:abstractNumId").unwrap_or_default().into_owned();
            definitions.insert(id, levels.collect::<Vec<_>>());
        }
        let of = |list: &Element<'_>| {
            let definition = list.child("w:abstractNumId")?.attribute("w:val")?;
            let id = list.attribute("w:numId")?.into_owned();
            Some((id, definitions.get(&*definition)?.clone()))
        };
        let lists = part.elements().filter(|element| element.name == "w:num").filter_map(of);
        ListMarks { lists: lists.collect() }
    }

    /// The mark of a paragraph in `list` at `depth`; one that nobody defined counts.
    pub fn mark(&self, (list, depth): (String, usize)) -> FlatMark {
        let level = self.lists.get(&list).and_then(|levels| levels.get(depth)).cloned();
        let (numbered, pattern) = level.unwrap_or((true, String::new()));
        FlatMark { list, depth, numbered, pattern }
    }
}
