//! What the provider has said of itself, as remembered: its doors and its keys.
//!
//! One asks for all: whoever comes while the provider is asked gets the same answer, be it a failure, so that a provider
//! that is slow costs each of them one wait and not the waits of everybody before. While there is something usable nobody
//! waits at all. A failure is told to those who waited for it and then forgotten: a provider that is back is found at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::moment::Moment;

use crate::ask::{ProviderError, answer, json};
use crate::may_be_asked;
use crate::metadata::{KeySet, Metadata};
use crate::provider::Provider;

/// How long its doors and keys are believed in before it is asked again, in seconds.
const BELIEVED_SECONDS: i64 = 3600;
/// How long they are used all the same while it cannot be asked again, in seconds. Tokens come from the provider itself,
/// over TLS: an old key is no way in by itself, and half a working day without logging in would be.
const USED_SECONDS: i64 = 4 * 3600;
/// What has just been asked for is not asked for again within this, in seconds: neither keys for a token that still does
/// not fit, nor everything while something usable is at hand.
const AGAIN_SECONDS: i64 = 30;

/// What the provider has said of itself.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) metadata: Arc<Metadata>,
    pub(crate) keys: Arc<KeySet>,
    at: Moment,
    keys_asked_at: Moment,
}

/// What is remembered, and the turn to ask.
#[derive(Default)]
pub(crate) struct Memory {
    /// Held for a moment only, never while somebody waits.
    held: Mutex<Held>,
    /// Whoever has it asks; nobody else does.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct Held {
    known: Option<Known>,
    /// How many times the provider has been asked for everything, by which those who waited know that somebody asked.
    rounds: u64,
    /// Why the last round failed, if it did, and when.
    failure: Option<(ProviderError, Moment)>,
}

impl Held {
    fn younger(&self, seconds: i64, now: Moment) -> Option<&Known> {
        self.known.as_ref().filter(|known| now.since(known.at).as_secs() < seconds)
    }

    fn failed_just_now(&self, now: Moment) -> bool {
        self.failure.as_ref().is_some_and(|(_, at)| now.since(*at).as_secs() < AGAIN_SECONDS)
    }

    /// What the last round came to.
    fn outcome(&self) -> Option<Result<Known, ProviderError>> {
        match (&self.failure, &self.known) {
            (Some((error, _)), _) => Some(Err(error.clone())),
            (None, Some(known)) => Some(Ok(known.clone())),
            (None, None) => None,
        }
    }
}

impl Memory {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was last known, however old.
    pub(crate) fn last(&self) -> Option<Known> {
        self.held().known.clone()
    }

    fn keep(&self, outcome: &Result<Known, ProviderError>, now: Moment) {
        let mut held = self.held();
        held.rounds += 1;
        match outcome {
            Ok(known) => {
                held.known = Some(known.clone());
                held.failure = None;
            }
            Err(error) => held.failure = Some((error.clone(), now)),
        }
    }

    /// Notes that keys were asked for now, and which there are.
    fn keep_keys(&self, keys: Option<Arc<KeySet>>, now: Moment) {
        if let Some(known) = self.held().known.as_mut() {
            known.keys_asked_at = now;
            known.keys = keys.unwrap_or_else(|| Arc::clone(&known.keys));
        }
    }
}

impl Provider {
    /// What the provider says of itself: from memory, or asked for anew after an hour.
    pub(crate) async fn known(&self) -> Result<Known, ProviderError> {
        let memory = &self.shared.memory;
        let now = self.shared.environment.now();
        let held = memory.held().clone();
        if let Some(known) = held.younger(BELIEVED_SECONDS, now) {
            return Ok(known.clone());
        }
        let old = held.younger(USED_SECONDS, now);
        let turn = match (memory.turn.try_lock(), old) {
            (Ok(_), Some(old)) if held.failed_just_now(now) => return Ok(old.clone()),
            (Ok(turn), _) => turn,
            (Err(_), Some(old)) => return Ok(old.clone()),
            (Err(_), None) => memory.turn.lock().await,
        };
        // Whoever had the turn before may have asked meanwhile: that answer is for us too.
        let since = memory.held().clone();
        let outcome = if let Some(outcome) = since.outcome().filter(|_| since.rounds != held.rounds) {
            outcome
        } else {
            let outcome = self.ask().await;
            memory.keep(&outcome, self.shared.environment.now());
            outcome
        };
        drop(turn);
        match (outcome, old) {
            (Err(error), Some(old)) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the identity provider is known by what it said before");
                Ok(old.clone())
            }
            (outcome, _) => outcome,
        }
    }

    /// Keys for a token that does not fit those that are known: they may be new. Asked for once by all whose tokens do
    /// not fit, and not again within half a minute, whatever came of it.
    pub(crate) async fn newer_keys(&self, known: &Known) -> Result<Arc<KeySet>, ProviderError> {
        let memory = &self.shared.memory;
        let _turn = memory.turn.lock().await;
        let now = self.shared.environment.now();
        let last = memory.last().unwrap_or_else(|| known.clone());
        let newer = !Arc::ptr_eq(&last.keys, &known.keys);
        if newer || now.since(last.keys_asked_at).as_secs() < AGAIN_SECONDS {
            return Ok(last.keys);
        }
        let keys = json::<KeySet>("keys", self.shared.client.get(&last.metadata.jwks_uri)).await.map(Arc::new);
        memory.keep_keys(keys.as_ref().ok().cloned(), now);
        keys
    }

    async fn ask(&self) -> Result<Known, ProviderError> {
        let metadata = self.discover().await?;
        let keys = json("keys", self.shared.client.get(&metadata.jwks_uri)).await?;
        let at = self.shared.environment.now();
        Ok(Known { metadata: Arc::new(metadata), keys: Arc::new(keys), at, keys_asked_at: at })
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
}
