//! What Domibus' web service answers, in both its names. Read strictly: the element that belongs to the question, in the
//! right namespace, with each part once; or a fault.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use sdk::judgement::Transport;
use sdk::xml;

use super::Flavour;
use crate::connection::{Code, Stage};
use crate::soap::{self, EBMS, ENVELOPE, XOP};

/// How many errors of a message are told.
const ERRORS_MAX: usize = 20;

/// How long what an error says may be.
const DETAIL_MAX: usize = 300;

/// Why an answer gives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is a fault, with this code.
    Fault(Code),
    /// It is not what belongs to the question.
    Other(&'static str),
}

/// A message that was retrieved.
pub struct Retrieved {
    /// What the access point calls it.
    pub id: String,
    /// Its one payload.
    pub payload: Vec<u8>,
    /// Where it came from and goes.
    pub transport: Transport,
}

/// Something that went wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorItem {
    /// A code of ebMS, such as `EBMS:0004`.
    pub code: String,
    /// In words.
    pub detail: String,
}

/// The status of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are Domibus' own")]
pub enum Status {
    ReadyToSend,
    ReadyToPull,
    BeingPulled,
    SendEnqueued,
    SendInProgress,
    WaitingForReceipt,
    Acknowledged,
    AcknowledgedWithWarning,
    WaitingForRetry,
    SendAttemptFailed,
    SendFailure,
    Received,
    ReceivedWithWarnings,
    Downloaded,
    Deleted,
    NotFound,
}

impl Status {
    /// Every status, with the name it has in answers.
    pub const ALL: [(Self, &'static str); 16] = [
        (Self::ReadyToSend, "READY_TO_SEND"),
        (Self::ReadyToPull, "READY_TO_PULL"),
        (Self::BeingPulled, "BEING_PULLED"),
        (Self::SendEnqueued, "SEND_ENQUEUED"),
        (Self::SendInProgress, "SEND_IN_PROGRESS"),
        (Self::WaitingForReceipt, "WAITING_FOR_RECEIPT"),
        (Self::Acknowledged, "ACKNOWLEDGED"),
        (Self::AcknowledgedWithWarning, "ACKNOWLEDGED_WITH_WARNING"),
        (Self::WaitingForRetry, "WAITING_FOR_RETRY"),
        (Self::SendAttemptFailed, "SEND_ATTEMPT_FAILED"),
        (Self::SendFailure, "SEND_FAILURE"),
        (Self::Received, "RECEIVED"),
        (Self::ReceivedWithWarnings, "RECEIVED_WITH_WARNINGS"),
        (Self::Downloaded, "DOWNLOADED"),
        (Self::Deleted, "DELETED"),
        (Self::NotFound, "NOT_FOUND"),
    ];

    /// The status with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(status, _)| status)
    }

    /// The name in answers.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(known, _)| *known == self).map_or("NOT_FOUND", |(_, name)| name)
    }

    /// What it means for a letter of ours. `WAITING_FOR_RECEIPT` is the transport's receipt, not the receiver's.
    /// Statuses of the receiving end come up for our own letters where both ends are one access point: it has them.
    pub fn stage(self) -> Stage {
        match self {
            Self::ReadyToSend
            | Self::ReadyToPull
            | Self::BeingPulled
            | Self::SendEnqueued
            | Self::SendInProgress
            | Self::WaitingForReceipt => Stage::Submitted,
            Self::WaitingForRetry | Self::SendAttemptFailed => Stage::TryingAgain,
            Self::Acknowledged
            | Self::AcknowledgedWithWarning
            | Self::Received
            | Self::ReceivedWithWarnings
            | Self::Downloaded => Stage::Acknowledged,
            Self::SendFailure => Stage::Failed(vec![]),
            Self::Deleted | Self::NotFound => Stage::Unknown,
        }
    }
}

/// What a submitted message is called.
pub fn read_submitted(bytes: &[u8], flavour: Flavour) -> Result<String, Told> {
    answer(bytes, flavour, &["submitResponse"], |_, content| {
        soap::said(content, "messageID").and_then(identifier).ok_or(Told::Other("it names no message"))
    })
}

/// What is waiting: all of it, since those at its head may be such that cannot be fetched.
pub fn read_waiting(bytes: &[u8], flavour: Flavour) -> Result<Vec<String>, Told> {
    answer(bytes, flavour, &["listPendingMessagesResponse"], |_, content| {
        let ids = content.children().filter(Node::is_element);
        ids.map(|node| {
            if !soap::is_plain(node, "messageID") {
                return Err(Told::Other("there is something else among the messages"));
            }
            identifier(xml::text(node).trim().to_owned()).ok_or(Told::Other("a message has no name"))
        })
        .collect()
    })
}

