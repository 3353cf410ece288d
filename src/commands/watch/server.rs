//! The live page over HTTP, on this machine alone. It only shows: nothing can be sent to it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use nianbao::messages::{Language, Text};
use nianbao::{args, say};

use super::board::Board;

/// The first port that is tried.
pub const FIRST_PORT: u16 = 4860;
const TRIED: u16 = 20;

/// What a browser may send at most, and how long it may take.
const REQUEST_BYTES: u64 = 8 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);
/// A line now and then tells whether somebody still listens.
const HEARTBEAT: Duration = Duration::from_secs(10);
const AT_A_TIME: usize = 64;

const PAGE: &str = include_str!("../../../messages/live/index.html");
const STYLE: &str = include_str!("../../../messages/live/live.css");
const SCRIPT: &str = include_str!("../../../messages/live/live.js");

/// A port of this machine: the one that is asked for, or the first that is free.
pub fn bind(port: Option<u16>) -> io::Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port),
        None => (FIRST_PORT..FIRST_PORT + TRIED)
            .find_map(|port| bind(port).ok())
            .map_or_else(|| bind(0), Ok),
    }
}

/// Answers until the program ends.
pub fn serve(
    listener: &TcpListener,
    address: SocketAddr,
    board: &Arc<Board>,
    stop: &Arc<AtomicBool>,
    language: Language,
) {
    let page: Arc<str> = page(language).into();
    let busy = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming().flatten() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        if busy.fetch_add(1, Ordering::Relaxed) >= AT_A_TIME {
            busy.fetch_sub(1, Ordering::Relaxed);
            continue; // closed unanswered
        }
        let (board, busy, page) = (Arc::clone(board), Arc::clone(&busy), Arc::clone(&page));
        thread::spawn(move || {
            let _ = answer(stream, address, &board, &page); // who went away needs no answer
            busy.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// The page in a language; in live.js is none.
fn page(language: Language) -> String {
    let words = args!(
        language = language.tag(),
        title = say!("live-title"),
        pages = say!("live-pages"),
        page = say!("live-page"),
        reading = say!("live-reading"),
        findings = say!("live-findings"),
        foot = say!("live-foot"),
        lost = say!("live-lost"),
    );
    Text::written(PAGE.to_owned(), words).said_in(language).to_string()
}

fn answer(mut stream: TcpStream, address: SocketAddr, board: &Board, page: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(path) = asked(&stream, address)? else {
        return send(&mut stream, "403 Forbidden", "text/plain", b"");
    };
    match path.as_str() {
        "/" => send(&mut stream, "200 OK", "text/html; charset=utf-8", page.as_bytes()),
        "/live.css" => send(&mut stream, "200 OK", "text/css; charset=utf-8", STYLE.as_bytes()),
        "/live.js" => {
            send(&mut stream, "200 OK", "text/javascript; charset=utf-8", SCRIPT.as_bytes())
        }
        "/state" => {
            let (_, view) = board.state();
            send(&mut stream, "200 OK", "application/json", view.state.as_bytes())
        }
        "/events" => events(&mut stream, board),
        path => {
            let key = path.strip_prefix("/page/").and_then(|rest| rest.strip_suffix(".png"));
            match key.and_then(|key| board.page(key)) {
                Some(page) => send(&mut stream, "200 OK", "image/png", &page),
                None => send(&mut stream, "404 Not Found", "text/plain", b""),
            }
        }
    }
}

/// The path of a request; none where it is not one to be answered. A page of another name that
/// leads to this address must not read the report, so the name is looked at.
fn asked(stream: &TcpStream, address: SocketAddr) -> io::Result<Option<String>> {
    let mut reader = BufReader::new(stream.take(REQUEST_BYTES));
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = match line.split(' ').collect::<Vec<_>>().as_slice() {
        ["GET", path, _] => (*path).to_owned(),
        _ => return Ok(None),
    };
    let names = [format!("localhost:{}", address.port()), address.to_string()];
    let mut ours = false;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(ours.then_some(path));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            ours = names.iter().any(|name| name == value.trim());
        }
    }
}

const RULES: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
    Content-Security-Policy: default-src 'self'; img-src 'self' data:\r\nConnection: close\r\n";

fn send(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{RULES}\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

/// Tells of every new view, as server-sent events.
fn events(stream: &mut TcpStream, board: &Board) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{RULES}\r\n");
    stream.write_all(head.as_bytes())?;
    let mut seen = 0;
    while let Ok(version) = board.after(seen, HEARTBEAT) {
        match version {
            Some(version) => {
                seen = version;
                stream.write_all(format!("data: {version}\n\n").as_bytes())?;
            }
            None => stream.write_all(b":\n\n")?,
        }
    }
    Ok(())
}
