//! Who is trusted: chains, validity, revocation, use.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use domain::moment::Moment;
use sdk::certificate::Certificate;
use sdk::trust::{Distrust, List, Revocation, Trust, Use};
use support::authority::{self, AUTHORITY, BETWEEN, CURVE_256, CURVE_384, OTHER, ROOT, SENDER, Says, Version};
use support::now;

fn at(text: &str) -> Moment {
    sdk::moment::parse(text).unwrap()
}

#[track_caller]
fn check(trust: &Trust, leaf: &Certificate, brought: &[Certificate], moment: Moment) -> Option<Distrust> {
    trust.check(leaf, brought, moment, Use::Signing).err()
}

fn with_list(revocation: Revocation, list: &[u8]) -> Trust {
    let mut trust = Trust::new(revocation);
    trust.add_anchor(authority::root());
    trust.add(list).unwrap();
    trust
}

#[test]
fn a_certificate_from_a_trusted_issuer_is_trusted_while_it_is_valid() {
    let trust = authority::trust();
    assert_eq!(check(&trust, &authority::sender(), &[], now()), None);
    assert_eq!(check(&trust, &authority::sender(), &[], at("2029-01-01T00:00:00Z")), Some(Distrust::Expired));
    assert_eq!(check(&trust, &authority::sender(), &[], at("2025-12-31T00:00:00Z")), Some(Distrust::NotYetValid));
}

#[test]
fn a_certificate_from_nobody_trusted_is_not() {
    let stranger = authority::issue(&Says { key: &OTHER, ..Says::default() }, "X", &OTHER);
    assert_eq!(check(&authority::trust(), &stranger, &[], now()), Some(Distrust::UnknownIssuer));
    // The name of the issuer, without its key.
    let forged = authority::issue(&Says { key: &OTHER, ..Says::default() }, ROOT, &OTHER);
    assert!(check(&authority::trust(), &forged, &[], now()).is_some());
    assert_eq!(check(&Trust::default(), &authority::sender(), &[], now()), Some(Distrust::UnknownIssuer));
}

#[test]
fn a_certificate_that_is_itself_configured_is_an_anchor() {
    let own = authority::issue(&Says { key: &OTHER, ..Says::default() }, "X", &OTHER);
    let mut trust = Trust::default();
    trust.add(authority::pem(&own).as_bytes()).unwrap();
    assert_eq!(check(&trust, &own, &[], now()), None);
    assert_eq!(check(&trust, &own, &[], at("2029-01-01T00:00:00Z")), Some(Distrust::Expired));
}

#[test]
fn a_chain_may_be_brought_along() {
    let (between, leaf) = (authority::between(), authority::below());
    assert_eq!(check(&authority::trust(), &leaf, &[between], now()), None);
    assert_eq!(check(&authority::trust(), &leaf, &[], now()), Some(Distrust::UnknownIssuer));
}

#[test]
fn somebody_who_is_no_issuer_cannot_issue() {
    let says = Says { subject: BETWEEN, key: &OTHER, serial: 3, ..Says::default() };
    let (between, leaf) = (authority::issue(&says, ROOT, &AUTHORITY), authority::below());
    assert!(check(&authority::trust(), &leaf, &[between], now()).is_some());
}

/// An organisation whose own certificate is trusted could otherwise speak for every other one.
#[test]
fn an_anchor_that_is_no_issuer_vouches_for_nobody() {
    for (usage, authority) in [(Some(0xA0), false), (None, false), (Some(0xA0), true)] {
        let says = Says { subject: "Almvik", key: &OTHER, serial: 3, usage, authority, ..Says::default() };
        let own = authority::issue(&says, ROOT, &AUTHORITY);
        let forged = authority::issue(&Says { key: &SENDER, ..Says::default() }, "Almvik", &OTHER);
        let old = Says { key: &SENDER, version: Version::First, ..Says::default() };
        let mut trust = Trust::default();
        trust.add_anchor(own.clone());
        assert_eq!(check(&trust, &own, &[], now()), None);
        assert_eq!(check(&trust, &forged, &[], now()), Some(Distrust::UnknownIssuer));
        let old = authority::issue(&old, "Almvik", &OTHER);
        assert_eq!(check(&trust, &old, &[], now()), Some(Distrust::UnknownIssuer));
    }
}

