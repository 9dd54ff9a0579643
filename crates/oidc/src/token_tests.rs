//! Each check of an ID token, one at a time, against tokens that are signed for the occasion.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;

use super::*;

struct Signer {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
        Self { pair, random }
    }

    fn public(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "x": part(1..33), "y": part(33..65) })
    }

    fn keys(&self) -> KeySet {
        serde_json::from_value(json!({ "keys": [self.public()] })).unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self.pair.sign(&self.random, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

const NOW: i64 = 1_800_000_000;

fn good() -> Value {
    json!({
        "iss": "https://idp.example", "aud": "cairn", "sub": "SE-1", "nonce": "n", "exp": NOW + 300, "iat": NOW,
        "acr": "loa3", "auth_time": NOW - 600,
    })
}

fn check(claims: &Value) -> Result<Claims, Fault> {
    check_with(&json!({ "alg": "ES256", "kid": "1" }), claims)
}

fn check_with(header: &Value, claims: &Value) -> Result<Claims, Fault> {
    let signer = Signer::new();
    verified(&signer.sign(header, claims), &signer.keys())
}

fn verified(token: &str, keys: &KeySet) -> Result<Claims, Fault> {
    let expected = Expected { issuer: "https://idp.example", client_id: "cairn", nonce: "n" };
    verify(token, keys, &expected, Moment::from_microseconds(NOW * 1_000_000))
}

#[test]
fn a_token_that_holds_names_its_subject_and_its_assurance() {
    let claims = check(&good()).unwrap();
    assert_eq!((claims.subject.as_str(), claims.text("acr")), ("SE-1", Some("loa3")));
}

#[test]
fn each_claim_that_is_wrong_or_missing_is_refused_by_name() {
    for (claim, value, fault) in [
        ("iss", json!("https://idp.example/"), Fault::Issuer),
        ("iss", Value::Null, Fault::Issuer),
        ("aud", json!("another"), Fault::Audience),
        ("aud", json!(["another"]), Fault::Audience),
        ("aud", json!(["cairn", "another"]), Fault::Audience),
        ("aud", Value::Null, Fault::Audience),
        ("azp", json!("another"), Fault::Audience),
        ("exp", json!(NOW - 61), Fault::Time),
        ("exp", json!("soon"), Fault::Time),
        ("exp", Value::Null, Fault::Time),
        ("iat", json!(NOW + 61), Fault::Time),
        ("iat", Value::Null, Fault::Time),
        ("nbf", json!(NOW + 61), Fault::Time),
        ("nbf", json!("later"), Fault::Time),
        ("nonce", json!("m"), Fault::Nonce),
        ("nonce", Value::Null, Fault::Nonce),
        ("sub", json!(""), Fault::Subject),
        ("sub", json!(7), Fault::Subject),
        ("auth_time", Value::Null, Fault::Undated),
        ("auth_time", json!("now"), Fault::Undated),
        ("auth_time", json!(NOW + 61), Fault::Time),
    ] {
        let mut claims = good();
        claims[claim] = value.clone();
        assert_eq!(check(&claims).map(|claims| claims.subject), Err(fault), "{claim} = {value}");
    }
}

#[test]
fn whoever_showed_who_they_are_before_that_was_asked_has_not_shown_it() {
    let since = Moment::from_microseconds((NOW - 3600) * 1_000_000);
    for (auth_time, shown) in [
        (json!(NOW), Shown::Lately),
        (json!(NOW - 3600), Shown::Lately),
        (json!(NOW - 3659), Shown::Lately),
        (json!(NOW - 3661), Shown::TooLongAgo),
        (json!(0), Shown::TooLongAgo),
        (json!(-1), Shown::TooLongAgo),
    ] {
        let mut claims = good();
        claims["auth_time"] = auth_time.clone();
        assert_eq!(check(&claims).unwrap().shown(since), shown, "auth_time = {auth_time}");
    }
}

#[test]
fn a_key_that_cannot_be_read_hides_no_other() {
    let signer = Signer::new();
    let strange = [json!("key"), json!({ "kty": 5 }), json!({ "kid": "1" }), json!({ "kty": "OKP", "kid": "1" })];
    let all: Vec<Value> = strange.into_iter().chain([signer.public()]).collect();
    let keys = json!({ "keys": all });
    let keys: KeySet = serde_json::from_value(keys).unwrap();
    assert!(verified(&signer.sign(&json!({ "alg": "ES256", "kid": "1" }), &good()), &keys).is_ok());
}

#[test]
fn clocks_may_differ_by_a_minute_and_an_audience_may_be_a_list() {
    for (claim, value) in [("exp", json!(NOW - 59)), ("iat", json!(NOW + 59)), ("aud", json!(["cairn"]))] {
        let mut claims = good();
        claims[claim] = value;
        assert!(check(&claims).is_ok(), "{claim}");
    }
    let mut claims = good();
    claims["aud"] = json!(["cairn", "another"]);
    claims["azp"] = json!("cairn");
    assert!(check(&claims).is_ok());
}

#[test]
fn only_a_signature_with_the_providers_own_key_is_a_signature() {
    for (header, fault) in [
        (json!({ "alg": "none" }), Fault::Algorithm),
        (json!({ "alg": "HS256", "kid": "1" }), Fault::Algorithm),
        (json!({ "alg": "RS256", "kid": "1" }), Fault::Key),
        (json!({ "alg": "ES384", "kid": "1" }), Fault::Key),
        (json!({ "alg": "ES256", "kid": "2" }), Fault::Key),
        (json!({ "alg": "ES256", "kid": "1", "crit": ["b64"] }), Fault::Algorithm),
    ] {
        assert_eq!(check_with(&header, &good()).map(|claims| claims.subject), Err(fault), "{header}");
    }
    let (stranger, provider) = (Signer::new(), Signer::new());
    let forged = stranger.sign(&json!({ "alg": "ES256", "kid": "1" }), &good());
    assert_eq!(verified(&forged, &provider.keys()).map(|claims| claims.subject), Err(Fault::Signature));
}

#[test]
fn a_letter_changed_anywhere_is_found() {
    let signer = Signer::new();
    let token = signer.sign(&json!({ "alg": "ES256", "kid": "1" }), &good());
    let keys = signer.keys();
    for place in (0..token.len() - 1).filter(|place| token.as_bytes()[*place] != b'.') {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        assert!(verified(&String::from_utf8(bytes).unwrap(), &keys).is_err(), "the letter at {place}");
    }
    for broken in ["", ".", "..", "a.b", "a.b.c.d"] {
        assert!(verified(broken, &keys).is_err(), "{broken:?}");
    }
}
