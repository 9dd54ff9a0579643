//! The lists of revoked certificates that issuers keep (CRL), fetched from where a certificate says they lie. Only hosts that
//! the settings name are asked: a certificate is written by others. Decision 0028.
//!
//! What is fetched is signed by the issuer, and kept until there is to be a newer one (`nextUpdate`); after a day it is asked
//! for anew all the same, since issuers take certificates back between two lists, and what was kept serves on where that
//! fails. What a list is worth is for `sdk::trust` to say.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::moment::Moment;
use environment::Environment;
use lru::LruCache;
use reqwest::{StatusCode, Url};
use sdk::certificate::Certificate;
use sdk::trust::{List, Revocation, Trust};

use crate::connection::{Code, Failure};
use crate::door::{Door, ask_safely};
use crate::lookup::{Reach, public};

/// How large a list may be: some two hundred thousand certificates.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// How many lists are kept.
const KEPT_MAX: usize = 32;

/// When a list that still holds is asked for anew, in microseconds.
const FRESH_MICROSECONDS: i64 = 24 * 60 * 60 * 1_000_000;

/// When it is asked for once more where that has failed, in microseconds.
const AGAIN_MICROSECONDS: i64 = 10 * 60 * 1_000_000;

/// How far the issuer's clock may be before ours, in microseconds.
const AHEAD_MICROSECONDS: i64 = 5 * 60 * 1_000_000;

const WHAT: &str = "list of revoked certificates";

/// What the operator has set about lists.
pub struct Settings {
    /// The hosts that are asked, such as `crl1.siths.se`, or with another port than the usual. No others are.
    pub hosts: Vec<String>,
    /// Whether a host may be this machine itself.
    pub reach: Reach,
}

/// Why there is no list that says whether a certificate is revoked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotListed {
    /// The certificate names none.
    #[error("the certificate does not say where its issuer lists what is revoked")]
    NoAddress,
    /// It names only places that are not asked.
    #[error("the certificate names only places that the settings do not let us ask for lists")]
    NotAllowed,
    /// Whoever has it.
    #[error("the list of what is revoked cannot be fetched: {0}")]
    Unfetched(#[from] Failure),
    /// What lies there.
    #[error("what lies where the list of what is revoked should be is no list that is read here")]
    NotList,
    /// It is signed by somebody else.
    #[error("the list of what is revoked is not signed by the issuer of the certificate")]
    OtherIssuer,
    /// Of a moment that has not come.
    #[error("the list of what is revoked is of a later moment; look at the clock of this machine")]
    Early,
    /// Past the moment by which there is to be a newer one.
    #[error("the list of what is revoked is too old, and its issuer has no newer one")]
    Old,
}

impl NotListed {
    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unfetched(failure) => failure.is_passing(),
            Self::Old => true,
            Self::NoAddress | Self::NotAllowed | Self::NotList | Self::OtherIssuer | Self::Early => false,
        }
    }
}

/// Fetches lists, and keeps them for as long as they hold.
pub struct Lists {
    settings: Settings,
    environment: Environment,
    kept: Mutex<LruCache<Key, Kept>>,
}

/// The address, and whose list it is, in DER.
type Key = (String, Vec<u8>);

#[derive(Clone)]
struct Kept {
    list: Arc<List>,
    /// When it is asked for anew.
    again_at: Moment,
}

/// What is trusted, with the lists that speak of some certificates.
pub struct Listed<'a> {
    /// With the lists.
    pub trust: Cow<'a, Trust>,
    /// Why one of them could not be had.
    pub missing: Option<NotListed>,
}

impl Lists {
    /// With these settings. Asks nothing yet.
    pub fn new(settings: Settings, environment: &Environment) -> Self {
        let kept = LruCache::new(NonZeroUsize::new(KEPT_MAX).unwrap_or(NonZeroUsize::MIN));
        Self { settings, environment: environment.clone(), kept: Mutex::new(kept) }
    }

