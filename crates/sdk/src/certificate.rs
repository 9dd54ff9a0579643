//! Certificates: whose, by whom, until when, for what. Whether one is to be trusted is for `trust` to say.

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaParameters,
    UnparsedPublicKey,
};
use domain::moment::Moment;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};

/// A certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    /// The key as `SubjectPublicKeyInfo`.
    key_info: Vec<u8>,
    /// The key as `RSAPublicKey`.
    key: Vec<u8>,
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
    usage: Option<KeyUsage>,
    issuing: Issuing,
}

/// What the issuer has signed, and how.
#[derive(Clone, Debug)]
struct Signed {
    content: Vec<u8>,
    /// `None` for a way that is not read here.
    algorithm: Option<&'static RsaParameters>,
    signature: Vec<u8>,
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

const RSA_SHA256: &str = "1.2.840.113549.1.1.11";
const RSA_SHA384: &str = "1.2.840.113549.1.1.12";
const RSA_SHA512: &str = "1.2.840.113549.1.1.13";

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
        let moment = |time: x509_cert::time::Time| {
            let micros = i64::try_from(time.to_unix_duration().as_micros()).unwrap_or(i64::MAX);
            Moment::from_microseconds(micros)
        };
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
            name: inner.subject().to_der().map_err(|_| NotCertificate)?,
            issuer: inner.issuer().to_der().map_err(|_| NotCertificate)?,
            serial: inner.serial_number().as_bytes().to_vec(),
            signed: Signed {
                content: inner.to_der().map_err(|_| NotCertificate)?,
                algorithm: algorithm(&certificate.signature_algorithm().oid.to_string()),
                signature: certificate.signature().raw_bytes().to_vec(),
            },
            subject: inner.subject().to_string(),
            valid_from: moment(inner.validity().not_before),
            valid_until: moment(inner.validity().not_after),
            usage,
            issuing,
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

    /// The issuer's name in DER, without its outer length: what a list of revoked certificates is found by.
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

    /// Whether another's key has signed this one, RSA only.
    pub(crate) fn is_issued_by(&self, issuer: &Self) -> bool {
        self.issuer == issuer.name
            && self.signed.algorithm.is_some_and(|algorithm| {
                let key = UnparsedPublicKey::new(algorithm, &issuer.key);
                key.verify(&self.signed.content, &self.signed.signature).is_ok()
            })
    }

    /// Whether it is valid at a moment, by its own dates.
    pub fn is_valid_at(&self, at: Moment) -> bool {
        self.valid_from <= at && at <= self.valid_until
    }
}

fn algorithm(oid: &str) -> Option<&'static RsaParameters> {
    match oid {
        RSA_SHA256 => Some(&RSA_PKCS1_2048_8192_SHA256),
        RSA_SHA384 => Some(&RSA_PKCS1_2048_8192_SHA384),
        RSA_SHA512 => Some(&RSA_PKCS1_2048_8192_SHA512),
        _ => None,
    }
}
