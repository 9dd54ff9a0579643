//! What is answered to what has come, and when nothing is.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::envelope::{self, Envelope, Packing, Publication, Secrets};
use sdk::fault::{Fault, Reason};
use sdk::judgement::{
    self, Circumstances, Correlation, FileVerdict, Function, Judgement, Reference, Seen, Sender, Silence, Transport,
};
use sdk::message::Message;
use sdk::names;
use sdk::receipt::{Answer, Receipt};
use support::authority::{self, RECIPIENT, SENDER};
use support::{id, message, now, text};

fn envelope() -> Envelope {
    envelope::look(packed(&message()).as_bytes()).unwrap()
}

fn packed(message: &Message) -> String {
    let signer = authority::signer();
    let packing = Packing { federation: names::FEDERATION, now: now(), signer: &signer };
    let secrets = Secrets::from_chance([3; 48]);
    envelope::pack_message(message, &message.to_xml(), &authority::recipient(), secrets, &packing).unwrap()
}

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

#[track_caller]
fn check(envelope: &Envelope, xml: &str, known: &Circumstances<'_>) -> String {
    match judgement::of_message(envelope, xml.as_bytes(), known) {
        Judgement::Accept(_) => "accepted".to_owned(),
        Judgement::Again => "again".to_owned(),
        Judgement::Silence(why) => why.to_string(),
        Judgement::Reject(faults) => {
            let short = |fault: &Fault| format!("{} {}", fault.kind.code(), fault.reason.code());
            faults.iter().map(short).collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn a_message_that_follows_every_rule_is_accepted() {
    assert_eq!(check(&envelope(), &message().to_xml(), &circumstances()), "accepted");
}

#[test]
fn what_is_known_here_gives_the_reasons_of_the_table() {
    let xml = message().to_xml();
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
        assert_eq!(check(&envelope(), &xml, &known), said);
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
        assert!(xml.contains(from), "{from}");
        assert_eq!(check(&envelope(), &xml.replacen(from, &to, 1), &circumstances()), said, "{from}");
    }
    let large = xml.replacen("Andra delen.", &"x".repeat(31 * 1024 * 1024), 1);
    assert_eq!(check(&envelope(), &large, &circumstances()), "BV too-long");
}

#[test]
fn message_and_envelope_must_agree() {
    let other = |change: &dyn Fn(&mut Envelope)| {
        let mut envelope = envelope();
        change(&mut envelope);
        check(&envelope, &message().to_xml(), &circumstances())
    };
    assert_eq!(other(&|envelope| envelope.id = text(id(2).as_str())), "BV security");
    assert_eq!(other(&|envelope| envelope.to = envelope.from.clone()), "BV security");
    assert_eq!(other(&|envelope| envelope.from = envelope.to.clone()), "BV security");
    assert_eq!(other(&|envelope| envelope.function = Some(text("sdk:annan"))), "BV security");
    assert_eq!(other(&|envelope| envelope.function = None), "BV not-found");
    assert_eq!(other(&|envelope| envelope.document_type = text("Q{x}y")), "BV security");
    assert_eq!(other(&|envelope| envelope.id = text(&message().id.as_str().to_uppercase())), "accepted");
}

#[test]
fn transport_and_envelope_must_agree() {
    let transport = Transport {
        original_sender: "0203:rosmark.example.se".to_owned(),
        final_recipient: "0203:almvik.example.se".to_owned(),
        action: format!("{}::{}", names::DOCUMENT_SCHEME, names::MESSAGE_DOCUMENT),
    };
    let with = |transport: &Transport| {
        check(&envelope(), &message().to_xml(), &Circumstances { transport: Some(transport), ..circumstances() })
    };
    assert_eq!(with(&transport), "accepted");
    assert_eq!(with(&Transport { original_sender: "0203:x.se".to_owned(), ..transport.clone() }), "BV security");
    assert_eq!(with(&Transport { final_recipient: "0203:x.se".to_owned(), ..transport.clone() }), "BV security");
    assert_eq!(with(&Transport { action: "x".to_owned(), ..transport }), "BV security");
}

#[test]
fn a_message_with_faults_is_rejected_with_them() {
    let xml = message().to_xml();
    assert_eq!(check(&envelope(), &xml.replace("07:00:00.250Z", "07:00:00Z"), &circumstances()), "BV invariant");
    assert_eq!(
        check(&envelope(), &xml.replace("<confidentiality>true", "<confidentiality>ja"), &circumstances()),
        "SV structure"
    );
}

#[test]
fn what_cannot_be_read_is_not_answered() {
    assert_eq!(check(&envelope(), "hej", &circumstances()), Silence::MalformedMessage.to_string());
    let verify = |xml: &str| envelope::verify(xml.as_bytes(), &authority::trust(), Publication::NotAsked, now());
    let malformed = verify("<a/>").err().unwrap();
    assert_eq!(judgement::of_unverified(&malformed), Judgement::Silence(Silence::MalformedEnvelope));
    let verified = verify(&packed(&message())).unwrap();
    let unopened = verified.open(&authority::key(&SENDER)).unwrap_err();
    assert_eq!(judgement::of_unopened(&unopened), Judgement::Silence(Silence::Undecryptable));
    assert!(verified.open(&authority::key(&RECIPIENT)).is_ok());
}

#[test]
fn a_bad_signature_is_answered_with_sig_security() {
    let changed = packed(&message()).replace("sdk:elevhalsan", "sdk:annan");
    let error = envelope::verify(changed.as_bytes(), &authority::trust(), Publication::NotAsked, now()).err().unwrap();
    let Judgement::Reject(faults) = judgement::of_unverified(&error) else { panic!("not rejected") };
    assert_eq!((faults[0].kind.code(), faults[0].reason), ("SIG", Reason::Security));
}

#[test]
fn what_is_not_proven_is_rejected_once_and_only_to_whom_it_can_reach() {
    let rejected = || Judgement::Reject(vec![Fault::signature("x")]);
    let decided = |sender, seen| judgement::of_unproven(rejected(), sender, seen);
    assert_eq!(decided(Sender::Known, Seen::Never), rejected());
    assert_eq!(decided(Sender::Unreachable, Seen::Never), Judgement::Silence(Silence::Unreachable));
    for seen in [Seen::SameEnvelope, Seen::SameIdentifier] {
        assert_eq!(decided(Sender::Known, seen), Judgement::Again);
    }
    let silent = Judgement::Silence(Silence::NotForUs);
    assert_eq!(judgement::of_unproven(silent.clone(), Sender::Known, Seen::SameEnvelope), silent);
}

#[test]
fn a_receipt_is_heard_only_from_the_party_it_is_about() {
    let receipt = Receipt {
        id: text("k"),
        issued_at: now(),
        sender: message().letter.recipient.id,
        receiver: message().letter.sender.id,
        acknowledges: text(&message().id.as_str().to_uppercase()),
        answer: Answer::Accepted,
    };
    let signer = authority::key(&RECIPIENT).signer(authority::recipient()).unwrap();
    let packing = Packing { federation: names::FEDERATION, now: now(), signer: &signer };
    let xml = envelope::pack_receipt(&receipt, &id(9), &text("sdk:elevhalsan"), &packing).unwrap();
    let outside = envelope::look(xml.as_bytes()).unwrap();
    let correlate = |receipt: &Receipt| judgement::correlate(&outside, receipt, &message());
    assert_eq!(correlate(&receipt), Correlation::Ours);
    assert_eq!(correlate(&Receipt { acknowledges: text("KVT-1"), ..receipt.clone() }), Correlation::Other);
    assert_eq!(correlate(&Receipt { sender: receipt.receiver.clone(), ..receipt.clone() }), Correlation::WrongParty);
    let mut stranger = outside.clone();
    stranger.from = outside.to.clone();
    assert_eq!(judgement::correlate(&stranger, &receipt, &message()), Correlation::WrongParty);
}

#[test]
fn a_receipt_is_never_acknowledged() {
    let mut envelope = envelope();
    envelope.scope.document = text(names::RESPONSE_DOCUMENT);
    assert_eq!(check(&envelope, &message().to_xml(), &circumstances()), Silence::Receipt.to_string());
}

#[test]
fn a_message_in_clear_is_answered_with_sig_security() {
    let Judgement::Reject(faults) = judgement::of_unopened(&envelope::NotOpened::InClear) else {
        panic!("not rejected")
    };
    assert_eq!((faults[0].kind.code(), faults[0].reason), ("SIG", Reason::Security));
}
