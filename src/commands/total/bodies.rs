//! The bodies that a sum is made of, and those that can't be in it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Diagnostic, Location, Severity};
use nianbao::messages::Text;
use nianbao::reader::REPORT_JSON;
use nianbao::total::{Body, read};
use nianbao::{PrepareOptions, Prepared, files, finding, say};

use crate::commands::{Tools, tally};
use crate::console::Console;

/// The bodies so far.
#[derive(Default)]
pub struct Bodies<'a> {
    /// Those in the sum, with their folders.
    pub counted: Vec<(PathBuf, Body<'a>)>,
    /// Those that are not, by name, and why.
    pub absent: Vec<(String, Text)>,
}

impl<'a> Bodies<'a> {
    /// Adds a body, or says what keeps it out.
    pub fn add<Out: Write, Err: Write>(
        &mut self,
        input: &Path,
        tools: &'a Tools,
        console: &mut Console<Out, Err>,
    ) {
        let folder = files::report_folder(input);
        let (body, mut prepared) = read_body(&folder, tools);
        console.style().weigh(&mut prepared);
        let clean = prepared.is_clean();
        let name =
            body.as_ref().map(|body| body.agency.clone()).filter(|agency| !agency.is_empty());
        let name = name.unwrap_or_else(|| folder.display().to_string());
        let Some(body) = body.filter(|_| clean) else {
            // Its warnings are the body's own matter; its errors are why it is missing here.
            prepared.findings.retain(|finding| finding.severity == Severity::Error);
            console.findings(&mut prepared);
            return self.absent.push((name, tally(&prepared)));
        };
        let place = || Location::path(&folder.join(REPORT_JSON));
        let known = self.counted.iter().find(|(_, known)| known.agency == body.agency);
        if let Some((first, _)) = known {
            let finding = finding!("total-repeated", name = &name, first = first.display());
            console.finding(&finding.at(place()));
            return self.absent.push((name, say!("total-absent-repeated")));
        }
        if !prepared.findings.is_empty() {
            let (tally, folder) = (tally(&prepared), folder.display());
            let finding = finding!("total-warnings", name = name, tally = tally, folder = folder);
            console.finding(&finding.at(place()));
        }
        self.counted.push((folder, body));
    }

    /// Leaves out the bodies of another year or edition than most.
    pub fn keep_one_edition<Out: Write, Err: Write>(&mut self, console: &mut Console<Out, Err>) {
        let edition = |body: &Body<'_>| (body.year, body.layout.form.id.clone());
        let mut editions: BTreeMap<(u16, String), usize> = BTreeMap::new();
        for (_, body) in &self.counted {
            *editions.entry(edition(body)).or_default() += 1;
        }
        let Some((usual, _)) = editions.into_iter().max_by_key(|(_, count)| *count) else { return };
        let (kept, strange): (Vec<_>, Vec<_>) = std::mem::take(&mut self.counted)
            .into_iter()
            .partition(|(_, body)| edition(body) == usual);
        for (folder, Body { agency, year, layout, .. }) in strange {
            let (this, others) = if year == usual.0 {
                let (this, others) = (&layout.form.id, &usual.1);
                (say!("total-layout", layout = this), say!("total-layout", layout = others))
            } else {
                (say!("total-year", year = year), say!("total-year", year = usual.0))
            };
            let finding =
                finding!("total-edition", agency = &agency, this = &this, others = others);
            console.finding(&finding.at(Location::path(&folder.join(REPORT_JSON))));
            self.absent.push((agency, this));
        }
        self.counted = kept;
    }

    /// Says which names of the list have no report at all.
    pub fn find_missing<Out: Write, Err: Write>(
        &mut self,
        expected: Vec<String>,
        list: Option<&Path>,
        console: &mut Console<Out, Err>,
    ) {
        for name in expected {
            let counted = self.counted.iter().map(|(_, body)| &body.agency);
            let absent = self.absent.iter().map(|(known, _)| known);
            if counted.chain(absent).any(|known| *known == name) {
                continue;
            }
            let mut finding = finding!("total-missing", name = &name);
            finding.location = list.map(Location::path);
            console.finding(&finding);
            self.absent.push((name, say!("total-absent-missing")));
        }
    }

    /// Why no sum is written.
    pub fn incomplete(&self) -> Diagnostic {
        let absent =
            |(name, reason): &(String, Text)| say!("total-absent", name = name, reason = reason);
        let bodies: Vec<Text> = self.absent.iter().map(absent).collect();
        finding!("total-incomplete", count = bodies.len(), bodies = bodies)
    }
}

/// A body's report as far as it could be read, and what was found in it.
fn read_body<'a>(folder: &Path, tools: &'a Tools) -> (Option<Body<'a>>, Prepared<'a>) {
    match files::read_folder(folder) {
        Ok(files) => {
            let body = read(&files, &tools.layouts);
            (body, tools.prepare_read(Ok((files, None)), PrepareOptions::default()))
        }
        Err(fault) => (None, Prepared::unread(fault)),
    }
}
