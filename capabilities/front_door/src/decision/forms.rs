//! What is typed about the decision, read into a decision with an error for each field.

use std::collections::BTreeSet;

use domain::front_door::decision::{Form, Lack, Outcome, Refusal};
use domain::front_door::intake::{Age as StatedAge, Asker};
use domain::front_door::interrupt::Action;
use domain::front_door::level::Level;
use domain::front_door::request::Record;
use domain::front_door::routing::{Entry, KnownAge, Passage, check};
use domain::front_door::text::Note;
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::{Branch, Principal, Unit};
use domain::trail::Text;
use identity::children::{Age, Label};
use identity::organisations::Book;
use trail::crossing::On;

use crate::decision::crossing;
use crate::interview::sheet::Sheet;
use crate::work::Errors;

/// Whether the trail ends with the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Nobody needs to hold it any more.
    Close,
    /// The front door keeps it, with the next step.
    Keep,
}

impl After {
    /// Every one.
    pub(crate) const ALL: [Self; 2] = [Self::Keep, Self::Close];

    /// The stable name used in forms and message keys.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Keep => "keep",
        }
    }

    fn from_code(code: &str) -> Self {
        if code == Self::Close.code() { Self::Close } else { Self::Keep }
    }
}

/// A decision that can be made, as far as the form can tell.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// For the rules.
    pub(crate) form: Form,
    /// Whether the trail ends.
    pub(crate) after: After,
    /// What the receiving unit needs to know.
    pub(crate) handover: Option<Text<4000>>,
    /// On what ground that crosses, where the unit is in another secrecy domain.
    pub(crate) on: Option<On>,
    /// The next step, as the trail shows it.
    pub(crate) step: Option<Text<200>>,
}

/// Everything that is needed to read the form.
pub(crate) struct Ground<'g> {
    /// What is typed.
    pub(crate) sheet: &'g Sheet,
    /// The request.
    pub(crate) record: &'g Record,
    /// First name, age, place.
    pub(crate) label: &'g Label,
    /// The front door that decides.
    pub(crate) door: Id<Unit>,
    /// The units that take children.
    pub(crate) entries: &'g [Entry],
    /// The organisations.
    pub(crate) book: &'g Book,
    /// The day of the decision.
    pub(crate) today: Day,
}

