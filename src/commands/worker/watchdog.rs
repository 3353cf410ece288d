//! No report may keep a worker for ever: whoever waits for its answer can't tell that from a slow
//! one.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often it looks.
const STEPS: u32 = 60;

/// The report in hand, and since when.
type InHand = Arc<Mutex<Option<(String, Instant)>>>;

/// Looks on from a thread of its own.
pub struct Watchdog(InHand);

impl Watchdog {
    /// Calls `late` with the id of the first report that takes longer than `limit`. Where no thread
    /// can be had, nobody looks on.
    pub fn start(limit: Duration, late: impl FnOnce(&str) + Send + 'static) -> Watchdog {
        let in_hand = InHand::default();
        let watched = Arc::downgrade(&in_hand);
        let watch = move || {
            while let Some(in_hand) = watched.upgrade() {
                let begun = in_hand.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Some((id, begun)) = begun
                    && begun.elapsed() > limit
                {
                    return late(&id);
                }
                drop(in_hand);
                thread::sleep(limit / STEPS);
            }
        };
        let _ = thread::Builder::new().spawn(watch);
        Watchdog(in_hand)
    }

    /// Begins with a report.
    pub fn begin(&self, id: &str) {
        self.set(Some((id.to_owned(), Instant::now())));
    }

    /// Its answer is there.
    pub fn end(&self) {
        self.set(None);
    }

    fn set(&self, in_hand: Option<(String, Instant)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = in_hand;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn the_report_that_takes_too_long_is_told_and_no_other() {
        let (late, told) = channel();
        let watchdog = Watchdog::start(Duration::from_millis(300), move |id| {
            late.send(id.to_owned()).expect("somebody listens");
        });
        for id in ["quick", "quick too"] {
            watchdog.begin(id);
            thread::sleep(Duration::from_millis(200));
            watchdog.end();
        }
        thread::sleep(Duration::from_millis(400));
        assert!(told.try_recv().is_err(), "nothing is in hand");
        watchdog.begin("slow");
        assert_eq!(told.recv_timeout(Duration::from_secs(60)).as_deref(), Ok("slow"));
    }
}
