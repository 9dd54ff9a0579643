//! A small invented region, made through commands: one front door, first line, child psychiatry, a municipal school with
//! its three secrecy domains, social services, and an independent school.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::organisation::{
    Assignment, Branch, Municipality, Ownership, Post, PrincipalKind, Role, Secrecy, SecrecyDomain, Unit,
};
use identity::login::commands::{Kind, Persona, add_persona};
use identity::organisations::commands::{
    NewDomain, assign, register_domain, register_municipality, register_principal, register_staff, register_unit,
    set_duty,
};

use crate::app::TestApp;

/// The small region. Everything is found by the code it was made with.
pub struct Region {
    /// The municipalities.
    pub municipalities: BTreeMap<&'static str, Id<Municipality>>,
    /// The units.
    pub units: BTreeMap<&'static str, Id<Unit>>,
    /// The secrecy domains.
    pub domains: BTreeMap<&'static str, Id<SecrecyDomain>>,
    /// The people at work, who log in under the same code.
    pub posts: BTreeMap<&'static str, Post>,
}

/// Code, name, secrecy domain, kind of service.
const UNITS: &[(&str, &str, &str, Branch)] = &[
    ("front_door", "En väg in Rösmark mitt", "health", Branch::FrontDoor),
    ("first_line", "UPH Björkeryd", "health", Branch::FirstLine),
    ("psychiatry", "BUP Rösmark", "health", Branch::ChildPsychiatry),
    ("psychiatry_ward", "BUP Rösmark akut", "health", Branch::ChildPsychiatry),
    ("school_nurse", "Skolhälsovården Björkeryds skola", "school_medical", Branch::SchoolMedical),
    ("pupil_health", "Elevhälsan Björkeryds skola", "pupil_health", Branch::PupilHealth),
    ("teaching", "Björkeryds skola", "teaching", Branch::Teaching),
    ("social", "Socialtjänsten Björkeryd", "social", Branch::SocialServices),
    ("independent_nurse", "Skolhälsovården Friskolan Fjällglim", "independent_medical", Branch::SchoolMedical),
    ("independent_health", "Elevhälsan Friskolan Fjällglim", "independent_health", Branch::PupilHealth),
];

/// Code, name, unit, role.
const STAFF: &[(&str, &str, &str, Role)] = &[
    ("mikael", "Mikael K.", "front_door", Role::TriageNurse),
    ("petra", "Petra Å.", "front_door", Role::Psychologist),
    ("vera", "Vera M.", "front_door", Role::UnitManager),
    ("johan", "Johan E.", "first_line", Role::Psychologist),
    ("lena", "Lena B.", "first_line", Role::UnitManager),
    ("maria", "Maria T.", "psychiatry", Role::Doctor),
    ("omar", "Omar S.", "psychiatry_ward", Role::Doctor),
    ("nora", "Nora S.", "school_nurse", Role::SchoolNurse),
    ("samira", "Samira L.", "pupil_health", Role::SchoolCounsellor),
    ("rut", "Rut H.", "teaching", Role::HeadTeacher),
    ("ali", "Ali N.", "social", Role::SocialWorker),
    ("ines", "Ines F.", "independent_nurse", Role::SchoolNurse),
    ("karl", "Karl F.", "independent_health", Role::SchoolCounsellor),
    ("lo", "Lo G.", "first_line", Role::LogReviewer),
    ("stig", "Stig V.", "front_door", Role::Steward),
];

impl Region {
    /// Builds the region in a running Cairn.
    pub async fn build(test: &TestApp) -> Self {
        let mut region = Self {
            municipalities: BTreeMap::new(),
            units: BTreeMap::new(),
            domains: BTreeMap::new(),
            posts: BTreeMap::new(),
        };
        let demo = test.demo();
        for (code, name) in [("bjorkeryd", "Björkeryd"), ("lindala", "Lindala")] {
            region.municipalities.insert(code, register_municipality(&demo, name).await.expect("a municipality"));
        }
        region.build_domains(test).await;
        for (code, name, domain, branch) in UNITS {
            let unit = register_unit(&demo, region.domain(domain), *branch, name).await.expect("a unit");
            region.units.insert(code, unit);
        }
        for (place, (code, name, unit, role)) in STAFF.iter().enumerate() {
            region.hire(test, i64::try_from(place).expect("a small number"), code, name, unit, *role).await;
        }
        let duties =
            [("front_door", "mikael"), ("first_line", "johan"), ("psychiatry", "maria"), ("pupil_health", "samira")];
        for (unit, duty) in duties {
            set_duty(&demo, region.unit(unit), region.post(duty).assignment).await.expect("a duty");
        }
        region
    }

