//! The question and the answer in DER, as RFC 6960 builds them. What only passes through is kept as it came.

use der::asn1::{Any, BitString, GeneralizedTime, ObjectIdentifier, OctetString};
use der::{Enumerated, Sequence};
use x509_cert::ext::Extension;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

pub(super) const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// id-pkix-ocsp-basic
pub(super) const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
/// id-pkix-ocsp-nonce
pub(super) const NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2");

#[derive(Sequence)]
pub(super) struct Request {
    pub(super) content: RequestContent,
}

#[derive(Sequence)]
pub(super) struct RequestContent {
    pub(super) questions: Vec<Question>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) extensions: Option<Vec<Extension>>,
}

#[derive(Sequence)]
pub(super) struct Question {
    pub(super) id: CertificateId,
}

/// Which certificate: its issuer's name and key as digests, and its number.
#[derive(Clone, Debug, Sequence)]
pub(super) struct CertificateId {
    pub(super) digest: AlgorithmIdentifierOwned,
    pub(super) name: OctetString,
    pub(super) key: OctetString,
    pub(super) serial: SerialNumber,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enumerated)]
#[repr(u8)]
pub(super) enum Outcome {
    Successful = 0,
    Malformed = 1,
    Internal = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
pub(super) struct Response {
    pub(super) outcome: Outcome,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) bytes: Option<ResponseBytes>,
}

#[derive(Sequence)]
pub(super) struct ResponseBytes {
    pub(super) kind: ObjectIdentifier,
    pub(super) content: OctetString,
}

#[derive(Sequence)]
pub(super) struct Basic {
    /// [`Content`], byte for byte as it was signed.
    pub(super) content: Any,
    pub(super) algorithm: AlgorithmIdentifierOwned,
    pub(super) signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) certificates: Option<Vec<Any>>,
}

#[derive(Sequence)]
pub(super) struct Content {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) version: Option<u8>,
    /// By name (1) or by the digest of its key (2).
    pub(super) responder: Any,
    pub(super) produced_at: GeneralizedTime,
    pub(super) answers: Vec<Single>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) extensions: Option<Vec<Extension>>,
}

#[derive(Sequence)]
pub(super) struct Single {
    pub(super) id: CertificateId,
    /// Good (0), revoked (1) or unknown (2).
    pub(super) status: Any,
    pub(super) this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) extensions: Option<Vec<Extension>>,
}
