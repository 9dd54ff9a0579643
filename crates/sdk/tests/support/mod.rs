//! Letters, parties and moments that the tests share. Everything in them is invented.

#![expect(dead_code, reason = "each test file uses its part")]

pub(crate) mod authority;
pub(crate) mod dice;
pub(crate) mod sealed;

use domain::moment::Moment;
use sdk::fault::Fault;
use sdk::message::{
    Attention, Confidentiality, Document, Extensions, File, Function, Identifier, Letter, Message, Party, Person,
    Reference, Words, roots,
};
use sdk::text::{FunctionAddress, Label, MessageId, ParticipantId, Text};

/// 2027-01-11, eight in the morning in Stockholm.
pub(crate) fn now() -> Moment {
    sdk::moment::parse("2027-01-11T07:00:00.250Z").unwrap()
}

/// A message's identifier by number.
pub(crate) fn id(number: u128) -> MessageId {
    uuid::Uuid::from_u128(0x0191_0000_0000_7000_8000_0000_0000_0000 + number).into()
}

pub(crate) fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

/// What a message comes to when it is read: its faults, one per line.
pub(crate) fn faults(xml: &str) -> String {
    match sdk::message::parse(xml.as_bytes()) {
        Ok(_) => "accepted".to_owned(),
        Err(sdk::message::NotMessage::Xml(error)) => error.to_string(),
        Err(sdk::message::NotMessage::Faults(faults)) => {
            faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
        }
    }
}

pub(crate) fn label(words: &str) -> Label {
    Label::new(words).unwrap()
}

pub(crate) fn party(organisation: &str, function: &str) -> Party {
    Party {
        id: ParticipantId::new(format!("0203:{organisation}")).unwrap(),
        label: Some(label(organisation)),
        attention: Attention {
            persons: vec![],
            function: Function {
                address: FunctionAddress::new(function).unwrap(),
                label: Some(label("Elevhälsan")),
                extensions: vec![],
            },
            references: vec![],
            extensions: vec![],
        },
        extensions: vec![],
    }
}

pub(crate) fn reference(root: &str, extension: &str) -> Reference {
    let id = Identifier { root: text(root), extension: text(extension) };
    Reference { id, label: Some(label("Ärende")), extensions: vec![] }
}

pub(crate) fn words(markdown: &str) -> Document {
    Document {
        id: text("brev"),
        name: Some(text("Brev")),
        files: vec![],
        texts: vec![Words { markdown: text(markdown), extensions: vec![] }],
        extensions: vec![],
    }
}

pub(crate) fn file(name: &str, content: &[u8]) -> File {
    let content_type = text("application/pdf");
    File { name: text(name), content_type, content: content.to_vec(), extensions: vec![] }
}

/// A letter from the region's front door to a school in Almvik, with most of what a letter can have.
pub(crate) fn letter() -> Letter {
    let mut sender = party("rosmark.example.se", "sdk:forsta-linjen");
    sender.attention.references = vec![reference(roots::CASE, "2027-17")];
    let mut recipient = party("almvik.example.se", "sdk:elevhalsan");
    recipient.attention.persons = vec![Person {
        id: Some(Identifier { root: text(roots::PERSONAL_NUMBER), extension: text("201509102383") }),
        label: Some(label("Ella & <Otto>")),
        extensions: vec![],
    }];
    let mut second = words("Andra delen.");
    second.files = vec![file("plan.pdf", b"%PDF-1.7 \x00\xff plan")];
    Letter {
        subject: label("Fråga om möte"),
        confidentiality: Confidentiality::Secret,
        generating_system: Some(Identifier { root: text("cairn"), extension: text("rosmark") }),
        recipient,
        sender,
        documents: vec![words("# Hej\n\nKan ni *onsdag*?\n\n* förmiddag\n* eftermiddag"), second],
        extensions: Extensions::default(),
    }
}

/// The first message of a conversation.
pub(crate) fn message() -> Message {
    Message::first(id(1), letter(), now()).unwrap()
}
