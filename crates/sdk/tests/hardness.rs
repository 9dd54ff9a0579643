//! The three readers against whatever comes: nothing makes them stop, and what they accept they can write again. A bounded
//! number of inputs, the same every time. Then properties over what can be built.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use domain::moment::Moment;
use proptest::collection::vec;
use proptest::prelude::*;
use sdk::envelope::{self, Packing, Publication, Secrets};
use sdk::fault::Fault;
use sdk::message::{self, Confidentiality, Document, File, Letter, Message, Words};
use sdk::names;
use sdk::receipt::{self, Answer, Receipt};
use sdk::text::{Label, Text};
use sdk::xml::canonical::{Method, canonical};
use support::authority::{self, RECIPIENT};
use support::dice::Dice;
use support::{id, letter, message, now, text};

/// How many inputs each reader gets: as many as `./test` has time for, or as many as somebody asks for.
#[expect(clippy::disallowed_methods, reason = "a test has no settings")]
fn rounds() -> usize {
    std::env::var("CAIRN_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1000)
}

/// Pieces that parsers trip over.
const PIECES: [&str; 20] = [
    "<",
    ">",
    "/>",
    "</",
    "&",
    "&#0;",
    "&#x10FFFF;",
    "&lt;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x ?>",
    "<!DOCTYPE a>",
    "xmlns=\"\"",
    "xmlns:a=\"urn:a\"",
    "\u{FEFF}",
    "\r\n",
    "\"",
    "'",
];

fn mutated(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let until = (at + dice.below(60)).min(bytes.len());
        match dice.below(6) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..until)),
            2 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].bytes())),
            3 => {
                let piece = bytes[at..until].to_vec();
                let to = dice.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
            4 => bytes.truncate(at.max(1)),
            _ => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
        }
        if bytes.is_empty() {
            bytes.push(b'<');
        }
    }
    bytes
}

#[track_caller]
fn check(seed: &str, mut read: impl FnMut(&[u8]) -> Option<String>) {
    let mut dice = Dice(7);
    for _ in 0..rounds() {
        let bytes = mutated(seed.as_bytes(), &mut dice);
        if let Some(again) = read(&bytes) {
            assert!(read(again.as_bytes()).is_some(), "{}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn the_reader_of_messages_survives_anything() {
    check(&message().to_xml(), |bytes| message::parse(bytes).ok().map(|message| message.to_xml()));
}

#[test]
fn the_reader_of_receipts_survives_anything() {
    let faults = [Fault::invariant("/tns:messagePayload", "x"), Fault::signature("y")];
    let receipt = Receipt {
        id: text("k"),
        issued_at: now(),
        sender: letter().recipient.id,
        receiver: letter().sender.id,
        acknowledges: text("a"),
        answer: Answer::rejection(&faults),
    };
    check(&receipt.to_xml(), |bytes| receipt::parse(bytes).ok().map(|receipt| receipt.to_xml()));
}

#[test]
fn the_reader_of_envelopes_survives_anything_and_verifies_nothing_that_was_changed_inside() {
    let xml = packed(&message());
    let trust = authority::trust();
    let original = envelope::verify(xml.as_bytes(), &trust, Publication::NotAsked, now()).ok().unwrap();
    let clear = original.open(&authority::key(&RECIPIENT)).unwrap();
    let key = authority::key(&RECIPIENT);
    check(&xml, |bytes| {
        let _ = envelope::look(bytes);
        if let Ok(verified) = envelope::verify(bytes, &trust, Publication::NotAsked, now()) {
            assert_eq!(verified.envelope(), original.envelope());
            assert_eq!(*verified.open(&key).unwrap(), *clear);
        }
        None
    });
}

#[test]
fn what_is_canonical_stays_canonical() {
    let seed = "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\"><b:c b:d=\"1\" e=\"2\">x &amp; y<!-- z --></b:c><?f g?><h/></a>";
    let mut dice = Dice(11);
    for _ in 0..rounds() {
        let bytes = mutated(seed.as_bytes(), &mut dice);
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        for method in [Method::Inclusive, Method::Exclusive] {
            if let Some(once) = canonical(text, method) {
                assert_eq!(canonical(&once, method), Some(once), "{text}");
            }
        }
    }
}

fn packed(message: &Message) -> String {
    let signer = authority::signer();
    let packing = Packing { federation: names::FEDERATION, now: now(), signer: &signer };
    let secrets = Secrets::from_chance([9; 48]);
    envelope::pack_message(message, &message.to_xml(), &authority::recipient(), secrets, &packing).unwrap()
}

/// Anything that XML can carry.
fn some_words(most: usize) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        proptest::char::range(' ', '~'),
        proptest::char::range('\u{a0}', '\u{17f}'),
        proptest::char::range('\u{10000}', '\u{1f9ff}'),
        Just('\n'),
        Just('\r'),
        Just('\t'),
    ];
    vec(character, 1..=most).prop_map(String::from_iter)
}

fn some_text() -> impl Strategy<Value = Text> {
    some_words(40).prop_filter_map("blank", |words| Text::new(words).ok())
}

fn some_label() -> impl Strategy<Value = Label> {
    some_words(80).prop_filter_map("blank", |words| Label::new(words).ok())
}

fn some_document() -> impl Strategy<Value = Document> {
    let words = some_words(60)
        .prop_filter_map("blank", |words| Text::new(sdk::markdown::from_plain(&words)).ok())
        .prop_map(|markdown| Words { markdown, extensions: vec![] });
    let file = (some_text(), some_text(), vec(any::<u8>(), 1..300)).prop_map(|(name, content_type, content)| File {
        name,
        content_type,
        content,
        extensions: vec![],
    });
    (some_text(), proptest::option::of(some_text()), vec(file, 0..3), vec(words, 1..3))
        .prop_map(|(id, name, files, texts)| Document { id, name, files, texts, extensions: vec![] })
}

fn some_message() -> impl Strategy<Value = Message> {
    let moment = (0..4_000_000_000_000_000_i64).prop_map(Moment::from_microseconds);
    (some_label(), any::<bool>(), proptest::option::of(some_label()), vec(some_document(), 1..4), moment).prop_map(
        |(subject, secret, label, documents, now)| {
            let mut letter = Letter { subject, documents, ..letter() };
            letter.confidentiality = if secret { Confidentiality::Secret } else { Confidentiality::Open };
            letter.recipient.label = label;
            Message::first(id(1), letter, now).unwrap()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_can_be_built_can_be_read_and_is_canonical(built in some_message()) {
        let xml = built.to_xml();
        let read = message::parse(xml.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error:?} {xml}")))?;
        prop_assert_eq!(&read, &built);
        prop_assert_eq!(canonical(&xml, Method::Inclusive), Some(xml));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_can_be_built_can_be_packed_and_opened(built in some_message()) {
        let verified = envelope::verify(packed(&built).as_bytes(), &authority::trust(), Publication::NotAsked, now()).ok().unwrap();
        let clear = verified.open(&authority::key(&RECIPIENT)).unwrap();
        prop_assert_eq!(std::str::from_utf8(&clear).unwrap(), built.to_xml());
    }
}
