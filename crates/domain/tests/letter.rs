//! Letters to and from other authorities: how far they have come, and that no order of events loses one.

use domain::letter::Answer;
use domain::letter::incoming::{self, Incoming};
use domain::letter::outgoing::{ATTEMPTS_MAX, Event, Failure, Outgoing, PATIENCE, Refusal, State};
use domain::moment::Moment;
use jiff::SignedDuration;
use proptest::prelude::*;

fn at(hours: i64) -> Moment {
    Moment::from_microseconds(1_800_000_000_000_000).plus(SignedDuration::from_hours(hours))
}

/// What can happen to a letter we send, at an hour.
#[derive(Clone, Copy, Debug)]
enum Step {
    Submit,
    TransportFailed,
    Acknowledge,
    Wait,
    Answer(Answer),
    TimeOut,
    Fail,
}

fn take(letter: Outgoing, step: Step, hour: i64) -> Result<(Outgoing, Event), Refusal> {
    match step {
        Step::Submit => letter.submit(at(hour)),
        Step::TransportFailed => letter.transport_failed(at(hour)),
        Step::Acknowledge => letter.acknowledge(at(hour)),
        Step::Wait => letter.wait(PATIENCE),
        Step::Answer(answer) => letter.answer(answer, at(hour)),
        Step::TimeOut => letter.time_out(at(hour)),
        Step::Fail => letter.fail(at(hour), Failure::Undeliverable),
    }
}

/// Where a letter is after some steps, each an hour later; steps that are refused change nothing.
fn check(steps: &[Step]) -> (Outgoing, Vec<Event>) {
    let mut letter = Outgoing::default();
    let mut events = Vec::new();
    for (step, hour) in steps.iter().zip(0..) {
        if let Ok((next, event)) = take(letter, *step, hour) {
            letter = next;
            events.push(event);
        }
    }
    (letter, events)
}

const SENT: [Step; 3] = [Step::Submit, Step::Acknowledge, Step::Wait];

#[test]
fn a_letter_goes_from_the_queue_to_the_receivers_answer() {
    let (letter, _) = check(&SENT);
    assert_eq!(letter.state, State::WaitingForReceipt { until: at(1).plus(PATIENCE) });
    let (accepted, event) = letter.answer(Answer::Accepted, at(3)).unwrap();
    assert_eq!((accepted.state, event), (State::Accepted { at: at(3) }, Event::Answered(Answer::Accepted)));
    let (rejected, _) = letter.answer(Answer::Rejected, at(3)).unwrap();
    assert_eq!(rejected.state, State::Rejected { at: at(3) });
}

#[test]
fn a_letter_is_resent_while_the_transport_fails_and_not_for_ever() {
    let steps: Vec<Step> = [Step::Submit, Step::TransportFailed].into_iter().cycle().take(20).collect();
    let (letter, events) = check(&steps);
    assert_eq!(letter.attempts, ATTEMPTS_MAX);
    assert!(matches!(letter.state, State::ExchangeError { why: Failure::Transport, .. }));
    assert_eq!(events.last(), Some(&Event::Failed(Failure::Transport)));
}

#[test]
fn a_letter_that_the_other_side_has_is_not_resent() {
    let (letter, _) = check(&SENT);
    assert_eq!(letter.transport_failed(at(9)), Err(Refusal::NotNow));
    assert_eq!(letter.submit(at(9)), Err(Refusal::NotNow));
}

#[test]
fn a_missing_receipt_is_an_alarm_when_its_time_has_come_and_not_before() {
    let (letter, _) = check(&SENT);
    assert_eq!(letter.time_out(at(24)), Err(Refusal::TooEarly));
    let (late, event) = letter.time_out(at(25)).unwrap();
    assert_eq!(event, Event::Failed(Failure::NoReceipt));
    assert_eq!(late.answer(Answer::Accepted, at(30)).unwrap().0.state, State::Accepted { at: at(30) });
}

