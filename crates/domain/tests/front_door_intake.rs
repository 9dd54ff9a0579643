//! What somebody tells when asking for help: words, telephone numbers, and what may be left where others see it.

#![expect(clippy::unwrap_used, reason = "a test may fail; clippy sees helpers in tests/ as ordinary code")]

use domain::front_door::intake::{Age, Asker, Intake, IntakeFault, Interpreter, Language, Login, Notice, Topic};
use domain::front_door::reach::{Mobile, Reach, Telephone, TelephoneFault, Trace};
use domain::front_door::text::{Line, Name, Note, TextFault, Words};
use domain::id::Id;
use uuid::Uuid;

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn telephone() -> Telephone {
    Telephone::parse("070-123 45 67").unwrap()
}

fn intake() -> Intake {
    Intake {
        asker: Asker::Child(Login::Without),
        topic: Topic::School,
        words: Words::new("  Det är som att benen inte går när bussen kommer.  ").unwrap(),
        reach: Reach::TextMessage(Mobile::try_from(telephone()).unwrap()),
        trace: Trace::Safe,
        interpreter: Interpreter::Needed(Language::parse("prs").unwrap()),
        municipality: Id::new(Uuid::from_u128(1)),
        age: Some(Age::new(13).unwrap()),
        first_name: Some(Name::new("Alma").unwrap()),
    }
}

#[test]
fn the_words_stay_as_written() {
    let words = "  Det är som att benen inte går när bussen kommer.  ";
    assert_eq!(intake().words.as_str(), words);
}

#[test]
fn a_text_is_refused_when_blank_or_too_long_or_impossible_to_store() {
    let cases = [
        (" \n\t", Err(TextFault::Blank)),
        ("", Err(TextFault::Blank)),
        ("a\0b", Err(TextFault::Unstorable)),
        (&"å".repeat(121), Err(TextFault::TooLong { limit: 120 })),
        (&"å".repeat(120), Ok(())),
    ];
    for (text, expected) in cases {
        assert_eq!(Line::new(text).map(|_| ()), expected, "{text:?}");
    }
}

#[test]
fn a_text_never_shows_itself_in_a_log() {
    assert_eq!(format!("{:?} {:?}", note("Alma har det svårt"), telephone()), "Text(18 characters) Telephone(…)");
}

#[test]
fn telephone_numbers_are_read_as_people_write_them() {
    let cases = [
        ("070-123 45 67", "+46701234567"),
        ("0701234567", "+46701234567"),
        (" +46 (0)70 123 45 67 ", "+46701234567"),
        ("0046701234567", "+46701234567"),
        ("08-123 456 78", "+46812345678"),
        ("0346-12345", "+4634612345"),
        ("+45 12 34 56 78", "+4512345678"),
        ("00358 40 123 4567", "+358401234567"),
        ("070\u{2013}123\u{a0}45\u{a0}67", "+46701234567"),
        ("070-123 45 6", "telephone_length"),
        ("070-123 45 678", "telephone_length"),
        ("112", "telephone_area_code"),
        ("123 45 67", "telephone_area_code"),
        ("+46 00 70 123 45 67", "telephone_area_code"),
        ("+1234567890123456", "telephone_length"),
        ("+0123456789", "telephone_area_code"),
        ("", "telephone_length"),
        ("+", "telephone_length"),
        ("0", "telephone_length"),
        ("mammas", "telephone_character"),
        ("０７０1234567", "telephone_character"),
        ("+46+701234567", "telephone_character"),
        ("000000000000000000000000000000000000000000000000000", "telephone_length"),
    ];
    for (written, expected) in cases {
        let read = Telephone::parse(written);
        let read = read.as_ref().map_or_else(|fault| fault.code(), Telephone::as_str);
        assert_eq!(read, expected, "{written:?}");
    }
}

#[test]
fn a_fixed_line_takes_no_text_message() {
    let cases = [("08-123 456 78", "telephone_fixed_line"), ("070-123 45 67", "taken"), ("+4512345678", "taken")];
    for (number, expected) in cases {
        let mobile = Mobile::try_from(Telephone::parse(number).unwrap());
        assert_eq!(mobile.map_or_else(TelephoneFault::code, |_| "taken"), expected, "{number}");
    }
}

#[test]
fn nothing_is_sent_unless_a_trace_is_safe() {
    let cases = [
        (Trace::Safe, Notice::NeutralTextMessage(&telephone())),
        (Trace::Unsafe, Notice::Nothing),
        (Trace::NotAsked, Notice::Nothing),
    ];
    for (trace, expected) in cases {
        assert_eq!(Intake { trace, ..intake() }.notice(), expected);
    }
}

#[test]
fn a_language_is_a_code_and_an_age_is_a_young_persons() {
    for code in ["", "s", "SV", "sv-SE", "dari"] {
        assert_eq!(Language::parse(code), Err(IntakeFault::Language), "{code}");
    }
    assert_eq!((Age::new(25).map(Age::years), Age::new(26)), (Ok(25), Err(IntakeFault::Age)));
}
