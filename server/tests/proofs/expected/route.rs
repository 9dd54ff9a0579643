//! One route and what is expected of it: a line of the list.

/// What is expected of a route.
pub(crate) struct Expected {
    /// Method and pattern, as the router has them.
    pub(crate) route: &'static str,
    /// Who may, in words, for `docs/reference/routes.txt`.
    pub(crate) who: &'static str,
    /// The address in the region: `{held}` is the trail that is held.
    pub(crate) address: &'static str,
    /// Somebody who may; nobody in particular where it is empty.
    pub(crate) right: &'static str,
    /// Somebody of another organisation or family who may not; where it is empty, there is nobody who may not.
    pub(crate) wrong: &'static str,
    /// What the one who may is answered, to an empty form where one is sent.
    pub(crate) answer: u16,
    /// The most that answering may ask of the database, in statements, whoever asks and however much there is.
    pub(crate) statements: u32,
}

/// An answer and the most statements it takes.
pub(super) type Answered = (u16, u32);

pub(super) const fn anyone(route: &'static str, address: &'static str, (answer, statements): Answered) -> Expected {
    Expected { route, who: "anyone", address, right: "", wrong: "", answer, statements }
}

pub(super) const fn asking(
    route: &'static str,
    address: &'static str,
    right: &'static str,
    (answer, statements): Answered,
) -> Expected {
    Expected {
        route,
        who: "anyone, about what they wrote in the same browser",
        address,
        right,
        wrong: "",
        answer,
        statements,
    }
}

pub(super) const fn of(
    who: &'static str,
    route: &'static str,
    address: &'static str,
    (right, wrong): (&'static str, &'static str),
    (answer, statements): Answered,
) -> Expected {
    Expected { route, who, address, right, wrong, answer, statements }
}
