//! Reads a message strictly: the schema first, every fault of it named; then the rules beside the schema, the shipped
//! ones and those that the shipped files forget. Source: specification 2.2, 2.3.
//!
//! Rules are looked at only in a message that follows the schema: a fault of the schema would come back as three faults
//! of rules.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;

use super::{
    Attention, Confidentiality, Document, Extension, Extensions, File, Function, Identifier, Letter, Message, Party,
    Person, RECEIVED_BYTES_MAX, Reference, Words, schema,
};
use crate::fault::{FAULTS_MAX, Fault, Reason};
use crate::moment;
use crate::names::MESSAGE;
use crate::text::{ConversationId, FunctionAddress, Label, MessageId, NotText, ParticipantId, Text, is_blank};
use crate::xml::{self, NotXml, canonical, path};

/// Why a text is not a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMessage {
    /// Not even XML. There is no receipt for it.
    #[error("{0}")]
    Xml(#[from] NotXml),
    /// It breaks these rules. The receipt names them.
    #[error("the message breaks {} rules", .0.len())]
    Faults(Vec<Fault>),
}

/// The message in some bytes.
pub fn parse(bytes: &[u8]) -> Result<Message, NotMessage> {
    if bytes.len() > RECEIVED_BYTES_MAX {
        let fault = Fault::too_long("the message with its files is larger than 30 MB");
        return Err(NotMessage::Faults(vec![fault]));
    }
    let document = xml::parse(xml::decode(bytes)?)?;
    let root = document.root_element();
    let mut faults = xml::schema::check(root, &schema::ROOT);
    if !faults.is_empty() {
        return Err(NotMessage::Faults(faults));
    }
    hold_extensions(root, &mut canonical::room(&document))?;
    let hollow =
        |node: &Node<'_, '_>| node.is_element() && node.first_element_child().is_none() && is_blank(&xml::text(*node));
    for node in root.descendants().filter(hollow).take(FAULTS_MAX) {
        faults.push(Fault::invariant(path::of(node), "the element is empty"));
    }
    let mut reader = Reader { faults };
    match reader.message(root) {
        Some(message) if reader.faults.is_empty() => Ok(message),
        _ => {
            if reader.faults.is_empty() {
                reader.faults.push(Fault::structure("/tns:messagePayload", "the message cannot be read"));
            }
            Err(NotMessage::Faults(reader.faults))
        }
    }
}

/// Where the root element stands in a text: what is encrypted is the element alone, without declaration or comments.
pub fn root_range(text: &str) -> Result<Range<usize>, NotXml> {
    xml::parse(text).map(|document| document.root_element().range())
}

/// What may be missing; when it is there and cannot be read, its fault has been named.
type Perhaps<T> = Option<Result<T, Named>>;

#[derive(Debug)]
struct Named;

