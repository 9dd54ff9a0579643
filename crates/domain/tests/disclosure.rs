//! Grounds to disclose, for every pair of secrecy and ownership.

use domain::disclosure::{Choice, Demand, Ground, HiddenReason, Refusal, crossing, grounds, is_disclosure};
use domain::id::Id;
use domain::organisation::{Ownership, Secrecy, SecrecyDomain};
use uuid::Uuid;

const SECRECIES: [Secrecy; 5] =
    [Secrecy::Health, Secrecy::Social, Secrecy::SchoolMedical, Secrecy::PupilHealth, Secrecy::Teaching];
const OWNERSHIPS: [Ownership; 2] = [Ownership::Public, Ownership::Independent];
const AGES: [u8; 4] = [0, 15, 17, 18];

fn domain(id: u128, authority: u128, secrecy: Secrecy, ownership: Ownership) -> SecrecyDomain {
    SecrecyDomain {
        id: Id::new(Uuid::from_u128(id)),
        principal: Id::new(Uuid::from_u128(authority)),
        authority: Id::new(Uuid::from_u128(authority)),
        secrecy,
        ownership,
    }
}

/// Every pair of domains, in one authority and in two, with every age: what the law says, and what is offered.
fn every_crossing(mut look: impl FnMut(&SecrecyDomain, &SecrecyDomain, u8)) {
    for from_secrecy in SECRECIES {
        for from_ownership in OWNERSHIPS {
            for to_secrecy in SECRECIES {
                for to_ownership in OWNERSHIPS {
                    for authority in [1, 2] {
                        let from = domain(1, 1, from_secrecy, from_ownership);
                        let to = domain(2, authority, to_secrecy, to_ownership);
                        for age in AGES {
                            look(&from, &to, age);
                        }
                    }
                }
            }
        }
    }
}

fn choice(ground: Ground, from: &SecrecyDomain, to: &SecrecyDomain, age: u8) -> Option<Choice> {
    grounds(from, to, age).into_iter().find(|offered| offered.ground == ground).map(|offered| offered.choice)
}

fn is_open(ground: Ground, from: &SecrecyDomain, to: &SecrecyDomain, age: u8) -> bool {
    matches!(choice(ground, from, to, age), Some(Choice::Open(_)))
}

fn check(ground: Ground, rule: impl Fn(&SecrecyDomain, &SecrecyDomain, u8) -> bool) {
    let mut crossings = 0;
    every_crossing(|from, to, age| {
        crossings += 1;
        assert_eq!(is_open(ground, from, to, age), rule(from, to, age), "{ground:?} {from:?} {to:?} {age}");
    });
    assert_eq!(crossings, 800);
}

fn care(domain: &SecrecyDomain) -> bool {
    [Secrecy::Health, Secrecy::Social].contains(&domain.secrecy)
}

fn public(domain: &SecrecyDomain) -> bool {
    domain.ownership == Ownership::Public
}

#[test]
fn consent_is_always_offered_and_first() {
    check(Ground::Consent, |_, _, _| true);
    every_crossing(|from, to, age| {
        let order: Vec<_> = grounds(from, to, age).iter().map(|offered| offered.ground).collect();
        assert_eq!(order, Ground::ALL);
    });
}

#[test]
fn the_ground_for_children_is_only_between_health_and_social_and_never_school() {
    check(Ground::UnderEighteen, |from, to, age| care(from) && care(to) && public(from) && age < 18);
}

#[test]
fn the_school_nurse_may_tell_pupil_health_only_inside_one_public_authority() {
    check(Ground::PupilSupport, |from, to, _| {
        let pair = (from.secrecy, to.secrecy) == (Secrecy::SchoolMedical, Secrecy::PupilHealth);
        pair && public(from) && public(to) && from.authority == to.authority
    });
}

#[test]
fn the_general_clause_is_only_from_pupil_health_and_teaching() {
    check(Ground::GeneralClause, |from, to, _| {
        [Secrecy::PupilHealth, Secrecy::Teaching].contains(&from.secrecy) && public(from) && public(to)
    });
}

