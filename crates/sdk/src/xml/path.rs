//! Paths to elements (`XPath`), with the prefixes of the published rules. An element that the formats do not know is named by its
//! number among its siblings, so that a path never repeats what somebody wrote.

use std::fmt::Write as _;

use roxmltree::Node;

use crate::names;

/// The prefixes of the paths, as DIGG's rules bind them.
const PREFIXES: [(&str, &str); 9] = [
    ("tns", names::MESSAGE),
    ("x", names::XHE),
    ("xha", names::XHE_AGGREGATE),
    ("xhb", names::XHE_BASIC),
    ("app", names::RESPONSE),
    ("cac", names::UBL_AGGREGATE),
    ("cbc", names::UBL_BASIC),
    ("ds", names::SIGNATURE),
    ("xenc", names::ENCRYPTION),
];

/// The path to an element from the root.
pub(crate) fn of(node: Node<'_, '_>) -> String {
    let mut steps: Vec<Node<'_, '_>> = node.ancestors().filter(Node::is_element).collect();
    steps.reverse();
    let mut path = String::new();
    for step in steps {
        path.push('/');
        push_step(&mut path, step);
    }
    path
}

/// The path to a child that may be missing.
pub(crate) fn below(node: Node<'_, '_>, namespace: &str, name: &str) -> String {
    let mut path = of(node);
    path.push('/');
    if let Some(prefix) = prefix(namespace) {
        path.push_str(prefix);
        path.push(':');
    }
    path.push_str(name);
    path
}

fn push_step(path: &mut String, step: Node<'_, '_>) {
    let name = step.tag_name();
    let known = name.namespace().and_then(prefix).filter(|_| names::is_known(name.name()));
    // Writing to a string does not fail.
    let Some(prefix) = known else {
        let before = step.prev_siblings().filter(Node::is_element).count();
        let _ = write!(path, "*[{before}]");
        return;
    };
    let _ = write!(path, "{prefix}:{}", name.name());
    let same = |node: &Node<'_, '_>| node.is_element() && node.tag_name() == name;
    // The axis begins with the element itself.
    let number = step.prev_siblings().filter(same).count();
    if number > 1 || step.next_siblings().filter(same).count() > 1 {
        let _ = write!(path, "[{number}]");
    }
}

fn prefix(namespace: &str) -> Option<&'static str> {
    PREFIXES.into_iter().find(|(_, known)| *known == namespace).map(|(prefix, _)| prefix)
}
