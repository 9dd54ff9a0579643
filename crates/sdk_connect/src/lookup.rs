//! What organisations publish, found: DNS says where, HTTP fetches, the signature proves, and what is proven is kept for a
//! while. Source: specification 3.2. The rules are `sdk::discovery`'s.
//!
//! How long answers may be kept is the federation's to say, and unconfirmed: an hour here. What was kept never makes a
//! letter be refused: where it does not fit, it is asked for anew first. That an organisation is not there is not kept.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::moment::Moment;
use environment::Environment;
use lru::LruCache;
use reqwest::{StatusCode, Url};
use sdk::certificate::Certificate;
use sdk::discovery::{self, NotAnswer, NotPublished, Published, Question};
use sdk::envelope::{self, BadSignature, NotVerified, Proven};
use sdk::names;
use sdk::text::ParticipantId;
use sdk::trust::{Distrust, Trust};

use crate::connection::{Code, Failure};
use crate::dns::{Resolver, Trouble};
use crate::door::{Address, Door, Plain, ask_safely};
use crate::lists::{Listed, Lists, NotListed};

/// How long an answer is kept, in microseconds.
const KEPT_MICROSECONDS: i64 = 60 * 60 * 1_000_000;

/// How many answers are kept.
const KEPT_MAX: usize = 1000;

/// How long metadata may take, in seconds. They promise two.
const WAIT_SECONDS: u64 = 10;

const WHAT: &str = "metadata";

/// What certificates are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To encrypt to the organisation: asked for with the document identifier of messages.
    Encrypting,
    /// To know the organisation's signature: asked for with the document identifier of receipts.
    Verifying,
}

impl Purpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Encrypting, Self::Verifying];

    /// The document identifier to ask with.
    pub const fn document(self) -> &'static str {
        match self {
            Self::Encrypting => names::MESSAGE_DOCUMENT,
            Self::Verifying => names::RESPONSE_DOCUMENT,
        }
    }
}

/// Whether metadata may lie on this machine itself, which only a trial has a reason for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only under a name, anywhere. A record in DNS leads no request to an address by its number, nor to this machine.
    Named,
    /// Also on this machine.
    OnThisMachine,
}