#[test]
fn the_same_answer_twice_changes_nothing_and_the_other_answer_is_told() {
    let (letter, _) = check(&[&SENT[..], &[Step::Answer(Answer::Accepted)]].concat());
    assert_eq!(letter.answer(Answer::Accepted, at(9)).unwrap(), (letter, Event::AnsweredAgain));
    assert_eq!(letter.answer(Answer::Rejected, at(9)).unwrap(), (letter, Event::Contradicted));
}

#[test]
fn an_answer_may_overtake_the_acknowledgement() {
    let (letter, _) = check(&[Step::Submit, Step::Answer(Answer::Accepted), Step::Acknowledge]);
    assert_eq!(letter.state, State::Accepted { at: at(1) });
}

#[test]
fn nobody_answers_what_was_never_sent() {
    assert_eq!(Outgoing::default().answer(Answer::Accepted, at(0)), Err(Refusal::NotNow));
}

#[test]
fn only_what_has_come_to_its_end_may_be_deleted() {
    let waiting = check(&SENT).0;
    assert!(!waiting.state.is_deletable());
    assert!(waiting.answer(Answer::Accepted, at(3)).unwrap().0.state.is_deletable());
    assert!(!waiting.answer(Answer::Rejected, at(3)).unwrap().0.state.is_deletable());
    assert!(waiting.time_out(at(99)).unwrap().0.state.is_deletable());
}

#[test]
fn what_has_come_is_answered_before_it_is_shown() {
    let letter = Incoming::retrieve(at(0));
    assert_eq!(letter.deliver(at(1)), Err(incoming::Refusal::NotNow));
    let (answered, _) = letter.send_receipt(Answer::Accepted, at(1)).unwrap();
    assert!(!answered.state.is_deletable());
    let (shown, event) = answered.deliver(at(2)).unwrap();
    assert_eq!((shown.state.code(), event, shown.received_at), ("NEW", incoming::Event::Delivered, at(0)));
    assert!(shown.state.is_deletable());
    assert_eq!(answered.send_receipt(Answer::Accepted, at(3)), Err(incoming::Refusal::NotNow));
}

#[test]
fn what_was_rejected_is_never_shown() {
    let (rejected, _) = Incoming::retrieve(at(0)).send_receipt(Answer::Rejected, at(1)).unwrap();
    assert_eq!(rejected.deliver(at(2)), Err(incoming::Refusal::Rejected));
}

#[test]
fn what_cannot_be_judged_is_not_answered() {
    let (failed, event) = Incoming::retrieve(at(0)).fail(at(1)).unwrap();
    assert_eq!((failed.state.code(), event), ("MESSAGE_EXCHANGE_ERROR", incoming::Event::Failed));
    assert_eq!(failed.send_receipt(Answer::Accepted, at(2)), Err(incoming::Refusal::NotNow));
}

fn some_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Submit),
        Just(Step::TransportFailed),
        Just(Step::Acknowledge),
        Just(Step::Wait),
        Just(Step::Answer(Answer::Accepted)),
        Just(Step::Answer(Answer::Rejected)),
        Just(Step::TimeOut),
        Just(Step::Fail),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_one_answer_stands_and_nothing_is_sent_too_often(steps in proptest::collection::vec(some_step(), 0..80)) {
        let (letter, events) = check(&steps);
        let answers: Vec<_> = events.iter().filter(|event| matches!(event, Event::Answered(_))).collect();
        prop_assert!(answers.len() <= 1);
        prop_assert!(letter.attempts <= ATTEMPTS_MAX);
        let stands = match letter.state {
            State::Accepted { .. } => Some(&Event::Answered(Answer::Accepted)),
            State::Rejected { .. } => Some(&Event::Answered(Answer::Rejected)),
            State::Scheduled
            | State::Submitted { .. }
            | State::ScheduledForResend { .. }
            | State::Acknowledged { .. }
            | State::WaitingForReceipt { .. }
            | State::ExchangeError { .. } => None,
        };
        prop_assert_eq!(answers.first().copied(), stands);
    }
}
