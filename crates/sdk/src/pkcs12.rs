//! Key files as issuers hand them out (PKCS#12, RFC 7292): the key, and the certificates with it. Read with a password,
//! whose proof (MAC) is held first.
//!
//! Only what is made today: PBES2 with PBKDF2 and AES in CBC, as OpenSSL 3 writes. Not here: files under RC2 and triple
//! DES, which older programs write; `openssl pkcs12 -legacy` turns those into today's.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::{digest, hmac, pbkdf2};
use zeroize::Zeroizing;

use crate::certificate::Certificate;

/// How often a password may be stirred. More is a way to keep a program busy.
const ROUNDS_MAX: u32 = 10_000_000;

const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 1];
const ENCRYPTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 6];
const KEY_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 12, 10, 1, 1];
const SHROUDED_KEY_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 12, 10, 1, 2];
const CERTIFICATE_BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 12, 10, 1, 3];
const X509: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 22, 1];
/// What all that older programs encrypt with begins with.
const OLD: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 12, 1];
const PBES2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 5, 13];
const PBKDF2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 5, 12];
const HMAC_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 2, 7];
const HMAC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 2, 9];
const HMAC_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 2, 11];
const SHA1: &[u8] = &[0x2b, 14, 3, 2, 26];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const AES_128_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 2];
const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42];

const INTEGER: u8 = 2;
const OCTETS: u8 = 4;
const NAME: u8 = 6;
const SEQUENCE: u8 = 0x30;
const FIRST: u8 = 0xA0;
const FIRST_BARE: u8 = 0x80;

/// Why a file gives no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// Not PKCS#12, or of a kind that is not read.
    File,
    /// Encrypted as older programs did, which is not read here.
    Old,
    /// Another password.
    Password,
}

/// The key in PKCS#8, and every certificate.
pub(crate) struct Contents {
    pub(crate) key: Zeroizing<Vec<u8>>,
    pub(crate) certificates: Vec<Certificate>,
}

/// What is in a file.
pub(crate) fn read(file: &[u8], password: &str) -> Result<Contents, NotOpened> {
    let mut outer = Der(Der(file).take(SEQUENCE)?);
    outer.take(INTEGER)?;
    let mut info = Der(outer.take(SEQUENCE)?);
    if info.take(NAME)? != DATA {
        return Err(NotOpened::File);
    }
    let safe = Der(info.take(FIRST)?).take(OCTETS)?;
    check_proof(Der(outer.take(SEQUENCE)?), safe, password)?;

    let mut found = Found { key: None, certificates: Vec::new() };
    let mut parts = Der(Der(safe).take(SEQUENCE)?);
    while !parts.is_done() {
        let mut part = Der(parts.take(SEQUENCE)?);
        let kind = part.take(NAME)?;
        let content = part.take(FIRST)?;
        if kind == DATA {
            found.read_bags(Der(content).take(OCTETS)?, password)?;
        } else if kind == ENCRYPTED_DATA {
            let mut data = Der(Der(content).take(SEQUENCE)?);
            data.take(INTEGER)?;
            let mut sealed = Der(data.take(SEQUENCE)?);
            sealed.take(NAME)?;
            let scheme = sealed.take(SEQUENCE)?;
            found.read_bags(&decrypt(scheme, sealed.take(FIRST_BARE)?, password)?, password)?;
        } else {
            return Err(NotOpened::File);
        }
    }
    Ok(Contents { key: found.key.ok_or(NotOpened::File)?, certificates: found.certificates })
}

struct Found {
    key: Option<Zeroizing<Vec<u8>>>,
    certificates: Vec<Certificate>,
}

impl Found {
    fn read_bags(&mut self, bags: &[u8], password: &str) -> Result<(), NotOpened> {
        let mut bags = Der(Der(bags).take(SEQUENCE)?);
        while !bags.is_done() {
            let mut bag = Der(bags.take(SEQUENCE)?);
            let kind = bag.take(NAME)?;
            let mut value = Der(bag.take(FIRST)?);
            if kind == CERTIFICATE_BAG {
                let mut certificate = Der(value.take(SEQUENCE)?);
                if certificate.take(NAME)? == X509 {
                    let der = Der(certificate.take(FIRST)?).take(OCTETS)?;
                    self.certificates.push(Certificate::from_der(der).map_err(|_| NotOpened::File)?);
                }
            } else if kind == SHROUDED_KEY_BAG {
                let mut shrouded = Der(value.take(SEQUENCE)?);
                let scheme = shrouded.take(SEQUENCE)?;
                self.key = Some(decrypt(scheme, shrouded.take(OCTETS)?, password)?);
            } else if kind == KEY_BAG {
                self.key = Some(Zeroizing::new(value.0.to_vec()));
            }
        }
        Ok(())
    }
}

