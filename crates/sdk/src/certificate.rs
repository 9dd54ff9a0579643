//! Certificates: whose, by whom, until when, for what. Whether one is to be trusted is for `trust` to say.

mod names;
mod signed;

use std::time::Duration;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use der::{Decode as _, Encode as _};
use domain::moment::Moment;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage,
};

use names::{ANSWERS, RESPONDER, UNASKED};
pub(crate) use signed::Signed;

/// A certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    /// The key as `SubjectPublicKeyInfo`.
    key_info: Vec<u8>,
    /// The key as it stands in there: `RSAPublicKey`, or a point on a curve.
    key: Vec<u8>,
    kind: signed::Kind,
    name: Vec<u8>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    signed: Signed,
    /// Whose it is, as the certificate writes it.
    pub subject: String,
    /// The first moment at which it is valid.
    pub valid_from: Moment,
    /// The last moment at which it is valid.
    pub valid_until: Moment,
    /// Where its issuer answers whether it is revoked (OCSP), as the certificate names it.
    pub responder: Option<String>,
    /// Where its issuer lists what is revoked (CRL), as the certificate names the places: lists that are whole by themselves.
    pub lists: Vec<String>,
    usage: Option<KeyUsage>,
    issuing: Issuing,
    answering: Answering,
}

/// Whether a certificate says that its key issues others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Issuing {
    /// It says so.
    May,
    /// It does not.
    MayNot,
    /// Of the first version, which has no words for it.
    Unsaid,
}

/// Whether a certificate says that its key answers for its issuer about what is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answering {
    /// It does not say so.
    MayNot,
    /// It says so.
    May,
    /// It says so, and that nobody need ask whether it is revoked itself.
    MayUnasked,
}

/// The bytes are no certificate that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a certificate in PEM or DER")]
pub struct NotCertificate;

/// Two certificates are one when their bytes are.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Certificate {
    /// The certificate in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, NotCertificate> {
        let certificate = x509_cert::Certificate::from_der(der).map_err(|_| NotCertificate)?;
        let inner = certificate.tbs_certificate();
        let key_info = inner.subject_public_key_info();
        let moment = |time: x509_cert::time::Time| moment_of(time.to_unix_duration());
        let usage = inner.get_extension::<KeyUsage>().map_err(|_| NotCertificate)?.map(|(_, usage)| usage);
        let constraints = inner.get_extension::<BasicConstraints>().map_err(|_| NotCertificate)?;
        let issuing = match (inner.extensions(), constraints) {
            (None, _) => Issuing::Unsaid,
            (Some(_), Some((_, constraints))) if constraints.ca => Issuing::May,
            (Some(_), _) => Issuing::MayNot,
        };
        Ok(Self {
            der: der.to_vec(),
            key_info: key_info.to_der().map_err(|_| NotCertificate)?,
            key: key_info.subject_public_key.raw_bytes().to_vec(),
            kind: signed::kind(key_info),
            name: inner.subject().to_der().map_err(|_| NotCertificate)?,
            issuer: inner.issuer().to_der().map_err(|_| NotCertificate)?,
            serial: inner.serial_number().as_bytes().to_vec(),
            signed: Signed::new(
                inner.to_der().map_err(|_| NotCertificate)?,
                certificate.signature_algorithm().oid,
                certificate.signature().raw_bytes(),
            ),
            subject: inner.subject().to_string(),
            valid_from: moment(inner.validity().not_before),
            valid_until: moment(inner.validity().not_after),
            responder: responder(&certificate),
            lists: lists(&certificate),
            usage,
            issuing,
            answering: answering(&certificate)?,
        })
    }

    /// Every certificate in a file, which is PEM with one or several, or DER with one.
    pub fn all(bytes: &[u8]) -> Result<Vec<Self>, NotCertificate> {
        if bytes.first() == Some(&0x30) {
            return Self::from_der(bytes).map(|certificate| vec![certificate]);
        }
        CertificateDer::pem_slice_iter(bytes)
            .map(|der| der.map_err(|_| NotCertificate).and_then(|der| Self::from_der(&der)))
            .collect()
    }

    /// The first certificate in a file: the one that the file is about.
    pub fn first(bytes: &[u8]) -> Result<Self, NotCertificate> {
        Self::all(bytes)?.into_iter().next().ok_or(NotCertificate)
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The public key as `SubjectPublicKeyInfo`, in DER.
    pub fn key_info(&self) -> &[u8] {
        &self.key_info
    }

    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }

    /// Whose it is, in DER.
    pub(crate) fn name(&self) -> &[u8] {
        &self.name
    }

    /// The issuer's name in DER.
    pub(crate) fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    pub(crate) fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// Whether the certificate says that its key may sign. One that says nothing may.
    pub fn may_sign(&self) -> bool {
        self.usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation())
    }

    /// Whether the certificate says that keys may be encrypted to it. One that says nothing may.
    pub fn may_receive(&self) -> bool {
        self.usage.is_none_or(|usage| usage.key_encipherment() || usage.data_encipherment())
    }

    /// Whether its key has signed these bytes: RSA (PKCS#1 v1.5) with SHA-256.
    pub fn has_signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.key()).verify(bytes, signature).is_ok()
    }

    /// Whether others may be trusted because this key has signed them. A certificate of the first version, which cannot
    /// say, may when it is its own issuer, as old roots are.
    pub(crate) fn may_issue(&self) -> bool {
        let signs = self.usage.is_none_or(|usage| usage.key_cert_sign());
        match self.issuing {
            Issuing::May => signs,
            Issuing::MayNot => false,
            Issuing::Unsaid => self.name == self.issuer,
        }
    }

    /// Whether its key may sign lists of revoked certificates. One that says nothing may.
    pub(crate) fn may_list(&self) -> bool {
        self.usage.is_none_or(|usage| usage.crl_sign())
    }

    /// Whether its key answers for its issuer about what is revoked.
    pub(crate) fn answering(&self) -> Answering {
        self.answering
    }

    /// Whether another's key has signed this one: RSA, or a curve (P-256, P-384).
    pub fn is_issued_by(&self, issuer: &Self) -> bool {
        self.issuer == issuer.name && self.signed.is_by(issuer)
    }

    /// Whether it is valid at a moment, by its own dates.
    pub fn is_valid_at(&self, at: Moment) -> bool {
        self.valid_from <= at && at <= self.valid_until
    }
}

