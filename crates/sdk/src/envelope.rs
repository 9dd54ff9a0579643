//! The envelope (XHE 1.0, DIGG's profile): who sends what kind of document to whom, with the document in it. Encrypt,
//! then sign; verify, then decrypt. Source: specification 2.4.
//!
//! The order is in the types: only [`verify`] makes a [`Verified`], and only a `Verified` can be opened; only [`prove`], which
//! asks for what the sender has published, makes what can be judged. What is opened is what was signed: after the
//! signature holds, everything is read anew from the canonical bytes that were digested.

mod proven;
mod read;
mod schema;
mod write;

use domain::moment::Moment;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::encryption;
use crate::fault::{Fault, NO_PLACE, Reason};
use crate::keys::Opener;
use crate::names;
use crate::receipt::Receipt;
use crate::signature::{self, Expectation};
use crate::text::{ParticipantId, Text};
use crate::trust::Trust;
use crate::xml::{self, NotXml};

pub use crate::encryption::{NotDecrypted, Secrets};
pub use crate::signature::BadSignature;
pub use proven::{Heard, Opened, Proven, prove};
pub use write::{NotPacked, Packing, pack_message, pack_receipt};

/// How large an envelope may be: a message of 30 MiB, encrypted and in base64, and room for the rest.
pub const BYTES_MAX: usize = 48 * 1024 * 1024;

/// What stands on the outside of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Which envelope, as written. That of a message is the message's identifier.
    pub id: Text,
    /// When it was made.
    pub created_at: Moment,
    /// What kind of document, in which process and federation.
    pub scope: Scope,
    /// Who sends.
    pub from: ParticipantId,
    /// Who is to have it.
    pub to: ParticipantId,
    /// The root element of the document.
    pub document_type: Text,
    /// The function that is to have it. The profile lets it be missing; the federation does not.
    pub function: Option<Text>,
    /// Whether the document is encrypted.
    pub protection: Protection,
}

/// The five criteria of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Which kind of document.
    pub document: Text,
    /// In which list.
    pub document_scheme: Text,
    /// Which process.
    pub process: Text,
    /// In which list.
    pub process_scheme: Text,
    /// Which federation.
    pub federation: Text,
}

/// Whether the document in an envelope is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// It is.
    Encrypted,
    /// It stands in clear, as receipts do.
    Clear,
}

impl Envelope {
    /// Whether it says that it carries a message.
    pub fn is_message(&self) -> bool {
        self.scope.document.as_str() == names::MESSAGE_DOCUMENT
    }

    /// Whether it says that it carries a receipt.
    pub fn is_receipt(&self) -> bool {
        self.scope.document.as_str() == names::RESPONSE_DOCUMENT
    }
}

/// Why something is not an envelope. There is no receipt for any of it: nobody can be sure whom to answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEnvelope {
    /// Larger than any message can become.
    #[error("the envelope is larger than 48 MiB")]
    TooLarge,
    /// Not XML that is read here.
    #[error("{0}")]
    Xml(#[from] NotXml),
    /// It breaks these rules.
    #[error("the envelope breaks {} rules", .0.len())]
    Faults(Vec<Fault>),
}

/// Why an envelope is not verified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    /// It is not even an envelope.
    #[error(transparent)]
    NotEnvelope(#[from] NotEnvelope),
    /// Its signature does not hold. The outside is told, for the receipt; nothing in it is proven.
    #[error("{why}")]
    Signature {
        /// What stands on the outside.
        envelope: Box<Envelope>,
        /// Why it does not hold.
        why: BadSignature,
    },
}

/// What stands on the outside of an envelope, whoever wrote it. Proves nothing; for routing and for refusing.
pub fn look(bytes: &[u8]) -> Result<Envelope, NotEnvelope> {
    look_inside(bytes).map(|(envelope, _)| envelope)
}

/// The outside, and the content where it stands in clear, as canonical XML that stands on its own. Proves nothing: for
/// eyes only.
pub fn look_inside(bytes: &[u8]) -> Result<(Envelope, Option<String>), NotEnvelope> {
    if bytes.len() > BYTES_MAX {
        return Err(NotEnvelope::TooLarge);
    }
    let document = xml::parse(xml::decode(bytes)?)?;
    let root = document.root_element();
    let envelope = read::envelope(root).map_err(NotEnvelope::Faults)?;
    let content = match envelope.protection {
        Protection::Clear => read::content(root).map(standing_alone).transpose()?,
        Protection::Encrypted => None,
    };
    Ok((envelope, content))
}

