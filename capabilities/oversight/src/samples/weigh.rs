//! Weighing lines of the log: what makes each worth a look. The rules of picking are in `domain::oversight::sampling`.

use std::collections::{BTreeMap, BTreeSet};

use audit::{Line as Logged, Outcome};
use domain::calendar::WorkingDays;
use domain::child::Child;
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Staff, Unit};
use domain::oversight::sampling::{Line, Risk};
use uuid::Uuid;

use crate::reviews::store::Span;

/// Looking between these hours, in Stockholm, is looking at night. PROPOSED.
const NIGHT_ENDS: i8 = 6;
const NIGHT_BEGINS: i8 = 22;
/// How many children in one day are many, whatever colleagues do. PROPOSED.
const MANY_CHILDREN: usize = 10;
/// How many times more than the median of colleagues that day. PROPOSED.
const MANY_TIMES: usize = 3;

/// What lines are compared with.
pub(crate) struct Circumstances<'a> {
    pub(crate) openings: &'a [Span],
    pub(crate) protected: &'a BTreeSet<Id<Child>>,
    /// Who shares a family name with whom.
    pub(crate) namesakes: &'a BTreeSet<(Id<Staff>, Id<Child>)>,
    pub(crate) calendar: &'a WorkingDays,
}

/// Lines of one unit with their marks. What nobody at work did is left out.
pub(crate) fn weigh(lines: &[Logged], circumstances: &Circumstances<'_>) -> Vec<Line> {
    let many = unusually_many(lines);
    lines.iter().filter_map(|line| weighed(line, circumstances, &many)).collect()
}

fn weighed(line: &Logged, circumstances: &Circumstances<'_>, many: &BTreeSet<(Id<Staff>, Day)>) -> Option<Line> {
    let (staff, unit): (Id<Staff>, Id<Unit>) = (line.staff?, line.unit?);
    let within = |opening: &&Span| {
        opening.staff == staff
            && line.child == Some(opening.child)
            && opening.from <= line.at
            && line.at <= opening.until
    };
    let opening = circumstances.openings.iter().find(within).map(|opening| opening.id);
    let refused = line.outcome == Outcome::Refused && line.child.is_some();
    let taken_out = matches!(line.outcome, Outcome::Printed | Outcome::Exported);
    let protected = line.child.is_some_and(|child| circumstances.protected.contains(&child));
    let namesake = line.child.is_some_and(|child| circumstances.namesakes.contains(&(staff, child)));
    let marks = [
        (Risk::NoRelation, opening.is_some() || refused),
        (Risk::ProtectedIdentity, protected),
        (Risk::SameSurname, namesake),
        (Risk::UnusuallyMany, many.contains(&(staff, line.at.day()))),
        (Risk::OutsideHours, is_outside_hours(line.at, circumstances.calendar)),
        (Risk::TakenOut, taken_out),
    ];
    let marks = marks.into_iter().filter(|(_, holds)| *holds).map(|(mark, _)| mark).collect();
    let trail = (line.subject_kind == "Trail").then(|| Id::new(line.subject));
    Some(Line { id: id_of(line.sequence), at: line.at, staff, unit, trail, opening, marks })
}

/// Lines of one unit are in one chain, so that their number there is enough.
fn id_of(sequence: i64) -> Id<Line> {
    Id::new(Uuid::from_u128(u128::try_from(sequence).unwrap_or(0)))
}

/// The number of a line in its chain.
pub(crate) fn sequence_of(line: &Line) -> i64 {
    i64::try_from(line.id.value().as_u128()).unwrap_or(0)
}

fn is_outside_hours(at: Moment, calendar: &WorkingDays) -> bool {
    let hour = at.stockholm().hour();
    !calendar.is_working_day(at.day()) || !(NIGHT_ENDS..NIGHT_BEGINS).contains(&hour)
}

/// Who looked at far more children on a day than their colleagues did.
fn unusually_many(lines: &[Logged]) -> BTreeSet<(Id<Staff>, Day)> {
    let mut seen: BTreeMap<Day, BTreeMap<Id<Staff>, BTreeSet<Id<Child>>>> = BTreeMap::new();
    for line in lines {
        if let (Some(staff), Some(child)) = (line.staff, line.child) {
            seen.entry(line.at.day()).or_default().entry(staff).or_default().insert(child);
        }
    }
    let mut many = BTreeSet::new();
    for (day, people) in seen {
        let mut counts: Vec<usize> = people.values().map(BTreeSet::len).collect();
        counts.sort_unstable();
        let median = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let is_many = |count: usize| count > MANY_CHILDREN && count > MANY_TIMES * median;
        many.extend(people.iter().filter(|(_, children)| is_many(children.len())).map(|(staff, _)| (*staff, day)));
    }
    many
}

