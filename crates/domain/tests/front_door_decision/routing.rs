//! Where a child can be sent: ages, areas, levels, and what is said beside a place.

use domain::front_door::intake::Age;
use domain::front_door::level::Level;
use domain::front_door::routing::{
    self, Ages, Area, Child, Entry, Fit, KnownAge, Opening, Passage, Proposal, Refusal, Route, Until, Warning,
};
use domain::organisation::Branch;

use crate::{day, first_line, id, passage};

fn outcome(entry: &Entry, passage: &Passage) -> String {
    match routing::check(entry, passage) {
        Ok(route) if route.warnings().is_empty() => "accepted".to_owned(),
        Ok(route) => route.warnings().iter().map(|warning| warning.code()).collect::<Vec<_>>().join(" "),
        Err(refusal) => refusal.code().to_owned(),
    }
}

#[test]
fn a_unit_takes_children_up_to_and_including_the_day_they_turn_eighteen() {
    let through = Entry { ages: Ages { from: 6, until: Until::Through(17) }, ..first_line() };
    let cases = [
        ("2013-05-05", "accepted", "accepted"),
        ("2021-01-11", "accepted", "accepted"),
        ("2021-01-12", "too_young", "too_young"),
        ("2009-01-12", "ages_out_soon", "ages_out_soon"),
        ("2009-01-11", "ages_out_soon", "too_old"),
        ("2009-01-10", "too_old", "too_old"),
        ("2009-03-12", "ages_out_soon", "ages_out_soon"),
        ("2009-03-13", "accepted", "ages_out_soon"),
        ("2009-03-14", "accepted", "accepted"),
    ];
    for (born, day_of_turning, whole_year) in cases {
        assert_eq!(outcome(&first_line(), &passage(born)), day_of_turning, "{born}");
        assert_eq!(outcome(&through, &passage(born)), whole_year, "{born}, whole year");
    }
}

#[test]
fn a_child_born_on_leap_day_turns_eighteen_on_the_first_of_march() {
    let ages = first_line().ages;
    assert_eq!(ages.last_day(day("2008-02-29")), Some(day("2026-03-01")));
    assert_eq!(ages.first_day(day("2008-02-29")), Some(day("2014-03-01")));
}

#[test]
fn a_boy_who_turns_eighteen_in_five_weeks_can_be_accepted_with_a_transition() {
    let route = routing::check(&first_line(), &passage("2009-02-15")).unwrap();
    let warning = Warning::AgesOutSoon { last_day: day("2027-02-15"), days_left: 35 };
    assert_eq!(route.warnings(), [warning]);
    assert_eq!(warning.proposal(), Some(Proposal::PlanTransition));
}

#[test]
fn a_stated_age_is_taken_with_a_warning_unless_it_is_on_the_limit() {
    for (years, expected) in [
        (5, "too_young"),
        (6, "age_not_verified"),
        (17, "age_not_verified"),
        (18, "day_of_birth_needed"),
        (19, "too_old"),
    ] {
        let passage = Passage { age: KnownAge::Stated(Age::new(years).unwrap()), ..passage("2013-05-05") };
        assert_eq!(outcome(&first_line(), &passage), expected, "{years}");
    }
}

#[test]
fn a_place_that_cannot_take_the_child_says_why() {
    let child_psychiatry =
        Entry { branch: Branch::ChildPsychiatry, levels: [Level::ChildPsychiatry].into(), ..first_line() };
    let to_psychiatry = Passage { level: Level::ChildPsychiatry, ..passage("2013-05-05") };
    let internal = Passage { from: Branch::ChildPsychiatry, ..to_psychiatry };
    let closes = |on: &str| Entry { opening: Opening::ClosesOn(day(on)), ..first_line() };
    let unconfirmed = Entry { confirmed_until: day("2027-01-10"), ..first_line() };
    let last_day = Entry { confirmed_until: day("2027-01-11"), ..first_line() };
    let far = Passage { municipality: id(9), ..passage("2013-05-05") };
    let near = passage("2013-05-05");
    let cases = [
        ("internal", &child_psychiatry, &internal, "internal_referral"),
        ("from a family", &child_psychiatry, &to_psychiatry, "accepted"),
        ("another level", &first_line(), &to_psychiatry, "level_not_given"),
        ("another area", &first_line(), &far, "outside_area"),
        ("the whole region", &Entry { area: Area::Region, ..first_line() }, &far, "accepted"),
        ("closed today", &closes("2027-01-11"), &near, "unit_closed"),
        ("closes tomorrow", &closes("2027-01-12"), &near, "closes_on"),
        ("not confirmed", &unconfirmed, &near, "not_confirmed_since"),
        ("last confirmed day", &last_day, &near, "accepted"),
    ];
    for (name, entry, passage, expected) in cases {
        assert_eq!(outcome(entry, passage), expected, "{name}");
    }
}