fn standing_alone(content: roxmltree::Node<'_, '_>) -> Result<String, NotXml> {
    xml::canonical::element(content, xml::canonical::Method::Exclusive)
}

/// An envelope whose signature holds, from a certificate that is trusted. For eyes, unless it is [`Proven`]: who is trusted
/// need not be whom it says it is from.
pub struct Verified {
    envelope: Envelope,
    signer: Certificate,
    canonical: String,
}

/// What is known of the certificates that whoever is named as the sender has published (`CertPub`). A certificate that
/// is trusted is somebody's; only this says that it is the sender's.
#[derive(Clone, Copy, Debug)]
pub enum Publication<'a> {
    /// These and no others: the signer's must be one of them. Nobody's, for a sender that nobody knows.
    Published(&'a [Certificate]),
    /// Nobody has asked: anyone who is trusted may have signed in the sender's name. For eyes that see who has signed.
    NotAsked,
}

impl Publication<'_> {
    pub(crate) fn allows(&self, signer: &Certificate) -> bool {
        match self {
            Self::Published(published) => published.contains(signer),
            Self::NotAsked => true,
        }
    }
}

/// Verifies an envelope at a moment.
pub fn verify(bytes: &[u8], trust: &Trust, published: Publication<'_>, at: Moment) -> Result<Verified, NotVerified> {
    if bytes.len() > BYTES_MAX {
        return Err(NotEnvelope::TooLarge.into());
    }
    let document = xml::decode(bytes).and_then(xml::parse).map_err(NotEnvelope::Xml)?;
    let outside = read::envelope(document.root_element()).map_err(NotEnvelope::Faults)?;
    let signed = match signature::verify(&document, &Expectation { trust, at, published }) {
        Ok(signed) => signed,
        Err(why) => return Err(NotVerified::Signature { envelope: Box::new(outside), why }),
    };
    drop(document);
    let document = xml::parse(&signed.canonical).map_err(NotEnvelope::Xml)?;
    let envelope = read::envelope(document.root_element()).map_err(NotEnvelope::Faults)?;
    drop(document);
    Ok(Verified { envelope, signer: signed.signer, canonical: signed.canonical })
}

/// Why a verified envelope does not give its content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// It stands in clear where it must be encrypted.
    #[error("the content is not encrypted")]
    InClear,
    /// It is encrypted where it must stand in clear.
    #[error("the content is encrypted, which a receipt never is")]
    Encrypted,
    /// It cannot be decrypted.
    #[error(transparent)]
    Decryption(#[from] NotDecrypted),
    /// The content is not a receipt.
    #[error("the content is not a receipt")]
    NotReceipt(Vec<Fault>),
}

impl Verified {
    /// What stands on the outside.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Whose signature it is.
    pub fn signer(&self) -> &Certificate {
        &self.signer
    }

    /// Decrypts the content.
    pub fn open(&self, opener: &dyn Opener) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        if self.envelope.protection == Protection::Clear {
            return Err(NotOpened::InClear);
        }
        let document = xml::parse(&self.canonical).map_err(|_| NotDecrypted::Profile)?;
        let content = read::content(document.root_element()).ok_or(NotDecrypted::Profile)?;
        Ok(encryption::decrypt(content, opener)?)
    }

    /// The content of an envelope in clear, as canonical XML that stands on its own.
    pub fn clear_content(&self) -> Option<String> {
        if self.envelope.protection == Protection::Encrypted {
            return None;
        }
        let document = xml::parse(&self.canonical).ok()?;
        let content = read::content(document.root_element())?;
        standing_alone(content).ok()
    }

    /// The receipt in an envelope, which stands in clear.
    pub fn receipt(&self) -> Result<Receipt, NotOpened> {
        if self.envelope.protection == Protection::Encrypted {
            return Err(NotOpened::Encrypted);
        }
        let kind = format!("Q{{{}}}ApplicationResponse", names::RESPONSE);
        if !self.envelope.is_receipt() || self.envelope.document_type.as_str() != kind {
            let fault = Fault::rule(Reason::Security, NO_PLACE, "the envelope says that it carries something else");
            return Err(NotOpened::NotReceipt(vec![fault]));
        }
        let document = xml::parse(&self.canonical).map_err(|_| NotOpened::NotReceipt(vec![]))?;
        let content = read::content(document.root_element()).ok_or_else(|| NotOpened::NotReceipt(vec![]))?;
        crate::receipt::read(content).map_err(NotOpened::NotReceipt)
    }
}
