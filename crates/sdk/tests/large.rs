//! The largest message there can be, through everything once, in a process of its own: it comes out as it went in, and
//! the memory it takes is bounded. How long it takes is measured in `bench/sdk`, not here.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::envelope::{self, Packing, Publication, Secrets};
use sdk::message::{self, Message};
use sdk::names;
use support::authority::{self, RECIPIENT};
use support::{file, id, letter, now};

const BYTES: usize = 29_000_000;
const MEGABYTES_MAX: u64 = 300;

#[test]
fn a_message_of_29_mb_is_packed_and_opened_within_300_mb() {
    let clear = large();
    let packed = {
        let message = message::parse(clear.as_bytes()).unwrap();
        let signer = authority::signer();
        let packing = Packing { federation: names::FEDERATION, now: now(), signer: &signer };
        let secrets = Secrets::from_chance([6; 48]);
        envelope::pack_message(&message, &clear, &authority::recipient(), secrets, &packing).unwrap()
    };
    let verified = envelope::verify(packed.as_bytes(), &authority::trust(), Publication::NotAsked, now()).ok().unwrap();
    drop(packed);
    let opened = verified.open(&authority::key(&RECIPIENT)).unwrap();
    drop(verified);
    assert!(opened.as_slice() == clear.as_bytes());
    assert_eq!(message::parse(&opened).unwrap().letter.documents.len(), 1);
    match peak() {
        Some(megabytes) => assert!(megabytes <= MEGABYTES_MAX, "{megabytes} MB"),
        None => println!("skipped: the memory of a process cannot be asked for here"),
    }
}

/// As XML, of about this many bytes.
fn large() -> String {
    let mut letter = letter();
    let mut documents = letter.documents.split_off(1);
    documents[0].files = vec![file("plan.pdf", &vec![0x5a; BYTES / 4 * 3 - 4_000])];
    letter.documents = documents;
    let xml = Message::first(id(1), letter, now()).unwrap().to_xml();
    assert!(xml.len() > BYTES - 5_000);
    xml
}

/// The most memory that the process has held.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes / 1000)
}
