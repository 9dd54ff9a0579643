//! Logging in through the region's identity provider: OpenID Connect, authorization code with PKCE. Asks the provider
//! where its doors are, sends the browser there, and turns what comes back into who it is and how sure the provider was.
//!
//! Not here: who may log in (`identity`), sessions (`web`), and anything about children: they have codes.

mod ask;
mod memory;
mod metadata;
mod provider;
mod token;

pub use ask::ProviderError;
pub use provider::{Assurance, Found, Provider, Return, Secrets, Welcome};
pub use token::{Fault, Shown};

use jiff::SignedDuration;

/// Whether an identity provider may be reached without TLS, which only a test on the same machine has a reason for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loopback {
    /// Only https.
    Refused,
    /// Also http to this machine itself.
    Allowed,
}

/// What the operator has set about the identity provider.
#[derive(Clone)]
pub struct Settings {
    /// What people call it: "SITHS".
    pub name: String,
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// The secret we share with it; none for a client that has none.
    pub client_secret: Option<String>,
    /// Where it sends the browser back to.
    pub redirect: String,
    /// Where it sends the browser after logging out there.
    pub after_logout: String,
    /// What is asked for; `openid` is always among them.
    pub scopes: Vec<String>,
    /// The claim that holds the identity by which people at work are registered here.
    pub subject_claim: String,
    /// Levels of assurance (`acr`) that are high enough.
    pub accepted_assurance: Vec<String>,
    /// How long ago a person may have shown the provider who they are and still be let in without showing it again.
    pub max_age: SignedDuration,
    /// Certificates (PEM) to trust beside the system's own.
    pub certificates: Option<Vec<u8>>,
    /// Whether http to this machine is allowed.
    pub loopback: Loopback,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Whether an address may be asked: https, or http on this machine where that is allowed.
pub fn may_be_asked(address: &str, loopback: Loopback) -> bool {
    let Ok(url) = reqwest::Url::parse(address) else { return false };
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match (url.scheme(), loopback) {
        ("https", _) => true,
        ("http", Loopback::Allowed) => here,
        _ => false,
    }
}
