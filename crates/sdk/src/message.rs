//! An SDK message, version 3.0: unstructured words and files from one function of an organisation to one function of
//! another. Source: specification 2.2. Persons are never addressed, only referred to.
//!
//! What is built here can be sent: every value is of the kind that the rules ask for, and what only the whole can show
//! (index, size) is looked at when it is sealed into a [`Message`].

mod claims;
mod read;
mod schema;
mod write;

use domain::moment::Moment;

use crate::fault::Fault;
use crate::markdown;
use crate::text::{ConversationId, FunctionAddress, Label, MessageId, ParticipantId, Text};

pub use claims::{Claims, claims};
pub(crate) use read::decode_base64;
pub use read::{NotMessage, parse, root_range};

/// The most that a message we send may measure, as XML in clear. Whether "30 MB" means this or 30 MiB is unconfirmed: we
/// send by the smaller and receive by the larger.
pub const SENT_BYTES_MAX: usize = 30_000_000;

/// The most that a received message may measure, as XML in clear.
pub const RECEIVED_BYTES_MAX: usize = 30 * 1024 * 1024;

/// How many documents a message of ours may have.
pub const DOCUMENTS_MAX: usize = 100;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which one. The envelope bears the same.
    pub id: MessageId,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Which message it answers or adds to.
    pub answers: Option<MessageId>,
    /// When it was made, to the millisecond.
    pub created_at: Moment,
    /// What it says, from whom, to whom.
    pub letter: Letter,
}

/// What somebody writes, before it becomes a message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is about.
    pub subject: Label,
    /// The sender's assessment of secrecy.
    pub confidentiality: Confidentiality,
    /// The system that made it, for support.
    pub generating_system: Option<Identifier>,
    /// To whom.
    pub recipient: Party,
    /// From whom.
    pub sender: Party,
    /// What it carries, in order; at least one.
    pub documents: Vec<Document>,
    /// What others have added to the message, its header and its body.
    pub extensions: Extensions,
}

/// Whether the sender holds the content to be under secrecy (*omfattas av sekretess*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Confidentiality {
    /// Under secrecy. What we send is, unless somebody says otherwise.
    #[default]
    Secret,
    /// Not under secrecy.
    Open,
}

/// A number or name in a list that the root tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// Which list.
    pub root: Text,
    /// Which one in it.
    pub extension: Text,
}

/// An organisation at one end of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Which organisation.
    pub id: ParticipantId,
    /// Its name in the address book.
    pub label: Option<Label>,
    /// Which function in it, and about what.
    pub attention: Attention,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// The function at one end of a message, with persons and references it may want to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Persons, as a help to the reader; nothing is kept from others by it.
    pub persons: Vec<Person>,
    /// The function.
    pub function: Function,
    /// Case numbers and the like. A reply returns those of the sender.
    pub references: Vec<Reference>,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// A person referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Number or address.
    pub id: Option<Identifier>,
    /// Name.
    pub label: Option<Label>,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// A function address with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The address.
    pub address: FunctionAddress,
    /// Its name in the address book.
    pub label: Option<Label>,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// A case number or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Which.
    pub id: Identifier,
    /// What it is.
    pub label: Option<Label>,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// A part of the message: words, files, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The sender's identifier.
    pub id: Text,
    /// Its name.
    pub name: Option<Text>,
    /// Files.
    pub files: Vec<File>,
    /// Words.
    pub texts: Vec<Words>,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// Words in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As the sender wrote them.
    pub markdown: Text,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is called.
    pub name: Text,
    /// What kind it is (MIME), as the sender says.
    pub content_type: Text,
    /// What it holds; at least one byte.
    pub content: Vec<u8>,
    /// What others have added.
    pub extensions: Vec<Extension>,
}

/// An element of somebody else's namespace, kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension(pub(crate) String);

impl Extension {
    /// The element, as canonical XML that stands on its own.
    pub fn xml(&self) -> &str {
        &self.0
    }
}

/// What others have added to the outer parts of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// After the body.
    pub message: Vec<Extension>,
    /// Last in the header.
    pub header: Vec<Extension>,
    /// Last in the body.
    pub body: Vec<Extension>,
}

/// The lists that identifiers come from.
pub mod roots {
    /// Swedish personal identity number.
    pub const PERSONAL_NUMBER: &str = "1.2.752.129.2.1.3.1";
    /// Coordination number.
    pub const COORDINATION_NUMBER: &str = "1.2.752.129.2.1.3.3";
    /// National reserve identity.
    pub const RESERVE_IDENTITY: &str = "1.2.752.74.9.1";
    /// HSA-id.
    pub const HSA: &str = "1.2.752.29.6.2.1";
    /// E-mail address of a person.
    pub const EMAIL: &str = "0.9.2342.19200300.100.1.3";
    /// A person in another way.
    pub const OTHER_PERSON: &str = "1.2.752.129.2.1.2.1";
    /// GLN.
    pub const GLN: &str = "1.3.88";
    /// Registration number of a case (*diarienummer*).
    pub const CASE: &str = "dnr";
    /// A reference of another kind. The spelling is the specification's.
    pub const OTHER_REFERENCE: &str = "unregistred";
}

