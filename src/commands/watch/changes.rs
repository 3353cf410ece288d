//! When to look at the folders again.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// How long a save may go on: some editors write a file in pieces, or another file and rename it.
const QUIET: Duration = Duration::from_millis(25);
const AT_MOST: Duration = Duration::from_millis(120);
/// How often to look without being told: systems don't tell of all disks.
const UNTOLD: Duration = Duration::from_secs(2);
const POLLED: Duration = Duration::from_millis(300);
/// How often to ask whether to stop.
const BREATH: Duration = Duration::from_millis(100);

/// What tells that something may have changed.
pub struct Changes {
    folders: Vec<PathBuf>,
    told: Receiver<()>,
    watcher: Option<RecommendedWatcher>,
    between: Duration,
}

impl Changes {
    /// Of these folders. Where the system can't tell, or is not asked, they are looked at every so
    /// often.
    pub fn new(folders: &[PathBuf], poll: bool) -> Changes {
        let (tell, told) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading is none: the program reads these files itself.
            if event.is_ok_and(|event| !event.kind.is_access()) {
                let _ = tell.send(());
            }
        });
        let watcher = watcher.ok().filter(|_| !poll);
        let between = if poll || watcher.is_none() { POLLED } else { UNTOLD };
        let mut changes = Changes { folders: folders.to_vec(), told, watcher, between };
        changes.watch();
        changes
    }

    /// Waits until a save is over, the time has come to look, or the program is asked to stop.
    pub fn wait(&mut self, stop: &AtomicBool) {
        let begun = Instant::now();
        while begun.elapsed() < self.between && !stop.load(Ordering::Relaxed) {
            match self.told.recv_timeout(BREATH.min(self.between)) {
                Ok(()) => return self.settle(),
                Err(RecvTimeoutError::Timeout) => (),
                // No watcher, no word.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(BREATH),
            }
        }
        self.watch(); // a folder that was taken away and made anew is another one
    }

    fn settle(&mut self) {
        let begun = Instant::now();
        while begun.elapsed() < AT_MOST && self.told.recv_timeout(QUIET).is_ok() {}
        if self.folders.iter().any(|folder| !folder.is_dir()) {
            self.watch();
        }
    }

    fn watch(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in &self.folders {
            // A folder that can't be watched is looked at every so often.
            let _ = watcher.watch(folder, RecursiveMode::Recursive);
        }
    }
}