/// The same choices for the same seed, every time (`SplitMix64`).
pub(crate) fn chooser(seed: i64) -> impl FnMut(usize) -> usize {
    let mut state = u64::from_ne_bytes(seed.to_ne_bytes());
    move |count| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(mixed % count).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use domain::organisation::SecrecyDomain;
    use domain::oversight::sampling::{Size, sample};
    use jiff::SignedDuration;

    use super::*;

    fn id<Of>(number: u128) -> Id<Of> {
        Id::new(Uuid::from_u128(number))
    }

    fn tuesday(hour: i8) -> Moment {
        Moment::in_stockholm(Day::from_parts(2026, 11, 24).unwrap(), hour, 0)
    }

    fn line(sequence: i64, staff: u128, child: Option<u128>, at: Moment) -> Logged {
        Logged {
            domain: id::<SecrecyDomain>(1),
            sequence,
            at,
            actor_kind: "staff".to_owned(),
            staff: Some(id(staff)),
            assignment: Some(id(staff + 100)),
            unit: Some(id(2)),
            role: Some("psychologist".to_owned()),
            person: None,
            job: None,
            action: "trail.read".to_owned(),
            outcome: Outcome::Read,
            act: "trail.show".to_owned(),
            subject_kind: "Trail".to_owned(),
            subject: Uuid::from_u128(50),
            child: child.map(id),
            rows_seen: 0,
            policies: String::new(),
            previous: vec![],
            hash: vec![],
        }
    }

    fn marks(lines: &[Logged], openings: &[Span], protected: &[u128]) -> Vec<Vec<Risk>> {
        let protected = protected.iter().copied().map(id).collect();
        let namesakes = BTreeSet::from([(id(5), id(6))]);
        let calendar = WorkingDays::default();
        let circumstances =
            Circumstances { openings, protected: &protected, namesakes: &namesakes, calendar: &calendar };
        weigh(lines, &circumstances).into_iter().map(|line| line.marks.into_iter().collect()).collect()
    }

    #[test]
    fn each_mark_is_set_for_what_it_is_about() {
        let check = |line: Logged, expected: &[Risk]| {
            let opening = Span { id: id(9), child: id(7), staff: id(3), from: tuesday(10), until: tuesday(13) };
            assert_eq!(marks(std::slice::from_ref(&line), &[opening], &[8]), [expected.to_vec()], "{line:?}");
        };
        check(line(1, 3, Some(6), tuesday(11)), &[]);
        check(line(1, 3, Some(7), tuesday(11)), &[Risk::NoRelation]);
        check(line(1, 3, Some(7), tuesday(14)), &[]);
        check(line(1, 4, Some(7), tuesday(11)), &[]);
        check(Logged { outcome: Outcome::Refused, ..line(1, 3, Some(6), tuesday(11)) }, &[Risk::NoRelation]);
        check(line(1, 3, Some(8), tuesday(11)), &[Risk::ProtectedIdentity]);
        check(line(1, 5, Some(6), tuesday(11)), &[Risk::SameSurname]);
        check(line(1, 5, Some(7), tuesday(11)), &[]);
        check(line(1, 3, Some(6), tuesday(23)), &[Risk::OutsideHours]);
        check(line(1, 3, Some(6), tuesday(11).plus(SignedDuration::from_hours(96))), &[Risk::OutsideHours]);
        check(Logged { outcome: Outcome::Printed, ..line(1, 3, None, tuesday(11)) }, &[Risk::TakenOut]);
    }

    #[test]
    fn one_who_looks_at_far_more_children_than_colleagues_is_marked() {
        let mut lines: Vec<_> = (0..20).map(|child| line(1, 3, Some(child), tuesday(11))).collect();
        lines.push(line(2, 4, Some(1), tuesday(11)));
        lines.push(line(3, 5, Some(1), tuesday(11)));
        let marked = marks(&lines, &[], &[]).iter().filter(|marks| marks.contains(&Risk::UnusuallyMany)).count();
        assert_eq!(marked, 20);
    }

    #[test]
    fn what_nobody_at_work_did_is_left_out() {
        assert!(marks(&[Logged { staff: None, ..line(1, 3, None, tuesday(11)) }], &[], &[]).is_empty());
    }

    #[test]
    fn the_same_seed_draws_the_same_lines_again() {
        let lines: Vec<_> = (1..200).map(|number| line(number, 3, Some(1), tuesday(11))).collect();
        let (nobody, none, calendar) = (BTreeSet::new(), BTreeSet::new(), WorkingDays::default());
        let circumstances = Circumstances { openings: &[], protected: &nobody, namesakes: &none, calendar: &calendar };
        let weighed = weigh(&lines, &circumstances);
        let draw = |seed| -> Vec<i64> {
            let size = Size { by_risk: 10, by_chance: 10 };
            sample(&weighed, size, chooser(seed)).iter().map(|picked| sequence_of(picked.line)).collect()
        };
        assert_eq!(draw(-17), draw(-17));
        assert_ne!(draw(-17), draw(18));
    }
}
