//! Organisations of the demo region: one region, nine municipalities, two independent schools; more than forty units.

use std::collections::BTreeMap;

use audit::Asker;
use domain::id::Id;
use domain::organisation::{
    Assignment, Authority, Branch, Municipality, Ownership, Post, Principal, PrincipalKind, Role, Secrecy,
    SecrecyDomain, Unit,
};
use identity::organisations::commands::{
    NewDomain, assign, register_domain, register_municipality, register_principal, register_staff, register_unit,
    set_duty,
};

use super::DemoError;

/// The nine municipalities, and which of the two front doors answers for each.
pub(super) const MUNICIPALITIES: [(&str, Door); 9] = [
    ("Almvik", Door::South),
    ("Björkeryd", Door::Middle),
    ("Dalhult", Door::Middle),
    ("Ekestad", Door::South),
    ("Granö", Door::South),
    ("Havsnäs", Door::South),
    ("Lindala", Door::Middle),
    ("Stenvik", Door::South),
    ("Åmyra", Door::Middle),
];

/// A front door of the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// En väg in Rösmark mitt.
    Middle,
    /// En väg in Rösmark syd.
    South,
}

impl Door {
    /// The unit's name.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Middle => "En väg in Rösmark mitt",
            Self::South => "En väg in Rösmark syd",
        }
    }
}

/// People at work that a visitor can be: code, name, unit, role, what can be seen as them (Swedish, English).
const STAFF: &[(&str, &str, &str, Role, &str, &str)] = &[
    (
        "mikael",
        "Mikael K.",
        "En väg in Rösmark mitt",
        Role::TriageNurse,
        "Kön, intervjun, bedömningen.",
        "The queue, the interview, the assessment.",
    ),
    (
        "petra",
        "Petra Å.",
        "En väg in Rösmark mitt",
        Role::Psychologist,
        "Samma kö, en annan profession.",
        "The same queue, another profession.",
    ),
    (
        "samira",
        "Samira L.",
        "Elevhälsan Björkeryds skola",
        Role::SchoolCounsellor,
        "Min dag i elevhälsan.",
        "A day in pupil health.",
    ),
    (
        "nora",
        "Nora S.",
        "Skolhälsovården Björkeryds skola",
        Role::SchoolNurse,
        "Egen sekretess mot resten av skolan.",
        "Her own secrecy against the rest of the school.",
    ),
    (
        "johan",
        "Johan E.",
        "UPH Björkeryd",
        Role::Psychologist,
        "Tar emot eller lämnar tillbaka.",
        "Accepts or returns.",
    ),
    ("maria", "Maria T.", "BUP Rösmark", Role::Doctor, "Specialistvård.", "Specialist care."),
    (
        "ali",
        "Ali N.",
        "Socialtjänsten Björkeryd",
        Role::SocialWorker,
        "Är med utan att sekretessen bryts.",
        "Takes part without breaking secrecy.",
    ),
    (
        "rut",
        "Rut H.",
        "Björkeryds skola",
        Role::HeadTeacher,
        "Ser inte elevhälsans anteckningar.",
        "Does not see pupil health's notes.",
    ),
    (
        "vera",
        "Vera M.",
        "En väg in Rösmark mitt",
        Role::UnitManager,
        "Håller vi det vi lovar? Vem har läst?",
        "Do we keep our promises? Who has read?",
    ),
    ("lo", "Lo G.", "UPH Björkeryd", Role::LogReviewer, "Granskar loggen.", "Reviews the log."),
    (
        "stig",
        "Stig V.",
        "En väg in Rösmark mitt",
        Role::Steward,
        "Organisationer, regler, tider.",
        "Organisations, rules, clocks.",
    ),
];

/// First names of people at work who are there so that every unit has someone.
const MORE_STAFF: [&str; 24] = [
    "Agnes", "Birger", "Carin", "David", "Eskil", "Fatima", "Gunilla", "Hassan", "Irma", "Jonas", "Katarina", "Lars",
    "Mona", "Nils", "Olga", "Per", "Ragna", "Sofia", "Tage", "Ulrika", "Viggo", "Ylva", "Zara", "Östen",
];

/// The organisations, found by name.
pub struct Organisations {
    /// Municipalities by name.
    pub municipalities: BTreeMap<&'static str, Id<Municipality>>,
    /// Units by name.
    pub units: BTreeMap<String, Id<Unit>>,
    /// Posts by the code or the full name of who stands in them.
    pub posts: BTreeMap<String, Post>,
    domains: BTreeMap<String, Id<SecrecyDomain>>,
    branches: BTreeMap<String, (Id<SecrecyDomain>, Branch)>,
    duties: BTreeMap<String, Post>,
}

