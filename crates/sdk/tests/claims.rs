//! What can be said of a message that breaks rules, so that its sender can be answered.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::message;
use support::message as letter;

#[test]
fn a_message_that_breaks_rules_still_says_whom_to_answer() {
    let xml = letter().to_xml().replace("07:00:00.250Z", "i går");
    assert!(message::parse(xml.as_bytes()).is_err());
    let claims = message::claims(xml.as_bytes()).unwrap().unwrap();
    assert_eq!(claims.id.as_str(), letter().id.as_str());
    assert_eq!((&claims.sender, &claims.recipient), (&letter().letter.sender.id, &letter().letter.recipient.id));
    assert_eq!(claims.function.unwrap().as_str(), "sdk:elevhalsan");
}

#[test]
fn a_message_that_does_not_say_who_sent_it_is_not_answered() {
    let xml = letter().to_xml();
    let start = xml.find("<sender>").unwrap();
    let end = xml.find("</sender>").unwrap() + "</sender>".len();
    assert_eq!(message::claims(format!("{}{}", &xml[..start], &xml[end..]).as_bytes()), Ok(None));
    assert_eq!(message::claims(b"<a/>"), Ok(None));
    assert!(message::claims(b"hej").is_err());
}