/// Collects everything that is wrong on the way, so that the sender can mend it in one go.
struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn message(&mut self, root: Node<'_, '_>) -> Option<Message> {
        let message = child(root, "message")?;
        let header = child(message, "messageHeader")?;
        let body = child(message, "messageBody")?;
        let created_at = child(header, "creationDateTime").and_then(|node| {
            let found = moment::parse_strictly(&xml::text(node));
            self.or_fault(found, node, "the moment is not written as YYYY-MM-DDThh:mm:ss.sssZ")
        });
        let id = self.uuid(header, "messageId", MessageId::parse);
        let conversation = self.uuid(header, "conversationId", ConversationId::parse);
        let answers =
            child(header, "refToMessageId").map(|_| self.uuid(header, "refToMessageId", MessageId::parse).ok_or(Named));
        let subject = self.subject(header);
        let generating_system = child(header, "generatingSystem").map(|node| identifier(node).ok_or(Named));
        let recipient = child(header, "recipient").and_then(|node| self.party(node, "recipientID"));
        let sender = child(header, "sender").and_then(|node| self.party(node, "senderID"));
        let documents = self.documents(body);
        let confidentiality = match xml::text(child(header, "confidentiality")?).trim() {
            "true" | "1" => Confidentiality::Secret,
            _ => Confidentiality::Open,
        };
        let letter = Letter {
            subject: subject?,
            confidentiality,
            generating_system: generating_system.transpose().ok()?,
            recipient: recipient?,
            sender: sender?,
            documents: documents?,
            extensions: Extensions { message: extensions(message), header: extensions(header), body: extensions(body) },
        };
        Some(Message {
            id: id?,
            conversation: conversation?,
            answers: answers.transpose().ok()?,
            created_at: created_at?,
            letter,
        })
    }

    /// The schema lets the subject be missing, the specification does not; and its length is a fault of structure found
    /// by a rule.
    fn subject(&mut self, header: Node<'_, '_>) -> Option<Label> {
        let Some(node) = child(header, "label") else {
            let place = path::below(header, MESSAGE, "label");
            self.faults.push(Fault::invariant(place, "the message has no label"));
            return None;
        };
        match Label::new(xml::text(node)) {
            Ok(label) => Some(label),
            Err(NotText::TooLong) => {
                let text = "the label is longer than 256 characters";
                self.faults.push(Fault::rule(Reason::Structure, path::of(node), text));
                None
            }
            Err(_) => None,
        }
    }

    fn party(&mut self, node: Node<'_, '_>, id: &'static str) -> Option<Party> {
        let participant = child(node, id).and_then(|id| self.participant(id));
        let attention = if let Some(attention) = child(node, "attention") {
            self.attention(attention)
        } else {
            let place = path::below(node, MESSAGE, "attention");
            self.faults.push(Fault::invariant(place, "the sender's function is missing"));
            None
        };
        let label = label(node);
        Some(Party {
            id: participant?,
            label: label.transpose().ok()?,
            attention: attention?,
            extensions: extensions(node),
        })
    }

    fn participant(&mut self, node: Node<'_, '_>) -> Option<ParticipantId> {
        let root = child(node, "root")?;
        if xml::text(root) != ParticipantId::SCHEME {
            self.faults.push(Fault::invariant(path::of(root), "the root is not iso6523-actorid-upis"));
        }
        let extension = child(node, "extension")?;
        let found = ParticipantId::new(xml::text(extension)).ok();
        self.or_fault(found, extension, "the organisation is not written as 0203: and its domain")
    }

    fn attention(&mut self, node: Node<'_, '_>) -> Option<Attention> {
        let persons: Vec<_> = children(node, "person").map(person).collect();
        let function = child(node, "subOrganization").and_then(|function| self.function(function));
        let references: Vec<_> = children(node, "reference").map(reference).collect();
        Some(Attention {
            persons: persons.into_iter().collect::<Option<_>>()?,
            function: function?,
            references: references.into_iter().collect::<Option<_>>()?,
            extensions: extensions(node),
        })
    }

    fn function(&mut self, node: Node<'_, '_>) -> Option<Function> {
        let id = child(node, "organizationId")?;
        let root = child(id, "root")?;
        if xml::text(root) != FunctionAddress::ROOT {
            self.faults.push(Fault::invariant(path::of(root), "the root is not that of function addresses"));
        }
        let address = FunctionAddress::new(xml::text(child(id, "extension")?)).ok()?;
        Some(Function { address, label: label(node).transpose().ok()?, extensions: extensions(node) })
    }

    fn documents(&mut self, body: Node<'_, '_>) -> Option<Vec<Document>> {
        let nodes: Vec<_> = children(body, "documents").collect();
        let many = nodes.len() > 1;
        let mut documents: Vec<Option<(usize, Document)>> = Vec::with_capacity(nodes.len());
        let mut taken = vec![false; nodes.len()];
        for node in nodes {
            if self.faults.len() >= FAULTS_MAX {
                return None;
            }
            let index = if many { self.index(node, &mut taken) } else { Some(0) };
            let document = self.document(node);
            documents.push(index.zip(document));
        }
        let mut documents: Vec<_> = documents.into_iter().collect::<Option<_>>()?;
        documents.sort_by_key(|(index, _)| *index);
        Some(documents.into_iter().map(|(_, document)| document).collect())
    }

    fn index(&mut self, node: Node<'_, '_>, taken: &mut [bool]) -> Option<usize> {
        let written = child(node, "index").map(xml::text);
        let number =
            written.and_then(|text| text.trim().parse::<usize>().ok()).and_then(|number| number.checked_sub(1));
        if let Some(free) = number.and_then(|number| taken.get_mut(number)).filter(|taken| !**taken) {
            *free = true;
            return number;
        }
        let place = path::below(node, MESSAGE, "index");
        self.faults.push(Fault::invariant(place, "several documents are not numbered from 1"));
        None
    }

    fn document(&mut self, node: Node<'_, '_>) -> Option<Document> {
        let files: Vec<_> = children(node, "ContentFiles").map(|file| self.file(file)).collect();
        let texts: Vec<_> = children(node, "ContentText").map(words).collect();
        if files.is_empty() && texts.is_empty() {
            self.faults.push(Fault::invariant(path::of(node), "the document has neither words nor files"));
        }
        let name = child(node, "documentName").map(|name| Text::new(xml::text(name)));
        Some(Document {
            id: Text::new(xml::text(child(node, "documentID")?)).ok()?,
            name: name.transpose().ok()?,
            files: files.into_iter().collect::<Option<_>>()?,
            texts: texts.into_iter().collect::<Option<_>>()?,
            extensions: extensions(node),
        })
    }

    fn file(&mut self, node: Node<'_, '_>) -> Option<File> {
        let text = |name| child(node, name).and_then(|node| Text::new(xml::text(node)).ok());
        let content = child(node, "content")?;
        let written = xml::text(content);
        let decoded = decode_base64(&written).filter(|bytes| !bytes.is_empty());
        let decoded = self.or_fault(decoded, content, "the file is not written in base64");
        Some(File {
            name: text("fileName")?,
            content_type: text("contentType")?,
            content: decoded?,
            extensions: extensions(node),
        })
    }

    fn uuid<T>(
        &mut self,
        header: Node<'_, '_>,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, NotText>,
    ) -> Option<T> {
        let node = child(header, name)?;
        let found = parse(&xml::text(node)).ok();
        self.or_fault(found, node, "the identifier is not a UUID")
    }

    fn or_fault<T>(&mut self, found: Option<T>, node: Node<'_, '_>, text: &str) -> Option<T> {
        if found.is_none() && self.faults.len() < FAULTS_MAX {
            self.faults.push(Fault::invariant(path::of(node), text));
        }
        found
    }
}

