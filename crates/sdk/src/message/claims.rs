//! What a message says of itself even when it breaks rules: as much as a rejection needs. None of it is proven.

use roxmltree::Node;

use super::RECEIVED_BYTES_MAX;
use crate::names::MESSAGE;
use crate::text::{ParticipantId, Text};
use crate::xml::{self, NotXml};

/// Which message it says it is, from whom, to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Which, as written.
    pub id: Text,
    /// From which organisation.
    pub sender: ParticipantId,
    /// To which organisation.
    pub recipient: ParticipantId,
    /// To which function.
    pub function: Option<Text>,
}

/// What a message says of itself; `None` where it does not say enough to be answered.
pub fn claims(bytes: &[u8]) -> Result<Option<Claims>, NotXml> {
    if bytes.len() > RECEIVED_BYTES_MAX {
        return Err(NotXml::TooMuch);
    }
    let document = xml::parse(xml::decode(bytes)?)?;
    Ok(read(document.root_element()))
}

fn read(root: Node<'_, '_>) -> Option<Claims> {
    let header = walk(root, &["message", "messageHeader"])?;
    let participant =
        |path: &[&str]| walk(header, path).and_then(|node| ParticipantId::new(xml::text(node).trim()).ok());
    let function = ["recipient", "attention", "subOrganization", "organizationId", "extension"];
    Some(Claims {
        id: text(walk(header, &["messageId"])?)?,
        sender: participant(&["sender", "senderID", "extension"])?,
        recipient: participant(&["recipient", "recipientID", "extension"])?,
        function: walk(header, &function).and_then(text),
    })
}

fn walk<'a, 'input>(from: Node<'a, 'input>, path: &[&str]) -> Option<Node<'a, 'input>> {
    path.iter().try_fold(from, |node, name| xml::child(node, MESSAGE, name))
}

fn text(node: Node<'_, '_>) -> Option<Text> {
    Text::new(xml::text(node).trim()).ok()
}
