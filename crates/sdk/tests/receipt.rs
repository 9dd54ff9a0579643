//! Receipts: accepted says nothing more, rejected says why.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use sdk::fault::{Fault, Kind, Reason};
use sdk::receipt::{self, Answer, Code, Line, Lines, NotReceipt, Receipt};
use sdk::text::ParticipantId;
use support::text;

fn receipt(answer: Answer) -> Receipt {
    Receipt {
        id: text("kvittens-1"),
        issued_at: sdk::moment::parse("2027-01-11T07:00:05Z").unwrap(),
        sender: ParticipantId::new("0203:almvik.example.se").unwrap(),
        receiver: ParticipantId::new("0203:rosmark.example.se").unwrap(),
        acknowledges: text("01910000-0000-7000-8000-000000000001"),
        answer,
    }
}

fn rejected() -> Receipt {
    receipt(Answer::rejection(&[
        Fault::invariant("/tns:messagePayload", "the element is empty"),
        Fault::signature("the signature is not that of the sender"),
    ]))
}

#[track_caller]
fn check(receipt: &Receipt, from: &str, to: &str) -> String {
    let xml = receipt.to_xml();
    assert!(xml.contains(from), "the receipt does not hold {from}");
    match receipt::parse(xml.replacen(from, to, 1).as_bytes()) {
        Ok(_) => "accepted".to_owned(),
        Err(NotReceipt::Xml(error)) => error.to_string(),
        Err(NotReceipt::Faults(faults)) => faults.iter().map(|fault| fault.text.clone()).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn what_is_built_is_what_is_read() {
    for built in [receipt(Answer::Accepted), rejected()] {
        assert_eq!(receipt::parse(built.to_xml().as_bytes()).unwrap(), built);
    }
}

#[test]
fn a_fault_is_a_line_with_its_codes() {
    let Answer::Rejected(lines) = rejected().answer else { panic!("accepted") };
    let lines: Vec<&Line> = lines.iter().collect();
    assert_eq!((lines[0].kind, &lines[0].reason), (Kind::Rule, &Some(Code::Known(Reason::Invariant))));
    assert_eq!((lines[1].kind, lines[1].place.as_str()), (Kind::Signature, "NA"));
}

#[test]
fn a_rejection_whose_faults_cannot_be_told_is_still_a_rejection() {
    for faults in [vec![], vec![Fault::invariant("NA", " ")], vec![Fault::invariant("NA", "\u{1}")]] {
        let built = receipt(Answer::rejection(&faults));
        let Answer::Rejected(lines) = &built.answer else { panic!("accepted") };
        assert_eq!(lines.iter().count(), 1);
        assert_eq!(receipt::parse(built.to_xml().as_bytes()).unwrap(), built);
    }
}

#[test]
fn a_receipt_names_at_most_a_hundred_faults() {
    let faults = vec![Fault::invariant("NA", "x"); 1000];
    let Answer::Rejected(lines) = Answer::rejection(&faults) else { panic!("accepted") };
    assert_eq!(lines.iter().count(), receipt::LINES_MAX);
    assert_eq!(Lines::new([]), None);
}

#[test]
fn digg_s_rules_hold() {
    let fine = receipt(Answer::Accepted);
    let bad = rejected();
    let table = [
        (
            &fine,
            "urn:fdc:digg.se:edelivery:messagetype:response:1",
            "urn:x",
            "CustomizationID is not urn:fdc:digg.se:edelivery:messagetype:response:1",
        ),
        (&fine, "bdx:noprocess", "x", "ProfileID is not bdx:noprocess"),
        (&fine, "07:00:05Z", "07:00:05", "the time has no zone, or is not a time"),
        (&fine, "07:00:05Z", "7 o'clock", "the text is not a time"),
        (&fine, "ACCEPTED", "MAYBE", "the answer is neither ACCEPTED nor REJECTED"),
        (&fine, "ACCEPTED", "REJECTED", "a rejected message has no reason"),
        (&bad, "REJECTED", "ACCEPTED", "an accepted message has reasons for being rejected"),
        (&bad, ">BV<", ">XX<", "the kind is none of SV, BV and SIG"),
        (&fine, "schemeID=\"iso6523-actorid-upis\"", "schemeID=\"gln\"", "the scheme is not iso6523-actorid-upis"),
        (&fine, " schemeID=\"iso6523-actorid-upis\"", "", "the attribute schemeID is missing"),
        (&fine, "kvittens-1", " ", "the element or one of its attributes is empty"),
        (
            &fine,
            "<cbc:ProfileID>",
            "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ProfileID>",
            "ProfileID is missing, or not in its place",
        ),
        (
            &bad,
            "<cbc:StatusReason>the element is empty</cbc:StatusReason>",
            "",
            "StatusReason is missing, or not in its place",
        ),
    ];
    for (receipt, from, to, said) in table {
        assert!(check(receipt, from, to).starts_with(said), "{to}: {}", check(receipt, from, to));
    }
}

#[test]
fn a_reason_may_be_left_out_or_be_another_than_those_of_the_table() {
    let code = "<cbc:StatusReasonCode>invariant</cbc:StatusReasonCode>";
    assert_eq!(check(&rejected(), code, ""), "accepted");
    assert_eq!(check(&rejected(), code, "<cbc:StatusReasonCode>annat</cbc:StatusReasonCode>"), "accepted");
}

#[test]
fn every_code_is_read_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.code()), Some(kind));
    }
    for reason in Reason::ALL {
        assert_eq!(Reason::parse(reason.code()), Some(reason));
    }
}

#[test]
fn a_receipt_is_canonical_and_refuses_document_types() {
    let xml = rejected().to_xml();
    let canonical = sdk::xml::canonical::canonical(&xml, sdk::xml::canonical::Method::Inclusive);
    assert_eq!(canonical.as_deref(), Some(xml.as_str()));
    assert!(matches!(receipt::parse(format!("<!DOCTYPE a>{xml}").as_bytes()), Err(NotReceipt::Xml(_))));
}
