//! Parses the arguments, runs one command, exits with its status. What a command says goes through
//! [`console::Console`].

#![forbid(unsafe_code)]

mod cli;
mod commands;
mod console;
mod help;
mod signals;
mod usage;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;

use cli::{Cli, Command};
use console::{Console, Status};

/// typst makes and drops many small things: a report takes an eighth less CPU time than with the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let language = cli::asked(words.iter().filter_map(|word| word.to_str()));
    let matches = help::command(language).try_get_matches();
    let mut cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) if error.kind() == ErrorKind::DisplayHelp => {
            let done = error.print();
            return if done.is_ok() { Status::Clean.into() } else { Status::Unusable.into() };
        }
        Err(error) if error.kind() == ErrorKind::DisplayVersion => {
            let done = writeln!(std::io::stdout(), "{}", commands::shell::version(language));
            return if done.is_ok() { Status::Clean.into() } else { Status::Unusable.into() };
        }
        Err(error) => {
            eprint!("{}", usage::explain(&error, language));
            return Status::Unusable.into();
        }
    };
    signals::survive_limits();
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    // Standard error is not locked: a worker's watchdog must be able to say its word.
    let mut console =
        Console::new(std::io::stdout().lock(), std::io::stderr(), &cli.common, colour);
    if let Err(fault) = commands::inputs::settle(&mut cli.command) {
        console.finding(&fault);
        return console.finish(Status::Unusable).into();
    }
    let status = match cli.command {
        Command::Check(check) => commands::check::run(&check, &cli.common, &mut console),
        Command::Build(build) => commands::build::run(&build, &cli.common, &mut console),
        Command::New(new) => commands::new::run(&new, &cli.common, &mut console),
        Command::Schema { layout } => {
            commands::schema::run(layout.as_deref(), &cli.common, &mut console)
        }
        Command::Preview(preview) => commands::preview::run(&preview, &cli.common, &mut console),
        Command::Form(form) => commands::form::run(&form, &cli.common, &mut console),
        Command::Watch(watch) => commands::watch::run(&watch, &cli.common, &mut console),
        Command::Total(total) => commands::total::run(&total, &cli.common, &mut console),
        Command::Worker(worker) => commands::worker::run(&worker, &cli.common, &mut console),
        Command::Extract { file, output } => {
            commands::extract::run(&file, output.as_deref(), &mut console)
        }
        Command::Import(import) => commands::import::run(&import, &cli.common, &mut console),
        Command::Blocks { kind } => commands::published::blocks(&kind, &mut console),
        Command::Merge(merge) => commands::merge::run(&merge, &cli.common, &mut console),
        Command::Attachments => commands::extract::attachments(&mut console),
        Command::Explain { code } => {
            commands::explain::run(code.as_deref(), &cli.common, &mut console)
        }
        Command::Fonts => commands::fonts::run(&cli.common, &mut console),
        Command::Layouts { check, output } => {
            commands::layouts::run(check.as_deref(), &output, &cli.common, &mut console)
        }
        Command::Style { layout } => {
            commands::style::run(layout.as_deref(), &cli.common, &mut console)
        }
        Command::Completions { shell } => commands::shell::completions(shell, &mut console),
        Command::Man { folder } => commands::shell::man(&folder, &mut console),
        Command::Help { command } => commands::shell::help(command.as_deref(), &mut console),
    };
    console.finish(status).into()
}
