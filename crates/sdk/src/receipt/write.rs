//! Writes a receipt as canonical XML.

use domain::moment::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Answer, Receipt};
use crate::names::{PROCESS, RESPONSE, RESPONSE_CUSTOMIZATION, UBL_AGGREGATE, UBL_BASIC};
use crate::text::ParticipantId;
use crate::xml::write::Writer;

pub(super) fn receipt(receipt: &Receipt) -> String {
    let mut out = Writer::default();
    let namespaces = [("xmlns", RESPONSE), ("xmlns:cac", UBL_AGGREGATE), ("xmlns:cbc", UBL_BASIC)];
    let (day, hour) = written(receipt.issued_at);
    out.open("ApplicationResponse", &namespaces)
        .element("cbc:CustomizationID", RESPONSE_CUSTOMIZATION)
        .element("cbc:ProfileID", PROCESS)
        .element("cbc:ID", receipt.id.as_str())
        .element("cbc:IssueDate", &day)
        .element("cbc:IssueTime", &hour);
    party(&mut out, "cac:SenderParty", &receipt.sender);
    party(&mut out, "cac:ReceiverParty", &receipt.receiver);
    out.open("cac:DocumentResponse", &[]).open("cac:Response", &[]);
    out.element(
        "cbc:ResponseCode",
        match &receipt.answer {
            Answer::Accepted => "ACCEPTED",
            Answer::Rejected(_) => "REJECTED",
        },
    );
    out.close("cac:Response");
    out.open("cac:DocumentReference", &[]).element("cbc:ID", receipt.acknowledges.as_str());
    out.close("cac:DocumentReference");
    if let Answer::Rejected(lines) = &receipt.answer {
        for line in lines.iter() {
            out.open("cac:LineResponse", &[]).open("cac:LineReference", &[]);
            out.element("cbc:LineID", line.place.as_str()).close("cac:LineReference");
            out.open("cac:Response", &[]).element("cbc:ResponseCode", line.kind.code()).open("cac:Status", &[]);
            if let Some(reason) = &line.reason {
                out.element("cbc:StatusReasonCode", reason.as_str());
            }
            out.element("cbc:StatusReason", line.text.as_str()).close("cac:Status");
            out.close("cac:Response").close("cac:LineResponse");
        }
    }
    out.close("cac:DocumentResponse").close("ApplicationResponse");
    out.finish()
}

fn party(out: &mut Writer, name: &str, party: &ParticipantId) {
    out.open(name, &[]).open("cbc:EndpointID", &[("schemeID", ParticipantId::SCHEME)]);
    out.text(party.as_str()).close("cbc:EndpointID").close(name);
}

/// Day and time in UTC, to the second.
fn written(moment: Moment) -> (String, String) {
    let moment = Timestamp::from_microsecond(moment.microseconds()).unwrap_or_default().to_zoned(TimeZone::UTC);
    (moment.strftime("%Y-%m-%d").to_string(), moment.strftime("%H:%M:%SZ").to_string())
}
