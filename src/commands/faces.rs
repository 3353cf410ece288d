//! What an office's own faces serve, and what the other roles look for.

use std::collections::BTreeMap;

use nianbao::fonts::Fonts;
use nianbao::layout::{Layouts, Role};
use nianbao::messages::Text;
use nianbao::say;

/// Roles in people's words, by what they have in common.
type Roles<Key> = BTreeMap<Key, Vec<Text>>;

/// What the own faces serve, by family, and what none of them serves, by the names it looks for.
pub fn uses<'a>(fonts: &'a Fonts, layouts: &'a Layouts) -> (Roles<&'a str>, Roles<Vec<&'a str>>) {
    let (mut serving, mut wanted) = (Roles::new(), Roles::new());
    let mut note = |first: Option<&usize>, names: &[&'a String], role: Text| {
        let face = first.map(|face| &fonts.faces()[*face]).filter(|face| face.is_own());
        let roles: &mut Vec<Text> = match face {
            Some(face) => serving.entry(face.family.as_str()).or_default(),
            None => wanted.entry(names.iter().map(|name| name.as_str()).collect()).or_default(),
        };
        if !roles.contains(&role) {
            roles.push(role);
        }
    };
    for look in layouts.iter().map(|layout| &layout.look) {
        for role in Role::ALL {
            let Ok(found) = fonts.resolve(look, role) else { continue };
            let text = look.text(role);
            note(found.han.first(), &[&text.word, &text.word_alternate], label(role));
            if !found.latin.is_empty() {
                note(found.latin.first(), &[&text.word_latin], say!("role-latin"));
            }
        }
    }
    (serving, wanted)
}

/// Whether a role of some layout is set in a face of the office's own.
pub fn some_own_serves(fonts: &Fonts, layouts: &Layouts) -> bool {
    !uses(fonts, layouts).0.is_empty()
}

/// What people call a role.
pub fn label(role: Role) -> Text {
    match role {
        Role::Title => say!("role-title"),
        Role::Body => say!("role-body"),
        Role::Heading1 => say!("role-heading-1"),
        Role::Heading2 => say!("role-heading-2"),
        Role::Heading3 => say!("role-heading-3"),
        Role::Heading4 => say!("role-heading-4"),
        Role::Table => say!("role-table"),
        Role::Caption => say!("role-caption"),
        Role::Note => say!("role-note"),
        Role::PageNumber => say!("role-page-number"),
    }
}
