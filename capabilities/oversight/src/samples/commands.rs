//! Drawing a sample of the own unit's log, looking at it, and recording what was found.

use access::Permit;
use access::action::oversight::Review;
use audit::{Act, Asker, Cursor, Line, Logged, Outcome};
use database::Failure;
use domain::id::Id;
use domain::moment::Moment;
use domain::organisation::Post;
use domain::oversight::break_glass::{OPEN_HOURS, Refusal};
use domain::oversight::sampling::{Size, sample};
use identity::children::commands::protected;
use identity::surnames::shared;
use jiff::SignedDuration;
use trail::clocks::office_hours;

use crate::openings::commands::{CommandError, post, unit_of};
use crate::reviews::store::during;
use crate::samples::store::{self, Finding, Found, Picked, Sample};
use crate::samples::weigh::{Circumstances, chooser, sequence_of, weigh};

/// How far back a sample reaches. Source: dossier story 24 (monthly).
const DAYS: i64 = 31;
/// How many lines by risk and by chance. PROPOSED; together no more than can be fetched at once.
const SIZE: Size = Size { by_risk: 10, by_chance: 10 };
/// Lines read at a time, and at most. A unit with more than that is weighed by its newest.
const BATCH: i64 = 2_000;
const LINES_MAX: usize = 40_000;

/// A sample with what the log says.
pub struct Shown {
    /// The sample.
    pub sample: Sample,
    /// What was picked, each with its line of the log if that is still there.
    pub picked: Vec<(Picked, Option<Line>)>,
}

/// Draws a new sample of the asker's own unit.
pub async fn draw(asker: &Asker) -> Result<Id<Sample>, CommandError> {
    let mut act = asker.begin("oversight.draw_sample").await?;
    let (post, now) = (post(&act)?, act.now());
    let permit = act.authorize::<Review>(&unit_of(&post)).await?;
    let from = now.plus(-SignedDuration::from_hours(24 * DAYS));
    let lines = lines(&mut act, &permit, &post, (from, now)).await?;
    // An opening that began a little before the stretch may reach into it.
    let since = from.plus(-SignedDuration::from_hours(OPEN_HOURS));
    let openings = during(&mut act, &permit, since, now).await?;
    let protected = protected(&mut act, &permit).await?;
    let namesakes = shared(&mut act, &permit).await?;
    let calendar = office_hours();
    let circumstances =
        Circumstances { openings: &openings, protected: &protected, namesakes: &namesakes, calendar: &calendar };
    let weighed = weigh(&lines, &circumstances);
    let seed = i64::from_be_bytes(act.environment().bytes::<8>());
    let picked: Vec<_> = sample(&weighed, SIZE, chooser(seed))
        .into_iter()
        .zip(1..)
        .map(|(picked, place)| Picked {
            place,
            domain: post.domain,
            line: sequence_of(picked.line),
            how: picked.how,
            marks: picked.line.marks.iter().copied().collect(),
            found: None,
        })
        .collect();
    let sample = Sample {
        id: act.environment().id(),
        drawn_at: now,
        drawn_by: post.staff,
        from,
        before: now,
        by_risk: number(SIZE.by_risk),
        by_chance: number(SIZE.by_chance),
        seed,
        lines: number(lines.len()),
        picked: number(picked.len()),
        reviewed: 0,
    };
    store::insert(&mut act, &permit, &sample, &picked).await?;
    act.saw(picked.len());
    act.commit(permit).await?;
    Ok(sample.id)
}

/// A sample of the asker's own unit, looked at, printed or exported.
pub async fn show(asker: &Asker, id: Id<Sample>, how: Outcome) -> Result<(Shown, Logged), CommandError> {
    let mut act = asker.begin_reading("oversight.sample").await?;
    let post = post(&act)?;
    let permit = act.authorize::<Review>(&unit_of(&post)).await?;
    let shown = find(&mut act, &permit, &post, id).await?;
    act.saw(shown.picked.len());
    Ok((shown, act.finish_as(permit, how).await?))
}

/// Records what was found of a line. Nobody reviews their own.
pub async fn record(asker: &Asker, id: Id<Sample>, place: u32, outcome: Finding) -> Result<(), CommandError> {
    let mut act = asker.begin("oversight.record_finding").await?;
    let (post, now) = (post(&act)?, act.now());
    let permit = act.authorize::<Review>(&unit_of(&post)).await?;
    let shown = find(&mut act, &permit, &post, id).await?;
    let (_, line) = shown.picked.iter().find(|(picked, _)| picked.place == place).ok_or(CommandError::NotFound)?;
    if line.as_ref().is_some_and(|line| line.staff == Some(post.staff)) {
        return Err(Refusal::ReviewerIsOpener.into());
    }
    store::record(&mut act, &permit, id, place, Found { outcome, by: post.staff, at: now }).await?;
    act.commit(permit).await?;
    Ok(())
}

async fn find(act: &mut Act, permit: &Permit<Review>, post: &Post, id: Id<Sample>) -> Result<Shown, CommandError> {
    let (sample, picked) = store::find(act, permit, id).await?.ok_or(CommandError::NotFound)?;
    let sequences: Vec<i64> = picked.iter().map(|picked| picked.line).collect();
    let domain = picked.first().map_or(post.domain, |picked| picked.domain);
    let lines = act.lines_by_sequence(permit, domain, post.unit, &sequences).await?;
    let line_of = |picked: &Picked| lines.iter().find(|line| line.sequence == picked.line).cloned();
    let picked = picked.into_iter().map(|picked| (picked.clone(), line_of(&picked))).collect();
    Ok(Shown { sample, picked })
}

/// Every line of a unit in a stretch, newest first, up to a limit.
async fn lines(
    act: &mut Act,
    permit: &Permit<Review>,
    post: &Post,
    (from, before): (Moment, Moment),
) -> Result<Vec<Line>, Failure> {
    let (mut lines, mut next) = (Vec::new(), Some(Cursor::before(before)));
    while let Some(cursor) = next.filter(|_| lines.len() < LINES_MAX) {
        let page = act.lines_of_unit(permit, post.unit, from, cursor, BATCH).await?;
        lines.extend(page.lines);
        next = page.next;
    }
    Ok(lines)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
