//! Ctrl-C and full disks, as something to ask for and not as a sudden end.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit status of a run that was stopped by Ctrl-C, as shells have it.
pub const INTERRUPTED: u8 = 130;

/// Lets a write past the permitted size of files fail with an error: without that, the system ends
/// the program.
pub fn survive_limits() {
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// A flag that Ctrl-C (or a request to end) raises. Once it is raised, the next one ends the
/// program at once.
pub fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Refused, the signal ends the program as it always did; no file is left half written by
        // that.
        let _ = flag::register_conditional_shutdown(signal, INTERRUPTED.into(), Arc::clone(&stop));
        let _ = flag::register(signal, Arc::clone(&stop));
    }
    stop
}
