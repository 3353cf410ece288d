//! Faces by role: an office's own first, then the embedded ones part by part, then the last resort.

mod embedded;
mod face;
mod found;
mod lines;
mod ruler;

use std::collections::{BTreeMap, BTreeSet};

pub use face::Face;
pub use found::FoundFonts;
pub use lines::{BreakableText, NOTE_MARK, SetLine};
pub use ruler::{Ruler, Rulers};
use sha2::{Digest, Sha256};

use self::embedded::Embedded;
use crate::layout::{Role, Style, TextStyle};

/// All faces that reports can be set in.
#[derive(Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
    /// Embedded faces by the group name that styles use, in the order they are tried.
    groups: BTreeMap<String, Vec<usize>>,
    /// An office's own faces by every family name they have.
    found: BTreeMap<String, usize>,
    last_resort: String,
}

/// The faces of one role, in the order they are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFaces {
    /// For Latin letters and digits; empty where the Han faces serve these too.
    pub latin: Vec<usize>,
    /// For everything.
    pub han: Vec<usize>,
}

/// Faces of every role of a style, by the role's name.
pub type Faces = BTreeMap<&'static str, RoleFaces>;

impl Fonts {
    /// The embedded faces, with `found` ones before them.
    pub fn new(found: FoundFonts) -> Fonts {
        let Embedded { faces, groups, last_resort } = embedded::load();
        let mut fonts = Fonts { faces, groups, found: BTreeMap::new(), last_resort };
        for (families, face) in found.faces {
            for family in families {
                fonts.found.entry(family).or_insert(fonts.faces.len());
            }
            fonts.faces.push(face);
        }
        fonts
    }

    /// Hash of the office's own faces; the embedded ones are part of the program.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let own: BTreeSet<usize> = self.found.values().copied().collect();
        for (family, index) in &self.found {
            hash.update(format!("{family}\0{index}\0"));
        }
        for face in own.into_iter().map(|index| &self.faces[index]) {
            if let Some(bytes) = face.own_bytes() {
                hash.update(format!("{}\0{}\0{}\0", face.family, face.index, bytes.len()));
                hash.update(bytes);
            }
        }
        hash.finalize().into()
    }

    /// All faces; [`RoleFaces`] counts them from 0.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The faces of `role` in `style`, or the name of a face that is nowhere.
    pub fn resolve(&self, style: &Style, role: Role) -> Result<RoleFaces, String> {
        let text = style.text(role);
        let latin = if text.latin == text.face {
            Vec::new()
        } else {
            self.chain(&text.latin, &[&text.word_latin])?
        };
        let mut han = self.chain(&text.face, &names(text))?;
        han.extend(self.groups.get(&self.last_resort).into_iter().flatten().copied());
        let mut seen = Vec::new();
        han.retain(|face| {
            !seen.contains(face) && {
                seen.push(*face);
                true
            }
        });
        Ok(RoleFaces { latin, han })
    }

    /// An office's own face called `name` or one of `aliases`, then the embedded group `name`.
    fn chain(&self, name: &str, aliases: &[&str]) -> Result<Vec<usize>, String> {
        let own = std::iter::once(name)
            .chain(aliases.iter().copied())
            .find_map(|name| self.found.get(name).copied());
        let group = self.groups.get(name).into_iter().flatten().copied();
        let faces: Vec<usize> = own.into_iter().chain(group).collect();
        if faces.is_empty() { Err(name.to_owned()) } else { Ok(faces) }
    }

    /// The rulers of the roles of `style`, which `faces` are set in.
    pub fn rulers(&self, faces: &Faces, style: &Style) -> Rulers<'_> {
        let list = |places: &[usize]| places.iter().map(|place| &self.faces[*place]).collect();
        Rulers::new(style, faces.iter().map(|(role, it)| (*role, list(&it.latin), list(&it.han))))
    }

    /// Whether some face of `role` has a glyph for `c`.
    pub fn covers(&self, role: &RoleFaces, c: char) -> bool {
        role.latin.iter().chain(&role.han).any(|face| self.faces[*face].covers(c))
    }
}

/// What an office's own face for this role may be called.
fn names(text: &TextStyle) -> [&str; 2] {
    [&text.word, &text.word_alternate]
}
