//! The numbers to ring right away, from the one reviewed list that the operator keeps.

use domain::front_door::intake::Topic;
use web::Visit;
use web::app::AcuteNumber;

/// A number as a card.
pub struct Call {
    /// What dials it.
    pub href: String,
    /// As people read it.
    pub number: String,
    /// When to call it.
    pub about: String,
    /// Help that is not an emergency.
    pub calm: bool,
}

/// Every number of the list, in its order. `own` is the key of the words that a page has of its own for a number, by its code;
/// what it has no words for is told in the operator's.
pub fn listed(visit: &Visit, own: fn(&str) -> Option<String>) -> Vec<Call> {
    visit.app.settings().acute.iter().map(|number| call(visit, number, own)).collect()
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
    numbers.into_iter().map(|number| call(visit, number, |code| Some(format!("guide-call-{code}")))).collect()
}

fn call(visit: &Visit, number: &AcuteNumber, own: fn(&str) -> Option<String>) -> Call {
    let say = visit.say();
    let own = own(&number.code).filter(|key| say.has(key)).map(|key| say.t(&key));
    Call {
        href: format!("tel:{}", number.dialled),
        number: number.shown.clone(),
        about: own.unwrap_or_else(|| number.about(visit.preferences.language).to_owned()),
        calm: number.code != "112",
    }
}

/// When the list was last checked, in words; nothing when the operator has not said.
pub(crate) fn checked(visit: &Visit) -> String {
    let (say, today) = (visit.say(), visit.now().day());
    let reviewed_on = visit.app.settings().acute_reviewed_on;
    reviewed_on.map_or(String::new(), |day| say.with("guide-checked", "day", &say.day(day, today)))
}
