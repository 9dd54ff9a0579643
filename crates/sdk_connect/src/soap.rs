//! SOAP 1.2 as both ends of Domibus' web service write and read it: one element in a body, perhaps one header, or a fault.
//! Read strictly: no document types, exactly one body, nothing beside it.

use roxmltree::{Document, Node};
use sdk::xml::write::Writer;
use sdk::xml::{self, NotXml};

/// SOAP 1.2.
pub const ENVELOPE: &str = "http://www.w3.org/2003/05/soap-envelope";
/// The header of ebMS 3.0.
pub const EBMS: &str = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/";
/// References to parts of a multipart message.
pub const XOP: &str = "http://www.w3.org/2004/08/xop/include";
/// What a SOAP message says it is.
pub const MEDIA_TYPE: &str = "application/soap+xml";

/// Why something is not a SOAP message that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSoap {
    /// Not XML that is read here.
    #[error("it is not XML that is read")]
    Xml,
    /// Not an envelope with a header at most and one body.
    #[error("it is not a SOAP 1.2 envelope with one body")]
    Envelope,
    /// Not exactly one element in the body.
    #[error("there is not exactly one element in its body")]
    Body,
}

impl From<NotXml> for NotSoap {
    fn from(_: NotXml) -> Self {
        Self::Xml
    }
}

/// The document in some bytes.
pub fn parse(bytes: &[u8]) -> Result<Document<'_>, NotSoap> {
    Ok(xml::parse(xml::decode(bytes)?)?)
}

/// A SOAP message, taken apart.
#[derive(Clone, Copy)]
pub struct Parts<'a, 'input> {
    /// What stands in the header.
    pub header: Option<Node<'a, 'input>>,
    /// The one element in the body.
    pub content: Node<'a, 'input>,
}

/// Takes a SOAP message apart.
pub fn parts<'a, 'input>(document: &'a Document<'input>) -> Result<Parts<'a, 'input>, NotSoap> {
    let root = document.root_element();
    if !xml::is(root, ENVELOPE, "Envelope") {
        return Err(NotSoap::Envelope);
    }
    let mut children = root.children().filter(Node::is_element);
    let (header, body) = match (children.next(), children.next(), children.next()) {
        (Some(body), None, None) => (None, body),
        (Some(header), Some(body), None) if xml::is(header, ENVELOPE, "Header") => (Some(header), body),
        _ => return Err(NotSoap::Envelope),
    };
    if !xml::is(body, ENVELOPE, "Body") {
        return Err(NotSoap::Envelope);
    }
    let mut contents = body.children().filter(Node::is_element);
    match (contents.next(), contents.next()) {
        (Some(content), None) => Ok(Parts { header, content }),
        _ => Err(NotSoap::Body),
    }
}

/// Opens a message whose body is to be written next. `header` is XML already.
pub fn open(out: &mut Writer, header: &str) {
    out.open("soap:Envelope", &[("xmlns:soap", ENVELOPE)]);
    if !header.is_empty() {
        out.open("soap:Header", &[]).raw(header).close("soap:Header");
    }
    out.open("soap:Body", &[]);
}

/// Closes it.
pub fn close(out: &mut Writer) {
    out.close("soap:Body").close("soap:Envelope");
}

/// The text of a child without a namespace, as Domibus writes them; none when it is missing or there are several.
pub fn said(node: Node<'_, '_>, name: &str) -> Option<String> {
    let mut found = node.children().filter(|child| is_plain(*child, name));
    match (found.next(), found.next()) {
        (Some(child), None) => Some(xml::text(child).trim().to_owned()),
        _ => None,
    }
}

/// Whether an element has this name, and no namespace.
pub fn is_plain(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name && node.tag_name().namespace().is_none()
}
