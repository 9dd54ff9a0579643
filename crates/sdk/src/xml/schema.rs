//! The schemas as tables, and one walker that holds a document against them. It says the same as the published XSDs do:
//! every element in its place, no attribute but those named, no text between elements, values of the right kind.
//!
//! Stricter than the XSDs in one thing: `xsi:type` and `xsi:nil` are refused, since no sender has a use for them. Looser
//! in one: an extension may carry another `messagePayload` without it being held against the schema.

use roxmltree::Node;

use super::path;
use crate::fault::{FAULTS_MAX, Fault};
use crate::names;
use crate::text::{LABEL_MAX, is_blank};

/// What an element may hold.
pub(crate) enum Content {
    /// Text only.
    Text(Value),
    /// These elements in this order, and nothing else.
    Only(&'static [Part]),
    /// These elements in this order, then any from other namespaces.
    Open(&'static [Part]),
    /// Anything. Looked at elsewhere.
    Anything,
}

/// What a text must be.
#[derive(Clone, Copy)]
pub(crate) enum Value {
    /// Any text.
    Words,
    /// At most 256 characters.
    Label,
    /// `xs:boolean`.
    Truth,
    /// `xs:dateTime`.
    Moment,
    /// `xs:date`.
    Day,
    /// `xs:time`.
    Hour,
}

/// An element in its place.
pub(crate) struct Part {
    /// Its namespace.
    pub(crate) namespace: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// How many there must be.
    pub(crate) least: usize,
    /// How many there may be.
    pub(crate) most: usize,
    /// Attributes that it must have.
    pub(crate) attributes: &'static [&'static str],
    /// Attributes that it may have.
    pub(crate) optional: &'static [&'static str],
    /// What it holds.
    pub(crate) content: &'static Content,
}

impl Part {
    /// Exactly one.
    pub(crate) const fn one(namespace: &'static str, name: &'static str, content: &'static Content) -> Self {
        Self { namespace, name, least: 1, most: 1, attributes: &[], optional: &[], content }
    }

    /// One or none.
    pub(crate) const fn maybe(self) -> Self {
        Self { least: 0, ..self }
    }

    /// Any number.
    pub(crate) const fn any(self) -> Self {
        Self { least: 0, most: usize::MAX, ..self }
    }

    /// At least one.
    pub(crate) const fn some(self) -> Self {
        Self { most: usize::MAX, ..self }
    }

    /// With attributes that it must have.
    pub(crate) const fn with(self, attributes: &'static [&'static str]) -> Self {
        Self { attributes, ..self }
    }

    /// With attributes that it may have.
    pub(crate) const fn perhaps(self, optional: &'static [&'static str]) -> Self {
        Self { optional, ..self }
    }

    fn is(&self, node: Node<'_, '_>) -> bool {
        super::is(node, self.namespace, self.name)
    }
}

/// Everything in a document that its schema does not allow, up to a bound.
pub(crate) fn check(root: Node<'_, '_>, expected: &Part) -> Vec<Fault> {
    let mut faults = Vec::new();
    if expected.is(root) {
        check_element(root, expected, &mut faults);
    } else {
        faults.push(Fault::structure("/*", format!("the root element is not {}", expected.name)));
    }
    faults
}

/// The recursion is as deep as the tables, whatever the document.
fn check_element(node: Node<'_, '_>, part: &Part, faults: &mut Vec<Fault>) {
    if faults.len() >= FAULTS_MAX {
        return;
    }
    check_attributes(node, part, faults);
    match part.content {
        Content::Text(value) => check_text(node, *value, faults),
        Content::Only(parts) => check_children(node, parts, None, faults),
        Content::Open(parts) => check_children(node, parts, Some(part.namespace), faults),
        Content::Anything => {}
    }
}

fn check_attributes(node: Node<'_, '_>, part: &Part, faults: &mut Vec<Fault>) {
    let allowed = |attribute: &roxmltree::Attribute<'_, '_>| match attribute.namespace() {
        None => part.attributes.contains(&attribute.name()) || part.optional.contains(&attribute.name()),
        Some(names::INSTANCE) => matches!(attribute.name(), "schemaLocation" | "noNamespaceSchemaLocation"),
        Some(_) => false,
    };
    if node.attributes().any(|attribute| !allowed(&attribute)) {
        faults.push(Fault::structure(path::of(node), "the element has an attribute that is not allowed"));
    }
    for name in part.attributes {
        if node.attribute(*name).is_none() {
            faults.push(Fault::structure(path::of(node), format!("the attribute {name} is missing")));
        }
    }
}

