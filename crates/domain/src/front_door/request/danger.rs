//! Acute danger in a request: screening, acting on it, and how soon somebody must act.

use super::{Event, Refusal, Request, State};
use crate::front_door::interrupt::{Interrupt, Response};
use crate::front_door::queue::{Chosen, Source, Urgency};
use crate::front_door::safety::{Answer, Item, Screen, Weight};
use crate::front_door::text::Note;
use crate::moment::Moment;
use crate::organisation::Post;

impl Request {
    /// Acute questions are answered. Every "yes" that was not there before interrupts, also when danger of the same
    /// kind has been acted on; answers never lift an interruption. Returns what happened: [`Event::Interrupted`] or
    /// [`Event::Screened`].
    pub fn screen(mut self, answers: Screen, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.held_by(&by)?;
        let before = std::mem::take(&mut self.0.screen);
        let mut items: Vec<Item> = Vec::new();
        for (item, speaker, answer) in answers.answers() {
            let new = before.said(item, speaker) != Some(Answer::Yes);
            if answer == Answer::Yes && new && item.weight() == Weight::Acute && !items.contains(&item) {
                items.push(item);
            }
        }
        self.0.screen = answers;
        if items.is_empty() {
            return Ok((self, Event::Screened));
        }
        let interrupt = self.0.interrupt.get_or_insert(Interrupt { items: Vec::new(), since: at });
        interrupt.items.extend(items.iter().copied());
        interrupt.items.sort_unstable();
        interrupt.items.dedup();
        self.0.urgency = self.0.urgency.then(Chosen { urgency: Urgency::Acute, source: Source::Answers });
        Ok((self, Event::Interrupted { items }))
    }

    /// Somebody acts on acute danger, and says what, when they follow up, and how to reach the child.
    pub fn handle(mut self, response: Response, by: Post, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.held_by(&by)?;
        let handled = self.0.interrupt.take().ok_or(Refusal::NotInterrupted)?.handle(response, by, at)?;
        let event = Event::Handled { action: handled.action, follow_up_at: handled.follow_up_at };
        self.0.handled.push(handled);
        Ok((self, event))
    }

    /// A professional chooses how soon somebody must act, up or down, and says why. Not down while acute danger has
    /// not been acted on.
    pub fn choose_urgency(
        mut self,
        urgency: Urgency,
        reason: Note,
        due_at: Moment,
        by: Post,
        at: Moment,
    ) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.open()?;
        if urgency < self.0.urgency.urgency {
            self.calm()?;
        }
        self.0.urgency = self.0.urgency.then(Chosen { urgency, source: Source::Professional(by) });
        self.0.due_at = due_at;
        Ok((self, Event::UrgencyChosen { urgency, due_at, reason, by }))
    }

    /// A score asks for more haste. It never lowers what was chosen, and never moves the due time later.
    pub fn raise_urgency(mut self, urgency: Urgency, due_at: Moment, at: Moment) -> Result<(Self, Event), Refusal> {
        self.forward(at)?;
        self.open()?;
        if urgency < self.0.urgency.urgency {
            return Err(Refusal::ScoreNeverLowers);
        }
        self.0.urgency = self.0.urgency.then(Chosen { urgency, source: Source::Score });
        self.0.due_at = self.0.due_at.min(due_at);
        let event = Event::UrgencyRaised { urgency: self.0.urgency.urgency, due_at: self.0.due_at };
        Ok((self, event))
    }

    pub(super) fn open(&self) -> Result<(), Refusal> {
        match self.0.state {
            State::Closed(_) => Err(Refusal::Closed),
            State::Waiting | State::Taken(_) | State::Interviewed(..) | State::Decided(..) => Ok(()),
        }
    }
}
