//! Blocks as every file draws them: headings that text follows on the line, lists with their marks,
//! places of figures and tables, turned pages.

use super::units::thousandths;
use super::{figures, tables};
use crate::document::{Block, Inline, List, ListSetting, plain};
use crate::fonts::Rulers;
use crate::layout::{Role, Room, Style};

/// The level of the headings that text may follow on the line.
const RUN_IN_LEVEL: u8 = 2;

/// What an inner list is set in by, from the text around it.
const INNER_INDENT_EM: f64 = 1.0;

/// Where blocks stand.
#[derive(Clone, Copy)]
struct Place<'a> {
    room: Room,
    /// Number patterns of lists.
    numbers: &'a [String],
    /// Lists around them, with numbers and without.
    numbered: usize,
    bulleted: usize,
}

/// Settles the blocks of the text.
pub(super) fn settle(
    blocks: Vec<Block>,
    numbers: &[String],
    style: &Style,
    rulers: &Rulers<'_>,
) -> Vec<Block> {
    let mut blocks = if style.headings.run_in { run_in(blocks) } else { blocks };
    let room = Room { width_mm: style.page.text_width_mm(), may_turn: true };
    let place = Place { room, numbers, numbered: 0, bulleted: 0 };
    set(&mut blocks, place, style, rulers);
    turn(blocks)
}

/// Lets the paragraph below a second-level heading follow it on the line, a full stop between them.
fn run_in(blocks: Vec<Block>) -> Vec<Block> {
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let above = settled.pop();
        match (above, block) {
            (Some(Block::Heading(mut heading)), Block::Paragraph(paragraph))
                if heading.level == RUN_IN_LEVEL =>
            {
                if !plain(&heading.content).ends_with(['。', '！', '？', '：']) {
                    heading.content.push(Inline::text("。"));
                }
                settled.push(Block::RunIn { heading, paragraph });
            }
            (above, block) => settled.extend(above.into_iter().chain([block])),
        }
    }
    settled
}

/// Gives blocks their settings.
fn set(blocks: &mut [Block], place: Place<'_>, style: &Style, rulers: &Rulers<'_>) {
    let width_mm = place.room.width_mm;
    for block in blocks {
        match block {
            Block::Table(table) => tables::set(table, place.room, style, rulers),
            Block::Figure(figure) => figures::set(figure, width_mm, style, rulers),
            Block::Chart(chart) => figures::set_chart(chart, width_mm, style, rulers),
            Block::List(list) => set_list(list, place, style, rulers),
            Block::Turned { blocks } => set(blocks, place, style, rulers),
            Block::Paragraph(paragraph) | Block::RunIn { paragraph, .. } => paragraph.settle(),
            Block::Heading(_) | Block::Remark(_) => {}
        }
    }
}

/// Gives a list and what stands in it their settings. A long number pushes the text of its item to
/// the right: all that is fitted in the list has the room that the longest leaves.
fn set_list(list: &mut List, place: Place<'_>, style: &Style, rulers: &Rulers<'_>) {
    let outermost = place.numbered + place.bulleted == 0;
    let indent_em = if outermost { style.text(Role::Body).indent_em } else { INNER_INDENT_EM };
    let indent_milli_em = thousandths(indent_em);
    let mut setting = match list.start {
        Some(_) => {
            let depth = place.numbered % place.numbers.len().max(1);
            let pattern = place.numbers.get(depth).map_or("", String::as_str);
            ListSetting::numbered(pattern, indent_milli_em)
        }
        None => ListSetting::bulleted(place.bulleted, indent_milli_em),
    };
    let last = setting.mark_of(list.start.unwrap_or_default(), list.items.len());
    let mark_em = rulers.of(Role::Body).em(&last);
    setting.make_room_for(mark_em);
    let text_em = setting.text_em(mark_em);
    let width_mm = place.room.width_mm - text_em * style.character_mm();
    list.setting = Some(setting);
    let inside = Place {
        room: Room { width_mm, may_turn: false },
        numbered: place.numbered + usize::from(list.start.is_some()),
        bulleted: place.bulleted + usize::from(list.start.is_none()),
        ..place
    };
    list.items.iter_mut().for_each(|item| set(item, inside, style, rulers));
}

/// Puts each table that is too wide for an upright page on a turned one, with the heading right
/// above it. Nothing else goes there.
fn turn(blocks: Vec<Block>) -> Vec<Block> {
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let is_turned = match &block {
            Block::Table(table) => table.setting.as_ref().is_some_and(|setting| setting.landscape),
            _ => false,
        };
        if !is_turned {
            settled.push(block);
            continue;
        }
        let heading = settled.pop_if(|above| matches!(above, Block::Heading(_)));
        settled.push(Block::Turned { blocks: heading.into_iter().chain([block]).collect() });
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Grid, Heading, Paragraph, Table, TableFlow, TableSetting};

    fn heading() -> Block {
        let content = vec![Inline::text("题")];
        Block::Heading(Heading { level: 2, number: "（一）".to_owned(), content, source: None })
    }

    fn paragraph() -> Block {
        Block::Paragraph(Paragraph::new(vec![Inline::text("文")], None))
    }

    fn table(landscape: bool) -> Block {
        Block::Table(Table {
            summary: String::new(),
            official: false,
            keep_whole: false,
            heads_repeat: true,
            flow: TableFlow::default(),
            shares: vec![1],
            setting: Some(TableSetting {
                size_half_pt: 21,
                pad_um: 1,
                row_um: 1,
                lines: vec![1],
                likely: vec![1],
                landscape,
            }),
            grid: Grid::new(Vec::new()),
            source: None,
        })
    }

    /// The kinds of blocks, what stands on a turned page in brackets.
    fn kinds(blocks: &[Block]) -> String {
        let kind = |block: &Block| match block {
            Block::Heading(_) => "h".to_owned(),
            Block::Paragraph(_) => "p".to_owned(),
            Block::RunIn { .. } => "r".to_owned(),
            Block::Table(_) => "t".to_owned(),
            Block::Turned { blocks } => format!("[{}]", kinds(blocks)),
            _ => "?".to_owned(),
        };
        blocks.iter().map(kind).collect()
    }

    #[test]
    fn a_turned_page_takes_the_heading_right_above_and_nothing_else() {
        let turned = |blocks: Vec<Block>| kinds(&turn(blocks));
        assert_eq!(turned(vec![table(true), paragraph()]), "[t]p", "first of all");
        assert_eq!(turned(vec![paragraph(), table(true), table(true)]), "p[t][t]", "two in a row");
        assert_eq!(turned(vec![paragraph(), heading(), table(true)]), "p[ht]", "last of all");
        assert_eq!(turned(vec![heading(), heading(), table(true)]), "h[ht]");
        assert_eq!(turned(vec![heading(), table(false)]), "ht", "an upright one");
        let run_in = run_in(vec![heading(), paragraph(), table(true)]);
        assert_eq!(turned(run_in), "r[t]", "behind a run-in heading");
    }

    #[test]
    fn text_follows_a_heading_of_the_second_level_on_its_line() {
        let blocks = run_in(vec![paragraph(), heading(), heading(), paragraph(), paragraph()]);
        assert_eq!(kinds(&blocks), "phrp");
        let Block::RunIn { heading, .. } = &blocks[2] else { panic!("{blocks:?}") };
        assert_eq!(plain(&heading.content), "题。");
    }
}