/// The moment so long after the beginning of 1970.
pub(crate) fn moment_of(since: Duration) -> Moment {
    Moment::from_microseconds(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Only an address: one that cannot be read is none.
fn responder(certificate: &x509_cert::Certificate) -> Option<String> {
    let access = certificate.tbs_certificate().get_extension::<AuthorityInfoAccessSyntax>().ok().flatten()?;
    access
        .1
        .0
        .into_iter()
        .filter(|place| place.access_method == RESPONDER)
        .find_map(|place| address(&place.access_location))
}

fn address(name: &GeneralName) -> Option<String> {
    if let GeneralName::UniformResourceIdentifier(address) = name {
        let address: &str = address.as_ref();
        Some(address.to_owned())
    } else {
        None
    }
}

/// How many addresses of lists are read.
const LISTS_MAX: usize = 8;

/// A list for some reasons only, or one that somebody else keeps, does not clear a certificate by itself: it is passed over.
fn lists(certificate: &x509_cert::Certificate) -> Vec<String> {
    let points = certificate.tbs_certificate().get_extension::<CrlDistributionPoints>().ok().flatten();
    let points = points.into_iter().flat_map(|(_, points)| points.0);
    let names = points.filter(|point| point.reasons.is_none() && point.crl_issuer.is_none()).filter_map(|point| {
        match point.distribution_point? {
            DistributionPointName::FullName(names) => Some(names),
            DistributionPointName::NameRelativeToCRLIssuer(_) => None,
        }
    });
    names.flatten().filter_map(|name| address(&name)).take(LISTS_MAX).collect()
}

fn answering(certificate: &x509_cert::Certificate) -> Result<Answering, NotCertificate> {
    let inner = certificate.tbs_certificate();
    let purposes = inner.get_extension::<ExtendedKeyUsage>().map_err(|_| NotCertificate)?;
    let says_so = purposes.is_some_and(|(_, purposes)| purposes.0.contains(&ANSWERS));
    let unasked = inner.extensions().is_some_and(|all| all.iter().any(|extension| extension.extn_id == UNASKED));
    Ok(match (says_so, unasked) {
        (false, _) => Answering::MayNot,
        (true, false) => Answering::May,
        (true, true) => Answering::MayUnasked,
    })
}
