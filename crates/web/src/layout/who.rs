//! Who is logged in, as the top of a page at work says it.

use domain::organisation::Branch;

use crate::session::Session;
use crate::visit::Visit;

pub(super) struct Who {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) initials: String,
    pub(super) org: &'static str,
}

pub(super) fn who(visit: &Visit) -> (Who, String) {
    let say = visit.say();
    let nobody = || Who { name: String::new(), role: String::new(), initials: String::new(), org: "fam" };
    match &visit.session {
        Session::Staff { name, standing, .. } => {
            let (role, org, unit) = match standing {
                None => (String::new(), "fam", String::new()),
                Some((post, unit)) => {
                    (say.t(&format!("role-{}", access::role_code(post.role))), org_of(post.branch), unit.clone())
                }
            };
            (Who { name: name.clone(), role, initials: initials(name), org }, unit)
        }
        Session::Nobody | Session::Child(_) | Session::Guardian(_) => (nobody(), String::new()),
    }
}

/// The colour of a kind of service. Always beside its name.
pub const fn org_of(branch: Branch) -> &'static str {
    match branch {
        Branch::SchoolMedical | Branch::PupilHealth | Branch::Teaching => "skola",
        Branch::FrontDoor | Branch::PrimaryCare | Branch::FirstLine | Branch::YouthClinic | Branch::ChildHealthCare => {
            "pv"
        }
        Branch::ChildPsychiatry | Branch::Habilitation => "bup",
        Branch::SocialServices => "soc",
    }
}

/// The first letters of a name's first and last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.last().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}
