//! What to answer to a message that has come: accepted, rejected with reasons, or nothing at all; and whom. Source:
//! specification 2.5, the table of reasons and "do not send a receipt when"; decision 0025.
//!
//! Only what is proven is judged ([`Opened`]) and heard ([`Heard`]). Pure: what has been seen before, which functions there
//! are and which files are harmful is handed in.

mod answerable;

use crate::envelope::{Envelope, Heard, Opened, Protection};
use crate::fault::{Fault, NO_PLACE, Reason};
use crate::message::{self, File, Message, NotMessage};
use crate::names;
use crate::text::MessageId;

pub use answerable::{Answerable, Proof, Rejection, of_rejected, of_unopened, of_unverified};

/// What is known here about a message besides what it says.
pub struct Circumstances<'a> {
    /// Whether a message with its identifier has come before. Only what was proven counts ([`Proof::Signature`]): whoever
    /// writes another's identifier on the outside of something does not make it taken.
    pub seen: Seen,
    /// What is known of the organisation and the function that it is from.
    pub sender: Sender,
    /// Whether the function it is for exists here.
    pub function: Function,
    /// What became of the message it refers to.
    pub reference: Reference,
    /// What the access point said about the transport, when it said anything.
    pub transport: Option<&'a Transport>,
    /// What is thought of a file.
    pub file: &'a dyn Fn(&File) -> FileVerdict,
}

/// Whether a message has come before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Never.
    Never,
    /// The very same envelope: the access point has delivered it twice.
    SameEnvelope,
    /// Another envelope with the same identifier.
    SameIdentifier,
}

/// What is known of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// It stands in the address book.
    Known,
    /// The organisation is of the federation, the function is not in the address book.
    Unknown,
    /// The organisation can be sent nothing: it is not registered as a recipient (SMP).
    Unreachable,
}

/// Whether a function exists here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// It does.
    Known,
    /// It does not.
    Unknown,
}

/// What became of a message that is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// There is no reference.
    None,
    /// Nobody here knows it. That is no fault.
    Unknown,
    /// It was accepted, or was ours.
    Accepted,
    /// We rejected it.
    Rejected,
}

/// What is thought of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileVerdict {
    /// It may come in.
    Fine,
    /// Its type is not received here, or is not what it says.
    NotSupported,
    /// It is harmful. That is an incident, too.
    Harmful,
}

/// What the access point says about where an envelope came from and was to go (AS4 message properties).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transport {
    /// `originalSender`.
    pub original_sender: String,
    /// `finalRecipient`.
    pub final_recipient: String,
    /// The action: scheme and identifier of the document.
    pub action: String,
}

/// What to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Deliver it, and say so.
    Accept(Box<Message>),
    /// Say why not.
    Reject(Vec<Fault>),
    /// Nothing new: the answer that was given stands, and nothing is shown twice.
    Again,
    /// Answer nothing, and tell whoever runs this place why.
    Silence(Silence),
}

/// Why nothing is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// Not an envelope, so that nobody knows whom to answer.
    #[error("what came is not an envelope that can be read")]
    MalformedEnvelope,
    /// It cannot be decrypted.
    #[error("the message cannot be decrypted")]
    Undecryptable,
    /// It is decrypted, and is no XML.
    #[error("the decrypted message is not XML")]
    MalformedMessage,
    /// The sender is not registered as a recipient, so that no receipt would arrive.
    #[error("the sender cannot be sent a receipt")]
    Unreachable,
    /// It is for somebody else: whoever has laid it down here would learn from an answer what we make of it.
    #[error("the envelope is for somebody else")]
    NotForUs,
    /// Its signature does not hold, and no access point says that it is from whom it names: whoever has written that name
    /// there could have a rejection sent for any message that is on its way.
    #[error("nothing proves that the envelope is from whom it names")]
    Unproven,
    /// It is a receipt, and receipts are not acknowledged.
    #[error("a receipt is not acknowledged")]
    Receipt,
}

/// Whether a receipt speaks of a message that we have sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correlation {
    /// It does.
    Ours,
    /// Of another message.
    Other,
    /// It names our message, but is not from its recipient or not to its sender. To be passed over, and looked into.
    WrongParty,
}

/// Holds a receipt against a message that we have sent.
pub fn correlate(heard: &Heard, sent: &Message) -> Correlation {
    let (envelope, receipt) = (heard.envelope(), heard.receipt());
    if MessageId::parse(receipt.acknowledges.as_str()).as_ref() != Ok(&sent.id) {
        return Correlation::Other;
    }
    let (from, to) = (&sent.letter.recipient.id, &sent.letter.sender.id);
    let parties = [(&envelope.from, from), (&receipt.sender, from), (&envelope.to, to), (&receipt.receiver, to)];
    if parties.iter().all(|(said, wanted)| said == wanted) { Correlation::Ours } else { Correlation::WrongParty }
}

