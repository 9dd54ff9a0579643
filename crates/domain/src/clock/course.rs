//! Which promised times about a child's help start and end when something happens on its trail: receipt of a request or a
//! referral, a decision, the first assessment, a return; national and local side by side where they differ. One of each
//! code and scope runs at a time, but for what was promised to those who asked: whoever asks again has a promise of their
//! own, from their own receipt. Each keeps the definition that was in force when it started.
//! Source: dossier 3.5, 3.6. Which entry fulfils which promise is PROPOSED; no source says.
//! Not here: the answer to a handover, whose clocks end with it.

use super::{Code, Definition, Outcome, Running, Scope, Start, Stopped, started_by};
use crate::calendar::WorkingDays;
use crate::clock::Event as Clock;
use crate::moment::Moment;
use crate::organisation::Branch;

/// Something on a trail that promised times are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Milestone {
    /// Somebody asked the front door for help, for the first time or again.
    Asked,
    /// The front door has talked with the family and decided.
    Interviewed,
    /// Whoever asked has taken it back, or could not be reached.
    AskedNoMore,
    /// A referral has been received at a unit of this kind.
    Referred(Branch),
    /// A unit of this kind has taken the baton.
    Accepted(Branch),
    /// A unit of this kind gave a referral back.
    Refused(Branch),
    /// What was asked of a unit of this kind was taken back.
    TakenBack(Branch),
    /// The holder has said what happens next, or has asked somebody else: whoever waited for word has it.
    Replied,
    /// A unit of this kind has met the child.
    Visited(Branch),
    /// A unit of this kind has made an assessment.
    Assessed(Branch),
    /// A unit of this kind has decided on care.
    CareDecided(Branch),
    /// Nobody needs to hold the trail any more.
    Ended,
}

/// What a milestone does to the promises.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Those that begin.
    pub started: Vec<Running>,
    /// Those that end, and how.
    pub stopped: Vec<Ended>,
}

/// A promise that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What was promised.
    pub code: Code,
    /// By whom.
    pub scope: Scope,
    /// The receipt it began at.
    pub received_at: Moment,
    /// How it ended.
    pub outcome: Outcome,
}

/// The promises that an answer to one who asked is about: all but those to others who still wait, each of them told by when
/// they asked.
pub fn but_of_those_who_wait(running: Vec<Running>, waiting: &[Moment]) -> Vec<Running> {
    let waits =
        |clock: &Running| concerns(Milestone::Asked, clock.definition().code) && waiting.contains(&clock.received_at());
    running.into_iter().filter(|clock| !waits(clock)).collect()
}

/// What a milestone does to the promises that run: first those that it fulfils or that nobody waits for any more, then those
/// that begin with it.
pub fn follow(
    running: &[Running],
    definitions: &[Definition],
    milestone: Milestone,
    at: Moment,
    calendar: &WorkingDays,
) -> Steps {
    let mut steps = Steps::default();
    let mut left = Vec::new();
    for clock in running {
        let Definition { code, scope, .. } = *clock.definition();
        let received_at = clock.received_at();
        let ended = if fulfils(milestone, code) {
            clock.clone().stop(at, calendar).ok()
        } else if is_left(milestone, code) {
            clock.clone().withdraw(at, calendar).ok()
        } else {
            None
        };
        match ended {
            Some(Clock::Stopped(Stopped { outcome, .. })) => {
                steps.stopped.push(Ended { code, scope, received_at, outcome });
            }
            Some(Clock::Started { .. } | Clock::Paused(_) | Clock::Resumed { .. }) | None => {
                left.push((code, scope, received_at));
            }
        }
    }
    for definition in begun(definitions, milestone, at) {
        let same = |left: &(Code, Scope, Moment)| {
            let another_asked = milestone == Milestone::Asked && left.2 != at;
            (left.0, left.1) == (definition.code, definition.scope) && !another_asked
        };
        if !left.iter().any(same) {
            steps.started.push(Running::start(definition, at, calendar).0);
        }
    }
    steps
}

/// The definitions that a milestone starts.
fn begun(definitions: &[Definition], milestone: Milestone, at: Moment) -> Vec<&Definition> {
    let all = meanings(milestone).iter().flat_map(|start| started_by(definitions, *start, at));
    all.filter(|definition| concerns(milestone, definition.code)).collect()
}

