//! What an issuer's responder says of one certificate (OCSP, RFC 6960): the question, and what an answer says and who has
//! signed it. Pure: whoever asks hands the answer in, be it from a file. What follows for trust is for `trust` to say.
//!
//! An answer counts when the issuer has signed it, or one whose certificate the issuer itself has signed for answering
//! (id-kp-OCSPSigning), with RSA or on a curve (P-256, P-384). Not here: responders that are trusted because a setting says so.

mod wire;

use aws_lc_rs::digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA256};
use der::asn1::{Any, GeneralizedTime, OctetString};
use der::{Decode as _, Encode as _, Tag, Tagged as _};
use domain::moment::Moment;
use x509_cert::ext::Extension;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::certificate::{Answering, Certificate, Signed, moment_of};
use crate::trust::Use;
use wire::{Basic, CertificateId, Content, NONCE, Outcome, Response, SHA_1, SHA_256, Single};

/// How large an answer may be.
pub const BYTES_MAX: usize = 64 * 1024;

/// How many certificates one answer may speak of, and how many it may bring along.
const COUNT_MAX: usize = 100;

/// How far the responder's clock may be before ours.
const AHEAD_MICROSECONDS: i64 = 5 * 60 * 1_000_000;

/// How long an answer holds that does not say until when: it says that there is news at any time.
const UNSAID_MICROSECONDS: i64 = 60 * 60 * 1_000_000;

/// What a question says besides, so that an old answer is not taken for the one to it.
pub type Nonce = [u8; 32];

/// Why some bytes are not an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnswer {
    /// Not an answer that is read here.
    #[error("it is not an answer about revocation (OCSP) that is read here")]
    NotOcsp,
    /// The responder has none.
    #[error("the responder gives no answer about revocation: {0}")]
    None(&'static str),
    /// It answers another question.
    #[error("the answer about revocation is to another question")]
    OtherNonce,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unheard {
    /// Signed by somebody else, or by nobody.
    #[error("it is not signed by the issuer or by anyone whom the issuer has certified to answer")]
    Signer,
    /// The certificate of whom it is signed by is taken back, or nobody says that it is not, and somebody must.
    #[error("the certificate that signed it is revoked, or nobody says that it is not")]
    SignerRevoked,
    /// Of a moment that has not come.
    #[error("it is of a later moment")]
    Early,
    /// Past the moment by which there is to be a newer one.
    #[error("it is too old")]
    Old,
    /// The responder does not know the certificate.
    #[error("the responder does not know the certificate")]
    Unknown,
}

/// The question whether a certificate is revoked, in DER. Digests are SHA-1, which every responder knows; they only name.
pub fn question(certificate: &Certificate, issuer: &Certificate, nonce: &Nonce) -> Option<Vec<u8>> {
    let octets = |bytes: &[u8]| OctetString::new(bytes).ok();
    let id = CertificateId {
        digest: AlgorithmIdentifierOwned { oid: SHA_1, parameters: Some(Any::null()) },
        name: octets(digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, issuer.name()).as_ref())?,
        key: octets(digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, issuer.key()).as_ref())?,
        serial: SerialNumber::new(certificate.serial()).ok()?,
    };
    let nonce = octets(&octets(nonce)?.to_der().ok()?)?;
    let extension = Extension { extn_id: NONCE, critical: false, extn_value: nonce };
    let content = wire::RequestContent { questions: vec![wire::Question { id }], extensions: Some(vec![extension]) };
    wire::Request { content }.to_der().ok()
}

/// An answer. Nothing in it is proven yet.
#[derive(Debug)]
pub struct Answer {
    signed: Signed,
    responder: Responder,
    /// What it brings along.
    certificates: Vec<Certificate>,
    nonce: Option<Vec<u8>>,
    about: Vec<About>,
}

/// Who says that it answers.
#[derive(Debug, PartialEq, Eq)]
enum Responder {
    /// The name, in DER.
    Name(Vec<u8>),
    /// The digest of the key.
    Key(Vec<u8>),
}

/// What is said of one certificate.
#[derive(Debug)]
pub(crate) struct About {
    id: CertificateId,
    status: Status,
    from: Moment,
    until: Moment,
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked,
    /// The responder does not know.
    Unknown,
}

impl Answer {
    /// Reads an answer, in DER.
    pub fn from_der(bytes: &[u8]) -> Result<Self, NotAnswer> {
        if bytes.len() > BYTES_MAX {
            return Err(NotAnswer::NotOcsp);
        }
        let response = Response::from_der(bytes).map_err(|_| NotAnswer::NotOcsp)?;
        if let Some(why) = refusal(response.outcome) {
            return Err(NotAnswer::None(why));
        }
        let inner = response.bytes.filter(|inner| inner.kind == wire::BASIC).ok_or(NotAnswer::NotOcsp)?;
        Self::from_basic(inner.content.as_bytes()).ok_or(NotAnswer::NotOcsp)
    }