#[test]
fn the_duty_by_law_is_only_towards_social_services() {
    check(Ground::DutyByLaw, |_, to, _| to.secrecy == Secrecy::Social && public(to));
}

#[test]
fn sharing_inside_one_domain_needs_no_ground() {
    for secrecy in SECRECIES {
        for ownership in OWNERSHIPS {
            let here = domain(1, 1, secrecy, ownership);
            assert!(!is_disclosure(&here, &here) && grounds(&here, &here, 15).is_empty());
        }
    }
}

#[test]
fn each_ground_demands_its_own_text() {
    for (ground, demand) in [
        (Ground::Consent, Demand::LiveConsent),
        (Ground::UnderEighteen, Demand::Necessity),
        (Ground::PupilSupport, Demand::Necessity),
        (Ground::GeneralClause, Demand::NecessityAndWeighing),
        (Ground::DutyByLaw, Demand::Report),
    ] {
        every_crossing(|from, to, age| {
            if let Some(Choice::Open(asked)) = choice(ground, from, to, age) {
                assert_eq!(asked, demand);
            }
        });
    }
}

#[test]
fn a_hidden_ground_says_why() {
    let public = |id, authority, secrecy| domain(id, authority, secrecy, Ownership::Public);
    let nurse = public(1, 1, Secrecy::SchoolMedical);
    let private_nurse = domain(1, 1, Secrecy::SchoolMedical, Ownership::Independent);
    let pupil_health = public(2, 1, Secrecy::PupilHealth);
    let other_school = public(3, 2, Secrecy::PupilHealth);
    let clinic = public(4, 3, Secrecy::Health);
    let social = public(5, 4, Secrecy::Social);
    for (ground, from, to, age, reason) in [
        (Ground::PupilSupport, &nurse, &other_school, 15, HiddenReason::OtherAuthority),
        (Ground::PupilSupport, &private_nurse, &pupil_health, 15, HiddenReason::SenderNotPublic),
        (Ground::PupilSupport, &pupil_health, &nurse, 15, HiddenReason::OnlySchoolMedicalToPupilHealth),
        (Ground::UnderEighteen, &social, &clinic, 18, HiddenReason::Adult),
        (Ground::UnderEighteen, &social, &pupil_health, 15, HiddenReason::OnlyHealthAndSocial),
        (Ground::UnderEighteen, &nurse, &clinic, 15, HiddenReason::OnlyHealthAndSocial),
        (Ground::GeneralClause, &nurse, &pupil_health, 15, HiddenReason::NotForHealthOrSocial),
        (Ground::DutyByLaw, &nurse, &clinic, 15, HiddenReason::OnlyToSocialServices),
    ] {
        assert_eq!(choice(ground, from, to, age), Some(Choice::Hidden(reason)), "{ground:?}");
        assert!(reason.key().starts_with("disclosure-hidden-"));
    }
}

#[test]
fn nothing_crosses_without_a_ground_that_is_offered_for_these_two_and_inside_one_domain_none_is_asked() {
    every_crossing(|from, to, age| {
        assert_eq!(crossing(from, to, age, None), Err(Refusal::GroundMissing), "{from:?} {to:?}");
        for ground in Ground::ALL {
            let expected = match choice(ground, from, to, age) {
                Some(Choice::Open(_)) => Ok(Some(ground)),
                Some(Choice::Hidden(reason)) => Err(Refusal::Hidden(reason)),
                None => Err(Refusal::GroundMissing),
            };
            assert_eq!(crossing(from, to, age, Some(ground)), expected, "{ground:?} {from:?} {to:?} {age}");
            assert_eq!(crossing(from, from, age, Some(ground)), Ok(None), "{ground:?} {from:?}");
        }
        assert_eq!(crossing(from, from, age, None), Ok(None), "{from:?}");
    });
}
