//! A message as the SDK API writes it, and back. What the API has no room for is left out: names of organisations, and
//! what others have added. What it has read must be a message by every rule.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::message::{
    Attention, Confidentiality, DOCUMENTS_MAX, Document, Extensions, File, Function, Identifier, Letter, Message,
    Party, Person, Reference, Words,
};
use sdk::moment;
use sdk::text::{ConversationId, FunctionAddress, Label, MessageId, ParticipantId, Text};

use super::wire::{self, Attributes, CreateAttributes};

/// Why what was read is no message. Never repeats what stands there.
pub type Why = &'static str;

/// A message to be sent.
pub fn attributes(message: &Message) -> CreateAttributes {
    let letter = &message.letter;
    let many = letter.documents.len() > 1;
    CreateAttributes {
        creation_date_time: Some(moment::written(message.created_at)),
        message_id: Some(message.id.as_str().to_owned()),
        conversation_id: Some(message.conversation.as_str().to_owned()),
        ref_to_message_id: message.answers.as_ref().map(|id| id.as_str().to_owned()),
        confidentiality: letter.confidentiality == Confidentiality::Secret,
        label: letter.subject.as_str().to_owned(),
        sender: letter.sender.id.as_str().to_owned(),
        recipient: letter.recipient.id.as_str().to_owned(),
        sender_attention: Some(written_attention(&letter.sender.attention)),
        recipient_attention: Some(written_attention(&letter.recipient.attention)),
        generating_system: letter.generating_system.as_ref().map(|system| wire::Identifier {
            root: Some(system.root.as_str().to_owned()),
            extension: Some(system.extension.as_str().to_owned()),
        }),
        digital_document: letter
            .documents
            .iter()
            .enumerate()
            .map(|(at, document)| written_document(document, many.then_some(at + 1)))
            .collect(),
    }
}

/// A message that is told of: the same as when it is sent, and how far it has come.
pub fn told(message: &Message, status: wire::MessageStatus) -> Attributes {
    let sent = attributes(message);
    Attributes {
        message_status: status,
        creation_date_time: sent.creation_date_time.unwrap_or_default(),
        message_id: sent.message_id.unwrap_or_default(),
        conversation_id: sent.conversation_id.unwrap_or_default(),
        ref_to_message_id: sent.ref_to_message_id,
        confidentiality: sent.confidentiality,
        label: sent.label,
        sender: sent.sender,
        recipient: sent.recipient,
        sender_attention: sent.sender_attention,
        recipient_attention: sent.recipient_attention,
        generating_system: sent.generating_system,
        digital_document: sent.digital_document,
        events: None,
    }
}

/// What the service has told, as a message that follows every rule.
pub fn message(told: &Attributes) -> Result<Message, Why> {
    let documents = told.digital_document.iter().map(read_document).collect::<Result<Vec<_>, _>>()?;
    if documents.is_empty() || documents.len() > DOCUMENTS_MAX {
        return Err("it has no documents, or too many");
    }
    let party = |id: &str, attention: Option<&wire::Attention>| -> Result<Party, Why> {
        Ok(Party {
            id: ParticipantId::new(id).map_err(|_| "an organisation is not 0203: and its domain")?,
            label: None,
            attention: read_attention(attention.ok_or("a function is missing")?)?,
            extensions: vec![],
        })
    };
    let read = Message {
        id: MessageId::parse(&told.message_id).map_err(|_| "its identifier is no UUID")?,
        conversation: ConversationId::parse(&told.conversation_id).map_err(|_| "its conversation is no UUID")?,
        answers: match &told.ref_to_message_id {
            Some(id) => Some(MessageId::parse(id).map_err(|_| "what it refers to is no UUID")?),
            None => None,
        },
        created_at: moment::parse(&told.creation_date_time).ok_or("its moment is none, or has no zone")?,
        letter: Letter {
            subject: Label::new(told.label.as_str()).map_err(|_| "its subject cannot be one")?,
            confidentiality: if told.confidentiality { Confidentiality::Secret } else { Confidentiality::Open },
            generating_system: told.generating_system.as_ref().and_then(read_identifier),
            recipient: party(&told.recipient, told.recipient_attention.as_ref())?,
            sender: party(&told.sender, told.sender_attention.as_ref())?,
            documents,
            extensions: Extensions::default(),
        },
    };
    // The rules of a received message are in the reader of its XML, and nowhere else.
    match sdk::message::parse(read.to_xml().as_bytes()) {
        Ok(message) => Ok(message),
        Err(_) => Err("it breaks the rules of a message"),
    }
}

