//! What is typed about acute danger.

use domain::front_door::interrupt::{Action, FOLLOW_UP_DAYS_MAX, Lack, Refusal, Response};
use domain::front_door::reach::Telephone;
use domain::front_door::text::{Line, Note};
use domain::moment::{Day, Moment};
use web::Fields;

use crate::work::{Errors, time_of};

/// Reads the response as far as it can be read; the domain says what is missing.
pub(crate) fn response(fields: &Fields, now: Moment) -> (Response, Errors) {
    let mut errors = Errors::default();
    let day: Option<Day> = fields.text("follow_up_day").parse().ok();
    let time = time_of(fields.text("follow_up_time"));
    let follow_up_at = day.zip(time).map(|(day, (hour, minute))| Moment::in_stockholm(day, hour, minute));
    if let Some(at) = follow_up_at {
        let days = at.since(now).as_secs() / (24 * 60 * 60);
        if at <= now || days >= FOLLOW_UP_DAYS_MAX {
            errors.add("follow_up_day", "front-danger-error-follow-up");
        }
    }
    let call_back = Telephone::parse(fields.text("call_back")).ok();
    let response = Response {
        action: Action::from_code(fields.text("action")),
        note: Note::new(fields.raw("note")).ok(),
        follow_up_at,
        call_back,
        place: Line::new(fields.text("place")).ok(),
    };
    for lack in response.lacks() {
        let (field, key) = lacking(lack);
        errors.add(field, key);
    }
    (response, errors)
}

const fn lacking(lack: Lack) -> (&'static str, &'static str) {
    match lack {
        Lack::Action => ("action", "front-danger-error-action"),
        Lack::Note => ("note", "front-danger-error-note"),
        Lack::FollowUp => ("follow_up_day", "front-danger-error-follow-up"),
        Lack::CallBack => ("call_back", "front-danger-error-call-back"),
        Lack::Place => ("place", "front-danger-error-place"),
    }
}

/// What the domain refused although the form could be read.
pub(crate) fn refused(refusal: &Refusal) -> Errors {
    let mut errors = Errors::default();
    match refusal {
        Refusal::Incomplete(lacks) => {
            for lack in lacks {
                let (field, key) = lacking(*lack);
                errors.add(field, key);
            }
        }
        Refusal::FollowUpNotLater | Refusal::FollowUpTooLate => {
            errors.add("follow_up_day", "front-danger-error-follow-up");
        }
    }
    errors
}
