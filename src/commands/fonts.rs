//! `nianbao fonts`: which face serves which role, and all there are.

use std::io::Write;

use nianbao::layout::Role;

use super::Tools;
use crate::cli::Common;
use crate::console::{Console, Status};

pub fn run<Out: Write, Err: Write>(common: &Common, console: &mut Console<Out, Err>) -> Status {
    let tools = match Tools::load(common, console) {
        Ok(tools) => tools,
        Err(status) => return status,
    };
    let faces = tools.fonts.faces();
    let names = |list: &[usize]| {
        list.iter().map(|face| faces[*face].family.as_str()).collect::<Vec<_>>().join(" → ")
    };
    for layout in tools.layouts.iter() {
        console.print(&format!("{}（{}）", layout.form.id, layout.form.name));
        for role in Role::ALL {
            match tools.fonts.resolve(&layout.look, role) {
                Ok(found) if found.latin.is_empty() => {
                    console.print(&format!("  {:12} {}", role.name(), names(&found.han)))
                }
                Ok(found) => {
                    console.print(&format!(
                        "  {:12} {}；西文 {}",
                        role.name(),
                        names(&found.han),
                        names(&found.latin)
                    ));
                }
                Err(name) => console.print(&format!("  {:12} 缺少字体“{name}”", role.name())),
            }
        }
    }
    console.print("字体");
    for face in faces {
        console.print(&format!("  {}（{}）  {}", face.family, face.label, face.origin));
    }
    Status::Clean
}
