//! What this program builds, read again as if it came from elsewhere: the same numbers, the same
//! text.

use std::path::Path;

use nianbao::form::PREFACE;
use nianbao::prose::PassageKind;
use nianbao::reader::{Reading, read};

use crate::bench::{build, fixtures, name, root, run};

/// The letters and digits of each paragraph of the sections.
fn paragraphs(reading: &Reading<'_>) -> Vec<String> {
    let (report, ..) = reading.report.as_ref().expect("a report");
    let prose = &report.prose;
    let preface = prose.section(PREFACE).map(|section| section.text.clone());
    let passages = prose.passages().iter().filter(|passage| {
        passage.kind == PassageKind::Paragraph
            && preface.as_ref().is_none_or(|preface| !preface.contains(&passage.text.start))
    });
    let text = passages.map(|passage| &prose.text()[passage.text.clone()]);
    text.map(|text| text.chars().filter(|c| c.is_alphanumeric()).collect()).collect()
}

#[test]
fn own_files_come_back_as_they_were() {
    let layouts =
        nianbao::files::load_layouts(&[root().join("fixtures/layouts")]).expect("the layouts");
    let toy = root().join("fixtures/layouts/toy-2030");
    for fixture in fixtures().into_iter().chain([toy.clone()]) {
        let made_up = root().join("fixtures/layouts");
        let layout_dir = ["--layout-dir", made_up.to_str().expect("UTF-8")];
        let arguments = ["--to", "pdf,docx,html", "--no-attach"];
        let out = build(&fixture, &[&arguments[..], &layout_dir].concat());
        let folder = nianbao::files::read_folder(&fixture).expect("a fixture");
        let original = read(&folder, None, &layouts);
        let (wanted, ..) = original.report.as_ref().expect("a report");
        // The made-up form sets its signature in the line of the text.
        let endings: &[&str] =
            if fixture == toy { &["docx", "html"] } else { &["docx", "html", "pdf"] };
        for ending in endings {
            let file = out.path().join(format!("{}.{ending}", name(&fixture)));
            let place = out.path().join(ending);
            let paths = [&file, &place].map(|path| path.to_str().expect("UTF-8"));
            let (status, _, said) =
                run(root(), &[&["import", paths[0], "-o", paths[1]], &layout_dir[..]].concat());
            assert_eq!(status, 0, "{}: {said}", file.display());
            let folder = nianbao::files::read_folder(&place).expect("a report");
            let again = read(&folder, None, &layouts);
            let (got, ..) = again.report.as_ref().expect("a report");
            let what = file.display();
            assert_eq!(
                (&got.agency, got.year, got.date),
                (&wanted.agency, wanted.year, wanted.date)
            );
            // Other facts stand in the text with no words that say what they are.
            for fact in ["website.name", "website.url"] {
                let said = wanted.facts.get(fact);
                let printed = said.filter(|said| text_of(&original).contains(said.as_str()));
                assert!(printed.is_none() || got.facts.get(fact) == said, "{what}: {fact}");
            }
            for (id, number) in wanted.statistics.iter() {
                let path = &wanted.statistics.fields()[id].path;
                let found = got.statistics.get(id).map(|found| found.value.to_string());
                assert_eq!(found, Some(number.value.to_string()), "{what}: {path}");
            }
            let (before, after) = (paragraphs(&original), paragraphs(&again));
            text_is_whole(name(&fixture), &file, &before, &after);
        }
    }
}

/// All text of a report.
fn text_of<'r>(reading: &'r Reading<'_>) -> &'r str {
    reading.report.as_ref().map_or("", |(report, ..)| report.prose.text())
}

/// That each paragraph is there again, and none other. Marks of notes are digits of the text in a
/// PDF, and a chart's words are paragraphs.
fn text_is_whole(report: &str, file: &Path, wanted: &[String], got: &[String]) {
    if report == "markdown-2022" {
        return;
    }
    let (before, after) = (wanted.concat(), got.concat());
    for paragraph in wanted {
        assert!(after.contains(paragraph), "{}: {paragraph}\n{after}", file.display());
    }
    // A heading that its text follows on the line is the head of a paragraph.
    if report != "government-2024" && report != "government-2023" {
        let bare = |text: &String| text.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
        for paragraph in got.iter().map(bare) {
            assert!(before.contains(&paragraph), "{}: {paragraph}", file.display());
        }
    }
}
