//! Pictures, and how they and charts are set.

use std::ops::Range;

use serde::Serialize;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Path as the author wrote it.
    pub path: String,
    /// Alternative text for those who can't see it.
    pub alt: String,
    /// Caption, possibly empty.
    pub caption: String,
    /// Width and height in pixels.
    pub pixels: [usize; 2],
    /// How it is set; none until that is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<FigureSetting>,
    /// Its bytes in narrative.md.
    #[serde(skip)]
    pub source: Option<Range<usize>>,
}

/// How a picture or a chart is set. With its caption it takes whole lines of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureSetting {
    /// Width of the picture.
    pub width_nm: u32,
    /// Its height.
    pub height_nm: u32,
    /// Lines of the caption; 0 without one.
    pub caption_lines: u32,
    /// Lines of the grid that all of it takes.
    pub grid_lines: u32,
}