    /// The list of an issuer that speaks of a certificate of its own: kept, or fetched from the first place that has it. The
    /// issuer must be one that is trusted, by itself or by a chain: it says where we ask.
    pub async fn of(&self, certificate: &Certificate, issuer: &Certificate) -> Result<Arc<List>, NotListed> {
        if certificate.lists.is_empty() {
            return Err(NotListed::NoAddress);
        }
        let mut why = NotListed::NotAllowed;
        for address in certificate.lists.iter().filter(|address| self.is_allowed(address)) {
            match self.at(address, issuer).await {
                Ok(list) => return Ok(list),
                Err(error) if !why.is_passing() => why = error,
                Err(_) => {}
            }
        }
        Err(why)
    }

    /// What is trusted, with the lists that speak of these certificates and of those between them and an anchor. Whoever is
    /// found in this way to have an issuer that is trusted is not trusted without a list, or an answer, any more.
    pub async fn gather<'a>(&self, trust: &'a Trust, leaves: &[Certificate], brought: &[Certificate]) -> Listed<'a> {
        let mut listed = Listed { trust: Cow::Borrowed(trust), missing: None };
        for leaf in leaves {
            for (certificate, issuer) in trust.chain(leaf, brought, self.environment.now()) {
                let with = listed.trust.to_mut();
                with.require(Revocation::RequiredForHolder);
                match self.of(certificate, issuer).await {
                    Ok(list) => with.add_list(list),
                    Err(why) => listed.missing = listed.missing.or(Some(why)),
                }
            }
        }
        listed
    }

    /// Whether the settings let an address be asked: its host stands there, with its port where that is not the usual one.
    fn is_allowed(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let Some(host) = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")) else { return false };
        let said = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let is =
            |allowed: &String| allowed.trim().trim_end_matches('.').eq_ignore_ascii_case(said.trim_end_matches('.'));
        self.settings.hosts.iter().any(is)
    }

    async fn at(&self, address: &str, issuer: &Certificate) -> Result<Arc<List>, NotListed> {
        let key = (address.to_owned(), issuer.der().to_vec());
        let now = self.environment.now();
        let kept = self.kept().get(&key).filter(|kept| now < kept.list.until).cloned();
        if let Some(kept) = kept.as_ref().filter(|kept| now < kept.again_at) {
            return Ok(Arc::clone(&kept.list));
        }
        let fetched = self.fetch(address, issuer).await.map(Arc::new);
        let (list, wait) = match (fetched, kept) {
            // Somebody on the way may hand out an older one, that does not have what was revoked since.
            (Ok(list), Some(kept)) if list.from < kept.list.from => (kept.list, AGAIN_MICROSECONDS),
            (Ok(list), _) => (list, FRESH_MICROSECONDS),
            (Err(_), Some(kept)) => (kept.list, AGAIN_MICROSECONDS),
            (Err(why), None) => return Err(why),
        };
        let again_at = Moment::from_microseconds(now.microseconds().saturating_add(wait));
        self.kept().put(key, Kept { list: Arc::clone(&list), again_at });
        Ok(list)
    }

    async fn fetch(&self, address: &str, issuer: &Certificate) -> Result<List, NotListed> {
        let door = Door::new(&public(address, self.settings.reach).ok_or(NotListed::NotAllowed)?)?;
        let answered = ask_safely(WHAT, || door.client.get(address), BYTES_MAX).await?;
        if answered.status != StatusCode::OK {
            let code = Code::of(&answered.status.as_u16().to_string());
            return Err(Failure::Refused { what: WHAT, code }.into());
        }
        let list = List::first(&answered.body).map_err(|_| NotListed::NotList)?;
        let now = self.environment.now();
        if !list.is_of(issuer) {
            Err(NotListed::OtherIssuer)
        } else if now.microseconds().saturating_add(AHEAD_MICROSECONDS) < list.from.microseconds() {
            Err(NotListed::Early)
        } else if list.until <= now {
            Err(NotListed::Old)
        } else {
            Ok(list)
        }
    }

    fn kept(&self) -> MutexGuard<'_, LruCache<Key, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
