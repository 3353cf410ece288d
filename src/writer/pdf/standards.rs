//! The standards that a PDF keeps.

use typst_pdf::{PdfStandard, PdfStandards};

use crate::diagnostic::Diagnostic;
use crate::finding;

/// What a PDF conforms to, and whether that lets it carry files.
#[derive(Debug, Clone)]
pub struct Conformance {
    pub(super) standards: PdfStandards,
    /// PDF/A-1 and -2 allow no attached sources, and of PDF/A-4 only 4f does.
    pub attaches: bool,
}

impl Conformance {
    /// The same without any standard to keep.
    pub fn without_any(&self) -> Conformance {
        Conformance { standards: PdfStandards::default(), attaches: self.attaches }
    }

    /// Takes the names of standards: `a-3a`, `ua-1`, `1.7`, …. The error says which is none, or
    /// that they contradict each other.
    pub fn new(names: &[String]) -> Result<Conformance, Diagnostic> {
        let mut list: Vec<PdfStandard> = Vec::new();
        for name in names {
            let known = serde_json::from_value(serde_json::json!(name));
            list.push(known.map_err(|_| finding!("pdf-standard.unknown", name = name))?);
        }
        let standards = PdfStandards::new(&list)
            .map_err(|_| finding!("pdf-standard.conflict", names = names.to_vec()))?;
        let forbids =
            |name: &String| name.starts_with("a-") && !name.starts_with("a-3") && name != "a-4f";
        Ok(Conformance { standards, attaches: !names.iter().any(forbids) })
    }
}
