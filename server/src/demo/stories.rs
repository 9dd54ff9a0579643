//! What has happened to the children of the demo region: the ordinary stories by the list, the hard cases one by one.

use domain::trail::ReturnReason;
use domain::trail::entry::Kind;

use super::cast::{Cast, Told};
use super::children::Story;
use super::organisations::{Door, of};
use super::plan::{Decides, Deed, GivesBack, Plan};
use super::{DemoError, hard, words};

/// Levels of care that children are sent to.
const FIRST_LINE: u8 = 3;
const PSYCHIATRY: u8 = 4;
const SCHOOL: u8 = 2;

/// Lays out everything.
pub(super) fn lay_out(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    for told in cast.children() {
        if !hard::is_one(told.first_name) {
            ordinary(told, plan)?;
        }
    }
    hard::lay_out(cast, plan)
}

/// A story as most go.
fn ordinary(told: &Told, plan: &mut Plan) -> Result<(), DemoError> {
    let (name, number) = (told.first_name, told.number);
    let days = started(told.story, number);
    let hour = i8::try_from(8 + number % 2).unwrap_or(8);
    let minute = i8::try_from(number * 7 % 60).unwrap_or(0);
    match told.story {
        Story::Waiting if days == 0 => {
            let minutes = i64::try_from(number % 9 + 1).unwrap_or(1) * 17;
            known(told, plan, |plan, deed| plan.ago(name, minutes, deed));
            plan.ago(name, minutes, Deed::Asks);
            return Ok(());
        }
        Story::Waiting | Story::Taken | Story::Offered | Story::Held | Story::Returned | Story::Advice => {}
    }
    known(told, plan, |plan, deed| plan.at(name, days, (hour, minute), deed));
    plan.at(name, days, (hour, minute), Deed::Asks);
    if told.story == Story::Waiting {
        return Ok(());
    }
    plan.at(name, days, (hour + 1, minute), Deed::Takes);
    if told.story == Story::Taken {
        let step = "Vi ringer upp för ett längre samtal";
        plan.at(name, days, (hour + 2, minute), Deed::Plans { step, on: plan.day(1) });
        return Ok(());
    }
    let (decides, by) = decision(told)?;
    plan.at(name, days - 1, (13, minute), Deed::Decides(decides));
    match (told.story, by) {
        (Story::Held, Some(by)) => {
            let on = plan.day(i32::try_from(number % 12).unwrap_or(3) - 1);
            let step = "Besök, tillsammans med en förälder";
            plan.at(name, days - 2, (15, minute), Deed::Accepts { by: by.clone(), step, on });
            writes(name, &by, plan, (days, minute));
        }
        (Story::Returned, Some(by)) => {
            let back = GivesBack {
                by,
                reason: ReturnReason::OtherLevel,
                to_family: "Vi tror att hjälpen behöver se annorlunda ut. En väg in håller i det och ringer er.",
                step: "Vi ringer hem och planerar nytt",
                on: plan.day(2),
                other: None,
            };
            plan.at(name, days - 2, (15, minute), Deed::GivesBack(back));
        }
        (Story::Waiting | Story::Taken | Story::Offered | Story::Advice, _) | (Story::Held | Story::Returned, None) => {
        }
    }
    Ok(())
}

/// Whoever is not a stranger at the door is known before they ask.
fn known(told: &Told, plan: &mut Plan, mut at: impl FnMut(&mut Plan, Deed)) {
    if !told.stranger {
        at(plan, Deed::IsKnown);
    }
}

/// Those who hold a child write about how it goes.
fn writes(name: &'static str, by: &str, plan: &mut Plan, (days, minute): (i32, i8)) {
    let first = "Första samtalet. Vi pratade om hur dagarna är och vad som känns svårast just nu.";
    let entries =
        [(9, "first_talk", Kind::Visit, first), (23, "call_home", Kind::Call, "Ringde hem. Det går lite bättre nu.")];
    for (after, key, kind, body) in entries.into_iter().filter(|(after, ..)| days - 2 > *after) {
        plan.at(name, days - 2 - after, (14, minute), Deed::Writes { by: by.to_owned(), key, kind, body });
    }
}

/// What the front door decides, and which unit is asked.
fn decision(told: &Told) -> Result<(Decides, Option<String>), DemoError> {
    if told.story == Story::Advice {
        return Ok((Decides { level: 0, reason: "", to: None, summary: "" }, None));
    }
    let (level, unit) = match told.number % 4 {
        0 | 1 => (FIRST_LINE, first_line(told.door()?).to_owned()),
        2 => (SCHOOL, school(told.municipality)),
        _ => (PSYCHIATRY, "BUP Rösmark".to_owned()),
    };
    let summary = words::summary(level, told.number);
    Ok((Decides { level, reason: "", to: Some(unit.clone()), summary }, Some(unit)))
}

/// The first-line clinic beside a front door.
pub(super) const fn first_line(door: Door) -> &'static str {
    match door {
        Door::Middle => "UPH Björkeryd",
        Door::South => "UPH Almvik",
    }
}

/// Pupil health at the school of a municipality.
pub(super) fn school(municipality: &str) -> String {
    format!("Elevhälsan {} skola", of(municipality))
}

/// Days ago that a story began.
fn started(story: Story, number: usize) -> i32 {
    let spread = i32::try_from(number % 7).unwrap_or(0);
    match story {
        Story::Waiting => spread % 3,
        Story::Taken => 1 + spread % 2,
        Story::Offered => 4 + spread,
        Story::Returned => 20 + spread,
        Story::Held => 30 + 9 * spread,
        Story::Advice => 50 + 9 * spread,
    }
}
