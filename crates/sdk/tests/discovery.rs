//! Where certificates are published, and what of an answer is believed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::discovery::{self, NotAnswer, Published, Question, Record};
use sdk::envelope;
use sdk::keys::Signer as _;
use sdk::names;
use sdk::text::ParticipantId;
use sdk::xml::canonical::{Method, canonical};
use support::authority::{self, AUTHORITY, OTHER, ROOT, Says};
use support::now;

fn participant(text: &str) -> ParticipantId {
    ParticipantId::new(text).unwrap()
}

#[test]
fn the_name_to_ask_dns_for_is_that_of_the_vectors() {
    for (id, hash) in [
        ("0203:digg.se", "72CHQPY5OHSQ6XR4IY7FDOEGWGQCF5MMNOJ5TBWQIFXCVJUMF52A"),
        ("0203:DIGG.se", "72CHQPY5OHSQ6XR4IY7FDOEGWGQCF5MMNOJ5TBWQIFXCVJUMF52A"),
        ("0203:sundbyberg.se", "ICY7RA4XV2NEZIHWIXUTNDOGWRMRTASIBAUHBUOFIRMAQC3J3IKA"),
    ] {
        let name = discovery::name(&participant(id), "sml.example.se.");
        assert_eq!(name, format!("{hash}.iso6523-actorid-upis.sml.example.se."));
    }
}

#[test]
fn the_address_to_ask_at_is_escaped() {
    let address = discovery::address("https://smp.example.se/", &participant("0203:x.se"), names::MESSAGE_DOCUMENT);
    let document = "urn%3Ariv%3Ainfrastructure%3Amessaging%3AMessageWithAttachments%3A3%3A%3AmessagePayload%23%233.0\
        %3A%3Atm-base-ext-sigenc";
    let wanted = "https://smp.example.se/iso6523-actorid-upis%3A%3A0203%3Ax.se/services/busdox-docid-qns%3A%3A";
    assert_eq!(address, format!("{wanted}{document}"));
}

#[test]
fn an_organisation_without_a_fitting_record_is_not_registered() {
    let record = |order, service: &str, regexp: &str| Record {
        order,
        preference: 10,
        flags: "U".to_owned(),
        service: service.to_owned(),
        regexp: regexp.to_owned(),
    };
    let good = record(100, "Meta:SMP", "!.*!https://smp.example.se/!");
    let first = record(50, "Meta:SMP", "!^.*$!http://first.example.se!");
    assert_eq!(discovery::publisher(&[]), None);
    assert_eq!(discovery::publisher(&[record(1, "Meta:Other", "!.*!https://a.se!")]), None);
    assert_eq!(discovery::publisher(&[record(1, "Meta:SMP", "!.*!ftp://a.se!")]), None);
    assert_eq!(discovery::publisher(&[record(1, "Meta:SMP", "")]), None);
    assert_eq!(discovery::publisher(std::slice::from_ref(&good)).unwrap(), "https://smp.example.se");
    assert_eq!(discovery::publisher(&[good, first]).unwrap(), "http://first.example.se");
}

/// Who signs metadata.
fn publisher() -> sdk::certificate::Certificate {
    authority::issue(&Says { subject: "SMP", key: &OTHER, serial: 9, ..Says::default() }, ROOT, &AUTHORITY)
}

fn answer() -> String {
    let certificate = |code: &str, of: &sdk::certificate::Certificate| {
        format!(
            "<smc:Certificate xmlns:smc=\"{}\"><smb:TypeCode xmlns:smb=\"{}\">{code}</smb:TypeCode>\
             <smb:ContentBinaryObject xmlns:smb=\"{}\" mimeCode=\"application/base64\">{}</smb:ContentBinaryObject>\
             </smc:Certificate>",
            names::SMP_AGGREGATE,
            names::SMP_BASIC,
            names::SMP_BASIC,
            STANDARD.encode(of.der())
        )
    };
    let xml = format!(
        "<SignedServiceMetadata xmlns=\"{}\"><ServiceMetadata><ServiceInformation>\
         <ParticipantIdentifier scheme=\"iso6523-actorid-upis\">0203:almvik.example.se</ParticipantIdentifier>\
         <DocumentIdentifier scheme=\"busdox-docid-qns\">{}</DocumentIdentifier><ProcessList></ProcessList>\
         <Extension><ExtensionID>urn:other</ExtensionID></Extension>\
         <Extension><ExtensionID>urn:fdc:digg.se:edelivery:xml-extension:smp-certpub:1.0</ExtensionID>{}{}{}</Extension>\
         </ServiceInformation></ServiceMetadata></SignedServiceMetadata>",
        names::SMP,
        names::MESSAGE_DOCUMENT,
        certificate("urn:fdc:digg.se:edelivery:certpub:signing-cert", &authority::sender()),
        certificate("urn:fdc:digg.se:edelivery:certpub:encryption-cert", &authority::recipient()),
        certificate("urn:fdc:digg.se:edelivery:certpub:something-else", &authority::recipient()),
    );
    signed(&xml)
}

