//! What typst needs for every report alike: its library, the faces and the templates.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use typst::foundations::Bytes;
use typst::syntax::Source;
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use super::files::{self, TEMPLATE};
use crate::diagnostic::Diagnostic;
use crate::fonts::{Face, Fonts};

/// The standard library, the faces and the templates.
pub struct SharedParts<'f> {
    pub fonts: &'f Fonts,
    pub library: LazyHash<Library>,
    pub book: LazyHash<FontBook>,
    /// Faces as typst has them, loaded when they are first used.
    loaded: Vec<OnceLock<Option<Font>>>,
    /// Templates that were parsed, by their text.
    templates: Mutex<BTreeMap<String, Source>>,
}

impl<'f> SharedParts<'f> {
    pub fn new(fonts: &'f Fonts) -> Self {
        // Heads of rows and summaries of tables, which typst still lists among its experiments.
        let features = [Feature::A11yExtras].into_iter().collect();
        SharedParts {
            fonts,
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_infos(fonts.faces().iter().map(info))),
            loaded: fonts.faces().iter().map(|_| OnceLock::new()).collect(),
            templates: Mutex::default(),
        }
    }

    /// A template, parsed once for all reports; typst then knows without a look that it is the
    /// same.
    pub fn template(&self, text: &str) -> Result<Source, Diagnostic> {
        let mut known = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = known.get(text) {
            return Ok(source.clone());
        }
        let source = Source::new(files::id(TEMPLATE)?, text.to_owned());
        known.insert(text.to_owned(), source.clone());
        Ok(source)
    }

    /// The face of that index, as the book lists it.
    pub fn font(&self, index: usize) -> Option<Font> {
        let face = self.fonts.faces().get(index)?;
        let load = || Font::new(Bytes::new(face.bytes()?), face.index);
        self.loaded[index].get_or_init(load).clone()
    }
}

/// A face as typst's book lists it. The template names the faces of each role one by one and turns
/// fallback off, so that neither variant nor coverage is ever asked for.
fn info(face: &Face) -> FontInfo {
    FontInfo {
        family: face.family.clone(),
        variant: FontVariant::default(),
        flags: FontFlags::empty(),
        axes: Vec::new(),
        coverage: Coverage::from_vec(Vec::new()),
    }
}