/// The bytes; white space inside, which many programs put there, is passed over.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let white = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    if text.bytes().any(white) {
        let dense: Vec<u8> = text.bytes().filter(|byte| !white(*byte)).collect();
        STANDARD.decode(dense).ok()
    } else {
        STANDARD.decode(text).ok()
    }
}

fn words(node: Node<'_, '_>) -> Option<Words> {
    let markdown = Text::new(xml::text(child(node, "characterSequence")?)).ok()?;
    Some(Words { markdown, extensions: extensions(node) })
}

/// The schema has looked at its length, and a blank one has been named.
fn label(node: Node<'_, '_>) -> Perhaps<Label> {
    child(node, "label").map(|label| Label::new(xml::text(label)).map_err(|_| Named))
}

fn person(node: Node<'_, '_>) -> Option<Person> {
    let id = child(node, "personId").map(|id| identifier(id).ok_or(Named)).transpose().ok()?;
    Some(Person { id, label: label(node).transpose().ok()?, extensions: extensions(node) })
}

fn reference(node: Node<'_, '_>) -> Option<Reference> {
    let id = child(node, "referenceId").and_then(identifier)?;
    Some(Reference { id, label: label(node).transpose().ok()?, extensions: extensions(node) })
}

fn identifier(node: Node<'_, '_>) -> Option<Identifier> {
    let text = |name| child(node, name).and_then(|node| Text::new(xml::text(node)).ok());
    Some(Identifier { root: text("root")?, extension: text("extension")? })
}

/// Extensions are kept as canonical XML, which may be far longer than they were: all of them together have so much room.
fn hold_extensions(node: Node<'_, '_>, left: &mut usize) -> Result<(), NotXml> {
    for child in node.children().filter(Node::is_element) {
        if is_foreign(&child) {
            canonical::element_within(child, canonical::Method::Exclusive, left)?;
        } else {
            hold_extensions(child, left)?;
        }
    }
    Ok(())
}

/// That they have room has been seen to.
fn extensions(node: Node<'_, '_>) -> Vec<Extension> {
    node.children()
        .filter(is_foreign)
        .filter_map(|child| canonical::element(child, canonical::Method::Exclusive).ok())
        .map(Extension)
        .collect()
}

fn is_foreign(node: &Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() != Some(MESSAGE)
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    xml::child(node, MESSAGE, name)
}

fn children<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> impl Iterator<Item = Node<'a, 'input>> {
    xml::children(node, MESSAGE, name)
}
