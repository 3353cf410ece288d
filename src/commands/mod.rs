//! One file a command, and what they share. Each reads what it was given, calls the library, says
//! what came of it, and returns the exit status.

pub mod build;
pub mod check;
mod child;
pub mod explain;
pub mod extract;
mod faces;
pub mod fonts;
pub mod form;
pub mod import;
pub mod inputs;
pub mod layouts;
pub mod lines;
pub mod merge;
pub mod new;
pub mod places;
pub mod preview;
pub mod published;
pub mod schema;
pub mod shell;
pub mod style;
pub mod total;
pub mod watch;
pub mod worker;
pub mod write;

use std::io::Write;
use std::path::Path;

use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::{Layout, Layouts};
use nianbao::messages::Text;
use nianbao::reader::{Folder, REPORT_JSON};
use nianbao::{PrepareOptions, Prepared, files, finding, prepare, say};

use crate::cli::CommonOptions;
use crate::console::{Console, Status};

/// Layouts and fonts, or the finding on the folder that can't be used.
pub struct Tools {
    pub layouts: Layouts,
    pub fonts: Fonts,
}

impl Tools {
    /// For setting reports: a folder of fonts that no layout uses is remarked on.
    pub fn load<Out: Write, Err: Write>(
        common: &CommonOptions,
        console: &mut Console<Out, Err>,
    ) -> Result<Tools, Status> {
        let tools = Tools::find(common, console)?;
        if !common.font_dir.is_empty() && !faces::some_own_serves(&tools.fonts, &tools.layouts) {
            console.remark(say!("fonts-own-unused"));
        }
        Ok(tools)
    }

    fn find<Out: Write, Err: Write>(
        common: &CommonOptions,
        console: &mut Console<Out, Err>,
    ) -> Result<Tools, Status> {
        let layouts = files::load_layouts(&common.layout_dir);
        let fonts = FoundFonts::search(&common.font_dir, common.system_fonts)
            .map(Fonts::new)
            .map_err(|folder| finding!("font-folder", folder = folder));
        match (layouts, fonts) {
            (Ok(layouts), Ok(fonts)) => {
                console.know(&layouts);
                Ok(Tools { layouts, fonts })
            }
            (layouts, fonts) => {
                for fault in [layouts.err(), fonts.err()].into_iter().flatten() {
                    console.finding(&fault);
                }
                Err(Status::Unusable)
            }
        }
    }

    /// The layout of that name, or the newest; the finding on one that there is not is shown.
    pub fn layout<Out: Write, Err: Write>(
        &self,
        name: Option<&str>,
        console: &mut Console<Out, Err>,
    ) -> Result<&Layout, Status> {
        let found = name.map_or_else(|| self.layouts.newest(), |name| self.layouts.get(name));
        found.ok_or_else(|| {
            let (name, listing) = (name.unwrap_or_default(), self.layouts.listing());
            console.finding(&finding!("layout-unknown", name = name, listing = listing));
            Status::Unusable
        })
    }

    /// The report that the user calls `input`, with last year's: `previous` is its folder, or one
    /// with a folder of the same name for each report.
    pub fn prepare(
        &self,
        input: &Path,
        previous: Option<&Path>,
        wishes: PrepareOptions,
    ) -> Prepared<'_> {
        self.prepare_read(read(input, previous), wishes)
    }

    /// The same for a report that was read already, or could not be, with last year's.
    pub fn prepare_read(
        &self,
        read: Result<(Folder, Option<Folder>), Diagnostic>,
        wishes: PrepareOptions,
    ) -> Prepared<'_> {
        match read {
            Ok((folder, last_year)) => {
                prepare(&folder, last_year.as_ref(), &self.layouts, &self.fonts, wishes)
            }
            Err(fault) => Prepared::unread(fault),
        }
    }
}

/// The folder that the user calls `input`, and last year's.
pub fn read(input: &Path, previous: Option<&Path>) -> Result<(Folder, Option<Folder>), Diagnostic> {
    let folder = files::report_folder(input);
    Ok((files::read_folder(&folder)?, last_year(files::report_name(&folder).as_deref(), previous)?))
}

/// Last year's folder of the report `name`: `previous` is it, or has one of that name in it.
pub fn last_year(
    name: Option<&str>,
    previous: Option<&Path>,
) -> Result<Option<Folder>, Diagnostic> {
    let Some(previous) = previous else { return Ok(None) };
    let of_same_name = name.map(|name| previous.join(name));
    match of_same_name.filter(|_| !previous.join(REPORT_JSON).exists()) {
        // A body that is new this year has no last year among the others.
        Some(folder) if !folder.exists() && files::holds_reports(previous) => Ok(None),
        Some(folder) => files::read_folder(&folder).map(Some),
        None => files::read_folder(&files::report_folder(previous)).map(Some),
    }
}

/// How many errors and warnings there are, or that there is nothing.
pub fn tally(prepared: &Prepared<'_>) -> Text {
    let count =
        |severity| prepared.findings.iter().filter(|finding| finding.severity == severity).count();
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => say!("tally-none"),
        (0, warnings) => say!("tally-warnings", warnings = warnings),
        (errors, 0) => say!("tally-errors", errors = errors),
        (errors, warnings) => say!("tally-both", errors = errors, warnings = warnings),
    }
}
