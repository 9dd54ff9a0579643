//! Who acts.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Entity, EntityUid};
use domain::child::Person;
use domain::id::Id;
use domain::organisation::{Branch, Post, Role};

use crate::facts::{expression, uid};

/// Who acts. There is no actor without rights of its own and none with all rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Someone at work, standing in one assignment.
    Staff(Post),
    /// A grown-up, as a private person.
    Guardian(Id<Person>),
    /// A child, as itself.
    Child(Id<Person>),
    /// Someone who has not logged in.
    Visitor,
    /// Background work, by name.
    Job(&'static str),
}

impl Actor {
    pub(crate) fn entity(&self) -> Option<Entity> {
        let (kind, name, attributes): (_, String, Vec<(&str, String)>) = match self {
            Self::Staff(post) => ("Staff", post.assignment.to_string(), staff(post)),
            Self::Guardian(person) => ("Guardian", person.to_string(), vec![("person", person.to_string())]),
            Self::Child(person) => ("Child", person.to_string(), vec![("person", person.to_string())]),
            Self::Visitor => ("Visitor", "visitor".to_owned(), vec![]),
            Self::Job(name) => ("Job", (*name).to_owned(), vec![("name", (*name).to_owned())]),
        };
        let attributes: HashMap<_, _> =
            attributes.into_iter().map(|(key, value)| (key.to_owned(), expression(&value))).collect();
        Entity::new(uid(kind, &name)?, attributes, HashSet::<EntityUid>::new()).ok()
    }

    /// The post of someone at work.
    pub fn post(&self) -> Option<&Post> {
        match self {
            Self::Staff(post) => Some(post),
            Self::Guardian(_) | Self::Child(_) | Self::Visitor | Self::Job(_) => None,
        }
    }

    /// The private person.
    pub fn person(&self) -> Option<Id<Person>> {
        match self {
            Self::Guardian(person) | Self::Child(person) => Some(*person),
            Self::Staff(_) | Self::Visitor | Self::Job(_) => None,
        }
    }

    /// What kind of actor this is, as stored in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::Guardian(_) => "guardian",
            Self::Child(_) => "child",
            Self::Visitor => "visitor",
            Self::Job(_) => "job",
        }
    }
}

fn staff(post: &Post) -> Vec<(&'static str, String)> {
    vec![
        ("staff", post.staff.to_string()),
        ("assignment", post.assignment.to_string()),
        ("unit", post.unit.to_string()),
        ("domain", post.domain.to_string()),
        ("branch", branch_code(post.branch).to_owned()),
        ("role", role_code(post.role).to_owned()),
    ]
}

macro_rules! codes {
    ($to:ident, $from:ident, $kind:ident, $($variant:ident = $code:literal),+ $(,)?) => {
        /// The code under which it is stored, logged and named in policies.
        pub const fn $to(value: $kind) -> &'static str {
            match value { $($kind::$variant => $code),+ }
        }
        /// The value of a stored code.
        pub fn $from(code: &str) -> Option<$kind> {
            match code { $($code => Some($kind::$variant),)+ _ => None }
        }
    };
}

codes!(
    role_code,
    role_from_code,
    Role,
    SchoolNurse = "school_nurse",
    SchoolDoctor = "school_doctor",
    SchoolPsychologist = "school_psychologist",
    SchoolCounsellor = "school_counsellor",
    SpecialEducator = "special_educator",
    HeadTeacher = "head_teacher",
    Doctor = "doctor",
    Psychologist = "psychologist",
    Counsellor = "counsellor",
    Nurse = "nurse",
    TriageNurse = "triage_nurse",
    CareAdministrator = "care_administrator",
    SocialWorker = "social_worker",
    FamilyTherapist = "family_therapist",
    UnitManager = "unit_manager",
    OperationsManager = "operations_manager",
    LogReviewer = "log_reviewer",
    Registrar = "registrar",
    Steward = "steward",
);
codes!(
    branch_code,
    branch_from_code,
    Branch,
    FrontDoor = "front_door",
    SchoolMedical = "school_medical",
    PupilHealth = "pupil_health",
    Teaching = "teaching",
    PrimaryCare = "primary_care",
    FirstLine = "first_line",
    ChildPsychiatry = "child_psychiatry",
    YouthClinic = "youth_clinic",
    ChildHealthCare = "child_health_care",
    Habilitation = "habilitation",
    SocialServices = "social_services",
);
