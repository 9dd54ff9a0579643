//! Reads a receipt strictly: the reduced schema, then DIGG's rules R1-R9-APP.

use domain::moment::Moment;
use roxmltree::Node;

use super::{Answer, Code, LINES_MAX, Line, Lines, Receipt, schema};
use crate::fault::{FAULTS_MAX, Fault, Kind};
use crate::moment;
use crate::names::{PROCESS, RESPONSE_CUSTOMIZATION, UBL_AGGREGATE, UBL_BASIC};
use crate::text::{ParticipantId, Text, is_blank};
use crate::xml::{self, NotXml, path};

/// How large a receipt may be.
const BYTES_MAX: usize = 1_000_000;

/// Why a text is not a receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReceipt {
    /// Not even XML.
    #[error("{0}")]
    Xml(#[from] NotXml),
    /// It breaks these rules.
    #[error("the receipt breaks {} rules", .0.len())]
    Faults(Vec<Fault>),
}

/// The receipt in some bytes.
pub fn parse(bytes: &[u8]) -> Result<Receipt, NotReceipt> {
    if bytes.len() > BYTES_MAX {
        return Err(NotReceipt::Faults(vec![Fault::too_long("the receipt is larger than 1 MB")]));
    }
    let document = xml::parse(xml::decode(bytes)?)?;
    read(document.root_element()).map_err(NotReceipt::Faults)
}

/// The receipt in an element, such as the content of an envelope.
pub(crate) fn read(root: Node<'_, '_>) -> Result<Receipt, Vec<Fault>> {
    let mut faults = xml::schema::check(root, &schema::ROOT);
    if !faults.is_empty() {
        return Err(faults);
    }
    let hollow = |node: &Node<'_, '_>| {
        (node.first_element_child().is_none() && is_blank(&xml::text(*node)))
            || node.attributes().any(|attribute| is_blank(attribute.value()))
    };
    for node in root.descendants().filter(|node| node.is_element() && hollow(node)).take(FAULTS_MAX) {
        faults.push(Fault::invariant(path::of(node), "the element or one of its attributes is empty"));
    }
    let mut reader = Reader { faults };
    match reader.receipt(root) {
        Some(receipt) if reader.faults.is_empty() => Ok(receipt),
        _ => {
            if reader.faults.is_empty() {
                reader.faults.push(Fault::structure("/app:ApplicationResponse", "the receipt cannot be read"));
            }
            Err(reader.faults)
        }
    }
}

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn receipt(&mut self, root: Node<'_, '_>) -> Option<Receipt> {
        self.fixed(root, "CustomizationID", RESPONSE_CUSTOMIZATION);
        self.fixed(root, "ProfileID", PROCESS);
        let issued_at = self.issued_at(root);
        let sender = self.party(root, "SenderParty");
        let receiver = self.party(root, "ReceiverParty");
        let response = holds(root, "DocumentResponse")?;
        let answer = self.answer(response);
        Some(Receipt {
            id: text(root, "ID")?,
            issued_at: issued_at?,
            sender: sender?,
            receiver: receiver?,
            acknowledges: text(holds(response, "DocumentReference")?, "ID")?,
            answer: answer?,
        })
    }

    fn fixed(&mut self, root: Node<'_, '_>, name: &str, value: &str) {
        let node = says(root, name);
        if node.is_some_and(|node| xml::text(node).trim() != value) {
            let place = path::below(root, UBL_BASIC, name);
            self.faults.push(Fault::invariant(place, format!("{name} is not {value}")));
        }
    }

    fn issued_at(&mut self, root: Node<'_, '_>) -> Option<Moment> {
        let day = says(root, "IssueDate")?;
        let hour = says(root, "IssueTime")?;
        // A zone may stand after the day too; the one after the hour is what counts.
        let written = xml::text(day);
        let written = format!("{}T{}", written.trim().get(..10)?, xml::text(hour).trim());
        let found = moment::parse(&written);
        if found.is_none() {
            self.faults.push(Fault::invariant(path::of(hour), "the time has no zone, or is not a time"));
        }
        found
    }

    fn party(&mut self, root: Node<'_, '_>, name: &str) -> Option<ParticipantId> {
        let endpoint = says(holds(root, name)?, "EndpointID")?;
        if endpoint.attribute("schemeID") != Some(ParticipantId::SCHEME) {
            self.faults.push(Fault::invariant(path::of(endpoint), "the scheme is not iso6523-actorid-upis"));
        }
        let found = ParticipantId::new(xml::text(endpoint).trim()).ok();
        if found.is_none() {
            self.faults.push(Fault::invariant(path::of(endpoint), "the organisation is not 0203: and its domain"));
        }
        found
    }

    fn answer(&mut self, response: Node<'_, '_>) -> Option<Answer> {
        let code = says(holds(response, "Response")?, "ResponseCode")?;
        if let Some(status) = holds(response, "Response").and_then(|outer| holds(outer, "Status")) {
            self.faults.push(Fault::invariant(path::of(status), "the reasons stand in lines of their own"));
        }
        let lines: Vec<_> = xml::children(response, UBL_AGGREGATE, "LineResponse").collect();
        if lines.len() > LINES_MAX {
            self.faults.push(Fault::invariant(path::of(response), "the receipt has more than 100 lines"));
            return None;
        }
        let lines: Vec<_> = lines.into_iter().map(|line| self.line(line)).collect();
        let wrong = match xml::text(code).trim() {
            "ACCEPTED" if lines.is_empty() => return Some(Answer::Accepted),
            "ACCEPTED" => "an accepted message has reasons for being rejected",
            "REJECTED" if lines.is_empty() => "a rejected message has no reason",
            "REJECTED" => return Lines::new(lines.into_iter().collect::<Option<Vec<_>>>()?).map(Answer::Rejected),
            _ => "the answer is neither ACCEPTED nor REJECTED",
        };
        self.faults.push(Fault::invariant(path::of(code), wrong));
        None
    }

    fn line(&mut self, line: Node<'_, '_>) -> Option<Line> {
        let response = holds(line, "Response")?;
        let code = says(response, "ResponseCode")?;
        let kind = Kind::parse(xml::text(code).trim());
        if kind.is_none() {
            self.faults.push(Fault::invariant(path::of(code), "the kind is none of SV, BV and SIG"));
        }
        let status = holds(response, "Status");
        if status.is_none() {
            let place = path::below(response, UBL_AGGREGATE, "Status");
            self.faults.push(Fault::invariant(place, "the line has no reason"));
        }
        let status = status?;
        Some(Line {
            kind: kind?,
            reason: text(status, "StatusReasonCode").map(Code::read),
            place: text(holds(line, "LineReference")?, "LineID")?,
            text: text(status, "StatusReason")?,
        })
    }
}

fn text(node: Node<'_, '_>, name: &str) -> Option<Text> {
    says(node, name).and_then(|node| Text::new(xml::text(node).trim()).ok())
}

fn says<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    xml::child(node, UBL_BASIC, name)
}

fn holds<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    xml::child(node, UBL_AGGREGATE, name)
}