#[test]
fn a_certificate_of_the_first_version_is_trusted_when_an_anchor_has_issued_it_itself() {
    let old = Says { version: Version::First, ..Says::default() };
    let leaf = authority::issue(&old, ROOT, &AUTHORITY);
    let trust = authority::trust();
    assert_eq!(check(&trust, &leaf, &[], now()), None);
    assert_eq!(check(&trust, &leaf, &[], at("2029-01-01T00:00:00Z")), Some(Distrust::Expired));
    assert_eq!(check(&trust, &authority::issue(&old, ROOT, &OTHER), &[], now()), Some(Distrust::UnknownIssuer));
    assert_eq!(check(&trust, &authority::issue(&old, "X", &AUTHORITY), &[], now()), Some(Distrust::UnknownIssuer));
    let list = authority::list(ROOT, &AUTHORITY, &[7], "20270601000000Z");
    assert_eq!(check(&with_list(Revocation::WhereKnown, &list), &leaf, &[], now()), Some(Distrust::Revoked));
    let list = authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z");
    assert_eq!(check(&with_list(Revocation::Required, &list), &leaf, &[], now()), Some(Distrust::RevocationUnknown));
    // Nobody is issued by one of these.
    let below = authority::issue(&Says { key: &OTHER, ..Says::default() }, "Region Rösmark", &SENDER);
    assert!(check(&trust, &below, &[leaf], now()).is_some());
}

#[test]
fn a_certificate_that_could_issue_others_may_sign_for_itself() {
    let leaf = authority::issue(&Says { authority: true, usage: None, ..Says::default() }, ROOT, &AUTHORITY);
    assert_eq!(check(&authority::trust(), &leaf, &[], now()), None);
    let forged = authority::issue(&Says { authority: true, usage: None, ..Says::default() }, ROOT, &OTHER);
    assert_eq!(check(&authority::trust(), &forged, &[], now()), Some(Distrust::UnknownIssuer));
}

#[test]
fn an_issuer_that_has_expired_is_no_anchor() {
    let says = Says {
        subject: ROOT,
        key: &AUTHORITY,
        serial: 1,
        until: "20260601000000Z",
        authority: true,
        usage: None,
        ..Says::default()
    };
    let mut trust = Trust::default();
    trust.add_anchor(authority::issue(&says, ROOT, &AUTHORITY));
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::UnknownIssuer));
}

#[test]
fn a_revoked_certificate_is_not_trusted() {
    let list = authority::list(ROOT, &AUTHORITY, &[7], "20270601000000Z");
    let trust = with_list(Revocation::WhereKnown, &list);
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::Revoked));
    assert_eq!(check(&trust, &authority::recipient(), &[], now()), None);
}

#[test]
fn a_revoked_certificate_is_not_trusted_even_as_an_anchor() {
    let list = authority::list(ROOT, &AUTHORITY, &[7], "20270601000000Z");
    let mut trust = with_list(Revocation::WhereKnown, &list);
    trust.add_anchor(authority::sender());
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::Revoked));
}

#[test]
fn a_certificate_on_any_list_of_its_issuer_is_revoked_in_whatever_order_they_lie() {
    let clean = authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z");
    let with = authority::list(ROOT, &AUTHORITY, &[7], "20270601000000Z");
    let part = authority::list_of_part(ROOT, &AUTHORITY, &[7], "20270601000000Z", "http://example.se/a.crl");
    let old = authority::list(ROOT, &AUTHORITY, &[7], "20261201000000Z");
    for revocation in [Revocation::WhereKnown, Revocation::Required] {
        for other in [&with, &part, &old] {
            for lists in [[&clean, other], [other, &clean]] {
                let mut trust = with_list(revocation, lists[0]);
                trust.add(lists[1]).unwrap();
                assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::Revoked));
                assert_eq!(check(&trust, &authority::recipient(), &[], now()), None);
            }
        }
    }
}

