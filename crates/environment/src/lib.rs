//! The only door to the outside that is not a socket or a file: what time it is, a new identifier, a roll of the dice.
//! `Environment::real()` asks the machine; `Environment::fixed(seed, now)` gives a world that is the same every time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::Id;
use domain::moment::Moment;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use uuid::Uuid;

/// Time, identifiers and chance. Cheap to clone; clones share the same world.
#[derive(Clone)]
pub struct Environment {
    clock: Clock,
    chance: Arc<Mutex<StdRng>>,
}

#[derive(Clone)]
enum Clock {
    Real,
    Fixed(Arc<Mutex<Moment>>),
}

impl Environment {
    /// The machine's clock and the operating system's randomness.
    pub fn real() -> Self {
        Self { clock: Clock::Real, chance: Arc::new(Mutex::new(StdRng::from_os_rng())) }
    }

    /// A world that stands at `now` until it is moved, and rolls the same dice for the same `seed`. Never for real use:
    /// its secrets are predictable.
    pub fn fixed(seed: u64, now: Moment) -> Self {
        Self {
            clock: Clock::Fixed(Arc::new(Mutex::new(now))),
            chance: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))),
        }
    }

    /// The machine's randomness with a clock that stands at `now` until it is moved. For building up a history: the
    /// demo region is made of commands that happened on the days they say.
    pub fn at(now: Moment) -> Self {
        Self { clock: Clock::Fixed(Arc::new(Mutex::new(now))), chance: Arc::new(Mutex::new(StdRng::from_os_rng())) }
    }

    /// What time it is.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
    pub fn now(&self) -> Moment {
        match &self.clock {
            Clock::Real => Moment::from_microseconds(jiff::Timestamp::now().as_microsecond()),
            Clock::Fixed(now) => *held(now),
        }
    }

    /// Moves a fixed world's clock forward. The real clock moves by itself, so there this does nothing.
    pub fn advance(&self, duration: SignedDuration) {
        if let Clock::Fixed(now) = &self.clock {
            let mut now = held(now);
            *now = now.plus(duration);
        }
    }

    /// Sets a fixed world's clock. The real clock cannot be set, so there this does nothing.
    pub fn set(&self, moment: Moment) {
        if let Clock::Fixed(now) = &self.clock {
            *held(now) = moment;
        }
    }

    /// A new identifier: ordered by time, so that rows made together lie together.
    pub fn id<Kind>(&self) -> Id<Kind> {
        Id::new(self.uuid())
    }

    /// A new identifier without a kind.
    pub fn uuid(&self) -> Uuid {
        let milliseconds = u64::try_from(self.now().microseconds() / 1000).unwrap_or(0);
        let mut random = [0; 10];
        held(&self.chance).fill_bytes(&mut random);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }

    /// Random bytes for keys, nonces and tokens.
    pub fn bytes<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        held(&self.chance).fill_bytes(&mut bytes);
        bytes
    }

    /// A whole number from 0 up to, not including, `limit`; 0 when `limit` is 0.
    pub fn below(&self, limit: usize) -> usize {
        if limit == 0 { 0 } else { held(&self.chance).random_range(0..limit) }
    }
}

/// A lock that outlives a panic elsewhere: the values behind it are whole at all times.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
