//! Envelopes: encrypt, then sign; verify, then decrypt. What somebody might try instead stands in `forged`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use std::cell::Cell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::envelope::{self, NotDecrypted, NotEnvelope, NotOpened, NotPacked, NotVerified, Publication, Secrets};
use sdk::keys::{KeyFailure, Opener};
use sdk::message::SENT_BYTES_MAX;
use sdk::receipt::{Answer, Receipt};
use sdk::xml::canonical::{Method, canonical};
use support::authority::{self, AUTHORITY, CURVE_256, OTHER, RECIPIENT, ROOT, SENDER, Says};
use support::sealed::{between, check, packed_by, packing, replaced, signed_anew, stranger, verify};
use support::{id, message, now, text};
use zeroize::Zeroizing;

fn packed() -> String {
    packed_by(&authority::signer())
}

/// Counts how often it is asked to open anything.
struct Spy<'a> {
    key: &'a dyn Opener,
    asked: Cell<usize>,
}

impl Opener for Spy<'_> {
    fn unwrap_key(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFailure> {
        self.asked.set(self.asked.get() + 1);
        self.key.unwrap_key(wrapped)
    }
}

#[test]
fn what_is_packed_is_what_is_opened() {
    let verified = verify(&packed()).unwrap();
    let clear = verified.open(&authority::key(&RECIPIENT)).unwrap();
    assert_eq!(std::str::from_utf8(&clear).unwrap(), message().to_xml());
    assert_eq!(verified.signer(), &authority::sender());
    let outside = verified.envelope();
    assert_eq!(outside.id.as_str(), message().id.as_str());
    assert_eq!((outside.from.as_str(), outside.to.as_str()), ("0203:rosmark.example.se", "0203:almvik.example.se"));
    assert_eq!(outside.function.as_ref().unwrap().as_str(), "sdk:elevhalsan");
    assert!(outside.is_message());
}

#[test]
fn the_envelope_is_canonical_but_for_what_the_signature_adds() {
    let xml = packed();
    assert_eq!(canonical(&xml, Method::Inclusive).unwrap(), xml);
}

#[test]
fn the_algorithms_are_those_of_the_profile_and_the_certificate_is_inside() {
    let xml = packed();
    for algorithm in [
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    ] {
        assert!(xml.contains(&format!("Algorithm=\"{algorithm}\"")), "{algorithm}");
    }
    assert_eq!(
        between(&xml, "<ds:X509Certificate>", "</ds:X509Certificate>"),
        STANDARD.encode(authority::recipient().der())
    );
    assert!(!xml.contains("Ella") && !xml.contains("möte"));
}

#[test]
fn other_chance_gives_another_envelope() {
    let message = message();
    let pack = |byte: u8| {
        let secrets = Secrets::from_chance([byte; 48]);
        let signer = authority::signer();
        envelope::pack_message(&message, &message.to_xml(), &authority::recipient(), secrets, &packing(&signer))
            .unwrap()
    };
    let cipher = |xml: &str| xml.rsplit("<xenc:CipherValue>").next().unwrap()[..64].to_owned();
    assert_ne!(cipher(&pack(1)), cipher(&pack(2)));
}

#[test]
fn nothing_is_decrypted_after_a_bad_signature() {
    let key = authority::key(&RECIPIENT);
    let spy = Spy { key: &key, asked: Cell::new(0) };
    let open = |xml: &str| verify(xml).ok().and_then(|verified| verified.open(&spy).ok());
    let xml = packed();
    let broken = [
        replaced(&xml, "sdk:elevhalsan", "sdk:elevhalsaN"),
        replaced(&xml, "<ds:SignatureValue>", "<ds:SignatureValue>AA"),
        xml[..xml.find("<ds:Signature ").unwrap()].to_owned() + "</x:XHE>",
        packed_by(&authority::key(&OTHER).signer(stranger()).unwrap()),
    ];
    for xml in &broken {
        assert!(open(xml).is_none());
    }
    assert_eq!(spy.asked.get(), 0);
    assert!(open(&xml).is_some());
    assert_eq!(spy.asked.get(), 1);
}

