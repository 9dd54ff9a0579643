//! What is answered to what has come, and when nothing is.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::envelope::{self, Opened};
use sdk::fault::{Fault, Reason};
use sdk::judgement::{
    self, Answerable, Circumstances, Correlation, FileVerdict, Function, Judgement, Proof, Reference, Rejection, Seen,
    Sender, Silence, Transport,
};
use sdk::message::Message;
use sdk::names;
use sdk::receipt::{Answer, Receipt};
use support::authority::{self, RECIPIENT, SENDER};
use support::sealed::{opened, packed, packed_with, packing, proven, replaced, sealed_anew, signed_anew};
use support::{id, message, now, text};

fn circumstances<'a>() -> Circumstances<'a> {
    Circumstances {
        seen: Seen::Never,
        sender: Sender::Known,
        function: Function::Known,
        reference: Reference::None,
        transport: None,
        file: &|_| FileVerdict::Fine,
    }
}

fn transport() -> Transport {
    Transport {
        original_sender: "0203:rosmark.example.se".to_owned(),
        final_recipient: "0203:almvik.example.se".to_owned(),
        action: format!("{}::{}", names::DOCUMENT_SCHEME, names::MESSAGE_DOCUMENT),
    }
}

fn said(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Accept(_) => "accepted".to_owned(),
        Judgement::Again => "again".to_owned(),
        Judgement::Silence(why) => why.to_string(),
        Judgement::Reject(faults) => codes(faults),
    }
}

fn codes(faults: &[Fault]) -> String {
    let short = |fault: &Fault| format!("{} {}", fault.kind.code(), fault.reason.code());
    faults.iter().map(short).collect::<Vec<_>>().join(", ")
}

fn check(opened: &Opened, known: &Circumstances<'_>) -> String {
    said(&judgement::of_message(opened, known))
}

/// The usual outside, with this inside.
#[track_caller]
fn inside(clear: &str) -> String {
    check(&opened(&packed_with(&message(), clear)), &circumstances())
}

/// What was decided before anything was opened: `REJECTED` and whom it goes to, or why there is silence.
fn decided(rejection: Result<Rejection, Silence>) -> String {
    match rejection {
        Ok(Rejection { to, faults }) => format!("{} to {}", codes(&faults), to.envelope().from.as_str()),
        Err(silence) => silence.to_string(),
    }
}

#[test]
fn a_message_that_follows_every_rule_is_accepted() {
    assert_eq!(inside(&message().to_xml()), "accepted");
}

#[test]
fn what_is_known_here_gives_the_reasons_of_the_table() {
    let opened = opened(&packed(&message()));
    let table = [
        (Circumstances { seen: Seen::SameIdentifier, ..circumstances() }, "BV duplicate"),
        (Circumstances { seen: Seen::SameEnvelope, ..circumstances() }, "again"),
        (Circumstances { sender: Sender::Unknown, ..circumstances() }, "BV invariant"),
        (Circumstances { sender: Sender::Unreachable, ..circumstances() }, "the sender cannot be sent a receipt"),
        (Circumstances { function: Function::Unknown, ..circumstances() }, "BV not-found"),
        (Circumstances { reference: Reference::Rejected, ..circumstances() }, "BV not-supported"),
        (Circumstances { reference: Reference::Unknown, ..circumstances() }, "accepted"),
        (Circumstances { reference: Reference::Accepted, ..circumstances() }, "accepted"),
        (Circumstances { file: &|_| FileVerdict::NotSupported, ..circumstances() }, "BV not-supported"),
        (Circumstances { file: &|_| FileVerdict::Harmful, ..circumstances() }, "BV forbidden"),
    ];
    for (known, said) in table {
        assert_eq!(check(&opened, &known), said);
    }
}

/// The rows that the message itself decides; the others are in the test above, and where signatures are.
#[test]
fn what_a_message_says_gives_the_reasons_of_the_table() {
    let xml = message().to_xml();
    let long = "x".repeat(257);
    let table = [
        ("<creationDateTime>2027-01-11T07:00:00.250Z", "<creationDateTime>i går".to_owned(), "SV structure"),
        ("<label>almvik.example.se", format!("<label>{long}"), "SV structure"),
        ("<confidentiality>true</confidentiality>", String::new(), "SV structure"),
        (
            "<creationDateTime>2027-01-11T07:00:00.250Z",
            "<creationDateTime>2027-01-11T07:00:00Z".to_owned(),
            "BV invariant",
        ),
        ("<messageId>0191", "<messageId>x191".to_owned(), "BV invariant"),
        ("<root>iso6523-actorid-upis", "<root>iso6523".to_owned(), "BV invariant"),
        ("<label>Fråga om möte", format!("<label>{long}"), "BV structure"),
    ];
    for (from, to, said) in table {
        assert_eq!(inside(&replaced(&xml, from, &to)), said, "{from}");
    }
    let large = xml.replacen("Andra delen.", &"x".repeat(31 * 1024 * 1024), 1);
    let large = opened(&sealed_anew(&packed(&message()), &large));
    assert_eq!(check(&large, &circumstances()), "BV too-long");
}

