//! The help in the language of this run. That of the code is Chinese; another language has its
//! words in `[help]` of its file in messages/, by command and argument, and they are put over those
//! of the code. Examples below each command's help are words of messages/ in every language.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use clap::{Arg, Command, CommandFactory};
use nianbao::messages::{self, Help, Language};

use crate::cli::Cli;

/// The command line as clap knows it, with examples.
pub fn command(language: Language) -> Command {
    let mut command = Cli::command();
    if let Some(help) = messages::help(language) {
        command = translated(command, help);
    }
    command.mut_subcommands(|sub| match messages::examples(language, sub.get_name()) {
        Some(examples) => sub.after_help(examples.trim_start()),
        None => sub,
    })
}

fn translated(program: Command, help: &'static Help) -> Command {
    let heading = program.get_subcommand_help_heading().and_then(|it| word(&help.headings, it));
    let value = program.get_subcommand_value_name().and_then(|it| word(&help.words, it));
    let program = texts(program, help, &BTreeMap::new())
        .about(&*help.about)
        .after_help(&*help.after)
        .subcommand_help_heading(heading)
        .subcommand_value_name(value);
    program.mut_subcommands(|sub| match help.commands.get(sub.get_name()) {
        Some(own) => texts(sub, help, own).about(own.get("about").map(String::as_str)),
        None => sub,
    })
}

fn word(words: &'static BTreeMap<String, String>, code: &str) -> Option<&'static str> {
    words.get(code).map(String::as_str)
}

/// Usage, shape and arguments of a command; `own` has the help of arguments that other commands
/// have not, or not alike.
fn texts(command: Command, help: &'static Help, own: &BTreeMap<String, String>) -> Command {
    let mut usage = command.clone().render_usage().to_string();
    let mut words: Vec<(&String, &String)> = help.words.iter().collect();
    words.sort_by_key(|(code, _)| Reverse(code.len()));
    for (code, word) in words {
        usage = usage.replace(code, word);
    }
    let usage = usage.trim_start_matches(CLAPS_OWN).trim().to_owned();
    let command = command.help_template(&*help.template).override_usage(usage);
    command.mut_args(|arg| argument(arg, help, own))
}

/// What clap puts before a usage line.
const CLAPS_OWN: &str = "Usage:";

fn argument(arg: Arg, help: &'static Help, own: &BTreeMap<String, String>) -> Arg {
    let id = arg.get_id().as_str();
    let said = own.get(id).or_else(|| help.options.get(id)).cloned();
    let heading = arg.get_help_heading().and_then(|it| word(&help.headings, it));
    let names = arg.get_value_names().unwrap_or_default();
    let names: Option<Vec<&str>> = names.iter().map(|name| word(&help.words, name)).collect();
    let arg = match said {
        Some(said) => arg.help(said),
        None => arg,
    };
    let arg = match heading {
        Some(heading) => arg.help_heading(heading),
        None => arg,
    };
    match names {
        Some(names) if !names.is_empty() => arg.value_names(names),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

    #[test]
    fn every_command_has_examples_and_each_can_be_typed() {
        for language in LANGUAGES {
            for sub in Cli::command().get_subcommands().filter(|sub| !sub.is_hide_set()) {
                let name = sub.get_name();
                let examples = messages::examples(language, name);
                let examples = examples.unwrap_or_else(|| panic!("{name} has none"));
                let lines = examples.lines().filter(|line| line.starts_with("  "));
                let typed = lines.filter_map(|line| line.trim().split("  ").next());
                let typed: Vec<&str> = typed.filter_map(|line| line.split(" | ").last()).collect();
                assert!(!typed.is_empty(), "{name}");
                for line in typed {
                    let words = line.split(' ').map(|word| word.trim_matches('\''));
                    let words = words.take_while(|word| !["<", ">"].contains(word));
                    let parsed = command(language).try_get_matches_from(words);
                    let fault = parsed.err().map(|error| error.kind());
                    assert!(
                        fault.is_none_or(|it| it == ErrorKind::DisplayHelp),
                        "{line}: {fault:?}"
                    );
                }
            }
        }
    }

    /// What a command and its arguments lack: `build.force`.
    #[test]
    fn each_line_of_help_has_its_english_and_no_other() {
        let help = messages::help(Language::English).expect("the help in English");
        let program = Cli::command();
        let mut lacking: Vec<String> = Vec::new();
        let mut used: Vec<String> = Vec::new();
        let nothing = BTreeMap::new();
        for command in std::iter::once(&program).chain(program.get_subcommands()) {
            let name = command.get_name();
            let own = help.commands.get(name).unwrap_or(&nothing);
            used.extend(own.get("about").map(|_| format!("{name}.about")));
            if command.get_name() != program.get_name() && !own.contains_key("about") {
                lacking.push(format!("[help.commands.{name}] about"));
            }
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str();
                if own.contains_key(id) {
                    used.push(format!("{name}.{id}"));
                } else if help.options.contains_key(id) {
                    used.push(id.to_owned());
                } else {
                    let chinese = arg.get_help().map(ToString::to_string).unwrap_or_default();
                    lacking.push(format!("[help.commands.{name}] {id} ({chinese})"));
                }
            }
        }
        assert!(lacking.is_empty(), "messages/en.toml lacks:\n{}", lacking.join("\n"));
        let own = help
            .commands
            .iter()
            .flat_map(|(name, own)| own.keys().map(move |id| format!("{name}.{id}")));
        let left: Vec<String> =
            own.chain(help.options.keys().cloned()).filter(|key| !used.contains(key)).collect();
        assert!(left.is_empty(), "no command has: {}", left.join(", "));
    }

    #[test]
    fn help_in_english_has_no_chinese_but_what_it_quotes() {
        let mut program = command(Language::English);
        program.build();
        let shown = program.get_subcommands_mut().filter(|sub| !sub.is_hide_set());
        let pages: Vec<String> =
            shown.map(|sub| sub.clone().after_help("").render_long_help().to_string()).collect();
        for line in
            pages.iter().chain([&program.render_help().to_string()]).flat_map(|page| page.lines())
        {
            // Every second piece stands in quotes.
            let said: String = line.split(['“', '”']).step_by(2).collect();
            assert!(said.chars().all(|c| c.is_ascii() || c == '…'), "{line}");
        }
    }
}