/// What the operator has set about the environment.
pub struct Settings {
    /// The zone of the environment in DNS.
    pub zone: String,
    /// Whom to ask.
    pub resolver: Resolver,
    /// Who may sign metadata: the environment's root for them, no other.
    pub trust: Trust,
    /// Where metadata may lie.
    pub reach: Reach,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The name that was asked for in DNS.
    pub name: String,
    /// Where the metadata lie.
    pub publisher: String,
    /// What they publish.
    pub published: Published,
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// DNS has nothing that leads to metadata.
    #[error("the organisation is not registered: DNS has no record of its metadata in this zone")]
    NotRegistered,
    /// There are metadata, and not for this kind of document.
    #[error("the organisation is registered, but its metadata say nothing of this kind of document")]
    NotForThis,
    /// The record leads to where nobody asks.
    #[error("the record in DNS leads to an address by number or on this machine, which is not asked")]
    Elsewhere,
    /// DNS.
    #[error("DNS gives no answer: {0}")]
    Dns(#[from] Trouble),
    /// Whoever has the metadata.
    #[error("the metadata cannot be fetched: {0}")]
    Unfetched(#[from] Failure),
    /// What they say.
    #[error("the metadata are not believed: {0}")]
    NotBelieved(#[from] NotAnswer),
    /// What they publish.
    #[error(transparent)]
    NotPublished(#[from] NotPublished),
    /// Whether a certificate is revoked that it depends on.
    #[error(transparent)]
    NotListed(#[from] NotListed),
}

/// Why an envelope is not proven to be its sender's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// What the sender publishes is not known: the letter is neither accepted nor refused, and is to be tried again
    /// where that may help.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// Whether the signer's certificate is revoked is not known: the letter is neither accepted nor refused, as above.
    #[error(transparent)]
    NotListed(#[from] NotListed),
    /// It is known, and the envelope does not hold.
    #[error(transparent)]
    NotVerified(#[from] NotVerified),
}

impl NotFound {
    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Dns(Trouble::Silent | Trouble::Refused(_)) => true,
            Self::Unfetched(failure) => failure.is_passing(),
            Self::NotListed(why) => why.is_passing(),
            Self::Dns(Trouble::Name | Trouble::NoServer)
            | Self::NotRegistered
            | Self::NotForThis
            | Self::Elsewhere
            | Self::NotBelieved(_)
            | Self::NotPublished(_) => false,
        }
    }
}

/// Finds what organisations publish, and keeps it for a while.
pub struct Lookup {
    settings: Settings,
    environment: Environment,
    lists: Option<Arc<Lists>>,
    kept: Mutex<LruCache<Key, Kept>>,
}

type Key = (String, Purpose);

#[derive(Clone)]
struct Kept {
    found: Found,
    until: Moment,
}

/// Where an answer comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Kept from before.
    Kept,
    /// Asked for just now.
    Asked,
}

impl Lookup {
    /// In an environment with these settings. Asks nothing yet.
    pub fn new(settings: Settings, environment: &Environment) -> Self {
        let kept = LruCache::new(NonZeroUsize::new(KEPT_MAX).unwrap_or(NonZeroUsize::MIN));
        Self { settings, environment: environment.clone(), lists: None, kept: Mutex::new(kept) }
    }

    /// Also fetches the lists of revoked certificates: whoever has issued one must say that it is not revoked.
    #[must_use]
    pub fn with_lists(self, lists: Arc<Lists>) -> Self {
        Self { lists: Some(lists), ..self }
    }

    /// What an organisation publishes, kept or asked for.
    pub async fn find(&self, participant: &ParticipantId, purpose: Purpose) -> Result<Found, NotFound> {
        self.kept_or_asked(participant, purpose).await.map(|(found, _)| found)
    }

    /// What an organisation publishes now. Whatever was kept is forgotten, also when nothing is found.
    pub async fn find_anew(&self, participant: &ParticipantId, purpose: Purpose) -> Result<Found, NotFound> {
        let key = key(participant, purpose);
        self.kept().pop(&key);
        let found = self.ask(participant, purpose).await?;
        let until = Moment::from_microseconds(self.environment.now().microseconds().saturating_add(KEPT_MICROSECONDS));
        self.kept().put(key, Kept { found: found.clone(), until });
        Ok(found)
    }

    /// The certificate to encrypt to, trusted now by whoever trusts organisations' certificates.
    pub async fn recipient(&self, participant: &ParticipantId, trust: &Trust) -> Result<Certificate, NotFound> {
        let (found, source) = self.kept_or_asked(participant, Purpose::Encrypting).await?;
        match self.receiving(&found, trust).await {
            Err(_) if source == Source::Kept => {
                self.receiving(&self.find_anew(participant, Purpose::Encrypting).await?, trust).await
            }
            received => received,
        }
    }

    async fn receiving(&self, found: &Found, trust: &Trust) -> Result<Certificate, NotFound> {
        let Listed { trust, missing } = self.listed(trust, &found.published.encryption, &[]).await;
        match found.published.receiving(&trust, self.environment.now()) {
            Ok(certificate) => Ok(certificate.clone()),
            Err(why) => Err(match missing {
                Some(missing) if why == NotPublished::Distrust(Distrust::RevocationUnknown) => missing.into(),
                Some(_) | None => why.into(),
            }),
        }
    }

    /// Proves that an envelope is its sender's, with what the sender publishes: what can be judged and heard.
    pub async fn prove(&self, bytes: &[u8], trust: &Trust) -> Result<Proven, NotProven> {
        let sender = envelope::look(bytes).map_err(NotVerified::from)?.from;
        let Listed { trust, missing } = self.listed_for(bytes, trust).await;
        let attempt = |published: &[Certificate]| envelope::prove(bytes, &trust, published, self.environment.now());
        match (self.with_sender(&sender, attempt, is_mismatch).await?, missing) {
            (Ok(proven), _) => Ok(proven),
            (Err(NotVerified::Signature { why, .. }), Some(missing)) if is_unlisted(why) => Err(missing.into()),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Tries something with what a sender publishes to know its signature by; where what was kept did not fit, once more
    /// with what it publishes now.
    pub async fn with_sender<T, E>(
        &self,
        sender: &ParticipantId,
        attempt: impl Fn(&[Certificate]) -> Result<T, E>,
        is_mismatch: impl Fn(&E) -> bool,
    ) -> Result<Result<T, E>, NotFound> {
        let (found, source) = self.kept_or_asked(sender, Purpose::Verifying).await?;
        match attempt(&found.published.signing) {
            Err(error) if source == Source::Kept && is_mismatch(&error) => {
                Ok(attempt(&self.find_anew(sender, Purpose::Verifying).await?.published.signing))
            }
            tried => Ok(tried),
        }
    }

    async fn kept_or_asked(&self, participant: &ParticipantId, purpose: Purpose) -> Result<(Found, Source), NotFound> {
        let now = self.environment.now();
        let kept = self.kept().get(&key(participant, purpose)).filter(|kept| now < kept.until).cloned();
        match kept {
            Some(kept) => Ok((kept.found, Source::Kept)),
            None => self.find_anew(participant, purpose).await.map(|found| (found, Source::Asked)),
        }
    }

    async fn ask(&self, participant: &ParticipantId, purpose: Purpose) -> Result<Found, NotFound> {
        let Settings { zone, resolver, trust, reach } = &self.settings;
        let name = discovery::name(participant, zone);
        let publisher = discovery::publisher(&resolver.naptr(&name).await?).ok_or(NotFound::NotRegistered)?;
        let door = Door::new(&public(&publisher, *reach).ok_or(NotFound::Elsewhere)?)?;
        let address = discovery::address(&publisher, participant, purpose.document());
        let answered = ask_safely(WHAT, || door.client.get(&address), discovery::BYTES_MAX).await?;
        match answered.status {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(NotFound::NotForThis),
            status => {
                let code = Code::of(&status.as_u16().to_string());
                return Err(Failure::Refused { what: WHAT, code }.into());
            }
        }
        let Listed { trust, missing } = self.listed_for(&answered.body, trust).await;
        let question =
            Question { participant, document: purpose.document(), trust: &trust, at: self.environment.now() };
        match (discovery::read(&answered.body, &question), missing) {
            (Ok(read), _) => Ok(Found { name, publisher, published: read }),
            (Err(NotAnswer::Signature(why)), Some(missing)) if is_unlisted(why) => Err(missing.into()),
            (Err(why), _) => Err(why.into()),
        }
    }

    /// What is trusted, with the lists that speak of whoever has signed this.
    async fn listed_for<'a>(&self, bytes: &[u8], trust: &'a Trust) -> Listed<'a> {
        match self.lists.as_ref().and_then(|_| sdk::signer_of(bytes)) {
            Some((signer, brought)) => self.listed(trust, &[signer], &brought).await,
            None => self.listed(trust, &[], &[]).await,
        }
    }

    /// What is trusted, with the lists that speak of these certificates, where lists are fetched.
    async fn listed<'a>(&self, trust: &'a Trust, leaves: &[Certificate], brought: &[Certificate]) -> Listed<'a> {
        match &self.lists {
            Some(lists) => lists.gather(trust, leaves, brought).await,
            None => Listed { trust: Cow::Borrowed(trust), missing: None },
        }
    }

    fn kept(&self) -> MutexGuard<'_, LruCache<Key, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Identifiers are the same in capitals and small letters.
fn key(participant: &ParticipantId, purpose: Purpose) -> Key {
    (participant.as_str().to_ascii_lowercase(), purpose)
}

fn is_mismatch(error: &NotVerified) -> bool {
    matches!(error, NotVerified::Signature { why: BadSignature::NotPublished, .. })
}

fn is_unlisted(why: BadSignature) -> bool {
    why == BadSignature::Distrust(Distrust::RevocationUnknown)
}

/// An address that somebody else has named, where what is fetched is public and signed by itself. `None`: it is not asked.
pub(crate) fn public(address: &str, reach: Reach) -> Option<Address> {
    let url = Url::parse(address).ok()?;
    let named = url.domain().is_some_and(|name| {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        name != "localhost" && !name.ends_with(".localhost")
    });
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let plain = match reach {
        Reach::OnThisMachine if here => Plain::OnThisMachine,
        Reach::Named | Reach::OnThisMachine if named => Plain::Signed,
        Reach::Named | Reach::OnThisMachine => return None,
    };
    let base = address.to_owned();
    Some(Address { base, certificates: None, identity: None, plain, wait_seconds: WAIT_SECONDS })
}
