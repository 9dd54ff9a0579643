//! How often one address may try something: a bucket of tries that fills up again with time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use domain::moment::Moment;
use jiff::SignedDuration;

/// Addresses remembered at once; when there are more, full buckets are forgotten, and then the rest.
const ADDRESSES_MAX: usize = 50_000;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tries {
    /// Sending a request for help or saving a preparation.
    Asking,
    /// Guessing a code or logging in.
    Codes,
    /// Looking for a child by number to open a trail without a relation.
    Numbers,
}

impl Tries {
    /// How many at once, and how long until one more. A school shares one address: generous for asking, strict for codes.
    const fn bucket(self) -> (u32, SignedDuration) {
        match self {
            Self::Asking => (60, SignedDuration::from_secs(10)),
            Self::Codes => (10, SignedDuration::from_secs(30)),
            Self::Numbers => (5, SignedDuration::from_mins(10)),
        }
    }
}

/// Remembers, in memory only, how often each address has tried.
#[derive(Default)]
pub struct Limiter {
    used: Mutex<HashMap<(Tries, IpAddr), (u32, Moment)>>,
}

impl Limiter {
    /// Counts one more try of this address; where it has had too many, how long until there is room for one more.
    pub fn allows(&self, tries: Tries, address: IpAddr, now: Moment) -> Result<(), SignedDuration> {
        let (most, refill) = tries.bucket();
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= ADDRESSES_MAX {
            used.retain(|(tries, _), (_, since)| now.since(*since) < tries.bucket().1.saturating_mul(60));
            if used.len() >= ADDRESSES_MAX {
                used.clear();
            }
        }
        let (count, since) = used.entry((tries, address)).or_insert((0, now));
        let refilled = u32::try_from(now.since(*since).as_secs() / refill.as_secs().max(1)).unwrap_or(0);
        if refilled > 0 {
            *count = count.saturating_sub(refilled);
            *since = now;
        }
        if *count >= most {
            return Err(refill.saturating_sub(now.since(*since)));
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_guesses_codes_is_stopped_and_let_in_again_later() {
        let (limiter, address) = (Limiter::default(), IpAddr::from([192, 0, 2, 1]));
        let now = Moment::from_microseconds(0);
        let tries = || limiter.allows(Tries::Codes, address, now);
        assert_eq!((0..20).filter(|_| tries().is_ok()).count(), 10);
        let later = |seconds| limiter.allows(Tries::Codes, address, now.plus(SignedDuration::from_secs(seconds)));
        assert_eq!(later(29), Err(SignedDuration::from_secs(1)));
        assert_eq!(later(61), Ok(()));
        assert_eq!(limiter.allows(Tries::Codes, IpAddr::from([192, 0, 2, 2]), now), Ok(()));
    }
}
