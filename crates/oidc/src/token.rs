//! An ID token: its signature and what it claims, checked. Source: OpenID Connect Core 3.1.3.7, RFC 7515, RFC 8725.
//! Only signatures with a public key are taken; `none` and shared secrets are no signature here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::moment::Moment;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::metadata::{KeySet, PublicKey};

/// How far two clocks may differ, in seconds.
const LEEWAY_SECONDS: f64 = 60.0;

/// What is wrong with an ID token. Says which check, never what the token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not a token.
    #[error("it cannot be read")]
    Unreadable,
    /// Its algorithm is not one of those that are taken.
    #[error("it is signed in a way that is not taken")]
    Algorithm,
    /// None of the provider's keys signed it, as far as is known here.
    #[error("its key is unknown")]
    Key,
    /// The signature does not fit.
    #[error("its signature does not fit")]
    Signature,
    /// Somebody else made it.
    #[error("its issuer is another")]
    Issuer,
    /// It is meant for somebody else.
    #[error("it is meant for another")]
    Audience,
    /// It is too old, or from the future.
    #[error("its time is past or has not come")]
    Time,
    /// It answers another log-in.
    #[error("it answers another log-in")]
    Nonce,
    /// It names nobody.
    #[error("it names nobody")]
    Subject,
    /// It does not say when the person showed who they are, which a provider that was asked must (Core, 2: `auth_time`).
    #[error("it does not say when the person logged in (`auth_time`), which `max_age` asks for")]
    Undated,
}

/// Whether a person has shown the provider who they are as lately as was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// They have.
    Lately,
    /// Not since then: the provider let them in by a session of its own.
    TooLongAgo,
}

/// What a token must say.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
}

/// The claims of a token that holds.
#[derive(Clone, Debug)]
pub(crate) struct Claims {
    pub(crate) subject: String,
    /// When the person showed who they are, in seconds since 1970.
    shown_at_seconds: f64,
    pub(crate) all: Map<String, Value>,
}

impl Claims {
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        text(&self.all, name)
    }

    /// Whether the person showed who they are at this moment or later, as far as two clocks can tell.
    pub(crate) fn shown(&self, since: Moment) -> Shown {
        if self.shown_at_seconds + LEEWAY_SECONDS < seconds(since) { Shown::TooLongAgo } else { Shown::Lately }
    }
}

/// A claim that is a text with something in it.
pub(crate) fn text<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c str> {
    claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in a float for millions of years")]
fn seconds(moment: Moment) -> f64 {
    (moment.microseconds() / 1_000_000) as f64
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

/// Checks everything, in the order of the standard: signature first, so that nothing a forger wrote is looked at.
pub(crate) fn verify(token: &str, keys: &KeySet, expected: &Expected<'_>, now: Moment) -> Result<Claims, Fault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Unreadable)?;
    let (header, payload) = signed.split_once('.').ok_or(Fault::Unreadable)?;
    let header: Header = serde_json::from_slice(&bytes(header)?).map_err(|_| Fault::Unreadable)?;
    if header.crit.is_some() {
        return Err(Fault::Algorithm);
    }
    let key = key_of(&header, keys)?;
    signed_by(&header.alg, key, signed.as_bytes(), &bytes(signature)?)?;
    let all: Map<String, Value> = serde_json::from_slice(&bytes(payload)?).map_err(|_| Fault::Unreadable)?;
    claims(all, expected, now)
}

/// The key that the header names. Without a name, the only key that could have signed it.
fn key_of<'k>(header: &Header, keys: &'k KeySet) -> Result<&'k PublicKey, Fault> {
    let family = match header.alg.as_str() {
        "RS256" | "PS256" => "RSA",
        "ES256" | "ES384" => "EC",
        _ => return Err(Fault::Algorithm),
    };
    let fits = |key: &&PublicKey| {
        key.kty == family
            && key.used_for.as_deref().is_none_or(|used_for| used_for == "sig")
            && key.alg.as_deref().is_none_or(|alg| alg == header.alg)
    };
    let mut candidates = keys.keys.iter().filter(fits);
    match &header.kid {
        Some(kid) => candidates.find(|key| key.kid.as_ref() == Some(kid)).ok_or(Fault::Key),
        None => match (candidates.next(), candidates.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(Fault::Key),
        },
    }
}

fn signed_by(algorithm: &str, key: &PublicKey, signed: &[u8], signature: &[u8]) -> Result<(), Fault> {
    match algorithm {
        "RS256" => rsa(&RSA_PKCS1_2048_8192_SHA256, key, signed, signature),
        "PS256" => rsa(&RSA_PSS_2048_8192_SHA256, key, signed, signature),
        "ES256" => curve(("P-256", 32), &ECDSA_P256_SHA256_FIXED, key, signed, signature),
        "ES384" => curve(("P-384", 48), &ECDSA_P384_SHA384_FIXED, key, signed, signature),
        _ => Err(Fault::Algorithm),
    }
}

fn rsa(how: &'static RsaParameters, key: &PublicKey, signed: &[u8], signature: &[u8]) -> Result<(), Fault> {
    let (n, e) = (part(key.n.as_deref())?, part(key.e.as_deref())?);
    RsaPublicKeyComponents { n, e }.verify(how, signed, signature).map_err(|_| Fault::Signature)
}

fn curve(
    (name, length): (&str, usize),
    how: &'static dyn VerificationAlgorithm,
    key: &PublicKey,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    let (x, y) = (part(key.x.as_deref())?, part(key.y.as_deref())?);
    if key.crv.as_deref() != Some(name) || x.len() != length || y.len() != length {
        return Err(Fault::Key);
    }
    let point = [[4].as_slice(), &x, &y].concat();
    UnparsedPublicKey::new(how, point).verify(signed, signature).map_err(|_| Fault::Signature)
}

fn part(text: Option<&str>) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text.unwrap_or_default()).map_err(|_| Fault::Key)
}

fn bytes(text: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Unreadable)
}

fn claims(all: Map<String, Value>, expected: &Expected<'_>, now: Moment) -> Result<Claims, Fault> {
    if text(&all, "iss") != Some(expected.issuer) {
        return Err(Fault::Issuer);
    }
    let (meant_for_us, others) = match all.get("aud") {
        Some(Value::String(one)) => (one == expected.client_id, false),
        Some(Value::Array(many)) => (many.iter().any(|one| one.as_str() == Some(expected.client_id)), many.len() > 1),
        Some(_) | None => (false, false),
    };
    let authorized = match all.get("azp") {
        Some(party) => party.as_str() == Some(expected.client_id),
        None => !others,
    };
    if !meant_for_us || !authorized {
        return Err(Fault::Audience);
    }
    let second = |name: &str| all.get(name).and_then(Value::as_f64);
    let (latest, earliest) = (seconds(now) + LEEWAY_SECONDS, seconds(now) - LEEWAY_SECONDS);
    let expires = second("exp").ok_or(Fault::Time)?;
    let issued = second("iat").ok_or(Fault::Time)?;
    let not_before = all.get("nbf").map_or(Some(issued), Value::as_f64).ok_or(Fault::Time)?;
    if expires <= earliest || issued > latest || not_before > latest {
        return Err(Fault::Time);
    }
    if text(&all, "nonce") != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    let subject = text(&all, "sub").ok_or(Fault::Subject)?.to_owned();
    let shown_at_seconds = second("auth_time").ok_or(Fault::Undated)?;
    if shown_at_seconds > latest {
        return Err(Fault::Time);
    }
    Ok(Claims { subject, shown_at_seconds, all })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
