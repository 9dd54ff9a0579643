//! Rights that the matrix shows and does not explain: who may and who may not, and why.

#[expect(dead_code, reason = "the matrix uses more of the world than these do")]
mod world;

use access::action::{front_door, identity, oversight, trail};
use access::facts::{IdentityFacts, Openness};
use access::{Access, Actor};
use domain::age::Majority;
use domain::child::Protection;
use domain::organisation::{Branch, Role};
use world::{
    ELSEWHERE, GLASS, HOLDER, NAMED, PARENT, SCHOOL, a_trail, asked_by, id, identity_of, opened_by, request, staff,
};

#[test]
fn an_unknown_role_of_background_work_has_no_right_to_any_child() {
    let access = Access::new().unwrap();
    let facts = a_trail(Protection::None, Openness::Open);
    assert!(access.decide::<trail::Read>(&Actor::Job("unknown"), &facts).is_err());
}

#[test]
fn who_asked_at_work_follows_also_where_the_identity_is_protected_and_their_colleagues_do_not() {
    let access = Access::new().unwrap();
    let nurse = |person| staff(SCHOOL, person, Branch::SchoolMedical, Role::SchoolNurse);
    let may =
        |actor: &Actor, protection| access.decide::<front_door::FollowReferral>(actor, &request(protection)).is_ok();
    let (asked, colleague, elsewhere) =
        (nurse(SCHOOL + 20), nurse(61), staff(ELSEWHERE, 62, Branch::SchoolMedical, Role::SchoolNurse));
    assert!(may(&asked, Protection::None) && may(&asked, Protection::Marked));
    assert!(may(&colleague, Protection::None) && !may(&colleague, Protection::Marked));
    assert!(!may(&elsewhere, Protection::None) && !may(&elsewhere, Protection::Marked));
}

#[test]
fn what_a_domain_has_asked_a_family_is_no_other_domains_to_settle() {
    let access = Access::new().unwrap();
    let may = |unit, role, asked| {
        let actor = staff(unit, 10, Branch::FirstLine, role);
        access.decide::<trail::SettleSharing>(&actor, &asked_by(asked)).is_ok()
    };
    assert!(may(HOLDER, Role::Psychologist, HOLDER) && !may(HOLDER, Role::Psychologist, ELSEWHERE));
    assert!(!may(HOLDER, Role::LogReviewer, HOLDER), "keeping the log gives no right to any child");
}

#[test]
fn an_opening_is_explained_by_whoever_opened_and_nobody_else() {
    let access = Access::new().unwrap();
    for (person, may) in [(GLASS, true), (NAMED, false)] {
        let actor = staff(ELSEWHERE, person, Branch::FirstLine, Role::Psychologist);
        assert_eq!(access.decide::<oversight::Explain>(&actor, &opened_by(GLASS)).is_ok(), may);
    }
}

#[test]
fn background_work_that_erases_sees_and_changes_nobody() {
    let access = Access::new().unwrap();
    for protection in [Protection::None, Protection::Marked] {
        let (disposal, facts) = (Actor::Job("disposal"), identity_of(protection));
        assert!(access.decide::<identity::Erase>(&disposal, &facts).is_ok());
        assert!(access.decide::<identity::SeeIdentity>(&disposal, &facts).is_err());
        assert!(access.decide::<identity::ChangeIdentity>(&disposal, &facts).is_err());
    }
}

#[test]
fn a_broken_glass_changes_nothing_around_a_protected_identity() {
    let access = Access::new().unwrap();
    // At a unit in the help, too.
    let glass = staff(HOLDER, GLASS, Branch::FirstLine, Role::Psychologist);
    for (protection, may) in [(Protection::None, true), (Protection::Marked, false)] {
        let facts = identity_of(protection);
        assert_eq!(access.decide::<identity::ChangeIdentity>(&glass, &facts).is_ok(), may, "{protection:?}");
        assert_eq!(access.decide::<identity::ConfirmCustody>(&glass, &facts).is_ok(), may, "{protection:?}");
        assert_eq!(access.decide::<identity::GiveCode>(&glass, &facts).is_ok(), may, "{protection:?}");
        assert_eq!(access.decide::<identity::Protect>(&glass, &facts).is_ok(), may, "{protection:?}");
        assert!(access.decide::<identity::Unprotect>(&glass, &facts).is_err(), "{protection:?}");
    }
}

#[test]
fn a_broken_glass_is_for_reading_and_a_head_teacher_corrects_nobody() {
    let access = Access::new().unwrap();
    let elsewhere = staff(ELSEWHERE, GLASS, Branch::FirstLine, Role::Psychologist);
    let head = staff(HOLDER, 10, Branch::FirstLine, Role::HeadTeacher);
    let facts = identity_of(Protection::None);
    for who in [elsewhere, head] {
        assert!(access.decide::<identity::SeeIdentity>(&who, &facts).is_ok());
        assert!(access.decide::<identity::ChangeIdentity>(&who, &facts).is_err());
    }
    let named = staff(HOLDER, NAMED, Branch::FirstLine, Role::Psychologist);
    assert!(access.decide::<identity::ChangeIdentity>(&named, &identity_of(Protection::Registered)).is_ok());
}

