//! Who may do what, written out: every action, every relation, every circumstance. The table stands in
//! `docs/reference/permissions.txt` and is read in review like a contract; a change of rights is a change of that file.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use std::fmt::Write as _;

use access::action::{directory, front_door, identity, jobs, oversight, trail};
use access::facts::{
    Assurance, Facts, IdentityFacts, LoginFacts, Openness, RegionFacts, RequestFacts, SentOnFacts, TrailFacts,
    UnitFacts,
};
use access::{Access, Action, Actor};
use domain::age::Majority;
use domain::child::{Person, Protection};
use domain::id::Id;
use domain::organisation::{Branch, Post, Role, SecrecyDomain, Staff, Unit};
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

const HOLDER: u128 = 1;
const ASKED: u128 = 2;
const SHARING: u128 = 3;
const ELSEWHERE: u128 = 4;
const DOOR: u128 = 5;
const SCHOOL: u128 = 6;
const NAMED: u128 = 90;
const GLASS: u128 = 91;
const CHILD: u128 = 80;
const PARENT: u128 = 81;

fn staff(unit: u128, person: u128, branch: Branch, role: Role) -> Actor {
    let post =
        Post { staff: id(person), assignment: id(person + 1000), unit: id(unit), domain: id(unit + 100), branch, role };
    Actor::Staff(post)
}

/// Everyone who might try, by what they are to the child.
fn people() -> Vec<(&'static str, Actor)> {
    let clinician = |unit, person| staff(unit, person, Branch::FirstLine, Role::Psychologist);
    vec![
        ("clinician at the holding unit", clinician(HOLDER, 10)),
        ("head teacher at the holding unit", staff(HOLDER, 11, Branch::Teaching, Role::HeadTeacher)),
        ("log reviewer at the holding unit", staff(HOLDER, 12, Branch::FirstLine, Role::LogReviewer)),
        ("manager at the holding unit", staff(HOLDER, 13, Branch::FirstLine, Role::UnitManager)),
        ("steward at the holding unit", staff(HOLDER, 14, Branch::FirstLine, Role::Steward)),
        ("named clinician at the holding unit", clinician(HOLDER, NAMED)),
        ("clinician at the unit that is asked", clinician(ASKED, 20)),
        ("clinician at a unit that shares in the help", clinician(SHARING, 30)),
        ("clinician elsewhere", clinician(ELSEWHERE, 40)),
        ("head teacher elsewhere", staff(ELSEWHERE, 41, Branch::Teaching, Role::HeadTeacher)),
        ("clinician elsewhere who broke the glass", clinician(ELSEWHERE, GLASS)),
        ("nurse at the front door", staff(DOOR, 50, Branch::FrontDoor, Role::TriageNurse)),
        ("nurse at the front door who took it", staff(DOOR, 51, Branch::FrontDoor, Role::TriageNurse)),
        ("administrator at the front door", staff(DOOR, 52, Branch::FrontDoor, Role::CareAdministrator)),
        ("school nurse who asked the front door", staff(SCHOOL, SCHOOL + 20, Branch::SchoolMedical, Role::SchoolNurse)),
        ("school nurse at the same unit", staff(SCHOOL, 61, Branch::SchoolMedical, Role::SchoolNurse)),
        ("the child", Actor::Child(id(CHILD))),
        ("another child", Actor::Child(id(CHILD + 5))),
        ("a parent with custody", Actor::Guardian(id(PARENT))),
        ("another parent", Actor::Guardian(id(PARENT + 5))),
        ("a visitor", Actor::Visitor),
        ("job clocks", Actor::Job("clocks")),
        ("job consents", Actor::Job("consents")),
        ("job disposal", Actor::Job("disposal")),
        ("job reviews", Actor::Job("reviews")),
        ("job demo", Actor::Job("demo")),
        ("a job nobody knows", Actor::Job("unknown")),
    ]
}

fn unit() -> UnitFacts {
    UnitFacts { unit: id(HOLDER), domain: id::<SecrecyDomain>(HOLDER + 100), branch: Branch::FirstLine }
}

fn door() -> UnitFacts {
    UnitFacts { unit: id(DOOR), domain: id::<SecrecyDomain>(DOOR + 100), branch: Branch::FrontDoor }
}

fn school() -> UnitFacts {
    UnitFacts { unit: id(SCHOOL), domain: id::<SecrecyDomain>(SCHOOL + 100), branch: Branch::SchoolMedical }
}

fn request(protection: Protection) -> RequestFacts {
    RequestFacts {
        request: Uuid::from_u128(70),
        child: id(71),
        unit: id(DOOR),
        taken_by: Some(id(51 + 1000)),
        protection,
        named: vec![id(NAMED)],
        asker: Some(id::<Person>(PARENT)),
        asked_by: Some(id(SCHOOL + 20 + 1000)),
        asked_from: Some(id(SCHOOL)),
        majority: Majority::Minor,
    }
}

