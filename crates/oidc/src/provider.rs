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
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::Settings;
use crate::ask::{ProviderError, answer, code_of, json};
use crate::memory::{Known, Memory};
use crate::metadata::Metadata;
use crate::token::{Claims, Expected, Fault, Shown, text, verify};

/// How long the provider may take over one answer. A log-in asks for five at most (what it says of itself, its keys, the
/// token, newer keys, user information), which together must be less than what a page may take, 30 seconds.
const WAIT_SECONDS: u64 = 5;

/// The secrets of one log-in. They are made from the browser's own, so that nobody else's answer fits.
#[derive(Clone)]
pub struct Secrets {
    /// Comes back in the token.
    pub nonce: String,
    /// Proves that whoever fetches the token is who sent the browser away (PKCE).
    pub verifier: String,
}

/// Whether the provider may let the person in by a session that it has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Welcome {
    /// If they showed who they are as lately as the settings say.
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
    /// Why the provider let nobody in, as a code; empty when it did.
    pub error: &'a str,
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
    /// Whether they showed who they are as lately as was asked.
    pub shown: Shown,
}

/// The identity provider. Cheap to clone.
#[derive(Clone)]
pub struct Provider {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) client: Client,
    pub(crate) environment: Environment,
    pub(crate) memory: Memory,
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
        let shared = Shared { settings, client, environment: environment.clone(), memory: Memory::default() };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.shared.settings.name
    }

    /// From when on somebody who is sent away now must have shown the provider who they are. To be kept where nobody can
    /// change it until the browser is back: the address that it is sent to can be changed by whoever sits there.
    pub fn since(&self, welcome: Welcome) -> Moment {
        let now = self.shared.environment.now();
        match welcome {
            Welcome::AsBefore => now.plus(-self.shared.settings.max_age),
            Welcome::Anew => now,
        }
    }

    /// Where to send the browser to log in. `max_age` is always asked for: a provider that is asked must say when the
    /// person showed who they are (Core, 3.1.2.1).
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
            .append_pair("acr_values", &settings.accepted_assurance.join(" "))
            .append_pair("max_age", &settings.max_age.as_secs().to_string());
        match welcome {
            Welcome::Anew => {
                url.query_pairs_mut().append_pair("prompt", "login");
            }
            Welcome::AsBefore => {}
        }
        Ok(url.into())
    }

    /// Where to send the browser to log out of the provider too; none when it has no such door. Whoever logs out waits for
    /// nobody: what was known before will do, however old.
    pub async fn way_out(&self) -> Result<Option<String>, ProviderError> {
        let metadata = match self.shared.memory.last() {
            Some(known) => known.metadata,
            None => self.known().await?.metadata,
        };
        let Some(end) = &metadata.end_session_endpoint else { return Ok(None) };
        let settings = &self.shared.settings;
        let mut url = address(end)?;
        url.query_pairs_mut()
            .append_pair("client_id", &settings.client_id)
            .append_pair("post_logout_redirect_uri", &settings.after_logout);
        Ok(Some(url.into()))
    }

    /// Exchanges what the browser brought back for who it is. `since` is from when on they must have shown it.
    pub async fn find(&self, back: Return<'_>, secrets: &Secrets, since: Moment) -> Result<Found, ProviderError> {
        let settings = &self.shared.settings;
        if !back.error.is_empty() {
            return Err(answer("authorization", &code_of(back.error)));
        }
        let known = self.known().await?;
        let metadata = &known.metadata;
        let named = !back.issuer.is_empty() || metadata.authorization_response_iss_parameter_supported;
        if named && back.issuer != settings.issuer {
            return Err(ProviderError::Elsewhere);
        }
        let tokens = self.exchange(metadata, back.code, secrets).await?;
        let token = tokens.id_token.ok_or_else(|| answer("token", "there is no ID token in it"))?;
        let claims = self.verified(&known, &token, &secrets.nonce).await?;
        let sure = claims.text("acr").is_some_and(|acr| settings.accepted_assurance.iter().any(|level| level == acr));
        let assurance = if sure { Assurance::Enough } else { Assurance::TooLow };
        let subject = match claims.text(&settings.subject_claim) {
            Some(subject) => subject.to_owned(),
            None => self.asked(metadata, tokens.access_token.as_deref(), &claims).await?,
        };
        Ok(Found { subject, assurance, shown: claims.shown(since) })
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

    /// The claims of a token that holds. A key that is unknown may be new, and so may one that kept its name.
    async fn verified(&self, known: &Known, token: &str, nonce: &str) -> Result<Claims, ProviderError> {
        let Settings { issuer, client_id, .. } = &self.shared.settings;
        let expected = Expected { issuer, client_id, nonce };
        match verify(token, &known.keys, &expected, self.shared.environment.now()) {
            Err(Fault::Key | Fault::Signature) => {
                let keys = self.newer_keys(known).await?;
                Ok(verify(token, &keys, &expected, self.shared.environment.now())?)
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
        let told: Map<String, Value> = json(WHAT, request).await?;
        if text(&told, "sub") != Some(&claims.subject) {
            return Err(answer(WHAT, "it is of another person"));
        }
        text(&told, name).map(ToOwned::to_owned).ok_or_else(missing)
    }
}

fn address(text: &str) -> Result<Url, ProviderError> {
    Url::parse(text).map_err(|_| answer("discovery", "one of its doors is no address"))
}

/// The client's name and secret as a header (RFC 6749, 2.3.1): each is encoded as in a form first.
fn basic(client_id: &str, secret: &str) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(client_id), encode(secret))))
}
