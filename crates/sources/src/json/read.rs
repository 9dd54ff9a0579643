//! Reads JSON from a stream, byte by byte where it is small and in bursts where it is large.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use super::{Json, number};
use crate::fault::{Code, Fault, Result};

const BUFFER: usize = 128 * 1024;
/// A number longer than this is nobody's figure.
const NUMBER_MAX: usize = 400;
const DEPTH_MAX: usize = 64;
const TEXT_MAX: usize = 4 * 1024 * 1024;
/// The most values of a tree, so that a small file cannot become a large memory.
const NODES_MAX: usize = 8_000_000;
/// The most bytes of a document.
const BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;

/// Reads one document.
pub struct Reader<R> {
    source: R,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// Bytes before the buffer.
    before: u64,
    finished: bool,
    nodes: usize,
}

/// What an array of numbers turned out to be.
pub enum Numbers {
    /// Numbers and nulls only; a null is not-a-number.
    Plain(Vec<f64>),
    /// Something else among them.
    Mixed(Vec<Json>),
}

enum Stop {
    /// The buffer has too little left to be sure.
    Refill,
    /// Neither a number nor null.
    Other,
    /// The bracket that ends the array.
    Closed,
    /// No separator where one must stand.
    Separator,
}

impl<R: Read> Reader<R> {
    /// A reader at the start of a document. A byte order mark is passed over.
    pub fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BUFFER], at: 0, end: 0, before: 0, finished: false, nodes: 0 }
    }

    fn fault(&self, text: impl Into<String>) -> Fault {
        Fault::new(Code::Broken, format!("byte {}", self.before + self.at as u64 + 1), text)
    }

    fn too_large(&self, text: &str) -> Fault {
        Fault::new(Code::TooLarge, format!("byte {}", self.before + self.at as u64 + 1), text)
    }

    /// Moves what is left to the front and reads on until `need` bytes are there or the source has ended.
    fn fill(&mut self, need: usize) -> Result<()> {
        if self.end - self.at >= need || self.finished {
            return Ok(());
        }
        self.buffer.copy_within(self.at..self.end, 0);
        self.before += self.at as u64;
        self.end -= self.at;
        self.at = 0;
        if self.before > BYTES_MAX {
            return Err(self.too_large("the document is too long"));
        }
        while self.end < need {
            let space = self.buffer.get_mut(self.end..).unwrap_or_default();
            match self.source.read(space) {
                Ok(0) => {
                    self.finished = true;
                    break;
                }
                Ok(count) => self.end += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::file("", &error)),
            }
        }
        if self.before == 0 && self.at == 0 && self.window().starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        Ok(())
    }

    fn window(&self) -> &[u8] {
        self.buffer.get(self.at..self.end).unwrap_or_default()
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        if self.at == self.end {
            self.fill(1)?;
        }
        Ok(self.buffer.get(self.at..self.end).and_then(<[u8]>::first).copied())
    }

    /// The next byte that is not a space, without taking it.
    pub fn peek(&mut self) -> Result<Option<u8>> {
        loop {
            match self.byte()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                other => return Ok(other),
            }
        }
    }

    fn expect(&mut self, wanted: u8) -> Result<()> {
        match self.peek()? {
            Some(found) if found == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.fault(format!("expected {}", char::from(wanted)))),
            None => Err(self.fault("the text breaks off")),
        }
    }

    /// Nothing but spaces may be left.
    pub fn end(&mut self) -> Result<()> {
        match self.peek()? {
            None => Ok(()),
            Some(_) => Err(self.fault("something follows after the end")),
        }
    }

    /// Walks the members of an object; `member` must read each value.
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, String) -> Result<()>) -> Result<()> {
        self.expect(b'{')?;
        if self.peek()? == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.peek()?;
            let name = self.text()?;
            self.expect(b':')?;
            member(self, name)?;
            match self.peek()? {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => return Err(self.fault("expected , or }")),
                None => return Err(self.fault("the text breaks off")),
            }
        }
    }

    /// Reads any value.
    pub fn value(&mut self) -> Result<Json> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Result<Json> {
        if depth > DEPTH_MAX {
            return Err(self.too_large("nested too deep"));
        }
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            return Err(self.too_large("too many values"));
        }
        match self.peek()? {
            Some(b'{') => {
                let mut members = Vec::new();
                self.object(|reader, name| {
                    members.push((name, reader.nested(depth + 1)?));
                    Ok(())
                })?;
                Ok(Json::Object(distinct(members)))
            }
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                self.items(depth, &mut items)?;
                Ok(Json::List(items))
            }
            Some(b'"') => Ok(Json::Text(self.text()?)),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => Ok(Json::Number(self.number()?)),
            None => Err(self.fault("the text breaks off")),
        }
    }

    /// Items of an array whose bracket is taken, to its end.
    fn items(&mut self, depth: usize, items: &mut Vec<Json>) -> Result<()> {
        if self.peek()? == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            items.push(self.nested(depth + 1)?);
            match self.peek()? {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => return Err(self.fault("expected , or ]")),
                None => return Err(self.fault("the text breaks off")),
            }
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json> {
        self.fill(word.len())?;
        if !self.window().starts_with(word.as_bytes()) {
            return Err(self.fault("no such word in JSON"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<f64> {
        self.fill(NUMBER_MAX)?;
        let (value, length) = number::number(self.window())
            .ok_or_else(|| self.fault("a value must stand here, or the number is none"))?;
        self.at += length;
        Ok(value)
    }

    fn text(&mut self) -> Result<String> {
        if self.byte()? != Some(b'"') {
            return Err(self.fault("a text must stand here"));
        }
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            if self.at == self.end {
                self.fill(1)?;
            }
            let window = self.buffer.get(self.at..self.end).unwrap_or_default();
            if window.is_empty() {
                return Err(self.fault("the text breaks off inside quotes"));
            }
            let run = window.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(window.len());
            bytes.extend(window.iter().take(run));
            let stop = window.get(run).copied();
            self.at += run;
            if bytes.len() > TEXT_MAX {
                return Err(self.too_large("a text is too long"));
            }
            match stop {
                Some(b'"') => {
                    self.at += 1;
                    return String::from_utf8(bytes).map_err(|_| {
                        Fault::new(Code::Encoding, format!("byte {}", self.before + self.at as u64), "not UTF-8")
                    });
                }
                Some(b'\\') => {
                    self.at += 1;
                    let letter = self.escape()?;
                    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Some(_) => return Err(self.fault("a control character inside quotes")),
                None => {}
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let letter = self.byte()?.ok_or_else(|| self.fault("the text breaks off inside quotes"))?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xe000).contains(&first) {
                    return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                self.fill(6)?;
                if first >= 0xdc00 || !self.window().starts_with(b"\\u") {
                    return Ok(char::REPLACEMENT_CHARACTER);
                }
                self.at += 2;
                let second = self.hex()?;
                let joined = 0x10000 + ((first - 0xd800) << 10) + second.wrapping_sub(0xdc00);
                if (0xdc00..0xe000).contains(&second) {
                    char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER)
                } else {
                    char::REPLACEMENT_CHARACTER
                }
            }
            _ => return Err(self.fault("no such escape")),
        })
    }

    fn hex(&mut self) -> Result<u32> {
        self.fill(4)?;
        let digits = self.window().get(..4).filter(|four| four.iter().all(u8::is_ascii_hexdigit));
        let text = digits.and_then(|four| std::str::from_utf8(four).ok());
        let code = text.and_then(|four| u32::from_str_radix(four, 16).ok());
        let code = code.ok_or_else(|| self.fault("four hexadecimal digits must follow"))?;
        self.at += 4;
        Ok(code)
    }

    /// Reads an array that is most likely one of numbers. `expected` is how many, if that is known.
    pub fn numbers(&mut self, expected: Option<u64>, max: u64) -> Result<Numbers> {
        self.expect(b'[')?;
        let expected = expected.filter(|count| *count <= max).and_then(|count| usize::try_from(count).ok());
        let mut values: Vec<f64> = Vec::new();
        if let Some(expected) = expected {
            // A size that lies must not cost more memory than the file has bytes.
            values.reserve_exact(expected.min(16 * 1024 * 1024));
        }
        if self.peek()? == Some(b']') {
            self.at += 1;
            return Ok(Numbers::Plain(values));
        }
        let mut separated = true;
        loop {
            self.fill(NUMBER_MAX)?;
            let finished = self.finished;
            let (used, stop) = burst(self.window(), finished, &mut separated, &mut values);
            self.at += used;
            if values.len() as u64 > max {
                return Err(self.too_large("more values than we take"));
            }
            match stop {
                Stop::Refill if finished => return Err(self.fault("the text breaks off among the values")),
                Stop::Refill => {}
                Stop::Closed => return Ok(Numbers::Plain(values)),
                Stop::Separator => return Err(self.fault("expected , or ]")),
                Stop::Other => return self.mixed(&values),
            }
        }
    }

    /// The rest of an array that is not of numbers only.
    fn mixed(&mut self, values: &[f64]) -> Result<Numbers> {
        self.nodes += values.len();
        let number = |value: &f64| if value.is_nan() { Json::Null } else { Json::Number(*value) };
        let mut items: Vec<Json> = values.iter().map(number).collect();
        self.items(0, &mut items)?;
        Ok(Numbers::Mixed(items))
    }
}

/// The members, the last one where a name comes twice.
fn distinct(members: Vec<(String, Json)>) -> Vec<(String, Json)> {
    let mut last: HashMap<&str, usize> = HashMap::with_capacity(members.len());
    for (at, (name, _)) in members.iter().enumerate() {
        last.insert(name, at);
    }
    if last.len() == members.len() {
        return members;
    }
    let kept: HashSet<usize> = last.into_values().collect();
    members.into_iter().enumerate().filter(|(at, _)| kept.contains(at)).map(|(_, member)| member).collect()
}

/// Reads numbers, nulls and the commas between them while the window surely holds the whole of the next one.
fn burst(window: &[u8], finished: bool, separated: &mut bool, values: &mut Vec<f64>) -> (usize, Stop) {
    let mut rest = window;
    let used = |rest: &[u8]| window.len() - rest.len();
    loop {
        while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
            rest = after;
        }
        if rest.is_empty() || (!finished && rest.len() < NUMBER_MAX) {
            return (used(rest), Stop::Refill);
        }
        if *separated {
            if let Some((value, length)) = number::number(rest) {
                values.push(value);
                rest = rest.get(length..).unwrap_or_default();
            } else if let [b'n', b'u', b'l', b'l', after @ ..] = rest {
                values.push(f64::NAN);
                rest = after;
            } else {
                return (used(rest), Stop::Other);
            }
            *separated = false;
        } else if let [b',', after @ ..] = rest {
            rest = after;
            *separated = true;
        } else if let [b']', after @ ..] = rest {
            return (used(after), Stop::Closed);
        } else {
            return (used(rest), Stop::Separator);
        }
    }
}
