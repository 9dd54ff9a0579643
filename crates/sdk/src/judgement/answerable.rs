//! Whom an answer may go to, and what is rejected before it can be judged. Decision 0025.

use super::{Judgement, Seen, Sender, Silence, Transport};
use crate::envelope::{Envelope, NotOpened, NotVerified, Opened, Proven};
use crate::fault::Fault;

/// An envelope that somebody may be answered for: that it is from whom it names is proven. Only judging makes one:
///
/// ```compile_fail,E0451
/// use sdk::envelope::Envelope;
/// use sdk::judgement::Answerable;
/// fn forge(outside: Envelope) -> Answerable {
///     Answerable { envelope: outside, proof: sdk::judgement::Proof::Signature }
/// }
/// ```
/// ```compile_fail,E0277
/// use sdk::envelope::Envelope;
/// use sdk::judgement::Answerable;
/// fn forge(outside: &Envelope) -> Answerable {
///     Answerable::from(outside)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answerable {
    envelope: Envelope,
    proof: Proof,
}

/// How it is proven whom an envelope is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By its own signature.
    Signature,
    /// By the access points alone: they have let the organisation in that it names. Nothing on it is proven beside that; its
    /// identifier does not count as taken.
    Transport,
}

impl Answerable {
    /// What stands on the outside.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// How it is proven whom it is from.
    pub fn proof(&self) -> Proof {
        self.proof
    }
}

impl From<&Opened> for Answerable {
    fn from(opened: &Opened) -> Self {
        Self { envelope: opened.envelope().clone(), proof: Proof::Signature }
    }
}

impl From<&Proven> for Answerable {
    fn from(proven: &Proven) -> Self {
        Self { envelope: proven.envelope().clone(), proof: Proof::Signature }
    }
}

/// What is rejected whatever is known here, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// To whom.
    pub to: Answerable,
    /// Why.
    pub faults: Vec<Fault>,
}

/// An envelope that was not verified. Its outside proves nothing: it is answered only where the transport names the same
/// parties, whom the access points have let in by certificates of their own.
pub fn of_unverified(error: &NotVerified, transport: Option<&Transport>) -> Result<Rejection, Silence> {
    match error {
        NotVerified::NotEnvelope(_) => Err(Silence::MalformedEnvelope),
        NotVerified::Signature { envelope, .. } if envelope.is_receipt() => Err(Silence::Receipt),
        NotVerified::Signature { envelope, why } if transport.is_some_and(|it| it.names_parties_of(envelope)) => {
            let to = Answerable { envelope: (**envelope).clone(), proof: Proof::Transport };
            Ok(Rejection { to, faults: vec![Fault::signature(why.to_string())] })
        }
        NotVerified::Signature { .. } => Err(Silence::Unproven),
    }
}

/// An envelope that is its sender's and did not give its content.
pub fn of_unopened(error: &NotOpened, proven: &Proven) -> Result<Rejection, Silence> {
    match error {
        NotOpened::InClear if proven.envelope().is_receipt() => Err(Silence::Receipt),
        NotOpened::InClear => {
            Ok(Rejection { to: proven.into(), faults: vec![Fault::signature("the message is not encrypted")] })
        }
        NotOpened::Encrypted | NotOpened::NotReceipt(_) => Err(Silence::Receipt),
        NotOpened::Decryption(_) => Err(Silence::Undecryptable),
    }
}

/// What was rejected before anything was known of the sender and the identifier, once that is known: nothing is sent to
/// whom it cannot reach, and nothing again for what has come before.
pub fn of_rejected(faults: Vec<Fault>, sender: Sender, seen: Seen) -> Judgement {
    match (sender, seen) {
        (Sender::Unreachable, _) => Judgement::Silence(Silence::Unreachable),
        (Sender::Known | Sender::Unknown, Seen::SameEnvelope | Seen::SameIdentifier) => Judgement::Again,
        (Sender::Known | Sender::Unknown, Seen::Never) => Judgement::Reject(faults),
    }
}

impl Transport {
    /// Whether it names the parties that an envelope names.
    fn names_parties_of(&self, envelope: &Envelope) -> bool {
        self.original_sender == envelope.from.as_str() && self.final_recipient == envelope.to.as_str()
    }
}
