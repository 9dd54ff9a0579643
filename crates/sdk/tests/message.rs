//! Messages: what is built is what is read, and what is wrong is named with its code and its place.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::markdown;
use sdk::message::{self, Letter, Message};
use sdk::text::Label;
use support::{faults, id, label, letter, message, now, party, text, words};

/// What the message comes to when one piece of its XML is replaced: its faults, one per line.
#[track_caller]
fn check(from: &str, to: &str) -> String {
    let xml = message().to_xml();
    assert!(xml.contains(from), "the message does not hold {from}");
    faults(&xml.replacen(from, to, 1))
}

const HEADER: &str = "/tns:messagePayload/tns:message/tns:messageHeader";

#[test]
fn what_is_built_is_what_is_read() {
    let built = message();
    let read = message::parse(built.to_xml().as_bytes()).unwrap();
    assert_eq!(read, built);
    assert_eq!(read.to_xml(), built.to_xml());
}

#[test]
fn what_is_built_is_canonical() {
    let xml = message().to_xml();
    let canonical = sdk::xml::canonical::canonical(&xml, sdk::xml::canonical::Method::Inclusive);
    assert_eq!(canonical.as_deref(), Some(xml.as_str()));
}

#[test]
fn a_message_tells_its_moment_in_utc_with_three_decimals() {
    assert!(message().to_xml().contains("<creationDateTime>2027-01-11T07:00:00.250Z</creationDateTime>"));
}

#[test]
fn a_first_message_opens_a_conversation_and_answers_nothing() {
    let message = message();
    assert_eq!(message.conversation.as_str(), message.id.as_str());
    assert_eq!(message.answers, None);
    assert!(!message.to_xml().contains("refToMessageId"));
}

#[test]
fn a_reply_keeps_the_conversation_and_returns_the_senders_references() {
    let received = message();
    let reply = Message::reply(id(2), Letter { subject: label("Svar"), ..letter() }, &received, now()).unwrap();
    assert_eq!(reply.conversation, received.conversation);
    assert_eq!(reply.answers, Some(received.id.clone()));
    assert_eq!(reply.letter.recipient.attention.references, received.letter.sender.attention.references);
}

#[test]
fn a_supplement_refers_to_the_first_message() {
    let first = message();
    let supplement = Message::supplement(id(2), letter(), &first, now()).unwrap();
    assert_eq!((supplement.conversation, supplement.answers), (first.conversation, Some(first.id)));
}

#[test]
fn a_letter_to_three_is_three_messages_in_one_conversation() {
    let to = |number, name| (id(number), party(name, "sdk:elevhalsan"));
    let recipients = vec![to(1, "almvik.example.se"), to(2, "grano.example.se"), to(3, "ekestad.example.se")];
    let sent = Message::to_each(&letter(), recipients, now()).unwrap();
    let ids: std::collections::HashSet<_> = sent.iter().map(|message| message.id.clone()).collect();
    let conversations: std::collections::HashSet<_> = sent.iter().map(|message| &message.conversation).collect();
    assert_eq!((ids.len(), conversations.len()), (3, 1));
}

#[test]
fn labels_are_counted_in_characters() {
    assert!(Label::new("å".repeat(256)).is_ok());
    assert!(Label::new("å".repeat(257)).is_err());
}

#[test]
fn the_confidentiality_of_a_letter_is_secret_unless_said() {
    assert_eq!(message::Confidentiality::default(), message::Confidentiality::Secret);
}

const ID: &str = "01910000-0000-7000-8000-000000000001";

/// Stands for a label of 257 characters.
const LONG: &str = "<long/>";

