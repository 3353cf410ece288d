//! Words that no line breaks, and marks that take their own width: what runs of text are cut into.

use regex::{Captures, Match, Regex};

use super::text::{DrawingText, JOINER, JOINT, Way};
use crate::breaks::{CLOSING, OPENING};
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::layout::Breaking;

const INTERPUNCT: &str = "·";

/// The longest word of Latin letters that a line breaks in, and the longest part of an address.
const WORD_PART: usize = 24;
const ADDRESS_PART: usize = 4;

/// Cuts texts by what a style says of numbers.
#[derive(Debug)]
pub struct WordCutter {
    cuts: Regex,
}

impl WordCutter {
    /// A style that was checked gives an expression that can be made.
    pub fn new(style: &Breaking) -> Result<WordCutter, Diagnostic> {
        let one_of = |characters: &str| match characters {
            "" => r"[^\s\S]".to_owned(), // nothing
            some => format!("[{}]", regex::escape(some)),
        };
        let (ordinal, scale) = (one_of(&style.ordinal), one_of(&style.scale));
        let units: Vec<String> = style.units.split(' ').map(regex::escape).collect();
        let unit = units.join("|") + r"|[\p{Han}％‰℃]";
        let quotes = "‘’“”";
        let marks = format!("{OPENING}{CLOSING}");
        let cuts = [
            // An ordinal's sign, a number, what multiplies it, its unit.
            format!("(?<ordinal>{ordinal})?(?<number>[0-9]+(?:[.,][0-9]+)*)"),
            format!("(?<scale>{scale}*)(?<unit>{unit})|"),
            // A number in groups.
            "(?<groups>[0-9]{1,3}(?: [0-9]{3})+)|".to_owned(),
            // Quotes and apostrophes of Latin text.
            "(?<latin>[!-~] “[ -~’]+”|[A-Za-z]’[A-Za-z])|".to_owned(),
            // Chinese quotes, with the marks beside them.
            format!("(?<quote>[{marks}]*[{quotes}]+[{marks}]*)|"),
            // What stands beside an interpunct: `4·26` is one word.
            format!(r"(?<before>[\p{{Han}}0-9]){INTERPUNCT}(?<behind>[0-9])?|"),
            // What counts what follows.
            "(?<counter>[①-⑳])|".to_owned(),
            // The address of a page, which typst breaks itself; `e-` of `e-mail`; another long run
            // of Latin.
            "(?<url>(?:https?://|www[.])[!-~]+)|".to_owned(),
            r"(?<letter>(?-u:\b)[A-Za-z]-)(?<word>[A-Za-z])|".to_owned(),
            "(?<run>[0-9@._/?&=:+~#%-]*[A-Za-z][A-Za-z0-9@._/?&=:+~#%-]{11,})".to_owned(),
        ];
        let cuts = Regex::new(&cuts.concat()).map_err(|_| finding!("typesetting.unknown"))?;
        Ok(WordCutter { cuts })
    }

    /// Adds a run of text, cut, to the pieces before it.
    pub fn cut(&self, text: &str, pieces: &mut Vec<DrawingText<'_>>) {
        let mut gathered = CutText(pieces);
        let mut end = 0;
        for found in self.cuts.captures_iter(text) {
            let Some(all) = found.get(0) else { continue };
            gathered.text(&text[end..all.start()]);
            gathered.found(&found);
            end = all.end();
        }
        gathered.text(&text[end..]);
    }
}

/// Pieces that are being gathered.
struct CutText<'p, 'd>(&'p mut Vec<DrawingText<'d>>);

