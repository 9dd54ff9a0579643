//! The schema of the message, version 3.0, as tables.

use crate::names::MESSAGE;
use crate::xml::schema::Content::{Only, Open, Text};
use crate::xml::schema::{Content, Part, Value};

const fn one(name: &'static str, content: &'static Content) -> Part {
    Part::one(MESSAGE, name, content)
}

static WORDS: Content = Text(Value::Words);
static LABEL: Content = Text(Value::Label);
static TRUTH: Content = Text(Value::Truth);
static MOMENT: Content = Text(Value::Moment);
static IDENTIFIER: Content = Only(&[one("root", &WORDS), one("extension", &WORDS)]);
static PERSON: Content = Open(&[one("personId", &IDENTIFIER).maybe(), one("label", &LABEL).maybe()]);
static FUNCTION: Content = Open(&[one("organizationId", &IDENTIFIER), one("label", &LABEL).maybe()]);
static REFERENCE: Content = Open(&[one("referenceId", &IDENTIFIER), one("label", &LABEL).maybe()]);
static ATTENTION: Content =
    Open(&[one("person", &PERSON).any(), one("subOrganization", &FUNCTION), one("reference", &REFERENCE).any()]);
static RECIPIENT: Content =
    Open(&[one("recipientID", &IDENTIFIER), one("label", &LABEL).maybe(), one("attention", &ATTENTION)]);
static SENDER: Content =
    Open(&[one("senderID", &IDENTIFIER), one("label", &LABEL).maybe(), one("attention", &ATTENTION).maybe()]);
static HEADER: Content = Open(&[
    one("creationDateTime", &MOMENT),
    one("messageId", &WORDS),
    one("conversationId", &WORDS),
    one("refToMessageId", &WORDS).maybe(),
    one("label", &WORDS).maybe(),
    one("confidentiality", &TRUTH),
    one("generatingSystem", &IDENTIFIER).maybe(),
    one("recipient", &RECIPIENT),
    one("sender", &SENDER),
]);
static FILE: Content = Open(&[one("fileName", &WORDS), one("contentType", &WORDS), one("content", &WORDS)]);
static SEQUENCE: Content = Open(&[one("characterSequence", &WORDS)]);
static DOCUMENT: Content = Open(&[
    one("documentID", &WORDS),
    one("documentName", &WORDS).maybe(),
    one("index", &WORDS).maybe(),
    one("ContentFiles", &FILE).any(),
    one("ContentText", &SEQUENCE).any(),
]);
static BODY: Content = Open(&[one("documents", &DOCUMENT).some()]);
static MESSAGE_TYPE: Content = Open(&[one("messageHeader", &HEADER), one("messageBody", &BODY)]);
static PAYLOAD: Content = Only(&[one("message", &MESSAGE_TYPE)]);

/// The whole.
pub(super) static ROOT: Part = one("messagePayload", &PAYLOAD);
