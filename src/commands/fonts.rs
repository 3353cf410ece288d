//! `nianbao fonts`: which face serves which role, what an office's own faces are good for, and all
//! faces there are.

use std::io::Write;

use nianbao::fonts::Face;
use nianbao::layout::Role;
use nianbao::messages::Text;
use nianbao::say;

use super::Tools;
use super::faces::{label, uses};
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
            let role = format!("{:12} {}", role.name(), even(&console.said(label(role))));
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
        let names = names.into_iter().map(Text::from);
        let names = names.reduce(|first, second| say!("either", first = first, second = second));
        let names = names.unwrap_or_default();
        console.print(say!("fonts-own-wanted", roles = roles, names = names));
    }
}

/// A label as wide as the others: of Han, they have up to four characters, and an ideographic space
/// is as wide as one.
fn even(label: &str) -> String {
    match label.is_ascii() {
        true => format!("{label:17}"),
        false => format!("{label:\u{3000}<4}"),
    }
}
