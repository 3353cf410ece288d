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

use cli::{Cli, Command, CommonOptions};
use commands::Tools;
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
    let status = run(&cli, &mut console);
    console.finish(status).into()
}

fn run<Out: Write, Err: Write>(cli: &Cli, console: &mut Console<Out, Err>) -> Status {
    use commands::*;
    let common = &cli.common;
    match &cli.command {
        Command::Check(it) => {
            with(common, console, |tools, console| check::run(it, tools, console))
        }
        Command::Build(it) => {
            with(common, console, |tools, console| build::run(it, tools, console))
        }
        Command::New(it) => with(common, console, |tools, console| new::run(it, tools, console)),
        Command::Schema { layout } => {
            with(common, console, |tools, console| schema::run(layout.as_deref(), tools, console))
        }
        Command::Preview(it) => {
            with(common, console, |tools, console| preview::run(it, tools, console))
        }
        Command::Form(it) => with(common, console, |tools, console| form::run(it, tools, console)),
        Command::Watch(it) => {
            with(common, console, |tools, console| watch::run(it, tools, console))
        }
        Command::Total(it) => {
            with(common, console, |tools, console| total::run(it, tools, console))
        }
        Command::Worker(it) => {
            with(common, console, |tools, console| worker::run(it, common, tools, console))
        }
        Command::Extract { file, output } => extract::run(file, output.as_deref(), console),
        Command::Import(it) => {
            with(common, console, |tools, console| import::run(it, tools, console))
        }
        Command::Blocks { kind } => published::blocks(kind, console),
        Command::Merge(it) => {
            with(common, console, |tools, console| merge::run(it, tools, console))
        }
        Command::Attachments => extract::attachments(console),
        Command::Explain { code } => {
            with(common, console, |tools, console| explain::run(code.as_deref(), tools, console))
        }
        Command::Fonts => fonts::run(common, console),
        Command::Layouts { check: Some(folder), output } => {
            layouts::prove(folder, output, common, console)
        }
        Command::Layouts { check: None, .. } => with(common, console, layouts::list),
        Command::Style { layout } => {
            with(common, console, |tools, console| style::run(layout.as_deref(), tools, console))
        }
        Command::Completions { shell } => shell::completions(*shell, console),
        Command::Man { folder } => shell::man(folder, console),
        Command::Help { command } => shell::help(command.as_deref(), console),
    }
}

/// Runs a command that needs layouts and fonts.
fn with<Out: Write, Err: Write>(
    common: &CommonOptions,
    console: &mut Console<Out, Err>,
    run: impl FnOnce(&Tools, &mut Console<Out, Err>) -> Status,
) -> Status {
    match Tools::load(common, console) {
        Ok(tools) => run(&tools, console),
        Err(status) => status,
    }
}