impl Organisations {
    /// Registers everything, from principals to people.
    pub async fn make(asker: &Asker) -> Result<Self, DemoError> {
        let mut made = Self {
            municipalities: BTreeMap::new(),
            units: BTreeMap::new(),
            posts: BTreeMap::new(),
            domains: BTreeMap::new(),
            branches: BTreeMap::new(),
            duties: BTreeMap::new(),
        };
        let region = register_principal(asker, PrincipalKind::Region, "Region Rösmark").await?;
        let health = authority(asker);
        made.domain(asker, region, health, Secrecy::Health, Ownership::Public, "Hälso- och sjukvård, Region Rösmark")
            .await?;
        made.make_health(asker).await?;
        for (name, _) in MUNICIPALITIES {
            made.make_municipality(asker, name).await?;
        }
        made.make_independent_school(asker, "Friskolan Fjällglim").await?;
        made.make_independent_school(asker, "Friskolan Havsljus").await?;
        made.make_staff(asker).await?;
        Ok(made)
    }

    async fn domain(
        &mut self,
        asker: &Asker,
        principal: Id<Principal>,
        authority: Id<Authority>,
        secrecy: Secrecy,
        ownership: Ownership,
        name: &str,
    ) -> Result<(), DemoError> {
        let domain = register_domain(asker, NewDomain { principal, authority, secrecy, ownership, name }).await?;
        self.domains.insert(name.to_owned(), domain);
        Ok(())
    }

    async fn unit(&mut self, asker: &Asker, domain: &str, branch: Branch, name: &str) -> Result<(), DemoError> {
        let domain = *self.domains.get(domain).ok_or_else(|| DemoError::Lists(format!("no domain {domain}")))?;
        let unit = register_unit(asker, domain, branch, name).await?;
        self.units.insert(name.to_owned(), unit);
        self.branches.insert(name.to_owned(), (domain, branch));
        Ok(())
    }

    async fn make_health(&mut self, asker: &Asker) -> Result<(), DemoError> {
        let domain = "Hälso- och sjukvård, Region Rösmark";
        let units = [
            (Branch::FrontDoor, Door::Middle.unit()),
            (Branch::FrontDoor, Door::South.unit()),
            (Branch::FirstLine, "UPH Björkeryd"),
            (Branch::FirstLine, "UPH Almvik"),
            (Branch::ChildPsychiatry, "BUP Rösmark"),
            (Branch::ChildPsychiatry, "BUP Rösmark akut"),
            (Branch::YouthClinic, "Ungdomsmottagningen Rösmark"),
            (Branch::Habilitation, "Barn- och ungdomshabiliteringen Rösmark"),
            (Branch::ChildHealthCare, "Barnavårdscentralen Rösmark"),
        ];
        for (branch, name) in units {
            self.unit(asker, domain, branch, name).await?;
        }
        for (municipality, _) in MUNICIPALITIES {
            self.unit(asker, domain, Branch::PrimaryCare, &format!("Vårdcentralen {municipality}")).await?;
        }
        Ok(())
    }

    /// A municipality is at least two authorities, and its school three secrecy domains.
    async fn make_municipality(&mut self, asker: &Asker, name: &'static str) -> Result<(), DemoError> {
        self.municipalities.insert(name, register_municipality(asker, name).await?);
        let principal = register_principal(asker, PrincipalKind::Municipality, &format!("{} kommun", of(name))).await?;
        let (social, school) = (authority(asker), authority(asker));
        let public = Ownership::Public;
        self.domain(asker, principal, social, Secrecy::Social, public, &format!("Socialtjänst, {name}")).await?;
        self.school(asker, principal, school, public, name, &format!("{} skola", of(name))).await?;
        self.unit(asker, &format!("Socialtjänst, {name}"), Branch::SocialServices, &format!("Socialtjänsten {name}"))
            .await
    }

    async fn make_independent_school(&mut self, asker: &Asker, name: &str) -> Result<(), DemoError> {
        let principal = register_principal(asker, PrincipalKind::IndependentSchool, &format!("{name} AB")).await?;
        let authority = authority(asker);
        self.school(asker, principal, authority, Ownership::Independent, name, name).await
    }

    async fn school(
        &mut self,
        asker: &Asker,
        principal: Id<Principal>,
        authority: Id<Authority>,
        ownership: Ownership,
        place: &str,
        school: &str,
    ) -> Result<(), DemoError> {
        let parts = [
            (Secrecy::SchoolMedical, Branch::SchoolMedical, "Skolhälsovård", format!("Skolhälsovården {school}")),
            (Secrecy::PupilHealth, Branch::PupilHealth, "Elevhälsa", format!("Elevhälsan {school}")),
            (Secrecy::Teaching, Branch::Teaching, "Skola", school.to_owned()),
        ];
        for (secrecy, branch, part, unit) in parts {
            let domain = format!("{part}, {place}");
            self.domain(asker, principal, authority, secrecy, ownership, &domain).await?;
            self.unit(asker, &domain, branch, &unit).await?;
        }
        Ok(())
    }

