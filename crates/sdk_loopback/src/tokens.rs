//! Tokens for the SDK API: given for an assertion (RFC 7523) that a client's key has signed for this address, that is good
//! now, and that no token was given for before.

use axum::body::Bytes;
use axum::extract::State as Extracted;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sdk_connect::sdk_api::{Scope, token};
use serde_json::{Value, json};

use crate::api::json_answer;
use crate::disk::{Assertion, State};
use crate::service::Service;
use crate::{Door, Loopback, Participant, held};

/// Where tokens are given.
pub(crate) const PATH: &str = "/token";

/// How long a token is good for, in seconds.
const TOKEN_SECONDS: i64 = 30 * 60;

/// How many tokens are remembered.
const TOKENS_MAX: usize = 100;

/// How long an assertion may be good for, in seconds: it is remembered until then.
const ASSERTION_SECONDS_MAX: i64 = 10 * 60;

/// How many assertions are remembered. Where there are more that are still good, no token is given.
const ASSERTIONS_MAX: usize = 10_000;

/// How long the name of an assertion may be.
const ID_MAX: usize = 200;

/// A token that was given.
pub(crate) struct Granted {
    token: String,
    client: String,
    until: i64,
}

struct Asked {
    grant_type: String,
    client_assertion_type: String,
    client_assertion: String,
    scope: String,
}

pub(crate) async fn grant(Extracted(loopback): Extracted<Loopback>, body: Bytes) -> Response {
    let refused = || (StatusCode::BAD_REQUEST, json_answer(&json!({ "error": "invalid_client" }))).into_response();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let asked = || {
        Some(Asked {
            grant_type: field("grant_type")?,
            client_assertion_type: field("client_assertion_type")?,
            client_assertion: field("client_assertion")?,
            scope: field("scope")?,
        })
    };
    let Some(assertion) = asked().and_then(|asked| loopback.assertion(&asked)) else { return refused() };
    let client = assertion.client.clone();
    match loopback.remember(assertion) {
        Ok(true) => {}
        Ok(false) => return refused(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
    let token = loopback.token_for(&client);
    json_answer(&json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS }))
}

impl Loopback {
    fn seconds(&self) -> i64 {
        self.shared.environment.now().microseconds().div_euclid(1_000_000)
    }

    /// A token for a client, as its own assertion would give it.
    pub fn token_for(&self, client: &str) -> String {
        let token = URL_SAFE_NO_PAD.encode(self.shared.environment.bytes::<32>());
        let until = self.seconds() + TOKEN_SECONDS;
        let mut tokens = held(&self.shared.tokens);
        if tokens.len() == TOKENS_MAX {
            tokens.remove(0);
        }
        tokens.push(Granted { token: token.clone(), client: client.to_owned(), until });
        token
    }

    /// Forgets every token, as a service does that is started anew.
    pub fn forget_tokens(&self) {
        held(&self.shared.tokens).clear();
    }

    /// The assertion of a client, if its key has signed it for the address that we are known by, and it is good now.
    fn assertion(&self, asked: &Asked) -> Option<Assertion> {
        let audience = self.shared.token_address.get()?;
        let scopes: Vec<&str> = asked.scope.split(' ').collect();
        let known = scopes.iter().all(|scope| Scope::ALL.iter().any(|known| known.name() == *scope));
        if asked.grant_type != "client_credentials" || asked.client_assertion_type != token::ASSERTION_TYPE || !known {
            return None;
        }
        let (signed, signature) = asked.client_assertion.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        let (header, claims) = (decode(header)?, decode(claims)?);
        let says = |name: &str| claims.get(name).and_then(Value::as_str);
        let until = claims.get("exp").and_then(Value::as_i64)?;
        let left = until.checked_sub(self.seconds())?;
        if header.get("alg").and_then(Value::as_str) != Some("RS256")
            || says("aud") != Some(audience.as_str())
            || says("iss") != says("sub")
            || !(1..=ASSERTION_SECONDS_MAX).contains(&left)
        {
            return None;
        }
        let id = says("jti").filter(|id| (1..=ID_MAX).contains(&id.len()))?;
        let client = says("sub")?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let certificate = self.by_client(client)?.certificate.as_ref()?;
        let holds = certificate.has_signed(signed.as_bytes(), &signature);
        holds.then(|| Assertion { client: client.to_owned(), id: id.to_owned(), until })
    }

    /// Remembers an assertion for as long as it is good, also past a restart. False where it is known already.
    fn remember(&self, assertion: Assertion) -> std::io::Result<bool> {
        let now = self.seconds();
        self.change(|state| Ok(state.remember(assertion, now)))
    }

    fn by_client(&self, name: &str) -> Option<&Participant> {
        self.shared.setup.participants.iter().find(|participant| match &participant.door {
            Door::Api { client, .. } => client == name,
            Door::Domibus { .. } => false,
        })
    }

    /// Whom a token lets in.
    pub(crate) fn let_in(&self, headers: &HeaderMap) -> Option<Service<'_>> {
        let given = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?.to_owned();
        let now = self.seconds();
        let client = held(&self.shared.tokens)
            .iter()
            .find(|granted| granted.token == given && now < granted.until)
            .map(|granted| granted.client.clone())?;
        Service::of(self.by_client(&client)?)
    }
}

impl State {
    fn remember(&mut self, assertion: Assertion, now: i64) -> bool {
        self.assertions.retain(|known| known.until > now);
        let is_known = self.assertions.iter().any(|known| known.client == assertion.client && known.id == assertion.id);
        if is_known || self.assertions.len() >= ASSERTIONS_MAX {
            return false;
        }
        self.assertions.push(assertion);
        true
    }
}
