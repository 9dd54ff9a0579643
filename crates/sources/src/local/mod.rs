//! A local server that speaks as the sources do, with their limits and their errors, about an invented region. For tests and for
//! trying things out; it can be told to be slow, to refuse, to cut an answer off, to change its catalogue between two pages.

mod kolada;
mod others;
mod parquet;
mod pxweb;
mod pxweb_formats;
mod pxweb_markup;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::json::Json;

const HEAD_MAX: u64 = 64 * 1024;
const BODY_MAX: u64 = 4 * 1024 * 1024;

/// Something that it does to the next question instead of answering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Answers with a status, and asks to come back after so many seconds.
    Refuse {
        /// The status.
        status: u16,
        /// The header `Retry-After`.
        retry_after: Option<String>,
    },
    /// Sends half of the answer and hangs up.
    Cut,
    /// Never answers; hangs up when the other end does.
    Silence,
    /// Answers properly, after so many milliseconds.
    Slow(u64),
    /// Answers properly: to let some questions pass before a trouble.
    Pass,
}

/// How it behaves.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// What happens to the next questions, one after the other.
    pub troubles: Vec<Trouble>,
    /// Items on a page of Kolada.
    pub page: usize,
    /// Cells in a question to PxWeb.
    pub cells_max: u64,
    /// The catalogue loses its first item after each page this many more times.
    pub changes: usize,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self { troubles: Vec::new(), page: 5000, cells_max: 1000, changes: 0 }
    }
}

/// What it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// Path and query, unescaped.
    pub path: String,
    /// Headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// What was posted.
    pub body: String,
}

impl Asked {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A parameter of the query.
    fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.path.split_once('?')?;
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// An answer.
struct Answer {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn json(status: u16, body: &Json) -> Self {
        Self { status, kind: "application/json", body: body.to_string().into_bytes() }
    }

    fn text(status: u16, text: &str) -> Self {
        Self { status, kind: "text/plain", body: text.as_bytes().to_vec() }
    }
}

struct Shared {
    behaviour: Mutex<Behaviour>,
    asked: Mutex<Vec<Asked>>,
    stopped: AtomicBool,
    address: SocketAddr,
}

/// The server; it stops when it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Starts it on a port; 0 is any that is free.
    pub fn start(port: u16, behaviour: Behaviour) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let shared = Arc::new(Shared {
            behaviour: Mutex::new(behaviour),
            asked: Mutex::default(),
            stopped: AtomicBool::new(false),
            address: listener.local_addr()?,
        });
        let of_thread = Arc::clone(&shared);
        let listening = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if of_thread.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&of_thread);
                if let Ok(stream) = stream {
                    std::thread::spawn(move || {
                        // A client that hangs up is no matter here.
                        let _ = serve(&stream, &shared);
                    });
                }
            }
        });
        Ok(Self { shared, listening: Some(listening) })
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// Changes how it behaves.
    pub fn behave(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut held(&self.shared.behaviour));
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        held(&self.shared.asked).clone()
    }

    /// Waits until it is stopped, which is when the process ends.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        if let Some(listening) = self.listening.take() {
            // Wakes it up to see that it is over.
            let _ = TcpStream::connect(self.shared.address);
            let _ = listening.join();
        }
    }
}

fn serve(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let Some(asked) = read(&mut reader)? else { return Ok(()) };
    held(&shared.asked).push(asked.clone());
    let trouble = {
        let mut behaviour = held(&shared.behaviour);
        if behaviour.troubles.is_empty() { Trouble::Pass } else { behaviour.troubles.remove(0) }
    };
    match trouble {
        Trouble::Silence => {
            let mut rest = Vec::new();
            reader.read_to_end(&mut rest)?;
            return Ok(());
        }
        Trouble::Refuse { status, retry_after } => {
            let retry = retry_after.map(|after| format!("Retry-After: {after}\r\n")).unwrap_or_default();
            return send(stream, &Answer::text(status, "later"), &retry, &Trouble::Pass);
        }
        // Nobody wakes it, so it waits the whole time.
        Trouble::Slow(milliseconds) => std::thread::park_timeout(std::time::Duration::from_millis(milliseconds)),
        Trouble::Cut | Trouble::Pass => {}
    }
    let answer = answer(&asked, &mut held(&shared.behaviour));
    let tag = format!("\"{:x}\"", answer.body.iter().fold(7_u64, |sum, byte| sum.wrapping_mul(31) ^ u64::from(*byte)));
    let same = answer.status == 200 && asked.header("if-none-match") == Some(&tag);
    let answer = if same { Answer { status: 304, kind: answer.kind, body: Vec::new() } } else { answer };
    let tag = if asked.method == "GET" { format!("ETag: {tag}\r\n") } else { String::new() };
    send(stream, &answer, &tag, &trouble)
}

fn send(mut stream: &TcpStream, answer: &Answer, headers: &str, trouble: &Trouble) -> std::io::Result<()> {
    let length = answer.body.len();
    let head = format!(
        "HTTP/1.1 {} X\r\nContent-Type: {}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n",
        answer.status, answer.kind
    );
    stream.write_all(head.as_bytes())?;
    let sent = if *trouble == Trouble::Cut { length / 2 } else { length };
    stream.write_all(answer.body.get(..sent).unwrap_or_default())?;
    stream.flush()
}

fn read(reader: &mut impl BufRead) -> std::io::Result<Option<Asked>> {
    let mut head = reader.by_ref().take(HEAD_MAX);
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut asked =
        Asked { method: method.to_owned(), path: unescaped(path), headers: Vec::new(), body: String::new() };
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            asked.headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    let length = asked.header("content-length").and_then(|length| length.parse::<u64>().ok()).unwrap_or(0);
    let mut body = Vec::new();
    reader.by_ref().take(length.min(BODY_MAX)).read_to_end(&mut body)?;
    asked.body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(asked))
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            (other, _) => {
                bytes.push(*other);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn answer(asked: &Asked, behaviour: &mut Behaviour) -> Answer {
    let path = asked.path.split('?').next().unwrap_or_default().to_owned();
    if let Some(rest) = path.strip_prefix("/kolada/v3/") {
        return kolada::answer(rest, asked, behaviour);
    }
    if let Some(rest) = path.strip_prefix("/pxweb/v1/") {
        return pxweb::one(rest, asked, behaviour);
    }
    if let Some(rest) = path.strip_prefix("/pxweb/v2/") {
        return pxweb::two(rest, asked, behaviour);
    }
    if let Some(rest) = path.strip_prefix("/socialstyrelsen") {
        return others::socialstyrelsen(rest, asked, behaviour);
    }
    if let Some(rest) = path.strip_prefix("/planned/") {
        return others::planned(rest, asked);
    }
    if let Some(rest) = path.strip_prefix("/skolverket/") {
        return others::skolverket(rest, asked);
    }
    Answer::text(404, "no such path")
}
