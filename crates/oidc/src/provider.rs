//! The identity provider, as it is talked to.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::moment::Moment;
use environment::Environment;
use form_urlencoded::{Serializer, byte_serialize};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::metadata::{KeySet, Metadata};
use crate::token::{Claims, Expected, Fault, verify};
use crate::{Settings, may_be_asked};

/// How long the provider may take to answer.
const WAIT_SECONDS: u64 = 10;
/// The largest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;
/// How long its doors and keys are believed in, in seconds.
const BELIEVED_SECONDS: i64 = 3600;
/// A key that is unknown is asked for at most this often, in seconds: whoever sends made-up tokens makes no load there.
const KEYS_AGAIN_SECONDS: i64 = 30;

/// Why the provider could not say who it is. Each is for the operator and names nobody.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The settings cannot be used.
    #[error("{0}")]
    Settings(String),
    /// It does not answer.
    #[error("the identity provider does not answer ({what})")]
    Silent {
        /// Which door.
        what: &'static str,
        /// What went wrong on the way.
        #[source]
        source: reqwest::Error,
    },
    /// It answers something else than was asked for.
    #[error("the identity provider's answer cannot be used ({what}): {why}")]
    Answer {
        /// Which door.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Its ID token does not hold.
    #[error("the identity provider's token does not hold: {0}")]
    Token(#[from] Fault),
    /// The answer came from another provider than the one that was asked.
    #[error("the answer came from another identity provider")]
    Elsewhere,
}

/// The secrets of one log-in. They are made from the browser's own, so that nobody else's answer fits.
#[derive(Clone)]
pub struct Secrets {
    /// Comes back in the token.
    pub nonce: String,
    /// Proves that whoever fetches the token is who sent the browser away (PKCE).
    pub verifier: String,
}

/// Whether the provider may let the person in as it did last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Welcome {
    /// As it did.
    AsBefore,
    /// Only when the person shows again who they are.
    Anew,
}

/// What the browser brings back.
#[derive(Clone, Copy)]
pub struct Return<'a> {
    /// The code to be exchanged.
    pub code: &'a str,
    /// Who says it sent the browser (RFC 9207); empty when it does not say.
    pub issuer: &'a str,
}

/// Whether the provider was sure enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// One of the accepted levels.
    Enough,
    /// Another, or none.
    TooLow,
}

/// Who logged in at the provider.
#[derive(Clone)]
pub struct Found {
    /// The identity by which people at work are registered here.
    pub subject: String,
    /// How sure the provider was.
    pub assurance: Assurance,
}

/// The identity provider. Cheap to clone.
#[derive(Clone)]
pub struct Provider {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Settings,
    client: Client,
    environment: Environment,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    metadata: Arc<Metadata>,
    keys: Arc<KeySet>,
    at: Moment,
    keys_at: Moment,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    access_token: Option<String>,
}

impl Provider {
    /// A provider with these settings. Asks nothing yet: Cairn starts although the provider is down.
    pub fn new(settings: Settings, environment: &Environment) -> Result<Self, ProviderError> {
        let wrong = |why: &str| ProviderError::Settings(why.to_owned());
        // Already done by another part of this process: all the better.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .timeout(Duration::from_secs(WAIT_SECONDS))
            .redirect(reqwest::redirect::Policy::none())
            .https_only(settings.loopback == crate::Loopback::Refused);
        if settings.loopback == crate::Loopback::Allowed {
            builder = builder.no_proxy();
        }
        if let Some(pem) = &settings.certificates {
            let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(|_| wrong("not PEM"))?;
            if certificates.is_empty() {
                return Err(wrong("there is no certificate in it"));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder.build().map_err(|_| wrong("the certificates of this system cannot be read"))?;
        let shared = Shared { settings, client, environment: environment.clone(), known: Mutex::new(None) };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.shared.settings.name
    }

    /// Where to send the browser to log in.
    pub async fn door(&self, state: &str, secrets: &Secrets, welcome: Welcome) -> Result<String, ProviderError> {
        let metadata = self.known().await?.metadata;
        let settings = &self.shared.settings;
        let mut url = address(&metadata.authorization_endpoint)?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &settings.client_id)
            .append_pair("redirect_uri", &settings.redirect)
            .append_pair("scope", &settings.scopes.join(" "))
            .append_pair("state", state)
            .append_pair("nonce", &secrets.nonce)
            .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(Sha256::digest(&secrets.verifier)))
            .append_pair("code_challenge_method", "S256")
            .append_pair("acr_values", &settings.accepted_assurance.join(" "));
        match welcome {
            Welcome::Anew => {
                url.query_pairs_mut().append_pair("prompt", "login");
            }
            Welcome::AsBefore => {}
        }
        Ok(url.into())
    }

