//! Mistakes on the command line, told to people.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use nianbao::messages::{Language, Text};
use nianbao::render::harmless;
use nianbao::say;

use crate::help;

/// What is wrong, what may have been meant, and where help is.
pub fn explain(error: &clap::Error, language: Language) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![harmless(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(|text| harmless(text)).collect(),
        _ => Vec::new(),
    };
    let (option, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let asked = [&option[..], &context(ContextKind::InvalidSubcommand)].concat();
    let what = match error.kind() {
        ErrorKind::UnknownArgument if !option.iter().all(|it| it.starts_with('-')) => {
            say!("usage-too-many", argument = option)
        }
        ErrorKind::UnknownArgument => say!("usage-option-unknown", option = option),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand);
            say!("usage-command-unknown", command = command)
        }
        ErrorKind::InvalidValue if value.iter().all(String::is_empty) => {
            say!("usage-value-missing", option = option)
        }
        ErrorKind::InvalidValue => {
            let known = context(ContextKind::ValidValue);
            say!("usage-value-unknown", option = option, value = value, known = known)
        }
        ErrorKind::ValueValidation => say!("usage-value", option = option, value = value),
        ErrorKind::MissingRequiredArgument => say!("usage-missing", options = option),
        ErrorKind::ArgumentConflict => say!("usage-conflict", option = option),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say!("usage-command-missing")
        }
        ErrorKind::InvalidUtf8 => say!("usage-encoding"),
        _ => say!("usage-wrong"),
    };
    if let [asked] = &asked[..]
        && ["version", "--version", "-V"].contains(&asked.as_str())
    {
        return of_command(&say!("usage-near", what = what, near = "nianbao --version"), language);
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
    let near = near.into_iter().flat_map(context).next();
    let what = match near {
        Some(near) => say!("usage-near", what = what, near = near),
        None => what,
    };
    of_command(&what, language)
}

/// A mistake, with the help of the command that was typed, as far as one was.
pub fn of_command(what: &Text, language: Language) -> String {
    let program = help::command(language);
    let known = |word: &String| program.get_subcommands().any(|sub| sub.get_name() == word);
    let page = match std::env::args().skip(1).find(known) {
        Some(command) if command != "help" => format!("nianbao {command} --help"),
        _ => "nianbao --help".to_owned(),
    };
    let said = say!("usage", what = what, help = page);
    format!("{}\n", said.said_in(language))
}
