//! The numbers to call when it is urgent, as every page for anyone shows them: from the one reviewed list.

use crate::visit::Visit;

/// A number to call.
pub(crate) struct Call {
    /// When to call it.
    pub(crate) text: String,
    /// As people read it.
    pub(crate) number: String,
    /// What a telephone dials.
    pub(crate) href: String,
}

/// The numbers, in the order of the list.
pub(crate) fn numbers(visit: &Visit) -> Vec<Call> {
    let say = visit.say();
    let numbers = visit.app.settings().acute.iter();
    numbers
        .map(|number| Call {
            text: say.t(&format!("acute-{}", number.code)),
            number: number.shown.clone(),
            href: format!("tel:{}", number.dialled),
        })
        .collect()
}

/// When they were last gone through, and where they come from; nothing when the operator has not said.
pub(crate) fn checked(visit: &Visit) -> String {
    let (say, today) = (visit.say(), visit.now().day());
    let reviewed_on = visit.app.settings().acute_reviewed_on;
    reviewed_on.map_or(String::new(), |day| say.with("frame-acute-checked", "day", &say.day(day, today)))
}