impl CutText<'_, '_> {
    /// Adds text to the text before it.
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(DrawingText::Text(last)) if last != JOINER && last != JOINT => last.push_str(text),
            _ => self.0.push(DrawingText::Text(text.to_owned())),
        }
    }

    fn joined(&mut self, text: &str) {
        if !text.is_empty() {
            self.text(text);
            self.0.push(DrawingText::Text(JOINER.to_owned()));
        }
    }

    fn set(&mut self, set: Way, text: &str) {
        self.0.push(DrawingText::Set { set, text: text.to_owned() });
    }

    /// What was found, cut.
    fn found(&mut self, found: &Captures<'_>) {
        let part = |name: &str| found.name(name).map(|it| it.as_str());
        if let (Some(number), Some(unit)) = (part("number"), part("unit")) {
            self.joined(part("ordinal").unwrap_or_default());
            self.joined(number);
            // What multiplies it is part of the number, behind which a long unit may stand on the
            // next line: all in one would leave too great a gap.
            let scale = part("scale").unwrap_or_default();
            let is_long = unit.chars().nth(1).is_some();
            if is_long {
                self.text(scale)
            } else {
                self.joined(scale)
            }
            let last = unit.char_indices().next_back().map_or(0, |(at, _)| at);
            for c in unit[..last].chars() {
                self.joined(c.encode_utf8(&mut [0; 4]));
            }
            self.text(&unit[last..]);
        } else if let Some(groups) = part("groups") {
            self.text(&groups.replace(' ', "\u{a0}"));
        } else if let Some(latin) = part("latin") {
            self.set(Way::Latin, latin);
        } else if let Some(quote) = part("quote") {
            self.set(Way::Quote, quote);
        } else if let Some(before) = part("before") {
            self.set(Way::Dotted, before);
            if let Some(behind) = part("behind") {
                self.0.push(DrawingText::Text(JOINER.to_owned()));
                self.text(behind);
            }
        } else if let Some(counter) = part("counter") {
            self.joined(counter);
        } else if let (Some(letter), Some(word)) = (part("letter"), part("word")) {
            self.joined(letter);
            self.text(word);
        } else if let Some(run) = part("run") {
            self.jointed(run);
        } else {
            self.text(found.get(0).as_ref().map(Match::as_str).unwrap_or_default());
        }
    }

    /// A long run of Latin, with joints where it is best parted: behind signs, and an address
    /// behind every few letters.
    fn jointed(&mut self, run: &str) {
        let most = if run.contains(['@', '.', '_', '/']) { ADDRESS_PART } else { WORD_PART };
        let sign = |c: char| !c.is_ascii_alphanumeric();
        let mut rest = run;
        while !rest.is_empty() {
            let letters = rest.find(sign).unwrap_or(rest.len()).min(most);
            let signs = rest[letters..].find(|c| !"@._/?&=:-".contains(c));
            let end = match letters {
                0 => rest.find(|c| !sign(c)).unwrap_or(rest.len()),
                _ => letters + signs.unwrap_or(rest.len() - letters),
            };
            self.text(&rest[..end]);
            rest = &rest[end..];
            if !rest.is_empty() {
                self.0.push(DrawingText::Text(JOINT.to_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text with a stroke between them: `+` for a joiner, `-` for a joint, sets in
    /// brackets.
    fn cut(text: &str) -> String {
        let style = Breaking {
            ordinal: "第".to_owned(),
            scale: "万余".to_owned(),
            units: "人次".to_owned(),
            latin_gap: true,
        };
        let mut pieces = Vec::new();
        WordCutter::new(&style).expect("a cutter").cut(text, &mut pieces);
        let told = |piece: DrawingText<'_>| match piece {
            DrawingText::Text(text) => text.replace(JOINER, "+").replace(JOINT, "-"),
            DrawingText::Set { set, text } => format!("[{set:?} {text}]"),
            DrawingText::Inner(_) => unreachable!("text alone was cut"),
        };
        pieces.into_iter().map(told).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        assert_eq!(cut("全年公开"), "全年公开");
        assert_eq!(cut("第711号令"), "第|+|711|+|号令");
        assert_eq!(cut("共3.2万件。"), "共3.2|+|万|+|件。");
        assert_eq!(cut("18人次，"), "18|+|人|+|次，");
        assert_eq!(cut("120余人次"), "120|+|余人|+|次", "all in one would be too long");
        assert_eq!(cut("增长12.5%。"), "增长12.5%。");
        assert_eq!(cut("计1 234 567元"), "计1\u{a0}234\u{a0}567元");
    }

    #[test]
    fn marks_and_latin_text_are_set_apart() {
        assert_eq!(cut("称“一网通办”，不"), "称|[Quote “]|一网通办|[Quote ”，]|不");
        assert_eq!(cut("the “office” it’s"), "th|[Latin e “office”]| i|[Latin t’s]");
        assert_eq!(cut("“4·26”"), "[Quote “]|[Dotted 4]|+|26|[Quote ”]");
        assert_eq!(cut("①一"), "①|+|一");
        assert_eq!(cut("发e-mail到"), "发e-|+|mail到");
        assert_eq!(cut("见https://a.cn/abcdef。"), "见https://a.cn/abcdef。");
        assert_eq!(cut("zwgk.office@x.cn"), "zwgk.|-|offi|-|ce@|-|x.|-|cn");
    }

    #[test]
    fn any_style_that_is_checked_gives_a_cutter() {
        let some = |c: char| c.to_string().repeat(2000);
        for words in ["", "^", "]", "\\", "-", "[甲", &some('甲')] {
            let [ordinal, scale, units] = [words, words, words].map(str::to_owned);
            let style = Breaking { ordinal, scale, units, latin_gap: false };
            assert!(WordCutter::new(&style).is_ok(), "{words:.9}");
        }
    }
}