/// A request that the front door sent on, and who holds its trail.
fn sent_on(holder: u128) -> SentOnFacts {
    SentOnFacts { request: Uuid::from_u128(70), child: id(71), from: id(DOOR), holder: id(holder) }
}

fn a_trail(protection: Protection, openness: Openness) -> TrailFacts {
    TrailFacts {
        trail: Uuid::from_u128(72),
        child: id(71),
        holder_unit: id(HOLDER),
        holder_assignment: id(10 + 1000),
        pending_unit: Some(id::<Unit>(ASKED)),
        units: vec![id(SHARING)],
        holders: vec![id(HOLDER)],
        guardians: vec![id(PARENT)],
        child_person: Some(id(CHILD)),
        protection,
        named: vec![id::<Staff>(NAMED)],
        broken_glass: vec![id(GLASS)],
        openness,
        majority: Majority::Minor,
    }
}

fn identity_of(protection: Protection) -> IdentityFacts {
    IdentityFacts {
        child: id(71),
        units: vec![id(HOLDER), id(SHARING)],
        guardians: vec![id(PARENT)],
        child_person: Some(id(CHILD)),
        protection,
        named: vec![id(NAMED)],
        broken_glass: vec![id(GLASS)],
        majority: Majority::Minor,
    }
}

/// One table: an action, and who may do it in each circumstance.
fn table<A: Action>(out: &mut String, access: &Access, circumstances: &[(&str, A::Facts)])
where
    A::Facts: Facts,
{
    let names: Vec<_> = circumstances.iter().map(|(name, _)| *name).collect();
    writeln!(out, "\n{}   [{}]", A::NAME, names.join(" | ")).unwrap();
    for (who, actor) in people() {
        let marks: Vec<_> = circumstances
            .iter()
            .map(|(_, facts)| if access.decide::<A>(&actor, facts).is_ok() { "yes" } else { "-" })
            .collect();
        if marks.contains(&"yes") {
            writeln!(out, "  {who:<46} {}", marks.join(" | ")).unwrap();
        }
    }
}

fn on_trail<A: Action<Facts = TrailFacts>>(out: &mut String, access: &Access) {
    let circumstances = [
        ("open", a_trail(Protection::None, Openness::Open)),
        ("closed", a_trail(Protection::None, Openness::Closed)),
        ("protected", a_trail(Protection::Marked, Openness::Open)),
        ("of age", TrailFacts { majority: Majority::OfAge, ..a_trail(Protection::None, Openness::Open) }),
    ];
    table::<A>(out, access, &circumstances);
}

