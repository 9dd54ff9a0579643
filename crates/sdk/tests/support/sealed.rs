//! Envelopes that the crate itself would not make: changed after they were packed, sealed and signed anew.

use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::certificate::Certificate;
use sdk::envelope::{self, NotEnvelope, NotVerified, Opened, Packing, Proven, Publication, Secrets, Verified};
use sdk::keys::Signer;
use sdk::message::Message;
use sdk::names;
use sdk::xml::canonical::{Method, canonical};

use super::authority::{self, OTHER, RECIPIENT, Says};
use super::{message, now};

/// The chance that these envelopes are packed with.
const CHANCE: u8 = 3;

pub(crate) fn packing(signer: &dyn Signer) -> Packing<'_> {
    Packing { federation: names::FEDERATION, now: now(), signer }
}

/// A message, sealed to its recipient.
pub(crate) fn packed(message: &Message) -> String {
    packed_with(message, &message.to_xml())
}

/// The outside of one message with another inside.
pub(crate) fn packed_with(message: &Message, clear: &str) -> String {
    let signer = authority::signer();
    let secrets = Secrets::from_chance([CHANCE; 48]);
    envelope::pack_message(message, clear, &authority::recipient(), secrets, &packing(&signer)).unwrap()
}

/// The message of our tests, sealed by somebody.
pub(crate) fn packed_by(signer: &dyn Signer) -> String {
    let message = message();
    let secrets = Secrets::from_chance([CHANCE; 48]);
    envelope::pack_message(&message, &message.to_xml(), &authority::recipient(), secrets, &packing(signer)).unwrap()
}

/// With our test's sender's name, issued by itself.
pub(crate) fn stranger() -> Certificate {
    authority::issue(&Says { key: &OTHER, ..Says::default() }, "Region Rösmark", &OTHER)
}

pub(crate) fn verify(xml: &str) -> Result<Verified, NotVerified> {
    envelope::verify(xml.as_bytes(), &authority::trust(), Publication::NotAsked, now())
}

/// What verifying comes to.
#[track_caller]
pub(crate) fn check(xml: &str) -> String {
    match verify(xml) {
        Ok(_) => "verified".to_owned(),
        Err(NotVerified::NotEnvelope(NotEnvelope::Faults(faults))) => faults[0].text.clone(),
        Err(error) => error.to_string(),
    }
}

/// The same envelope with something else inside, however large.
pub(crate) fn sealed_anew(xml: &str, clear: &str) -> String {
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &[CHANCE; 32]).unwrap()).unwrap();
    let mut sealed = clear.as_bytes().to_vec();
    let start = EncryptionContext::Iv128(FixedLength::from([CHANCE; 16]));
    key.less_safe_encrypt(&mut sealed, start).unwrap();
    let value = STANDARD.encode([&[CHANCE; 16][..], &sealed].concat());
    let old = xml.rsplit("<xenc:CipherValue>").next().unwrap().split('<').next().unwrap();
    signed_anew(&xml.replacen(old, &value, 1))
}

/// An envelope, proven to be from our test's sender.
#[track_caller]
pub(crate) fn proven(xml: &str) -> Proven {
    envelope::prove(xml.as_bytes(), &authority::trust(), &[authority::sender()], now()).unwrap()
}

#[track_caller]
pub(crate) fn opened(xml: &str) -> Opened {
    proven(xml).open(&authority::key(&RECIPIENT)).unwrap()
}

#[track_caller]
pub(crate) fn replaced(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "there is no {from}");
    xml.replacen(from, to, 1)
}

/// Signs anew what somebody has changed, with a key of their own choice: what is wrong then is not the signature.
pub(crate) fn signed_anew(xml: &str) -> String {
    let start = xml.find("<ds:Signature ").unwrap();
    let bare = format!("{}</x:XHE>", &xml[..start]);
    let canonical = canonical(&bare, Method::Inclusive).unwrap();
    let value = STANDARD.encode(digest(&SHA256, canonical.as_bytes()));
    let old = between(xml, "<ds:DigestValue>", "</ds:DigestValue>");
    with_signed_info(&xml.replace(old, &value))
}

/// Signs the `SignedInfo` that stands there.
pub(crate) fn with_signed_info(xml: &str) -> String {
    let info = between(xml, "<ds:SignedInfo>", "</ds:SignedInfo>");
    let scope = "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" \
        xmlns:x=\"http://docs.oasis-open.org/bdxr/ns/XHE/1/ExchangeHeaderEnvelope\" \
        xmlns:xha=\"http://docs.oasis-open.org/bdxr/ns/XHE/1/AggregateComponents\" \
        xmlns:xhb=\"http://docs.oasis-open.org/bdxr/ns/XHE/1/BasicComponents\"";
    let signature =
        authority::signer().sign(format!("<ds:SignedInfo {scope}>{info}</ds:SignedInfo>").as_bytes()).unwrap();
    let old = between(xml, "<ds:SignatureValue>", "</ds:SignatureValue>");
    xml.replace(old, &STANDARD.encode(signature))
}

pub(crate) fn between<'a>(xml: &'a str, from: &str, to: &str) -> &'a str {
    let start = xml.find(from).unwrap() + from.len();
    &xml[start..start + xml[start..].find(to).unwrap()]
}
