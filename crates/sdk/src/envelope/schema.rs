//! The envelope as DIGG's profile narrows it: rule R1 (only what is listed) and R14 (how often) as tables.

use crate::names::{SIGNATURE, XHE, XHE_AGGREGATE, XHE_BASIC};
use crate::xml::schema::Content::{Anything, Only, Text};
use crate::xml::schema::{Content, Part, Value};

const fn holds(name: &'static str, content: &'static Content) -> Part {
    Part::one(XHE_AGGREGATE, name, content)
}

const fn says(name: &'static str, content: &'static Content) -> Part {
    Part::one(XHE_BASIC, name, content)
}

static WORDS: Content = Text(Value::Words);
static MOMENT: Content = Text(Value::Moment);
static TRUTH: Content = Text(Value::Truth);
static CRITERION: Content =
    Only(&[says("BusinessScopeCriterionTypeCode", &WORDS), says("BusinessScopeCriterionValue", &WORDS)]);
static SCOPE: Content = Only(&[holds("BusinessScopeCriterion", &CRITERION).some()]);
static IDENTIFICATION: Content = Only(&[says("ID", &WORDS).with(&["schemeID"])]);
static PARTY: Content = Only(&[holds("PartyIdentification", &IDENTIFICATION)]);
static HEADER: Content = Only(&[
    says("ID", &WORDS),
    says("CreationDateTime", &MOMENT),
    holds("BusinessScope", &SCOPE),
    holds("FromParty", &PARTY),
    holds("ToParty", &PARTY),
]);
static PAYLOAD: Content = Only(&[
    says("DocumentTypeCode", &WORDS),
    says("ContentTypeCode", &WORDS),
    says("HandlingServiceID", &WORDS).maybe(),
    says("InstanceEncryptionIndicator", &TRUTH),
    holds("PayloadContent", &Anything),
]);
static PAYLOADS: Content = Only(&[holds("Payload", &PAYLOAD)]);
static ENVELOPE: Content = Only(&[
    says("XHEVersionID", &WORDS),
    says("CustomizationID", &WORDS),
    holds("Header", &HEADER),
    holds("Payloads", &PAYLOADS),
    // Looked at where signatures are.
    Part::one(SIGNATURE, "Signature", &Anything).any().perhaps(&["Id"]),
]);

/// The whole.
pub(super) static ROOT: Part = Part::one(XHE, "XHE", &ENVELOPE);