impl Message {
    /// The first of a conversation, which it opens.
    pub fn first(id: MessageId, letter: Letter, now: Moment) -> Result<Self, Vec<Fault>> {
        let conversation = ConversationId::opened_by(&id);
        Self { conversation, answers: None, created_at: to_milliseconds(now), letter, id }.checked()
    }

    /// A reply: in the conversation of what it answers, with the references that its sender gave.
    pub fn reply(id: MessageId, mut letter: Letter, received: &Self, now: Moment) -> Result<Self, Vec<Fault>> {
        let wanted = &mut letter.recipient.attention.references;
        for reference in &received.letter.sender.attention.references {
            if !wanted.iter().any(|known| known.id == reference.id) {
                wanted.push(reference.clone());
            }
        }
        Self::following(id, letter, received, now)
    }

    /// A supplement to what we have sent: refers to the first message of the conversation.
    pub fn supplement(id: MessageId, letter: Letter, first: &Self, now: Moment) -> Result<Self, Vec<Fault>> {
        Self::following(id, letter, first, now)
    }

    fn following(id: MessageId, letter: Letter, to: &Self, now: Moment) -> Result<Self, Vec<Fault>> {
        let conversation = to.conversation.clone();
        let answers = Some(to.id.clone());
        Self { id, conversation, answers, created_at: to_milliseconds(now), letter }.checked()
    }

    /// One letter to several, who cannot see each other: a message of its own for each, in one conversation.
    pub fn to_each(letter: &Letter, recipients: Vec<(MessageId, Party)>, now: Moment) -> Result<Vec<Self>, Vec<Fault>> {
        let mut messages: Vec<Self> = Vec::with_capacity(recipients.len());
        for (id, recipient) in recipients {
            let mut message = Self::first(id, Letter { recipient, ..letter.clone() }, now)?;
            if let Some(first) = messages.first() {
                message.conversation = first.conversation.clone();
            }
            messages.push(message);
        }
        Ok(messages)
    }

    /// The message as XML in clear: canonical, without a declaration.
    pub fn to_xml(&self) -> String {
        write::message(self)
    }

    /// What only the whole can show.
    fn checked(self) -> Result<Self, Vec<Fault>> {
        let faults = self.unsendable();
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    /// Why a message may not be sent by us, though others might send it so.
    pub fn unsendable(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let documents = &self.letter.documents;
        if documents.is_empty() || documents.len() > DOCUMENTS_MAX {
            faults.push(Fault::structure(DOCUMENTS, "a message has between 1 and 100 documents"));
        }
        for (at, document) in documents.iter().enumerate() {
            let place = format!("{DOCUMENTS}[{}]", at + 1);
            if document.files.is_empty() && document.texts.is_empty() {
                faults.push(Fault::invariant(&place, "the document has neither words nor files"));
            }
            if document.files.iter().any(|file| file.content.is_empty()) {
                faults.push(Fault::invariant(format!("{place}/tns:ContentFiles"), "a file is empty"));
            }
            for words in &document.texts {
                if let Some(outside) = markdown::outside_subset(words.markdown.as_str()) {
                    let text = format!("line {}: {}", outside.line, outside.what);
                    faults.push(Fault::invariant(format!("{place}/tns:ContentText"), text));
                }
            }
        }
        if self.letter.size() > SENT_BYTES_MAX || (faults.is_empty() && self.to_xml().len() > SENT_BYTES_MAX) {
            faults.push(Fault::too_long("the message with its files is larger than 30 MB"));
        }
        faults
    }
}

const DOCUMENTS: &str = "/tns:messagePayload/tns:message/tns:messageBody/tns:documents";

impl Letter {
    /// What words and files come to as XML, so that a writer can be told before all is written.
    pub fn size(&self) -> usize {
        let file = |file: &File| file.content.len().div_ceil(3) * 4;
        let words = |words: &Words| words.markdown.as_str().len();
        self.documents
            .iter()
            .map(|document| {
                document.files.iter().map(file).sum::<usize>() + document.texts.iter().map(words).sum::<usize>()
            })
            .sum()
    }
}

/// The message tells milliseconds.
fn to_milliseconds(moment: Moment) -> Moment {
    Moment::from_microseconds(moment.microseconds().div_euclid(1000) * 1000)
}
