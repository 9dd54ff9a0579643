//! Packs: writes the envelope as canonical XML, encrypts a message into it, signs the whole. Nothing is written anew
//! after the signature: whoever sends it must send these bytes.

use domain::moment::Moment;

use crate::certificate::Certificate;
use crate::encryption::{self, Secrets};
use crate::keys::{KeyFailure, Signer};
use crate::message::{Message, SENT_BYTES_MAX};
use crate::moment;
use crate::names::{
    DOCUMENT_SCHEME, MESSAGE, MESSAGE_DOCUMENT, PROCESS, PROCESS_SCHEME, RESPONSE, RESPONSE_DOCUMENT, XHE,
    XHE_AGGREGATE, XHE_BASIC, XHE_CUSTOMIZATION,
};
use crate::receipt::Receipt;
use crate::signature;
use crate::text::{MessageId, ParticipantId, Text};
use crate::xml::write::Writer;

const SCOPE: [(&str, &str); 3] = [("x", XHE), ("xha", XHE_AGGREGATE), ("xhb", XHE_BASIC)];

/// What an envelope is packed with.
pub struct Packing<'a> {
    /// Which federation, [`crate::names::FEDERATION`] but for tests.
    pub federation: &'a str,
    /// When.
    pub now: Moment,
    /// Who signs.
    pub signer: &'a dyn Signer,
}

/// Why a message is not packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPacked {
    /// Larger than may be sent, as XML in clear. The receiver would answer `BV too-long`.
    #[error("the message with its files is larger than 30 MB")]
    TooLarge,
    /// A key could not be used.
    #[error(transparent)]
    Key(#[from] KeyFailure),
}

/// Packs a message. `clear` is the message as XML: what [`Message::to_xml`] gives, or the very element it was read from.
/// Refuses what is too large before anything is encrypted.
pub fn pack_message(
    message: &Message,
    clear: &str,
    to: &Certificate,
    secrets: Secrets,
    packing: &Packing<'_>,
) -> Result<String, NotPacked> {
    if clear.len() > SENT_BYTES_MAX {
        return Err(NotPacked::TooLarge);
    }
    let letter = &message.letter;
    let outside = Outside {
        id: message.id.as_str(),
        document: MESSAGE_DOCUMENT,
        document_type: format!("Q{{{MESSAGE}}}messagePayload"),
        from: &letter.sender.id,
        to: &letter.recipient.id,
        function: letter.recipient.attention.function.address.as_str(),
        encrypted: "true",
    };
    let mut out = Writer::with_capacity(clear.len() / 3 * 4 + 16 * 1024);
    outside.open(&mut out, packing);
    encryption::write(&mut out, clear, to, secrets)?;
    close(&mut out);
    Ok(sign(out.finish(), packing.signer)?)
}

/// Packs a receipt, in clear. `function` is that of the acknowledged envelope, the only value that is always known;
/// which one is meant is unconfirmed.
pub fn pack_receipt(
    receipt: &Receipt,
    id: &MessageId,
    function: &Text,
    packing: &Packing<'_>,
) -> Result<String, KeyFailure> {
    let outside = Outside {
        id: id.as_str(),
        document: RESPONSE_DOCUMENT,
        document_type: format!("Q{{{RESPONSE}}}ApplicationResponse"),
        from: &receipt.sender,
        to: &receipt.receiver,
        function: function.as_str(),
        encrypted: "false",
    };
    let mut out = Writer::default();
    outside.open(&mut out, packing);
    out.raw(&receipt.to_xml());
    close(&mut out);
    sign(out.finish(), packing.signer)
}

struct Outside<'a> {
    id: &'a str,
    document: &'a str,
    document_type: String,
    from: &'a ParticipantId,
    to: &'a ParticipantId,
    function: &'a str,
    encrypted: &'a str,
}

impl Outside<'_> {
    fn open(&self, out: &mut Writer, packing: &Packing<'_>) {
        let namespaces = SCOPE.map(|(prefix, namespace)| (format!("xmlns:{prefix}"), namespace));
        let namespaces: Vec<(&str, &str)> = namespaces.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        out.open("x:XHE", &namespaces);
        out.element("xhb:XHEVersionID", "1.0").element("xhb:CustomizationID", XHE_CUSTOMIZATION);
        out.open("xha:Header", &[]).element("xhb:ID", self.id);
        out.element("xhb:CreationDateTime", &moment::written(packing.now));
        out.open("xha:BusinessScope", &[]);
        for (code, value) in [
            ("DOCUMENTID", self.document),
            ("DOCUMENTID_SCHEME", DOCUMENT_SCHEME),
            ("PROCESSID", PROCESS),
            ("PROCESSID_SCHEME", PROCESS_SCHEME),
            ("FEDERATIONID", packing.federation),
        ] {
            out.open("xha:BusinessScopeCriterion", &[]);
            out.element("xhb:BusinessScopeCriterionTypeCode", code);
            out.element("xhb:BusinessScopeCriterionValue", value).close("xha:BusinessScopeCriterion");
        }
        out.close("xha:BusinessScope");
        party(out, "xha:FromParty", self.from);
        party(out, "xha:ToParty", self.to);
        out.close("xha:Header").open("xha:Payloads", &[]).open("xha:Payload", &[]);
        out.element("xhb:DocumentTypeCode", &self.document_type).element("xhb:ContentTypeCode", "application/xml");
        out.element("xhb:HandlingServiceID", self.function);
        out.element("xhb:InstanceEncryptionIndicator", self.encrypted).open("xha:PayloadContent", &[]);
    }
}

fn party(out: &mut Writer, name: &str, party: &ParticipantId) {
    out.open(name, &[]).open("xha:PartyIdentification", &[]);
    out.open("xhb:ID", &[("schemeID", ParticipantId::SCHEME)]).text(party.as_str()).close("xhb:ID");
    out.close("xha:PartyIdentification").close(name);
}

const END: &str = "</x:XHE>";

fn close(out: &mut Writer) {
    out.close("xha:PayloadContent").close("xha:Payload").close("xha:Payloads").raw(END);
}

fn sign(mut envelope: String, signer: &dyn Signer) -> Result<String, KeyFailure> {
    let signature = signature::sign(&envelope, &SCOPE, signer)?;
    envelope.truncate(envelope.len() - END.len());
    envelope.push_str(&signature);
    envelope.push_str(END);
    Ok(envelope)
}