#[test]
fn the_same_document_written_otherwise_still_verifies() {
    let xml = packed();
    let other = xml
        .replace("></ds:Transform>", "/>")
        .replace("schemeID=\"iso6523-actorid-upis\"", "schemeID = 'iso6523-actorid-upis'")
        .replace("<xha:Header>", "<xha:Header><!-- a note -->");
    assert_eq!(check(&format!("\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n{other}\n")), "verified");
}

#[test]
fn what_a_comment_splits_is_read_whole() {
    let xml = replaced(&packed(), "0203:almvik.example.se", "0203:almvik<!-- -->.example.se");
    assert_eq!(verify(&xml).unwrap().envelope().to.as_str(), "0203:almvik.example.se");
}

#[test]
fn the_rules_of_the_envelope_hold_even_when_it_is_signed() {
    let xml = packed();
    let criterion = "<xha:BusinessScopeCriterion><xhb:BusinessScopeCriterionTypeCode>FEDERATIONID";
    let empty = "the element or one of its attributes is empty";
    let table = [
        ("<xhb:XHEVersionID>1.0", "<xhb:XHEVersionID>1.1", "XHEVersionID is not 1.0"),
        ("urn:fdc:digg.se:edelivery:xhe:1", "urn:x", "CustomizationID is not urn:fdc:digg.se:edelivery:xhe:1"),
        (
            "<xhb:XHEVersionID>",
            "<xhb:ProfileID>x</xhb:ProfileID><xhb:XHEVersionID>",
            "XHEVersionID is missing, or not in its place",
        ),
        (
            criterion,
            "<xha:BusinessScopeCriterion><xhb:BusinessScopeCriterionTypeCode>PROCESSID",
            "the criterion is not one of the five, or stands twice",
        ),
        (
            criterion,
            "<xha:BusinessScopeCriterion><xhb:BusinessScopeCriterionTypeCode>DOCUMENT_SCHEME",
            "the criterion is not one of the five, or stands twice",
        ),
        (
            "<xha:ToParty><xha:PartyIdentification><xhb:ID schemeID=\"iso6523-actorid-upis\">",
            "<xha:ToParty><xha:PartyIdentification><xhb:ID schemeID=\"x\">",
            "the scheme is not iso6523-actorid-upis",
        ),
        (
            "<xha:ToParty><xha:PartyIdentification><xhb:ID schemeID=\"iso6523-actorid-upis\">",
            "<xha:ToParty><xha:PartyIdentification><xhb:ID schemeID=\"\">",
            empty,
        ),
        ("sdk:elevhalsan", "\n", empty),
        (
            "<xhb:InstanceEncryptionIndicator>true",
            "<xhb:InstanceEncryptionIndicator>false",
            "whether the content is encrypted is not what the indicator says",
        ),
        (
            "<xhb:ContentTypeCode>application/xml",
            "<xhb:ContentTypeCode>text/plain",
            "ContentTypeCode is not application/xml",
        ),
        ("T07:00:00.250Z", "T07:00:00", "the moment has no zone"),
    ];
    for (from, to, said) in table {
        assert_eq!(check(&signed_anew(&replaced(&xml, from, to))), said, "{to}");
    }
    assert_eq!(check(&signed_anew(&xml)), "verified");
}

#[test]
fn the_wrong_key_and_damaged_content_get_one_answer() {
    let verified = verify(&packed()).unwrap();
    let wrong = verified.open(&authority::key(&SENDER)).unwrap_err();
    assert_eq!(wrong, NotOpened::Decryption(NotDecrypted::Key));
    let xml = packed();
    let cipher = xml.rsplit("<xenc:CipherValue>").next().unwrap().split('<').next().unwrap();
    let mut bytes = STANDARD.decode(cipher).unwrap();
    let last = bytes.len() - 17;
    bytes[last] ^= 0x55;
    let damaged = signed_anew(&xml.replace(cipher, &STANDARD.encode(&bytes)));
    let short = signed_anew(&xml.replace(cipher, &STANDARD.encode(&bytes[..20])));
    for xml in [damaged, short] {
        let key = authority::key(&RECIPIENT);
        assert_eq!(verify(&xml).unwrap().open(&key).unwrap_err(), NotOpened::Decryption(NotDecrypted::Key));
    }
}

