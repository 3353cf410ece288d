//! The layouts at hand. Those that come with the program are read when they are asked for: most
//! runs need one.

use std::sync::OnceLock;

use serde::Deserialize;

use super::bundle::{Bundle, LAYOUT_TOML};
use super::edition::{Layout, LayoutOrigin};
use crate::diagnostic::{Diagnostic, Location};
use crate::finding;
use crate::form::Years;
use crate::messages::Text;
use crate::say;

/// The layouts at hand; those that come first hide later ones of the same id.
#[derive(Debug, Default)]
pub struct Layouts {
    list: Vec<Shelved>,
}

/// A layout, or the files that it is read from when it is needed.
#[derive(Debug)]
struct Shelved {
    head: LayoutHead,
    files: Option<Bundle<'static>>,
    layout: OnceLock<Layout>,
}

/// What of layout.toml tells which layout a report takes.
#[derive(Debug, Deserialize)]
struct LayoutHead {
    id: String,
    years: Years,
    #[serde(default)]
    by_year: bool,
}

impl Shelved {
    fn layout(&self) -> Option<&Layout> {
        if let (None, Some(files)) = (self.layout.get(), &self.files) {
            let layout = Layout::load(files, LayoutOrigin::BuiltIn);
            let _ = self.layout.set(layout.expect("tests prove what comes with the program"));
        }
        self.layout.get()
    }

    fn digest(&self) -> [u8; 32] {
        let read = self.layout.get().map(|layout| layout.digest);
        read.or(self.files.as_ref().map(Bundle::digest)).unwrap_or_default()
    }
}

impl Layouts {
    /// Adds a layout behind those already there.
    pub fn push(&mut self, layout: Layout) {
        let Layout { form, .. } = &layout;
        let years = Years { from: form.years.from, to: form.years.to };
        let head = LayoutHead { id: form.id.clone(), years, by_year: form.by_year };
        self.add(Shelved { head, files: None, layout: OnceLock::from(layout) });
    }

    /// Adds one that comes with the program.
    pub fn push_built_in(&mut self, files: Bundle<'static>) -> Result<(), Diagnostic> {
        let head = files.parse(LAYOUT_TOML)?;
        self.add(Shelved { head, files: Some(files), layout: OnceLock::new() });
        Ok(())
    }

    fn add(&mut self, layout: Shelved) {
        if self.list.iter().all(|known| known.head.id != layout.head.id) {
            self.list.push(layout);
        }
    }

    /// All layouts.
    pub fn iter(&self) -> impl Iterator<Item = &Layout> {
        self.list.iter().filter_map(Shelved::layout)
    }

    /// The layout called `id`.
    pub fn get(&self, id: &str) -> Option<&Layout> {
        self.list.iter().find(|layout| layout.head.id == id)?.layout()
    }

    /// The layout that serves `year` where a report names none.
    pub fn for_year(&self, year: u16) -> Option<&Layout> {
        self.by_year().find(|layout| layout.head.years.contains(year))?.layout()
    }

    /// The layout that serves the latest years.
    pub fn newest(&self) -> Option<&Layout> {
        self.by_year().max_by_key(|layout| layout.head.years.from)?.layout()
    }

    /// Those that a report may take by its year.
    fn by_year(&self) -> impl Iterator<Item = &Shelved> {
        self.list.iter().filter(|layout| layout.head.by_year)
    }

    /// Hashes of all their files, in order.
    pub fn digests(&self) -> impl Iterator<Item = [u8; 32]> {
        self.list.iter().map(Shelved::digest)
    }

    /// Proves what a layout says of others: that a mapping leads from fields to fields.
    pub fn prove(&self, layout: &Layout) -> Result<(), Diagnostic> {
        for (id, mapping) in &layout.form.previous {
            let Some(last) = self.get(id).filter(|_| *id != layout.form.id) else { continue };
            let leads = |entry: &str| {
                let mut fields = layout.form.fields.iter();
                fields.any(|field| {
                    let before = mapping.before(&field.path);
                    mapping.entry(&field.path) == Some(entry)
                        && before.is_some_and(|path| last.form.fields.find(path.as_str()).is_some())
                })
            };
            if let Some((entry, _)) = mapping.entries().find(|(entry, _)| !leads(entry)) {
                let problem = say!("layout-previous", id = id, path = entry);
                let place = format!("{}/{LAYOUT_TOML}", layout.place);
                return Err(finding!("layout-broken", problem = problem).at(Location::whole(place)));
            }
        }
        Ok(())
    }

    /// Names and years of all layouts, for a finding's hint.
    pub fn listing(&self) -> Text {
        let layout =
            |it: &Shelved| say!("listed", id = &it.head.id, years = Text::from(&it.head.years));
        say!("listing", layouts = self.list.iter().map(layout).collect::<Vec<Text>>())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_layouts_that_come_with_the_program_are_sound_and_know_each_other() {
        let layouts = crate::files::load_layouts(&[]).expect("the built-in layouts");
        assert_eq!(layouts.iter().count(), layouts.list.len());
        for layout in layouts.iter() {
            assert!(layouts.prove(layout).is_ok(), "{}", layout.form.id);
        }
    }
}
