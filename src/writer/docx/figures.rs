//! Pictures and charts in the text, with their captions.

use std::collections::BTreeMap;

use docx_rs::{InstrText, LineSpacing, Paragraph, Pic, Run};

use super::anchors::Anchors;
use super::measures::{Measures, emu_nm, twips_nm};
use super::mend::Mend;
use super::pieces::Pieces;
use super::text::text_run;
use super::{Extras, charts, furniture, pictures, styles};
use crate::document::{Chart, Figure, FigureSetting};
use crate::file_map::FileMap;
use crate::form::StyleNames;
use crate::layout::Role;

/// Draws pictures and charts, and counts them.
pub(super) struct FigureWriter<'a> {
    measures: &'a Measures<'a>,
    pictures: &'a FileMap,
    names: &'a StyleNames,
    pictures_drawn: usize,
    charts_drawn: usize,
    /// How many captions each label has had.
    labels: BTreeMap<char, u32>,
}

/// How far the line of a picture reaches below it, in the size of the text: what letters there
/// would take, and some more, for where a hair is left over, text that keeps to the grid begins a
/// line further down.
const DESCENT: f64 = 0.4;

impl<'a> FigureWriter<'a> {
    pub fn new(measures: &'a Measures<'a>, extras: &Extras<'a>) -> Self {
        FigureWriter {
            measures,
            pictures: extras.pictures,
            names: extras.names,
            pictures_drawn: 0,
            charts_drawn: 0,
            labels: BTreeMap::new(),
        }
    }

    /// Adds a picture, in the middle of what is right of `left`, twips.
    pub fn picture(
        &mut self,
        figure: &Figure,
        left: i32,
        anchors: &mut Anchors<'_>,
        pieces: &mut Pieces,
    ) {
        let Some(bytes) = self.pictures.get(&figure.path) else { return };
        let Some(setting) = &figure.setting else { return };
        self.pictures_drawn += 1;
        let picture = Pic::new_with_dimensions(bytes.to_vec(), 1, 1)
            .id(format!("rIdImage{}", self.pictures_drawn))
            .size(emu_nm(setting.width_nm), emu_nm(setting.height_nm));
        let drawn = Drawn {
            run: Run::new().add_image(picture),
            mend: pictures::describe(self.drawn(), &self.names.figure, figure.alt.clone()),
            caption: &figure.caption,
        };
        self.place(drawn, setting, left, anchors, pieces);
    }

    /// The same of a chart.
    pub fn chart(
        &mut self,
        chart: &Chart,
        left: i32,
        anchors: &mut Anchors<'_>,
        pieces: &mut Pieces,
    ) {
        let Some(setting) = &chart.setting else { return };
        self.charts_drawn += 1;
        let frame = charts::frame(self.charts_drawn, setting);
        let drawn = Drawn {
            run: Run::new(),
            mend: pictures::draw(frame, self.drawn(), &self.names.chart, chart.alt.clone()),
            caption: &chart.caption,
        };
        self.place(drawn, setting, left, anchors, pieces);
    }

    /// Pictures and charts so far.
    fn drawn(&self) -> usize {
        self.pictures_drawn + self.charts_drawn
    }

    /// Adds what is drawn with its caption, and below both what makes them take whole lines of the
    /// grid.
    fn place(
        &mut self,
        drawn: Drawn<'_>,
        setting: &FigureSetting,
        left: i32,
        anchors: &mut Anchors<'_>,
        pieces: &mut Pieces,
    ) {
        let measures = self.measures;
        let captions = measures.caption_line() * setting.caption_lines as i32;
        let taken = twips_nm(setting.height_nm) + f64::from(captions);
        let descent = DESCENT * measures.style.text(Role::Body).size_pt * 20.0;
        let below = f64::from(measures.lines(setting.grid_lines)) - taken - descent;
        // A picture would cover the rule of a table right above it.
        let above = pieces.leading_below_table();
        let below = (below - f64::from(above)).max(0.0).round() as u32;
        let above = LineSpacing::new().before(above);
        let new = |style| {
            let paragraph = Paragraph::new().style(style);
            if left > 0 { paragraph.indent(Some(left), None, None, None) } else { paragraph }
        };
        let picture = new(styles::FIGURE).add_run(drawn.run);
        if drawn.caption.is_empty() {
            pieces.push_mended(picture.line_spacing(above.after(below)), drawn.mend);
        } else {
            pieces.push_mended(picture.line_spacing(above).keep_next(true), drawn.mend);
            let caption = new(styles::CAPTION).line_spacing(LineSpacing::new().after(below));
            let caption = anchors.caption(caption);
            pieces.push(self.counted(drawn.caption).into_iter().fold(caption, Paragraph::add_run));
        }
    }

    /// A caption. Where it begins with a label and the number that counting gives, the number is a
    /// field that Word counts anew when a figure is put before it, and lists of figures find it.
    fn counted(&mut self, caption: &str) -> Vec<Run> {
        let typed = vec![text_run(caption)];
        let mut chars = caption.chars();
        let Some(label) = chars.next().filter(|label| label.is_alphabetic()) else { return typed };
        let rest = chars.as_str().trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &chars.as_str()[..chars.as_str().len() - rest.len()];
        let count = self.labels.get(&label).copied().unwrap_or_default() + 1;
        if number != count.to_string() || !rest.starts_with(char::is_whitespace) {
            return typed;
        }
        self.labels.insert(label, count);
        let instruction = InstrText::Unsupported(format!(" SEQ {label} \\* ARABIC "));
        let label = text_run(&label.to_string());
        let field = furniture::field(instruction, number);
        [label].into_iter().chain(field).chain([text_run(rest)]).collect()
    }
}

/// A picture or a chart.
struct Drawn<'c> {
    run: Run,
    mend: Mend,
    caption: &'c str,
}
