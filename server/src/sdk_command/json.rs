//! Letters as JSON, for people and programs at the command line. Files are told by name and size, not by content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::envelope::{Envelope, Protection};
use sdk::message::{Attention, Confidentiality, Document, Extension, Identifier, Message, Party};
use sdk::receipt::{Answer, Receipt};
use sdk::trust::Use;
use serde_json::{Value, json};

pub(super) fn message(message: &Message) -> Value {
    let letter = &message.letter;
    json!({
        "kind": "message",
        "messageId": message.id.as_str(),
        "conversationId": message.conversation.as_str(),
        "refToMessageId": message.answers.as_ref().map(sdk::text::MessageId::as_str),
        "creationDateTime": sdk::moment::written(message.created_at),
        "label": letter.subject.as_str(),
        "confidentiality": letter.confidentiality == Confidentiality::Secret,
        "generatingSystem": letter.generating_system.as_ref().map(identifier),
        "recipient": party(&letter.recipient),
        "sender": party(&letter.sender),
        "documents": letter.documents.iter().map(document).collect::<Vec<_>>(),
        "extensions": {
            "message": extensions(&letter.extensions.message),
            "header": extensions(&letter.extensions.header),
            "body": extensions(&letter.extensions.body),
        },
    })
}

fn party(party: &Party) -> Value {
    json!({
        "id": party.id.as_str(),
        "label": party.label.as_ref().map(sdk::text::Label::as_str),
        "attention": attention(&party.attention),
        "extensions": extensions(&party.extensions),
    })
}

fn attention(attention: &Attention) -> Value {
    json!({
        "persons": attention.persons.iter().map(|person| json!({
            "id": person.id.as_ref().map(identifier),
            "label": person.label.as_ref().map(sdk::text::Label::as_str),
        })).collect::<Vec<_>>(),
        "function": attention.function.address.as_str(),
        "functionLabel": attention.function.label.as_ref().map(sdk::text::Label::as_str),
        "references": attention.references.iter().map(|reference| json!({
            "id": identifier(&reference.id),
            "label": reference.label.as_ref().map(sdk::text::Label::as_str),
        })).collect::<Vec<_>>(),
    })
}

fn identifier(identifier: &Identifier) -> Value {
    json!({ "root": identifier.root.as_str(), "extension": identifier.extension.as_str() })
}

fn document(document: &Document) -> Value {
    json!({
        "id": document.id.as_str(),
        "name": document.name.as_ref().map(sdk::text::Text::as_str),
        "texts": document.texts.iter().map(|words| words.markdown.as_str()).collect::<Vec<_>>(),
        "files": document.files.iter().map(|file| json!({
            "name": file.name.as_str(),
            "contentType": file.content_type.as_str(),
            "bytes": file.content.len(),
        })).collect::<Vec<_>>(),
        "extensions": extensions(&document.extensions),
    })
}

fn extensions(extensions: &[Extension]) -> Vec<&str> {
    extensions.iter().map(Extension::xml).collect()
}

pub(super) fn receipt(receipt: &Receipt) -> Value {
    let lines: Vec<Value> = match &receipt.answer {
        Answer::Accepted => vec![],
        Answer::Rejected(lines) => lines
            .iter()
            .map(|line| {
                json!({
                    "typeCode": line.kind.code(),
                    "title": line.reason.as_ref().map(sdk::receipt::Code::as_str),
                    "detail": line.text.as_str(),
                    "in": line.place.as_str(),
                    "instance": receipt.acknowledges.as_str(),
                })
            })
            .collect(),
    };
    json!({
        "kind": "receipt",
        "id": receipt.id.as_str(),
        "issuedAt": sdk::moment::written(receipt.issued_at),
        "sender": receipt.sender.as_str(),
        "receiver": receipt.receiver.as_str(),
        "acknowledges": receipt.acknowledges.as_str(),
        "answer": match receipt.answer { Answer::Accepted => "ACCEPTED", Answer::Rejected(_) => "REJECTED" },
        "issues": lines,
    })
}

/// Whether it fits is by its own words only; in PEM, to be written to a file.
pub(super) fn certificate(certificate: &Certificate, at: Moment, use_: Use) -> Value {
    let text = STANDARD.encode(certificate.der());
    let lines: Vec<String> =
        text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    json!({
        "subject": certificate.subject,
        "validFrom": sdk::moment::written(certificate.valid_from),
        "validUntil": sdk::moment::written(certificate.valid_until),
        "fits": certificate.fits(at, use_).is_ok(),
        "pem": format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n")),
    })
}

/// `signature` says what is known about it; `content` is what lies in it in clear.
pub(super) fn envelope(envelope: &Envelope, signature: &Value, content: Option<&Value>) -> Value {
    json!({
        "kind": "envelope",
        "id": envelope.id.as_str(),
        "creationDateTime": sdk::moment::written(envelope.created_at),
        "from": envelope.from.as_str(),
        "to": envelope.to.as_str(),
        "documentId": envelope.scope.document.as_str(),
        "documentIdScheme": envelope.scope.document_scheme.as_str(),
        "processId": envelope.scope.process.as_str(),
        "processIdScheme": envelope.scope.process_scheme.as_str(),
        "federationId": envelope.scope.federation.as_str(),
        "documentType": envelope.document_type.as_str(),
        "function": envelope.function.as_ref().map(sdk::text::Text::as_str),
        "encrypted": envelope.protection == Protection::Encrypted,
        "signature": signature,
        "content": content,
    })
}
