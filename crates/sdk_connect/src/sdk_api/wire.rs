//! The JSON of the SDK API, by the names of its OpenAPI description (version 1.0.0). What a later version adds is passed
//! over; what is there must be of the right kind.

use serde::{Deserialize, Serialize};

/// What the API calls itself.
pub const VERSION: &str = "sdk api 1.0.0";

/// The one type of resource.
pub const MESSAGES: &str = "messages";

/// A message to be sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct Create {
    /// It.
    pub data: CreateData,
}

/// The resource of a message to be sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct CreateData {
    /// `messages`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it says.
    pub attributes: CreateAttributes,
}

/// One message.
#[derive(Debug, Serialize, Deserialize)]
pub struct One {
    /// About the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// It.
    pub data: Resource,
}

/// Several, without their documents.
#[derive(Debug, Serialize, Deserialize)]
pub struct Several {
    /// About the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// Where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// They.
    pub data: Vec<Resource>,
}

/// About an answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Meta {
    /// Of the API.
    #[serde(default)]
    pub version: Option<String>,
}

/// Where something is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Links {
    /// Itself.
    #[serde(default, rename = "self")]
    pub itself: Option<String>,
}

/// A message as a resource.
#[derive(Debug, Serialize, Deserialize)]
pub struct Resource {
    /// `messages`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the service calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it says, and how far it has come.
    pub attributes: Attributes,
}

/// A message that came or went.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attributes {
    /// How far it has come.
    pub message_status: MessageStatus,
    /// When it was made.
    pub creation_date_time: String,
    /// Which.
    pub message_id: String,
    /// Of which conversation.
    pub conversation_id: String,
    /// Of which message it is an answer or a supplement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ref_to_message_id: Option<String>,
    /// Whether it is under secrecy.
    pub confidentiality: bool,
    /// What it is about.
    pub label: String,
    /// From which organisation.
    pub sender: String,
    /// To which.
    pub recipient: String,
    /// From which function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_attention: Option<Attention>,
    /// To which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_attention: Option<Attention>,
    /// The system that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generating_system: Option<Identifier>,
    /// What it holds; never in a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digital_document: Vec<Document>,
    /// What has happened to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Events>,
}

/// A message to be sent. What the service may decide can be left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateAttributes {
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creation_date_time: Option<String>,
    /// Which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Of which conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// Of which message it is an answer or a supplement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ref_to_message_id: Option<String>,
    /// Whether it is under secrecy.
    pub confidentiality: bool,
    /// What it is about.
    pub label: String,
    /// From which organisation.
    pub sender: String,
    /// To which.
    pub recipient: String,
    /// From which function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_attention: Option<Attention>,
    /// To which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_attention: Option<Attention>,
    /// The system that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generating_system: Option<Identifier>,
    /// What it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digital_document: Vec<Document>,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the contract's own")]
pub enum MessageStatus {
    Scheduled,
    Submitted,
    ScheduledForResend,
    Acknowledge,
    WaitingForReceipt,
    MessageExchangeError,
    Accepted,
    Rejected,
    Retrieved,
    ReceiptSent,
    New,
    Error,
}

impl MessageStatus {
    /// Its name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Submitted => "SUBMITTED",
            Self::ScheduledForResend => "SCHEDULED_FOR_RESEND",
            Self::Acknowledge => "ACKNOWLEDGE",
            Self::WaitingForReceipt => "WAITING_FOR_RECEIPT",
            Self::MessageExchangeError => "MESSAGE_EXCHANGE_ERROR",
            Self::Accepted => "ACCEPTED",
            Self::Rejected => "REJECTED",
            Self::Retrieved => "RETRIEVED",
            Self::ReceiptSent => "RECEIPT_SENT",
            Self::New => "NEW",
            Self::Error => "ERROR",
        }
    }
}

/// A function, with persons and references.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attention {
    /// The function.
    pub sub_organization: Labelled,
    /// Persons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attention_person: Vec<Labelled>,
    /// References.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reference_id: Vec<Labelled>,
}

/// An identifier with a name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Labelled {
    /// Which list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Which one in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// An identifier.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identifier {
    /// Which list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Which one in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
}

/// A part of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The sender's identifier.
    pub document_id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_name: Option<String>,
    /// Its place among the others, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content_text_body: Vec<String>,
    /// Files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content_files: Vec<File>,
}

/// A file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// What it is called.
    pub file_name: String,
    /// What kind it is.
    pub content_type: String,
    /// What it holds, in base64.
    pub content: String,
}

/// What has happened, newest first, or why something was refused (RFC 7807).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Events {
    /// Which kind of problem.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The status of HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// In more words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// About which message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// One by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_issues: Vec<Issue>,
}

/// One thing that happened.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// Its code: a status, or the answer of a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_code: Option<String>,
    /// In words; of a receipt, the reason's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// In more words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Where in the message.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Create {
    /// A message to be sent.
    pub fn of(attributes: CreateAttributes) -> Self {
        Self { data: CreateData { kind: MESSAGES.to_owned(), attributes } }
    }
}
