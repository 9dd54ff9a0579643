//! What a reviewer writes about an opening.

use domain::oversight::break_glass::{Answer, FollowUp};
use web::Fields;

use crate::openings::forms::text;
use crate::views::Fault;

/// The most characters of what the family is told, and of a question.
pub(crate) const WORDS_MAX: usize = 1000;

/// What a reviewer can choose.
pub(crate) const VERDICTS: [&str; 3] = ["justified", "not_justified", "needs_more"];

/// An answer, or what is wrong with each field.
pub(crate) fn read(fields: &Fields) -> Result<Answer, Vec<Fault>> {
    let told = || text::<WORDS_MAX>(fields, "to_family", "oversight-error-to-family");
    match fields.text("verdict") {
        "justified" => Ok(Answer::Justified { to_family: told().map_err(|fault| vec![fault])? }),
        "not_justified" => match (told(), follow_up(fields)) {
            (Ok(to_family), Ok(follow_up)) => Ok(Answer::NotJustified { to_family, follow_up }),
            (told, follow_up) => Err(told.err().into_iter().chain(follow_up.err()).collect()),
        },
        "needs_more" => {
            let question = text(fields, "question", "oversight-error-question").map_err(|fault| vec![fault])?;
            Ok(Answer::NeedsMore { question })
        }
        _ => Err(vec![Fault { field: "verdict", key: "oversight-error-verdict" }]),
    }
}

fn follow_up(fields: &Fields) -> Result<FollowUp, Fault> {
    let fault = Fault { field: "follow_up", key: "oversight-error-follow-up" };
    FollowUp::from_code(fields.text("follow_up")).ok_or(fault)
}
