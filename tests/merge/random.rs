//! Random edits of a report, written as DOCX and merged into what it was: the same comes out.

use std::collections::BTreeMap;

use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::intake::docx::View;
use nianbao::layout::Layouts;
use nianbao::merge::word::EditedWord;
use nianbao::merge::{MergeInput, MergeTools, MergeWishes, Merged, merge};
use nianbao::reader::{self, Folder, NARRATIVE_MD, REPORT_JSON};
use nianbao::writer::docx::{self, CarriedSource, Extras, Review};
use nianbao::{PrepareOptions, files, prepare};
use proptest::prelude::*;

use super::written_out;
use crate::bench::root;

struct Bench {
    layouts: Layouts,
    fonts: Fonts,
    folder: Folder,
    paragraphs: Vec<String>,
}

impl Bench {
    fn new() -> Bench {
        let layouts = files::load_layouts(&[]).expect("the built-in layouts");
        let folder = files::read_folder(&root().join("fixtures/suqian-2023")).expect("a folder");
        let text = String::from_utf8_lossy(&folder.files[NARRATIVE_MD]).into_owned();
        let paragraphs = text.trim_end().split("\n\n").map(str::to_owned).collect();
        Bench { layouts, fonts: Fonts::new(FoundFonts::default()), folder, paragraphs }
    }

    fn with(&self, paragraphs: &[String]) -> Folder {
        let mut folder = self.folder.clone();
        let text = paragraphs.join("\n\n") + "\n";
        folder.files.insert(NARRATIVE_MD.to_owned(), text.into_bytes().into());
        folder
    }

    /// The DOCX of an edited folder that says it was made of the base.
    fn docx(&self, edited: &Folder) -> Vec<u8> {
        let written = |folder: &Folder| {
            let options = PrepareOptions::default();
            let prepared = prepare(folder, None, &self.layouts, &self.fonts, options);
            prepared.writable.expect("a report")
        };
        let (base, now) = (written(&self.folder), written(edited));
        let list: Vec<(&str, &[u8])> =
            base.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref())).collect();
        let extras = Extras {
            pictures: &now.pictures,
            source: CarriedSource {
                files: &list,
                values: &base.values,
                layout: &base.layout.form.id,
            },
            names: &now.layout.form.words.styles,
            review: &Review::default(),
        };
        docx::write(&now.document, &now.look.style, extras).expect("a DOCX")
    }

    fn merge(&self, ours: &Folder, docx: &[u8]) -> Merged {
        let edited = EditedWord::read("x.docx", docx, View::Accepted).expect("a DOCX");
        let carried = edited.carried.as_ref().expect("its source");
        // The texts as they were set are those of the edited report here.
        let nothing = BTreeMap::new();
        let input = MergeInput {
            ours,
            base: &edited.base(ours).expect("its source"),
            values: carried.values.as_deref(),
            set: &nothing,
            theirs: &edited.theirs,
            before: None,
        };
        let tools = MergeTools { layouts: &self.layouts, fonts: &self.fonts };
        merge(input, tools, MergeWishes::default())
    }
}

/// An edit of one paragraph of text.
#[derive(Debug, Clone)]
enum Edit {
    Words(prop::sample::Index, prop::sample::Index, String),
    New(prop::sample::Index, String),
    Gone(prop::sample::Index),
    Swapped(prop::sample::Index),
    Joined(prop::sample::Index),
    Split(prop::sample::Index),
}

const WORDS: [&str; 8] = ["甲乙丙", "12件", "PDF", "*", "[一]", "1.", "#", "——“引”"];

fn an_edit() -> impl Strategy<Value = Edit> {
    let index = any::<prop::sample::Index>;
    let words = || prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        (index(), index(), words()).prop_map(|(at, place, words)| Edit::Words(at, place, words)),
        (index(), words()).prop_map(|(at, words)| Edit::New(at, words)),
        index().prop_map(Edit::Gone),
        index().prop_map(Edit::Swapped),
        index().prop_map(Edit::Joined),
        index().prop_map(Edit::Split),
    ]
}

/// Markdown of plain words.
fn escaped(words: &str) -> String {
    words.replace('*', "\\*").replace('[', "\\[").replace(']', "\\]").replace('#', "\\#")
}

/// Makes an edit; not where it would leave a heading without text, or touch one.
fn make(paragraphs: &mut Vec<String>, edit: &Edit) {
    let is_text = |text: &String| !text.starts_with('#');
    let texts: Vec<usize> = (0..paragraphs.len()).filter(|at| is_text(&paragraphs[*at])).collect();
    let pick = |index: &prop::sample::Index| texts[index.index(texts.len())];
    let followed = |at: usize| paragraphs.get(at + 1).is_some_and(is_text);
    match edit {
        Edit::Words(at, place, words) => {
            let at = pick(at);
            let text = &mut paragraphs[at];
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(3).collect();
            if let Some(place) = places.get(place.index(places.len().max(1))) {
                text.insert_str(*place, &escaped(words));
            }
        }
        Edit::New(at, words) => {
            let at = pick(at);
            paragraphs.insert(at + 1, format!("新写的一段，{}。", escaped(words)));
        }
        Edit::Gone(at) => {
            let at = pick(at);
            if followed(at) && at > 0 && is_text(&paragraphs[at - 1]) {
                paragraphs.remove(at);
            }
        }
        Edit::Swapped(at) => {
            let at = pick(at);
            if followed(at) {
                paragraphs.swap(at, at + 1);
            }
        }
        Edit::Joined(at) => {
            let at = pick(at);
            if followed(at) {
                let next = paragraphs.remove(at + 1);
                paragraphs[at].push_str(&next);
            }
        }
        Edit::Split(at) => {
            let at = pick(at);
            if let Some(cut) = paragraphs[at].find("。").map(|cut| cut + "。".len())
                && cut < paragraphs[at].len()
            {
                let rest = paragraphs[at].split_off(cut);
                paragraphs.insert(at + 1, rest);
            }
        }
    }
}

