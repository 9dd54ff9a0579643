//! What is proven: an envelope whose signature holds and whose sender has published the certificate that made it, and what
//! was in it. What is judged, or held against a message of ours, comes this way and no other.

use domain::moment::Moment;
use zeroize::Zeroizing;

use super::{Envelope, NotOpened, NotVerified, Publication, Verified, verify};
use crate::certificate::Certificate;
use crate::keys::Opener;
use crate::receipt::Receipt;
use crate::trust::Trust;

/// An envelope that is its sender's: the signature holds, and the certificate that made it is one that the sender has
/// published. Made by [`prove`] alone; a [`Verified`] for which nobody has asked what is published proves less.
///
/// ```compile_fail,E0308
/// use sdk::envelope::{Opened, NotOpened, Proven, Verified};
/// use sdk::keys::Opener;
/// fn open(verified: &Verified, opener: &dyn Opener) -> Result<Opened, NotOpened> {
///     Proven::open(verified, opener)
/// }
/// ```
pub struct Proven(Verified);

/// Proves an envelope at a moment. `published` are the certificates of whom it says it is from: none of a sender that
/// nobody knows.
pub fn prove(bytes: &[u8], trust: &Trust, published: &[Certificate], at: Moment) -> Result<Proven, NotVerified> {
    verify(bytes, trust, Publication::Published(published), at).map(Proven)
}

impl Proven {
    /// What stands on the outside.
    pub fn envelope(&self) -> &Envelope {
        self.0.envelope()
    }

    /// Whose signature it is.
    pub fn signer(&self) -> &Certificate {
        self.0.signer()
    }

    /// Decrypts the content.
    pub fn open(&self, opener: &dyn Opener) -> Result<Opened, NotOpened> {
        let clear = self.0.open(opener)?;
        Ok(Opened { envelope: self.envelope().clone(), signer: self.signer().clone(), clear })
    }

    /// The receipt in it, which stands in clear.
    pub fn receipt(&self) -> Result<Heard, NotOpened> {
        let receipt = self.0.receipt()?;
        Ok(Heard { envelope: self.envelope().clone(), signer: self.signer().clone(), receipt })
    }
}

/// A message in clear that is its sender's, with the outside it came in. Only this is judged:
///
/// ```
/// use sdk::envelope::Opened;
/// use sdk::judgement::{self, Circumstances, Judgement};
/// fn judge(opened: &Opened, known: &Circumstances<'_>) -> Judgement {
///     judgement::of_message(opened, known)
/// }
/// ```
/// Not an outside that somebody has looked at, whoever wrote it:
/// ```compile_fail,E0308
/// use sdk::envelope::Envelope;
/// use sdk::judgement::{self, Circumstances, Judgement};
/// fn judge(outside: &Envelope, known: &Circumstances<'_>) -> Judgement {
///     judgement::of_message(outside, known)
/// }
/// ```
/// And nobody can make one of its parts:
/// ```compile_fail,E0451
/// use sdk::certificate::Certificate;
/// use sdk::envelope::{Envelope, Opened};
/// fn forge(envelope: Envelope, signer: Certificate) -> Opened {
///     Opened { envelope, signer, clear: Vec::new().into() }
/// }
/// ```
pub struct Opened {
    envelope: Envelope,
    signer: Certificate,
    clear: Zeroizing<Vec<u8>>,
}

impl Opened {
    /// What stands on the outside.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Whose signature it is.
    pub fn signer(&self) -> &Certificate {
        &self.signer
    }

    /// What was encrypted.
    pub fn clear(&self) -> &[u8] {
        &self.clear
    }
}

/// A receipt that is its sender's, with the outside it came in. Only this is held against a message of ours:
///
/// ```
/// use sdk::envelope::Heard;
/// use sdk::judgement::{self, Correlation};
/// use sdk::message::Message;
/// fn is_ours(heard: &Heard, sent: &Message) -> bool {
///     judgement::correlate(heard, sent) == Correlation::Ours
/// }
/// ```
/// Not a receipt that somebody has read, in whatever envelope:
/// ```compile_fail,E0308
/// use sdk::judgement::{self, Correlation};
/// use sdk::message::Message;
/// use sdk::receipt::Receipt;
/// fn is_ours(receipt: &Receipt, sent: &Message) -> bool {
///     judgement::correlate(receipt, sent) == Correlation::Ours
/// }
/// ```
/// And nobody can make one of its parts:
/// ```compile_fail,E0451
/// use sdk::certificate::Certificate;
/// use sdk::envelope::{Envelope, Heard};
/// use sdk::receipt::Receipt;
/// fn forge(envelope: Envelope, signer: Certificate, receipt: Receipt) -> Heard {
///     Heard { envelope, signer, receipt }
/// }
/// ```
pub struct Heard {
    envelope: Envelope,
    signer: Certificate,
    receipt: Receipt,
}

impl Heard {
    /// What stands on the outside.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Whose signature it is.
    pub fn signer(&self) -> &Certificate {
        &self.signer
    }

    /// What it says.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }
}
