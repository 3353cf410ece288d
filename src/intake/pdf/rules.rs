//! Rules as they are drawn → the lines that they make: dashes, double rules and pieces a cell are
//! one.

use super::marks::DrawnRule;

/// A line at one position, from end to end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LineSpan {
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

impl LineSpan {
    /// How much of `from..to` it covers.
    pub fn covers(&self, from: f64, to: f64) -> f64 {
        (self.to.min(to) - self.from.max(from)).max(0.0)
    }
}

/// The lines of a page.
#[derive(Debug, Default)]
pub(super) struct PageLines {
    pub across: Vec<LineSpan>,
    pub down: Vec<LineSpan>,
}

/// How far pieces of one line may be beside each other.
const BESIDE: f64 = 1.0;
/// The gap between pieces of one line.
const GAP: f64 = 3.0;
/// Shorter lines are marks, no rules.
const SHORT: f64 = 6.0;
/// What has no side that is longer is a dot: a piece of lines both ways.
const DOT: f64 = 3.0;

/// The lines that rules make.
pub(super) fn lines(rules: &[DrawnRule]) -> PageLines {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for DrawnRule { rect } in rules {
        let centre = rect.center();
        let dot = rect.width() <= DOT && rect.height() <= DOT;
        if rect.width() >= rect.height() || dot {
            across.push(LineSpan { at: centre.y, from: rect.x0, to: rect.x1 });
        }
        if rect.height() > rect.width() || dot {
            down.push(LineSpan { at: centre.x, from: rect.y0, to: rect.y1 });
        }
    }
    PageLines { across: merged(across), down: merged(down) }
}

fn merged(mut pieces: Vec<LineSpan>) -> Vec<LineSpan> {
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut found: Vec<LineSpan> = Vec::new();
    let mut begin = 0;
    while begin < pieces.len() {
        let first = pieces[begin].at;
        let count = pieces[begin..].iter().take_while(|it| it.at - first <= BESIDE).count();
        let mut level = pieces[begin..begin + count].to_vec();
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<LineSpan> = None;
        for piece in level {
            match &mut open {
                Some(line) if piece.from - line.to <= GAP => line.to = line.to.max(piece.to),
                _ => {
                    found.extend(open);
                    open = Some(piece);
                }
            }
        }
        found.extend(open);
        begin += count;
    }
    found.retain(|line| line.to - line.from >= SHORT);
    found
}