#[test]
fn other_encryption_than_that_of_the_profile_is_not_opened() {
    let xml = packed();
    for (from, to) in [
        ("xmlenc#aes256-cbc", "xmlenc#tripledes-cbc"),
        ("xmlenc#rsa-oaep-mgf1p", "xmlenc#rsa-1_5"),
        (
            "<ds:DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\">",
            "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">",
        ),
        ("xmlenc#Element", "xmlenc#Content"),
    ] {
        let changed = signed_anew(&replaced(&xml, from, to));
        let key = authority::key(&RECIPIENT);
        assert_eq!(
            verify(&changed).unwrap().open(&key).unwrap_err(),
            NotOpened::Decryption(NotDecrypted::Profile),
            "{to}"
        );
    }
    let without = "<ds:DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"></ds:DigestMethod>";
    let changed = signed_anew(&replaced(&xml, without, ""));
    assert!(verify(&changed).unwrap().open(&authority::key(&RECIPIENT)).is_ok());
}

fn receipt() -> Receipt {
    Receipt {
        id: text("kvittens-1"),
        issued_at: now(),
        sender: message().letter.recipient.id,
        receiver: message().letter.sender.id,
        acknowledges: text(message().id.as_str()),
        answer: Answer::Accepted,
    }
}

#[test]
fn a_receipt_travels_signed_and_in_clear_the_other_way() {
    let signer = authority::key(&RECIPIENT).signer(authority::recipient()).unwrap();
    let xml = envelope::pack_receipt(&receipt(), &id(9), &text("sdk:elevhalsan"), &packing(&signer)).unwrap();
    let verified = verify(&xml).unwrap();
    let outside = verified.envelope();
    assert!(outside.is_receipt() && !outside.is_message());
    assert_eq!((&outside.from, &outside.to), (&receipt().sender, &receipt().receiver));
    assert_eq!(outside.function, Some(text("sdk:elevhalsan")));
    assert_eq!(outside.id.as_str(), id(9).as_str());
    assert_eq!(verified.receipt().unwrap().acknowledges, receipt().acknowledges);
    assert_eq!(verified.open(&authority::key(&RECIPIENT)).unwrap_err(), NotOpened::InClear);
    let sender = authority::signer();
    let xml_of_sender = envelope::pack_receipt(&receipt(), &id(9), &text("f"), &packing(&sender)).unwrap();
    for (from, to) in [("response:1::2.1", "response:1::2.0"), ("}ApplicationResponse<", "}messagePayload<")] {
        let other = verify(&signed_anew(&replaced(&xml_of_sender, from, to))).unwrap();
        assert!(matches!(other.receipt(), Err(NotOpened::NotReceipt(_))), "{to}");
    }
    assert_eq!(canonical(&xml, Method::Inclusive).unwrap(), xml);
}

#[test]
fn a_signer_s_key_and_certificate_belong_together() {
    assert_eq!(authority::key(&OTHER).signer(authority::sender()).err(), Some(KeyFailure::OtherCertificate));
}

#[test]
fn what_cannot_be_encrypted_to_is_said_to_be_the_recipient_s_certificate() {
    let to = authority::issue(&Says { key: &CURVE_256, ..Says::default() }, ROOT, &AUTHORITY);
    let signer = authority::signer();
    let secrets = Secrets::from_chance([1; 48]);
    let packed = envelope::pack_message(&message(), &message().to_xml(), &to, secrets, &packing(&signer));
    assert_eq!(packed, Err(NotPacked::Key(KeyFailure::Recipient)));
}

/// The limit is on the message as it is encrypted, not on what somebody says of it.
#[test]
fn a_message_that_is_too_large_is_not_packed() {
    let message = message();
    let pack = |clear: &str| {
        let secrets = Secrets::from_chance([1; 48]);
        let signer = authority::signer();
        envelope::pack_message(&message, clear, &authority::recipient(), secrets, &packing(&signer))
    };
    let at_most = format!("<a>{}</a>", "x".repeat(SENT_BYTES_MAX - 7));
    assert!(pack(&at_most).is_ok());
    assert_eq!(pack(&format!("{at_most} ")), Err(NotPacked::TooLarge));
}

#[test]
fn an_envelope_that_is_too_large_is_not_read() {
    let bytes = vec![b' '; envelope::BYTES_MAX + 1];
    let result = envelope::verify(&bytes, &authority::trust(), Publication::NotAsked, now());
    assert!(matches!(result, Err(NotVerified::NotEnvelope(NotEnvelope::TooLarge))));
}