    async fn make_staff(&mut self, asker: &Asker) -> Result<(), DemoError> {
        for (code, name, unit, role, ..) in STAFF {
            self.hire(asker, code, name, unit, *role).await?;
        }
        let names: Vec<String> = self.units.keys().cloned().collect();
        let initials = ('A'..='Z').cycle();
        for ((unit, first), initial) in names.iter().zip(MORE_STAFF.iter().cycle()).zip(initials) {
            let Some((_, branch)) = self.branches.get(unit).copied() else { continue };
            let name = format!("{first} {initial}.");
            let post = self.hire(asker, &format!("{name} {unit}"), &name, unit, usual_role(branch)).await?;
            self.duties.insert(unit.clone(), post);
        }
        for (unit, duty) in [
            ("En väg in Rösmark mitt", "mikael"),
            ("UPH Björkeryd", "johan"),
            ("BUP Rösmark", "maria"),
            ("Elevhälsan Björkeryds skola", "samira"),
            ("Socialtjänsten Björkeryd", "ali"),
        ] {
            self.duties.insert(unit.to_owned(), self.post(duty)?);
        }
        for (unit, post) in &self.duties {
            set_duty(asker, self.unit_id(unit)?, post.assignment).await?;
        }
        Ok(())
    }

    async fn hire(&mut self, asker: &Asker, code: &str, name: &str, unit: &str, role: Role) -> Result<Post, DemoError> {
        let staff = register_staff(asker, name, None).await?;
        let unit_id = self.unit_id(unit)?;
        let assignment: Id<Assignment> = assign(asker, staff, unit_id, role).await?;
        let (domain, branch) = *self.branches.get(unit).ok_or_else(|| DemoError::Lists(format!("no unit {unit}")))?;
        let post = Post { staff, assignment, unit: unit_id, domain, branch, role };
        self.posts.insert(code.to_owned(), post);
        Ok(post)
    }

    /// The people at work that a visitor can be: code, name, what can be seen as them in Swedish and English.
    pub fn visited(&self) -> impl Iterator<Item = (&str, &str, &str, &str)> {
        STAFF.iter().map(|(code, name, _, _, swedish, english)| (*code, *name, *swedish, *english))
    }

    /// Every unit and its kind of service, by name.
    pub fn units_and_branches(&self) -> impl Iterator<Item = (&str, Branch)> {
        self.branches.iter().map(|(name, (_, branch))| (name.as_str(), *branch))
    }

    /// The unit of a name.
    pub fn unit_id(&self, name: &str) -> Result<Id<Unit>, DemoError> {
        self.units.get(name).copied().ok_or_else(|| DemoError::Lists(format!("no unit {name}")))
    }

    /// The post of a code.
    pub fn post(&self, code: &str) -> Result<Post, DemoError> {
        self.posts.get(code).copied().ok_or_else(|| DemoError::Lists(format!("nobody called {code}")))
    }

    /// Whether two units are in different secrecy domains.
    pub fn are_apart(&self, one: &str, other: &str) -> bool {
        let domain = |unit: &str| self.branches.get(unit).map(|(domain, _)| *domain);
        domain(one) != domain(other)
    }

    /// Who is on duty at a unit.
    pub fn duty(&self, unit: &str) -> Result<Post, DemoError> {
        self.duties.get(unit).copied().ok_or_else(|| DemoError::Lists(format!("nobody at {unit}")))
    }

    /// The municipality of a name.
    pub fn municipality(&self, name: &str) -> Result<Id<Municipality>, DemoError> {
        self.municipalities.get(name).copied().ok_or_else(|| DemoError::Lists(format!("no municipality {name}")))
    }
}

/// "Björkeryds", "Havsnäs": the genitive of a place.
pub(super) fn of(place: &str) -> String {
    if place.ends_with('s') { place.to_owned() } else { format!("{place}s") }
}

fn authority(asker: &Asker) -> Id<Authority> {
    asker.database.environment().id()
}

const fn usual_role(branch: Branch) -> Role {
    match branch {
        Branch::FrontDoor => Role::TriageNurse,
        Branch::SchoolMedical => Role::SchoolNurse,
        Branch::PupilHealth => Role::SchoolCounsellor,
        Branch::Teaching => Role::HeadTeacher,
        Branch::PrimaryCare => Role::Doctor,
        Branch::FirstLine | Branch::ChildPsychiatry | Branch::Habilitation => Role::Psychologist,
        Branch::YouthClinic => Role::Counsellor,
        Branch::ChildHealthCare => Role::Nurse,
        Branch::SocialServices => Role::SocialWorker,
    }
}
