//! Envelopes that somebody has changed, signed in another way than the profile's, or wrapped around what was signed: none
//! of them is verified.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::envelope::{self, BadSignature, Publication};
use sdk::trust::Distrust;
use support::authority::{self, OTHER};
use support::now;
use support::sealed::{check, packed_by, replaced, stranger, verify, with_signed_info};

fn packed() -> String {
    packed_by(&authority::signer())
}

#[test]
fn a_change_anywhere_breaks_the_signature() {
    let xml = packed();
    let cipher = xml.rsplit("<xenc:CipherValue>").next().unwrap()[..20].to_owned();
    let swapped: String = cipher.chars().rev().collect();
    for (from, to) in [
        ("2027-01-11T07:00:00.250Z", "2027-01-11T07:00:00.251Z"),
        ("<xha:Header>", "<xha:Header> "),
        ("0203:almvik.example.se", "0203:almvik.exampIe.se"),
        (cipher.as_str(), swapped.as_str()),
    ] {
        assert_eq!(check(&replaced(&xml, from, to)), BadSignature::Changed.to_string(), "{to}");
    }
    let pretty = xml.replace("><", ">\n<");
    assert_eq!(check(&pretty), BadSignature::Broken.to_string());
}

#[test]
fn the_key_in_the_envelope_is_not_trusted_for_being_there() {
    let forged = packed_by(&authority::key(&OTHER).signer(stranger()).unwrap());
    assert_eq!(check(&forged), Distrust::UnknownIssuer.to_string());
    // The true certificate beside the false signature.
    let mixed = replaced(&forged, &STANDARD.encode(stranger().der()), &STANDARD.encode(authority::sender().der()));
    assert_eq!(check(&mixed), BadSignature::Broken.to_string());
}

#[test]
fn a_certificate_that_the_sender_has_not_published_is_refused() {
    let xml = packed();
    let with = |published: &[_]| {
        envelope::verify(xml.as_bytes(), &authority::trust(), Publication::Published(published), now()).is_ok()
    };
    assert!(with(&[authority::recipient(), authority::sender()]));
    assert!(!with(&[authority::recipient()]));
    assert!(!with(&[]));
}

#[test]
fn a_second_signature_and_one_in_another_place_are_refused() {
    let xml = packed();
    let signature = xml[xml.find("<ds:Signature ").unwrap()..xml.find("</x:XHE>").unwrap()].to_owned();
    let twice = replaced(&xml, "</x:XHE>", &format!("{signature}</x:XHE>"));
    let inside = replaced(&xml, "<xenc:EncryptedData", &format!("{signature}<xenc:EncryptedData"));
    let moved =
        replaced(&xml.replace(&signature, ""), "<xenc:EncryptedData", &format!("{signature}<xenc:EncryptedData"));
    let first = replaced(&xml.replace(&signature, ""), "<xha:Header>", &format!("{signature}<xha:Header>"));
    assert_eq!(check(&twice), BadSignature::Place.to_string());
    for xml in [inside, moved, first] {
        assert!(verify(&xml).is_err());
    }
    assert_eq!(check(&xml.replace(&signature, "")), BadSignature::Missing.to_string());
}

#[test]
fn a_signature_that_is_moved_around_what_it_signed_is_refused() {
    let xml = packed();
    let payload_start = xml.find("<xha:Payload>").unwrap();
    let payload_end = xml.find("</xha:Payload>").unwrap() + "</xha:Payload>".len();
    let payload = &xml[payload_start..payload_end];
    // Another payload first, the signed one behind it.
    let doubled = replaced(&xml, payload, &format!("{payload}{payload}"));
    assert_eq!(check(&doubled), "the element stands more often than it may");
    // The whole signed envelope inside another.
    let inner = xml.replace("<xha:PayloadContent>", "<xha:PayloadContent><!-- -->");
    let wrapped =
        replaced(&xml, payload, &payload.replace("<xha:PayloadContent>", &format!("<xha:PayloadContent>{inner}")));
    assert!(verify(&wrapped).is_err());
    // Signed by an identifier, with the identified part kept and a false one beside it.
    let by_id = replaced(&replaced(&xml, "URI=\"\"", "URI=\"#a\""), "<xha:Header>", "<xha:Header Id=\"a\">");
    assert!(verify(&with_signed_info(&by_id)).is_err());
}

#[test]
fn only_the_algorithms_of_the_profile_are_allowed_even_when_the_signature_holds() {
    let xml = packed();
    let transform = "<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"></ds:Transform>";
    let table = [
        ("URI=\"\"", "URI=\"#a\""),
        ("URI=\"\"", "Id=\"a\""),
        ("URI=\"\"", "URI=\"http://example.com/a.xml\""),
        ("URI=\"\"", "URI=\"#xpointer(/)\""),
        ("URI=\"\"", "URI=\"file:///etc/passwd\""),
        (transform, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform>"),
        (
            transform,
            "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>x</ds:XPath></ds:Transform>",
        ),
        (transform, &format!("{transform}{transform}")),
        ("http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        ("xmlenc#sha256", "xmldsig#sha1"),
        ("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha512"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        (
            "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\">",
            "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments\">",
        ),
        ("</ds:Reference>", "</ds:Reference><ds:Reference URI=\"\"></ds:Reference>"),
        ("</ds:SignatureValue>", "</ds:SignatureValue><ds:KeyInfo><ds:KeyValue></ds:KeyValue></ds:KeyInfo>"),
        ("</ds:KeyInfo></ds:Signature>", "</ds:KeyInfo><ds:Object></ds:Object></ds:Signature>"),
    ];
    for (from, to) in table {
        assert_eq!(check(&with_signed_info(&replaced(&xml, from, to))), BadSignature::Profile.to_string(), "{to}");
    }
    assert_eq!(check(&with_signed_info(&xml)), "verified");
    assert_eq!(check(&with_signed_info(&replaced(&xml, transform, ""))), "verified");
}

#[test]
fn document_types_and_entities_are_refused() {
    let xml = packed();
    for head in ["<!DOCTYPE x:XHE>", "<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]>"] {
        assert_eq!(check(&format!("{head}{xml}")), "it has a document type, which is never read");
    }
    assert!(verify(&replaced(&xml, "sdk:elevhalsan", "&a;")).is_err());
}
