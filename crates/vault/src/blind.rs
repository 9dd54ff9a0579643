//! Blind indexes: finding a number without storing it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A keyed fingerprint of values. The same value gives the same fingerprint; without the key the fingerprint says
/// nothing, not even to someone who tries every identity number there is.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct BlindIndex {
    key: [u8; 32],
}

impl BlindIndex {
    /// An index under `key`.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The fingerprint of `value` for one `purpose`: fingerprints of two purposes cannot be compared.
    pub fn fingerprint(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return [0; 32] };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for BlindIndex {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("BlindIndex")
    }
}