fn signed(xml: &str) -> String {
    const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    let value = STANDARD.encode(digest(&SHA256, canonical(xml, Method::Inclusive).unwrap().as_bytes()));
    let inner = format!(
        "<ds:CanonicalizationMethod Algorithm=\"{INCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"></ds:SignatureMethod>\
         <ds:Reference URI=\"\"><ds:Transforms>\
         <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>\
         </ds:Transforms><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
         <ds:DigestValue>{value}</ds:DigestValue></ds:Reference>"
    );
    let scope = format!("xmlns=\"{}\" xmlns:ds=\"{}\"", names::SMP, names::SIGNATURE);
    let signer = authority::key(&OTHER).signer(publisher()).unwrap();
    let signature = signer.sign(format!("<ds:SignedInfo {scope}>{inner}</ds:SignedInfo>").as_bytes()).unwrap();
    let end = "</SignedServiceMetadata>";
    let bare = xml.strip_suffix(end).unwrap();
    format!(
        "{bare}<ds:Signature xmlns:ds=\"{}\"><ds:SignedInfo>{inner}</ds:SignedInfo><ds:SignatureValue>{}\
         </ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509SubjectName>CN=x</ds:X509SubjectName>\
         <ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>{end}",
        names::SIGNATURE,
        STANDARD.encode(signature),
        STANDARD.encode(publisher().der()),
    )
}

#[track_caller]
fn check(xml: &str, organisation: &str, document: &str) -> Result<Published, NotAnswer> {
    let trust = authority::trust();
    let participant = participant(organisation);
    discovery::read(xml.as_bytes(), &Question { participant: &participant, document, trust: &trust, at: now() })
}

#[test]
fn certificates_are_read_from_an_answer_that_is_signed_and_about_what_was_asked() {
    let xml = answer();
    let published = check(&xml, "0203:almvik.example.se", names::MESSAGE_DOCUMENT).unwrap();
    assert_eq!(published.signing, [authority::sender()]);
    assert_eq!(published.encryption, [authority::recipient()]);
    let other = check(&xml, "0203:rosmark.example.se", names::MESSAGE_DOCUMENT);
    assert_eq!(other, Err(NotAnswer::AboutAnother));
    assert_eq!(check(&xml, "0203:almvik.example.se", names::RESPONSE_DOCUMENT), Err(NotAnswer::AboutAnother));
    let changed = xml.replace("0203:almvik.example.se", "0203:rosmark.example.se");
    let changed = check(&changed, "0203:rosmark.example.se", names::MESSAGE_DOCUMENT);
    assert_eq!(changed, Err(NotAnswer::Signature(envelope::BadSignature::Changed)));
    let start = xml.find("<ds:Signature ").unwrap();
    let bare = format!("{}</SignedServiceMetadata>", &xml[..start]);
    let unsigned = check(&bare, "0203:almvik.example.se", names::MESSAGE_DOCUMENT);
    assert_eq!(unsigned, Err(NotAnswer::Signature(envelope::BadSignature::Missing)));
}

#[test]
fn what_is_published_decides_whose_signature_holds() {
    let published = check(&answer(), "0203:almvik.example.se", names::MESSAGE_DOCUMENT).unwrap();
    let message = support::message();
    let signer = authority::signer();
    let packing = envelope::Packing { federation: names::FEDERATION, now: now(), signer: &signer };
    let secrets = envelope::Secrets::from_chance([4; 48]);
    let to = published.encryption.first().unwrap();
    let xml = envelope::pack_message(&message, &message.to_xml(), to, secrets, &packing).unwrap();
    let verify = |published: &[_]| {
        envelope::verify(xml.as_bytes(), &authority::trust(), envelope::Publication::Published(published), now())
            .is_ok()
    };
    assert!(verify(&published.signing));
    assert!(!verify(&published.encryption));
}
