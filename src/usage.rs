//! Mistakes on the command line, told to people.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use nianbao::render::harmless;
use nianbao::say;

/// What is wrong, and where help is.
pub fn explain(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![harmless(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(|text| harmless(text)).collect(),
        _ => Vec::new(),
    };
    let (option, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let what = match error.kind() {
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
    format!("{}\n", say!("usage", what = what))
}
