//! Reads the outside of an envelope: the tables first, then DIGG's rules R2-R13. Where the shipped rules have a slip
//! (R11 looks at the sender twice, empty attributes are not looked at), the rule as written in prose is what counts.

use roxmltree::Node;

use super::{Envelope, Protection, Scope, schema};
use crate::fault::{FAULTS_MAX, Fault};
use crate::moment;
use crate::names::{ENCRYPTION, SIGNATURE, XHE_AGGREGATE, XHE_BASIC, XHE_CUSTOMIZATION};
use crate::text::{ParticipantId, Text, is_blank};
use crate::xml::{self, path};

/// The outside of an envelope, or everything that is wrong with it.
pub(super) fn envelope(root: Node<'_, '_>) -> Result<Envelope, Vec<Fault>> {
    let faults = xml::schema::check(root, &schema::ROOT);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut reader = Reader { faults };
    match reader.envelope(root) {
        Some(envelope) if reader.faults.is_empty() => Ok(envelope),
        _ => {
            if reader.faults.is_empty() {
                reader.faults.push(Fault::structure("/x:XHE", "the envelope cannot be read"));
            }
            Err(reader.faults)
        }
    }
}

/// The one element in the envelope.
pub(super) fn content<'a, 'input>(root: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    let payload = holds(holds(root, "Payloads")?, "Payload")?;
    let content = holds(payload, "PayloadContent")?;
    let only = content.first_element_child()?;
    if only.next_sibling_element().is_some() { None } else { Some(only) }
}

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn envelope(&mut self, root: Node<'_, '_>) -> Option<Envelope> {
        self.no_emptiness(root);
        self.fixed(root, "XHEVersionID", "1.0");
        self.fixed(root, "CustomizationID", XHE_CUSTOMIZATION);
        let header = holds(root, "Header")?;
        let created_at = says(header, "CreationDateTime").and_then(|node| {
            let found = moment::parse(xml::text(node).trim());
            if found.is_none() {
                self.faults.push(Fault::invariant(path::of(node), "the moment has no zone"));
            }
            found
        });
        let scope = self.scope(holds(header, "BusinessScope")?);
        let from = self.party(header, "FromParty");
        let to = self.party(header, "ToParty");
        let payload = holds(holds(root, "Payloads")?, "Payload")?;
        self.fixed(payload, "ContentTypeCode", "application/xml");
        let protection = self.protection(root, payload);
        Some(Envelope {
            id: text(header, "ID")?,
            created_at: created_at?,
            scope: scope?,
            from: from?,
            to: to?,
            document_type: text(payload, "DocumentTypeCode")?,
            function: text(payload, "HandlingServiceID"),
            protection: protection?,
        })
    }

    /// Signatures and encryption have elements that say everything by an attribute; the content has rules of its own.
    fn no_emptiness(&mut self, root: Node<'_, '_>) {
        let elsewhere = |node: &Node<'_, '_>| {
            matches!(node.tag_name().namespace(), Some(SIGNATURE | ENCRYPTION))
                || node.ancestors().skip(1).any(|outer| xml::is(outer, XHE_AGGREGATE, "PayloadContent"))
        };
        let hollow = |node: &Node<'_, '_>| {
            (node.first_element_child().is_none() && is_blank(&xml::text(*node)))
                || node.attributes().any(|attribute| is_blank(attribute.value()))
        };
        let empty = |node: &Node<'_, '_>| node.is_element() && hollow(node) && !elsewhere(node);
        for node in root.descendants().filter(empty).take(FAULTS_MAX) {
            self.faults.push(Fault::invariant(path::of(node), "the element or one of its attributes is empty"));
        }
    }

    fn fixed(&mut self, node: Node<'_, '_>, name: &str, value: &str) {
        let found = says(node, name);
        if found.is_some_and(|found| xml::text(found).trim() != value) {
            let place = path::below(node, XHE_BASIC, name);
            self.faults.push(Fault::invariant(place, format!("{name} is not {value}")));
        }
    }

    /// Each of the five exactly once, in any order.
    fn scope(&mut self, scope: Node<'_, '_>) -> Option<Scope> {
        const CODES: [&str; 5] = ["DOCUMENTID", "DOCUMENTID_SCHEME", "PROCESSID", "PROCESSID_SCHEME", "FEDERATIONID"];
        let mut found: [Option<Text>; 5] = Default::default();
        for criterion in xml::children(scope, XHE_AGGREGATE, "BusinessScopeCriterion").take(FAULTS_MAX) {
            let code = text(criterion, "BusinessScopeCriterionTypeCode")?;
            let at = CODES.iter().position(|known| *known == code.as_str());
            if let Some(place) = at.and_then(|at| found.get_mut(at)).filter(|place| place.is_none()) {
                *place = text(criterion, "BusinessScopeCriterionValue");
            } else {
                let text = "the criterion is not one of the five, or stands twice";
                self.faults.push(Fault::invariant(path::of(criterion), text));
            }
        }
        for (code, found) in CODES.iter().zip(&found) {
            if found.is_none() {
                self.faults.push(Fault::invariant(path::of(scope), format!("the criterion {code} is missing")));
            }
        }
        let [document, document_scheme, process, process_scheme, federation] = found;
        Some(Scope {
            document: document?,
            document_scheme: document_scheme?,
            process: process?,
            process_scheme: process_scheme?,
            federation: federation?,
        })
    }

    fn party(&mut self, header: Node<'_, '_>, name: &str) -> Option<ParticipantId> {
        let id = says(holds(holds(header, name)?, "PartyIdentification")?, "ID")?;
        if id.attribute("schemeID").map(str::trim) != Some(ParticipantId::SCHEME) {
            self.faults.push(Fault::invariant(path::of(id), "the scheme is not iso6523-actorid-upis"));
        }
        let found = ParticipantId::new(xml::text(id).trim()).ok();
        if found.is_none() {
            self.faults.push(Fault::invariant(path::of(id), "the organisation is not 0203: and its domain"));
        }
        found
    }

    /// What the indicator says and what stands there must agree, and there must be one thing.
    fn protection(&mut self, root: Node<'_, '_>, payload: Node<'_, '_>) -> Option<Protection> {
        let indicator = says(payload, "InstanceEncryptionIndicator")?;
        let said = matches!(xml::text(indicator).trim(), "true" | "1");
        let Some(content) = content(root) else {
            let place = path::below(payload, XHE_AGGREGATE, "PayloadContent");
            self.faults.push(Fault::invariant(place, "there is not exactly one element in the envelope"));
            return None;
        };
        match (said, xml::is(content, ENCRYPTION, "EncryptedData")) {
            (true, true) => Some(Protection::Encrypted),
            (false, false) => Some(Protection::Clear),
            (true, false) | (false, true) => {
                let text = "whether the content is encrypted is not what the indicator says";
                self.faults.push(Fault::invariant(path::of(indicator), text));
                None
            }
        }
    }
}

fn text(node: Node<'_, '_>, name: &str) -> Option<Text> {
    says(node, name).and_then(|node| Text::new(xml::text(node).trim()).ok())
}

fn says<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    xml::child(node, XHE_BASIC, name)
}

fn holds<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    xml::child(node, XHE_AGGREGATE, name)
}
