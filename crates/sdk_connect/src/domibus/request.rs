//! What Domibus' web service is asked, in both its names.

use sdk::envelope::Envelope;
use sdk::text::ParticipantId;
use sdk::xml::write::Writer;

use super::{Flavour, Role};
use crate::soap;

/// The identifier of the one payload.
pub(super) const PAYLOAD: &str = "message";

/// The address of the one payload.
const PAYLOAD_ADDRESS: &str = "cid:message";

/// What the payload says it is.
const PAYLOAD_TYPE: &str = "text/xml";

/// The access point's own name among access points.
#[derive(Clone, Debug)]
pub struct Party {
    /// The common name of its certificate: `AP0040-SDK-PROD`.
    pub id: String,
}

impl Party {
    const TYPE: &str = "urn:fdc:digg.se:edelivery:transportprofile:as4:partytype:ap";
    const ROLE: &str = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/initiator";
}

/// What is handed to the access point.
pub(super) struct Submission<'a> {
    pub(super) flavour: Flavour,
    pub(super) party: &'a Party,
    pub(super) id: &'a str,
    pub(super) outside: &'a Envelope,
    pub(super) conversation: &'a str,
}

impl Submission<'_> {
    /// With the envelope inside, in base64.
    pub(super) fn inline(&self, envelope: &[u8]) -> String {
        self.write(envelope.len() / 3 * 4, |out| {
            out.base64(envelope);
        })
    }

    /// With the envelope beside it.
    pub(super) fn beside(&self) -> String {
        self.write(0, |out| {
            out.open("xop:Include", &[("xmlns:xop", soap::XOP), ("href", PAYLOAD_ADDRESS)]).close("xop:Include");
        })
    }

    fn write(&self, room: usize, value: impl FnOnce(&mut Writer)) -> String {
        let mut out = Writer::with_capacity(room + 4096);
        soap::open(&mut out, &self.header());
        out.open("ws:submitRequest", &[("xmlns:ws", self.flavour.namespace())]);
        out.open("payload", &[("contentType", PAYLOAD_TYPE), ("payloadId", PAYLOAD_ADDRESS)]).open("value", &[]);
        value(&mut out);
        out.close("value").close("payload").close("ws:submitRequest");
        soap::close(&mut out);
        out.finish()
    }

    fn header(&self) -> String {
        let mut out = Writer::default();
        out.open("eb:Messaging", &[("xmlns:eb", soap::EBMS)]).open("eb:UserMessage", &[]);
        out.open("eb:MessageInfo", &[]).element("eb:MessageId", self.id).close("eb:MessageInfo");
        out.open("eb:PartyInfo", &[]).open("eb:From", &[]);
        out.open("eb:PartyId", &[("type", Party::TYPE)]).text(&self.party.id).close("eb:PartyId");
        out.element("eb:Role", Party::ROLE).close("eb:From").close("eb:PartyInfo");
        let scope = &self.outside.scope;
        out.open("eb:CollaborationInfo", &[]);
        out.open("eb:Service", &[("type", scope.process_scheme.as_str())]).text(scope.process.as_str());
        out.close("eb:Service");
        out.element("eb:Action", &format!("{}::{}", scope.document_scheme.as_str(), scope.document.as_str()));
        out.element("eb:ConversationId", self.conversation).close("eb:CollaborationInfo");
        out.open("eb:MessageProperties", &[]);
        for (name, party) in [("originalSender", &self.outside.from), ("finalRecipient", &self.outside.to)] {
            out.open("eb:Property", &[("name", name), ("type", ParticipantId::SCHEME)]).text(party.as_str());
            out.close("eb:Property");
        }
        out.close("eb:MessageProperties").open("eb:PayloadInfo", &[]);
        out.open("eb:PartInfo", &[("href", PAYLOAD_ADDRESS)]).open("eb:PartProperties", &[]);
        out.open("eb:Property", &[("name", "MimeType")]).text(PAYLOAD_TYPE).close("eb:Property");
        out.close("eb:PartProperties").close("eb:PartInfo").close("eb:PayloadInfo");
        out.close("eb:UserMessage").close("eb:Messaging");
        out.finish()
    }
}

pub(super) fn waiting(flavour: Flavour) -> String {
    body(flavour, "listPendingMessagesRequest", &[])
}

/// Left waiting, where the web service knows how.
pub(super) fn retrieve(flavour: Flavour, id: &str) -> String {
    let fields: &[_] = match flavour {
        Flavour::Plugin => &[("messageID", id), ("markAsDownloaded", "false")],
        Flavour::Backend => &[("messageID", id)],
    };
    body(flavour, "retrieveMessageRequest", fields)
}

pub(super) fn mark(id: &str) -> String {
    body(Flavour::Plugin, "markMessageAsDownloadedRequest", &[("messageID", id)])
}

pub(super) fn status(flavour: Flavour, id: &str, role: Role) -> String {
    match flavour {
        Flavour::Plugin => {
            let fields = [("messageID", id), ("accessPointRole", role.code())];
            body(flavour, "statusRequestWithAccessPointRole", &fields)
        }
        Flavour::Backend => body(flavour, "getStatusRequest", &[("messageID", id)]),
    }
}

pub(super) fn errors(flavour: Flavour, id: &str) -> String {
    match flavour {
        Flavour::Plugin => {
            let fields = [("messageID", id), ("accessPointRole", Role::Sending.code())];
            body(flavour, "getErrorsRequestWithAccessPointRole", &fields)
        }
        Flavour::Backend => body(flavour, "getErrorsRequest", &[("messageID", id)]),
    }
}

/// The fields stand without a namespace: the schema's elements are unqualified.
fn body(flavour: Flavour, name: &str, fields: &[(&str, &str)]) -> String {
    let mut out = Writer::default();
    soap::open(&mut out, "");
    let name = format!("ws:{name}");
    out.open(&name, &[("xmlns:ws", flavour.namespace())]);
    for (field, value) in fields {
        out.element(field, value);
    }
    out.close(&name);
    soap::close(&mut out);
    out.finish()
}
