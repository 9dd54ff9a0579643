//! The numbers to ring right away, from the one reviewed list that the operator keeps.

use domain::front_door::intake::Topic;
use web::Visit;
use web::app::AcuteNumber;

/// A number as a card.
pub(crate) struct Call {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) about: String,
    /// Help that is not an emergency.
    pub(crate) calm: bool,
}

/// The numbers for a topic, the most fitting first. Every number of the list is shown; none is left out by a topic.
pub(crate) fn calls(visit: &Visit, topic: Topic) -> Vec<Call> {
    let order: &[&str] = match topic {
        Topic::SelfHarmOrSuicidal => &["112", "mind", "bris", "1177"],
        Topic::LowOrWorried | Topic::School | Topic::HomeUnsafe | Topic::WorriedForFriend | Topic::Other => {
            &["112", "bris", "1177", "mind"]
        }
    };
    let mut numbers: Vec<&AcuteNumber> = visit.app.settings().acute.iter().collect();
    numbers.sort_by_key(|number| order.iter().position(|code| *code == number.code).unwrap_or(order.len()));
    numbers.into_iter().map(|number| call(visit, number)).collect()
}

fn call(visit: &Visit, number: &AcuteNumber) -> Call {
    let say = visit.say();
    let own = format!("guide-call-{}", number.code);
    Call {
        href: format!("tel:{}", number.dialled),
        number: number.shown.clone(),
        about: if say.has(&own) { say.t(&own) } else { number.about(visit.preferences.language).to_owned() },
        calm: number.code != "112",
    }
}

/// When the list was last checked, in words; nothing when the operator has not said.
pub(crate) fn checked(visit: &Visit) -> String {
    let (say, today) = (visit.say(), visit.now().day());
    let reviewed_on = visit.app.settings().acute_reviewed_on;
    reviewed_on.map_or(String::new(), |day| say.with("guide-checked", "day", &say.day(day, today)))
}
