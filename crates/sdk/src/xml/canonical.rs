//! Canonical XML: one byte sequence for all ways to write the same document. Sources: W3C Canonical XML 1.0 (2001-03-15)
//! and Exclusive XML Canonicalization 1.0 (2002-07-18), both without comments. The tests hold it against `xmllint`.
//!
//! Not here: parts of documents chosen by `XPath`. A whole document, perhaps without one element, or one element.

use std::borrow::Cow;

use roxmltree::{Document, Node, NodeId};

use super::NotXml;
use super::write::{push_attribute, push_text};

/// How many bytes of namespaces are written beyond as many as the document has in all. One that is declared once may be
/// wanted at every element; nothing else in a document grows by more than its own characters.
const NAMESPACES_MORE: usize = 1024 * 1024;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Canonical XML 1.0: every namespace in scope is written.
    Inclusive,
    /// Exclusive: only namespaces whose prefix is used.
    Exclusive,
}

/// A text of XML, canonical; `None` when it is not XML that is read here. For the tests and the curious.
pub fn canonical(text: &str, method: Method) -> Option<String> {
    super::parse(text).and_then(|document| whole(&document, method, None)).ok()
}

/// A document, without one element when that is said.
pub(crate) fn whole(document: &Document<'_>, method: Method, without: Option<NodeId>) -> Result<String, NotXml> {
    let mut left = room(document);
    let size = document.input_text().len();
    let mut out = Canonical { out: String::with_capacity(size), left: &mut left, method, without };
    let mut after_root = false;
    for node in document.root().children() {
        if node.is_element() {
            out.element(node, None)?;
            after_root = true;
        } else if node.is_pi() {
            if after_root {
                out.out.push('\n');
            }
            out.instruction(node);
            if !after_root {
                out.out.push('\n');
            }
        }
    }
    Ok(out.out)
}

/// One element with everything in it, as it stands in its document.
pub(crate) fn element(node: Node<'_, '_>, method: Method) -> Result<String, NotXml> {
    element_within(node, method, &mut room(node.document()))
}

/// How many bytes of namespaces may be written for a document.
pub(crate) fn room(document: &Document<'_>) -> usize {
    document.input_text().len() + NAMESPACES_MORE
}

/// One element with everything in it, in what room several have together.
pub(crate) fn element_within(node: Node<'_, '_>, method: Method, left: &mut usize) -> Result<String, NotXml> {
    let mut out = Canonical { out: String::new(), left, method, without: None };
    out.element(node, None)?;
    Ok(out.out)
}

/// A prefix, empty for the default, and its namespace.
type Bound<'a> = (&'a str, &'a str);

struct Canonical<'b> {
    out: String,
    /// How many bytes of namespaces may still be written.
    left: &'b mut usize,
    method: Method,
    without: Option<NodeId>,
}

