//! What importing changes, in words that an operator reads before and after.

use std::fmt;

use domain::organisation::{Branch, Ownership, PrincipalKind, Role, Secrecy};

/// One change. Everything is named as in the file: a new thing has no identifier before it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the parts are those of the file")]
pub enum Change {
    /// A principal is registered.
    Principal { name: String, kind: PrincipalKind },
    /// A secrecy domain is registered.
    Domain { name: String, principal: String, authority: String, secrecy: Secrecy, ownership: Ownership },
    /// The name of the authority of a registered domain is noted.
    Authority { domain: String, principal: String, name: String },
    /// A municipality is registered.
    Municipality { name: String },
    /// A unit is registered.
    Unit { name: String, domain: String, branch: Branch },
    /// Someone at work is registered.
    Staff { identity: String, name: String },
    /// Someone at work is called something else.
    Rename { identity: String, from: String, to: String },
    /// Someone's family name is noted, for the review of the log.
    FamilyName { identity: String, name: String },
    /// Someone gets an assignment from today.
    Assign { identity: String, unit: String, role: Role },
    /// An assignment ends today.
    End { identity: String, unit: String, role: Role },
    /// Someone answers for what arrives at a unit.
    Duty { unit: String, identity: String, role: Role },
}

impl fmt::Display for Change {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal { name, .. } => write!(to, "register the principal {name}"),
            Self::Domain { name, principal, .. } => write!(to, "register the secrecy domain {name} of {principal}"),
            Self::Authority { domain, name, .. } => write!(to, "note that {domain} belongs to the authority {name}"),
            Self::Municipality { name } => write!(to, "register the municipality {name}"),
            Self::Unit { name, domain, .. } => write!(to, "register the unit {name} in {domain}"),
            Self::Staff { identity, name } => write!(to, "register {name} ({identity})"),
            Self::Rename { identity, from, to: name } => write!(to, "rename {from} ({identity}) to {name}"),
            Self::FamilyName { identity, name } => write!(to, "note the family name {name} of {identity}"),
            Self::Assign { identity, unit, role } => {
                write!(to, "assign {identity} to {unit} as {}", access::role_code(*role))
            }
            Self::End { identity, unit, role } => {
                write!(to, "end the assignment of {identity} at {unit} as {}", access::role_code(*role))
            }
            Self::Duty { unit, identity, .. } => write!(to, "let {identity} answer for what arrives at {unit}"),
        }
    }
}
