//! What an organisation does with letters where nobody does it for it: seals what goes, verifies and opens what comes,
//! answers with receipts. Pure: keys, chance and moments are handed in.

use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::envelope::{self, Envelope, Packing, Publication, Secrets};
use sdk::judgement::{self, Judgement, Silence};
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
    /// A message that is verified and decrypted, to be judged with what is known here.
    Message {
        /// The outside.
        envelope: Envelope,
        /// Whose signature it is.
        signer: Box<Certificate>,
        /// The message in clear.
        clear: Zeroizing<Vec<u8>>,
    },
    /// A verified receipt, to be held against the message that it acknowledges.
    Receipt {
        /// The outside.
        envelope: Envelope,
        /// Whose signature it is.
        signer: Box<Certificate>,
        /// It.
        receipt: Receipt,
    },
    /// Something that is rejected whatever is known here.
    Rejected {
        /// The outside, unproven.
        envelope: Envelope,
        /// With what.
        judgement: Judgement,
    },
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
    ) -> Result<Parcel, KeyFailure> {
        let clear = Zeroizing::new(message.to_xml());
        let packed = envelope::pack_message(message, &clear, to, secrets, &self.packing(now))?;
        let conversation = Text::new(message.conversation.as_str()).map_err(|_| KeyFailure::Refused)?;
        Ok(Parcel { transfer, content: Content::Envelope { bytes: packed.into_bytes(), conversation } })
    }

    /// Verifies and opens what has come. `published` are the certificates of whom it says it is from: none of a sender
    /// that nobody knows.
    pub fn open(&self, bytes: &[u8], published: Publication<'_>, now: Moment) -> Found {
        let verified = match envelope::verify(bytes, self.trust, published, now) {
            Ok(verified) => verified,
            Err(error) => {
                let outside = envelope::look(bytes).ok();
                if outside.as_ref().is_some_and(|outside| outside.to != *self.us) {
                    return Found::Silence(Silence::NotForUs);
                }
                return decided(outside, judgement::of_unverified(&error));
            }
        };
        let outside = verified.envelope().clone();
        if outside.to != *self.us {
            return Found::Silence(Silence::NotForUs);
        }
        let signer = Box::new(verified.signer().clone());
        if outside.is_receipt() {
            return match verified.receipt() {
                Ok(receipt) => Found::Receipt { envelope: outside, signer, receipt },
                Err(error) => decided(Some(outside), judgement::of_unopened(&error)),
            };
        }
        match verified.open(self.opener) {
            Ok(clear) => Found::Message { envelope: outside, signer, clear },
            Err(error) => decided(Some(outside), judgement::of_unopened(&error)),
        }
    }

    /// The receipt that answers a judgement; none where nobody is answered.
    pub fn answer(
        &self,
        envelope: &Envelope,
        judgement: &Judgement,
        conversation: Option<&Text>,
        drawn: &Drawn,
        now: Moment,
    ) -> Result<Option<Parcel>, KeyFailure> {
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

fn decided(envelope: Option<Envelope>, judgement: Judgement) -> Found {
    match (envelope, judgement) {
        (_, Judgement::Silence(silence)) => Found::Silence(silence),
        (Some(envelope), judgement) => Found::Rejected { envelope, judgement },
        (None, Judgement::Accept(_) | Judgement::Reject(_) | Judgement::Again) => {
            Found::Silence(Silence::MalformedEnvelope)
        }
    }
}
