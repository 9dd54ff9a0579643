//! What somebody has signed, and whether a certificate's key has done it. Issuers and their responders sign with RSA or on
//! the curves P-256 and P-384; which of them it is, is said by the signature and by the key, and both must agree.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
    VerificationAlgorithm,
};
use der::asn1::ObjectIdentifier;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::Certificate;
use super::names::{CURVE, ECDSA_SHA256, ECDSA_SHA384, P256, P384, RSA, RSA_SHA256, RSA_SHA384, RSA_SHA512};

/// What somebody has signed, and how: a certificate, a list or an answer.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    content: Vec<u8>,
    algorithm: ObjectIdentifier,
    signature: Vec<u8>,
}

impl Signed {
    /// The content in DER, with the name of the algorithm.
    pub(crate) fn new(content: Vec<u8>, algorithm: ObjectIdentifier, signature: &[u8]) -> Self {
        Self { content, algorithm, signature: signature.to_vec() }
    }

    /// Whether the key of a certificate has signed it, in a way that is read here.
    pub(crate) fn is_by(&self, certificate: &Certificate) -> bool {
        fitting(self.algorithm, certificate.kind).is_some_and(|algorithm| {
            let key = UnparsedPublicKey::new(algorithm, certificate.key());
            key.verify(&self.content, &self.signature).is_ok()
        })
    }
}

/// What kind of key a certificate speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// RSA.
    Rsa,
    /// On the curve P-256.
    P256,
    /// On the curve P-384.
    P384,
    /// One that signs nothing that is read here.
    Other,
}

/// The name of the algorithm, the key that it goes with, and what verifies it.
static WAYS: [(ObjectIdentifier, Kind, &dyn VerificationAlgorithm); 7] = [
    (RSA_SHA256, Kind::Rsa, &RSA_PKCS1_2048_8192_SHA256),
    (RSA_SHA384, Kind::Rsa, &RSA_PKCS1_2048_8192_SHA384),
    (RSA_SHA512, Kind::Rsa, &RSA_PKCS1_2048_8192_SHA512),
    (ECDSA_SHA256, Kind::P256, &ECDSA_P256_SHA256_ASN1),
    (ECDSA_SHA384, Kind::P256, &ECDSA_P256_SHA384_ASN1),
    (ECDSA_SHA256, Kind::P384, &ECDSA_P384_SHA256_ASN1),
    (ECDSA_SHA384, Kind::P384, &ECDSA_P384_SHA384_ASN1),
];

fn fitting(name: ObjectIdentifier, kind: Kind) -> Option<&'static dyn VerificationAlgorithm> {
    WAYS.iter().find(|way| (way.0, way.1) == (name, kind)).map(|way| way.2)
}

/// What kind of key it is, by what it says of itself.
pub(super) fn kind(key: &SubjectPublicKeyInfoOwned) -> Kind {
    let curve = || key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    let is = |name| key.algorithm.oid == name;
    if is(RSA) {
        Kind::Rsa
    } else if is(CURVE) && curve() == Some(P256) {
        Kind::P256
    } else if is(CURVE) && curve() == Some(P384) {
        Kind::P384
    } else {
        Kind::Other
    }
}
