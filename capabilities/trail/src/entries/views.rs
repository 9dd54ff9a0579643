//! What pages about entries show: words and places, decided here, put in place by the templates.

use domain::child::Person;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Post, Unit};
use domain::trail::entry::{HiddenFrom, Hiding, Origin, Standing, Writer};
use i18n::Say;
use identity::children::{GuardianView, Label};
use identity::organisations::Book;
use web::layout::org_of;

use crate::entries::forms::Faults;
use crate::entries::sealed::{Names, name_of};
use crate::entries::store::Stored;

/// The words that form fields themselves need.
pub(crate) struct FieldWords {
    pub(crate) error_prefix: String,
    pub(crate) count_most: String,
}

impl FieldWords {
    pub(crate) fn new(say: Say<'_>) -> Self {
        Self { error_prefix: say.t("frame-error-prefix"), count_most: String::new() }
    }
}

/// One choice of several.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceView {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) chosen: bool,
}

impl ChoiceView {
    pub(crate) fn new(value: &str, label: String, chosen: &str) -> Self {
        Self { value: value.to_owned(), label, hint: String::new(), chosen: value == chosen }
    }
}

/// What is wrong with a field, in words.
pub(crate) struct ErrorView {
    pub(crate) field: String,
    pub(crate) text: String,
}

/// Everything that is wrong with a form, in words.
#[derive(Default)]
pub(crate) struct Errors(pub(crate) Vec<ErrorView>);

impl Errors {
    pub(crate) fn new(say: Say<'_>, faults: &Faults) -> Self {
        let view =
            |fault: &crate::entries::forms::Fault| ErrorView { field: fault.field.clone(), text: say.t(fault.key) };
        Self(faults.iter().map(view).collect())
    }

    /// What is wrong with one field; nothing when it is right.
    pub(crate) fn of(&self, field: &str) -> &str {
        self.0.iter().find(|error| error.field == field).map_or("", |error| &error.text)
    }
}

/// "Elin, 15 år".
pub(crate) fn child_line(say: Say<'_>, label: &Label, today: Day) -> String {
    let age = label.age.on(today).to_string();
    let values = [("name", label.given_name.as_str().into()), ("age", age.as_str().into())];
    say.message("entry-child", &values.into_iter().collect())
}

/// The name somebody goes by in a sentence to a child: the first of their names.
pub(crate) fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// What a text is on a page: one paragraph for every line that says something.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}

/// One entry, as those who may read it see it.
pub(crate) struct EntryView {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) datetime: String,
    pub(crate) who: String,
    pub(crate) unit: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) voice: bool,
    /// "Rättad, version 2"; empty when there is one version.
    pub(crate) corrected: String,
    /// Where a copy comes from, and whether the sharing has ended; empty for one's own.
    pub(crate) copy: String,
    /// From whom it is hidden, one line for each.
    pub(crate) hidden: Vec<String>,
}

/// What is needed to put names on entries.
#[derive(Clone, Copy)]
pub(crate) struct Eyes<'a> {
    pub(crate) say: Say<'a>,
    pub(crate) book: &'a Book,
    pub(crate) guardians: &'a [GuardianView],
    pub(crate) child_name: &'a str,
    pub(crate) now: Moment,
}

impl Eyes<'_> {
    pub(crate) fn entry(&self, stored: &Stored) -> EntryView {
        let entry = stored.entry.snapshot();
        let today = self.now.day();
        let latest = entry.corrections.last();
        let (writer, voice) = match latest.map_or(&entry.by, |correction| &correction.by) {
            Writer::Post(post) => (self.colleague(post, &stored.names), false),
            Writer::Child(_) => (self.child_name.to_owned(), true),
        };
        EntryView {
            id: entry.id.to_string(),
            kind: if voice { "barn" } else { self.org(entry.place.unit) },
            title: self.say.t(&format!("entry-kind-{}", entry.kind.code())),
            when: self.say.near_day(stored.happened_on, today),
            datetime: stored.happened_on.to_string(),
            who: writer,
            unit: self.book.unit_name(entry.place.unit).to_owned(),
            paragraphs: paragraphs(stored.entry.body().as_str()),
            voice: voice || entry.kind == domain::trail::entry::Kind::ChildsWords,
            corrected: match latest {
                None => String::new(),
                Some(correction) => {
                    self.say.with("entry-corrected", "day", &self.say.near_day(correction.at.day(), today))
                }
            },
            copy: self.copy(&entry.origin, today),
            hidden: entry.hidings.iter().map(|hiding| self.hidden(hiding, today)).collect(),
        }
    }

    /// A writer's name and role: "Samira L., kurator".
    pub(crate) fn colleague(&self, post: &Post, names: &Names) -> String {
        let role = self.say.t(&format!("role-{}", access::role_code(post.role)));
        match name_of(names, post) {
            "" => role,
            name => format!("{name}, {role}"),
        }
    }

    /// What a guardian is called: "mamma", or their name.
    pub(crate) fn guardian(&self, person: Id<Person>) -> String {
        let found = self.guardians.iter().find(|guardian| guardian.person == person);
        found.map_or_else(
            || self.say.t("entry-a-guardian"),
            |guardian| match (guardian.relation.as_str(), guardian.name.as_str()) {
                ("", "") => self.say.t("entry-a-guardian"),
                ("", name) => name.to_owned(),
                (relation, _) => relation.to_owned(),
            },
        )
    }

    /// Who is meant by a hiding.
    pub(crate) fn from(&self, from: HiddenFrom) -> String {
        match from {
            HiddenFrom::EveryGuardian => self.say.t("entry-hidden-every"),
            HiddenFrom::Guardian(person) => self.guardian(person),
        }
    }

    /// The colour of a unit's kind of service.
    pub(crate) fn org(&self, unit: Id<Unit>) -> &'static str {
        self.book.unit(unit).map_or("fam", |unit| org_of(unit.branch))
    }

    pub(crate) fn hidden(&self, hiding: &Hiding, today: Day) -> String {
        let (from, reason) = (self.from(hiding.from), self.say.t(&format!("entry-reason-{}", hiding.reason.code())));
        let (key, day) = if hiding.is_due(today) {
            ("entry-hidden-review-due", self.say.near_day(hiding.review_on, today))
        } else {
            ("entry-hidden", self.say.day(hiding.review_on, today))
        };
        let values = [("from", (&from).into()), ("reason", (&reason).into()), ("day", (&day).into())];
        self.say.message(key, &values.into_iter().collect())
    }

    fn copy(&self, origin: &Origin, today: Day) -> String {
        let Origin::Copy(copy) = origin else { return String::new() };
        let from = self.book.unit_name(copy.from.unit);
        let ground = self.say.t(&format!("sharing-ground-{}", copy.ground.code));
        let (key, day) = match copy.standing {
            Standing::Shared => ("entry-copy", String::new()),
            Standing::SharingEnded { at } => ("entry-copy-ended", self.say.near_day(at.day(), today)),
        };
        let values = [("unit", from.into()), ("ground", (&ground).into()), ("day", (&day).into())];
        self.say.message(key, &values.into_iter().collect())
    }
}

/// Names in a row, as people say them: "mamma, pappa och Elin".
pub(crate) fn listed(say: Say<'_>, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), say.t("entry-and")),
    }
}