#[test]
fn every_number_that_is_changed_in_the_tables_arrives() {
    let mut bench = Bench::new();
    let report = reader::read(&bench.folder, None, &bench.layouts).report.expect("a report").0;
    let before = written_out(&bench.folder, &report.statistics);
    bench.folder.files.insert(REPORT_JSON.to_owned(), before.clone().into_bytes().into());
    let report = reader::read(&bench.folder, None, &bench.layouts).report.expect("a report").0;
    let mut places: Vec<_> = report
        .statistics
        .iter()
        .filter_map(|(_, number)| number.location.as_ref().map(|place| place.range.clone()))
        .collect();
    places.sort_by_key(|range| std::cmp::Reverse(range.start));
    assert_eq!(places.len(), 200);
    let mut now = before;
    for range in places {
        let digits = format!("{}7", now[range.clone()].trim_start_matches('0'));
        now.replace_range(range, &digits);
    }
    let mut edited = bench.folder.clone();
    edited.files.insert(REPORT_JSON.to_owned(), now.clone().into_bytes().into());
    let merged = bench.merge(&bench.folder, &bench.docx(&edited));
    assert!(!merged.has_errors(), "{:?}", merged.findings);
    assert_eq!(merged.numbers.len(), 200);
    assert_eq!(String::from_utf8_lossy(&merged.files[REPORT_JSON]), now);
    assert_eq!(merged.files.len(), 1, "the text has no binding");
}

proptest! {
    #![proptest_config(crate::bench::cases(24))]

    #[test]
    fn a_random_edit_comes_back_as_it_was_made(edits in prop::collection::vec(an_edit(), 1..3)) {
        let bench = Bench::new();
        let mut paragraphs = bench.paragraphs.clone();
        edits.iter().for_each(|edit| make(&mut paragraphs, edit));
        let edited = bench.with(&paragraphs);
        let docx = bench.docx(&edited);
        let merged = bench.merge(&bench.folder, &docx);
        prop_assert!(!merged.has_errors(), "{:?}", merged.findings);
        let now = merged.files.get(NARRATIVE_MD).unwrap_or(&bench.folder.files[NARRATIVE_MD]);
        let (now, wanted) =
            (String::from_utf8_lossy(now), String::from_utf8_lossy(&edited.files[NARRATIVE_MD]));
        prop_assert_eq!(now.replace('\\', ""), wanted.replace('\\', ""));
        // The same once more changes nothing.
        let again = bench.merge(&edited, &docx);
        prop_assert!(again.files.is_empty(), "{:?}", again.files.keys());
    }

    #[test]
    fn edits_of_both_sides_apart_survive(words in prop::sample::select(WORDS.to_vec())) {
        let bench = Bench::new();
        let is_text = |text: &&String| !text.starts_with('#');
        let texts: Vec<String> = bench.paragraphs.iter().filter(is_text).cloned().collect();
        let (first, last) = (&texts[0], &texts[texts.len() - 1]);
        let change = |which: &[&String]| -> Vec<String> {
            let edit = |text: &String| match which.contains(&text) {
                true => text.clone() + &escaped(words.trim()),
                false => text.clone(),
            };
            bench.paragraphs.iter().map(edit).collect()
        };
        let docx = bench.docx(&bench.with(&change(&[first])));
        let merged = bench.merge(&bench.with(&change(&[last])), &docx);
        prop_assert!(!merged.has_errors(), "{:?}", merged.findings);
        let wanted = change(&[first, last]).join("\n\n") + "\n";
        let now = String::from_utf8_lossy(&merged.files[NARRATIVE_MD]).into_owned();
        prop_assert_eq!(now.replace('\\', ""), wanted.replace('\\', ""));
    }
}

#[test]
fn a_first_sentence_that_is_moved_behind_the_rest_comes_back() {
    let bench = Bench::new();
    let mut moved = 0;
    for at in 0..bench.paragraphs.len() {
        let mut paragraphs = bench.paragraphs.clone();
        let Some((first, rest)) = bench.paragraphs[at].split_once('。') else { continue };
        if rest.is_empty() {
            continue;
        }
        paragraphs[at] = rest.to_owned();
        paragraphs.insert(at + 1, format!("{first}。"));
        let edited = bench.with(&paragraphs);
        let merged = bench.merge(&bench.folder, &bench.docx(&edited));
        assert!(!merged.has_errors(), "{first}: {:?}", merged.findings);
        let (now, wanted) = (&merged.files[NARRATIVE_MD], &edited.files[NARRATIVE_MD]);
        assert_eq!(String::from_utf8_lossy(now), String::from_utf8_lossy(wanted), "{first}");
        moved += 1;
    }
    assert!(moved > 10, "{moved} paragraphs have several sentences");
}
