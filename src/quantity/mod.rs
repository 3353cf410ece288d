//! Every number of the text with what it is about: the one place that reads number expressions.

mod brackets;
mod clauses;
mod context;
mod dealing;
mod exact;
mod found;
mod frame;
mod kinds;
mod lists;
mod numerals;
mod sentence;
mod tokens;
mod words;

pub use exact::{Exact, Ratio};
pub use found::{Kind, Quantity};
pub use frame::Frame;
pub use lists::{ListItem, ListShape, Listed};
pub use words::{Lexicon, NameId, WordSlot, WordsFile};

use self::frame::YearNames;
use self::sentence::Sentence;
use self::tokens::tokens;
use crate::prose::{PassageKind, Prose};

/// What the numbers of a text tell.
#[derive(Debug, Default)]
pub struct NumbersRead {
    /// Every number that counts something known, in order.
    pub quantities: Vec<Quantity>,
    /// Every list of a whole and its parts, in order.
    pub lists: Vec<Listed>,
}

/// The numbers of a text. `name` is the body's own.
pub fn read(prose: &Prose, name: &str, year: u16, lexicon: &Lexicon) -> NumbersRead {
    let mut lists = Vec::new();
    if lexicon.is_empty() {
        return NumbersRead::default();
    }
    let id = |name| lexicon.find_name(name).ok();
    let years = YearNames {
        year: i128::from(year),
        last: id("last"),
        this: id("this"),
        next: id("next"),
        other: id("other"),
    };
    let whole = prose.whole();
    let mut found: Vec<Quantity> = Vec::new();
    let mut context = lexicon.default_object.map(|name| (WordSlot::Object, name));
    for (start, text) in whole.sentences() {
        let passage = whole.passage(start..start + 1);
        let tokens = tokens(text, name, lexicon);
        if let Some(PassageKind::Heading(level)) = passage.map(|passage| passage.kind) {
            let frame = Frame::of(&tokens, &years);
            // The form's own headings are about all of it.
            let own = level == 1;
            let object = |slot| frame.names(slot).first().map(|name| (slot, *name));
            context = object(WordSlot::Object)
                .filter(|_| !own)
                .or(object(WordSlot::Foreign).filter(|_| !own))
                .or(lexicon.default_object.map(|name| (WordSlot::Object, name)));
            continue;
        }
        let place = passage.map_or(start, |passage| passage.text.start);
        let before = found.last().filter(|last| last.passage == place).cloned();
        lists.extend(lists::lists(text, &tokens).into_iter().map(|list| list.moved(start)));
        let mut sentence = Sentence::new(lexicon, years, context, before);
        sentence.read(brackets::dissolve(tokens));
        for mut quantity in sentence.found {
            for range in [&mut quantity.range, &mut quantity.said] {
                *range = range.start + start..range.end + start;
            }
            quantity.sentence = start;
            quantity.passage = place;
            found.push(quantity);
        }
    }
    NumbersRead { quantities: found, lists }
}
