//! All of a merge in a row: what the edited file says, what that makes of the base, the proof of
//! it, and then both together with what the folder is now.

use std::collections::BTreeMap;

use super::align::{Match, align};
use super::bound::Bindings;
use super::composed::{Composed, MergeTools, with_narrative};
use super::edits::apply;
use super::files::rewritten;
use super::fill::{Filling, fill};
use super::grids::{self, Grids};
use super::known;
use super::left;
use super::marks::Stressed;
use super::notes::Notes;
use super::numbers;
use super::paragraph::{Comparing, shown};
use super::proof::prove;
use super::retell::retell;
use super::retelling::Retelling;
use super::taken::{TakenHow, TakenNumber, TakenText};
use super::their::{self, Their};
use super::theirs::{TheirText, Theirs};
use super::three::{self, Prefer};
use super::tracking::untracked;
use super::units::sections;
use crate::diagnostic::{Diagnostic, Location, Severity, Source};
use crate::expression::Numbers;
use crate::file_map::FileMap;
use crate::finding;
use crate::layout::Layout;
use crate::reader::{Folder, KnownValues, NARRATIVE_MD, REPORT_JSON, clean, read};
use crate::statistics::Statistics;

/// What is merged.
#[derive(Clone, Copy)]
pub struct MergeInput<'a> {
    /// The folder as it is.
    pub ours: &'a Folder,
    /// The folder as it was when the edited file was made of it.
    pub base: &'a Folder,
    /// The value of each `{{ … }}` then, in the order of narrative.md, where that is known.
    pub values: Option<&'a [String]>,
    /// The text of each anchored paragraph as it was set then, as far as that is known.
    pub set: &'a BTreeMap<String, String>,
    /// What the edited file says.
    pub theirs: &'a Theirs,
    /// What it said before the changes that it tracks, where it tracks any.
    pub before: Option<&'a TheirText>,
}

/// How it is merged.
#[derive(Debug, Clone, Copy, Default)]
pub struct MergeWishes {
    /// Whose changes hold where both made some.
    pub prefer: Prefer,
    /// Whether typed numbers may take the place of bindings.
    pub unbind: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Merged {
    /// Files of the folder with what they are to hold, by name: only those that change. None where
    /// a finding is an error.
    pub files: FileMap,
    /// Numbers that were taken.
    pub numbers: Vec<TakenNumber>,
    /// Changes of the text that were taken.
    pub texts: Vec<TakenText>,
    /// Bound numbers of the text whose cells changed.
    pub followed: usize,
    /// What was not taken, and what there is to know.
    pub findings: Vec<Diagnostic>,
    /// Texts to show findings in.
    pub sources: Vec<Source>,
}

/// Merges an edited file into its folder.
pub fn merge(input: MergeInput<'_>, tools: MergeTools<'_>, wishes: MergeWishes) -> Merged {
    let mut merged = Merged::default();
    if let Err(fault) = merged.take(input, tools, wishes) {
        merged.findings.push(fault);
    }
    if merged.has_errors() {
        merged.files.clear();
    }
    merged
}

impl Merged {
    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    fn take(
        &mut self,
        input: MergeInput<'_>,
        tools: MergeTools<'_>,
        wishes: MergeWishes,
    ) -> Result<(), Diagnostic> {
        let file = input.theirs.name.as_str();
        let ours = Texts::of(input.ours)?;
        let base = Texts::of(input.base)?;
        self.sources = vec![ours.json.clone(), ours.narrative.clone()];
        let values = input.values.unwrap_or_default();
        let known = known::carried(base.narrative.text(), values);
        let unreadable = || finding!("merge-base").at(Location::whole(file));
        let mut composed = tools.compose(input.base, known).ok_or_else(unreadable)?;
        same_report(input, &composed, tools)?;

        let (theirs, grids) = self.read_tables(input.theirs, &composed);
        let (filling, as_theirs) =
            self.numbers(&theirs, &composed, &ours, &base, input, wishes.prefer);
        let their_report = read(&as_theirs, None, tools.layouts).report;
        let sums = their_report.as_ref().map(|(report, ..)| &report.statistics);
        if let Some(sums) = sums {
            self.findings.extend(numbers::totals(&theirs, sums, &composed.layout.form));
        }
        let mut narrative = ours.narrative.text().to_owned();
        if let Some(text) = &theirs.text {
            let list = their_list(text, composed.layout, &grids);
            let unknown = known::read_off(&composed.printed, &list);
            if !unknown.is_empty() {
                let known: KnownValues = composed.known.into_iter().chain(unknown).collect();
                composed = tools.compose(input.base, known).ok_or_else(unreadable)?;
            }
            let statistics = sums.unwrap_or(&composed.report.statistics);
            let made =
                self.text(&list, &composed, statistics, &base, &as_theirs, input, tools, wishes)?;
            if let Some(made) = made {
                narrative = self.three_ways(&base, &ours, &made, wishes.prefer);
                narrative = tools.numbered(input.ours, &narrative);
            }
            if let Some(before) = input.before {
                let rejected = their_list(before, composed.layout, &grids);
                self.findings.extend(untracked(&composed.printed, &rejected, file));
            }
        }
        ours.write(&mut self.files, input.ours, &filling, &narrative);
        Ok(())
    }

