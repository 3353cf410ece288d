//! One report as typst sees it.

use std::collections::HashMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};
use typst_layout::PagedDocument;

use super::drawing::WordCutter;
use super::files::{self, PdfInput, TEMPLATE, TREE};
use super::plan::Plan;
use super::shared::{ParsedTemplate, SharedParts};
use crate::diagnostic::{self, Diagnostic, Location};
use crate::document::Document;
use crate::finding;

/// The template, the files of a report, and what all reports share.
pub struct ReportWorld<'a> {
    shared: &'a SharedParts<'a>,
    template: Arc<ParsedTemplate>,
    cutter: Arc<WordCutter>,
    document: &'a Document,
    /// How typst knows the document's tree.
    tree: FileId,
    files: HashMap<FileId, Bytes>,
}

impl<'a> ReportWorld<'a> {
    pub fn new(
        shared: &'a SharedParts<'_>,
        document: &'a Document,
        input: PdfInput<'_>,
    ) -> Result<Self, Diagnostic> {
        let cutter = shared.cutter(&input.measures.breaking)?;
        let files = files::all(shared.fonts, &cutter.document(document), input)?;
        let (template, tree) = (shared.template(input.templates)?, files::id(TREE)?);
        Ok(ReportWorld { shared, template, cutter, document, tree, files })
    }

    /// Draws by a plan from now on.
    pub fn follow(&mut self, plan: &Plan<'_>) -> Result<(), Diagnostic> {
        self.files.extend([files::plan(&plan.changes(&self.cutter))?]);
        Ok(())
    }

    /// The pages.
    pub fn set(&self) -> Result<PagedDocument, Diagnostic> {
        typst::compile::<PagedDocument>(self).output.map_err(|errors| self.fault(&errors))
    }

    /// The first of typst's errors as a finding in the template.
    pub fn fault(&self, errors: &[SourceDiagnostic]) -> Diagnostic {
        let Some(error) = errors.first() else {
            return finding!("typesetting.unknown");
        };
        let source = error.span.id().and_then(|id| self.template.files.get(&id));
        let place = match (source, self.range(error.span)) {
            (Some(source), Some(range)) => {
                let id = source.id();
                let name = id.vpath().get_without_slash();
                diagnostic::Source::new(name, source.text()).locate(range)
            }
            _ => Location::whole(TEMPLATE),
        };
        finding!("typesetting", error = error.message.as_str()).at(place)
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.template.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.template.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.tree {
            return Ok(files::tree(self.document)); // only templates of others read it
        }
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.font(index)
    }

    /// A report has the same bytes on every day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
