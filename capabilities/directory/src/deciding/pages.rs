//! The page on which the steward sets who decides from a day to come, and takes back what has not come yet.

use askama::Template;
use axum::response::Response;
use domain::clock::{Evidence, Source};
use domain::consent::{Policy, Rule, RuleRefusal, begun};
use domain::moment::Day;
use i18n::Say;
use identity::pages::{Choice, ErrorView, Errors, FieldWords};
use web::{Assets, Fields, Problem, Sent, Shell, Visit};

use crate::deciding::commands::{self, SetError};
use crate::deciding::{Rules, rules};
use crate::promises::commands::may_set;

/// Where the page is.
pub(crate) const HERE: &str = "/vem-bestammer";
/// What a form calls the two kinds of rule.
const CHILD: &str = "child";
const GUARDIANS: &str = "guardians";

#[derive(Template)]
#[template(path = "deciding.html")]
struct DecidingPage<'v> {
    a: Assets,
    say: Say<'v>,
    t: FieldWords,
    csrf: String,
    errors: Vec<ErrorView>,
    rows: Vec<Row>,
    kinds: Vec<Choice>,
    age: String,
    valid_from: String,
    source: String,
}

struct Row {
    rule: String,
    since: String,
    ground: String,
    source: String,
    /// Its first day, to be sent to take it back; empty where it is in force.
    back: String,
}

impl DecidingPage<'_> {
    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|error| error.field == field).map_or("", |error| &error.text)
    }
}

/// Who decides, and a form to say something else.
pub(crate) async fn show(visit: Visit) -> Result<Response, Problem> {
    visit.post()?;
    if !may_set(&visit.asker()) {
        return Err(Problem::Forbidden);
    }
    let page = page(&visit, &Fields::default(), &Errors::default()).await?;
    visit.open_page(Shell::Work, &visit.say().t("deciding-title"), &page)
}

/// Sets a rule, or shows the form again with everything typed.
pub(crate) async fn set(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let errors = match read(&fields) {
        Ok(new) => match commands::set(&visit.asker(), &new).await {
            Ok(()) => return Ok(visit.see_and_tell(HERE, "deciding-set")),
            Err(SetError::Rule(refusal)) => fault(refusal),
            Err(SetError::NotSet) => return Err(Problem::NotNow),
            Err(SetError::Refused(refused)) => return Err(refused.into()),
        },
        // Who may not set it learns nothing about the form either.
        Err(_) if !may_set(&visit.asker()) => return Err(Problem::Forbidden),
        Err(errors) => errors,
    };
    let page = page(&visit, &fields, &errors).await?;
    visit.refused_form(Shell::Work, &visit.say().t("deciding-title"), &page)
}

/// Takes back what has not come yet.
pub(crate) async fn take_back(sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    visit.post()?;
    let Ok(day) = fields.text("valid_from").parse::<Day>() else {
        return Err(if may_set(&visit.asker()) { Problem::Unreadable } else { Problem::Forbidden });
    };
    match commands::take_back(&visit.asker(), day).await {
        Ok(()) => Ok(visit.see_and_tell(HERE, "deciding-taken-back")),
        Err(SetError::Rule(_) | SetError::NotSet) => Err(Problem::NotNow),
        Err(SetError::Refused(refused)) => Err(refused.into()),
    }
}

fn fault(refusal: RuleRefusal) -> Errors {
    match refusal {
        RuleRefusal::NotAhead => Errors::one("valid_from", "deciding-fault-day"),
        RuleRefusal::Age => Errors::one("age", "deciding-fault-age"),
        RuleRefusal::Source => Errors::one("source", "deciding-fault-source"),
    }
}

/// Reads the form. Every field that cannot be read is named, not only the first.
fn read(fields: &Fields) -> Result<Rule, Errors> {
    let mut errors = Errors::default();
    let policy = match fields.text("kind") {
        CHILD => {
            let from = fields.text("age").parse::<u8>().ok();
            if from.is_none() {
                errors.add("age", "deciding-fault-age");
            }
            from.map(|from| Policy::MatureChildDecides { from })
        }
        GUARDIANS => Some(Policy::GuardiansAlways),
        _ => {
            errors.add("kind", "deciding-fault-kind");
            None
        }
    };
    let valid_from = fields.text("valid_from").parse::<Day>().ok();
    if valid_from.is_none() {
        errors.add("valid_from", "deciding-fault-day");
    }
    let text = fields.text("source").to_owned();
    if text.is_empty() {
        errors.add("source", "deciding-fault-source");
    }
    match (policy, valid_from) {
        (Some(policy), Some(valid_from)) if errors.is_empty() => {
            Ok(Rule { policy, valid_from, source: Source { evidence: Evidence::Decided, text } })
        }
        (..) => Err(errors),
    }
}

async fn page<'v>(visit: &'v Visit, fields: &Fields, errors: &Errors) -> Result<DecidingPage<'v>, Problem> {
    let say = visit.say();
    let mut reading = visit.app.database().begin_reading("directory.deciding_rules").await?;
    let rules = rules(&mut reading).await?;
    reading.commit().await?;
    let kind = |value: &str| Choice {
        value: value.to_owned(),
        label: say.t(&format!("deciding-kind-{value}")),
        hint: say.t(&format!("deciding-kind-{value}-hint")),
        chosen: fields.text("kind") == value,
    };
    Ok(DecidingPage {
        a: visit.assets(),
        say,
        t: FieldWords::of(say),
        csrf: visit.form_token(),
        errors: errors.views(say),
        rows: rows(say, &rules, visit.now().day()),
        kinds: [CHILD, GUARDIANS].map(kind).into(),
        age: fields.text("age").to_owned(),
        valid_from: fields.text("valid_from").to_owned(),
        source: fields.raw("source").to_owned(),
    })
}

/// What is in force, and what is to come.
fn rows(say: Say<'_>, rules: &Rules, today: Day) -> Vec<Row> {
    let row = |rule: &Rule| {
        let to_come = rule.valid_from > today;
        let since = if to_come { "promises-to-come" } else { "promises-since" };
        Row {
            rule: match rule.policy {
                Policy::MatureChildDecides { from } => say.with("deciding-rule-child", "age", i64::from(from)),
                Policy::GuardiansAlways => say.t("deciding-rule-guardians"),
            },
            since: say.with(since, "day", &say.day(rule.valid_from, today)),
            ground: say.t(&format!("times-evidence-{}", crate::reading::evidence(rule.source.evidence))),
            source: rule.source.text.clone(),
            back: if to_come { rule.valid_from.to_string() } else { String::new() },
        }
    };
    let begun = begun();
    let come = std::iter::once(&begun).chain(rules.0.iter().filter(|rule| rule.valid_from <= today));
    let in_force = come.max_by_key(|rule| rule.valid_from);
    in_force.into_iter().chain(rules.0.iter().filter(|rule| rule.valid_from > today)).map(row).collect()
}
