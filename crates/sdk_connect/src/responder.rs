//! The responder of an issuer, asked whether a certificate is revoked (OCSP over HTTP). What its answer is worth is for
//! `sdk::trust` to say: it is signed, and may lie in a file for as long as it holds.

use environment::Environment;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use sdk::certificate::Certificate;
use sdk::ocsp::{self, Answer, NotAnswer};

use crate::connection::{Code, Failure};
use crate::door::{Door, ask_safely};
use crate::lookup::{Reach, public};

const WHAT: &str = "revocation";

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAsked {
    /// The certificate names no responder.
    #[error("the certificate does not say where its issuer answers about revocation")]
    NoAddress,
    /// It names one where nobody asks.
    #[error("the certificate leads to an address by number or on this machine, which is not asked")]
    Elsewhere,
    /// There is no question about such a certificate.
    #[error("the certificate has a number that cannot be asked about")]
    Number,
    /// The responder.
    #[error("the responder cannot be asked: {0}")]
    Failure(#[from] Failure),
    /// What it says.
    #[error(transparent)]
    NotAnswer(#[from] NotAnswer),
}

/// The answer, in DER: one that is read here, and to this question. The certificate must be one whose issuer is trusted:
/// it says where we ask.
pub async fn ask(
    certificate: &Certificate,
    issuer: &Certificate,
    reach: Reach,
    environment: &Environment,
) -> Result<Vec<u8>, NotAsked> {
    let address = certificate.responder.as_deref().ok_or(NotAsked::NoAddress)?;
    let door = Door::new(&public(address, reach).ok_or(NotAsked::Elsewhere)?)?;
    let nonce = environment.bytes();
    let question = ocsp::question(certificate, issuer, &nonce).ok_or(NotAsked::Number)?;
    let request = || {
        let request = door.client.post(door.base()).header(CONTENT_TYPE, "application/ocsp-request");
        request.header(ACCEPT, "application/ocsp-response").body(question.clone())
    };
    let answered = ask_safely(WHAT, request, ocsp::BYTES_MAX).await?;
    if !answered.status.is_success() {
        let code = Code::of(&answered.status.as_u16().to_string());
        return Err(Failure::Refused { what: WHAT, code }.into());
    }
    Answer::to(&answered.body, &nonce)?;
    Ok(answered.body)
}
