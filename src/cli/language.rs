//! The language of this run: asked for by `--lang`, never guessed. Offices' servers are set to all
//! kinds of languages, and a log must not change with them.

use clap::ValueEnum;
use nianbao::messages::Language;

/// What can be typed behind `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageChoice {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl LanguageChoice {
    /// The language.
    pub fn language(self) -> Language {
        match self {
            LanguageChoice::Zh => Language::Chinese,
            LanguageChoice::En => Language::English,
        }
    }
}

/// The language that the words of a command line ask for, before they are parsed: mistakes in them
/// and the help are told in it too.
pub fn asked<'a>(words: impl Iterator<Item = &'a str>) -> Language {
    let mut choice = None;
    let mut words = words.take_while(|word| *word != "--").peekable();
    while let Some(word) = words.next() {
        let value = match word {
            "--lang" => words.peek().copied(),
            word => word.strip_prefix("--lang="),
        };
        choice = value.and_then(|value| LanguageChoice::from_str(value, false).ok()).or(choice);
    }
    choice.map(LanguageChoice::language).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_anything_else() {
        let english = |line: &str| asked(line.split(' ')) == Language::English;
        assert!(english("nianbao --lang en biuld"));
        assert!(english("nianbao build a --lang=en --colour"));
        for line in ["nianbao build", "nianbao --lang", "nianbao --lang fr", "nianbao -- --lang en"]
        {
            assert!(!english(line), "{line}");
        }
    }
}
