//! What has been sent: who reads it, when somebody answers, and the code to come back with.

use askama::Template;
use domain::front_door::queue::Urgency;
use domain::moment::Moment;
use i18n::Say;
use web::{Assets, Visit};

use super::{answer_by, first_name};
use crate::ask::step::{RECEIPT, START};
use crate::ask::store::Receipt;

#[derive(Template)]
#[template(path = "ask_receipt.html")]
pub(crate) struct ReceiptPage<'v> {
    a: Assets,
    say: Say<'v>,
    csrf: String,
    pub(crate) title: String,
    code: String,
    reads: String,
    due: String,
    then: String,
    done: &'static str,
    start: &'static str,
}

impl<'v> ReceiptPage<'v> {
    pub(crate) fn new(visit: &'v Visit, receipt: &Receipt) -> Self {
        let say = visit.say();
        let now = visit.now();
        let due_at = Moment::from_microseconds(receipt.due_at);
        let urgency = Urgency::from_code(&receipt.urgency);
        let role = say.t(&format!("role-{}", receipt.role));
        Self {
            a: visit.assets(),
            say,
            csrf: visit.form_token(),
            title: say.t("ask-receipt-title"),
            code: receipt.code.clone(),
            reads: format!("{}, {role}", first_name(&receipt.holder)),
            due: if urgency == Some(Urgency::Acute) {
                say.t("ask-receipt-acute")
            } else {
                say.day_and_time(due_at, now)
            },
            then: answer_by(say, urgency, &receipt.reach, due_at, now),
            done: RECEIPT,
            start: START,
        }
    }
}
