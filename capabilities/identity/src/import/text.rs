//! The bytes of a file as text, and places in it. What a spreadsheet or another program has made of the file is said, and
//! not guessed at.

use crate::import::Refusal;

/// The largest file: a region with all its people is a tenth of it.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// Where something stands, counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Place {
    /// Where every file begins.
    pub(super) const START: Self = Self { line: 1, column: 1 };

    pub(super) fn refuse(self, what: impl Into<String>) -> Refusal {
        Refusal { line: self.line, column: self.column, what: what.into() }
    }
}

/// The text of a file, without the mark that some programs put first.
pub fn text_of(bytes: &[u8]) -> Result<&str, Refusal> {
    let refuse = |what: &str| Err(Place::START.refuse(format!("the file cannot be read: {what}")));
    if bytes.len() > BYTES_MAX {
        return refuse("it is larger than 16 MB; divide it, with organisations before people");
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return refuse("it is written as UTF-16; save it as UTF-8");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse("it is a workbook or another packed file; write TOML, as docs/operations/import.md shows");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let good = std::str::from_utf8(good).unwrap_or_default();
            let good = good.strip_prefix('\u{feff}').unwrap_or(good);
            let place = Lines::of(good).place(good.len());
            Err(place.refuse("the file cannot be read: a letter here is not written as UTF-8; save the file as UTF-8"))
        }
    }
}

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The place of a byte.
    pub(super) fn place(&self, byte: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..byte).map_or(0, |before| before.chars().count());
        Place { line, column: before + 1 }
    }

    /// The first line that says something, and what stands between its columns, where it looks like a row of a
    /// spreadsheet.
    pub(super) fn columns(&self) -> Option<(Place, &'static str)> {
        let (line, text) = self.text.lines().enumerate().find(|(_, line)| !line.trim().is_empty())?;
        if text.contains(['=', '[', '#']) {
            return None;
        }
        let between = [(';', "`;`"), ('\t', "tabs"), (',', "`,`")];
        let (_, between) = between.into_iter().find(|(letter, _)| text.contains(*letter))?;
        Some((Place { line: line + 1, column: 1 }, between))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], told: &str) {
        let said = text_of(bytes).map_err(|refusal| refusal.to_string());
        match said {
            Ok(text) => assert_eq!(text, told),
            Err(said) => assert!(said.contains(told), "{told} is not in {said}"),
        }
    }

    #[test]
    fn what_programs_make_of_a_file_is_taken_or_named_with_its_place() {
        check(b"\xEF\xBB\xBFa = 1\r\n", "a = 1\r\n");
        check(b"\xFF\xFEa\0", "line 1, column 1: the file cannot be read: it is written as UTF-16");
        check(b"PK\x03\x04rest", "a workbook");
        check("ok\nåä".as_bytes(), "ok\nåä");
        check(b"\xEF\xBB\xBF# \xC3\xA5\nname = \"R\xF6smark\"", "line 2, column 10: the file cannot be read: a letter");
        check(&b" ".repeat(BYTES_MAX + 1), "larger than 16 MB");
    }

    #[test]
    fn places_are_counted_in_characters_from_one() {
        let lines = Lines::of("åä\r\nö = \"x\"\n");
        let place = |byte| {
            let Place { line, column } = lines.place(byte);
            (line, column)
        };
        assert_eq!((place(0), place(4), place(6)), ((1, 1), (1, 3), (2, 1)));
        assert_eq!((place(8), place(1000)), ((2, 2), (3, 1)));
    }

    #[test]
    fn rows_of_a_spreadsheet_are_known_by_what_stands_between_their_columns() {
        for (text, between) in [
            ("\n\nNamn;Enhet\nA;B\n", Some((3, "`;`"))),
            ("Namn\tEnhet\n", Some((1, "tabs"))),
            ("Namn,Enhet\n", Some((1, "`,`"))),
            ("[[unit]]\nname = \"A;B\"\n", None),
            ("name = \"A;B\"\n", None),
            ("", None),
        ] {
            let found = Lines::of(text).columns().map(|(place, between)| (place.line, between));
            assert_eq!(found, between, "{text}");
        }
    }
}
