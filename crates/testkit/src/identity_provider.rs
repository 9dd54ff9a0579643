//! An identity provider on this machine, which says of people what a test tells it to say, signed as a real one signs;
//! which counts what it is asked, and whose doors can be broken. It has no page: a test answers in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::moment::Moment;
use form_urlencoded::{Serializer, parse};
use http::header::CONTENT_TYPE;
use http::{StatusCode, Uri};
use jiff::SignedDuration;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What the provider says of whoever it let in.
#[derive(Clone)]
pub struct Said {
    /// Who it is.
    pub subject: String,
    /// How sure it is.
    pub assurance: String,
    /// When they showed who they are; none when it does not say.
    pub shown_at: Option<Moment>,
    /// When it says so.
    pub now: Moment,
}

impl Said {
    /// Of somebody who showed at this moment who they are, in a way that is enough.
    pub fn of(subject: &str, now: Moment) -> Self {
        Self { subject: subject.to_owned(), assurance: "loa3".to_owned(), shown_at: Some(now), now }
    }

    /// The same of somebody who showed it at another moment.
    #[must_use]
    pub fn shown_at(self, shown_at: Option<Moment>) -> Self {
        Self { shown_at, ..self }
    }
}

/// An identity provider on this machine.
#[derive(Clone)]
pub struct IdentityProvider {
    issuer: Arc<str>,
    held: Arc<Mutex<Held>>,
}

struct Held {
    key: EcdsaKeyPair,
    key_name: String,
    /// What was said by which code, and what proves that the code is whose it was given to.
    codes: BTreeMap<String, (String, Value)>,
    asked: Vec<String>,
    broken: BTreeSet<&'static str>,
    way_out: bool,
}