#[test]
fn each_kind_of_background_work_may_do_its_own_thing_and_read_nothing() {
    let access = Access::new().unwrap();
    let facts = a_trail(Protection::Marked, Openness::Closed);
    for (name, closes, tells) in [("consents", true, false), ("reviews", false, true), ("disposal", false, false)] {
        let job = Actor::Job(name);
        assert_eq!(access.decide::<trail::CloseConsent>(&job, &facts).is_ok(), closes, "{name}");
        assert_eq!(access.decide::<oversight::TellOfLateReview>(&job, &facts).is_ok(), tells, "{name}");
        assert!(access.decide::<trail::Read>(&job, &facts).is_err(), "{name}");
        assert!(access.decide::<identity::SeeIdentity>(&job, &identity_of(Protection::None)).is_err(), "{name}");
    }
}

#[test]
fn keeping_the_log_or_the_system_opens_no_childs_identity_at_any_unit() {
    let access = Access::new().unwrap();
    for role in [Role::LogReviewer, Role::Registrar, Role::Steward] {
        let keeper = staff(HOLDER, NAMED, Branch::FirstLine, role);
        for protection in [Protection::None, Protection::Marked] {
            assert!(access.decide::<identity::SeeIdentity>(&keeper, &identity_of(protection)).is_err(), "{role:?}");
            assert!(access.decide::<identity::ChangeIdentity>(&keeper, &identity_of(protection)).is_err(), "{role:?}");
            assert!(access.decide::<identity::ConfirmCustody>(&keeper, &identity_of(protection)).is_err(), "{role:?}");
            assert!(access.decide::<identity::GiveCode>(&keeper, &identity_of(protection)).is_err(), "{role:?}");
            assert!(access.decide::<identity::Protect>(&keeper, &identity_of(protection)).is_err(), "{role:?}");
            assert!(access.decide::<identity::Unprotect>(&keeper, &identity_of(protection)).is_err(), "{role:?}");
        }
    }
}

#[test]
fn nobody_confirms_custody_of_somebody_of_age_but_it_may_have_a_code_of_its_own() {
    let access = Access::new().unwrap();
    let clinician = staff(HOLDER, 10, Branch::FirstLine, Role::Psychologist);
    let facts = IdentityFacts { majority: Majority::OfAge, ..identity_of(Protection::None) };
    assert!(access.decide::<identity::ConfirmCustody>(&clinician, &facts).is_err());
    assert!(access.decide::<identity::GiveCode>(&clinician, &facts).is_ok());
}

#[test]
fn a_guardian_whose_own_identity_is_protected_stands_in_for_nobody_and_the_other_one_does() {
    let access = Access::new().unwrap();
    let (mother, father) = (Actor::Guardian(id(PARENT)), Actor::Guardian(id(PARENT + 5)));
    let mut facts = a_trail(Protection::None, Openness::Open);
    facts.guardians.push(id(PARENT + 5));
    for guardian in [&mother, &father] {
        assert!(access.decide::<trail::ReadAsGuardian>(guardian, &facts).is_ok());
    }
    facts.protected_guardians.push(id(PARENT));
    assert!(access.decide::<trail::ReadAsGuardian>(&mother, &facts).is_err());
    assert!(access.decide::<trail::Consent>(&mother, &facts).is_err());
    assert!(access.decide::<trail::ReadAsGuardian>(&father, &facts).is_ok());
    assert!(access.decide::<trail::Consent>(&father, &facts).is_ok());
}

#[test]
fn the_reasons_of_a_decision_are_sorted_and_the_same_every_time() {
    let access = Access::new().unwrap();
    let mut facts = a_trail(Protection::None, Openness::Open);
    facts.units = vec![id(HOLDER)];
    facts.pending_unit = Some(id(HOLDER));
    let actor = staff(HOLDER, 10, Branch::FirstLine, Role::Psychologist);
    let first = access.decide::<trail::Read>(&actor, &facts).unwrap().into_trace().policies;
    assert_eq!(first.len(), 3, "{first:?}");
    for _ in 0..50 {
        let again = access.decide::<trail::Read>(&actor, &facts).unwrap().into_trace().policies;
        assert_eq!(first, again);
        assert!(again.is_sorted());
    }
}

#[test]
fn one_who_may_not_know_is_told_the_same_as_if_the_trail_did_not_exist() {
    let access = Access::new().unwrap();
    let facts = a_trail(Protection::None, Openness::Open);
    let outsider = staff(ELSEWHERE, 40, Branch::FirstLine, Role::Psychologist);
    let insider = staff(HOLDER, 12, Branch::FirstLine, Role::LogReviewer);
    let knowledge = |actor| access.decide::<trail::Read>(&actor, &facts).unwrap_err().knowledge;
    assert_eq!(knowledge(outsider), access::Knowledge::MustNotKnow);
    assert_eq!(knowledge(insider), access::Knowledge::MayKnow);
}
