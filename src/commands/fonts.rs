//! `nianbao fonts`: which face serves which role, what an office's own faces are good for, and all
//! faces there are.

use std::collections::BTreeMap;
use std::io::Write;

use nianbao::fonts::{Face, Fonts};
use nianbao::layout::{Layouts, Role};
use nianbao::messages::Text;
use nianbao::say;

use super::Tools;
use crate::cli::CommonOptions;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::find(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let faces = tools.fonts.faces();
    let names = |list: &[usize]| {
        list.iter().map(|face| faces[*face].family.as_str()).collect::<Vec<_>>().join(" → ")
    };
    for layout in tools.layouts.iter() {
        console.print(say!("fonts-layout", id = &layout.form.id, name = &layout.form.name));
        for role in Role::ALL {
            let found = tools.fonts.resolve(&layout.look, role);
            // Labels have up to four characters of Han, and an ideographic space is as wide as one.
            let role = format!("{:12} {:\u{3000}<4}", role.name(), label(role).to_string());
            console.print(match found {
                Ok(found) => {
                    let (han, latin) = (names(&found.han), names(&found.latin));
                    match found.latin.is_empty() {
                        true => say!("fonts-role", role = role, han = han),
                        false => say!("fonts-role-latin", role = role, han = han, latin = latin),
                    }
                }
                Err(name) => say!("fonts-role-missing", role = role, name = name),
            });
        }
    }
    own(&tools, console);
    console.print(say!("fonts-all"));
    for Face { family, label, origin, .. } in faces {
        console.print(say!("fonts-face", family = family, label = label, origin = origin));
    }
    Status::Clean
}

/// Which of the office's own faces serve which roles, and which serve none; then the names that
/// the other roles look for.
fn own<Out: Write, Err: Write>(tools: &Tools, console: &mut Console<Out, Err>) {
    let own: Vec<&Face> = tools.fonts.faces().iter().filter(|face| face.is_own()).collect();
    if own.is_empty() {
        return;
    }
    let (serving, wanted) = uses(&tools.fonts, &tools.layouts);
    console.print(say!("fonts-own"));
    for Face { family, label, origin, .. } in own {
        console.print(match serving.get(family.as_str()) {
            Some(roles) => {
                say!("fonts-own-serves", face = label, roles = roles.clone(), origin = origin)
            }
            None => say!("fonts-own-idle", face = label, origin = origin),
        });
    }
    for (names, roles) in wanted {
        console.print(say!("fonts-own-wanted", roles = roles, names = names));
    }
}

/// Roles in people's words, by what they have in common.
type Roles<Key> = BTreeMap<Key, Vec<String>>;

/// What the own faces serve, by family, and what none of them serves, by the names it looks for.
fn uses<'a>(fonts: &'a Fonts, layouts: &Layouts) -> (Roles<&'a str>, Roles<String>) {
    let (mut serving, mut wanted) = (Roles::new(), Roles::new());
    let mut note = |first: Option<&usize>, names: &[&String], role: Text| {
        let face = first.map(|face| &fonts.faces()[*face]).filter(|face| face.is_own());
        let roles: &mut Vec<String> = match face {
            Some(face) => serving.entry(face.family.as_str()).or_default(),
            None => {
                let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
                wanted.entry(names.join(&say!("fonts-or").to_string())).or_default()
            }
        };
        if !roles.contains(&role.to_string()) {
            roles.push(role.to_string());
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

fn label(role: Role) -> Text {
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
