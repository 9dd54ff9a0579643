//! A name server and a web server on this machine, over real sockets, for what is found by DNS and fetched by HTTP. Messages
//! of DNS are written by hand, apart from the library that reads them. They serve until the test ends.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::{Arc, Mutex};

/// A record.
#[derive(Clone)]
pub(crate) enum Entry {
    /// Order, service, regexp.
    Naptr(u16, &'static str, String),
    /// The name is another name of this one.
    Alias(String),
}

/// How the name server answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// As it should.
    Whole,
    /// Cut off by UDP, whole by TCP.
    CutOff,
    /// With answers to other questions first.
    AfterOthers,
    /// With this code only.
    Fails(u8),
}

/// A name server.
pub(crate) struct NameServer {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    pub(crate) fn new(entries: Vec<(String, Entry)>, style: Style) -> Self {
        let (udp, tcp) = sockets();
        let asked = Arc::new(Mutex::new(vec![]));
        let address = udp.local_addr().unwrap();
        let entries = Arc::new(entries);
        let (noted, known) = (Arc::clone(&asked), Arc::clone(&entries));
        drop(std::thread::spawn(move || by_udp(&udp, &known, style, &noted)));
        drop(std::thread::spawn(move || by_tcp(&tcp, &entries)));
        Self { address, asked }
    }

    /// The names that were asked for by UDP.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One port for both.
fn sockets() -> (UdpSocket, TcpListener) {
    loop {
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()) {
            return (udp, tcp);
        }
    }
}

fn by_udp(socket: &UdpSocket, entries: &[(String, Entry)], style: Style, asked: &Mutex<Vec<String>>) {
    let mut room = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut room) {
        let question = &room[..length];
        asked.lock().unwrap().push(name_in(question));
        let whole = answer(question, entries, 0);
        let answers = match style {
            Style::Whole => vec![whole],
            Style::CutOff => {
                let mut cut = answer(question, &[], 0);
                cut[2] |= 2;
                cut[3] &= 0xf0;
                vec![cut]
            }
            Style::AfterOthers => {
                let mut other = answer(question, &[], 0);
                other[1] ^= 1;
                let mut elsewhere = answer(question, &[], 0);
                elsewhere[13] ^= 1;
                vec![b"noise".to_vec(), other, elsewhere, question.to_vec(), whole]
            }
            Style::Fails(code) => vec![answer(question, &[], code)],
        };
        for answer in answers {
            socket.send_to(&answer, from).unwrap();
        }
    }
}

fn by_tcp(listener: &TcpListener, entries: &[(String, Entry)]) {
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let mut length = [0; 2];
        stream.read_exact(&mut length).unwrap();
        let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut question).unwrap();
        let answer = answer(&question, entries, 0);
        let length = u16::try_from(answer.len()).unwrap().to_be_bytes();
        stream.write_all(&[&length, answer.as_slice()].concat()).unwrap();
    }
}

/// The question, and what there is; no such name where there is nothing.
fn answer(question: &[u8], entries: &[(String, Entry)], code: u8) -> Vec<u8> {
    let mut name = name_in(question);
    let mut records = vec![];
    for (owner, entry) in entries {
        if !owner.eq_ignore_ascii_case(&name) {
            continue;
        }
        records.push(match entry {
            Entry::Naptr(order, service, regexp) => {
                let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
                let data = [&order.to_be_bytes()[..], &[0, 10], &text("U"), &text(service), &text(regexp), &[0]];
                record(owner, 35, &data.concat())
            }
            Entry::Alias(target) => {
                name.clone_from(target);
                record(owner, 5, &written(target))
            }
        });
    }
    let code = if code == 0 && records.is_empty() { 3 } else { code };
    let count = u16::try_from(records.len()).unwrap().to_be_bytes();
    let head = [question[0], question[1], 0x81, 0x80 | code, 0, 1, count[0], count[1], 0, 0, 0, 0];
    [&head[..], &question[12..], &records.concat()].concat()
}

fn record(owner: &str, kind: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [&written(owner)[..], &[0, kind, 0, 1, 0, 0, 0, 60], &length, data].concat()
}

fn written(name: &str) -> Vec<u8> {
    let labels = name.trim_end_matches('.').split('.');
    let mut out: Vec<u8> =
        labels.flat_map(|label| [&[u8::try_from(label.len()).unwrap()], label.as_bytes()].concat()).collect();
    out.push(0);
    out
}

fn name_in(question: &[u8]) -> String {
    let (mut at, mut name) = (12, String::new());
    while question[at] != 0 {
        let length = usize::from(question[at]);
        name.push_str(std::str::from_utf8(&question[at + 1..=at + length]).unwrap());
        name.push('.');
        at += length + 1;
    }
    name
}

/// What is answered at each path: the status and the body.
type Pages = HashMap<String, (u16, Vec<u8>)>;

/// A web server.
pub(crate) struct Web {
    pub(crate) address: SocketAddr,
    pages: Arc<Mutex<Pages>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let web = Self { address, pages: Arc::default(), asked: Arc::default() };
        let (pages, asked) = (Arc::clone(&web.pages), Arc::clone(&web.asked));
        drop(std::thread::spawn(move || {
            for stream in listener.incoming() {
                // Whoever hangs up has read enough.
                let _ = serve(stream.unwrap(), &pages, &asked);
            }
        }));
        web
    }

    /// What lies under a path; whatever is not there is answered with 404.
    pub(crate) fn put(&self, path: &str, status: u16, body: impl Into<Vec<u8>>) {
        self.pages.lock().unwrap().insert(path.to_owned(), (status, body.into()));
    }

    /// The paths that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    pages: &Mutex<HashMap<String, (u16, Vec<u8>)>>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).into_owned();
    let length = head.to_ascii_lowercase().split_once("content-length: ").and_then(|(_, rest)| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    stream.read_exact(&mut vec![0; length.unwrap_or(0)])?;
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(path.clone());
    let (status, body) = pages.lock().unwrap().get(&path).cloned().unwrap_or((404, vec![]));
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} X\r\nlocation: /elsewhere\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}