#[test]
fn a_list_of_another_part_takes_away_too() {
    let part = authority::list_of_part(ROOT, &AUTHORITY, &[7], "20270601000000Z", "http://example.se/a.crl");
    let trust = with_list(Revocation::WhereKnown, &part);
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::Revoked));
    assert_eq!(check(&trust, &authority::recipient(), &[], now()), None);
    let mut trust = Trust::new(Revocation::Required);
    trust.add_anchor(authority::recipient());
    trust.add(&part).unwrap();
    assert_eq!(check(&trust, &authority::recipient(), &[], now()), Some(Distrust::RevocationUnknown));
}

#[test]
fn an_issuer_between_that_is_revoked_takes_its_own_away() {
    let (between, leaf) = (authority::between(), authority::below());
    let clean = authority::list(ROOT, &AUTHORITY, &[], "20270701000000Z");
    let mut trust = with_list(Revocation::WhereKnown, &clean);
    assert_eq!(check(&trust, &leaf, std::slice::from_ref(&between), now()), None);
    trust.add(&authority::list(ROOT, &AUTHORITY, &[3], "20270601000000Z")).unwrap();
    assert_eq!(check(&trust, &leaf, &[between], now()), Some(Distrust::Revoked));
}

#[test]
fn an_old_list_says_nothing_of_anchors_and_of_the_first_version_either() {
    let old = authority::list(ROOT, &AUTHORITY, &[], "20261201000000Z");
    let first = authority::issue(&Says { version: Version::First, ..Says::default() }, ROOT, &AUTHORITY);
    for leaf in [authority::sender(), first.clone()] {
        let mut trust = with_list(Revocation::WhereKnown, &old);
        trust.add_anchor(leaf.clone());
        assert_eq!(check(&trust, &leaf, &[], now()), Some(Distrust::RevocationUnknown));
        trust.add(&authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z")).unwrap();
        assert_eq!(check(&trust, &leaf, &[], now()), None);
    }
    let trust = with_list(Revocation::WhereKnown, &old);
    assert_eq!(check(&trust, &first, &[], now()), Some(Distrust::RevocationUnknown));
}

#[test]
fn where_a_list_is_required_an_anchor_needs_one_too() {
    let mut trust = Trust::new(Revocation::Required);
    trust.add_anchor(authority::sender());
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::RevocationUnknown));
    trust.add(&authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z")).unwrap();
    assert_eq!(check(&trust, &authority::sender(), &[], now()), None);
}

#[test]
fn a_list_that_is_old_says_nothing() {
    let list = authority::list(ROOT, &AUTHORITY, &[], "20261201000000Z");
    let trust = with_list(Revocation::Required, &list);
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::RevocationUnknown));
}

#[test]
fn where_a_list_is_required_nothing_is_trusted_without_one() {
    let mut trust = Trust::new(Revocation::Required);
    trust.add_anchor(authority::root());
    assert_eq!(check(&trust, &authority::sender(), &[], now()), Some(Distrust::RevocationUnknown));
    let trust = with_list(Revocation::Required, &authority::list(ROOT, &AUTHORITY, &[], "20270601000000Z"));
    assert_eq!(check(&trust, &authority::sender(), &[], now()), None);
}

#[test]
fn a_list_that_the_issuer_has_not_signed_is_not_believed() {
    let trust = with_list(Revocation::Required, &authority::list(ROOT, &OTHER, &[], "20270601000000Z"));
    assert!(check(&trust, &authority::sender(), &[], now()).is_some());
}

/// Old roots and leaves of the first version are looked at by us, not by the library.
#[test]
fn what_an_issuer_on_a_curve_has_signed_itself_is_trusted_too() {
    for key in [&CURVE_256, &CURVE_384] {
        let says = Says { subject: ROOT, key, serial: 1, authority: true, usage: Some(0x06), ..Says::default() };
        let mut trust = Trust::default();
        trust.add_anchor(authority::issue(&says, ROOT, key));
        for version in [Version::First, Version::Third] {
            let leaf = |by| authority::issue(&Says { version, ..Says::default() }, ROOT, by);
            assert_eq!(check(&trust, &leaf(key), &[], now()), None);
            assert!(check(&trust, &leaf(&OTHER), &[], now()).is_some());
            assert_eq!(
                trust.issuer_of(&leaf(key), now()).map(|issuer| issuer.subject.clone()),
                Some(format!("CN={ROOT}"))
            );
        }
    }
}