#[test]
fn message_and_envelope_must_agree() {
    let outside = |change: &dyn Fn(&mut Message)| {
        let mut other = message();
        change(&mut other);
        check(&opened(&packed_with(&other, &message().to_xml())), &circumstances())
    };
    assert_eq!(outside(&|other| other.id = id(2)), "BV security");
    assert_eq!(outside(&|other| other.letter.recipient.id = other.letter.sender.id.clone()), "BV security");
    assert_eq!(outside(&|other| other.letter.sender.id = other.letter.recipient.id.clone()), "BV security");
    let xml = packed(&message());
    let changed = |from: &str, to: &str| check(&opened(&signed_anew(&replaced(&xml, from, to))), &circumstances());
    assert_eq!(changed("<xhb:HandlingServiceID>sdk:elevhalsan", "<xhb:HandlingServiceID>sdk:annan"), "BV security");
    assert_eq!(changed("<xhb:HandlingServiceID>sdk:elevhalsan</xhb:HandlingServiceID>", ""), "BV not-found");
    assert_eq!(changed(&format!("Q{{{}}}messagePayload", names::MESSAGE), "Q{x}y"), "BV security");
    let id = message().id.as_str().to_owned();
    assert_eq!(changed(&id, &id.to_uppercase()), "accepted");
}

/// The signature proves who has sealed it, so that the answer of the table goes to the right one: never to whom the
/// transport names.
#[test]
fn transport_and_envelope_must_agree() {
    let opened = opened(&packed(&message()));
    let with = |transport: &Transport| check(&opened, &Circumstances { transport: Some(transport), ..circumstances() });
    assert_eq!(with(&transport()), "accepted");
    assert_eq!(with(&Transport { original_sender: "0203:x.se".to_owned(), ..transport() }), "BV security");
    assert_eq!(with(&Transport { final_recipient: "0203:x.se".to_owned(), ..transport() }), "BV security");
    assert_eq!(with(&Transport { action: "x".to_owned(), ..transport() }), "BV security");
    let to = Answerable::from(&opened);
    assert_eq!((to.envelope().from.as_str(), to.proof()), ("0203:rosmark.example.se", Proof::Signature));
}

#[test]
fn a_message_with_faults_is_rejected_with_them() {
    let xml = message().to_xml();
    assert_eq!(inside(&replaced(&xml, "07:00:00.250Z", "07:00:00Z")), "BV invariant");
    assert_eq!(inside(&replaced(&xml, "<confidentiality>true", "<confidentiality>ja")), "SV structure");
}

#[test]
fn what_cannot_be_read_is_not_answered() {
    assert_eq!(inside("hej"), Silence::MalformedMessage.to_string());
    let prove = |xml: &str| envelope::prove(xml.as_bytes(), &authority::trust(), &[authority::sender()], now());
    let malformed = prove("<a/>").err().unwrap();
    assert_eq!(
        decided(judgement::of_unverified(&malformed, Some(&transport()))),
        Silence::MalformedEnvelope.to_string()
    );
    let proven = proven(&packed(&message()));
    let unopened = proven.open(&authority::key(&SENDER)).err().unwrap();
    assert_eq!(decided(judgement::of_unopened(&unopened, &proven)), Silence::Undecryptable.to_string());
    assert!(proven.open(&authority::key(&RECIPIENT)).is_ok());
}

/// Whoever writes a name on the outside of something must not be able to have a rejection sent there.
#[test]
fn a_bad_signature_is_answered_only_to_whom_the_transport_names_too() {
    let changed = packed(&message()).replace("sdk:elevhalsan", "sdk:annan");
    let prove = |published: &[_]| envelope::prove(changed.as_bytes(), &authority::trust(), published, now());
    let with = |error: &_, transport: Option<&Transport>| decided(judgement::of_unverified(error, transport));
    let silence = Silence::Unproven.to_string();
    // Broken; and not made with a certificate that the sender has published.
    for error in [prove(&[authority::sender()]).err().unwrap(), prove(&[]).err().unwrap()] {
        assert_eq!(with(&error, Some(&transport())), "SIG security to 0203:rosmark.example.se");
        assert_eq!(with(&error, None), silence);
        let other = |original_sender: &str| Transport { original_sender: original_sender.to_owned(), ..transport() };
        assert_eq!(with(&error, Some(&other("0203:almvik.example.se"))), silence);
        assert_eq!(with(&error, Some(&other(""))), silence);
        let elsewhere = Transport { final_recipient: "0203:x.se".to_owned(), ..transport() };
        assert_eq!(with(&error, Some(&elsewhere)), silence);
        let Ok(rejection) = judgement::of_unverified(&error, Some(&transport())) else { panic!("silent") };
        assert_eq!(rejection.to.proof(), Proof::Transport, "its identifier does not count as taken");
    }
}

