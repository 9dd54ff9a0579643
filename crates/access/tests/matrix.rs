//! Who may do what, written out: every action, every relation, every circumstance. The table stands in
//! `docs/reference/permissions.txt` and is read in review like a contract; a change of rights is a change of that file.
#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod world;

use std::fmt::Write as _;

use access::action::{directory, front_door, identity, jobs, oversight, trail};
use access::facts::{
    Assurance, Facts, IdentityFacts, LoginFacts, OpeningFacts, Openness, RegionFacts, RequestFacts, SharingFacts,
    TrailFacts,
};
use access::{Access, Action, Actor};
use domain::age::Majority;
use domain::child::Protection;
use domain::organisation::{Branch, Role};
use world::{
    ASKED, CHILD, DOOR, ELSEWHERE, GLASS, HOLDER, NAMED, PARENT, SCHOOL, SHARING, a_trail, asked_by, door, id,
    identity_of, opened_by, request, school, sent_on, staff, unit,
};

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

/// What a family was asked: by the domain of the holding unit, or by another.
fn questions() -> [(&'static str, SharingFacts); 2] {
    [("asked by the first line", asked_by(HOLDER)), ("asked elsewhere", asked_by(ELSEWHERE))]
}

/// Openings by the clinician at the holding unit, and by the one elsewhere who broke the glass.
fn openings() -> [(&'static str, OpeningFacts); 2] {
    [("opened at the holding unit", opened_by(10)), ("opened elsewhere", opened_by(GLASS))]
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
    table::<trail::SettleSharing>(&mut out, access, &questions());
    on_trail::<trail::ReadAsChild>(&mut out, access);
    on_trail::<trail::ReadAsGuardian>(&mut out, access);
    on_trail::<trail::Say>(&mut out, access);
    on_trail::<trail::Consent>(&mut out, access);
    on_trail::<trail::CloseConsent>(&mut out, access);
    table::<oversight::SeekGlass>(&mut out, access, &[("own unit", unit()), ("front door", door())]);
    on_trail::<oversight::BreakGlass>(&mut out, access);
    table::<oversight::Explain>(&mut out, access, &openings());
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
