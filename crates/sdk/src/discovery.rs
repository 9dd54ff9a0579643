//! Where an organisation says what certificates it has: the name to ask DNS for (BDXL), the address to ask at (SMP), and
//! what the answer publishes (`CertPub`). Source: specification 3.2.
//!
//! Pure: whoever asks DNS and fetches (`sdk_connect::lookup`) hands the answers in. Not here: access points and their
//! addresses, which are the access point's business, and how long an answer is kept.

use std::cmp::Reverse;
use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use domain::moment::Moment;
use roxmltree::Node;

use crate::certificate::Certificate;
use crate::envelope::Publication;
use crate::message::decode_base64;
use crate::names::{DOCUMENT_SCHEME, SMP, SMP_AGGREGATE, SMP_BASIC};
use crate::signature::{self, BadSignature, Expectation};
use crate::text::ParticipantId;
use crate::trust::{Distrust, Trust, Use};
use crate::xml::{self, NotXml};

/// How large an answer may be.
pub const BYTES_MAX: usize = 1_000_000;

/// How long an address may be.
const ADDRESS_MAX: usize = 1000;

const EXTENSION: &str = "urn:fdc:digg.se:edelivery:xml-extension:smp-certpub:1.0";
const SIGNING: &str = "urn:fdc:digg.se:edelivery:certpub:signing-cert";
const ENCRYPTION: &str = "urn:fdc:digg.se:edelivery:certpub:encryption-cert";

/// The name whose NAPTR records say where an organisation's metadata are. `zone` is the environment's.
pub fn name(participant: &ParticipantId, zone: &str) -> String {
    let hash = digest(&SHA256, participant.as_str().to_ascii_lowercase().as_bytes());
    format!("{}.{}.{}.", base32(hash.as_ref()), ParticipantId::SCHEME, zone.trim_matches('.'))
}

/// A NAPTR record, as DNS gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Lower first.
    pub order: u16,
    /// Among equals, lower first.
    pub preference: u16,
    /// `U` for a record that ends in an address.
    pub flags: String,
    /// What kind of service.
    pub service: String,
    /// `!.*!https://…!`
    pub regexp: String,
}

/// The address that the records lead to. `None`: the organisation is not registered as a recipient.
pub fn publisher(records: &[Record]) -> Option<String> {
    let is = |said: &str, wanted: &str| said.eq_ignore_ascii_case(wanted);
    let fit = |record: &&Record| is(&record.flags, "U") && is(&record.service, "Meta:SMP");
    let mut records: Vec<&Record> = records.iter().filter(fit).collect();
    records.sort_by_key(|record| (record.order, record.preference));
    records.into_iter().find_map(|record| replacement(&record.regexp))
}

/// What stands between the second and the third sign of an expression that replaces everything.
fn replacement(regexp: &str) -> Option<String> {
    let sign = regexp.chars().next()?;
    let mut parts = regexp.split(sign).skip(1);
    let (pattern, url) = (parts.next()?, parts.next()?);
    let whole = matches!(pattern, ".*" | "^.*$");
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    // An address to which more is added: without a query, a fragment or a name to log in by.
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@' | b'\\' | b'"' | b'<' | b'>');
    let fits = !rest.is_empty() && url.len() <= ADDRESS_MAX && rest.bytes().all(plain);
    (whole && fits).then(|| url.trim_end_matches('/').to_owned())
}

/// Where the metadata of an organisation for a kind of document are. To encrypt, ask for the message; to know a sender's
/// signature, for the receipt.
pub fn address(publisher: &str, participant: &ParticipantId, document: &str) -> String {
    let publisher = publisher.trim_end_matches('/');
    let participant = escaped(&format!("{}::{}", ParticipantId::SCHEME, participant.as_str()));
    let document = escaped(&format!("{DOCUMENT_SCHEME}::{document}"));
    format!("{publisher}/{participant}/services/{document}")
}

/// What an organisation publishes for a kind of document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// What it signs with.
    pub signing: Vec<Certificate>,
    /// What is to be encrypted to.
    pub encryption: Vec<Certificate>,
}

impl Published {
    /// The certificate to encrypt to: of those that are trusted at a moment, the one that is valid longest.
    pub fn receiving(&self, trust: &Trust, at: Moment) -> Result<&Certificate, NotPublished> {
        let mut why = NotPublished::Nothing;
        let mut all: Vec<&Certificate> = self.encryption.iter().collect();
        all.sort_by_key(|certificate| Reverse(certificate.valid_until));
        for certificate in all {
            match trust.check(certificate, &[], at, Use::Receiving) {
                Ok(()) => return Ok(certificate),
                Err(distrust) if why == NotPublished::Nothing => why = NotPublished::Distrust(distrust),
                Err(_) => {}
            }
        }
        Err(why)
    }
}

