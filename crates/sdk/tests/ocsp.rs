//! What answers about revocation (OCSP) are believed, and what follows for trust.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::ocsp::{self, NotAnswer, Unheard};
use sdk::trust::{Distrust, Revocation, Trust, Use};
use support::authority::{self, AUTHORITY, Answers, BETWEEN, CURVE_256, CURVE_384, OTHER, ROOT, SENDER, Says, Status};
use support::now;

/// Whether the sender is trusted at a moment by whoever trusts the root and has these answers.
#[track_caller]
fn check_at(revocation: Revocation, answers: &[Answers<'_>], at: Moment) -> Option<Distrust> {
    let mut trust = Trust::new(revocation);
    trust.add_anchor(authority::root());
    for says in answers {
        trust.add_answer(&authority::answer(says)).unwrap();
    }
    trust.check(&authority::sender(), &[], at, Use::Signing).err()
}

#[track_caller]
fn check(revocation: Revocation, answers: &[Answers<'_>]) -> Option<Distrust> {
    check_at(revocation, answers, now())
}

const ALL: [Revocation; 3] = [Revocation::WhereKnown, Revocation::RequiredForHolder, Revocation::Required];

/// One whom the issuer lets answer, with these extensions.
fn delegate(more: Vec<Vec<u8>>) -> Certificate {
    let says = Says { subject: "Svarare", key: &OTHER, serial: 9, usage: Some(0x80), more, ..Says::default() };
    authority::issue(&says, ROOT, &AUTHORITY)
}

fn by(delegate: Certificate) -> Answers<'static> {
    Answers { signer: ("Svarare", &OTHER), brought: vec![delegate], ..Answers::default() }
}

#[test]
fn a_good_answer_of_the_issuer_is_enough_where_one_is_required() {
    for revocation in ALL {
        assert_eq!(check(revocation, &[Answers::default()]), None, "{revocation:?}");
    }
    assert_eq!(check(Revocation::WhereKnown, &[]), None);
    for revocation in [Revocation::RequiredForHolder, Revocation::Required] {
        assert_eq!(check(revocation, &[]), Some(Distrust::RevocationUnknown));
    }
}

#[test]
fn a_list_is_as_good_as_an_answer_where_one_is_required() {
    let list = authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z");
    let forged = authority::list(ROOT, &OTHER, &[], "20270601000000Z");
    for revocation in [Revocation::RequiredForHolder, Revocation::Required] {
        for other in [None, Some(Answers { serial: 99, ..Answers::default() })] {
            let check = |list: &[u8]| {
                let mut trust = Trust::new(revocation);
                trust.add_anchor(authority::root());
                trust.add(list).unwrap();
                if let Some(says) = &other {
                    trust.add_answer(&authority::answer(says)).unwrap();
                }
                trust.check(&authority::sender(), &[], now(), Use::Signing)
            };
            assert_eq!(check(&list), Ok(()), "{revocation:?}");
            assert!(check(&forged).is_err(), "{revocation:?}");
        }
    }
}

#[test]
fn a_revoked_certificate_is_not_trusted_whatever_else_is_said() {
    let revoked = || Answers { status: Status::Revoked, ..Answers::default() };
    let old = || Answers { from: "20260701000000Z", until: Some("20260702000000Z"), ..revoked() };
    for revocation in ALL {
        for answers in [vec![revoked()], vec![old()], vec![Answers::default(), old()], vec![old(), Answers::default()]]
        {
            assert_eq!(check(revocation, &answers), Some(Distrust::Revoked));
        }
    }
    let mut trust = authority::trust();
    trust.add_anchor(authority::sender());
    trust.add_answer(&authority::answer(&revoked())).unwrap();
    let anchor = trust.check(&authority::sender(), &[], now(), Use::Signing);
    assert_eq!(anchor, Err(Distrust::Revoked), "even as an anchor");
}

#[test]
fn an_answer_that_is_not_of_this_moment_says_why_it_does_not_count() {
    let early = Some(Distrust::Answer(Unheard::Early));
    let old = Some(Distrust::Answer(Unheard::Old));
    let unknown = Answers { status: Status::Unknown, ..Answers::default() };
    assert_eq!(check(Revocation::WhereKnown, &[unknown]), Some(Distrust::Answer(Unheard::Unknown)));
    for (at, wanted) in [
        ("2027-01-09T23:54:59Z", early),
        ("2027-01-09T23:55:00Z", None),
        ("2027-01-11T23:59:59Z", None),
        ("2027-01-12T00:00:00Z", old),
    ] {
        let at = sdk::moment::parse(at).unwrap();
        assert_eq!(check_at(Revocation::WhereKnown, &[Answers::default()], at), wanted);
    }
    // One that does not say until when holds for an hour.
    for (at, wanted) in [("2027-01-10T00:59:59Z", None), ("2027-01-10T01:00:00Z", old)] {
        let at = sdk::moment::parse(at).unwrap();
        let unsaid = Answers { until: None, ..Answers::default() };
        assert_eq!(check_at(Revocation::RequiredForHolder, &[unsaid], at), wanted);
    }
    let stale = Answers { from: "20260701000000Z", until: Some("20260702000000Z"), ..Answers::default() };
    assert_eq!(check(Revocation::Required, &[stale, Answers::default()]), None, "a newer one says good");
}

#[test]
fn an_answer_is_believed_of_the_issuer_and_of_whom_it_lets_answer_only() {
    let signer = Some(Distrust::Answer(Unheard::Signer));
    assert_eq!(check(Revocation::WhereKnown, &[by(delegate(vec![authority::answering()]))]), None);
    assert_eq!(check(Revocation::WhereKnown, &[by(delegate(vec![]))]), signer, "not for answering");
    let forged = Answers { signer: (ROOT, &OTHER), ..Answers::default() };
    assert_eq!(check(Revocation::WhereKnown, &[forged]), signer, "the issuer's name without its key");
    let mut other = by(delegate(vec![authority::answering()]));
    other.signer = ("Annan", &OTHER);
    assert_eq!(check(Revocation::WhereKnown, &[other]), signer, "another name than the certificate's");
    let says = Says { subject: "Svarare", key: &OTHER, serial: 9, ..Says::default() };
    let says = Says { more: vec![authority::answering()], ..says };
    let stranger = authority::issue(&says, "Annan CA", &SENDER);
    assert_eq!(check(Revocation::WhereKnown, &[by(stranger)]), signer, "certified by somebody else");
    let between =
        Says { subject: "Mellan", key: &SENDER, serial: 3, authority: true, usage: Some(6), ..Says::default() };
    let below = Says { more: vec![authority::answering()], subject: "Svarare", key: &OTHER, ..Says::default() };
    let mut below = by(authority::issue(&below, "Mellan", &SENDER));
    below.brought.push(authority::issue(&between, ROOT, &AUTHORITY));
    assert_eq!(check(Revocation::WhereKnown, &[below]), signer, "certified by one below the issuer");
    let expired = Says { subject: "Svarare", key: &OTHER, until: "20260601000000Z", ..Says::default() };
    let expired = Says { more: vec![authority::answering()], ..expired };
    let expired = authority::issue(&expired, ROOT, &AUTHORITY);
    assert_eq!(check(Revocation::WhereKnown, &[by(expired)]), signer, "expired");
}

#[test]
fn one_who_answers_may_be_taken_back_too() {
    let mut trust = authority::trust();
    trust.add(&authority::list(ROOT, &AUTHORITY, &[9], "20270601000000Z")).unwrap();
    trust.add_answer(&authority::answer(&by(delegate(vec![authority::answering()])))).unwrap();
    let wanted = Distrust::Answer(Unheard::SignerRevoked);
    assert_eq!(trust.check(&authority::sender(), &[], now(), Use::Signing), Err(wanted));
    assert_eq!(check(Revocation::Required, &[by(delegate(vec![authority::answering()]))]), Some(wanted));
    let unasked = vec![authority::answering(), authority::unasked()];
    assert_eq!(check(Revocation::Required, &[by(delegate(unasked))]), None);
}

#[test]
fn an_answer_about_another_certificate_says_nothing() {
    for says in [Answers { serial: 8, ..Answers::default() }, Answers { about: &OTHER, ..Answers::default() }] {
        assert_eq!(check(Revocation::RequiredForHolder, &[says]), Some(Distrust::RevocationUnknown));
    }
}

#[test]
fn every_certificate_of_a_chain_must_be_vouched_for_where_it_is_required() {
    let (between, leaf) = (authority::between(), authority::below());
    let list = authority::list(BETWEEN, &OTHER, &[], "20270601000000Z");
    let check = |revocation, answers: &[Answers<'_>]| {
        let mut trust = Trust::new(revocation);
        trust.add_anchor(authority::root());
        trust.add(&list).unwrap();
        for says in answers {
            trust.add_answer(&authority::answer(says)).unwrap();
        }
        trust.check(&leaf, std::slice::from_ref(&between), now(), Use::Signing).err()
    };
    let about = |status| Answers { serial: 3, status, ..Answers::default() };
    assert_eq!(check(Revocation::RequiredForHolder, &[]), None);
    assert_eq!(check(Revocation::Required, &[]), Some(Distrust::RevocationUnknown));
    assert_eq!(check(Revocation::Required, &[about(Status::Good)]), None);
    assert_eq!(
        check(Revocation::Required, &[Answers { serial: 99, ..about(Status::Good) }]),
        Some(Distrust::RevocationUnknown)
    );
    for revocation in ALL {
        assert_eq!(check(revocation, &[about(Status::Revoked)]), Some(Distrust::Revoked));
    }
}

/// A root with such a key, one whom it has certified, and what is thought of that one with these lists and answers.
fn on_curve(key: &str, list: Option<&[u8]>, answers: &[Answers<'_>]) -> Option<Distrust> {
    let root = Says { subject: ROOT, key, serial: 1, authority: true, usage: Some(0x06), ..Says::default() };
    let mut trust = Trust::new(Revocation::RequiredForHolder);
    trust.add_anchor(authority::issue(&root, ROOT, key));
    for says in answers {
        trust.add_answer(&authority::answer(says)).unwrap();
    }
    if let Some(list) = list {
        trust.add(list).unwrap();
    }
    trust.check(&authority::issue(&Says::default(), ROOT, key), &[], now(), Use::Signing).err()
}

#[test]
fn issuers_and_delegates_on_curves_answer_as_those_with_rsa_do() {
    let signer = Some(Distrust::Answer(Unheard::Signer));
    for (key, other) in [(&CURVE_256, &CURVE_384), (&CURVE_384, &CURVE_256)] {
        let (key, other): (&str, &str) = (key, other);
        let says = |status, by| Answers { status, about: key, signer: (ROOT, by), ..Answers::default() };
        assert_eq!(on_curve(key, None, &[]), Some(Distrust::RevocationUnknown));
        assert_eq!(on_curve(key, None, &[says(Status::Good, key)]), None);
        assert_eq!(on_curve(key, None, &[says(Status::Revoked, key)]), Some(Distrust::Revoked));
        for forger in [other, AUTHORITY.as_str()] {
            assert_eq!(on_curve(key, None, &[says(Status::Good, forger)]), signer, "the issuer's name, another's key");
        }
        let delegate = Says { subject: "Svarare", key: other, serial: 9, usage: Some(0x80), ..Says::default() };
        let delegate = authority::issue(&Says { more: vec![authority::answering()], ..delegate }, ROOT, key);
        let by = Answers { signer: ("Svarare", other), brought: vec![delegate], ..says(Status::Good, key) };
        assert_eq!(on_curve(key, None, &[by]), None);
        let list = |key, revoked: &[u8]| authority::list(ROOT, key, revoked, "20270601000000Z");
        assert_eq!(on_curve(key, Some(&list(key, &[])), &[]), None);
        assert_eq!(on_curve(key, Some(&list(key, &[7])), &[]), Some(Distrust::Revoked));
        assert!(on_curve(key, Some(&list(other, &[])), &[]).is_some(), "another's key");
    }
}

#[test]
fn an_answer_is_to_the_question_that_was_asked() {
    let nonce = [5; 32];
    let with = |nonce| authority::answer(&Answers { nonce, ..Answers::default() });
    assert!(ocsp::Answer::to(&with(Some(&nonce)), &nonce).is_ok());
    assert_eq!(ocsp::Answer::to(&with(Some(&[6; 32])), &nonce).err(), Some(NotAnswer::OtherNonce));
    assert!(ocsp::Answer::to(&with(None), &nonce).is_ok(), "one that is the same for everybody");
    let question = ocsp::question(&authority::sender(), &authority::root(), &nonce).unwrap();
    assert!(question.windows(32).any(|part| part == nonce));
}

#[test]
fn what_is_no_answer_is_said() {
    let good = authority::answer(&Answers::default());
    assert_eq!(ocsp::Answer::from_der(b"hello").err(), Some(NotAnswer::NotOcsp));
    assert_eq!(ocsp::Answer::from_der(&good[..good.len() - 1]).err(), Some(NotAnswer::NotOcsp));
    let later = [0x30, 3, 10, 1, 3];
    assert_eq!(ocsp::Answer::from_der(&later).err(), Some(NotAnswer::None("it asks us to try later")));
    // Whatever is changed in what is signed, it says nothing any longer.
    let find = |part: &[u8]| good.windows(part.len()).position(|window| window == part).unwrap();
    let signed = find(ROOT.as_bytes())..find(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11]);
    assert!(signed.len() > 100);
    for at in signed {
        let mut changed = good.clone();
        changed[at] ^= 1;
        let mut trust = Trust::new(Revocation::RequiredForHolder);
        trust.add_anchor(authority::root());
        if trust.add_answer(&changed).is_ok() {
            assert!(trust.check(&authority::sender(), &[], now(), Use::Signing).is_err(), "{at}");
        }
    }
}
