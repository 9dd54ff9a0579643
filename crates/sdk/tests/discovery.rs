//! Where certificates are published, and what of an answer is believed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

#[path = "support/metadata.rs"]
mod metadata;
mod support;

use sdk::discovery::{self, NotAnswer, NotPublished, Published, Question, Record};
use sdk::envelope;
use sdk::names;
use sdk::text::ParticipantId;
use sdk::trust::Distrust;
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
    for odd in ["https://", "https://a.se/?x", "https://a.se#x", "https://u@a.se", "https://a b.se", "https://å.se"] {
        assert_eq!(discovery::publisher(&[record(1, "Meta:SMP", &format!("!.*!{odd}!"))]), None, "{odd}");
    }
    assert_eq!(discovery::publisher(std::slice::from_ref(&good)).unwrap(), "https://smp.example.se");
    assert!(discovery::publisher(&[record(1, "meta:smp", "!.*!https://a.se!i")]).is_some());
    assert_eq!(discovery::publisher(&[good, first]).unwrap(), "http://first.example.se");
}

fn answer() -> String {
    let (signing, encryption) = ([authority::sender()], [authority::recipient()]);
    metadata::metadata("0203:almvik.example.se", names::MESSAGE_DOCUMENT, &signing, &encryption)
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
fn what_is_encrypted_to_is_published_trusted_and_valid_longest() {
    let other = |until| Says { serial: 8, until, key: &OTHER, ..Says::default() };
    let issued = |until| authority::issue(&other(until), ROOT, &AUTHORITY);
    let (short, long) = (issued("20270601000000Z"), issued("20280601000000Z"));
    let signs = authority::issue(&Says { usage: Some(0x80), ..other("20290101000000Z") }, ROOT, &AUTHORITY);
    let receiving = |encryption: &[&sdk::certificate::Certificate]| {
        let encryption = encryption.iter().map(|certificate| (*certificate).clone()).collect();
        let published = Published { signing: vec![], encryption };
        published.receiving(&authority::trust(), now()).cloned()
    };
    assert_eq!(receiving(&[&short, &long, &signs]), Ok(long));
    assert_eq!(receiving(&[&signs]), Err(NotPublished::Distrust(Distrust::WrongUse)));
    assert_eq!(receiving(&[]), Err(NotPublished::Nothing));
    let list = authority::list(ROOT, &AUTHORITY, &[8], "20270601000000Z");
    let mut trust = authority::trust();
    trust.add(&list).unwrap();
    let published = Published { signing: vec![], encryption: vec![short] };
    assert_eq!(published.receiving(&trust, now()), Err(NotPublished::Distrust(Distrust::Revoked)));
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
