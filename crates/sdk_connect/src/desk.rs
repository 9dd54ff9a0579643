//! What an organisation does with letters where nobody does it for it: seals what goes, verifies and opens what comes,
//! answers with receipts. Pure: keys, chance and moments are handed in.

use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::envelope::{self, Heard, NotPacked, NotVerified, Opened, Packing, Proven, Secrets};
use sdk::judgement::{self, Answerable, Judgement, Rejection, Silence, Transport};
use sdk::keys::{KeyFailure, Opener, Signer};
use sdk::message::Message;
use sdk::receipt::{Answer, Receipt};
use sdk::text::{ParticipantId, Text};
use sdk::trust::Trust;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::connection::{Content, Parcel};

/// An organisation's keys, and whom it trusts.
pub struct Desk<'a> {
    /// Who it is. What is for somebody else is neither opened nor answered.
    pub us: &'a ParticipantId,
    /// Its federation.
    pub federation: &'a str,
    /// What signs for it.
    pub signer: &'a dyn Signer,
    /// What opens for it.
    pub opener: &'a dyn Opener,
    /// Whom it trusts.
    pub trust: &'a Trust,
}

/// What an envelope that has come turns out to be.
pub enum Found {
    /// A message that is its sender's and decrypted, to be judged with what is known here.
    Message(Box<Opened>),
    /// A receipt that is its sender's, to be held against the message that it acknowledges.
    Receipt(Box<Heard>),
    /// Something that is rejected whatever is known here, and to whom.
    Rejected(Box<Rejection>),
    /// Something that nobody is answered for.
    Silence(Silence),
}

/// Identifiers for one receipt, drawn by whoever calls.
pub struct Drawn {
    /// Of the receipt.
    pub receipt: Uuid,
    /// Of its envelope.
    pub envelope: Uuid,
    /// Of handing it over.
    pub transfer: Uuid,
}

impl Desk<'_> {
    /// Seals a message to its recipient.
    pub fn seal(
        &self,
        message: &Message,
        to: &Certificate,
        secrets: Secrets,
        transfer: Uuid,
        now: Moment,
    ) -> Result<Parcel, NotPacked> {
        let clear = Zeroizing::new(message.to_xml());
        let packed = envelope::pack_message(message, &clear, to, secrets, &self.packing(now))?;
        let conversation = Text::new(message.conversation.as_str()).map_err(|_| KeyFailure::Refused)?;
        Ok(Parcel { transfer, content: Content::Envelope { bytes: packed.into_bytes(), conversation } })
    }

    /// Verifies and opens what has come. `published` are the certificates of whom it says it is from: none of a sender that
    /// nobody knows. `transport` is what the access point says: what cannot be verified is answered only to whom it names.
    pub fn open(&self, bytes: &[u8], published: &[Certificate], transport: Option<&Transport>, now: Moment) -> Found {
        match envelope::prove(bytes, self.trust, published, now) {
            Ok(proven) => self.open_proven(&proven),
            Err(error) => self.refuse(&error, transport),
        }
    }

    /// Opens what has been proven to be its sender's, as [`crate::lookup::Lookup::prove`] does.
    pub fn open_proven(&self, proven: &Proven) -> Found {
        if proven.envelope().to != *self.us {
            return Found::Silence(Silence::NotForUs);
        }
        if proven.envelope().is_receipt() {
            return match proven.receipt() {
                Ok(heard) => Found::Receipt(Box::new(heard)),
                Err(error) => decided(judgement::of_unopened(&error, proven)),
            };
        }
        match proven.open(self.opener) {
            Ok(opened) => Found::Message(Box::new(opened)),
            Err(error) => decided(judgement::of_unopened(&error, proven)),
        }
    }

    /// What has not been verified, answered only to whom the transport names.
    pub fn refuse(&self, error: &NotVerified, transport: Option<&Transport>) -> Found {
        match error {
            NotVerified::Signature { envelope, .. } if envelope.to != *self.us => Found::Silence(Silence::NotForUs),
            NotVerified::NotEnvelope(_) | NotVerified::Signature { .. } => {
                decided(judgement::of_unverified(error, transport))
            }
        }
    }

    /// The receipt that answers a judgement; none where nobody is answered.
    pub fn answer(
        &self,
        to: &Answerable,
        judgement: &Judgement,
        conversation: Option<&Text>,
        drawn: &Drawn,
        now: Moment,
    ) -> Result<Option<Parcel>, KeyFailure> {
        let envelope = to.envelope();
        if envelope.to != *self.us {
            return Ok(None);
        }
        let answer = match judgement {
            Judgement::Accept(_) => Answer::Accepted,
            Judgement::Reject(faults) => Answer::rejection(faults),
            Judgement::Again | Judgement::Silence(_) => return Ok(None),
        };
        let refused = |_| KeyFailure::Refused;
        let receipt = Receipt {
            id: Text::new(drawn.receipt.to_string()).map_err(refused)?,
            issued_at: now,
            sender: envelope.to.clone(),
            receiver: envelope.from.clone(),
            acknowledges: envelope.id.clone(),
            answer,
        };
        // The profile lets the function be missing; the receipt's envelope must have one.
        let function = match &envelope.function {
            Some(function) => function.clone(),
            None => Text::new(envelope.to.as_str()).map_err(refused)?,
        };
        let packed = envelope::pack_receipt(&receipt, &drawn.envelope.into(), &function, &self.packing(now))?;
        let conversation = conversation.unwrap_or(&envelope.id).clone();
        let content = Content::Envelope { bytes: packed.into_bytes(), conversation };
        Ok(Some(Parcel { transfer: drawn.transfer, content }))
    }

    fn packing(&self, now: Moment) -> Packing<'_> {
        Packing { federation: self.federation, now, signer: self.signer }
    }
}

fn decided(rejection: Result<Rejection, Silence>) -> Found {
    match rejection {
        Ok(rejection) => Found::Rejected(Box::new(rejection)),
        Err(silence) => Found::Silence(silence),
    }
}