/// Why there is nothing to encrypt to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPublished {
    /// It publishes none.
    #[error("the organisation publishes no certificate to encrypt to")]
    Nothing,
    /// None that is trusted; why not the one that is valid longest.
    #[error("what the organisation publishes to encrypt to is not trusted: {0}")]
    Distrust(Distrust),
}

/// What was asked, and of whom an answer is believed.
pub struct Question<'a> {
    /// About whom.
    pub participant: &'a ParticipantId,
    /// For which kind of document.
    pub document: &'a str,
    /// Who may sign the answer: the environment's root for metadata, no other.
    pub trust: &'a Trust,
    /// When.
    pub at: Moment,
}

/// Why an answer is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnswer {
    /// Not XML that is read here.
    #[error("{0}")]
    Xml(#[from] NotXml),
    /// Larger than any answer.
    #[error("the answer is larger than 1 MB")]
    TooLarge,
    /// Its signature does not hold.
    #[error("the answer is not signed as it must be: {0}")]
    Signature(#[from] BadSignature),
    /// About another organisation or another kind of document.
    #[error("the answer is not about what was asked")]
    AboutAnother,
    /// A certificate in it cannot be read.
    #[error("a certificate in the answer cannot be read")]
    NotCertificate,
}

/// Reads the answer: verified first, then read anew from what was signed.
pub fn read(bytes: &[u8], question: &Question<'_>) -> Result<Published, NotAnswer> {
    if bytes.len() > BYTES_MAX {
        return Err(NotAnswer::TooLarge);
    }
    let document = xml::parse(xml::decode(bytes)?)?;
    let expected = Expectation { trust: question.trust, at: question.at, published: Publication::NotAsked };
    let signed = signature::verify(&document, &expected)?;
    let document = xml::parse(&signed.canonical)?;
    let information = [document.root_element()]
        .into_iter()
        .filter(|root| xml::is(*root, SMP, "SignedServiceMetadata"))
        .find_map(|root| xml::child(xml::child(root, SMP, "ServiceMetadata")?, SMP, "ServiceInformation"));
    let information = information.filter(|node| is_about(*node, question)).ok_or(NotAnswer::AboutAnother)?;
    let mut published = Published::default();
    for extension in xml::children(information, SMP, "Extension") {
        let id = xml::child(extension, SMP, "ExtensionID");
        if id.is_none_or(|id| xml::text(id).trim() != EXTENSION) {
            continue;
        }
        for node in xml::children(extension, SMP_AGGREGATE, "Certificate") {
            let code = xml::child(node, SMP_BASIC, "TypeCode").map(xml::text).unwrap_or_default();
            match code.trim() {
                SIGNING => published.signing.push(certificate(node)?),
                ENCRYPTION => published.encryption.push(certificate(node)?),
                _ => {}
            }
        }
    }
    Ok(published)
}

fn is_about(information: Node<'_, '_>, question: &Question<'_>) -> bool {
    let says = |name, scheme, value: &str| {
        xml::child(information, SMP, name).is_some_and(|node| {
            node.attribute("scheme") == Some(scheme) && xml::text(node).trim().eq_ignore_ascii_case(value)
        })
    };
    says("ParticipantIdentifier", ParticipantId::SCHEME, question.participant.as_str())
        && says("DocumentIdentifier", DOCUMENT_SCHEME, question.document)
}

fn certificate(node: Node<'_, '_>) -> Result<Certificate, NotAnswer> {
    let content = xml::child(node, SMP_BASIC, "ContentBinaryObject").ok_or(NotAnswer::NotCertificate)?;
    let der = decode_base64(&xml::text(content)).ok_or(NotAnswer::NotCertificate)?;
    Certificate::from_der(&der).map_err(|_| NotAnswer::NotCertificate)
}

/// RFC 4648, without the signs that fill up.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: [char; 32] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
        'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
    ];
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |at| (byte >> at) & 1)).collect();
    bits.chunks(5)
        .filter_map(|chunk| {
            let value = chunk.iter().fold(0, |value, bit| (value << 1) | usize::from(*bit));
            LETTERS.get(value << (5 - chunk.len())).copied()
        })
        .collect()
}

/// Everything but what RFC 3986 reserves for nobody.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
