//! What the live page shows now, for the threads that serve it.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nianbao::writer::pdf::LivePages;

/// One state of the report.
#[derive(Default)]
pub struct LiveView {
    /// What the page shows, as JSON.
    pub state: String,
    /// The pages that it names; those of an earlier state where this one has none.
    pub pages: Option<Arc<LivePages>>,
}

#[derive(Default)]
struct Now {
    /// Counts the views from 1.
    version: u64,
    view: Arc<LiveView>,
    /// Pages drawn so far, by their keys.
    drawn: BTreeMap<String, Arc<Vec<u8>>>,
    closed: bool,
}

/// The view of now.
#[derive(Default)]
pub struct Board {
    now: Mutex<Now>,
    changed: Condvar,
}

/// Dots an inch of a page on the screen.
const PPI: u16 = 144;

impl Board {
    /// Shows a view to all who wait for one.
    pub fn show(&self, view: LiveView) {
        let mut now = self.now();
        now.version += 1;
        if let Some(pages) = &view.pages {
            now.drawn.retain(|key, _| pages.keys().contains(key));
        }
        now.view = Arc::new(view);
        self.changed.notify_all();
    }

    /// Sends all who wait away.
    pub fn close(&self) {
        self.now().closed = true;
        self.changed.notify_all();
    }

    /// The pages that are shown.
    pub fn pages(&self) -> Option<Arc<LivePages>> {
        self.now().view.pages.clone()
    }

    /// The state of now, with its number.
    pub fn state(&self) -> (u64, Arc<LiveView>) {
        let now = self.now();
        (now.version, Arc::clone(&now.view))
    }

    /// The number of a view that is not `seen`; none where the time passes without one. The error
    /// says that there will be none.
    pub fn after(&self, seen: u64, patience: Duration) -> Result<Option<u64>, ()> {
        let same = |now: &mut Now| now.version == seen && !now.closed;
        let waited = self.changed.wait_timeout_while(self.now(), patience, same);
        let (now, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if now.closed { Err(()) } else { Ok((now.version != seen).then_some(now.version)) }
    }

    /// The page of that key, drawn when it is first asked for.
    pub fn page(&self, key: &str) -> Option<Arc<Vec<u8>>> {
        let now = self.now();
        if let Some(drawn) = now.drawn.get(key) {
            return Some(Arc::clone(drawn));
        }
        let pages = now.view.pages.clone()?;
        drop(now); // drawing takes its time
        let index = pages.keys().iter().position(|known| known == key)?;
        let drawn = Arc::new(pages.png(index, PPI)?);
        self.now().drawn.insert(key.to_owned(), Arc::clone(&drawn));
        Some(drawn)
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