    /// Where to send the browser to log out of the provider too; none when it has no such door.
    pub async fn way_out(&self) -> Result<Option<String>, ProviderError> {
        let metadata = self.known().await?.metadata;
        let Some(end) = &metadata.end_session_endpoint else { return Ok(None) };
        let settings = &self.shared.settings;
        let mut url = address(end)?;
        url.query_pairs_mut()
            .append_pair("client_id", &settings.client_id)
            .append_pair("post_logout_redirect_uri", &settings.after_logout);
        Ok(Some(url.into()))
    }

    /// Exchanges what the browser brought back for who it is.
    pub async fn find(&self, back: Return<'_>, secrets: &Secrets) -> Result<Found, ProviderError> {
        let settings = &self.shared.settings;
        let metadata = self.known().await?.metadata;
        let named = !back.issuer.is_empty() || metadata.authorization_response_iss_parameter_supported;
        if named && back.issuer != settings.issuer {
            return Err(ProviderError::Elsewhere);
        }
        let tokens = self.exchange(&metadata, back.code, secrets).await?;
        let token = tokens.id_token.ok_or_else(|| answer("token", "there is no ID token in it"))?;
        let claims = self.verified(&token, &secrets.nonce).await?;
        let sure = claims.text("acr").is_some_and(|acr| settings.accepted_assurance.iter().any(|level| level == acr));
        let assurance = if sure { Assurance::Enough } else { Assurance::TooLow };
        let subject = match claims.text(&settings.subject_claim) {
            Some(subject) => subject.to_owned(),
            None => self.asked(&metadata, tokens.access_token.as_deref(), &claims).await?,
        };
        Ok(Found { subject, assurance })
    }

    async fn exchange(&self, metadata: &Metadata, code: &str, secrets: &Secrets) -> Result<Tokens, ProviderError> {
        let request = self
            .shared
            .client
            .post(&metadata.token_endpoint)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        json("token", self.with_code(request, metadata, code, secrets)).await
    }