impl Canonical<'_> {
    /// `outer` is what the elements around have bound, none for the outermost. The recursion is bounded by the depth that
    /// the reader allows.
    fn element<'a>(&mut self, node: Node<'a, '_>, outer: Option<&[Bound<'a>]>) -> Result<(), NotXml> {
        if self.without == Some(node.id()) {
            return Ok(());
        }
        let name = qualified_name(node);
        let (written, inner) = self.bindings(node, name, outer);
        self.out.push('<');
        self.out.push_str(name);
        for (prefix, namespace) in &written {
            *self.left = self.left.checked_sub(prefix.len() + namespace.len()).ok_or(NotXml::TooMuch)?;
            self.out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.out.push_str(prefix);
            self.out.push_str("=\"");
            push_attribute(&mut self.out, namespace);
            self.out.push('"');
        }
        self.attributes(node);
        self.out.push('>');
        for child in node.children() {
            if child.is_element() {
                self.element(child, Some(&inner))?;
            } else if child.is_text() {
                push_text(&mut self.out, child.text().unwrap_or_default());
            } else if child.is_pi() {
                self.instruction(child);
            }
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        Ok(())
    }

    /// What an element binds anew, in the order it is written, and what is bound within it. An element that declares
    /// nothing costs nothing.
    fn bindings<'a, 'o>(
        &self,
        node: Node<'a, '_>,
        name: &'a str,
        outer: Option<&'o [Bound<'a>]>,
    ) -> (Vec<Bound<'a>>, Cow<'o, [Bound<'a>]>) {
        let around = outer.unwrap_or_default();
        let wanted = match self.method {
            Method::Inclusive if outer.is_some() && declares_nothing(node) => return (vec![], Cow::Borrowed(around)),
            Method::Inclusive => in_scope(node),
            Method::Exclusive => used(node, name),
        };
        let mut written: Vec<Bound<'a>> = wanted.iter().copied().filter(|bound| is_news(*bound, around)).collect();
        written.sort_unstable();
        let inner = match self.method {
            Method::Inclusive => Cow::Owned(wanted),
            Method::Exclusive if written.is_empty() => Cow::Borrowed(around),
            Method::Exclusive => Cow::Owned(overlaid(around, &written)),
        };
        (written, inner)
    }

    fn attributes(&mut self, node: Node<'_, '_>) {
        let text = node.document().input_text();
        let mut attributes: Vec<_> = node.attributes().collect();
        attributes.sort_unstable_by_key(|attribute| (attribute.namespace().unwrap_or_default(), attribute.name()));
        for attribute in attributes {
            self.out.push(' ');
            self.out.push_str(text.get(attribute.range_qname()).unwrap_or(attribute.name()));
            self.out.push_str("=\"");
            push_attribute(&mut self.out, attribute.value());
            self.out.push('"');
        }
    }

    fn instruction(&mut self, node: Node<'_, '_>) {
        let Some(instruction) = node.pi() else { return };
        self.out.push_str("<?");
        self.out.push_str(instruction.target);
        if let Some(value) = instruction.value {
            self.out.push(' ');
            self.out.push_str(value);
        }
        self.out.push_str("?>");
    }
}

/// Name and prefix as written: the tree keeps only what the prefix means.
fn qualified_name<'a>(node: Node<'a, '_>) -> &'a str {
    let start = node.range().start + 1;
    let rest = node.document().input_text().get(start..).unwrap_or_default();
    let end = rest.find([' ', '\t', '\r', '\n', '/', '>']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn prefix_of(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// Whether an element is in the very namespaces of the one around it.
fn declares_nothing(node: Node<'_, '_>) -> bool {
    node.parent_element().is_some_and(|parent| {
        let (own, around) = (node.namespaces(), parent.namespaces());
        own.len() == around.len() && own.zip(around).all(|(own, around)| std::ptr::eq(own, around))
    })
}

fn in_scope<'a>(node: Node<'a, '_>) -> Vec<Bound<'a>> {
    let mut bound: Vec<Bound<'a>> = node
        .namespaces()
        .map(|namespace| (namespace.name().unwrap_or_default(), namespace.uri()))
        .filter(|(prefix, _)| *prefix != "xml")
        .collect();
    if !bound.iter().any(|(prefix, _)| prefix.is_empty()) {
        bound.push(("", ""));
    }
    bound
}

fn used<'a>(node: Node<'a, '_>, name: &'a str) -> Vec<Bound<'a>> {
    let text = node.document().input_text();
    let mut bound = vec![(prefix_of(name), node.tag_name().namespace().unwrap_or_default())];
    for attribute in node.attributes() {
        let prefix = text.get(attribute.range_qname()).map(prefix_of).unwrap_or_default();
        if !prefix.is_empty() {
            bound.push((prefix, attribute.namespace().unwrap_or_default()));
        }
    }
    bound.retain(|(prefix, _)| *prefix != "xml");
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// Whether a binding says something that the elements around have not said already. No default is the default.
fn is_news((prefix, namespace): Bound<'_>, outer: &[Bound<'_>]) -> bool {
    let before = outer.iter().find(|(known, _)| *known == prefix).map_or("", |(_, namespace)| *namespace);
    before != namespace
}

fn overlaid<'a>(outer: &[Bound<'a>], inner: &[Bound<'a>]) -> Vec<Bound<'a>> {
    let hidden = |bound: &&Bound<'_>| !inner.iter().any(|(prefix, _)| *prefix == bound.0);
    outer.iter().filter(hidden).chain(inner).copied().collect()
}
