//! HTTP to one address: TLS, how long is waited, how much is read, and what an answer comes to.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, RequestBuilder, StatusCode, Url};

use crate::connection::Failure;
use crate::secure;

/// How long a connection may take to come about.
const CONNECT_SECONDS: u64 = 10;

/// How long an answer may take unless the settings say otherwise: 48 MiB must get through.
pub const WAIT_SECONDS: u64 = 120;

/// How often something that changes nothing is asked in all.
const TRIES: usize = 2;

/// Whether an address may be reached without TLS, which only a test on the same machine has a reason for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Only https.
    Refused,
    /// Also http to this machine itself.
    OnThisMachine,
    /// Also http to anybody: what is fetched is public, and signed by itself.
    Signed,
}

/// How an address is reached.
#[derive(Clone)]
pub struct Address {
    /// The address, without what the interface itself adds.
    pub base: String,
    /// Certificates (PEM) of the issuers to trust, and no others. Without any: those that this system trusts.
    pub certificates: Option<Vec<u8>>,
    /// Our certificate and its key (PEM), for an address that wants to know who we are by TLS.
    pub identity: Option<Vec<u8>>,
    /// Whether http to this machine is allowed.
    pub plain: Plain,
    /// How long an answer may take.
    pub wait_seconds: u64,
}

impl Address {
    /// An address on this machine, for tests.
    pub fn on_this_machine(base: impl Into<String>) -> Self {
        let base = base.into();
        Self { base, certificates: None, identity: None, plain: Plain::OnThisMachine, wait_seconds: WAIT_SECONDS }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Address").field("base", &self.base).finish_non_exhaustive()
    }
}

/// One address, ready to be asked.
pub(crate) struct Door {
    pub(crate) client: Client,
    base: String,
}

/// An answer, read whole.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answered {
    /// What kind of content it says it is.
    pub(crate) fn content_type(&self) -> &str {
        self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Door {
    pub(crate) fn new(address: &Address) -> Result<Self, Failure> {
        if !may_be_asked(&address.base, address.plain) {
            return Err(Failure::Settings("the address is not https"));
        }
        // Already done by another part of this process: all the better.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
            .timeout(Duration::from_secs(address.wait_seconds))
            .redirect(reqwest::redirect::Policy::none())
            .https_only(address.plain == Plain::Refused);
        if address.plain == Plain::OnThisMachine {
            builder = builder.no_proxy();
        }
        if let Some(pem) = &address.certificates {
            let wrong = |_| Failure::Settings("the certificates to trust are not PEM");
            let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(wrong)?;
            if certificates.is_empty() {
                return Err(Failure::Settings("there is no certificate among those to trust"));
            }
            builder = builder.tls_certs_only(certificates);
        } else if address.base.starts_with("http://") {
            // There is no TLS here: the system's certificates need not be read.
            builder = builder.tls_certs_only([]);
        }
        if let Some(pem) = &address.identity {
            let wrong = |_| Failure::Settings("our certificate and its key are not PEM");
            builder = builder.identity(reqwest::Identity::from_pem(pem).map_err(wrong)?);
        }
        let client = builder.build().map_err(|error| unbuilt(&error, address))?;
        Ok(Self { client, base: address.base.trim_end_matches('/').to_owned() })
    }

    /// The address itself, as it was given.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn unbuilt(error: &reqwest::Error, address: &Address) -> Failure {
    Failure::Settings(if secure::is_other_key(error) {
        "our key does not belong to our certificate"
    } else if address.certificates.is_some() {
        "our certificate, its key, or a certificate to trust cannot be used"
    } else if address.identity.is_some() {
        "our certificate, its key, or the certificates of this system cannot be used"
    } else {
        "the certificates of this system cannot be read"
    })
}

/// Whether an address may be asked: https, or http on this machine where that is allowed.
fn may_be_asked(address: &str, plain: Plain) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match (url.scheme(), plain) {
        ("https", _) | ("http", Plain::Signed) => true,
        ("http", Plain::OnThisMachine) => here,
        _ => false,
    }
}

/// Asks once, and reads at most so much.
pub(crate) async fn ask(what: &'static str, request: RequestBuilder, bytes_max: usize) -> Result<Answered, Failure> {
    let silent = |error: reqwest::Error| match secure::cause(&error) {
        Some(why) => Failure::NotSecure { what, why },
        None if error.is_connect() => Failure::Unreached { what },
        None => Failure::Silent { what },
    };
    let mut response = request.send().await.map_err(silent)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Silent { what })? {
        if body.len() + chunk.len() > bytes_max {
            return Err(Failure::Answer { what, why: "it is too long" });
        }
        body.extend_from_slice(&chunk);
    }
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Failure::NotAllowed { what }),
        // Something between us and them answers, or they gave up on the way: whether it was done is not known.
        StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT
        | StatusCode::REQUEST_TIMEOUT => Err(Failure::Silent { what }),
        // Not now. It has not been done.
        StatusCode::TOO_MANY_REQUESTS => Err(Failure::Unreached { what }),
        StatusCode::PAYLOAD_TOO_LARGE => Err(Failure::TooLarge),
        _ => Ok(Answered { status, headers, body }),
    }
}

/// Asks for something that changes nothing, or the same however often it is done: once more when there was no answer.
pub(crate) async fn ask_safely(
    what: &'static str,
    request: impl Fn() -> RequestBuilder,
    bytes_max: usize,
) -> Result<Answered, Failure> {
    let mut tries = 1;
    loop {
        match ask(what, request(), bytes_max).await {
            Err(failure) if failure.is_passing() && tries < TRIES => tries += 1,
            answered => return answered,
        }
    }
}
