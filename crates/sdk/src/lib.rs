//! Letters that any authority in the country can receive: Sweden's secure digital communication (*Säker digital
//! kommunikation*, SDK) for a message system. Messages, and the receipts for them; pure, but for the cryptography.
//!
//! Source: "the specification" in comments is DIGG's published material, see docs/reference/sdk-conformance.md.
//! Not here: the transport between organisations (AS4), which an access point does.

pub mod fault;
pub mod names;
pub mod text;
pub mod xml;

pub mod markdown;
pub mod message;
pub mod receipt;

pub mod certificate;
pub mod keys;
pub mod ocsp;
pub mod trust;

pub mod discovery;

pub mod envelope;
pub mod judgement;

pub mod moment;

mod encryption;
mod pkcs12;
mod signature;

/// What a document is, by its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A message in clear.
    Message,
    /// An envelope, with a message or a receipt in it.
    Envelope,
    /// A receipt in clear.
    Receipt,
}

/// What some bytes are, `None` for anything else.
pub fn kind_of(bytes: &[u8]) -> Result<Option<DocumentKind>, xml::NotXml> {
    let document = xml::parse(xml::decode(bytes)?)?;
    let root = document.root_element();
    Ok(if xml::is(root, names::MESSAGE, "messagePayload") {
        Some(DocumentKind::Message)
    } else if xml::is(root, names::XHE, "XHE") {
        Some(DocumentKind::Envelope)
    } else if xml::is(root, names::RESPONSE, "ApplicationResponse") {
        Some(DocumentKind::Receipt)
    } else {
        None
    })
}

/// The certificate that a signed document says it is signed with, and those that it brings along: to look for what is said
/// of them. Nothing is proven.
pub fn signer_of(bytes: &[u8]) -> Option<(certificate::Certificate, Vec<certificate::Certificate>)> {
    if bytes.len() > envelope::BYTES_MAX {
        return None;
    }
    let text = xml::decode(bytes).ok()?;
    signature::brought(&xml::parse(text).ok()?)
}