/// Logging in as the clinician at the holding unit.
fn logins() -> [(&'static str, LoginFacts); 4] {
    [
        ("registered", LoginFacts { staff: Some(id(10)), person: None, assurance: Assurance::Enough }),
        ("too low", LoginFacts { staff: Some(id(10)), person: None, assurance: Assurance::TooLow }),
        ("unknown", LoginFacts { staff: None, person: None, assurance: Assurance::Enough }),
        ("a code", LoginFacts { staff: None, person: Some(id(CHILD)), assurance: Assurance::Enough }),
    ]
}

fn on_request<A: Action<Facts = RequestFacts>>(out: &mut String, access: &Access) {
    let circumstances = [
        ("ordinary", request(Protection::None)),
        ("protected", request(Protection::Registered)),
        ("of age", RequestFacts { majority: Majority::OfAge, ..request(Protection::None) }),
    ];
    table::<A>(out, access, &circumstances);
}

fn on_identity<A: Action<Facts = IdentityFacts>>(out: &mut String, access: &Access) {
    let circumstances = [
        ("ordinary", identity_of(Protection::None)),
        ("protected", identity_of(Protection::Marked)),
        ("of age", IdentityFacts { majority: Majority::OfAge, ..identity_of(Protection::None) }),
    ];
    table::<A>(out, access, &circumstances);
}

/// One of two children who may be one: the front door helps it, or does not.
fn both() -> [(&'static str, IdentityFacts); 4] {
    let helped = |protection| IdentityFacts {
        units: vec![id(HOLDER), id(DOOR)],
        named: vec![id(NAMED), id(51)],
        ..identity_of(protection)
    };
    [
        ("helped", helped(Protection::None)),
        ("protected", helped(Protection::Marked)),
        ("of age", IdentityFacts { majority: Majority::OfAge, ..helped(Protection::None) }),
        ("not helped", identity_of(Protection::None)),
    ]
}

fn matrix(access: &Access) -> String {
    let mut out = String::from(
        "Who may do what. Written by crates/access/tests/matrix.rs; whoever is not listed under an action may not do it.\n",
    );
    let region = || [("anywhere", RegionFacts)];
    table::<identity::KeepOrganisations>(&mut out, access, &region());
    table::<identity::SetDuty>(&mut out, access, &[("own unit", unit()), ("front door", door())]);
    table::<identity::FindChild>(&mut out, access, &[("own unit", unit()), ("front door", door())]);
    table::<identity::RegisterChild>(&mut out, access, &region());
    on_identity::<identity::SeeIdentity>(&mut out, access);
    on_identity::<identity::ChangeIdentity>(&mut out, access);
    on_identity::<identity::ConfirmCustody>(&mut out, access);
    on_identity::<identity::GiveCode>(&mut out, access);
    on_identity::<identity::Protect>(&mut out, access);
    on_identity::<identity::Unprotect>(&mut out, access);
    table::<identity::Join>(&mut out, access, &both());
    on_identity::<identity::Erase>(&mut out, access);
    table::<identity::LogIn>(&mut out, access, &logins());
    table::<identity::ChooseAssignment>(&mut out, access, &logins());
    table::<identity::UseCode>(&mut out, access, &logins());
    table::<identity::LogOut>(&mut out, access, &logins());
    table::<directory::KeepEntry>(&mut out, access, &[("own unit", unit()), ("front door", door())]);
    table::<front_door::Ask>(&mut out, access, &region());
    table::<front_door::SeeQueue>(&mut out, access, &[("first line", unit()), ("front door", door())]);
    on_request::<front_door::Take>(&mut out, access);
    on_request::<front_door::SeeRequest>(&mut out, access);
    on_request::<front_door::Interview>(&mut out, access);
    on_request::<front_door::Decide>(&mut out, access);
    table::<front_door::CarryOut>(
        &mut out,
        access,
        &[("another unit has the trail", sent_on(HOLDER)), ("the front door has it", sent_on(DOOR))],
    );
    on_request::<front_door::Follow>(&mut out, access);
    on_request::<front_door::TakeBack>(&mut out, access);
    on_request::<front_door::AddTo>(&mut out, access);
    table::<front_door::Refer>(
        &mut out,
        access,
        &[("first line", unit()), ("front door", door()), ("school", school())],
    );
    table::<front_door::SeeReferrals>(&mut out, access, &[("first line", unit()), ("school", school())]);
    on_request::<front_door::FollowReferral>(&mut out, access);
    table::<front_door::KeepRules>(&mut out, access, &region());
    table::<trail::List>(&mut out, access, &[("first line", unit()), ("front door", door())]);
    table::<trail::Open>(&mut out, access, &[("first line", unit()), ("front door", door())]);
    on_identity::<trail::OpenAbout>(&mut out, access);
    on_trail::<trail::Read>(&mut out, access);
    on_trail::<trail::ReadCopies>(&mut out, access);
    on_trail::<trail::ReadCourse>(&mut out, access);
    on_trail::<trail::Write>(&mut out, access);
    on_trail::<trail::HandOver>(&mut out, access);
    on_trail::<trail::Answer>(&mut out, access);
    on_trail::<trail::Plan>(&mut out, access);
    on_trail::<trail::Close>(&mut out, access);
    on_trail::<trail::Share>(&mut out, access);
    on_trail::<trail::ReadAsChild>(&mut out, access);
    on_trail::<trail::ReadAsGuardian>(&mut out, access);
    on_trail::<trail::Say>(&mut out, access);
    on_trail::<trail::Consent>(&mut out, access);
    on_trail::<trail::CloseConsent>(&mut out, access);
    table::<oversight::SeekGlass>(&mut out, access, &[("own unit", unit()), ("front door", door())]);
    on_trail::<oversight::BreakGlass>(&mut out, access);
    table::<oversight::Review>(&mut out, access, &[("first line", unit()), ("front door", door())]);
    on_trail::<oversight::TellOfLateReview>(&mut out, access);
    on_identity::<oversight::SeeReaders>(&mut out, access);
    table::<jobs::Clear>(&mut out, access, &region());
    out
}

#[test]
fn the_permission_matrix_is_the_one_that_was_reviewed() {
    let matrix = matrix(&Access::new().unwrap());
    let reviewed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/permissions.txt");
    if std::fs::read_to_string(reviewed).unwrap_or_default() != matrix {
        let proposed = format!("{}/permissions.txt", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&proposed, &matrix).unwrap();
        panic!(
            "rights have changed; read the difference and, if it is meant: cp {proposed} docs/reference/permissions.txt"
        );
    }
}

#[test]
fn the_matrix_has_a_table_for_every_action() {
    let matrix = matrix(&Access::new().unwrap());
    for action in access::action::ALL {
        assert!(matrix.contains(&format!("\n{action}   [")), "{action} is missing from the matrix");
    }
}

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
