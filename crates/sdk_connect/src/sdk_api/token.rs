//! Tokens for the SDK API (OAuth 2.0, client credentials): fetched for an assertion that our key signs (RFC 7523), used
//! until they run out, never for longer than half an hour.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::moment::Moment;
use environment::Environment;
use form_urlencoded::Serializer;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use sdk::keys::Signer;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Scope, read_json};
use crate::connection::{Code, Failure};
use crate::door::{Address, Door, ask};

/// The type of our assertion.
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long an assertion is good for, in seconds.
const ASSERTION_SECONDS: i64 = 60;

/// How long a token is used at most, in seconds, whatever it says: the recommendation's limit.
const TOKEN_SECONDS_MAX: i64 = 30 * 60;

/// A token is not used for the last so many seconds of its life.
const MARGIN_SECONDS: i64 = 30;

/// The largest answer, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

const WHAT: &str = "token";

/// Who asks for tokens.
pub struct Client {
    /// What the authorisation server calls us.
    pub id: String,
    /// Where tokens are given.
    pub token_address: String,
    /// What signs the assertion.
    pub signer: Arc<dyn Signer + Send + Sync>,
    /// What time it is, and identifiers for assertions.
    pub environment: Environment,
}

/// The token in use.
pub struct Tokens {
    client: Client,
    door: Door,
    current: Option<Current>,
}

struct Current {
    token: Zeroizing<String>,
    until: Moment,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    token_type: String,
    #[serde(default)]
    expires_in: Option<i64>,
}

impl Tokens {
    /// For this client. Trusts for TLS what the API's address trusts.
    pub(super) fn new(client: Client, address: &Address) -> Result<Self, Failure> {
        let door = Door::new(&Address { base: client.token_address.clone(), ..address.clone() })?;
        Ok(Self { client, door, current: None })
    }

    /// A token that is good now.
    pub(super) async fn get(&mut self) -> Result<Zeroizing<String>, Failure> {
        let now = self.client.environment.now();
        if let Some(current) = self.current.as_ref().filter(|current| now < current.until) {
            return Ok(current.token.clone());
        }
        self.fetch().await
    }

    /// Another token than one that was not taken. Somebody else may have fetched it already.
    pub(super) async fn renew(&mut self, refused: &str) -> Result<Zeroizing<String>, Failure> {
        if self.current.as_ref().is_some_and(|current| current.token.as_str() == refused) {
            self.current = None;
        }
        self.get().await
    }

    async fn fetch(&mut self) -> Result<Zeroizing<String>, Failure> {
        let now = self.client.environment.now();
        let assertion = self.assertion(now)?;
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", &Scope::ALL.map(Scope::name).join(" "))
            .append_pair("client_assertion_type", ASSERTION_TYPE)
            .append_pair("client_assertion", &assertion)
            .finish();
        let request = self
            .door
            .client
            .post(self.door.at(""))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .body(form);
        let answered = match ask(WHAT, request, ANSWER_MAX).await {
            // No letter has been handed over yet, whatever became of the token.
            Err(failure) if failure.may_have_arrived() => return Err(Failure::Unreached { what: WHAT }),
            answered => answered?,
        };
        if answered.status.is_server_error() {
            return Err(Failure::Unreached { what: WHAT });
        }
        if !answered.status.is_success() {
            return Err(Failure::Refused { what: WHAT, code: Code::of(&answered.status.as_u16().to_string()) });
        }
        let wrong = |why| Failure::Settings(why);
        let given: Given = read_json(&answered.body).ok_or(wrong("the authorisation server gives no token"))?;
        let plain = |byte: u8| byte.is_ascii_graphic();
        if !given.token_type.eq_ignore_ascii_case("bearer") || !given.access_token.bytes().all(plain) {
            return Err(wrong("the authorisation server gives another kind of token"));
        }
        let seconds = given.expires_in.unwrap_or(TOKEN_SECONDS_MAX).clamp(0, TOKEN_SECONDS_MAX);
        let until = Moment::from_microseconds(now.microseconds() + (seconds - MARGIN_SECONDS).max(0) * 1_000_000);
        let token = Zeroizing::new(given.access_token);
        self.current = Some(Current { token: token.clone(), until });
        Ok(token)
    }

    /// A JWT that says who we are, for the authorisation server alone, for a minute, once.
    fn assertion(&self, now: Moment) -> Result<String, Failure> {
        let Client { id, token_address, signer, environment } = &self.client;
        let seconds = now.microseconds().div_euclid(1_000_000);
        let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(signer.certificate().der()));
        let header = json!({ "alg": "RS256", "typ": "JWT", "x5t#S256": thumbprint });
        let claims = json!({
            "iss": id, "sub": id, "aud": token_address, "jti": environment.uuid().to_string(),
            "iat": seconds, "exp": seconds + ASSERTION_SECONDS,
        });
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        let signature = signer.sign(signed.as_bytes()).map_err(|_| Failure::Settings("our key cannot sign"))?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