/// A message with its payload. `part` gives what lies beside the answer.
pub fn read_retrieved(
    bytes: &[u8],
    flavour: Flavour,
    part: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Retrieved, Told> {
    answer(bytes, flavour, &["retrieveMessageResponse"], |header, content| {
        let mut payloads = content.children().filter(Node::is_element);
        let payload = match (payloads.next(), payloads.next()) {
            (Some(payload), None) if soap::is_plain(payload, "payload") => payload,
            _ => return Err(Told::Other("there is not exactly one payload")),
        };
        let mut values = payload.children().filter(Node::is_element);
        let value = match (values.next(), values.next()) {
            (Some(value), None) if soap::is_plain(value, "value") => value,
            _ => return Err(Told::Other("the payload has not exactly one value")),
        };
        let payload = match xml::child(value, XOP, "Include").and_then(|include| include.attribute("href")) {
            Some(address) => part(address).ok_or(Told::Other("what it refers to is not there"))?,
            None => base64(&xml::text(value)).ok_or(Told::Other("the payload is not base64"))?,
        };
        let header = header.ok_or(Told::Other("it has no header"))?;
        let (id, transport) = user_message(header).ok_or(Told::Other("its header names not all it must"))?;
        Ok(Retrieved { id, payload, transport })
    })
}

/// The status of a message.
pub fn read_status(bytes: &[u8], flavour: Flavour) -> Result<Status, Told> {
    answer(bytes, flavour, &["statusResponse", "getStatusResponse"], |_, content| {
        Status::parse(xml::text(content).trim()).ok_or(Told::Other("the status is not one of Domibus'"))
    })
}

/// What went wrong with a message.
pub fn read_errors(bytes: &[u8], flavour: Flavour) -> Result<Vec<ErrorItem>, Told> {
    answer(bytes, flavour, &["getMessageErrorsResponse", "getErrorsResponse"], |_, content| {
        let items = content.children().filter(|node| soap::is_plain(*node, "item"));
        let item = |node| {
            let code = soap::said(node, "domibusErrorCode").or_else(|| soap::said(node, "errorCode"));
            let detail = soap::said(node, "errorDetail").unwrap_or_default();
            ErrorItem {
                code: Code::of(&code.unwrap_or_default()).as_str().to_owned(),
                detail: detail.chars().filter(|letter| !letter.is_control()).take(DETAIL_MAX).collect(),
            }
        };
        Ok(items.take(ERRORS_MAX).map(item).collect())
    })
}

/// That a message has been marked.
pub(super) fn read_marked(bytes: &[u8]) -> Result<(), Told> {
    answer(bytes, Flavour::Plugin, &["markMessageAsDownloadedResponse"], |_, _| Ok(()))
}

fn answer<T>(
    bytes: &[u8],
    flavour: Flavour,
    names: &[&str],
    read: impl FnOnce(Option<Node<'_, '_>>, Node<'_, '_>) -> Result<T, Told>,
) -> Result<T, Told> {
    let not_soap = Told::Other("it is not a SOAP 1.2 envelope with one body");
    let document = soap::parse(bytes).map_err(|_| not_soap.clone())?;
    let parts = soap::parts(&document).map_err(|_| not_soap)?;
    if xml::is(parts.content, ENVELOPE, "Fault") {
        return Err(Told::Fault(fault(parts.content)));
    }
    if !names.iter().any(|name| xml::is(parts.content, flavour.namespace(), name)) {
        return Err(Told::Other("it is not the answer to this question"));
    }
    read(parts.header, parts.content)
}

/// The code of a fault: Domibus' own, or SOAP's.
fn fault(fault: Node<'_, '_>) -> Code {
    let detail = xml::child(fault, ENVELOPE, "Detail").and_then(|detail| {
        let mut details = detail.children().filter(|node| node.is_element() && node.tag_name().name() == "FaultDetail");
        soap::said(details.next()?, "code")
    });
    let soap = || {
        let value = xml::child(xml::child(fault, ENVELOPE, "Code")?, ENVELOPE, "Value")?;
        Some(xml::text(value).into_owned())
    };
    Code::of(&detail.filter(|code| !code.is_empty()).or_else(soap).unwrap_or_default())
}

fn user_message(header: Node<'_, '_>) -> Option<(String, Transport)> {
    let mut all = xml::children(xml::child(header, EBMS, "Messaging")?, EBMS, "UserMessage");
    let message = all.next()?;
    if all.next().is_some() {
        return None;
    }
    let id = xml::child(xml::child(message, EBMS, "MessageInfo")?, EBMS, "MessageId")?;
    let action = xml::child(xml::child(message, EBMS, "CollaborationInfo")?, EBMS, "Action")?;
    let properties = xml::child(message, EBMS, "MessageProperties")?;
    let property = |name: &str| {
        let mut found =
            xml::children(properties, EBMS, "Property").filter(|property| property.attribute("name") == Some(name));
        let value = xml::text(found.next()?).trim().to_owned();
        if found.next().is_some() { None } else { Some(value) }
    };
    let transport = Transport {
        original_sender: property("originalSender")?,
        final_recipient: property("finalRecipient")?,
        action: xml::text(action).trim().to_owned(),
    };
    Some((identifier(xml::text(id).trim().to_owned())?, transport))
}

/// What an access point may call a message: something that can be seen, and not too much of it.
fn identifier(id: String) -> Option<String> {
    ((1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')).then_some(id)
}

/// Base64, also with line breaks.
fn base64(text: &str) -> Option<Vec<u8>> {
    let blank = |byte: u8| byte.is_ascii_whitespace();
    let text = if text.bytes().any(blank) {
        Cow::Owned(text.split_ascii_whitespace().collect::<String>())
    } else {
        Cow::Borrowed(text)
    };
    STANDARD.decode(text.as_bytes()).ok().filter(|bytes| !bytes.is_empty())
}
