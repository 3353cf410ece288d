//! What the program says, in the words of messages/zh.toml or messages/en.toml. Until it is said in
//! a language it is a key and named arguments, so that programs get the arguments.
//!
//! `finding!` and `say!` make texts; tests/messages.rs proves their keys and arguments.

mod language;
mod words;

use std::borrow::Cow;
use std::fmt;

use crate::say;

pub use language::{Bilingual, Language};
pub use words::Help;
pub(crate) use words::{OwnKind, kinds, severity};

/// Examples of how a command is typed.
pub fn examples(language: Language, command: &str) -> Option<&'static str> {
    words::examples(language, command)
}

/// The help of the command line in a language; none in that of its code.
pub fn help(language: Language) -> Option<&'static Help> {
    words::help(language)
}

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    template: TextWords,
    args: Args,
}

/// Named arguments, in the order they were given.
pub type Args = Vec<(&'static str, Arg)>;

/// Where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TextWords {
    /// The message of a finding: `code` or `code.variant`.
    Message(&'static str),
    /// One of its hints, from 0.
    Hint(&'static str, usize),
    /// A phrase.
    Phrase(&'static str),
    /// In a layout, with `{name}` for arguments.
    Written(Bilingual),
    /// Said of somebody else's, as they are.
    Verbatim(String),
}

/// An argument of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Said as they were typed.
    Text(String),
    /// A number.
    Number(i128),
    /// Said in a row.
    List(Vec<Text>),
    /// Said of ours.
    Said(Box<Text>),
}

impl Text {
    /// A phrase; `say!` calls it.
    pub fn phrase(key: &'static str, args: Args) -> Text {
        Text { template: TextWords::Phrase(key), args }
    }

    /// A layout's words, `{name}` standing for the argument of that name.
    pub fn written(template: impl Into<Bilingual>, args: Args) -> Text {
        Text { template: TextWords::Written(template.into()), args }
    }

    /// The message of the finding `key` and its hints.
    pub(crate) fn message(key: &'static str, args: Args) -> (Text, Vec<Text>) {
        let hint = |at| Text { template: TextWords::Hint(key, at), args: args.clone() };
        let hints = (0..words::hints(key)).map(hint).collect();
        (Text { template: TextWords::Message(key), args }, hints)
    }

    /// Its arguments by name.
    pub fn args(&self) -> &[(&'static str, Arg)] {
        &self.args
    }

    /// Whether it is the phrase `key`, or the message of the finding `key`.
    pub fn is(&self, key: &str) -> bool {
        match &self.template {
            TextWords::Message(known) | TextWords::Phrase(known) => *known == key,
            TextWords::Hint(..) | TextWords::Written(_) | TextWords::Verbatim(_) => false,
        }
    }

    /// The text in a language.
    pub fn said_in(&self, language: Language) -> Said<'_> {
        Said { text: self, language }
    }

    /// The text as it is written into files: in Chinese, whoever runs the program.
    pub fn in_file(&self) -> String {
        self.said_in(Language::Chinese).to_string()
    }

    fn words(&self, language: Language) -> &str {
        match &self.template {
            TextWords::Message(key) => words::message(language, key),
            TextWords::Hint(key, at) => words::hint(language, key, *at),
            TextWords::Phrase(key) => words::phrase(language, key),
            TextWords::Written(words) => words.of(language),
            TextWords::Verbatim(words) => words,
        }
    }
}

impl Arg {
    /// The argument as JSON: a number where it fits 64 bits, else text.
    pub fn json(&self, language: Language) -> serde_json::Value {
        match self {
            Arg::Text(text) => text.as_str().into(),
            Arg::Number(number) => i64::try_from(*number)
                .map_or_else(|_| number.to_string().into(), serde_json::Value::from),
            Arg::List(list) => list.iter().map(|text| text.said_in(language).to_string()).collect(),
            Arg::Said(text) => text.said_in(language).to_string().into(),
        }
    }

    fn say(&self, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arg::Text(text) => f.write_str(text),
            Arg::Number(number) => write!(f, "{number}"),
            Arg::List(list) => {
                let separator = say!("list-separator");
                for (at, text) in list.iter().enumerate() {
                    if at > 0 {
                        write!(f, "{}", separator.said_in(language))?;
                    }
                    write!(f, "{}", text.said_in(language))?;
                }
                Ok(())
            }
            Arg::Said(text) => write!(f, "{}", text.said_in(language)),
        }
    }
}

/// A text in a language, ready to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    text: &'a Text,
    language: Language,
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Said { text, language } = *self;
        let mut rest = text.words(language);
        if let TextWords::Verbatim(_) = text.template {
            return f.write_str(rest);
        }
        while let Some(open) = rest.find('{') {
            let name = rest[open + 1..].split('}').next().unwrap_or_default();
            let arg = text.args.iter().find(|(known, _)| *known == name);
            f.write_str(&rest[..open])?;
            match arg {
                Some((_, arg)) => {
                    arg.say(language, f)?;
                    rest = &rest[open + name.len() + 2..];
                }
                None => {
                    f.write_str("{")?; // a brace of the words' own
                    rest = &rest[open + 1..];
                }
            }
        }
        f.write_str(rest)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Text {
        Text { template: TextWords::Verbatim(words), args: Vec::new() }
    }
}

impl Default for Text {
    /// Nothing to say.
    fn default() -> Text {
        "".into()
    }
}

impl From<&Text> for Bilingual {
    fn from(text: &Text) -> Bilingual {
        let said = |language| text.said_in(language).to_string();
        Bilingual::new(said(Language::Chinese), Some(&said(Language::English)))
    }
}

impl From<&Bilingual> for Text {
    fn from(words: &Bilingual) -> Text {
        Text::written(words, Args::new())
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Text {
        words.to_owned().into()
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Text {
        words.clone().into()
    }
}

macro_rules! args_from {
    ($($from:ty => |$value:ident| $arg:expr),* $(,)?) => {
        $(impl From<$from> for Arg {
            fn from($value: $from) -> Arg {
                $arg
            }
        })*
    };
}

args_from! {
    &str => |text| Arg::Text(text.to_owned()),
    &String => |text| Arg::Text(text.clone()),
    String => |text| Arg::Text(text),
    Cow<'_, str> => |text| Arg::Text(text.into_owned()),
    char => |c| Arg::Text(c.to_string()),
    std::path::Display<'_> => |path| Arg::Text(path.to_string()),
    u8 => |number| Arg::Number(number.into()),
    u16 => |number| Arg::Number(number.into()),
    u32 => |number| Arg::Number(number.into()),
    u64 => |number| Arg::Number(number.into()),
    i128 => |number| Arg::Number(number),
    usize => |number| Arg::Number(number as i128),
    Vec<String> => |list| Arg::List(list.into_iter().map(Text::from).collect()),
    Vec<Text> => |list| Arg::List(list),
    &Bilingual => |words| Arg::Said(Box::new(Text::from(words))),
    Text => |text| Arg::Said(Box::new(text)),
    &Text => |text| Arg::Said(Box::new(text.clone())),
}

/// A phrase by its key in messages/, with its arguments: `say!("did-you-mean", name =
/// near)`.
#[macro_export]
macro_rules! say {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::messages::Text::phrase(
            $key,
            vec![$((stringify!($name), $crate::messages::Arg::from($value))),*],
        )
    };
}

/// Named arguments for a text whose words stand elsewhere: `args!(typed = typed, expected = cell)`.
#[macro_export]
macro_rules! args {
    ($($name:ident = $value:expr),* $(,)?) => {
        vec![$((stringify!($name), $crate::messages::Arg::from($value))),*]
    };
}
