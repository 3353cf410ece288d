//! `nianbao fonts`: which face serves which role, and all there are.

use std::collections::BTreeSet;
use std::io::Write;

use nianbao::fonts::Face;
use nianbao::layout::Role;
use nianbao::say;

use super::Tools;
use crate::cli::CommonOptions;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let faces = tools.fonts.faces();
    let names = |list: &[usize]| {
        list.iter().map(|face| faces[*face].family.as_str()).collect::<Vec<_>>().join(" → ")
    };
    let mut used = BTreeSet::new();
    for layout in tools.layouts.iter() {
        console.print(say!("fonts-layout", id = &layout.form.id, name = &layout.form.name));
        for role in Role::ALL {
            let found = tools.fonts.resolve(&layout.look, role);
            let role = format!("{:12}", role.name());
            if let Ok(found) = &found {
                used.extend(found.han.iter().chain(&found.latin).copied());
            }
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
    console.print(say!("fonts-all"));
    for (at, Face { family, label, origin, .. }) in faces.iter().enumerate() {
        let face = say!("fonts-face", family = family, label = label, origin = origin);
        console.print(match used.contains(&at) {
            true => face,
            false => say!("fonts-face-unused", face = face),
        });
    }
    Status::Clean
}