    /// The code, what proves that it is ours, and who we are: in a header where the provider takes it there.
    fn with_code(&self, request: RequestBuilder, metadata: &Metadata, code: &str, secrets: &Secrets) -> RequestBuilder {
        let settings = &self.shared.settings;
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &settings.redirect)
            .append_pair("code_verifier", &secrets.verifier);
        let request = match &settings.client_secret {
            Some(secret) if !metadata.wants_secret_in_form() => {
                request.header(AUTHORIZATION, basic(&settings.client_id, secret))
            }
            Some(secret) => {
                form.append_pair("client_id", &settings.client_id).append_pair("client_secret", secret);
                request
            }
            None => {
                form.append_pair("client_id", &settings.client_id);
                request
            }
        };
        request.body(form.finish())
    }

    /// The claims of a token that holds. A key that is unknown may be new: the keys are fetched once more.
    async fn verified(&self, token: &str, nonce: &str) -> Result<Claims, ProviderError> {
        let Settings { issuer, client_id, .. } = &self.shared.settings;
        let expected = Expected { issuer, client_id, nonce };
        let now = self.shared.environment.now();
        match verify(token, &self.known().await?.keys, &expected, now) {
            Err(Fault::Key) => {
                let keys = self.newer_keys().await?;
                Ok(verify(token, &keys, &expected, now)?)
            }
            checked => Ok(checked?),
        }
    }

    /// The identity from the provider's user information, where the token does not hold it. It must be of the same person.
    async fn asked(&self, metadata: &Metadata, access: Option<&str>, claims: &Claims) -> Result<String, ProviderError> {
        const WHAT: &str = "user information";
        let name = &self.shared.settings.subject_claim;
        let missing = || answer(WHAT, &format!("neither it nor the ID token has the claim {name}"));
        let (Some(door), Some(access)) = (&metadata.userinfo_endpoint, access) else { return Err(missing()) };
        let request = self
            .shared
            .client
            .get(door)
            .header(AUTHORIZATION, format!("Bearer {access}"))
            .header(ACCEPT, "application/json");
        let all: Map<String, Value> = json(WHAT, request).await?;
        let told = Claims { subject: claims.subject.clone(), all };
        if told.text("sub") != Some(&claims.subject) {
            return Err(answer(WHAT, "it is of another person"));
        }
        told.text(name).map(ToOwned::to_owned).ok_or_else(missing)
    }

    /// What the provider says of itself: from memory, or asked for anew after an hour.
    async fn known(&self) -> Result<Known, ProviderError> {
        let now = self.shared.environment.now();
        let mut known = self.shared.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| now.since(known.at).as_secs() < BELIEVED_SECONDS) {
            return Ok(known.clone());
        }
        let metadata = self.discover().await?;
        let keys = json("keys", self.shared.client.get(&metadata.jwks_uri)).await?;
        let fresh = Known { metadata: Arc::new(metadata), keys: Arc::new(keys), at: now, keys_at: now };
        *known = Some(fresh.clone());
        Ok(fresh)
    }

    async fn discover(&self) -> Result<Metadata, ProviderError> {
        const WHAT: &str = "discovery";
        let settings = &self.shared.settings;
        let door = format!("{}/.well-known/openid-configuration", settings.issuer.trim_end_matches('/'));
        let metadata: Metadata = json(WHAT, self.shared.client.get(door)).await?;
        if metadata.issuer != settings.issuer {
            let why = format!("it calls itself {}, the setting says {}", metadata.issuer, settings.issuer);
            return Err(answer(WHAT, &why));
        }
        if let Some(open) = metadata.addresses().find(|address| !may_be_asked(address, settings.loopback)) {
            return Err(answer(WHAT, &format!("{open} is not https")));
        }
        Ok(metadata)
    }

    async fn newer_keys(&self) -> Result<Arc<KeySet>, ProviderError> {
        let now = self.shared.environment.now();
        let mut known = self.shared.known.lock().await;
        let Some(known) = known.as_mut() else { return Err(Fault::Key.into()) };
        if now.since(known.keys_at).as_secs() >= KEYS_AGAIN_SECONDS {
            known.keys = Arc::new(json("keys", self.shared.client.get(&known.metadata.jwks_uri)).await?);
            known.keys_at = now;
        }
        Ok(Arc::clone(&known.keys))
    }
}

fn answer(what: &'static str, why: &str) -> ProviderError {
    ProviderError::Answer { what, why: why.to_owned() }
}

fn address(text: &str) -> Result<Url, ProviderError> {
    Url::parse(text).map_err(|_| answer("discovery", "one of its doors is no address"))
}

/// The client's name and secret as a header (RFC 6749, 2.3.1): each is encoded as in a form first.
fn basic(client_id: &str, secret: &str) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(client_id), encode(secret))))
}

/// Asks, and reads at most so much. An error of the provider is told by its code (RFC 6749, 5.2), not by its words.
async fn json<T: DeserializeOwned>(what: &'static str, request: RequestBuilder) -> Result<T, ProviderError> {
    let silent = |source: reqwest::Error| ProviderError::Silent { what, source: source.without_url() };
    let mut response = request.send().await.map_err(silent)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(silent)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_MAX {
            return Err(answer(what, "it is too long"));
        }
    }
    if !response.status().is_success() {
        let told: Value = serde_json::from_slice(&body).unwrap_or_default();
        let code = told.get("error").and_then(Value::as_str).unwrap_or("no code");
        let code: String =
            code.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(40).collect();
        return Err(answer(what, &format!("status {}, {code}", response.status().as_u16())));
    }
    serde_json::from_slice(&body).map_err(|_| answer(what, "it is not what the standard says"))
}
