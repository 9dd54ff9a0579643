//! Canonical XML: one byte sequence for all ways to write the same document. Sources: W3C Canonical XML 1.0 (2001-03-15)
//! and Exclusive XML Canonicalization 1.0 (2002-07-18), both without comments. The tests hold it against `xmllint`.
//!
//! Not here: parts of documents chosen by `XPath`. A whole document, perhaps without one element, or one element.

use roxmltree::{Document, Node, NodeId};

use super::write::{push_attribute, push_text};

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
    super::parse(text).ok().map(|document| whole(&document, method, None))
}

/// A document, without one element when that is said.
pub(crate) fn whole(document: &Document<'_>, method: Method, without: Option<NodeId>) -> String {
    let mut out = Canonical { out: String::with_capacity(document.input_text().len()), method, without };
    let mut after_root = false;
    for node in document.root().children() {
        if node.is_element() {
            out.element(node, &[]);
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
    out.out
}

/// One element with everything in it, as it stands in its document.
pub(crate) fn element(node: Node<'_, '_>, method: Method) -> String {
    let mut out = Canonical { out: String::new(), method, without: None };
    out.element(node, &[]);
    out.out
}

/// A prefix, empty for the default, and its namespace.
type Bound<'a> = (&'a str, &'a str);

struct Canonical {
    out: String,
    method: Method,
    without: Option<NodeId>,
}

impl Canonical {
    /// The recursion is bounded by the depth that the reader allows.
    fn element(&mut self, node: Node<'_, '_>, outer: &[Bound<'_>]) {
        if self.without == Some(node.id()) {
            return;
        }
        let name = qualified_name(node);
        let wanted = match self.method {
            Method::Inclusive => in_scope(node),
            Method::Exclusive => used(node, name),
        };
        let mut written: Vec<Bound<'_>> = wanted.iter().copied().filter(|bound| is_news(*bound, outer)).collect();
        written.sort_unstable();
        self.out.push('<');
        self.out.push_str(name);
        for (prefix, namespace) in &written {
            self.out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.out.push_str(prefix);
            self.out.push_str("=\"");
            push_attribute(&mut self.out, namespace);
            self.out.push('"');
        }
        self.attributes(node);
        self.out.push('>');
        let inner = match self.method {
            Method::Inclusive => wanted,
            Method::Exclusive => overlaid(outer, &written),
        };
        for child in node.children() {
            if child.is_element() {
                self.element(child, &inner);
            } else if child.is_text() {
                push_text(&mut self.out, child.text().unwrap_or_default());
            } else if child.is_pi() {
                self.instruction(child);
            }
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
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
