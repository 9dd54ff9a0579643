//! One form about one trail: what it is about, what happens, what to fill in; and the page that checks it before it is
//! sent. Whatever was typed is kept.

use std::sync::Arc;

use access::Action;
use access::facts::TrailFacts;
use askama::Template;
use audit::Logged;
use axum::response::Response;
use directory::Promises;
use domain::id::Id;
use domain::trail::{Refusal, Trail};
use i18n::Say;
use identity::organisations::Book;
use web::{Assets, Fields, Link, Problem, Shell, Visit};

use crate::clocks;
use crate::commands::{CommandError, permitted};
use crate::forms::Fault;
use crate::store;
use crate::views::{name_and_age, words};

/// The field that says how far a form with a check page has come.
const STAGE: &str = "steg";

/// What a form that is checked before it is sent is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Show what will be sent.
    Check,
    /// Show the form again, to change something.
    Change,
    /// Send it.
    Send,
}

impl Stage {
    pub(super) fn of(fields: &Fields) -> Self {
        match fields.text(STAGE) {
            "skicka" => Self::Send,
            "andra" => Self::Change,
            _ => Self::Check,
        }
    }
}

/// The trail that a form is about, as far as the form needs it.
pub(super) struct About {
    logged: Logged,
    pub(super) trail: Trail,
    /// "Elin, 15 år".
    pub(super) child: String,
    pub(super) book: Arc<Book>,
    /// The promised times.
    pub(super) promises: Arc<Promises>,
}

/// Reads what a form is about, for someone who may do what the form is for.
pub(super) async fn about<A: Action<Facts = TrailFacts>>(
    visit: &Visit,
    act_name: &'static str,
    trail: Id<Trail>,
) -> Result<About, Problem> {
    visit.post()?;
    let mut act = visit.asker().begin_reading(act_name).await?;
    let permit = permitted::<A>(&mut act, trail).await?;
    let trail = store::find(&mut act, &permit).await?.ok_or(Problem::NotFound)?;
    let label = store::label(&mut act, &permit).await?.ok_or(Problem::NotFound)?;
    let book = Book::open(act.transaction()).await?;
    let child = name_and_age(visit.say(), &label, act.now().day());
    let promises = clocks::definitions(act.transaction()).await?;
    let logged = act.finish(permit).await?;
    Ok(About { logged, trail, child, book, promises })
}

/// A choice in a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) chosen: bool,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub(super) enum Field {
    /// One line.
    Line(Line),
    /// Several lines.
    Area(Area),
    /// One of a few.
    Radios(Choices),
    /// One of many.
    Select(Choices),
    /// Any number of a few.
    Checks(Choices),
    /// Yes, or not.
    Check(Check),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) hint: String,
    pub(super) error: String,
    pub(super) kind: &'static str,
    pub(super) width: &'static str,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Area {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) hint: String,
    pub(super) error: String,
    pub(super) most: usize,
}

impl Area {
    /// The most characters, by value as templates compare it.
    fn limit(&self) -> usize {
        self.most
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) error: String,
    pub(super) options: Vec<Choice>,
}

impl Choices {
    /// The choices, by reference as templates walk them.
    fn shown(&self) -> &[Choice] {
        &self.options
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Check {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) chosen: bool,
}

/// Words every form needs.
pub(super) struct FormWords {
    pub(super) error_prefix: String,
    pub(super) error_heading: String,
    pub(super) count_most: String,
    pub(super) happens: String,
    pub(super) change: String,
}

/// A form, or what it will send.
#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormPage {
    a: Assets,
    t: FormWords,
    csrf: String,
    pub(super) key: String,
    action: String,
    back: Link,
    above: String,
    title: String,
    /// What to know before one writes: crosses to another, is read by the family.
    pub(super) notes: Vec<(&'static str, String)>,
    /// Where one may rather want to go.
    pub(super) links: Vec<Link>,
    /// What somebody else has written and this form is about.
    pub(super) quotes: Vec<(String, String)>,
    pub(super) fields: Vec<Field>,
    /// Check page: what was filled in, by name.
    pub(super) summary: Vec<(String, String)>,
    /// What happens when it is sent.
    pub(super) happens: Vec<String>,
    /// Carried unseen from the form to its check page.
    hidden: Vec<(String, String)>,
    /// The last button.
    pub(super) button: String,
    /// What the last button asks for.
    stage: &'static str,
    /// Whether the last button ends something.
    pub(super) grave: Gravity,
    errors: Vec<Fault>,
}

/// How much a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gravity {
    /// What people do every day.
    Ordinary,
    /// Ends something.
    Grave,
}

impl FormPage {
    /// A form about a trail, to be filled with fields. `last` is the last part of its address.
    pub(super) fn about(visit: &Visit, about: &About, last: &str, title: &str) -> Self {
        let address = format!("/led/{}", about.trail.snapshot().id);
        let back = Link { href: address.clone(), label: visit.say().t("trail-back-to-trail") };
        Self::new(visit, &format!("{address}/{last}"), back, &about.child, title)
    }

    /// A form at an address.
    pub(super) fn new(visit: &Visit, action: &str, back: Link, above: &str, title: &str) -> Self {
        let say = visit.say();
        let t = FormWords {
            error_prefix: say.t("frame-error-prefix"),
            error_heading: say.t("trail-error-heading"),
            count_most: String::new(),
            happens: say.t("trail-form-happens"),
            change: say.t("trail-form-change"),
        };
        Self {
            a: visit.assets(),
            t,
            csrf: visit.form_token(),
            key: String::new(),
            action: action.to_owned(),
            back,
            above: above.to_owned(),
            title: say.t(title),
            notes: vec![],
            links: vec![],
            quotes: vec![],
            fields: vec![],
            summary: vec![],
            happens: vec![],
            hidden: vec![],
            button: say.t("trail-form-send"),
            stage: "skicka",
            grave: Gravity::Ordinary,
            errors: vec![],
        }
    }

