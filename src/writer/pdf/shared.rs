//! What typst needs for every report alike: its library, the faces and the templates.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use super::drawing::WordCutter;
use super::files::{self, TEMPLATE};
use crate::diagnostic::Diagnostic;
use crate::fonts::{Face, Fonts};
use crate::layout::Breaking;

/// A layout's template, parsed.
pub struct ParsedTemplate {
    /// The file to begin with.
    pub main: FileId,
    /// That file and those which it imports. Looked up, never walked.
    pub files: HashMap<FileId, Source>,
}

/// The standard library, the faces and the templates.
pub struct SharedParts<'f> {
    pub fonts: &'f Fonts,
    pub library: LazyHash<Library>,
    pub book: LazyHash<FontBook>,
    /// Faces as typst has them, loaded when they are first used.
    loaded: Vec<OnceLock<Option<Font>>>,
    /// Templates that were parsed, by the texts of their files.
    templates: Mutex<BTreeMap<BTreeMap<String, String>, Arc<ParsedTemplate>>>,
    /// What cuts words, by what a style says of them.
    cutters: Mutex<BTreeMap<[String; 3], Arc<WordCutter>>>,
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
            cutters: Mutex::default(),
        }
    }

    /// A template, parsed once for all reports; typst then knows without a look that it is the
    /// same.
    pub fn template(
        &self,
        texts: &BTreeMap<String, String>,
    ) -> Result<Arc<ParsedTemplate>, Diagnostic> {
        let mut known = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(template) = known.get(texts) {
            return Ok(Arc::clone(template));
        }
        let source = |(path, text): (&String, &String)| {
            let id = files::id(path)?;
            Ok((id, Source::new(id, text.clone())))
        };
        let files = texts.iter().map(source).collect::<Result<_, Diagnostic>>()?;
        let template = Arc::new(ParsedTemplate { main: files::id(TEMPLATE)?, files });
        known.insert(texts.clone(), Arc::clone(&template));
        Ok(template)
    }

    /// What cuts words by a style, made once for all reports.
    pub fn cutter(&self, style: &Breaking) -> Result<Arc<WordCutter>, Diagnostic> {
        let Breaking { ordinal, scale, units, .. } = style;
        let key = [ordinal, scale, units].map(String::clone);
        let mut known = self.cutters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cutter) = known.get(&key) {
            return Ok(Arc::clone(cutter));
        }
        let cutter = Arc::new(WordCutter::new(style)?);
        known.insert(key, Arc::clone(&cutter));
        Ok(cutter)
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
