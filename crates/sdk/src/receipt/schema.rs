//! The reduced schema of the receipt, as tables. DIGG's files name each other wrongly; this is what they say once mended.

use crate::names::{RESPONSE, UBL_AGGREGATE, UBL_BASIC};
use crate::xml::schema::Content::{Only, Text};
use crate::xml::schema::{Content, Part, Value};

const fn holds(name: &'static str, content: &'static Content) -> Part {
    Part::one(UBL_AGGREGATE, name, content)
}

const fn says(name: &'static str, content: &'static Content) -> Part {
    Part::one(UBL_BASIC, name, content)
}

static WORDS: Content = Text(Value::Words);
static DAY: Content = Text(Value::Day);
static HOUR: Content = Text(Value::Hour);
static PARTY: Content = Only(&[says("EndpointID", &WORDS).with(&["schemeID"])]);
static REFERENCE: Content = Only(&[says("ID", &WORDS)]);
static LINE_REFERENCE: Content = Only(&[says("LineID", &WORDS)]);
static STATUS: Content = Only(&[says("StatusReasonCode", &WORDS).maybe(), says("StatusReason", &WORDS)]);
static VERDICT: Content = Only(&[says("ResponseCode", &WORDS), holds("Status", &STATUS).maybe()]);
static LINE: Content = Only(&[holds("LineReference", &LINE_REFERENCE), holds("Response", &VERDICT)]);
static ANSWER: Content =
    Only(&[holds("Response", &VERDICT), holds("DocumentReference", &REFERENCE), holds("LineResponse", &LINE).any()]);
static RECEIPT: Content = Only(&[
    says("CustomizationID", &WORDS),
    says("ProfileID", &WORDS),
    says("ID", &WORDS),
    says("IssueDate", &DAY),
    says("IssueTime", &HOUR),
    holds("SenderParty", &PARTY),
    holds("ReceiverParty", &PARTY),
    holds("DocumentResponse", &ANSWER),
]);

/// The whole.
pub(super) static ROOT: Part = Part::one(RESPONSE, "ApplicationResponse", &RECEIPT);
