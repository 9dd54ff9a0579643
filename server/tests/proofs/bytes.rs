//! Everything that is stored, as bytes, and looking for something in it in every form that it could have.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use database::Location;
use testkit::TestApp;

/// A file, or what stands for one.
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Everything that is stored: the files of SQLite as they lie there and after a checkpoint, or the dump of PostgreSQL.
pub(crate) async fn stored(test: &TestApp) -> Vec<Stored> {
    match &test.location {
        Location::Sqlite(path) => {
            let mut all = files(path);
            checkpoint(path).await;
            all.extend(files(path));
            all
        }
        Location::Postgres(address) => {
            let dumped = dump(address);
            let plain = Stored { name: "dump".to_owned(), bytes: dumped.clone().into_bytes() };
            let decoded = Stored { name: "dump with its bytes decoded".to_owned(), bytes: without_hex(&dumped) };
            vec![plain, decoded]
        }
    }
}

/// The database's own file and those beside it.
fn files(path: &Path) -> Vec<Stored> {
    let folder = std::fs::read_dir(path.parent().expect("a folder")).expect("the folder can be read");
    let mut all = Vec::new();
    for file in folder {
        let path = file.expect("a file").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("cairn.sqlite") {
            all.push(Stored { bytes: std::fs::read(&path).expect("the file can be read"), name });
        }
    }
    all
}

async fn checkpoint(path: &Path) {
    use sqlx::{Connection as _, SqliteConnection};
    let mut connection =
        SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.expect("the file opens");
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE);").execute(&mut connection).await.expect("a checkpoint");
    connection.close().await.expect("the file closes");
}

/// PostgreSQL's own dump, as text. The program is where Debian keeps it, or in the path.
fn dump(address: &str) -> String {
    let mut programs: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin/pg_dump")).collect())
        .unwrap_or_default();
    programs.sort();
    let program = programs.into_iter().rfind(|program| program.exists()).unwrap_or_else(|| "pg_dump".into());
    let answer = Command::new(&program).arg("--dbname").arg(address).output().expect("pg_dump starts");
    assert!(answer.status.success(), "pg_dump: {}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).expect("the dump is text")
}

/// A dump with every run of hexadecimal digits replaced by the bytes it stands for.
fn without_hex(text: &str) -> Vec<u8> {
    let mut all = Vec::new();
    for word in text.split(|letter: char| !letter.is_ascii_hexdigit()) {
        let digits: Vec<u8> =
            word.chars().filter_map(|digit| digit.to_digit(16)).filter_map(|d| d.try_into().ok()).collect();
        all.extend(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)));
        all.push(b'\n');
    }
    all
}

/// What is shorter than this stands in places by chance.
const SHORTEST: usize = 6;

/// Needles in all their forms, to be looked for in one pass.
pub(crate) struct Search<'n> {
    needles: &'n [String],
    /// By their first bytes: which needle, and the whole form.
    forms: HashMap<[u8; SHORTEST], Vec<(usize, Vec<u8>)>>,
    /// Whether any form begins with these two bytes.
    begins: Vec<bool>,
}

impl<'n> Search<'n> {
    pub(crate) fn of(needles: &'n [String]) -> Self {
        let mut search = Self { needles, forms: HashMap::new(), begins: vec![false; 1 << 16] };
        for (place, needle) in needles.iter().enumerate() {
            for form in forms_of(needle) {
                search.begins[usize::from(form[0]) << 8 | usize::from(form[1])] = true;
                let head = form[..SHORTEST].try_into().expect("as many bytes");
                search.forms.entry(head).or_default().push((place, form));
            }
        }
        search
    }

    /// The needles that are found, each once.
    pub(crate) fn found(&self, bytes: &[u8]) -> Vec<&'n str> {
        let mut found = vec![false; self.needles.len()];
        for (at, window) in bytes.windows(SHORTEST).enumerate() {
            if !self.begins[usize::from(window[0]) << 8 | usize::from(window[1])] {
                continue;
            }
            for (place, form) in self.forms.get(window).into_iter().flatten() {
                found[*place] |= bytes[at..].starts_with(form);
            }
        }
        self.needles.iter().zip(found).filter(|(_, found)| *found).map(|(needle, _)| needle.as_str()).collect()
    }
}

/// Every form in which a needle could lie somewhere: as it is, in either case, written for an address, for a page and for
/// JSON, as hexadecimal digits and as base64 wherever in a text it begins, and in two bytes for each letter.
pub(crate) fn forms_of(needle: &str) -> Vec<Vec<u8>> {
    let hex = needle.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let json: String = needle
        .encode_utf16()
        .map(
            |unit| {
                if unit < 128 { char::from_u32(unit.into()).into_iter().collect() } else { format!("\\u{unit:04x}") }
            },
        )
        .collect();
    let percent = percent_encoding::utf8_percent_encode(needle, percent_encoding::NON_ALPHANUMERIC).to_string();
    let mut forms: Vec<Vec<u8>> = [
        needle.to_owned(),
        needle.to_lowercase(),
        needle.to_uppercase(),
        percent.replace("%20", "+"),
        percent,
        crate::form::escaped(needle),
        json,
        hex.to_uppercase(),
        hex,
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    forms.push(needle.encode_utf16().flat_map(u16::to_le_bytes).collect());
    for before in 0..3_usize {
        let padded = [&vec![b'.'; before][..], needle.as_bytes()].concat();
        // The first letter may hold bits of what stands before, the last one of what follows.
        let whole = (before * 4).div_ceil(3)..padded.len() * 4 / 3;
        for alphabet in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = alphabet.encode(&padded);
            forms.push(text.as_bytes().get(whole.clone()).unwrap_or_default().to_vec());
        }
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms.sort();
    forms.dedup();
    forms
}

#[test]
fn a_needle_is_found_in_every_form_and_nothing_else_is() {
    let needles = ["Åsa Ek <3".to_owned(), "070-174 06 35".to_owned()];
    let search = Search::of(&needles);
    let check =
        |hay: &[u8], expected: &[&str]| assert_eq!(search.found(hay), expected, "{:?}", String::from_utf8_lossy(hay));
    check("...Åsa Ek <3...".as_bytes(), &["Åsa Ek <3"]);
    check("åsa ek <3".as_bytes(), &["Åsa Ek <3"]);
    check(b"x=%C3%85sa+Ek+%3C3&y=070%2D174%2006%2035", &["Åsa Ek <3", "070-174 06 35"]);
    check(br"\u00c5sa Ek <3", &["Åsa Ek <3"]);
    check(b"c38573612045 6b203c33 c385736120456b203c33", &["Åsa Ek <3"]);
    for before in ["", "a", "ab", "abc"] {
        check(STANDARD_NO_PAD.encode(format!("{before}Åsa Ek <3{before}")).as_bytes(), &["Åsa Ek <3"]);
        check(URL_SAFE_NO_PAD.encode(format!("{before}070-174 06 35")).as_bytes(), &["070-174 06 35"]);
    }
    check(&without_hex("\\xc385736120456b203c33"), &["Åsa Ek <3"]);
    check("Åsa Ek 3 070 174 06 35 ".repeat(9).as_bytes(), &[]);
}