/// What is replaced, by what, the fault, and where in the header.
const HEADER_FAULTS: [(&str, &str, &str, &str); 19] = [
    // The schema.
    (
        "<creationDateTime>2027-01-11T07:00:00.250Z",
        "<creationDateTime>3 Sept. 2019",
        "SV structure: the text is not a date and a time",
        "creationDateTime",
    ),
    (
        "<creationDateTime>2027-01-11",
        "<creationDateTime>2027-02-29",
        "SV structure: the text is not a date and a time",
        "creationDateTime",
    ),
    (
        "<confidentiality>true",
        "<confidentiality>ja",
        "SV structure: the text is neither true nor false",
        "confidentiality",
    ),
    (
        "<confidentiality>true</confidentiality>",
        "",
        "SV structure: confidentiality is missing, or not in its place",
        "confidentiality",
    ),
    (
        "<label>rosmark.example.se</label>",
        LONG,
        "SV structure: the text is longer than 256 characters",
        "sender/tns:label",
    ),
    (
        "<recipientID>",
        "<recipientID hidden=\"1\">",
        "SV structure: the element has an attribute that is not allowed",
        "recipient/tns:recipientID",
    ),
    (
        "<recipientID>",
        "<recipientID>x",
        "SV structure: there is text where only elements may stand",
        "recipient/tns:recipientID",
    ),
    (
        "</messageHeader>",
        "<Anna19121212/></messageHeader>",
        "SV structure: an element stands where the schema does not allow it",
        "*[9]",
    ),
    (
        "<root>cairn</root>",
        "<root><b/>cairn</root>",
        "SV structure: an element stands where only text may",
        "generatingSystem/tns:root/*[1]",
    ),
    // The shipped rules.
    (
        "2027-01-11T07:00:00.250Z",
        "2027-01-11T07:00:00Z",
        "BV invariant: the moment is not written as YYYY-MM-DDThh:mm:ss.sssZ",
        "creationDateTime",
    ),
    (
        "2027-01-11T07:00:00.250Z",
        "2027-01-11T08:00:00.250+01:00",
        "BV invariant: the moment is not written as YYYY-MM-DDThh:mm:ss.sssZ",
        "creationDateTime",
    ),
    (ID, "7", "BV invariant: the identifier is not a UUID", "messageId"),
    (ID, "{01910000-0000-7000-8000-000000000001}", "BV invariant: the identifier is not a UUID", "messageId"),
    (
        "<root>iso6523-actorid-upis</root>",
        "<root>iso6523</root>",
        "BV invariant: the root is not iso6523-actorid-upis",
        "recipient/tns:recipientID/tns:root",
    ),
    (
        "0203:almvik",
        "0007:almvik",
        "BV invariant: the organisation is not written as 0203: and its domain",
        "recipient/tns:recipientID/tns:extension",
    ),
    (
        "urn:riv:infrastructure:messaging:functionalAddress",
        "x",
        "BV invariant: the root is not that of function addresses",
        "recipient/tns:attention/tns:subOrganization/tns:organizationId/tns:root",
    ),
    (
        "<extension>rosmark</extension>",
        "<extension> \n </extension>",
        "BV invariant: the element is empty",
        "generatingSystem/tns:extension",
    ),
    ("<label>Fråga om möte</label>", LONG, "BV structure: the label is longer than 256 characters", "label"),
    // What the shipped rules forget.
    ("<label>Fråga om möte</label>", "", "BV invariant: the message has no label", "label"),
];

#[test]
fn faults_are_named_with_code_and_place() {
    let long = format!("<label>{}</label>", "x".repeat(257));
    for (from, to, fault, place) in HEADER_FAULTS {
        let to = if to == LONG { long.as_str() } else { to };
        let prefix = if place.starts_with('*') { "" } else { "tns:" };
        assert_eq!(check(from, to), format!("{fault} ({HEADER}/{prefix}{place})"), "{to}");
    }
}

#[test]
fn faults_in_documents_are_named_by_number() {
    let body = "/tns:messagePayload/tns:message/tns:messageBody/tns:documents";
    let rejected = [
        (
            "<content>JVBERi",
            "<content>*VBERi",
            "BV invariant: the file is not written in base64",
            "[2]/tns:ContentFiles/tns:content",
        ),
        (
            "<content>JVBERi",
            "<content>JVBERi=",
            "BV invariant: the file is not written in base64",
            "[2]/tns:ContentFiles/tns:content",
        ),
        (
            "<index>2</index>",
            "<index>3</index>",
            "BV invariant: several documents are not numbered from 1",
            "[2]/tns:index",
        ),
        ("<index>2</index>", "", "BV invariant: several documents are not numbered from 1", "[2]/tns:index"),
        (
            "<index>2</index>",
            "<index>1</index>",
            "BV invariant: several documents are not numbered from 1",
            "[2]/tns:index",
        ),
    ];
    for (from, to, fault, place) in rejected {
        assert_eq!(check(from, to), format!("{fault} ({body}{place})"), "{to}");
    }
}

#[test]
fn a_document_without_words_and_files_is_refused() {
    let xml = message().to_xml();
    let (from, to) = (xml.find("<ContentText>").unwrap(), xml.find("</ContentText>").unwrap() + "</ContentText>".len());
    let without = format!("{}{}", &xml[..from], &xml[to..]);
    assert!(faults(&without).starts_with("BV invariant: the document has neither words nor files"));
}

