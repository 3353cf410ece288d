//! `watch`: the report as it will be printed, and its findings, on a page of this machine that is
//! new at every save.
//!
//! ```text
//!  files ── changes ──► look at the folder ──► LiveView ──► Board ──► server ──► browser
//! ```
//!
//! What a file says decides, not what the system says of it: the folder is read whenever something
//! may have happened, and a view is made where what was read is another.

mod board;
mod changes;
mod server;
mod view;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use nianbao::diagnostic::Location;
use nianbao::hash::sha256;
use nianbao::writer::pdf::Typesetter;
use nianbao::{files, finding, say};

use self::board::Board;
use self::changes::Changes;
use self::view::{Read, ViewMaker};
use super::Tools;
use super::build::pool::start_rayon;
use crate::cli::Watch;
use crate::console::{Console, Status};
use crate::signals;

/// Serves the live page until Ctrl-C.
pub fn run<Out: Write, Err: Write>(
    watch: &Watch,
    tools: &Tools,
    console: &mut Console<Out, Err>,
) -> Status {
    let folder = files::report_folder(&watch.input);
    if !folder.is_dir()
        && let Err(fault) = files::read_folder(&folder)
    {
        console.finding(&fault);
        return Status::Errors;
    }
    let listener = match server::bind(watch.port) {
        Ok(listener) => listener,
        Err(error) => {
            let place = format!("127.0.0.1:{}", watch.port.unwrap_or(server::FIRST_PORT));
            let finding = finding!("port-taken", reason = files::explain(&error));
            console.finding(&finding.at(Location::whole(place)));
            return Status::Unusable;
        }
    };
    let Ok(address) = listener.local_addr() else { return Status::Unusable };
    let stop = signals::stop_flag();
    let language = console.style().language;
    let board = Arc::new(Board::default());
    {
        let (board, stop) = (Arc::clone(&board), Arc::clone(&stop));
        thread::spawn(move || server::serve(&listener, address, &board, &stop, language));
    }
    console.print(say!("watch-address", address = address.to_string()));
    console.remark(say!("watch-stop"));
    let _pool = start_rayon();
    let typesetter = Typesetter::new(&tools.fonts, 1);
    let maker = ViewMaker::new(tools, &typesetter, console.style());
    follow(watch, &folder, &maker, &board, &stop);
    Status::Clean
}

/// Makes a view of whatever the folders come to hold.
fn follow(watch: &Watch, folder: &Path, maker: &ViewMaker<'_>, board: &Board, stop: &AtomicBool) {
    let folders: Vec<PathBuf> = [Some(folder), watch.previous.as_deref()]
        .into_iter()
        .flatten()
        .map(Path::to_owned)
        .collect();
    let mut changes = Changes::new(&folders, watch.poll);
    let mut last = None;
    while !stop.load(Ordering::Relaxed) {
        let read = super::read(folder, watch.previous.as_deref());
        let key = key(&read);
        if last.as_ref() != Some(&key) {
            board.show(maker.make(read, board.pages()));
            last = Some(key);
        }
        changes.wait(stop);
    }
    board.close();
}

/// What tells what was read from anything else.
fn key(read: &Read) -> String {
    match read {
        Ok((folder, previous)) => {
            let files = [Some(folder), previous.as_ref()].into_iter().flatten();
            let files = files.flat_map(|folder| &folder.files);
            let keys = files.map(|(name, bytes)| format!("{name} {}\n", sha256(bytes)));
            keys.collect::<String>() + &format!("{:?}", folder.faults)
        }
        Err(fault) => fault.message.in_file(),
    }
}