impl IdentityProvider {
    /// A running provider. It stops with the runtime of its test.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address: SocketAddr = listener.local_addr().expect("a listener has an address");
        let held = Held {
            key: new_key(),
            key_name: "first".to_owned(),
            codes: BTreeMap::new(),
            asked: Vec::new(),
            broken: BTreeSet::new(),
            way_out: true,
        };
        let provider = Self { issuer: format!("http://{address}").into(), held: Arc::new(Mutex::new(held)) };
        let router = Router::new().fallback(answer).with_state(provider.clone());
        drop(tokio::spawn(async move { axum::serve(listener, router).await.expect("the provider answers") }));
        provider
    }

    /// What an operator would set about it.
    pub fn settings(&self) -> oidc::Settings {
        oidc::Settings {
            name: "SITHS".to_owned(),
            issuer: self.issuer.to_string(),
            client_id: "cairn".to_owned(),
            client_secret: Some("a secret that only the two of them know".to_owned()),
            redirect: "http://127.0.0.1/logga-in/tillbaka".to_owned(),
            after_logout: "http://127.0.0.1/utloggad".to_owned(),
            scopes: vec!["openid".to_owned()],
            subject_claim: "sub".to_owned(),
            accepted_assurance: vec!["loa3".to_owned()],
            max_age: SignedDuration::from_mins(60),
            certificates: None,
            loopback: oidc::Loopback::Allowed,
        }
    }

    /// Lets somebody in who was sent to this door, and gives the address that the browser is sent back to.
    pub fn let_in(&self, door: &str, said: &Said) -> String {
        let asked = query_of(door);
        let get = |name: &str| asked.get(name).cloned().unwrap_or_default();
        let mut claims = json!({
            "iss": &*self.issuer,
            "aud": get("client_id"),
            "sub": said.subject,
            "nonce": get("nonce"),
            "acr": said.assurance,
            "iat": seconds(said.now),
            "exp": seconds(said.now) + 300,
        });
        if let (Some(shown_at), Some(claims)) = (said.shown_at, claims.as_object_mut()) {
            claims.insert("auth_time".to_owned(), seconds(shown_at).into());
        }
        let mut held = self.held();
        let code = format!("code-{}", held.codes.len());
        held.codes.insert(code.clone(), (get("code_challenge"), claims));
        let state = get("state");
        let back = [("code", code.as_str()), ("state", state.as_str()), ("iss", &*self.issuer)];
        format!("/logga-in/tillbaka?{}", Serializer::new(String::new()).extend_pairs(back).finish())
    }

    /// Lets nobody in who was sent to this door, for a reason.
    pub fn turn_away(&self, door: &str, error: &str) -> String {
        let state = query_of(door).get("state").cloned().unwrap_or_default();
        let back = [("error", error), ("state", state.as_str()), ("iss", &*self.issuer)];
        format!("/logga-in/tillbaka?{}", Serializer::new(String::new()).extend_pairs(back).finish())
    }

    /// How many times a door was asked.
    pub fn asked(&self, door: &str) -> usize {
        self.held().asked.iter().filter(|path| *path == door).count()
    }

    /// From now on these doors answer that the provider is out of order, and all others answer as they should.
    pub fn break_doors(&self, doors: &[&'static str]) {
        self.held().broken = doors.iter().copied().collect();
    }

    /// Signs with a new key from now on, under a name of its own or under that of the old one.
    pub fn change_key(&self, name: &str) {
        let mut held = self.held();
        held.key = new_key();
        name.clone_into(&mut held.key_name);
    }

    /// From now on it has no way out.
    pub fn close_way_out(&self) {
        self.held().way_out = false;
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn metadata(&self) -> Value {
        let door = |path: &str| format!("{}{path}", self.issuer);
        let mut metadata = json!({
            "issuer": &*self.issuer,
            "authorization_endpoint": door("/authorize"),
            "token_endpoint": door("/token"),
            "jwks_uri": door("/keys"),
            "authorization_response_iss_parameter_supported": true,
        });
        if let (true, Some(metadata)) = (self.held().way_out, metadata.as_object_mut()) {
            metadata.insert("end_session_endpoint".to_owned(), door("/end").into());
        }
        metadata
    }

    fn keys(&self) -> Value {
        let held = self.held();
        let (x, y) = held.key.public_key().as_ref().split_at(33);
        let x = x.strip_prefix(&[4]).expect("a point begins with a four");
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": held.key_name, "x": part(x), "y": part(y) }] })
    }

    /// The token of a code, once, and only to whoever the code was given to.
    fn token(&self, form: &[u8]) -> Option<Value> {
        let form: BTreeMap<_, _> = parse(form).into_owned().collect();
        let mut held = self.held();
        let (challenge, claims) = held.codes.remove(form.get("code")?)?;
        let verifier = form.get("code_verifier")?;
        if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != challenge {
            return None;
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": "ES256", "kid": held.key_name })), part(&claims));
        let signature = held.key.sign(&SystemRandom::new(), signed.as_bytes()).expect("a key signs");
        Some(json!({ "id_token": format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)), "token_type": "Bearer" }))
    }
}

async fn answer(State(provider): State<IdentityProvider>, uri: Uri, body: Bytes) -> Response {
    let path = uri.path();
    provider.held().asked.push(path.to_owned());
    let broken = provider.held().broken.contains(path);
    let answered = match path {
        _ if broken => Err((StatusCode::SERVICE_UNAVAILABLE, json!({ "error": "temporarily_unavailable" }))),
        "/.well-known/openid-configuration" => Ok(provider.metadata()),
        "/keys" => Ok(provider.keys()),
        "/token" => provider.token(&body).ok_or((StatusCode::BAD_REQUEST, json!({ "error": "invalid_grant" }))),
        _ => Err((StatusCode::NOT_FOUND, Value::Null)),
    };
    let (status, answer) = match answered {
        Ok(answer) => (StatusCode::OK, answer),
        Err(refused) => refused,
    };
    (status, [(CONTENT_TYPE, "application/json")], answer.to_string()).into_response()
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key is made");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("a key is read")
}

fn query_of(address: &str) -> BTreeMap<String, String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    parse(query.as_bytes()).into_owned().collect()
}

fn seconds(moment: Moment) -> i64 {
    moment.microseconds() / 1_000_000
}