impl Ground<'_> {
    /// The child on the way to a unit at a level.
    pub(crate) fn passage(&self, level: Level) -> Passage {
        let age = match self.label.age {
            Age::Born(born) => KnownAge::Born(born),
            Age::Stated(..) => {
                let years = self.label.age.on(self.today).min(StatedAge::MAX);
                StatedAge::new(years).map_or(KnownAge::Born(self.today), KnownAge::Stated)
            }
        };
        let from = match self.record.intake.asker {
            Asker::Professional(post) => post.branch,
            Asker::Child(_) | Asker::Guardian(_) => Branch::FrontDoor,
        };
        Passage { age, municipality: self.record.intake.municipality, from, level, today: self.today }
    }

    /// The chosen level.
    pub(crate) fn level(&self) -> Option<Level> {
        self.sheet.typed("level").parse().ok().and_then(Level::from_number)
    }

    /// The principals whose help is needed: those ticked, and the one that the child is sent to.
    pub(crate) fn principals(&self, unit: Option<Id<Unit>>) -> BTreeSet<Id<Principal>> {
        let ticked = self.sheet.chosen("principals").iter().filter_map(|id| id.parse().ok());
        let sent = unit.and_then(|unit| self.book.domain_of(unit)).map(|domain| domain.principal);
        ticked.chain(sent).collect()
    }

    /// Reads the form. What is missing or does not fit is an error at its field.
    pub(crate) fn read(&self) -> (Filled, Errors) {
        let mut errors = Errors::default();
        let sheet = self.sheet;
        // The trail keeps what the family was told, and is stricter about what can be shown.
        let told = sheet.typed("told").trim();
        let told = Note::new(told).ok().filter(|_| Text::<2000>::parse(told).is_ok());
        let step = Text::parse(sheet.typed("next_step").trim());
        if step.is_err() {
            errors.add("next_step", "front-decide-error-next_step");
        }
        let level = self.level();
        let unit = sheet.typed("unit").parse().ok();
        let outcome = self.outcome(level, unit, told.clone(), &mut errors);
        let routed = matches!(outcome, Some(Outcome::Route(_)));
        let handover = Text::parse(sheet.typed("handover").trim()).ok();
        if routed && handover.is_none() {
            errors.add("handover", "front-decide-error-handover");
        }
        let crosses = unit.filter(|unit| routed && crossing::crosses(self.book, self.door, *unit));
        let on = crosses.and_then(|_| crossing::read(sheet, &mut errors));
        let form = Form {
            level,
            reason: Note::new(sheet.typed("reason").trim()).ok(),
            outcome,
            told,
            next_step: Note::new(sheet.typed("next_step").trim()).ok(),
            next_on: sheet.typed("next_on").parse().ok(),
            principals: self.principals(unit.filter(|_| routed)),
        };
        for lack in form.lacks() {
            lacking(lack, &mut errors);
        }
        let after = After::from_code(sheet.typed("after"));
        (Filled { form, after, handover, on, step: step.ok() }, errors)
    }

    fn outcome(
        &self,
        level: Option<Level>,
        unit: Option<Id<Unit>>,
        told: Option<Note>,
        errors: &mut Errors,
    ) -> Option<Outcome> {
        match self.sheet.typed("outcome") {
            "advice" => told.map(Outcome::Advice),
            "self_care" => told.map(Outcome::SelfCare),
            "acute" => {
                let action = Action::from_code(self.sheet.typed("action"));
                if action.is_none() {
                    errors.add("action", "front-decide-error-action");
                }
                action.map(|action| Outcome::Acute { action })
            }
            "route" => {
                let entry = unit.and_then(|unit| self.entries.iter().find(|entry| entry.unit == unit));
                let (Some(entry), Some(level)) = (entry, level) else {
                    errors.add("unit", "front-decide-error-unit");
                    return None;
                };
                let route = check(entry, &self.passage(level)).ok();
                if route.is_none() {
                    errors.add("unit", "front-decide-error-unit-fits-not");
                }
                route.map(Outcome::Route)
            }
            _ => None,
        }
    }
}

fn lacking(lack: Lack, errors: &mut Errors) {
    let (field, key) = match lack {
        Lack::Level => ("level", "front-decide-error-level"),
        // What is missing of an outcome has its own field and its own words.
        Lack::Outcome if errors.has("unit") || errors.has("action") => return,
        Lack::Outcome => ("outcome", "front-decide-error-outcome"),
        Lack::Told => ("told", "front-decide-error-told"),
        Lack::NextStep => ("next_step", "front-decide-error-next_step"),
        Lack::NextDay => ("next_on", "front-decide-error-next_on"),
    };
    errors.add(field, key);
}

/// What the rules refused although the form could be read.
pub(crate) fn refused(refusal: &Refusal) -> Errors {
    let mut errors = Errors::default();
    match refusal {
        Refusal::Incomplete(lacks) => {
            for lack in lacks {
                lacking(*lack, &mut errors);
            }
        }
        Refusal::ReasonNeeded => errors.add("reason", "front-decide-error-reason"),
        Refusal::ReasonNeededWithoutSuggestion => errors.add("reason", "front-decide-error-reason-missing"),
        Refusal::OutcomeDoesNotFit => errors.add("outcome", "front-decide-error-outcome-fits-not"),
        Refusal::NextDayPassed => errors.add("next_on", "front-decide-error-passed"),
        Refusal::Interrupted => errors.add("level", "front-decide-error-interrupted"),
    }
    errors
}