#[test]
fn whose_lists_speak_of_a_certificate_is_asked_only_where_its_chain_ends_at_an_anchor() {
    let (between, leaf) = (authority::between(), authority::below());
    let (trust, root) = (authority::trust(), authority::root());
    let brought = [between.clone()];
    assert_eq!(trust.chain(&leaf, &brought, now()), [(&leaf, &between), (&between, &root)]);
    assert_eq!(trust.chain(&between, &[], now()), [(&between, &root)]);
    assert!(trust.chain(&leaf, &[], now()).is_empty());
    assert!(Trust::default().chain(&leaf, &brought, now()).is_empty());
    // Two who have issued each other lead nowhere.
    let loops = |subject, key, issuer, by| {
        authority::issue(&Says { subject, key, authority: true, usage: Some(0x06), ..Says::default() }, issuer, by)
    };
    let (one, two) = (loops("A", &OTHER, "B", &SENDER), loops("B", &SENDER, "A", &OTHER));
    assert!(trust.chain(&one, &[two.clone(), one.clone()], now()).is_empty());
}

#[test]
fn the_addresses_of_lists_are_those_that_a_certificate_names() {
    let addresses = ["http://a.example.se/1.crl", "ldap://b.example.se/2"];
    let leaf =
        authority::issue(&Says { more: vec![authority::listed_at(&addresses)], ..Says::default() }, ROOT, &AUTHORITY);
    assert_eq!(leaf.lists, addresses);
    assert!(authority::sender().lists.is_empty());
}

#[test]
fn a_list_is_its_issuer_s_by_name_and_key() {
    let list = |issuer, key| List::first(&authority::list(issuer, key, &[7], "20270601000000Z")).unwrap();
    let root = authority::root();
    assert!(list(ROOT, &AUTHORITY).is_of(&root));
    assert!(!list(ROOT, &OTHER).is_of(&root) && !list("X", &AUTHORITY).is_of(&root));
    assert!(!list("Region Rösmark", &SENDER).is_of(&authority::sender()), "its key may sign no lists");
    assert_eq!(list(ROOT, &AUTHORITY).from, at("2026-06-01T00:00:00Z"));
    assert_eq!(list(ROOT, &AUTHORITY).until, at("2027-06-01T00:00:00Z"));
    assert!(List::first(authority::root().der()).is_err() && List::first(b"hello").is_err());
}

#[test]
fn a_list_that_is_changed_anywhere_is_nobody_s() {
    for key in [&AUTHORITY, &CURVE_256] {
        let root = Says { subject: ROOT, key, serial: 1, authority: true, usage: Some(0x06), ..Says::default() };
        let root = authority::issue(&root, ROOT, key);
        let list = authority::list(ROOT, key, &[7], "20270601000000Z");
        assert!(List::first(&list).is_ok_and(|list| list.is_of(&root)));
        for at in 0..list.len() {
            let mut changed = list.clone();
            changed[at] ^= 1;
            assert!(!List::first(&changed).is_ok_and(|list| list.is_of(&root)), "byte {at}");
        }
    }
}

#[test]
fn a_certificate_is_used_for_what_it_is_for() {
    let only = |usage| authority::issue(&Says { usage: Some(usage), ..Says::default() }, ROOT, &AUTHORITY);
    let check = |leaf: &Certificate, use_| authority::trust().check(leaf, &[], now(), use_).err();
    assert_eq!(check(&only(0x20), Use::Signing), Some(Distrust::WrongUse));
    assert_eq!(check(&only(0x80), Use::Receiving), Some(Distrust::WrongUse));
    assert_eq!(check(&only(0x20), Use::Receiving), None);
    assert_eq!(check(&only(0x80), Use::Signing), None);
}

#[test]
fn what_is_no_certificate_is_said() {
    assert!(Trust::default().add(b"hello").is_err());
    assert!(Certificate::first(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").is_err());
}
