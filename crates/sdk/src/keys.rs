//! Private keys, behind traits: a file today, a hardware module another day. Signing and opening are kept apart, since
//! an organisation may have a certificate for each.
//!
//! The cryptography is AWS-LC's (decision 0021). Its chance for padding is its own; everything else that is drawn is
//! handed in.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::pkcs12;

/// Signs for an organisation.
pub trait Signer {
    /// The certificate that others know the key by.
    fn certificate(&self) -> &Certificate;

    /// RSA (PKCS#1 v1.5) with SHA-256.
    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, KeyFailure>;
}

/// Opens what is encrypted to an organisation.
pub trait Opener {
    /// RSA-OAEP with SHA-1 in both places, as the profile says. The answer is the same whatever is wrong.
    fn unwrap_key(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFailure>;
}

/// A key could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFailure {
    /// Not a key that is read here.
    #[error("it is not an RSA key of at least 2048 bits in PEM, unencrypted, or in PKCS#12")]
    NotKey,
    /// In PEM, under a password.
    #[error("the key is in PEM under a password, which is not read here; keep it in PKCS#12 under one, or without")]
    Sealed,
    /// In PKCS#12 as older programs write it.
    #[error(
        "the file is encrypted in an old way (RC2 or triple DES), which is not read here; \
         `openssl pkcs12 -legacy` and then `openssl pkcs12 -export` make a new one of it"
    )]
    Old,
    /// What is to be encrypted to is not what the profile encrypts to.
    #[error("the recipient's certificate is not for an RSA key of at least 2048 bits, which messages are encrypted to")]
    Recipient,
    /// The password does not open the file.
    #[error("the file cannot be opened with this password")]
    Password,
    /// The key and the certificate do not belong together.
    #[error("the key does not belong to the certificate")]
    OtherCertificate,
    /// It did not work. Never says why.
    #[error("the key cannot do this")]
    Refused,
}

/// How PEM says that a key is under a password: as PKCS#8, and as older programs did.
const SEALED: [&[u8]; 2] = [b"-----BEGIN ENCRYPTED PRIVATE KEY-----", b"Proc-Type: 4,ENCRYPTED"];

/// A private key from a file.
pub struct PrivateKey {
    pair: RsaKeyPair,
    opening: OaepPrivateDecryptingKey,
}

impl PrivateKey {
    /// A key in PEM: PKCS#8 or PKCS#1, unencrypted.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyFailure> {
        let is_sealed = |mark: &&[u8]| pem.windows(mark.len()).any(|window| window == *mark);
        let failure = if SEALED.iter().any(is_sealed) { KeyFailure::Sealed } else { KeyFailure::NotKey };
        match PrivateKeyDer::from_pem_slice(pem).map_err(|_| failure)? {
            PrivateKeyDer::Pkcs8(key) => Self::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => Self::from_pkcs8(&pkcs8_of(key.secret_pkcs1_der())).map_err(|_| failure),
            PrivateKeyDer::Sec1(_) | _ => Err(KeyFailure::NotKey),
        }
    }

    /// A key and the certificates with it, the key's own first, from PKCS#12.
    pub fn from_pkcs12(file: &[u8], password: &str) -> Result<(Self, Vec<Certificate>), KeyFailure> {
        let contents = pkcs12::read(file, password).map_err(|error| match error {
            pkcs12::NotOpened::File => KeyFailure::NotKey,
            pkcs12::NotOpened::Old => KeyFailure::Old,
            pkcs12::NotOpened::Password => KeyFailure::Password,
        })?;
        let key = Self::from_pkcs8(&contents.key)?;
        let mut certificates = contents.certificates;
        certificates.sort_by_key(|certificate| !key.belongs_to(certificate));
        Ok((key, certificates))
    }

    /// A key in PKCS#8.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFailure> {
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| KeyFailure::NotKey)?;
        let opening = PrivateDecryptingKey::from_pkcs8(der)
            .map_err(|_| KeyFailure::NotKey)
            .and_then(|key| OaepPrivateDecryptingKey::new(key).map_err(|_| KeyFailure::NotKey))?;
        if opening.key_size_bits() < KeySize::Rsa2048.len() * 8 {
            return Err(KeyFailure::NotKey);
        }
        Ok(Self { pair, opening })
    }

    /// The key together with its certificate: one that signs.
    pub fn signer(self, certificate: Certificate) -> Result<FileSigner, KeyFailure> {
        if self.belongs_to(&certificate) {
            Ok(FileSigner { key: self, certificate })
        } else {
            Err(KeyFailure::OtherCertificate)
        }
    }

    /// Whether a certificate speaks of this key.
    pub fn belongs_to(&self, certificate: &Certificate) -> bool {
        use aws_lc_rs::signature::KeyPair as _;
        self.pair.public_key().as_ref() == certificate.key()
    }
}

impl Opener for PrivateKey {
    fn unwrap_key(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFailure> {
        let mut room = Zeroizing::new(vec![0; self.opening.min_output_size()]);
        let key =
            self.opening.decrypt(&OAEP_SHA1_MGF1SHA1, wrapped, &mut room, None).map_err(|_| KeyFailure::Refused)?;
        Ok(Zeroizing::new(key.to_vec()))
    }
}

/// A private key from a file, with its certificate.
pub struct FileSigner {
    key: PrivateKey,
    certificate: Certificate,
}

impl Signer for FileSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, KeyFailure> {
        let mut signature = vec![0; self.key.pair.public_modulus_len()];
        self.key
            .pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature)
            .map_err(|_| KeyFailure::Refused)?;
        Ok(signature)
    }
}

/// PKCS#1 in the wrapping of PKCS#8: version 0, rsaEncryption, the key.
fn pkcs8_of(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    const HEAD: [u8; 18] = [2, 1, 0, 0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0];
    // What grows leaves copies of itself behind: there is room for all from the beginning.
    let room = HEAD.len() + pkcs1.len() + 2 * DER_HEAD_MAX;
    let mut inner = Zeroizing::new(Vec::with_capacity(room));
    inner.extend_from_slice(&HEAD);
    inner.extend_from_slice(&der_head(4, pkcs1.len()));
    inner.extend_from_slice(pkcs1);
    let mut out = Zeroizing::new(Vec::with_capacity(room));
    out.extend_from_slice(&der_head(0x30, inner.len()));
    out.extend_from_slice(&inner);
    out
}

/// A tag, how long the length is, and the length.
const DER_HEAD_MAX: usize = 2 + size_of::<usize>();

fn der_head(tag: u8, length: usize) -> Vec<u8> {
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let count = u8::try_from(bytes.len()).unwrap_or_default();
    match (length, bytes.first()) {
        (0..128, first) => vec![tag, first.copied().unwrap_or_default()],
        _ => [vec![tag, 0x80 | count], bytes].concat(),
    }
}