    /// The numbers of the form's tables among those of the file.
    fn read_tables(&mut self, theirs: &Theirs, composed: &Composed<'_>) -> (Theirs, Grids) {
        let mut theirs = theirs.clone();
        let mut grids = Grids::default();
        if let Some(text) = &theirs.text {
            grids = grids::read(&text.blocks, &composed.layout.form, &theirs.name);
            self.findings.append(&mut grids.findings);
            self.findings.extend(left::facts(&grids.facts, &composed.report, &theirs.name));
            theirs.numbers.append(&mut grids.numbers);
        }
        (theirs, grids)
    }

    /// What the changed numbers make of ours report.json, and the base with them.
    fn numbers(
        &mut self,
        theirs: &Theirs,
        composed: &Composed<'_>,
        ours: &Texts,
        base: &Texts,
        input: MergeInput<'_>,
        prefer: Prefer,
    ) -> (Filling, Folder) {
        let form = &composed.layout.form;
        let left_with = numbers::left_with(&composed.report.statistics);
        let changed = numbers::changed(theirs, &left_with, form);
        self.findings.extend(changed.findings);
        let mut filling = fill(&ours.json, form, &changed.numbers, prefer);
        let file = Location::whole(&theirs.name);
        self.findings.extend(filling.findings.drain(..).map(|it| it.or_at(&file)));
        self.numbers = std::mem::take(&mut filling.taken);
        let as_base = fill(&base.json, form, &changed.numbers, Prefer::Theirs);
        let mut as_theirs = input.base.clone();
        if let Some(bytes) = as_theirs.files.get_mut(REPORT_JSON) {
            *bytes = as_base.apply(&String::from_utf8_lossy(bytes)).into_bytes().into();
        }
        (filling, as_theirs)
    }

