//! XML Encryption as the profile narrows it: AES-256-CBC for the content, RSA-OAEP with SHA-1 for the key. Old, and what
//! everybody in the federation reads; the envelope's signature is what keeps it whole. Source: specification 2.4.

use aws_lc_rs::cipher::{
    AES_256, DecryptingKey, DecryptionContext, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::keys::{KeyFailure, Opener};
use crate::message::decode_base64;
use crate::names::{ENCRYPTION, SIGNATURE};
use crate::xml;
use crate::xml::schema::Content::{Anything, Only, Text};
use crate::xml::schema::{Content, Part, Value};
use crate::xml::write::Writer;

const ELEMENT: &str = "http://www.w3.org/2001/04/xmlenc#Element";
const AES_256_CBC: &str = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";
const RSA_OAEP: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const SHA_1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";

const BLOCK: usize = 16;

/// What is drawn for one envelope and never used again.
pub struct Secrets {
    key: Zeroizing<[u8; 32]>,
    start: [u8; BLOCK],
}

impl Secrets {
    /// From 48 bytes of chance, fresh for each envelope.
    pub fn from_chance(chance: [u8; 48]) -> Self {
        let chance = Zeroizing::new(chance);
        let (mut key, mut start) = (Zeroizing::new([0; 32]), [0; BLOCK]);
        for (to, from) in key.iter_mut().chain(start.iter_mut()).zip(chance.iter()) {
            *to = *from;
        }
        Self { key, start }
    }
}

/// Writes what encrypts an element to a certificate.
pub(crate) fn write(out: &mut Writer, clear: &str, to: &Certificate, secrets: Secrets) -> Result<(), KeyFailure> {
    let wrapped = wrap_key(secrets.key.as_slice(), to)?;
    let sealed = encrypt(clear, secrets)?;
    let data = [("xmlns:xenc", ENCRYPTION), ("Type", ELEMENT)];
    out.open("xenc:EncryptedData", &data);
    out.open("xenc:EncryptionMethod", &[("Algorithm", AES_256_CBC)]).close("xenc:EncryptionMethod");
    out.open("ds:KeyInfo", &[("xmlns:ds", SIGNATURE)]).open("xenc:EncryptedKey", &[]);
    out.open("xenc:EncryptionMethod", &[("Algorithm", RSA_OAEP)]);
    out.open("ds:DigestMethod", &[("Algorithm", SHA_1)]).close("ds:DigestMethod").close("xenc:EncryptionMethod");
    out.open("ds:KeyInfo", &[]).open("ds:X509Data", &[]);
    out.element("ds:X509Certificate", &STANDARD.encode(to.der())).close("ds:X509Data").close("ds:KeyInfo");
    out.open("xenc:CipherData", &[]).element("xenc:CipherValue", &STANDARD.encode(wrapped)).close("xenc:CipherData");
    out.close("xenc:EncryptedKey").close("ds:KeyInfo");
    out.open("xenc:CipherData", &[]).open("xenc:CipherValue", &[]).base64(&sealed);
    out.close("xenc:CipherValue").close("xenc:CipherData").close("xenc:EncryptedData");
    Ok(())
}

fn wrap_key(key: &[u8], to: &Certificate) -> Result<Vec<u8>, KeyFailure> {
    let public = PublicEncryptingKey::from_der(to.key_info()).map_err(|_| KeyFailure::Recipient)?;
    let public = OaepPublicEncryptingKey::new(public).map_err(|_| KeyFailure::Recipient)?;
    let mut wrapped = vec![0; public.ciphertext_size()];
    let length = public.encrypt(&OAEP_SHA1_MGF1SHA1, key, &mut wrapped, None).map_err(|_| KeyFailure::Refused)?.len();
    wrapped.truncate(length);
    Ok(wrapped)
}

/// The start value, then the content. Padded in a way that both readings of the padding accept.
fn encrypt(clear: &str, secrets: Secrets) -> Result<Vec<u8>, KeyFailure> {
    let Secrets { key, start } = secrets;
    let cipher = UnboundCipherKey::new(&AES_256, &*key).map_err(|_| KeyFailure::Refused)?;
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(cipher).map_err(|_| KeyFailure::Refused)?;
    let mut sealed = Vec::with_capacity(clear.len() + 2 * BLOCK);
    sealed.extend_from_slice(clear.as_bytes());
    let context = EncryptionContext::Iv128(FixedLength::from(start));
    cipher.less_safe_encrypt(&mut sealed, context).map_err(|_| KeyFailure::Refused)?;
    sealed.splice(..0, start);
    Ok(sealed)
}

static WORDS: Content = Text(Value::Words);
static NOTHING: Content = Only(&[]);
static KEY_METHOD: Content = Only(&[Part::one(SIGNATURE, "DigestMethod", &NOTHING).with(&["Algorithm"]).maybe()]);
static CIPHER: Content = Only(&[Part::one(ENCRYPTION, "CipherValue", &WORDS)]);
static KEY: Content = Only(&[
    Part::one(ENCRYPTION, "EncryptionMethod", &KEY_METHOD).with(&["Algorithm"]),
    Part::one(SIGNATURE, "KeyInfo", &Anything).perhaps(&["Id"]).maybe(),
    Part::one(ENCRYPTION, "CipherData", &CIPHER),
]);
static KEY_INFO: Content = Only(&[Part::one(ENCRYPTION, "EncryptedKey", &KEY).perhaps(&["Id", "Recipient"])]);
static DATA: Content = Only(&[
    Part::one(ENCRYPTION, "EncryptionMethod", &NOTHING).with(&["Algorithm"]),
    Part::one(SIGNATURE, "KeyInfo", &KEY_INFO).perhaps(&["Id"]),
    Part::one(ENCRYPTION, "CipherData", &CIPHER),
]);
static ENCRYPTED: Part =
    Part::one(ENCRYPTION, "EncryptedData", &DATA).with(&["Type"]).perhaps(&["Id", "MimeType", "Encoding"]);

/// Why something could not be decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDecrypted {
    /// Not built as the profile says, or with another algorithm.
    #[error("the content is not encrypted in the way that the profile allows")]
    Profile,
    /// Encrypted to another, or damaged. One answer for all, so that nobody can ask by trying.
    #[error("the content cannot be decrypted with this key")]
    Key,
}

