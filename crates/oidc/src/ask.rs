//! Asking the provider, and what it means when there is no answer that can be used.

use std::sync::Arc;

use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::token::Fault;

/// The largest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;
/// Letters of a code of a refusal that are repeated to the operator.
const CODE_MAX: usize = 40;

/// Why the provider could not say who it is. Each is for the operator and names nobody.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ProviderError {
    /// The settings cannot be used.
    #[error("{0}")]
    Settings(String),
    /// It does not answer.
    #[error("the identity provider does not answer ({what})")]
    Silent {
        /// Which door.
        what: &'static str,
        /// What went wrong on the way. Shared: all who waited for the answer are told the same.
        #[source]
        source: Arc<reqwest::Error>,
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

pub(crate) fn answer(what: &'static str, why: &str) -> ProviderError {
    ProviderError::Answer { what, why: why.to_owned() }
}

/// The code of a refusal (RFC 6749, 4.1.2.1 and 5.2) as the operator may see it: whoever sends it writes no line of their
/// own into the log.
pub(crate) fn code_of(told: &str) -> String {
    told.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(CODE_MAX).collect()
}

/// Asks, and reads at most so much. An error of the provider is told by its code, not by its words.
pub(crate) async fn json<T: DeserializeOwned>(what: &'static str, request: RequestBuilder) -> Result<T, ProviderError> {
    let silent = |source: reqwest::Error| ProviderError::Silent { what, source: Arc::new(source.without_url()) };
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
        let code = code_of(told.get("error").and_then(Value::as_str).unwrap_or("no_code"));
        return Err(answer(what, &format!("status {}, {code}", response.status().as_u16())));
    }
    serde_json::from_slice(&body).map_err(|_| answer(what, "it is not what the standard says"))
}
