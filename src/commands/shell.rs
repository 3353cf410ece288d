//! What shells and systems know a program by: completions, manual pages, `help`.

use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;
use nianbao::messages::Language;
use nianbao::{files, say};

use crate::console::{Console, Status};
use crate::help as pages;
use crate::usage;

const NAME: &str = "nianbao";

/// Prints the script that completes commands, options and values.
pub fn completions<Out: Write, Err: Write>(
    shell: Shell,
    console: &mut Console<Out, Err>,
) -> Status {
    let mut script = Vec::new();
    generate(shell, &mut pages::command(console.style().language), NAME, &mut script);
    console.print(String::from_utf8_lossy(&script).trim_end());
    Status::Clean
}

/// Writes a manual page for the program and one for each command.
pub fn man<Out: Write, Err: Write>(folder: &Path, console: &mut Console<Out, Err>) -> Status {
    let program = pages::command(console.style().language);
    let shown = program.get_subcommands().filter(|sub| !sub.is_hide_set());
    let subs = shown.map(|sub| sub.clone().display_name(format!("{NAME}-{}", sub.get_name())));
    for command in std::iter::once(program.clone()).chain(subs) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let file = format!("{name}.1");
        let page = page(command);
        if let Err(error) = page.and_then(|page| files::write_below(folder, &file, &page)) {
            console.finding(&files::unwritable(&folder.join(file), &error));
            return Status::Unusable;
        }
    }
    Status::Clean
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}

/// Prints the help of a command, or of the program.
pub fn help<Out: Write, Err: Write>(
    command: Option<&str>,
    console: &mut Console<Out, Err>,
) -> Status {
    let mut program = pages::command(console.style().language);
    program.build();
    let Some(name) = command else {
        console.print(program.render_help().to_string().trim_end());
        return Status::Clean;
    };
    match program.find_subcommand_mut(name) {
        Some(sub) => {
            console.print(sub.render_help().to_string().trim_end());
            Status::Clean
        }
        None => {
            let said = usage::of_command(
                &say!("usage-command-unknown", command = name),
                console.style().language,
            );
            said.lines().for_each(|line| console.remark(line));
            Status::Unusable
        }
    }
}

/// The program's version, its editions and the standards that its files keep.
pub fn version(language: Language) -> String {
    let program = format!("{NAME} {}", env!("CARGO_PKG_VERSION"));
    let layouts = files::load_layouts(&[]).map(|layouts| layouts.listing());
    let said = say!("version", layouts = layouts.unwrap_or_default());
    format!("{program}\n{}", said.said_in(language))
}
