//! Writes a message as canonical XML. Every element in its place, none of them empty.

use super::{Attention, Confidentiality, Document, Extension, Identifier, Letter, Message, Party};
use crate::moment;
use crate::names::MESSAGE;
use crate::text::{FunctionAddress, Label, ParticipantId};
use crate::xml::write::Writer;

pub(super) fn message(message: &Message) -> String {
    let mut out = Writer::with_capacity(message.letter.size() + 4096);
    out.open("messagePayload", &[("xmlns", MESSAGE)]).open("message", &[]).open("messageHeader", &[]);
    header(&mut out, message);
    out.close("messageHeader").open("messageBody", &[]);
    let many = message.letter.documents.len() > 1;
    for (at, document) in message.letter.documents.iter().enumerate() {
        write_document(&mut out, document, at + 1, many);
    }
    extensions(&mut out, &message.letter.extensions.body);
    out.close("messageBody");
    extensions(&mut out, &message.letter.extensions.message);
    out.close("message").close("messagePayload");
    out.finish()
}

fn header(out: &mut Writer, message: &Message) {
    let letter: &Letter = &message.letter;
    out.element("creationDateTime", &moment::written(message.created_at));
    out.element("messageId", message.id.as_str());
    out.element("conversationId", message.conversation.as_str());
    if let Some(answered) = &message.answers {
        out.element("refToMessageId", answered.as_str());
    }
    out.element("label", letter.subject.as_str());
    out.element(
        "confidentiality",
        match letter.confidentiality {
            Confidentiality::Secret => "true",
            Confidentiality::Open => "false",
        },
    );
    if let Some(system) = &letter.generating_system {
        identifier(out, "generatingSystem", system);
    }
    party(out, "recipient", "recipientID", &letter.recipient);
    party(out, "sender", "senderID", &letter.sender);
    extensions(out, &letter.extensions.header);
}

fn party(out: &mut Writer, name: &str, id: &str, party: &Party) {
    out.open(name, &[]);
    root_and_extension(out, id, ParticipantId::SCHEME, party.id.as_str());
    label(out, party.label.as_ref());
    attention(out, &party.attention);
    extensions(out, &party.extensions);
    out.close(name);
}

fn attention(out: &mut Writer, attention: &Attention) {
    out.open("attention", &[]);
    for person in &attention.persons {
        // Neither number nor name nor anything else would be an empty element.
        if person.id.is_none() && person.label.is_none() && person.extensions.is_empty() {
            continue;
        }
        out.open("person", &[]);
        if let Some(id) = &person.id {
            identifier(out, "personId", id);
        }
        label(out, person.label.as_ref());
        extensions(out, &person.extensions);
        out.close("person");
    }
    let function = &attention.function;
    out.open("subOrganization", &[]);
    root_and_extension(out, "organizationId", FunctionAddress::ROOT, function.address.as_str());
    label(out, function.label.as_ref());
    extensions(out, &function.extensions);
    out.close("subOrganization");
    for reference in &attention.references {
        out.open("reference", &[]);
        identifier(out, "referenceId", &reference.id);
        label(out, reference.label.as_ref());
        extensions(out, &reference.extensions);
        out.close("reference");
    }
    extensions(out, &attention.extensions);
    out.close("attention");
}

fn write_document(out: &mut Writer, document: &Document, number: usize, many: bool) {
    out.open("documents", &[]).element("documentID", document.id.as_str());
    if let Some(name) = &document.name {
        out.element("documentName", name.as_str());
    }
    if many {
        out.element("index", &number.to_string());
    }
    for file in &document.files {
        out.open("ContentFiles", &[]);
        out.element("fileName", file.name.as_str()).element("contentType", file.content_type.as_str());
        out.open("content", &[]).base64(&file.content).close("content");
        extensions(out, &file.extensions);
        out.close("ContentFiles");
    }
    for words in &document.texts {
        out.open("ContentText", &[]).element("characterSequence", words.markdown.as_str());
        extensions(out, &words.extensions);
        out.close("ContentText");
    }
    extensions(out, &document.extensions);
    out.close("documents");
}

fn identifier(out: &mut Writer, name: &str, identifier: &Identifier) {
    root_and_extension(out, name, identifier.root.as_str(), identifier.extension.as_str());
}

fn root_and_extension(out: &mut Writer, name: &str, root: &str, extension: &str) {
    out.open(name, &[]).element("root", root).element("extension", extension).close(name);
}

fn label(out: &mut Writer, label: Option<&Label>) {
    if let Some(label) = label {
        out.element("label", label.as_str());
    }
}

fn extensions(out: &mut Writer, extensions: &[Extension]) {
    for extension in extensions {
        out.raw(extension.xml());
    }
}