/// The file proves that the password is the right one before anything is decrypted with it.
fn check_proof(mut proof: Der<'_>, safe: &[u8], password: &str) -> Result<(), NotOpened> {
    let mut value = Der(proof.take(SEQUENCE)?);
    let algorithm = Der(value.take(SEQUENCE)?).take(NAME)?;
    let wanted = value.take(OCTETS)?;
    let salt = proof.take(OCTETS)?;
    let rounds = if proof.is_done() { 1 } else { proof.number()? };
    let (hash, mac) = match algorithm {
        SHA1 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        SHA256 => (&digest::SHA256, hmac::HMAC_SHA256),
        _ => return Err(NotOpened::File),
    };
    let key = stirred(hash, password, salt, rounds);
    hmac::verify(&hmac::Key::new(mac, &key), safe, wanted).map_err(|_| NotOpened::Password)
}

/// The key of the proof: RFC 7292, appendix B.2, for as many bytes as the hash gives.
fn stirred(hash: &'static digest::Algorithm, password: &str, salt: &[u8], rounds: u32) -> Zeroizing<Vec<u8>> {
    const FOR_PROOF: u8 = 3;
    let block = hash.block_len();
    let wide = password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes);
    let wide = Zeroizing::new(wide.collect::<Vec<u8>>());
    let mut input = Zeroizing::new(vec![FOR_PROOF; block]);
    for text in [salt, wide.as_slice()] {
        let length = text.len().div_ceil(block) * block;
        input.extend(text.iter().cycle().take(length));
    }
    let mut key = digest::digest(hash, &input);
    for _ in 1..rounds {
        key = digest::digest(hash, key.as_ref());
    }
    Zeroizing::new(key.as_ref().to_vec())
}

fn decrypt(scheme: &[u8], sealed: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
    let mut scheme = Der(scheme);
    let name = scheme.take(NAME)?;
    if name != PBES2 {
        return Err(if name.starts_with(OLD) { NotOpened::Old } else { NotOpened::File });
    }
    let mut parameters = Der(scheme.take(SEQUENCE)?);
    let mut derivation = Der(parameters.take(SEQUENCE)?);
    if derivation.take(NAME)? != PBKDF2 {
        return Err(NotOpened::File);
    }
    let mut derivation = Der(derivation.take(SEQUENCE)?);
    let salt = derivation.take(OCTETS)?;
    let rounds = NonZeroU32::new(derivation.number()?).ok_or(NotOpened::File)?;
    if derivation.next() == Some(INTEGER) {
        derivation.take(INTEGER)?;
    }
    let function = if derivation.is_done() { HMAC_SHA1 } else { Der(derivation.take(SEQUENCE)?).take(NAME)? };
    let function = match function {
        HMAC_SHA1 => pbkdf2::PBKDF2_HMAC_SHA1,
        HMAC_SHA256 => pbkdf2::PBKDF2_HMAC_SHA256,
        HMAC_SHA512 => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => return Err(NotOpened::File),
    };
    let mut cipher = Der(parameters.take(SEQUENCE)?);
    let (algorithm, length) = match cipher.take(NAME)? {
        AES_128_CBC => (&AES_128, 16),
        AES_256_CBC => (&AES_256, 32),
        _ => return Err(NotOpened::File),
    };
    let start: [u8; 16] = cipher.take(OCTETS)?.try_into().map_err(|_| NotOpened::File)?;

    let mut key = Zeroizing::new(vec![0; length]);
    pbkdf2::derive(function, rounds, salt, password.as_bytes(), &mut key);
    let key = UnboundCipherKey::new(algorithm, &key).map_err(|_| NotOpened::File)?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).map_err(|_| NotOpened::File)?;
    let mut clear = Zeroizing::new(sealed.to_vec());
    let context = DecryptionContext::Iv128(FixedLength::from(start));
    let length = key.decrypt(&mut clear, context).map_err(|_| NotOpened::Password)?.len();
    clear.truncate(length);
    Ok(clear)
}

/// DER, one value after another.
#[derive(Clone, Copy)]
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    fn is_done(self) -> bool {
        self.0.is_empty()
    }

    fn next(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The content of the next value, which must have this tag.
    fn take(&mut self, tag: u8) -> Result<&'a [u8], NotOpened> {
        let (&[found, first], rest) = self.0.split_first_chunk().ok_or(NotOpened::File)?;
        if found != tag {
            return Err(NotOpened::File);
        }
        let (length, rest) = match first {
            0..0x80 => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first - 0x80)).ok_or(NotOpened::File)?;
                (bytes.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)), rest)
            }
            0x80 | 0x85.. => return Err(NotOpened::File),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(NotOpened::File)?;
        self.0 = rest;
        Ok(content)
    }

    fn number(&mut self) -> Result<u32, NotOpened> {
        let bytes = self.take(INTEGER)?;
        let number = bytes.iter().try_fold(0_u32, |number, byte| Some(number.checked_mul(256)? + u32::from(*byte)));
        number.filter(|number| *number <= ROUNDS_MAX).ok_or(NotOpened::File)
    }
}
