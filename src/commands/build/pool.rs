//! Threads that make reports. Each takes the next one; what they make is handed over in the order
//! of the reports.
//!
//! A report is never a task of rayon: krilla, which writes the PDF, waits inside rayon, and while
//! it waits there rayon may begin another whole report on top. So each thread has a rayon pool of
//! its own, of one thread, and what belongs to a report stays where the report was begun.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// Room for deeply nested texts; what is not used costs nothing.
const STACK: usize = 64 << 20;

/// Makes `0..count` with so many threads, for as long as `go_on` says so, and hands each result to
/// `take`, on this thread and in order. With no threads everything is made on this one, and one
/// report may use every core.
pub fn work<T: Send>(
    threads: usize,
    count: usize,
    go_on: impl Fn() -> bool + Sync,
    make: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T),
) {
    let next = AtomicUsize::new(0);
    let make_some = |results: Sender<(usize, T)>| {
        while go_on() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count || results.send((index, make(index))).is_err() {
                break;
            }
        }
    };
    let (sender, results) = channel();
    thread::scope(|scope| {
        let mut started = 0;
        for _ in 0..threads {
            let (sender, make_some) = (sender.clone(), &make_some);
            let thread = move || {
                // It must live as long as the thread. Without it rayon takes tasks of other
                // reports, which is only slower.
                let _pool =
                    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
                make_some(sender);
            };
            let builder = thread::Builder::new().stack_size(STACK);
            started += usize::from(builder.spawn_scoped(scope, thread).is_ok());
        }
        if started == 0 {
            let _pool = start_rayon();
            make_some(sender);
        } else {
            drop(sender); // the results end when the last thread does
        }
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (index, made) in results {
            early.insert(index, made);
            while let Some(made) = early.remove(&due) {
                take(due, made);
                due += 1;
            }
        }
    });
}

/// Starts the threads that one report is written by, or takes this one alone where the system gives
/// no threads: rayon would panic when it is first used. What is given must live as long as the
/// work.
pub fn start_rayon() -> Option<rayon::ThreadPool> {
    let started = rayon::ThreadPoolBuilder::new().build_global();
    let alone = || rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    started.is_err().then(alone).and_then(Result::ok)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::work;

    #[test]
    fn results_come_in_order_from_any_number_of_threads() {
        for threads in [0, 1, 3] {
            let mut taken = Vec::new();
            let slow_at_times = |index: usize| {
                sleep(if index.is_multiple_of(3) { 2 } else { 0 });
                index * index
            };
            work(threads, 20, || true, slow_at_times, |index, square| taken.push((index, square)));
            assert_eq!(taken, (0..20).map(|index| (index, index * index)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_was_begun_is_finished_and_nothing_else_is_begun() {
        let stop = AtomicBool::new(false);
        let make = |index: usize| {
            stop.store(index >= 5, Ordering::Relaxed);
            sleep(1);
            index
        };
        let mut taken = Vec::new();
        work(2, 1000, || !stop.load(Ordering::Relaxed), make, |_, index| taken.push(index));
        assert!(taken.len() >= 6 && taken.len() < 1000, "{taken:?}");
        assert_eq!(taken, (0..taken.len()).collect::<Vec<_>>());
    }

    fn sleep(milliseconds: u64) {
        std::thread::sleep(Duration::from_millis(milliseconds));
    }
}
