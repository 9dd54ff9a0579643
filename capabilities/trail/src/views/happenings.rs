//! What has happened, as sentences in a list: newest first, who did it and where.

use domain::moment::Moment;
use domain::trail::{Actor, Event, Happened, Onward};
use i18n::Say;
use identity::organisations::Book;
use web::layout::org_of;

use crate::views::{actor, colleague_name, kind_of, purpose, step_in_words, unit, words};

/// A line of the list of events.
#[derive(Clone, Debug)]
pub(crate) struct HappeningView {
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) when: String,
    pub(crate) datetime: String,
    pub(crate) place: String,
}

/// What is needed to tell of events.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub(crate) say: Say<'a>,
    pub(crate) book: &'a Book,
    /// What the child is called.
    pub(crate) child: &'a str,
    pub(crate) now: Moment,
}

impl Teller<'_> {
    /// An event as a line. `offered` is where the baton was offered when it happened.
    pub(crate) fn tell(self, event: &Event) -> HappeningView {
        let Self { say, book, child, now } = self;
        let by = actor(say, book, child, &event.by);
        let place = match &event.by {
            Actor::Post(post) => book.unit_name(post.unit).to_owned(),
            Actor::Child(_) | Actor::Guardian(_) | Actor::Job(_) => by.clone(),
        };
        HappeningView {
            kind: self.kind(event),
            title: self.title(&event.happened, &by),
            text: self.text(&event.happened),
            when: say.day_and_time(event.at, now),
            datetime: event.at.stockholm().date().to_string(),
            place,
        }
    }

    fn kind(self, event: &Event) -> &'static str {
        match &event.happened {
            Happened::Opened { holder, .. } if !matches!(event.by, Actor::Child(_)) => {
                self.book.unit(holder.unit).map_or("fam", |unit| org_of(unit.branch))
            }
            Happened::Opened { .. }
            | Happened::Offered(_)
            | Happened::Received { .. }
            | Happened::MoreWanted { .. }
            | Happened::Supplied { .. }
            | Happened::Accepted { .. }
            | Happened::Returned { .. }
            | Happened::ManagerAlerted { .. }
            | Happened::Withdrawn { .. }
            | Happened::Reassigned { .. }
            | Happened::NextStepSet { .. }
            | Happened::Closed { .. }
            | Happened::Reopened { .. } => kind_of(&event.by),
        }
    }

    /// The event as one sentence.
    pub(crate) fn title(self, happened: &Happened, by: &str) -> String {
        let Self { say, book, .. } = self;
        let key = format!("trail-event-{}", happened.code());
        match happened {
            Happened::Offered(offer) => words(say, &key, [("by", by), ("unit", &unit(book, offer.to.unit).name)]),
            Happened::Opened { holder, .. } => {
                let (holder, unit) = (colleague_name(say, book, holder.assignment), unit(book, holder.unit).name);
                words(say, &key, [("by", by), ("holder", &holder), ("unit", &unit)])
            }
            Happened::ManagerAlerted { returns } => say.with(&key, "returns", *returns),
            Happened::Received { .. }
            | Happened::MoreWanted { .. }
            | Happened::Supplied { .. }
            | Happened::Accepted { .. }
            | Happened::Returned { .. }
            | Happened::Withdrawn { .. }
            | Happened::Reassigned { .. }
            | Happened::NextStepSet { .. }
            | Happened::Closed { .. }
            | Happened::Reopened { .. } => words(say, &key, [("by", by)]),
        }
    }

    /// What was said, if anything was.
    fn text(self, happened: &Happened) -> String {
        let Self { say, now, .. } = self;
        match happened {
            Happened::Opened { next_step, .. } | Happened::NextStepSet { next_step } => match next_step {
                domain::trail::NextStep::Known(step) => step_in_words(say, step, now),
                domain::trail::NextStep::Missing => say.t("trail-event-no-step"),
            },
            Happened::Offered(offer) => purpose(say, offer.purpose),
            Happened::MoreWanted { question, .. } => question.as_str().to_owned(),
            Happened::Supplied { answer, .. } => answer.as_str().to_owned(),
            Happened::Accepted { step, .. } => step_in_words(say, step, now),
            Happened::Returned { back, .. } => {
                let reason = say.t(&format!("trail-return-{}", back.reason.code()));
                let step = step_in_words(say, back.onward.step(), now);
                let next = match &back.onward {
                    Onward::GiverKeeps(_) => words(say, "trail-event-next", [("step", &step)]),
                    Onward::OtherUnit(yes) => {
                        let unit = unit(self.book, yes.unit).name;
                        words(say, "trail-event-other-unit", [("unit", &unit), ("step", &step)])
                    }
                };
                format!("{reason}. {} {next}", back.to_family.as_str())
            }
            Happened::Withdrawn { reason, .. } => say.t(&format!("trail-withdraw-{}", reason.code())),
            Happened::Closed { reason, told } => {
                format!("{}. {}", say.t(&format!("trail-close-{}", reason.code())), told.as_str())
            }
            Happened::Reopened { why, step, .. } => format!("{} {}", why.as_str(), step_in_words(say, step, now)),
            Happened::Received { .. } | Happened::ManagerAlerted { .. } | Happened::Reassigned { .. } => String::new(),
        }
    }
}
