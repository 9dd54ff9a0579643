//! The fixed names of the federation: namespaces, identifiers, codes. Source: specification 2.1 and 2.4.

/// The message, version 3.
pub const MESSAGE: &str = "urn:riv:infrastructure:messaging:MessageWithAttachments:3";
/// The envelope.
pub const XHE: &str = "http://docs.oasis-open.org/bdxr/ns/XHE/1/ExchangeHeaderEnvelope";
/// Parts of the envelope that hold others.
pub const XHE_AGGREGATE: &str = "http://docs.oasis-open.org/bdxr/ns/XHE/1/AggregateComponents";
/// Parts of the envelope that hold text.
pub const XHE_BASIC: &str = "http://docs.oasis-open.org/bdxr/ns/XHE/1/BasicComponents";
/// The receipt.
pub const RESPONSE: &str = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2";
/// Parts of the receipt that hold others.
pub const UBL_AGGREGATE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
/// Parts of the receipt that hold text.
pub const UBL_BASIC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
/// Signatures.
pub const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Encryption.
pub const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
/// Metadata of organisations.
pub const SMP: &str = "http://docs.oasis-open.org/bdxr/ns/SMP/2016/05";
/// Parts of published certificates that hold others.
pub const SMP_AGGREGATE: &str = "http://docs.oasis-open.org/bdxr/ns/SMP/2/AggregateComponents";
/// Parts of published certificates that hold text.
pub const SMP_BASIC: &str = "http://docs.oasis-open.org/bdxr/ns/SMP/2/BasicComponents";
/// Attributes that any element may have, such as where its schema is.
pub const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What the receipt says it is.
pub const RESPONSE_CUSTOMIZATION: &str = "urn:fdc:digg.se:edelivery:messagetype:response:1";
/// What the envelope says it is.
pub const XHE_CUSTOMIZATION: &str = "urn:fdc:digg.se:edelivery:xhe:1";
/// The process of everything.
pub const PROCESS: &str = "bdx:noprocess";
/// Its scheme.
pub const PROCESS_SCHEME: &str = "urn:fdc:digg.se:edelivery:process";
/// The scheme of document identifiers.
pub const DOCUMENT_SCHEME: &str = "busdox-docid-qns";
/// The document identifier of a message.
pub const MESSAGE_DOCUMENT: &str =
    "urn:riv:infrastructure:messaging:MessageWithAttachments:3::messagePayload##3.0::tm-base-ext-sigenc";
/// The document identifier of a receipt.
pub const RESPONSE_DOCUMENT: &str = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2::\
    ApplicationResponse##fdc:digg.se:edelivery:messagetype:response:1::2.1::tm-base-ext-sigenc";
/// The federation that messages belong to unless another is said.
pub const FEDERATION: &str = "urn:fdc:digg.se:edelivery:federation:sdk";

/// Names of elements that are ours to say in a path. Others are named by number: they are somebody's text.
const KNOWN: [&str; 68] = [
    "messagePayload",
    "message",
    "messageHeader",
    "messageBody",
    "creationDateTime",
    "messageId",
    "conversationId",
    "refToMessageId",
    "label",
    "confidentiality",
    "generatingSystem",
    "recipient",
    "sender",
    "recipientID",
    "senderID",
    "root",
    "extension",
    "attention",
    "person",
    "personId",
    "subOrganization",
    "organizationId",
    "reference",
    "referenceId",
    "documents",
    "documentID",
    "documentName",
    "index",
    "ContentFiles",
    "fileName",
    "contentType",
    "content",
    "ContentText",
    "characterSequence",
    "XHE",
    "XHEVersionID",
    "CustomizationID",
    "Header",
    "ID",
    "CreationDateTime",
    "BusinessScope",
    "BusinessScopeCriterion",
    "BusinessScopeCriterionTypeCode",
    "BusinessScopeCriterionValue",
    "FromParty",
    "ToParty",
    "PartyIdentification",
    "Payloads",
    "Payload",
    "DocumentTypeCode",
    "ContentTypeCode",
    "HandlingServiceID",
    "InstanceEncryptionIndicator",
    "PayloadContent",
    "Signature",
    "ApplicationResponse",
    "ProfileID",
    "IssueDate",
    "IssueTime",
    "SenderParty",
    "ReceiverParty",
    "EndpointID",
    "DocumentResponse",
    "Response",
    "ResponseCode",
    "DocumentReference",
    "LineResponse",
    "LineReference",
];

pub(crate) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name) || matches!(name, "LineID" | "Status" | "StatusReasonCode" | "StatusReason")
}