/// A message that was decrypted: its own rules, its envelope, and what is known here. Its signature proves whom the answer
/// goes to, also where the transport names another.
pub fn of_message(opened: &Opened, known: &Circumstances<'_>) -> Judgement {
    let envelope = opened.envelope();
    if envelope.is_receipt() {
        return Judgement::Silence(Silence::Receipt);
    }
    if known.sender == Sender::Unreachable {
        return Judgement::Silence(Silence::Unreachable);
    }
    if known.seen == Seen::SameEnvelope {
        return Judgement::Again;
    }
    let message = match message::parse(opened.clear()) {
        Ok(message) => message,
        Err(NotMessage::Xml(_)) => return Judgement::Silence(Silence::MalformedMessage),
        Err(NotMessage::Faults(faults)) => return Judgement::Reject(faults),
    };
    let mut faults = disagreements(envelope, &message);
    faults.extend(known.transport.into_iter().flat_map(|transport| transport_disagreements(envelope, transport)));
    if known.seen == Seen::SameIdentifier {
        faults.push(Fault::rule(Reason::Duplicate, MESSAGE_ID, "a message with this identifier has come before"));
    }
    if known.sender == Sender::Unknown {
        let text = "the sender is not in the address book";
        faults.push(Fault::invariant(format!("{HEADER}/tns:sender"), text));
    }
    if known.function == Function::Unknown {
        faults.push(Fault::rule(Reason::NotFound, FUNCTION, "there is no such function here"));
    }
    if known.reference == Reference::Rejected {
        let text = "the message refers to one that was rejected";
        faults.push(Fault::rule(Reason::NotSupported, format!("{HEADER}/tns:refToMessageId"), text));
    }
    for file in message.letter.documents.iter().flat_map(|document| &document.files) {
        match (known.file)(file) {
            FileVerdict::Fine => {}
            FileVerdict::NotSupported => {
                let text = "a file is of a type that is not received here";
                faults.push(Fault::rule(Reason::NotSupported, FILES, text));
            }
            FileVerdict::Harmful => faults.push(Fault::rule(Reason::Forbidden, FILES, "a file is harmful")),
        }
    }
    if faults.is_empty() { Judgement::Accept(Box::new(message)) } else { Judgement::Reject(faults) }
}

const HEADER: &str = "/tns:messagePayload/tns:message/tns:messageHeader";
const MESSAGE_ID: &str = "/tns:messagePayload/tns:message/tns:messageHeader/tns:messageId";
const FUNCTION: &str = "/tns:messagePayload/tns:message/tns:messageHeader/tns:recipient/tns:attention/\
    tns:subOrganization/tns:organizationId/tns:extension";
const FILES: &str = "/tns:messagePayload/tns:message/tns:messageBody/tns:documents/tns:ContentFiles";

/// Where envelope and message say different things.
pub fn disagreements(envelope: &Envelope, message: &Message) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut check = |agrees: bool, place: &str, text: &str| {
        if !agrees {
            faults.push(Fault::rule(Reason::Security, place, text));
        }
    };
    let letter = &message.letter;
    let id = MessageId::parse(envelope.id.as_str());
    check(id.as_ref() == Ok(&message.id), MESSAGE_ID, "the identifier is not that of the envelope");
    let recipient = format!("{HEADER}/tns:recipient/tns:recipientID");
    check(envelope.to == letter.recipient.id, &recipient, "the recipient is not that of the envelope");
    let sender = format!("{HEADER}/tns:sender/tns:senderID");
    check(envelope.from == letter.sender.id, &sender, "the sender is not that of the envelope");
    let address = letter.recipient.attention.function.address.as_str();
    if let Some(function) = &envelope.function {
        check(function.as_str() == address, FUNCTION, "the function is not that of the envelope");
    }
    let kind = format!("Q{{{}}}messagePayload", names::MESSAGE);
    let profile = envelope.is_message()
        && envelope.document_type.as_str() == kind
        && envelope.scope.document_scheme.as_str() == names::DOCUMENT_SCHEME
        && envelope.scope.process.as_str() == names::PROCESS
        && envelope.scope.process_scheme.as_str() == names::PROCESS_SCHEME;
    check(profile, NO_PLACE, "the envelope says that it carries something else");
    check(envelope.protection == Protection::Encrypted, NO_PLACE, "the message is not encrypted");
    if envelope.function.is_none() {
        faults.push(Fault::rule(Reason::NotFound, NO_PLACE, "the envelope names no function"));
    }
    faults
}

/// Where envelope and transport say different things.
fn transport_disagreements(envelope: &Envelope, transport: &Transport) -> Vec<Fault> {
    let action = format!("{}::{}", envelope.scope.document_scheme.as_str(), envelope.scope.document.as_str());
    let checks = [
        (transport.original_sender == envelope.from.as_str(), "the sender is not the one that the transport names"),
        (transport.final_recipient == envelope.to.as_str(), "the recipient is not the one that the transport names"),
        (transport.action == action, "the document is not the one that the transport names"),
    ];
    let wrong = checks.into_iter().filter(|(agrees, _)| !agrees);
    wrong.map(|(_, text)| Fault::rule(Reason::Security, NO_PLACE, text)).collect()
}
