//! What the provider says of itself: its doors, and the keys it signs with.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The part of the discovery document that is used.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) userinfo_endpoint: Option<String>,
    pub(crate) end_session_endpoint: Option<String>,
    #[serde(default)]
    pub(crate) token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Every address that is going to be asked or led to.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri]
            .into_iter()
            .chain(&self.userinfo_endpoint)
            .chain(&self.end_session_endpoint)
            .map(String::as_str)
    }

    /// Whether the secret goes into the form: only where the provider takes it in no header.
    pub(crate) fn wants_secret_in_form(&self) -> bool {
        let methods = &self.token_endpoint_auth_methods_supported;
        let takes = |method: &str| methods.iter().any(|name| name == method);
        takes("client_secret_post") && !takes("client_secret_basic")
    }
}

/// The keys of the provider.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct KeySet {
    #[serde(deserialize_with = "readable")]
    pub(crate) keys: Vec<PublicKey>,
}

/// The keys that can be read. One of a kind that is not known here is no reason to refuse the others (RFC 7517, 5).
fn readable<'de, D: Deserializer<'de>>(keys: D) -> Result<Vec<PublicKey>, D::Error> {
    let keys = Vec::<Value>::deserialize(keys)?;
    Ok(keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
}

/// One key as written (RFC 7517). What is not known is left out.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PublicKey {
    pub(crate) kty: String,
    pub(crate) kid: Option<String>,
    #[serde(rename = "use")]
    pub(crate) used_for: Option<String>,
    pub(crate) alg: Option<String>,
    pub(crate) crv: Option<String>,
    pub(crate) n: Option<String>,
    pub(crate) e: Option<String>,
    pub(crate) x: Option<String>,
    pub(crate) y: Option<String>,
}