/// The clear content of an `EncryptedData`.
pub(crate) fn decrypt(data: Node<'_, '_>, opener: &dyn Opener) -> Result<Zeroizing<Vec<u8>>, NotDecrypted> {
    if !xml::schema::check(data, &ENCRYPTED).is_empty() || data.attribute("Type") != Some(ELEMENT) {
        return Err(NotDecrypted::Profile);
    }
    let find = |node, namespace, name| xml::child(node, namespace, name).ok_or(NotDecrypted::Profile);
    let key = find(find(data, SIGNATURE, "KeyInfo")?, ENCRYPTION, "EncryptedKey")?;
    let method = find(key, ENCRYPTION, "EncryptionMethod")?;
    let digest = xml::child(method, SIGNATURE, "DigestMethod").and_then(|digest| digest.attribute("Algorithm"));
    let fits = find(data, ENCRYPTION, "EncryptionMethod")?.attribute("Algorithm") == Some(AES_256_CBC)
        && method.attribute("Algorithm") == Some(RSA_OAEP)
        && digest.is_none_or(|digest| digest == SHA_1);
    if !fits {
        return Err(NotDecrypted::Profile);
    }
    let bytes = |node| {
        let value = find(find(node, ENCRYPTION, "CipherData")?, ENCRYPTION, "CipherValue")?;
        decode_base64(&xml::text(value)).ok_or(NotDecrypted::Profile)
    };
    let key = opener.unwrap_key(&bytes(key)?).map_err(|_| NotDecrypted::Key)?;
    decrypt_with(&key, Zeroizing::new(bytes(data)?))
}

fn decrypt_with(key: &[u8], mut sealed: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, NotDecrypted> {
    let cipher = UnboundCipherKey::new(&AES_256, key).map_err(|_| NotDecrypted::Key)?;
    let cipher = DecryptingKey::cbc(cipher).map_err(|_| NotDecrypted::Key)?;
    let start: [u8; BLOCK] = sealed.first_chunk().copied().ok_or(NotDecrypted::Key)?;
    sealed.drain(..BLOCK);
    if sealed.is_empty() {
        return Err(NotDecrypted::Key);
    }
    let context = DecryptionContext::Iv128(FixedLength::from(start));
    let length = cipher.decrypt(&mut sealed, context).map_err(|_| NotDecrypted::Key)?.len();
    sealed.truncate(length);
    // XML Encryption says only what the last byte is: how many to take away.
    let padding = sealed.last().map_or(0, |last| usize::from(*last));
    let clear =
        sealed.len().checked_sub(padding).filter(|_| (1..=BLOCK).contains(&padding)).ok_or(NotDecrypted::Key)?;
    sealed.truncate(clear);
    Ok(sealed)
}
