//! Examples below each command's help: words of messages/zh.toml, put to the commands by name.

use clap::{Command, CommandFactory};
use nianbao::messages;

use crate::cli::Cli;

/// The command line as clap knows it, with examples.
pub fn command() -> Command {
    let command = Cli::command();
    command.mut_subcommands(|sub| match messages::examples(sub.get_name()) {
        Some(examples) => sub.after_help(examples.trim_start()),
        None => sub,
    })
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    #[test]
    fn every_command_has_examples_and_each_can_be_typed() {
        for sub in Cli::command().get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let name = sub.get_name();
            let examples = messages::examples(name).unwrap_or_else(|| panic!("{name} has none"));
            let lines = examples.lines().filter(|line| line.starts_with("  "));
            let typed = lines.filter_map(|line| line.trim().split("  ").next());
            let typed: Vec<&str> = typed.filter_map(|line| line.split(" | ").last()).collect();
            assert!(!typed.is_empty(), "{name}");
            for line in typed {
                let words = line.split(' ').map(|word| word.trim_matches('\''));
                let words = words.take_while(|word| !["<", ">"].contains(word));
                let parsed = command().try_get_matches_from(words);
                let fault = parsed.err().map(|error| error.kind());
                assert!(fault.is_none_or(|it| it == ErrorKind::DisplayHelp), "{line}: {fault:?}");
            }
        }
    }
}