fn written_attention(attention: &Attention) -> wire::Attention {
    let labelled = |id: Option<&Identifier>, label: Option<&Label>| wire::Labelled {
        root: id.map(|id| id.root.as_str().to_owned()),
        extension: id.map(|id| id.extension.as_str().to_owned()),
        // The API demands a name where the message need not have one.
        label: label.map(Label::as_str).or(id.map(|id| id.extension.as_str())).map(ToOwned::to_owned),
    };
    let function = &attention.function;
    wire::Attention {
        sub_organization: wire::Labelled {
            root: Some(FunctionAddress::ROOT.to_owned()),
            extension: Some(function.address.as_str().to_owned()),
            label: function.label.as_ref().map(|label| label.as_str().to_owned()),
        },
        attention_person: attention
            .persons
            .iter()
            .map(|person| labelled(person.id.as_ref(), person.label.as_ref()))
            .collect(),
        reference_id: attention
            .references
            .iter()
            .map(|reference| labelled(Some(&reference.id), reference.label.as_ref()))
            .collect(),
    }
}

fn read_attention(attention: &wire::Attention) -> Result<Attention, Why> {
    let function = &attention.sub_organization;
    if function.root.as_deref().is_some_and(|root| root != FunctionAddress::ROOT) {
        return Err("a function is of another kind");
    }
    let address = function.extension.as_deref().unwrap_or_default();
    let persons = attention.attention_person.iter().map(|person| {
        Ok(Person { id: of_labelled(person), label: read_label(person.label.as_deref())?, extensions: vec![] })
    });
    let references = attention.reference_id.iter().map(|reference| {
        Ok(Reference {
            id: of_labelled(reference).ok_or("a reference names nothing")?,
            label: read_label(reference.label.as_deref())?,
            extensions: vec![],
        })
    });
    Ok(Attention {
        persons: persons.collect::<Result<_, Why>>()?,
        function: Function {
            address: FunctionAddress::new(address).map_err(|_| "a function has no address")?,
            label: read_label(function.label.as_deref())?,
            extensions: vec![],
        },
        references: references.collect::<Result<_, Why>>()?,
        extensions: vec![],
    })
}

fn of_labelled(found: &wire::Labelled) -> Option<Identifier> {
    identifier(found.root.as_deref(), found.extension.as_deref())
}

fn read_identifier(found: &wire::Identifier) -> Option<Identifier> {
    identifier(found.root.as_deref(), found.extension.as_deref())
}

fn identifier(root: Option<&str>, extension: Option<&str>) -> Option<Identifier> {
    Some(Identifier { root: Text::new(root?).ok()?, extension: Text::new(extension?).ok()? })
}

/// A blank name is none: some services write every field.
fn read_label(label: Option<&str>) -> Result<Option<Label>, Why> {
    let some = label.filter(|label| !label.trim().is_empty());
    some.map(|label| Label::new(label).map_err(|_| "a name cannot be one")).transpose()
}

fn written_document(document: &Document, index: Option<usize>) -> wire::Document {
    let file = |file: &File| wire::File {
        file_name: file.name.as_str().to_owned(),
        content_type: file.content_type.as_str().to_owned(),
        content: STANDARD.encode(&file.content),
    };
    wire::Document {
        document_id: document.id.as_str().to_owned(),
        document_name: document.name.as_ref().map(|name| name.as_str().to_owned()),
        index: index.map(|index| index.to_string()),
        content_text_body: document.texts.iter().map(|words| words.markdown.as_str().to_owned()).collect(),
        content_files: document.files.iter().map(file).collect(),
    }
}

fn read_document(document: &wire::Document) -> Result<Document, Why> {
    let text = |text: &str, why: Why| Text::new(text).map_err(|_| why);
    let files = document.content_files.iter().map(|file| {
        Ok(File {
            name: text(&file.file_name, "a file has no name")?,
            content_type: text(&file.content_type, "a file has no type")?,
            content: STANDARD.decode(&file.content).map_err(|_| "a file is not base64")?,
            extensions: vec![],
        })
    });
    let texts = document.content_text_body.iter().map(|words| {
        Ok(Words { markdown: text(words, "a text is blank, or holds what XML cannot carry")?, extensions: vec![] })
    });
    let name = document.document_name.as_deref().filter(|name| !name.trim().is_empty());
    Ok(Document {
        id: text(&document.document_id, "a document has no identifier")?,
        name: name.map(|name| text(name, "a document's name cannot be one")).transpose()?,
        files: files.collect::<Result<_, Why>>()?,
        texts: texts.collect::<Result<_, Why>>()?,
        extensions: vec![],
    })
}
