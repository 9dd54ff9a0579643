//! The decision itself: policies and facts in, a permit or a refusal out. Deny by default; a forbid wins.

use std::str::FromStr as _;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, PolicyId, PolicySet, Request, Schema, ValidationMode, Validator,
};

use crate::action::Action;
use crate::actor::Actor;
use crate::facts::{Facts, entity, uid};
use crate::permit::{Denied, Knowledge, Permit, Trace};

/// The policy files, one per capability.
const FILES: &[(&str, &str)] = &[
    ("identity.cedar", include_str!("../policies/identity.cedar")),
    ("directory.cedar", include_str!("../policies/directory.cedar")),
    ("front_door.cedar", include_str!("../policies/front_door.cedar")),
    ("trail.cedar", include_str!("../policies/trail.cedar")),
    ("oversight.cedar", include_str!("../policies/oversight.cedar")),
    ("jobs.cedar", include_str!("../policies/jobs.cedar")),
];
const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

/// Policies that do not hold together. The program does not start with them.
#[derive(Debug, thiserror::Error)]
#[error("policy {file}: {message}")]
pub struct PolicyError {
    /// Which file.
    pub file: &'static str,
    /// What is wrong.
    pub message: String,
}

/// The policies in force.
pub struct Access {
    policies: PolicySet,
    schema: Schema,
    authorizer: Authorizer,
}

impl Access {
    /// Reads the policies and checks them strictly against their schema.
    pub fn new() -> Result<Self, PolicyError> {
        let failed = |file, message: String| PolicyError { file, message };
        let (schema, _warnings) =
            Schema::from_cedarschema_str(SCHEMA).map_err(|error| failed("schema.cedarschema", format!("{error:?}")))?;
        let mut policies = PolicySet::new();
        for (file, text) in FILES {
            let set = PolicySet::from_str(text).map_err(|error| failed(file, format!("{error:?}")))?;
            for policy in set.policies() {
                let name = policy.annotation("id").ok_or_else(|| failed(file, "a policy has no @id".to_owned()))?;
                let policy = policy.new_id(PolicyId::new(name));
                policies.add(policy).map_err(|error| failed(file, error.to_string()))?;
            }
        }
        let result = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !result.validation_passed() {
            return Err(failed("(all)", result.to_string()));
        }
        Ok(Self { policies, schema, authorizer: Authorizer::new() })
    }

    /// Decides whether `actor` may do `A` to what `facts` describe.
    pub fn decide<A: Action>(&self, actor: &Actor, facts: &A::Facts) -> Result<Permit<A>, Denied> {
        let (decision, policies) = self.evaluate(actor, A::NAME, facts);
        match decision {
            Decision::Allow => Ok(Permit::new(facts.subject(), policies)),
            Decision::Deny => {
                let knowledge = match A::Facts::KNOW {
                    None => Knowledge::MayKnow,
                    Some(know) => match self.evaluate(actor, know, facts).0 {
                        Decision::Allow => Knowledge::MayKnow,
                        Decision::Deny => Knowledge::MustNotKnow,
                    },
                };
                Err(Denied { trace: Trace { action: A::NAME, subject: facts.subject(), policies }, knowledge })
            }
        }
    }

    /// The names of all policies, sorted.
    pub fn policy_names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.policies.policies().map(|policy| policy.id().to_string()).collect();
        names.sort();
        names
    }

    /// Anything that cannot be evaluated is denied.
    fn evaluate<F: Facts>(&self, actor: &Actor, action: &str, facts: &F) -> (Decision, Vec<String>) {
        self.response(actor, action, facts).unwrap_or((Decision::Deny, Vec::new()))
    }

    fn response<F: Facts>(&self, actor: &Actor, action: &str, facts: &F) -> Option<(Decision, Vec<String>)> {
        let principal = actor.entity()?;
        let resource = entity(facts)?;
        let request =
            Request::new(principal.uid(), uid("Action", action)?, resource.uid(), Context::empty(), Some(&self.schema))
                .ok()?;
        let entities = Entities::from_entities([principal, resource], None).ok()?;
        let response = self.authorizer.is_authorized(&request, &self.policies, &entities);
        if response.diagnostics().errors().next().is_some() {
            return None;
        }
        let mut reasons: Vec<_> = response.diagnostics().reason().map(ToString::to_string).collect();
        reasons.sort();
        Some((response.decision(), reasons))
    }
}