fn check_children(node: Node<'_, '_>, parts: &[Part], open: Option<&str>, faults: &mut Vec<Fault>) {
    if node.children().any(|child| child.is_text() && !is_blank(child.text().unwrap_or_default())) {
        faults.push(Fault::structure(path::of(node), "there is text where only elements may stand"));
    }
    let mut rest = node.children().filter(Node::is_element).peekable();
    for part in parts {
        let mut count = 0_usize;
        while let Some(child) = rest.next_if(|child| part.is(*child)) {
            count += 1;
            if count > part.most {
                if faults.len() < FAULTS_MAX {
                    faults.push(Fault::structure(path::of(child), "the element stands more often than it may"));
                }
            } else {
                check_element(child, part, faults);
            }
        }
        if count < part.least {
            let place = path::below(node, part.namespace, part.name);
            faults.push(Fault::structure(place, format!("{} is missing, or not in its place", part.name)));
        }
    }
    for child in rest {
        if faults.len() >= FAULTS_MAX {
            return;
        }
        // An element with `xmlns=""` is in no namespace, which the library writes as an empty one.
        let namespace = child.tag_name().namespace().filter(|namespace| !namespace.is_empty());
        let foreign = namespace.is_some_and(|namespace| Some(namespace) != open);
        if open.is_none() || !foreign {
            faults.push(Fault::structure(path::of(child), "an element stands where the schema does not allow it"));
        }
    }
}

fn check_text(node: Node<'_, '_>, value: Value, faults: &mut Vec<Fault>) {
    if let Some(child) = node.children().find(Node::is_element) {
        faults.push(Fault::structure(path::of(child), "an element stands where only text may"));
        return;
    }
    let text = super::text(node);
    // White space around is taken away before these are looked at, as the schema language says.
    let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
    let wrong = match value {
        Value::Words => None,
        Value::Label => (text.chars().count() > LABEL_MAX).then_some("the text is longer than 256 characters"),
        Value::Truth => {
            (!matches!(trimmed, "true" | "false" | "1" | "0")).then_some("the text is neither true nor false")
        }
        Value::Moment => (!is_moment(trimmed)).then_some("the text is not a date and a time"),
        Value::Day => (!is_day_with_zone(trimmed)).then_some("the text is not a date"),
        Value::Hour => (!is_hour(trimmed)).then_some("the text is not a time"),
    };
    if let Some(wrong) = wrong {
        faults.push(Fault::structure(path::of(node), wrong));
    }
}

fn is_moment(text: &str) -> bool {
    text.split_once('T').is_some_and(|(day, hour)| is_day(day) && is_hour(hour))
}

fn is_day_with_zone(text: &str) -> bool {
    is_day(without_zone(text))
}

/// `-?yyyy-mm-dd`, a day that exists.
fn is_day(text: &str) -> bool {
    let mut parts = text.strip_prefix('-').unwrap_or(text).splitn(3, '-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let zeros = year.len() > 4 && year.starts_with('0');
    if year.len() < 4 || zeros || !is_digits(year) || year.bytes().all(|byte| byte == b'0') {
        return false;
    }
    let (Some(month), Some(day)) = (two_digits(month), two_digits(day)) else {
        return false;
    };
    // The calendar repeats every 400 years, so four digits say enough about the year.
    let last = year.get(year.len() - 4..).and_then(|year| year.parse::<u16>().ok()).unwrap_or_default();
    let leap = (last.is_multiple_of(4) && !last.is_multiple_of(100)) || last.is_multiple_of(400);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `hh:mm:ss(.s+)?` and perhaps a zone.
fn is_hour(text: &str) -> bool {
    let text = without_zone(text);
    let (clock, fraction) = text.split_once('.').map_or((text, None), |(clock, fraction)| (clock, Some(fraction)));
    if fraction.is_some_and(|fraction| fraction.is_empty() || !is_digits(fraction)) {
        return false;
    }
    let mut parts = clock.splitn(4, ':');
    let (Some(hour), Some(minute), Some(second), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let midnight =
        hour == "24" && minute == "00" && second == "00" && fraction.unwrap_or("0").bytes().all(|b| b == b'0');
    midnight
        || (two_digits(hour).is_some_and(|hour| hour < 24)
            && two_digits(minute).is_some_and(|minute| minute < 60)
            && two_digits(second).is_some_and(|second| second < 60))
}

/// The text before its zone, `Z` or `±hh:mm` to fourteen hours. A zone that is none stays, and is refused later.
fn without_zone(text: &str) -> &str {
    if let Some(before) = text.strip_suffix('Z') {
        return before;
    }
    let Some((before, zone)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else {
        return text;
    };
    let Some((hours, minutes)) = zone.strip_prefix(['+', '-']).and_then(|zone| zone.split_once(':')) else {
        return text;
    };
    match (two_digits(hours), two_digits(minutes)) {
        (Some(14), Some(0)) | (Some(0..=13), Some(0..=59)) => before,
        _ => text,
    }
}

fn two_digits(text: &str) -> Option<u8> {
    if text.len() == 2 && is_digits(text) { text.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