    /// narrative.md as the edited file would have it, proved; none where it is as it was, or can't
    /// be taken.
    #[allow(clippy::too_many_arguments)]
    fn text(
        &mut self,
        list: &[Their<'_>],
        composed: &Composed<'_>,
        statistics: &Statistics,
        base: &Texts,
        as_theirs: &Folder,
        input: MergeInput<'_>,
        tools: MergeTools<'_>,
        wishes: MergeWishes,
    ) -> Result<Option<String>, Diagnostic> {
        let (file, form) = (input.theirs.name.as_str(), &composed.layout.form);
        let numbers = Numbers { now: statistics, previous: None, words: &form.words };
        let printed = &composed.printed;
        let matches: Vec<Match> = align(printed, list);
        let sections = sections(base.narrative.text(), &composed.report.prose, printed);
        let bindings = Bindings { numbers, unbind: wishes.unbind };
        let numerals = &form.words.numerals;
        let stressed = Stressed::of(list);
        let comparing = Comparing { source: &base.narrative, bindings, numerals, file, stressed };
        let empty = BTreeMap::new();
        let their_notes = input.theirs.text.as_ref().map_or(&empty, |text| &text.notes);
        let notes = &composed.report.narrative.notes;
        let notes = Notes::new(notes, their_notes, list, numerals);
        let retold = retell(&Retelling {
            printed,
            theirs: list,
            matches: &matches,
            sections: &sections,
            comparing,
            notes: &notes,
            set: input.set,
        });
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        let stops = retold.findings.iter().any(is_error);
        self.findings.extend(retold.findings);
        self.texts = retold.taken;
        self.followed = retold.followed;
        if stops || retold.text == base.narrative.text() {
            return Ok(None);
        }
        let made = tools.numbered(as_theirs, &retold.text);
        let again = tools.compose(&with_narrative(as_theirs, &made), composed.unvalued(numbers));
        let again = again.ok_or_else(|| finding!("merge-base").at(Location::whole(file)))?;
        let own_preface = self.texts.iter().any(|it| it.how == TakenHow::Preface);
        self.findings.extend(prove(&again.printed, printed, list, &matches, own_preface, file));
        Ok(Some(made))
    }

    /// Ours narrative.md with what is new in theirs.
    fn three_ways(&mut self, base: &Texts, ours: &Texts, made: &str, prefer: Prefer) -> String {
        let (base, own) = (base.narrative.text(), ours.narrative.text());
        let three = three::merge(base, own, made, prefer);
        for conflict in three.conflicts {
            let finding = finding!(
                "merge-conflict",
                base = shown(&base[conflict.base]),
                ours = shown(&own[conflict.ours.clone()]),
                theirs = shown(&made[conflict.theirs]),
            );
            self.findings.push(finding.at(ours.narrative.locate(conflict.ours)));
        }
        for overruled in three.overruled {
            let (ours_text, theirs) =
                (shown(&own[overruled.ours.clone()]), shown(&made[overruled.theirs]));
            let finding = match prefer {
                Prefer::Theirs => finding!("merge-overruled", lost = ours_text, kept = theirs),
                _ => finding!("merge-overruled.theirs", lost = theirs, kept = ours_text),
            };
            self.findings.push(finding.at(ours.narrative.locate(overruled.ours)));
        }
        if three.edits.is_empty() {
            // All of it is there already, or was overruled.
            self.texts.clear();
            self.followed = 0;
        }
        apply(own, 0..own.len(), &three.edits)
    }
}

/// That base and folder are the same report of one year.
fn same_report(
    input: MergeInput<'_>,
    composed: &Composed<'_>,
    tools: MergeTools<'_>,
) -> Result<(), Diagnostic> {
    let reading = read(input.ours, None, tools.layouts);
    let Some((ours, layout, _)) = reading.report else {
        let fault = reading.findings.into_iter().find(|it| it.severity == Severity::Error);
        return Err(fault.unwrap_or_else(|| finding!("merge-folder", file = REPORT_JSON)));
    };
    let base = &composed.report;
    let layouts = (&layout.form.id, &composed.layout.form.id);
    if (&ours.agency, ours.year, layouts.0) == (&base.agency, base.year, layouts.1) {
        return Ok(());
    }
    let finding = finding!(
        "merge-other",
        agency = &base.agency,
        year = base.year,
        layout = layouts.1,
        our_agency = &ours.agency,
        our_year = ours.year,
        our_layout = layouts.0,
    );
    Err(finding.at(Location::whole(&input.theirs.name)))
}

/// The paragraphs and tables of a file, without a draft's page of findings.
fn their_list<'t>(text: &'t TheirText, layout: &Layout, grids: &Grids) -> Vec<Their<'t>> {
    let form = &layout.form;
    let mut list = their::theirs(&text.blocks, &form.words.numerals, &grids.forms);
    let findings = list.iter().rposition(|it| it.text == form.draft.heading);
    list.truncate(findings.unwrap_or(list.len()));
    list
}

/// The two texts of a folder, as edits see them.
struct Texts {
    json: Source,
    narrative: Source,
}

impl Texts {
    fn of(folder: &Folder) -> Result<Texts, Diagnostic> {
        let text = |name: &str| {
            let shown = format!("{}/{name}", folder.name);
            let bytes = folder.files.get(name);
            let written = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
            let lacks = || finding!("merge-folder", file = name).at(Location::whole(&shown));
            // A form of tables alone has no text.
            let written = match bytes {
                None if name == NARRATIVE_MD => Some(""),
                _ => written,
            };
            Ok(Source::new(&shown, clean(written.ok_or_else(lacks)?).0))
        };
        Ok(Texts { json: text(REPORT_JSON)?, narrative: text(NARRATIVE_MD)? })
    }

    /// Puts what has changed among the files that are to be written.
    fn write(&self, files: &mut FileMap, folder: &Folder, numbers: &Filling, narrative: &str) {
        let written = |name: &str| folder.files.get(name).map(|it| String::from_utf8_lossy(it));
        let mut put =
            |name: &str, text: String| files.insert(name.to_owned(), text.into_bytes().into());
        if let Some(json) = written(REPORT_JSON).filter(|_| !numbers.is_empty()) {
            put(REPORT_JSON, numbers.apply(&json));
        }
        if let Some(text) = written(NARRATIVE_MD).filter(|_| self.narrative.text() != narrative) {
            put(NARRATIVE_MD, rewritten(&text, narrative));
        }
    }
}