#[test]
fn what_is_rejected_at_once_is_rejected_once_and_only_to_whom_it_can_reach() {
    let decided = |sender, seen| said(&judgement::of_rejected(vec![Fault::signature("x")], sender, seen));
    assert_eq!(decided(Sender::Known, Seen::Never), "SIG security");
    assert_eq!(decided(Sender::Unreachable, Seen::Never), Silence::Unreachable.to_string());
    for seen in [Seen::SameEnvelope, Seen::SameIdentifier] {
        assert_eq!(decided(Sender::Known, seen), "again");
    }
}

/// A receipt for our test's message, as its recipient would send it; what is changed stands in it and on its outside.
fn receipt() -> Receipt {
    Receipt {
        id: text("k"),
        issued_at: now(),
        sender: message().letter.recipient.id,
        receiver: message().letter.sender.id,
        acknowledges: text(&message().id.as_str().to_uppercase()),
        answer: Answer::Accepted,
    }
}

fn returned(receipt: &Receipt) -> String {
    let signer = authority::signer();
    envelope::pack_receipt(receipt, &id(9), &text("sdk:elevhalsan"), &packing(&signer)).unwrap()
}

#[test]
fn a_receipt_is_heard_only_from_the_party_it_is_about() {
    let heard = |xml: &str| judgement::correlate(&proven(xml).receipt().unwrap(), &message());
    let xml = returned(&receipt());
    assert_eq!(heard(&xml), Correlation::Ours);
    assert_eq!(heard(&returned(&Receipt { acknowledges: text("KVT-1"), ..receipt() })), Correlation::Other);
    assert_eq!(heard(&returned(&Receipt { sender: receipt().receiver, ..receipt() })), Correlation::WrongParty);
    // The right parties inside, another on the outside.
    let from = "<xha:FromParty><xha:PartyIdentification><xhb:ID schemeID=\"iso6523-actorid-upis\">0203:";
    let stranger = signed_anew(&replaced(&xml, &format!("{from}almvik"), &format!("{from}ekestad")));
    assert_eq!(heard(&stranger), Correlation::WrongParty);
}

#[test]
fn a_receipt_that_is_not_its_sender_s_is_not_heard() {
    let xml = returned(&receipt());
    let prove = |xml: &str, published: &[_]| {
        envelope::prove(xml.as_bytes(), &authority::trust(), published, now()).is_ok_and(|it| it.receipt().is_ok())
    };
    assert!(prove(&xml, &[authority::sender()]));
    assert!(!prove(&xml, &[authority::recipient()]), "signed by somebody who is trusted, and not by the sender");
    assert!(!prove(&xml, &[]), "from somebody whom nobody knows");
    assert!(!prove(&replaced(&xml, "ACCEPTED", "REJECTED"), &[authority::sender()]), "changed");
}

#[test]
fn a_receipt_is_never_acknowledged() {
    let xml = returned(&receipt());
    let bad = replaced(&xml, "sdk:elevhalsan", "sdk:annan");
    let error = envelope::prove(bad.as_bytes(), &authority::trust(), &[authority::sender()], now()).err().unwrap();
    let transport = Transport {
        original_sender: "0203:almvik.example.se".to_owned(),
        final_recipient: "0203:rosmark.example.se".to_owned(),
        ..transport()
    };
    assert_eq!(decided(judgement::of_unverified(&error, Some(&transport))), Silence::Receipt.to_string());
    let proven = proven(&xml);
    let unopened = proven.open(&authority::key(&SENDER)).err().unwrap();
    assert_eq!(decided(judgement::of_unopened(&unopened, &proven)), Silence::Receipt.to_string());
    // A message inside an envelope that says it carries a receipt.
    let disguised = signed_anew(&replaced(&packed(&message()), names::MESSAGE_DOCUMENT, names::RESPONSE_DOCUMENT));
    assert_eq!(check(&opened(&disguised), &circumstances()), Silence::Receipt.to_string());
}

#[test]
fn a_message_in_clear_is_answered_with_sig_security() {
    let xml = signed_anew(&replaced(&returned(&receipt()), names::RESPONSE_DOCUMENT, names::MESSAGE_DOCUMENT));
    let proven = proven(&xml);
    let unopened = proven.open(&authority::key(&RECIPIENT)).err().unwrap();
    assert_eq!(decided(judgement::of_unopened(&unopened, &proven)), "SIG security to 0203:almvik.example.se");
    let Ok(rejection) = judgement::of_unopened(&unopened, &proven) else { panic!("silent") };
    assert_eq!((rejection.faults[0].reason, rejection.to.proof()), (Reason::Security, Proof::Signature));
}