    /// The button says this, and sends.
    pub(super) fn button(mut self, say: Say<'_>, key: &str) -> Self {
        self.button = say.t(key);
        self
    }

    /// The button leads to the page that checks before anything is sent.
    pub(super) fn checked_first(mut self, say: Say<'_>) -> Self {
        self.button = say.t("trail-form-check");
        self.stage = "granska";
        self
    }

    /// Carries everything typed, unseen, to the next step.
    pub(super) fn carry(self, fields: &Fields) -> Self {
        self.carry_but(fields, &[])
    }

    /// Carries what was typed in these fields, which the page itself does not show.
    pub(super) fn carry_only(mut self, fields: &Fields, carried: &[&str]) -> Self {
        let typed = fields.iter().filter(|(name, _)| carried.contains(name));
        self.hidden = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self
    }

    /// Carries everything typed but what the page itself asks about.
    pub(super) fn carry_but(mut self, fields: &Fields, asked: &[&str]) -> Self {
        let mine = [web::form::TOKEN_FIELD, web::form::ONCE_FIELD, STAGE];
        let typed = fields.iter().filter(|(name, _)| !mine.contains(name) && !asked.contains(name));
        self.hidden = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self
    }

    /// Shows faults at their fields. The most of any text is told to whoever writes.
    pub(super) fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        for field in &mut self.fields {
            let (id, error) = match field {
                Field::Line(line) => (line.id, &mut line.error),
                Field::Area(area) => (area.id, &mut area.error),
                Field::Radios(choices) | Field::Select(choices) | Field::Checks(choices) => {
                    (choices.id, &mut choices.error)
                }
                Field::Check(_) => continue,
            };
            if let Some(fault) = faults.iter().find(|fault| fault.field == id) {
                error.clone_from(&fault.text);
            }
        }
        self.errors = faults;
        self
    }

    fn told_most(mut self, say: Say<'_>) -> Self {
        let most = |field: &Field| match field {
            Field::Area(area) => Some(area.most),
            Field::Line(_) | Field::Radios(_) | Field::Select(_) | Field::Checks(_) | Field::Check(_) => None,
        };
        if let Some(most) = self.fields.iter().filter_map(most).max() {
            self.t.count_most = words(say, "trail-form-most", [("most", &most.to_string())]);
        }
        self
    }

    /// Answers with the form about a trail: refused when it has faults.
    pub(super) fn answer(self, visit: &Visit, about: About) -> Result<Response, Problem> {
        let page = self.told_most(visit.say());
        // No name in the title: browsers keep titles.
        let title = page.title.clone();
        if page.errors.is_empty() {
            visit.personal_page(about.logged, Shell::Work, &title, &page)
        } else {
            visit.refused_personal_form(about.logged, Shell::Work, &title, &page)
        }
    }

    /// Answers with a form about no trail in particular.
    pub(super) fn answer_open(self, visit: &Visit) -> Result<Response, Problem> {
        let page = self.told_most(visit.say());
        let title = page.title.clone();
        if page.errors.is_empty() {
            visit.open_page(Shell::Work, &title, &page)
        } else {
            visit.refused_form(Shell::Work, &title, &page)
        }
    }
}

/// The fields of a next step, with what was typed.
pub(super) fn step_fields(say: Say<'_>, fields: &Fields) -> Vec<Field> {
    let line = |id: &'static str, kind, width| {
        Field::Line(Line {
            id,
            label: say.t(&format!("trail-field-{id}")),
            value: fields.raw(id).to_owned(),
            hint: say.t(&format!("trail-field-{id}-hint")),
            error: String::new(),
            kind,
            width,
        })
    };
    vec![line("vad", "text", "wide"), line("dag", "date", "m"), line("tid", "text", "s")]
}

/// A text of several lines.
pub(super) fn area(say: Say<'_>, fields: &Fields, id: &'static str, key: &str, most: usize) -> Field {
    let (label, hint) = (say.t(key), say.t(&format!("{key}-hint")));
    Field::Area(Area { id, label, value: fields.raw(id).to_owned(), hint, error: String::new(), most })
}

/// One of a closed list, by its codes; the words stand under `prefix`.
pub(super) fn radios<'c>(
    say: Say<'_>,
    fields: &Fields,
    id: &'static str,
    key: &str,
    prefix: &str,
    codes: impl IntoIterator<Item = &'c str>,
) -> Field {
    let choice = |code: &str| Choice {
        value: code.to_owned(),
        label: say.t(&format!("{prefix}-{code}")),
        hint: String::new(),
        chosen: fields.text(id) == code,
    };
    let options = codes.into_iter().map(choice).collect();
    Field::Radios(Choices { id, label: say.t(key), hint: String::new(), error: String::new(), options })
}

/// What a refusal by the rules of the trail says, at a field of the form; or the page of the problem.
pub(super) fn fault_of(say: Say<'_>, error: CommandError, field: &'static str) -> Result<Fault, Problem> {
    match error {
        CommandError::Refused(Refusal::StepInThePast) => {
            Ok(Fault { field: "dag", text: say.t("trail-error-day-past") })
        }
        CommandError::Misfit(refusal) => Ok(Fault { field, text: say.t(&format!("trail-misfit-{}", refusal.code())) }),
        CommandError::NoGround(none) => Ok(Fault { field, text: say.t(none.key()) }),
        CommandError::Refused(refusal) => {
            Ok(Fault { field, text: say.t(&format!("trail-refusal-{}", refusal.code())) })
        }
        CommandError::NotFound | CommandError::Denied(_) | CommandError::Failed(_) => Err(error.into()),
    }
}