    fn from_basic(bytes: &[u8]) -> Option<Self> {
        let basic = Basic::from_der(bytes).ok()?;
        let bytes = basic.content.to_der().ok()?;
        let content = Content::from_der(&bytes).ok()?;
        let certificates = basic.certificates.unwrap_or_default();
        let extensions = content.extensions.unwrap_or_default();
        let fits = content.version.is_none_or(|version| version == 0)
            && content.answers.len() <= COUNT_MAX
            && certificates.len() <= COUNT_MAX
            // What must be understood and is not.
            && extensions.iter().all(|extension| !extension.critical || extension.extn_id == NONCE);
        if !fits {
            return None;
        }
        let nonce = extensions.iter().find(|extension| extension.extn_id == NONCE);
        Some(Self {
            signed: Signed::new(bytes, basic.algorithm.oid, basic.signature.as_bytes()?),
            responder: responder(&content.responder)?,
            certificates: certificates.iter().map(certificate).collect::<Option<_>>()?,
            nonce: nonce
                .map(|extension| OctetString::from_der(extension.extn_value.as_bytes()))
                .transpose()
                .ok()?
                .map(|nonce| nonce.as_bytes().to_vec()),
            about: content.answers.into_iter().map(about).collect::<Option<_>>()?,
        })
    }

    /// The answer to a question with this nonce. A responder that answers everybody with the same leaves it out: then the
    /// answer's own dates must do.
    pub fn to(bytes: &[u8], nonce: &Nonce) -> Result<Self, NotAnswer> {
        let answer = Self::from_der(bytes)?;
        if answer.nonce.as_ref().is_none_or(|said| said == nonce) { Ok(answer) } else { Err(NotAnswer::OtherNonce) }
    }

    /// What it says of a certificate of this issuer, if anything.
    pub(crate) fn about(&self, certificate: &Certificate, issuer: &Certificate) -> impl Iterator<Item = &About> {
        self.about.iter().filter(|about| about.is_of(certificate, issuer))
    }

    /// Whose signature it bears: the issuer's, or that of one whom the issuer has certified to answer.
    pub(crate) fn signer<'a>(&'a self, issuer: &'a Certificate, at: Moment) -> Option<&'a Certificate> {
        let certified = |delegate: &&Certificate| {
            delegate.answering() != Answering::MayNot
                && delegate.is_issued_by(issuer)
                && delegate.fits(at, Use::Signing).is_ok()
        };
        let delegates = self.certificates.iter().filter(certified);
        [issuer].into_iter().chain(delegates).find(|signer| self.names(signer) && self.signed.is_by(signer))
    }

    fn names(&self, signer: &Certificate) -> bool {
        match &self.responder {
            Responder::Name(name) => name == signer.name(),
            Responder::Key(key) => key == digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, signer.key()).as_ref(),
        }
    }
}

impl About {
    fn is_of(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let algorithm = match self.id.digest.oid {
            oid if oid == SHA_1 => &SHA1_FOR_LEGACY_USE_ONLY,
            oid if oid == SHA_256 => &SHA256,
            _ => return false,
        };
        let is = |said: &OctetString, bytes: &[u8]| said.as_bytes() == digest::digest(algorithm, bytes).as_ref();
        plain(self.id.serial.as_bytes()) == plain(certificate.serial())
            && is(&self.id.name, issuer.name())
            && is(&self.id.key, issuer.key())
    }

    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// Whether it speaks of this moment.
    pub(crate) fn is_current(&self, at: Moment) -> Result<(), Unheard> {
        if at.microseconds().saturating_add(AHEAD_MICROSECONDS) < self.from.microseconds() {
            Err(Unheard::Early)
        } else if at >= self.until {
            Err(Unheard::Old)
        } else {
            Ok(())
        }
    }
}

/// A number may be written with or without a zero before it.
fn plain(serial: &[u8]) -> &[u8] {
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    serial.get(zeros..).unwrap_or_default()
}

fn refusal(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Successful => None,
        Outcome::Malformed => Some("it does not understand the question"),
        Outcome::Internal => Some("something is wrong with it"),
        Outcome::TryLater => Some("it asks us to try later"),
        Outcome::SignatureRequired => Some("it wants the question signed"),
        Outcome::Unauthorized => Some("it does not answer for this issuer"),
    }
}

fn responder(said: &Any) -> Option<Responder> {
    match number(said)? {
        1 => Some(Responder::Name(said.value().to_vec())),
        2 => OctetString::from_der(said.value()).ok().map(|key| Responder::Key(key.as_bytes().to_vec())),
        _ => None,
    }
}

fn certificate(der: &Any) -> Option<Certificate> {
    Certificate::from_der(&der.to_der().ok()?).ok()
}

fn about(single: Single) -> Option<About> {
    if single.extensions.iter().flatten().any(|extension| extension.critical) {
        return None;
    }
    let status = match number(&single.status)? {
        0 => Status::Good,
        1 => Status::Revoked,
        2 => Status::Unknown,
        _ => return None,
    };
    let moment = |time: &GeneralizedTime| moment_of(time.to_unix_duration());
    let from = moment(&single.this_update);
    let unsaid = Moment::from_microseconds(from.microseconds().saturating_add(UNSAID_MICROSECONDS));
    let until = single.next_update.as_ref().map_or(unsaid, moment);
    Some(About { id: single.id, status, from, until })
}

/// Which of several it is.
fn number(said: &Any) -> Option<u32> {
    if let Tag::ContextSpecific { number, .. } = said.tag() { Some(number.value()) } else { None }
}
