//! What the other side tells of a letter of ours, as steps of the letter itself (`domain::letter`).

use domain::letter::Answer;
use domain::letter::outgoing::{Event, Failure, Outgoing, State};
use domain::moment::Moment;
use jiff::SignedDuration;

use crate::connection::Stage;

/// Takes the steps that lead from what is known to what is told, and says what happened. What the letter has passed
/// already changes nothing, and a letter that the other side does not know stays as it is: its clock goes on.
pub fn follow(letter: Outgoing, stage: &Stage, now: Moment, patience: SignedDuration) -> (Outgoing, Vec<Event>) {
    let mut steps = Steps { letter, events: vec![] };
    match stage {
        Stage::Unknown | Stage::Submitted => {}
        Stage::TryingAgain => steps.take(|letter| letter.transport_failed(now)),
        Stage::Acknowledged => {
            steps.take(|letter| letter.acknowledge(now));
            steps.take(|letter| letter.wait(patience));
        }
        Stage::Accepted => steps.answer(Answer::Accepted, now),
        Stage::Rejected(_) => steps.answer(Answer::Rejected, now),
        Stage::Failed(_) => {
            let why = match letter.state {
                State::WaitingForReceipt { .. } => Failure::NoReceipt,
                State::Scheduled
                | State::Submitted { .. }
                | State::ScheduledForResend { .. }
                | State::Acknowledged { .. }
                | State::Accepted { .. }
                | State::Rejected { .. }
                | State::ExchangeError { .. } => Failure::Transport,
            };
            steps.take(|letter| letter.fail(now, why));
        }
    }
    (steps.letter, steps.events)
}

struct Steps {
    letter: Outgoing,
    events: Vec<Event>,
}

impl Steps {
    /// A step that is refused was taken before, or is none any longer.
    fn take<Refusal>(&mut self, step: impl FnOnce(Outgoing) -> Result<(Outgoing, Event), Refusal>) {
        if let Ok((letter, event)) = step(self.letter) {
            self.letter = letter;
            self.events.push(event);
        }
    }

    /// Being told the same answer at every question is no event.
    fn answer(&mut self, answer: Answer, now: Moment) {
        let same = match self.letter.state {
            State::Accepted { .. } => answer == Answer::Accepted,
            State::Rejected { .. } => answer == Answer::Rejected,
            State::Scheduled
            | State::Submitted { .. }
            | State::ScheduledForResend { .. }
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. }
            | State::ExchangeError { .. } => false,
        };
        if !same {
            self.take(|letter| letter.answer(answer, now));
        }
    }
}
