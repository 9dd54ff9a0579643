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
    let numbers = visit.app.settings().acute.iter();
    numbers
        .map(|number| Call {
            text: number.about(visit.preferences.language).to_owned(),
            number: number.shown.clone(),
            href: format!("tel:{}", number.dialled),
        })
        .collect()
}

/// When they were last gone through, and where they come from; nothing when the operator has not said.
pub(crate) fn checked(visit: &Visit) -> String {
    let (say, today, settings) = (visit.say(), visit.now().day(), visit.app.settings());
    let Some(day) = settings.acute_reviewed_on else { return String::new() };
    let sources: Vec<&str> = settings.acute.iter().map(|number| number.source.as_str()).collect();
    let (day, sources) = (say.day(day, today), sources.join(", "));
    say.message("frame-acute-checked", &[("day", day.as_str().into()), ("sources", sources.as_str().into())].into())
}
