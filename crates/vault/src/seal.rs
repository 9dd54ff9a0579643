//! One key, what it seals, and how it travels wrapped.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use environment::Environment;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bytes of a nonce in front of each sealed value.
const NONCE_LENGTH: usize = 12;

/// A sealed value: nonce, ciphertext and tag. Without the right key and the right place it is noise.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

/// A key sealed under a master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    /// Name of the master key that wraps it.
    pub master: String,
    /// The sealed key.
    pub bytes: Vec<u8>,
}

/// A sealed value that cannot be opened: the wrong key, the wrong place, or damage.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the sealed value of {place} cannot be opened")]
pub struct Unreadable {
    /// The kind of place it was read from. Never the value.
    pub place: &'static str,
}

/// A key of one owner, usually a child. Leaves memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key {
    #[zeroize(skip)]
    owner: Uuid,
    bytes: [u8; 32],
}

impl Key {
    /// A new key for `owner`.
    pub fn generate(owner: Uuid, environment: &Environment) -> Self {
        Self { owner, bytes: environment.bytes() }
    }

    /// A key from known bytes, such as those derived from a code that only the person has.
    pub fn from_bytes(owner: Uuid, bytes: [u8; 32]) -> Self {
        Self { owner, bytes }
    }

    /// Whose key this is.
    pub fn owner(&self) -> Uuid {
        self.owner
    }

    /// Seals `plain` so that it opens only with this key and at this `place` (table and column): a row moved to another
    /// child or another column does not open.
    pub fn seal(&self, place: &'static str, plain: &[u8], environment: &Environment) -> Sealed {
        let nonce_bytes: [u8; NONCE_LENGTH] = environment.bytes();
        let nonce = Nonce::from(nonce_bytes);
        let aad = self.associated(place);
        let ciphertext = self.cipher().encrypt(&nonce, Payload { msg: plain, aad: &aad }).unwrap_or_default();
        let mut bytes = Vec::with_capacity(NONCE_LENGTH + ciphertext.len());
        bytes.extend_from_slice(&nonce_bytes);
        bytes.extend_from_slice(&ciphertext);
        Sealed(bytes)
    }

    /// Opens what `seal` sealed at the same place.
    pub fn open(&self, place: &'static str, sealed: &Sealed) -> Result<Vec<u8>, Unreadable> {
        let unreadable = Unreadable { place };
        let (nonce, ciphertext) = sealed.0.split_at_checked(NONCE_LENGTH).ok_or(unreadable)?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().map_err(|_| Unreadable { place })?;
        let aad = self.associated(place);
        self.cipher()
            .decrypt(&Nonce::from(nonce), Payload { msg: ciphertext, aad: &aad })
            .map_err(|_| Unreadable { place })
    }

    /// Seals a structured value.
    pub fn seal_value<T: Serialize>(&self, place: &'static str, value: &T, environment: &Environment) -> Sealed {
        let plain = serde_json::to_vec(value).unwrap_or_default();
        self.seal(place, &plain, environment)
    }

    /// Opens a structured value.
    pub fn open_value<T: DeserializeOwned>(&self, place: &'static str, sealed: &Sealed) -> Result<T, Unreadable> {
        let plain = self.open(place, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Unreadable { place })
    }

    /// Seals what this key opens anew, under the key of another owner at the same place.
    pub fn reseal(
        &self,
        place: &'static str,
        sealed: &Sealed,
        (other, environment): (&Self, &Environment),
    ) -> Result<Sealed, Unreadable> {
        let mut plain = self.open(place, sealed)?;
        let anew = other.seal(place, &plain, environment);
        plain.zeroize();
        Ok(anew)
    }

    /// Bytes for another keyed construction (a blind index, a form token), so that no key serves two purposes directly.
    pub fn derive(&self) -> [u8; 32] {
        crate::BlindIndex::new(self.bytes).fingerprint("derive", self.owner.as_bytes())
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    fn associated(&self, place: &'static str) -> Vec<u8> {
        let mut associated = self.owner.as_bytes().to_vec();
        associated.extend_from_slice(place.as_bytes());
        associated
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.bytes.into())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Key(of {})", self.owner)
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Sealed({} bytes)", self.0.len())
    }
}