/// What a milestone is, in the words of definitions.
const fn meanings(milestone: Milestone) -> &'static [Start] {
    match milestone {
        Milestone::Asked => {
            &[Start::ContactAttempt, Start::SoughtCare, Start::SoughtCareOrReferred, Start::FirstCall, Start::Received]
        }
        Milestone::Referred(_) => &[
            Start::ContactAttempt,
            Start::ReferralIssued,
            Start::SoughtCareOrReferred,
            Start::FirstCall,
            Start::Received,
        ],
        Milestone::Assessed(_) => &[Start::FirstAssessment],
        Milestone::CareDecided(_) | Milestone::Refused(_) => &[Start::Decision],
        Milestone::Interviewed
        | Milestone::AskedNoMore
        | Milestone::Accepted(_)
        | Milestone::TakenBack(_)
        | Milestone::Replied
        | Milestone::Visited(_)
        | Milestone::Ended => &[],
    }
}

/// Whether a promise is about this milestone's doing, and not about the same word elsewhere.
fn concerns(milestone: Milestone, code: Code) -> bool {
    match code {
        Code::StructuredInterview | Code::MedicalAssessment => milestone == Milestone::Asked,
        Code::PrimaryCareContact => milestone == Milestone::Referred(Branch::PrimaryCare),
        Code::FirstLineVisit => milestone == Milestone::Referred(Branch::FirstLine),
        Code::SpecialistFirstVisit | Code::PsychiatryFirstAssessment => {
            milestone == Milestone::Referred(Branch::ChildPsychiatry)
        }
        Code::PsychiatryTreatmentStart => {
            let (assessed, decided) = (Milestone::Assessed, Milestone::CareDecided);
            [assessed(Branch::ChildPsychiatry), decided(Branch::ChildPsychiatry)].contains(&milestone)
        }
        Code::PlannedCare => {
            let specialists = [Branch::ChildPsychiatry, Branch::Habilitation];
            specialists.into_iter().any(|branch| milestone == Milestone::CareDecided(branch))
        }
        Code::ReturnReply => matches!(milestone, Milestone::Refused(_)),
        // Answers to requests and handovers: counted where these are kept.
        Code::ReferralTriage | Code::ContactUrgent | Code::ContactOrdinary | Code::ContactInformation => false,
    }
}

/// Whether a milestone is what was promised.
fn fulfils(milestone: Milestone, code: Code) -> bool {
    let met = |branch: Branch| [Milestone::Visited(branch), Milestone::Assessed(branch)].contains(&milestone);
    match code {
        Code::StructuredInterview => milestone == Milestone::Interviewed,
        Code::MedicalAssessment => {
            let by_health = [Branch::PrimaryCare, Branch::FirstLine, Branch::ChildPsychiatry].into_iter().any(met);
            milestone == Milestone::Interviewed || by_health
        }
        Code::PrimaryCareContact => milestone == Milestone::Accepted(Branch::PrimaryCare) || met(Branch::PrimaryCare),
        Code::FirstLineVisit => met(Branch::FirstLine),
        Code::SpecialistFirstVisit | Code::PsychiatryFirstAssessment => met(Branch::ChildPsychiatry),
        Code::PsychiatryTreatmentStart => milestone == Milestone::Visited(Branch::ChildPsychiatry),
        Code::PlannedCare => [Branch::ChildPsychiatry, Branch::Habilitation]
            .into_iter()
            .any(|branch| milestone == Milestone::Visited(branch)),
        Code::ReturnReply => milestone == Milestone::Replied,
        Code::ReferralTriage | Code::ContactUrgent | Code::ContactOrdinary | Code::ContactInformation => false,
    }
}

/// Whether nobody waits for what was promised any more: the trail has ended, or the unit that it was about does not take the
/// child.
fn is_left(milestone: Milestone, code: Code) -> bool {
    match milestone {
        Milestone::Ended => true,
        Milestone::AskedNoMore => concerns(Milestone::Asked, code),
        Milestone::Refused(branch) | Milestone::TakenBack(branch) => concerns(Milestone::Referred(branch), code),
        Milestone::Asked
        | Milestone::Interviewed
        | Milestone::Referred(_)
        | Milestone::Accepted(_)
        | Milestone::Replied
        | Milestone::Visited(_)
        | Milestone::Assessed(_)
        | Milestone::CareDecided(_) => false,
    }
}
