//! `multipart/related` with a SOAP message and its attachments (MTOM), as far as Domibus' web service uses it: parts in
//! binary, found by their identifiers. Read strictly and within limits.

use std::borrow::Cow;

/// How many parts are read.
const PARTS_MAX: usize = 8;

/// How large the head of a part may be.
const HEAD_MAX: usize = 8 * 1024;

/// Why something is not a multipart message that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a multipart message in binary with a start")]
pub struct NotMultipart;

/// A multipart message, taken apart.
pub struct Multipart<'a> {
    parts: Vec<(String, &'a [u8])>,
    start: usize,
}

/// A media type: what it is, and its parameters.
struct MediaType<'a> {
    name: &'a str,
    parameters: Vec<(String, Cow<'a, str>)>,
}

/// What a content type names before its parameters, in lower case.
pub fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl<'a> Multipart<'a> {
    /// Takes a message apart.
    pub fn read(content_type: &str, body: &'a [u8]) -> Result<Self, NotMultipart> {
        let kind = read_media_type(content_type).ok_or(NotMultipart)?;
        if !kind.name.eq_ignore_ascii_case("multipart/related") {
            return Err(NotMultipart);
        }
        let parameter =
            |name: &str| kind.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_ref());
        let boundary = parameter("boundary").filter(|boundary| is_boundary(boundary)).ok_or(NotMultipart)?;
        let parts = split(body, boundary)?;
        let start = match parameter("start") {
            Some(start) => parts.iter().position(|(id, _)| id == unbracketed(start)).ok_or(NotMultipart)?,
            None => 0,
        };
        Ok(Self { parts, start })
    }

    /// The part that the others belong to.
    pub fn root(&self) -> &'a [u8] {
        self.parts.get(self.start).map_or(&[], |(_, content)| content)
    }

    /// The part that a `cid:` address names.
    pub fn part(&self, address: &str) -> Option<&'a [u8]> {
        let id = decoded(address.strip_prefix("cid:")?)?;
        let others = self.parts.iter().enumerate().filter(|(at, _)| *at != self.start);
        others.map(|(_, part)| part).find(|(known, _)| *known == id).map(|(_, content)| *content)
    }
}

/// Writes a SOAP message with one attachment, which it names `cid:ID`. Gives the content type and the body; `None` when
/// the boundary stands in the attachment: another must be chosen.
pub fn write(soap: &str, attachment: &[u8], id: &str, boundary: &str) -> Option<(String, Vec<u8>)> {
    let inside = |content: &[u8]| find(content, boundary.as_bytes()).is_some();
    if !is_boundary(boundary) || inside(soap.as_bytes()) || inside(attachment) {
        return None;
    }
    let head = format!(
        "--{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n\
         Content-Transfer-Encoding: binary\r\nContent-ID: <root@cairn>\r\n\r\n"
    );
    let between = format!(
        "\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\
         Content-ID: <{id}>\r\n\r\n"
    );
    let end = format!("\r\n--{boundary}--\r\n");
    let body = [head.as_bytes(), soap.as_bytes(), between.as_bytes(), attachment, end.as_bytes()].concat();
    let content_type = format!(
        "multipart/related; type=\"application/xop+xml\"; boundary=\"{boundary}\"; start=\"<root@cairn>\"; \
         start-info=\"application/soap+xml\""
    );
    Some((content_type, body))
}

fn is_boundary(boundary: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    (1..=70).contains(&boundary.len()) && boundary.bytes().all(fits) && !boundary.ends_with(' ')
}

fn split<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<(String, &'a [u8])>, NotMultipart> {
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter may stand at the very beginning, without the line break that belongs to the others.
    let first = delimiter.as_bytes().get(2..).unwrap_or_default();
    let mut rest = if body.starts_with(first) {
        body.get(first.len()..)
    } else {
        find(body, delimiter.as_bytes()).and_then(|at| body.get(at + delimiter.len()..))
    }
    .ok_or(NotMultipart)?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return if parts.is_empty() { Err(NotMultipart) } else { Ok(parts) };
        }
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let content = rest.get(blanks..).and_then(|rest| rest.strip_prefix(b"\r\n")).ok_or(NotMultipart)?;
        let end = find(content, delimiter.as_bytes()).ok_or(NotMultipart)?;
        if parts.len() == PARTS_MAX {
            return Err(NotMultipart);
        }
        let part = part(content.get(..end).unwrap_or_default())?;
        if parts.iter().any(|(id, _)| *id == part.0) {
            return Err(NotMultipart);
        }
        parts.push(part);
        rest = content.get(end + delimiter.len()..).unwrap_or_default();
    }
}

/// The identifier of a part and what it holds.
fn part(bytes: &[u8]) -> Result<(String, &[u8]), NotMultipart> {
    let end = find(bytes.get(..bytes.len().min(HEAD_MAX)).unwrap_or_default(), b"\r\n\r\n").ok_or(NotMultipart)?;
    let head = std::str::from_utf8(bytes.get(..end).unwrap_or_default()).map_err(|_| NotMultipart)?;
    let mut id = None;
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(NotMultipart)?;
        match name.trim().to_ascii_lowercase().as_str() {
            "content-id" if id.is_none() => id = Some(unbracketed(value.trim()).to_owned()),
            "content-id" => return Err(NotMultipart),
            "content-transfer-encoding" if !is_as_it_is(value.trim()) => return Err(NotMultipart),
            _ => {}
        }
    }
    Ok((id.ok_or(NotMultipart)?, bytes.get(end + 4..).unwrap_or_default()))
}

/// Whether an encoding leaves a part as it is.
fn is_as_it_is(encoding: &str) -> bool {
    ["binary", "8bit", "7bit"].iter().any(|known| encoding.eq_ignore_ascii_case(known))
}

fn unbracketed(id: &str) -> &str {
    id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id)
}

/// Percent-decoded: an address is, an identifier is not.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

fn read_media_type(text: &str) -> Option<MediaType<'_>> {
    let (name, mut rest) = text.split_once(';').unwrap_or((text, ""));
    let mut parameters: Vec<(String, Cow<'_, str>)> = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            return Some(MediaType { name: name.trim(), parameters });
        }
        let (key, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').filter(|(value, _)| !value.contains('\\'))?,
            None => after.split_at(after.find([';', ' ', '\t']).unwrap_or(after.len())),
        };
        let key = key.trim().to_ascii_lowercase();
        if parameters.iter().any(|(known, _)| *known == key) {
            return None;
        }
        parameters.push((key, Cow::Borrowed(value)));
        rest = after;
    }
}

/// Where a piece stands for the first time. Jumps by the last byte (Horspool): an attachment is long, a boundary short.
fn find(whole: &[u8], piece: &[u8]) -> Option<usize> {
    let (last, mut jumps) = (piece.len().checked_sub(1)?, [piece.len(); 256]);
    for (at, byte) in piece.iter().enumerate().take(last) {
        if let Some(jump) = jumps.get_mut(usize::from(*byte)) {
            *jump = last - at;
        }
    }
    let mut at = 0;
    while let Some(window) = whole.get(at..at + piece.len()) {
        if window == piece {
            return Some(at);
        }
        let end = window.get(last).copied().unwrap_or_default();
        at += jumps.get(usize::from(end)).copied().unwrap_or(1);
    }
    None
}
