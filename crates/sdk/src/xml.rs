//! Reading and writing XML within limits: no document types, no entities of others, a bounded number of nodes and a
//! bounded depth. What is read is UTF-8 only, which is what the federation sends.

pub mod canonical;
pub(crate) mod path;
pub(crate) mod schema;
pub mod write;

use std::borrow::Cow;

use roxmltree::{Document, Node, ParsingOptions};

/// How many elements, attributes aside, texts and comments a document may have.
pub const NODES_MAX: u32 = 200_000;

/// How deep elements may stand in each other.
pub const DEPTH_MAX: usize = 64;

/// How many attributes an element may have, namespaces among them. The library holds each beside all the others.
pub const ATTRIBUTES_MAX: usize = 64;

/// How many namespaces a document may declare. The library copies those around an element for each that adds one.
pub const NAMESPACES_MAX: usize = 1024;

/// How many namespaces may be declared at one place of a document, those of the elements around it among them.
pub const SCOPE_MAX: usize = 128;

/// How long a namespace may be, in bytes as written. Canonical XML writes it at every element that begins to use it.
pub const NAMESPACE_MAX: usize = 1024;

/// Why something is not XML that is read here. Says where, never what stands there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotXml {
    /// Not UTF-8.
    #[error("it is not text in UTF-8")]
    Encoding,
    /// Cut off, or empty.
    #[error("it ends before it is complete XML")]
    CutOff,
    /// Not well-formed.
    #[error("it is not well-formed XML: line {line}, column {column}")]
    Malformed {
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
    },
    /// A document type, which could name files, addresses and entities.
    #[error("it has a document type, which is never read")]
    DocumentType,
    /// Too many nodes, or too deep.
    #[error("it has more elements, or deeper ones, than are read")]
    TooMuch,
}

/// The text in some bytes, without the byte order mark that some senders put first.
pub fn decode(bytes: &[u8]) -> Result<&str, NotXml> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotXml::Encoding)?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// The document in a text.
pub fn parse(text: &str) -> Result<Document<'_>, NotXml> {
    hold_bounds(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| why(&error))?;
    if !declares_utf8(text) {
        return Err(NotXml::Encoding);
    }
    if is_too_deep(&document) || document.descendants().any(|node| node.namespaces().len() > SCOPE_MAX) {
        return Err(NotXml::TooMuch);
    }
    Ok(document)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's list of faults is open, and long")]
fn why(error: &roxmltree::Error) -> NotXml {
    match error {
        roxmltree::Error::DtdDetected => NotXml::DocumentType,
        roxmltree::Error::NodesLimitReached
        | roxmltree::Error::AttributesLimitReached
        | roxmltree::Error::NamespacesLimitReached => NotXml::TooMuch,
        roxmltree::Error::NoRootNode | roxmltree::Error::UnclosedRootNode | roxmltree::Error::UnexpectedEndOfStream => {
            NotXml::CutOff
        }
        other => NotXml::Malformed { line: other.pos().row, column: other.pos().col },
    }
}

/// What the library does not bound, looked at before it reads: document types, of which it lets empty ones pass, and
/// attributes. Where a text is not well-formed this may lose its place; the library stops there.
fn hold_bounds(text: &str) -> Result<(), NotXml> {
    let mut rest = text;
    let mut namespaces = 0;
    while let Some((_, after)) = rest.split_once('<') {
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")]
            .into_iter()
            .find_map(|(open, close)| after.strip_prefix(open).map(|inside| inside.split_once(close)));
        rest = match skipped {
            Some(Some((_, after))) => after,
            Some(None) => return Ok(()),
            None if after.starts_with('!') => return Err(NotXml::DocumentType),
            None => {
                let (tag, after) = after.split_at_checked(end_of_tag(after)?).unwrap_or((after, ""));
                for (at, mark) in tag.match_indices("xmlns") {
                    namespaces += 1;
                    let length = tag.get(at + mark.len()..).map_or(0, declared);
                    if namespaces > NAMESPACES_MAX || length > NAMESPACE_MAX {
                        return Err(NotXml::TooMuch);
                    }
                }
                after
            }
        };
    }
    Ok(())
}

/// How long a namespace is, from what follows `xmlns`. Nothing where it is no declaration; too long where it cannot be
/// told soon.
fn declared(after: &str) -> usize {
    const TOO_LONG: usize = NAMESPACE_MAX + 1;
    let mut rest = after.bytes();
    match rest.by_ref().take(TOO_LONG).find(|byte| matches!(byte, b'=' | b'"' | b'\'')) {
        Some(b'=') => {}
        None if after.len() > NAMESPACE_MAX => return TOO_LONG,
        Some(_) | None => return 0,
    }
    let Some(quote) = rest.by_ref().take(TOO_LONG).find(|byte| !byte.is_ascii_whitespace()) else { return TOO_LONG };
    if matches!(quote, b'"' | b'\'') { rest.take(TOO_LONG).take_while(|byte| *byte != quote).count() } else { 0 }
}

/// Where a tag ends; too many attributes end it at once.
fn end_of_tag(text: &str) -> Result<usize, NotXml> {
    let mut quote = None;
    let mut attributes = 0;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Ok(at),
            (None, b'=') if attributes == ATTRIBUTES_MAX => return Err(NotXml::TooMuch),
            (None, b'=') => attributes += 1,
            (Some(_) | None, _) => {}
        }
    }
    Ok(text.len())
}

/// What the bytes are read as must be what they say they are: another reader might believe the declaration.
fn declares_utf8(text: &str) -> bool {
    let Some(declaration) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(head, _)| head)
    else {
        return true;
    };
    let Some((_, rest)) = declaration.split_once("encoding") else {
        return true;
    };
    let value = rest.trim_start().trim_start_matches('=').trim_start();
    let name: String = value.trim_matches(['"', '\'']).chars().take_while(|c| !matches!(c, '"' | '\'')).collect();
    name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii")
}

fn is_too_deep(document: &Document<'_>) -> bool {
    let mut depth = 0_usize;
    let mut node = document.root_element();
    loop {
        if let Some(child) = node.first_element_child() {
            depth += 1;
            if depth >= DEPTH_MAX {
                return true;
            }
            node = child;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling_element() {
                node = next;
                break;
            }
            match node.parent_element() {
                Some(parent) => {
                    depth = depth.saturating_sub(1);
                    node = parent;
                }
                None => return false,
            }
        }
    }
}

/// The text directly in an element, comments left out.
pub fn text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let mut texts = node.children().filter(Node::is_text).filter_map(|node| node.text());
    let first = texts.next().unwrap_or_default();
    match texts.next() {
        None => Cow::Borrowed(first),
        Some(second) => Cow::Owned([first, second].into_iter().chain(texts).collect()),
    }
}

/// The first child element with this name.
pub fn child<'a, 'input>(node: Node<'a, 'input>, namespace: &str, name: &str) -> Option<Node<'a, 'input>> {
    children(node, namespace, name).next()
}

/// The child elements with this name.
pub fn children<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &str,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| is(*child, namespace, name))
}

/// Whether an element has this name.
pub fn is(node: Node<'_, '_>, namespace: &str, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name && node.tag_name().namespace() == Some(namespace)
}
