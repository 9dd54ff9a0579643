//! A letter of a size, packed and opened as the messages will be.

use anyhow::{Context as _, anyhow};
use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::envelope::{self, Packing, Publication, Secrets};
use sdk::keys::FileSigner;
use sdk::message::{self, Message};
use sdk::names;

use crate::authority;

/// A message in clear, with what packs it.
pub(crate) struct Letter {
    /// As XML.
    pub(crate) clear: String,
    signer: FileSigner,
    recipient: Certificate,
}

const HEAD: &str = "<messagePayload xmlns=\"urn:riv:infrastructure:messaging:MessageWithAttachments:3\"><message>\
    <messageHeader><creationDateTime>2027-01-11T07:00:00.000Z</creationDateTime>\
    <messageId>01910000-0000-7000-8000-000000000001</messageId>\
    <conversationId>01910000-0000-7000-8000-000000000001</conversationId><label>Plan</label>\
    <confidentiality>true</confidentiality><recipient><recipientID><root>iso6523-actorid-upis</root>\
    <extension>0203:almvik.example.se</extension></recipientID><attention><subOrganization><organizationId>\
    <root>urn:riv:infrastructure:messaging:functionalAddress</root><extension>sdk:elevhalsan</extension>\
    </organizationId></subOrganization></attention></recipient><sender><senderID>\
    <root>iso6523-actorid-upis</root><extension>0203:rosmark.example.se</extension></senderID><attention>\
    <subOrganization><organizationId><root>urn:riv:infrastructure:messaging:functionalAddress</root>\
    <extension>sdk:forsta-linjen</extension></organizationId></subOrganization></attention></sender>\
    </messageHeader><messageBody><documents><documentID>plan</documentID><ContentFiles><fileName>plan.pdf</fileName>\
    <contentType>application/pdf</contentType><content>";
const TAIL: &str = "</content></ContentFiles></documents></messageBody></message></messagePayload>";

pub(crate) fn now() -> Moment {
    Moment::from_microseconds(1_800_000_000_000_000)
}

impl Letter {
    /// A message with one file, so large that the whole is about this many bytes.
    pub(crate) fn of(bytes: usize) -> Self {
        let file = bytes.saturating_sub(HEAD.len() + TAIL.len()).max(4) / 4;
        let clear = format!("{HEAD}{}{TAIL}", "Q2Fp".repeat(file));
        let signer = authority::signer();
        Self { clear, signer, recipient: authority::recipient() }
    }

    /// Read as a message, encrypted, signed.
    pub(crate) fn pack(&self) -> anyhow::Result<String> {
        let message: Message = message::parse(self.clear.as_bytes())?;
        let packing = Packing { federation: names::FEDERATION, now: now(), signer: &self.signer };
        let secrets = Secrets::from_chance([0x5a; 48]);
        Ok(envelope::pack_message(&message, &self.clear, &self.recipient, secrets, &packing)?)
    }
}

/// Verified, decrypted, read as a message.
pub(crate) fn open(packed: &str) -> anyhow::Result<Message> {
    let verified = envelope::verify(packed.as_bytes(), &authority::trust(), Publication::NotAsked, now())
        .map_err(|error| anyhow!("{error}"))?;
    let clear = verified.open(&authority::key(&authority::RECIPIENT)).context("not opened")?;
    drop(verified);
    Ok(message::parse(&clear)?)
}