#[test]
fn places_without_warnings_come_first() {
    let unconfirmed = Entry { unit: id(301), confirmed_until: day("2026-01-01"), ..first_line() };
    let closed = Entry { unit: id(302), opening: Opening::ClosesOn(day("2026-01-01")), ..first_line() };
    let routes = routing::candidates(&[unconfirmed, closed, first_line()], &passage("2013-05-05"));
    assert_eq!(routes.iter().map(Route::unit).collect::<Vec<_>>(), [id(300), id(301)]);
}

/// A child on the way to a unit at a level, as the decision and as a later handover see it.
fn sent_again(passage: &Passage) -> Child {
    let Passage { age, municipality, from, level, today } = *passage;
    Child { age, municipality: Some(municipality), from, level: Some(level), today }
}

#[test]
fn a_later_handover_at_a_level_is_held_against_the_same_rule_as_the_first_decision() {
    let levels = [Level::FirstLine, Level::ChildPsychiatry, Level::Advice];
    let branches = [Branch::FrontDoor, Branch::ChildPsychiatry, Branch::PupilHealth];
    let openings = ["2027-01-11", "2027-01-12", "2027-06-01"].map(|on| Opening::ClosesOn(day(on)));
    let mut looked = 0;
    for born in ["2021-01-12", "2013-05-05", "2009-01-10", "2009-02-15"] {
        for (level, from) in levels.into_iter().flat_map(|level| branches.map(|from| (level, from))) {
            for (to, opening) in branches.into_iter().flat_map(|to| openings.map(|opening| (to, opening))) {
                for home in [1, 9] {
                    let entry = Entry { branch: to, opening, ..first_line() };
                    let passage = Passage { level, from, municipality: id(home), ..passage(born) };
                    let expected = match routing::check(&entry, &passage) {
                        Ok(route) => Fit::Fits(route.warnings().to_vec()),
                        Err(refusal @ (Refusal::InternalReferral | Refusal::Closed(_))) => Fit::Never(refusal),
                        Err(refusal) => Fit::WantsReason(refusal),
                    };
                    assert_eq!(
                        routing::fit(to, Some(&entry), &sent_again(&passage)),
                        expected,
                        "{passage:?} {entry:?}"
                    );
                    looked += 1;
                }
            }
        }
    }
    assert_eq!(looked, 4 * 9 * 9 * 2);
}

#[test]
fn a_handover_without_a_level_is_held_to_age_and_area_and_one_that_the_directory_does_not_know_to_nothing() {
    let child = Child { level: None, ..sent_again(&passage("2013-05-05")) };
    let psychiatry = Entry { branch: Branch::ChildPsychiatry, levels: [Level::ChildPsychiatry].into(), ..first_line() };
    let check = |entry: Option<&Entry>, child: Child, expected: Fit| {
        let to = entry.map_or(Branch::ChildPsychiatry, |entry| entry.branch);
        assert_eq!(routing::fit(to, entry, &child), expected, "{entry:?} {child:?}");
    };
    let fits = || Fit::Fits(vec![]);
    check(Some(&psychiatry), child, fits());
    check(Some(&psychiatry), Child { from: Branch::ChildPsychiatry, ..child }, fits());
    check(Some(&psychiatry), Child { municipality: Some(id(9)), ..child }, Fit::WantsReason(Refusal::Area));
    check(Some(&psychiatry), Child { municipality: None, ..child }, fits());
    check(None, Child { municipality: Some(id(9)), ..child }, fits());
    let referral = Child { level: Some(Level::ChildPsychiatry), from: Branch::ChildPsychiatry, ..child };
    check(None, referral, Fit::Never(Refusal::InternalReferral));
}
