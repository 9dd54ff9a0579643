//! Handing in, routing, handing out, and what goes wrong on the way.

use sdk::envelope::{self, BYTES_MAX};
use serde::{Deserialize, Serialize};

use crate::disk::{self, Delivery, Mishap, Sending, State, Transfer, Waiting};
use crate::{Door, Loopback, service};

/// What is to go wrong: first what is named, then by dice. The dice fall the same for the same seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Trouble {
    /// What happens to the next letters, one each.
    pub next: Vec<Mishap>,
    /// Where the dice begin.
    pub seed: u64,
    /// Of a thousand letters, how many are lost.
    pub lose: u32,
    /// How many fail.
    pub fail: u32,
    /// How many are held.
    pub hold: u32,
    /// How many come twice.
    pub double: u32,
    /// How many overtake others.
    pub reorder: u32,
}

impl Trouble {
    fn draw(&mut self) -> Mishap {
        if !self.next.is_empty() {
            return self.next.remove(0);
        }
        let mut rest = u32::try_from(roll(&mut self.seed) % 1000).unwrap_or_default();
        let chances = [
            (self.lose, Mishap::Lose),
            (self.fail, Mishap::Fail),
            (self.hold, Mishap::Hold),
            (self.double, Mishap::Double),
            (self.reorder, Mishap::Reorder),
        ];
        for (chance, mishap) in chances {
            if rest < chance {
                return mishap;
            }
            rest -= chance;
        }
        Mishap::None
    }
}

/// The next roll (splitmix64): the same on every machine.
fn roll(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*seed ^ (*seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A letter as it is handed in.
pub(crate) struct HandedIn {
    pub(crate) id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) action: String,
    pub(crate) conversation: String,
    pub(crate) bytes: Vec<u8>,
}

/// Why a letter is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It is another organisation's.
    #[error("the sender is another organisation")]
    Sender,
    /// It is no envelope, or not the one that the transport speaks of.
    #[error("it is no envelope, or not the one that the transport speaks of")]
    Envelope,
    /// One with its name was handed in before.
    #[error("one with its name was handed in before")]
    Duplicate,
    /// It is larger than any envelope.
    #[error("it is larger than any envelope")]
    TooLarge,
    /// It cannot be written down.
    #[error("it cannot be written down")]
    Disk,
}

impl From<std::io::Error> for NotTaken {
    fn from(_: std::io::Error) -> Self {
        Self::Disk
    }
}

impl Loopback {
    /// Changes what is known. What is not written is not known; envelopes are written before.
    pub(crate) fn change<T, E: From<std::io::Error>>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut state = self.state();
        let mut changed = state.clone();
        let result = change(&mut changed)?;
        changed.write(&self.shared.folder)?;
        *state = changed;
        Ok(result)
    }

    /// Hands a letter in. What the access points of the federation check is checked: envelope and transport agree.
    pub(crate) fn hand_in(&self, letter: HandedIn) -> Result<Mishap, NotTaken> {
        check(&letter)?;
        self.change(|state| self.route(state, letter))
    }

    /// Gives it to whom it is for, or not.
    pub(crate) fn route(&self, state: &mut State, letter: HandedIn) -> Result<Mishap, NotTaken> {
        if state.transfers.iter().any(|known| known.id == letter.id) {
            return Err(NotTaken::Duplicate);
        }
        let HandedIn { id, from, to, action, conversation, bytes } = letter;
        let envelope = state.add_envelope(&self.shared.folder, &bytes)?;
        // A message service that looks at it reads it anew: there need not be two of it in memory.
        drop(bytes);
        let (mishap, sending) = match self.participant(&to) {
            None => (Mishap::None, Sending::NotServiced),
            Some(_) => match state.trouble.draw() {
                mishap @ Mishap::Fail => (mishap, Sending::Failed),
                mishap @ Mishap::Hold => (mishap, Sending::Held),
                mishap @ (Mishap::None | Mishap::Lose | Mishap::Double | Mishap::Reorder | Mishap::Mute) => {
                    (mishap, Sending::Acknowledged)
                }
            },
        };
        state.transfers.push(Transfer {
            id: id.clone(),
            from,
            to: to.clone(),
            action,
            conversation,
            envelope,
            sending,
            mishap,
        });
        if sending == Sending::NotServiced {
            return Ok(mishap);
        }
        let delivery =
            |name: &str, stage| Delivery { id: name.to_owned(), transfer: id.clone(), to: to.clone(), stage };
        match mishap {
            Mishap::Lose | Mishap::Fail => {}
            Mishap::Hold => state.deliveries.push(delivery(&id, Waiting::Held)),
            Mishap::None | Mishap::Mute => self.deliver(state, delivery(&id, Waiting::Received), None)?,
            Mishap::Double => {
                // Drawn, so that nobody who hands a letter in can have called it that.
                let other = format!("{}@loopback", self.shared.environment.uuid());
                self.deliver(state, delivery(&id, Waiting::Received), None)?;
                self.deliver(state, delivery(&other, Waiting::Received), None)?;
            }
            Mishap::Reorder => {
                let waiting = |delivery: &Delivery| delivery.to == to && delivery.stage == Waiting::Received;
                let first = state.deliveries.iter().position(waiting);
                self.deliver(state, delivery(&id, Waiting::Received), first)?;
            }
        }
        Ok(mishap)
    }

    /// Lays a letter down for whom it is for; a message service looks at it at once.
    fn deliver(&self, state: &mut State, delivery: Delivery, before: Option<usize>) -> Result<(), NotTaken> {
        let is_service = self.participant(&delivery.to).is_some_and(|it| matches!(it.door, Door::Api { .. }));
        if is_service {
            let taken = Delivery { stage: Waiting::Downloaded, ..delivery };
            state.deliveries.push(taken.clone());
            return service::take(self, state, &taken);
        }
        let at = before.unwrap_or(state.deliveries.len()).min(state.deliveries.len());
        state.deliveries.insert(at, delivery);
        Ok(())
    }

    /// Lets go of everything that is held, and says how many that were.
    pub fn release(&self) -> Result<usize, NotTaken> {
        self.change(|state| {
            let (held, others) = std::mem::take(&mut state.deliveries)
                .into_iter()
                .partition::<Vec<_>, _>(|delivery| delivery.stage == Waiting::Held);
            state.deliveries = others;
            let count = held.len();
            for delivery in held {
                for transfer in state.transfers.iter_mut().filter(|transfer| transfer.id == delivery.transfer) {
                    transfer.sending = Sending::Acknowledged;
                }
                self.deliver(state, Delivery { stage: Waiting::Received, ..delivery }, None)?;
            }
            Ok(count)
        })
    }

    /// The envelope of a delivery, and how it was handed in.
    pub(crate) fn contents(&self, state: &State, delivery: &Delivery) -> Option<(Transfer, Vec<u8>)> {
        let transfer = state.transfers.iter().find(|transfer| transfer.id == delivery.transfer)?;
        let bytes = disk::envelope(&self.shared.folder, transfer.envelope).ok()?;
        Some((transfer.clone(), bytes))
    }
}

fn check(letter: &HandedIn) -> Result<(), NotTaken> {
    if letter.bytes.len() > BYTES_MAX {
        return Err(NotTaken::TooLarge);
    }
    let outside = envelope::look(&letter.bytes).map_err(|_| NotTaken::Envelope)?;
    let action = format!("{}::{}", outside.scope.document_scheme.as_str(), outside.scope.document.as_str());
    let agrees = outside.from.as_str() == letter.from && outside.to.as_str() == letter.to && action == letter.action;
    if agrees { Ok(()) } else { Err(NotTaken::Envelope) }
}