    async fn build_domains(&mut self, test: &TestApp) {
        let demo = test.demo();
        let principal = async |kind, name| register_principal(&demo, kind, name).await.expect("a principal");
        let region = principal(PrincipalKind::Region, "Region Rösmark").await;
        let municipality = principal(PrincipalKind::Municipality, "Björkeryds kommun").await;
        let independent = principal(PrincipalKind::IndependentSchool, "Friskolan Fjällglim AB").await;
        let environment = &test.environment;
        let (health, school, social, company) =
            (environment.id(), environment.id(), environment.id(), environment.id());
        let domains = [
            ("health", region, health, Secrecy::Health, Ownership::Public, "Hälso- och sjukvård, Region Rösmark"),
            (
                "school_medical",
                municipality,
                school,
                Secrecy::SchoolMedical,
                Ownership::Public,
                "Skolhälsovård, Björkeryd",
            ),
            ("pupil_health", municipality, school, Secrecy::PupilHealth, Ownership::Public, "Elevhälsa, Björkeryd"),
            ("teaching", municipality, school, Secrecy::Teaching, Ownership::Public, "Skola, Björkeryd"),
            ("social", municipality, social, Secrecy::Social, Ownership::Public, "Socialtjänst, Björkeryd"),
            (
                "independent_medical",
                independent,
                company,
                Secrecy::SchoolMedical,
                Ownership::Independent,
                "Skolhälsovård, Fjällglim",
            ),
            (
                "independent_health",
                independent,
                company,
                Secrecy::PupilHealth,
                Ownership::Independent,
                "Elevhälsa, Fjällglim",
            ),
        ];
        for (code, principal, authority, secrecy, ownership, name) in domains {
            let new = NewDomain { principal, authority, secrecy, ownership, name };
            self.domains.insert(code, register_domain(&demo, new).await.expect("a domain"));
        }
    }

    async fn hire(&mut self, test: &TestApp, place: i64, code: &'static str, name: &str, unit: &str, role: Role) {
        let demo = test.demo();
        let staff = register_staff(&demo, name, None).await.expect("someone at work");
        let unit_id = self.unit(unit);
        let assignment: Id<Assignment> = assign(&demo, staff, unit_id, role).await.expect("an assignment");
        let (_, _, domain, branch) = UNITS.iter().find(|(known, ..)| *known == unit).expect("the unit is in the list");
        let post = Post { staff, assignment, unit: unit_id, domain: self.domain(domain), branch: *branch, role };
        self.posts.insert(code, post);
        self.persona(test, place, code, Kind::Staff(staff), name).await;
    }

    /// Lets somebody log in with one click under a code.
    pub async fn persona(&self, test: &TestApp, place: i64, code: &str, kind: Kind, name: &str) {
        let persona = Persona {
            code: code.to_owned(),
            kind,
            name: name.to_owned(),
            about_swedish: String::new(),
            about_english: String::new(),
        };
        add_persona(&test.demo(), place, &persona).await.expect("a persona");
    }

    /// The unit of a code.
    pub fn unit(&self, code: &str) -> Id<Unit> {
        *self.units.get(code).unwrap_or_else(|| panic!("there is no unit {code}"))
    }

    /// The secrecy domain of a code.
    pub fn domain(&self, code: &str) -> Id<SecrecyDomain> {
        *self.domains.get(code).unwrap_or_else(|| panic!("there is no domain {code}"))
    }

    /// The post of someone at work.
    pub fn post(&self, code: &str) -> Post {
        *self.posts.get(code).unwrap_or_else(|| panic!("there is nobody called {code}"))
    }

    /// The municipality of a code.
    pub fn municipality(&self, code: &str) -> Id<Municipality> {
        *self.municipalities.get(code).unwrap_or_else(|| panic!("there is no municipality {code}"))
    }
}
