//! What a stranger may make us read: how deep, how wide, how large, and in what encoding.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::message::{self, File, Message, NotMessage};
use support::{faults, file, id, letter, message, now, words};

#[test]
fn a_document_type_is_refused_even_an_empty_one() {
    let xml = message().to_xml();
    for head in [
        "<!DOCTYPE messagePayload>",
        "<?xml version=\"1.0\"?><!-- a --><!DOCTYPE messagePayload [<!ENTITY a \"b\">]>",
        "<!DOCTYPE messagePayload SYSTEM \"file:///etc/passwd\">",
    ] {
        assert_eq!(faults(&format!("{head}{xml}")), "it has a document type, which is never read");
    }
    assert!(faults(&xml.replace("Andra delen.", "&xxe;")).starts_with("it is not well-formed XML"));
}

#[test]
fn what_is_cut_off_on_its_way_is_told_from_what_is_written_wrongly() {
    let xml = message().to_xml();
    for part in ["", "<a", "<messagePayload", &xml[..xml.find("<label>").unwrap()], &xml[..xml.len() - 1]] {
        assert_eq!(faults(part), "it ends before it is complete XML", "{part}");
    }
    assert_eq!(faults("<a>\n</b>"), "it is not well-formed XML: line 2, column 1");
}

#[test]
fn xml_that_is_deep_or_wide_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
    assert_eq!(faults(&deep), "it has more elements, or deeper ones, than are read");
    let wide = format!("<a>{}</a>", "<b/>".repeat(300_000));
    assert_eq!(faults(&wide), "it has more elements, or deeper ones, than are read");
}

/// Each of these would keep a reader busy, or fill its memory, long before anything is known of who sent it.
#[test]
fn more_attributes_and_namespaces_than_anybody_writes_are_refused() {
    let too_much = "it has more elements, or deeper ones, than are read";
    let some = |count: usize, value: &str| -> String {
        let attributes: Vec<String> = (0..count).map(|number| format!(" a{number}='{value}'")).collect();
        attributes.concat()
    };
    let attributes = some(100_000, "x");
    assert_eq!(faults(&format!("<a{attributes}/>")), too_much);
    let hidden = format!("<!--> <a \"--><?b \"?><c d='\"'><![CDATA[\"<e \"]]><f{attributes}/></c>");
    assert_eq!(faults(&hidden), too_much);
    let namespaces = (0..300).map(|_| "<a xmlns:b='b' xmlns:c='c' xmlns:d='d' xmlns:e='e'>").collect::<String>();
    assert_eq!(faults(&format!("<x>{}</x>", namespaces.repeat(4))), too_much);
    assert!(faults(&format!("<a{}>= = =</a>", some(60, "="))).starts_with("SV structure"));
}

/// An extension is kept as XML that stands on its own: each element may write out again what was declared once.
#[test]
fn namespaces_that_would_fill_the_memory_when_written_out_are_refused() {
    let too_much = "it has more elements, or deeper ones, than are read";
    let with = |uri: &str, count: usize| {
        let inside = "<p:a>x</p:a>".repeat(count);
        let extension = format!("<q:x xmlns:q=\"urn:q\" xmlns:p=\"{uri}\">{inside}</q:x></messageBody>");
        faults(&message().to_xml().replacen("</messageBody>", &extension, 1))
    };
    assert_eq!(with(&"u".repeat(1000), 100), "accepted");
    assert_eq!(with(&"u".repeat(1000), 50_000), too_much);
    assert_eq!(with(&"u".repeat(1025), 1), too_much);
    assert_eq!(with(&"u".repeat(1_000_000), 100), too_much);
    // The same in many extensions beside each other.
    let one = format!("<p:a xmlns:p=\"{}\">x</p:a>", "u".repeat(900));
    let sides = format!("{}</messageBody>", one.repeat(900));
    assert_eq!(faults(&message().to_xml().replacen("</messageBody>", &sides, 1)), "accepted");
}

#[test]
fn more_namespaces_at_one_place_than_anybody_writes_are_refused() {
    let declare = |from: usize, to: usize| -> String {
        let each: Vec<String> = (from..to).map(|number| format!(" xmlns:n{number}='urn:{number}'")).collect();
        each.concat()
    };
    let nested = |each: usize| {
        let (one, two, three) = (declare(0, each), declare(each, 2 * each), declare(2 * each, 3 * each));
        faults(&format!("<a{one}><b{two}><c{three}/></b></a>"))
    };
    assert_eq!(nested(60), "it has more elements, or deeper ones, than are read");
    assert!(nested(40).starts_with("SV structure"));
}

#[test]
fn no_more_faults_are_named_than_a_receipt_has_room_for() {
    let xml = message().to_xml();
    let wrong = xml.replacen("<messageBody>", &format!("<messageBody>{}", "<x/>".repeat(100_000)), 1);
    assert_eq!(faults(&wrong).lines().count(), sdk::fault::FAULTS_MAX);
    let documents = "<documents><documentID>a</documentID></documents>".repeat(50_000);
    let wrong = xml.replacen("</messageBody>", &format!("{documents}</messageBody>"), 1);
    assert!(faults(&wrong).lines().count() <= sdk::fault::FAULTS_MAX + 1);
}

#[test]
fn another_encoding_than_utf_8_is_refused() {
    let xml = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{}", message().to_xml());
    assert_eq!(faults(&xml), "it is not text in UTF-8");
    assert!(message::parse(b"\xff\xfe<").is_err());
    assert_eq!(faults(&format!("\u{FEFF}{}", message().to_xml())), "accepted");
}

#[test]
fn a_letter_that_is_too_large_is_not_made() {
    let mut letter = letter();
    letter.documents = vec![words("x")];
    letter.documents[0].files = vec![File { content: vec![7; 22_600_000], ..file("a.pdf", b"x") }];
    let faults = Message::first(id(1), letter, now()).unwrap_err();
    assert_eq!(
        faults.first().map(ToString::to_string).as_deref(),
        Some("BV too-long: the message with its files is larger than 30 MB (NA)")
    );
}

#[test]
fn a_received_message_that_is_too_large_is_not_read() {
    let bytes = vec![b' '; message::RECEIVED_BYTES_MAX + 1];
    assert!(
        matches!(message::parse(&bytes), Err(NotMessage::Faults(faults)) if faults[0].reason == sdk::fault::Reason::TooLong)
    );
}
