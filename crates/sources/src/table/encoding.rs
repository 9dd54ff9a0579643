//! How the letters of a file are stored. UTF-8 with and without its mark, UTF-16, and what Windows writes in Sweden.

use std::io::Read;

use crate::fault::{Code, Fault, Result};

/// What Windows-1252 has where Latin-1 has control characters.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
const CHUNK: usize = 64 * 1024;

/// An encoding that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, least significant byte first.
    Utf16Little,
    /// UTF-16, most significant byte first.
    Utf16Big,
    /// Windows-1252, of which Latin-1's letters are a part.
    Windows1252,
}

impl Encoding {
    /// Its name in a mapping.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Little => "utf-16le",
            Self::Utf16Big => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "utf-8" | "utf8" => Self::Utf8,
            "utf-16le" | "utf-16" => Self::Utf16Little,
            "utf-16be" => Self::Utf16Big,
            "windows-1252" | "cp1252" | "iso-8859-1" | "iso-8859-15" | "latin1" | "latin-1" | "ansi" => {
                Self::Windows1252
            }
            _ => return None,
        })
    }

    /// Finds out how a file is stored from its first bytes.
    pub fn detect(sample: &[u8]) -> Result<Self> {
        let wide = || {
            Fault::new(Code::Encoding, "", "the letters are stored as UTF-32").remedy("Save the file again as UTF-8.")
        };
        match sample {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(wide()),
            [0xff, 0xfe, ..] => return Ok(Self::Utf16Little),
            [0xfe, 0xff, ..] => return Ok(Self::Utf16Big),
            [0xef, 0xbb, 0xbf, ..] => return Ok(Self::Utf8),
            _ => {}
        }
        let even = sample.iter().step_by(2).filter(|byte| **byte == 0).count();
        let odd = sample.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
        // Of two bytes at most one is nought where the letters are ours; of four, three.
        if (even + odd) * 8 > sample.len() * 5 {
            return Err(wide());
        }
        if even.max(odd) * 4 > sample.len() {
            return Ok(if odd > even { Self::Utf16Little } else { Self::Utf16Big });
        }
        if even + odd > 0 {
            return Err(Fault::new(Code::Encoding, "", "zero bytes: this is not a text file"));
        }
        let valid = match std::str::from_utf8(sample) {
            Ok(_) => true,
            // The sample may end inside a letter.
            Err(error) => error.error_len().is_none(),
        };
        if valid {
            return Ok(Self::Utf8);
        }
        let count = |letters: &[u8]| sample.iter().filter(|byte| letters.contains(byte)).count();
        let windows = count(b"\xe5\xe4\xf6\xc5\xc4\xd6\xe9");
        for (name, letters) in
            [("DOS (code page 850)", b"\x86\x84\x94\x8f\x8e\x99"), ("Mac Roman", b"\x8c\x8a\x9a\x81\x80\x85")]
        {
            if count(letters) > windows {
                return Err(Fault::new(Code::Encoding, "", format!("the letters are stored as {name}"))
                    .remedy("Save the file again as UTF-8."));
            }
        }
        Ok(Self::Windows1252)
    }

    /// The same text as UTF-8.
    pub fn decode(self, source: Box<dyn Read>) -> Box<dyn Read> {
        match self {
            Self::Utf8 => source,
            Self::Utf16Little | Self::Utf16Big | Self::Windows1252 => {
                Box::new(Decoded { encoding: self, source, raw: Vec::new(), ready: Vec::new(), at: 0, high: None })
            }
        }
    }
}

struct Decoded {
    encoding: Encoding,
    source: Box<dyn Read>,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    high: Option<u16>,
}

impl Decoded {
    fn put(&mut self, letter: char) {
        self.ready.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn refill(&mut self) -> std::io::Result<()> {
        self.ready.clear();
        self.at = 0;
        let kept = self.raw.len();
        self.raw.resize(kept + CHUNK, 0);
        let count = self.source.read(self.raw.get_mut(kept..).unwrap_or_default())?;
        self.raw.truncate(kept + count);
        let raw = std::mem::take(&mut self.raw);
        if self.encoding == Encoding::Windows1252 {
            for byte in raw {
                let special = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
                self.put(special.copied().unwrap_or(char::from(byte)));
            }
            return Ok(());
        }
        let mut pairs = raw.chunks_exact(2);
        for pair in &mut pairs {
            let [first, second] = pair else { continue };
            let bytes = [*first, *second];
            let unit = if self.encoding == Encoding::Utf16Little {
                u16::from_le_bytes(bytes)
            } else {
                u16::from_be_bytes(bytes)
            };
            self.unit(unit);
        }
        if count > 0 {
            self.raw = pairs.remainder().to_vec();
        } else if !pairs.remainder().is_empty() {
            self.put(char::REPLACEMENT_CHARACTER);
        }
        Ok(())
    }

    fn unit(&mut self, unit: u16) {
        let high = self.high.take();
        match unit {
            0xd800..0xdc00 => self.high = Some(unit),
            0xdc00..0xe000 => {
                let joined = high.map(|high| 0x10000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00));
                self.put(joined.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            _ => self.put(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }
}

impl Read for Decoded {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.ready.len() {
            let before = self.raw.len();
            self.refill()?;
            if self.ready.is_empty() && self.raw.len() <= before {
                return Ok(0);
            }
        }
        let ready = self.ready.get(self.at..).unwrap_or_default();
        let count = ready.len().min(into.len());
        into.iter_mut().zip(ready).for_each(|(to, from)| *to = *from);
        self.at += count;
        Ok(count)
    }
}