#[test]
fn files_stand_before_words() {
    let xml = message().to_xml();
    let words = "<ContentText><characterSequence>Andra delen.</characterSequence></ContentText>";
    let late = xml.replace(words, "").replace("<ContentFiles>", &format!("{words}<ContentFiles>"));
    assert!(faults(&late).starts_with("SV structure: an element stands where the schema does not allow it"));
}

#[test]
fn a_sender_without_a_function_is_refused() {
    let xml = message().to_xml();
    let from = xml.rfind("<attention>").unwrap();
    let to = xml.rfind("</attention>").unwrap() + "</attention>".len();
    let without = format!("{}{}", &xml[..from], &xml[to..]);
    let place = format!("{HEADER}/tns:sender/tns:attention");
    assert_eq!(faults(&without), format!("BV invariant: the sender's function is missing ({place})"));
}

#[test]
fn a_fault_never_repeats_what_the_message_says() {
    let secret = "Ella 201509102383";
    let long = format!("<label>{}</label>", secret.repeat(30));
    for (from, to) in
        [("<label>Fråga om möte</label>", long.as_str()), ("<sender>", "<Ella201509102383 xmlns=\"\"/><sender>")]
    {
        let said = check(from, to);
        assert!(!said.contains("Ella") && !said.contains("20150910"), "{said}");
    }
}

#[test]
fn every_fault_of_one_layer_is_named_at_once() {
    let said = check("<label>Fråga om möte</label>", "").lines().count();
    assert_eq!(said, 1);
    let xml = message().to_xml().replace("iso6523-actorid-upis", "upis").replace("07:00:00.250Z", "07:00:00Z");
    assert_eq!(faults(&xml).lines().count(), 3);
}

#[test]
fn what_others_add_is_kept_as_it_came() {
    let added = r#"<sip:plan xmlns:sip="urn:example:sip" kind="a"><sip:goal>Sova &amp; äta</sip:goal></sip:plan>"#;
    let xml = message().to_xml().replacen("</messageHeader>", &format!("{added}</messageHeader>"), 1);
    let read = message::parse(xml.as_bytes()).unwrap();
    assert_eq!(read.letter.extensions.header.first().map(message::Extension::xml), Some(added));
    assert_eq!(read.to_xml(), xml);
    let empty = xml.replace("Sova &amp; äta", "");
    assert!(faults(&empty).starts_with("BV invariant: the element is empty"));
    let nowhere = xml.replace("xmlns:sip=\"urn:example:sip\"", "").replace("sip:", "");
    assert!(faults(&nowhere).starts_with("SV structure"));
}

#[test]
fn a_letter_of_ours_keeps_to_the_markdown_that_all_can_show() {
    let refused = |markdown: &str| markdown::outside_subset(markdown).is_some();
    for fine in [
        "# Hej",
        "###### Hej",
        "**fet** och *kursiv*",
        "* punkt",
        "1. först",
        "---",
        "5 < 6 > 4",
        "rad  \nrad",
        "\\<b>",
    ] {
        assert!(!refused(fine), "{fine}");
    }
    for not in [
        "<b>fet</b>",
        "<!-- -->",
        "[länk](https://x.se)",
        "![bild](x.png)",
        "```\nkod\n```",
        "`kod`",
        "> citat",
        "| a | b |",
        "- punkt",
        "[a]: https://x.se",
    ] {
        assert!(refused(not), "{not}");
    }
    let mut letter = letter();
    letter.documents = vec![words("Hej\n\n<script>alert(1)</script>")];
    let said = Message::first(id(1), letter, now()).unwrap_err();
    assert_eq!(said[0].text, "line 3: HTML is never part of a message");
}

#[test]
fn plain_words_become_markdown_that_means_just_them() {
    let plain = markdown::from_plain("- a\n1. b\n[x](y) *z* <b> # `q`\n\n#h");
    assert!(markdown::outside_subset(&plain).is_none(), "{plain}");
    assert_eq!(plain, "\\- a  \n1\\. b  \n\\[x\\](y) \\*z\\* \\<b> # \\`q\\`  \n  \n\\#h");
}

#[test]
fn control_characters_cannot_stand_in_words() {
    assert!(sdk::text::Text::new("a\u{1}").is_err());
    assert!(sdk::text::Text::new(" \n\t").is_err());
    assert_eq!(text("a\r\nb").as_str(), "a\r\nb");
}
