//! The interview, where a child can be sent, and the professional's decision.

#![expect(clippy::unwrap_used, reason = "a test may fail; clippy sees helpers in tests/ as ordinary code")]

use std::collections::BTreeSet;

use domain::front_door::decision::{Decision, Form, Lack, Outcome, Prompt, Refusal};
use domain::front_door::intake::{Age, Asker, Intake, Interpreter, Login, Topic};
use domain::front_door::interrupt::Action;
use domain::front_door::interview::item::{self, Item, Kind, Section, Step};
use domain::front_door::interview::{self, Answer, Draft};
use domain::front_door::level::Level;
use domain::front_door::rating::{Complete, Domain, Rating, Ratings, Severity};
use domain::front_door::reach::{Reach, Trace};
use domain::front_door::request::{self, Request};
use domain::front_door::routing::{
    self, Ages, Area, Entry, KnownAge, Opening, Passage, Proposal, Route, Until, Warning,
};
use domain::front_door::safety::{self, Screen};
use domain::front_door::speaker::Speaker;
use domain::front_door::table::{Draft as TableDraft, Suggestion, example};
use domain::front_door::text::{Note, Words};
use domain::id::Id;
use domain::moment::{Day, Moment};
use domain::organisation::{Branch, Post, Principal, Role};
use uuid::Uuid;

fn id<Kind>(number: u128) -> Id<Kind> {
    Id::new(Uuid::from_u128(number))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn post() -> Post {
    Post {
        staff: id(1),
        assignment: id(1),
        unit: id(900),
        domain: id(901),
        branch: Branch::FrontDoor,
        role: Role::TriageNurse,
    }
}

fn now() -> Moment {
    Moment::in_stockholm(day("2027-01-11"), 10, 0)
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn item(code: &str) -> &'static Item {
    Item::from_code(code).unwrap()
}

// --- the interview

fn a_draft() -> Draft {
    Draft::start(id(7), id(1), now()).0
}

fn said(draft: Draft, code: &str, speaker: Speaker, answer: Answer) -> Draft {
    draft.answer(item(code), speaker, answer, now()).unwrap().0
}

fn all_unknown() -> Draft {
    item::ALL.iter().fold(a_draft(), |draft, item| said(draft, item.code, Speaker::Professional, Answer::Unknown))
}

#[test]
fn every_item_has_its_own_code_in_lower_case() {
    let codes: BTreeSet<&str> = item::ALL.iter().map(|item| item.code).collect();
    assert_eq!(codes.len(), item::ALL.len());
    let plain = |code: &&str| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    assert_eq!(codes.iter().find(|code| !plain(code)), None);
}

#[test]
fn the_interview_asks_every_acute_question_and_every_area() {
    let acute: Vec<_> = safety::Item::ALL.iter().map(|asked| format!("acute_{}", asked.code())).collect();
    let areas: Vec<_> = Domain::ALL.iter().map(|domain| format!("area_{}", domain.code())).collect();
    for code in acute.iter().chain(&areas) {
        assert_eq!(Item::from_code(code).map(|item| item.code), Some(code.as_str()));
    }
}

#[test]
fn not_knowing_is_an_answer_to_everything() {
    assert_eq!(all_unknown().missing(), Vec::<&Item>::new());
    let draft = all_unknown();
    assert_eq!(draft.ratings(), Ratings::UNKNOWN);
    assert_eq!((draft.screen().unasked(), draft.screen().positive()), (vec![], vec![]));
    assert!(all_unknown().finish(post(), now()).is_ok());
}

#[test]
fn a_draft_says_what_is_missing_before_it_is_finished() {
    let draft = said(a_draft(), "concern", Speaker::Child, Answer::Text(Words::new("Benen går inte.").unwrap()));
    let Err(interview::Refusal::Missing(missing)) = draft.clone().finish(post(), now()) else { panic!() };
    assert_eq!(missing, draft.missing());
    assert!(missing.contains(&item("wish")) && !missing.contains(&item("concern")));
    let progress = draft.section_progress(Section::Concern);
    assert_eq!((progress.answered, progress.items, progress.missing), (1, 3, vec![]));
}

#[test]
fn the_steps_of_the_page_cover_every_item_once() {
    let items: usize = Step::ALL.iter().map(|step| a_draft().progress(*step).items).sum();
    assert_eq!(items, item::ALL.len());
}

#[test]
fn each_speaker_keeps_their_own_answer() {
    let draft = said(a_draft(), "acute_self_harm", Speaker::Child, Answer::No);
    let draft = said(draft, "acute_self_harm", Speaker::GuardianB, Answer::Yes);
    let draft = said(draft, "acute_self_harm", Speaker::Child, Answer::Unknown);
    let answers: Vec<_> =
        draft.answers(item("acute_self_harm")).map(|(who, given)| (who, given.answer.clone())).collect();
    assert_eq!(answers, [(Speaker::Child, Answer::Unknown), (Speaker::GuardianB, Answer::Yes)]);
    assert_eq!(draft.screen().positive(), [safety::Item::SelfHarm]);
}

#[test]
fn only_the_professional_rates() {
    let large = Answer::Severity(Severity::Large);
    let draft = said(a_draft(), "area_school", Speaker::GuardianA, large.clone());
    assert_eq!(draft.ratings().of(Domain::School), Rating::Unknown);
    let draft = said(draft, "area_school", Speaker::Professional, large);
    assert_eq!(draft.ratings().of(Domain::School), Rating::Known(Severity::Large));
}

#[test]
fn answers_are_read_by_the_kind_of_item() {
    let cases = [
        ("area_school", "4", Some(Answer::Severity(Severity::VeryLarge))),
        ("area_school", "5", None),
        ("area_school", "yes", None),
        ("acute_mania", "yes", Some(Answer::Yes)),
        ("acute_mania", "maybe", None),
        ("school_attendance", "half", Some(Answer::Choice("half"))),
        ("school_attendance", "sometimes", None),
        ("wish", "", None),
        ("wish", " att få sova", Some(Answer::Text(Words::new(" att få sova").unwrap()))),
    ];
    for (code, value, expected) in cases {
        assert_eq!(item(code).read(value).ok(), expected, "{code} {value}");
    }
}

#[test]
fn an_answer_of_another_kind_is_refused() {
    for item in item::ALL {
        let other = match item.kind {
            Kind::Text | Kind::Severity | Kind::Choice(_) => Answer::Yes,
            Kind::YesNo => Answer::Severity(Severity::None),
        };
        let result = a_draft().answer(item, Speaker::Child, other, now());
        assert_eq!(result, Err(interview::Refusal::DoesNotFit), "{}", item.code);
    }
}

// --- routing

/// A first-line clinic (*UPH*): 6 up to and including the day of turning 18.
fn first_line() -> Entry {
    Entry {
        unit: id(300),
        branch: Branch::FirstLine,
        ages: Ages { from: 6, until: Until::DayOfTurning(18) },
        area: Area::Municipalities([id(1), id(2)].into()),
        levels: [Level::FirstLine].into(),
        opening: Opening::Open,
        confirmed_until: day("2027-06-30"),
    }
}

fn passage(born: &str) -> Passage {
    Passage {
        age: KnownAge::Born(day(born)),
        municipality: id(1),
        from: Branch::FrontDoor,
        level: Level::FirstLine,
        today: day("2027-01-11"),
    }
}

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

// --- the decision

fn a_request(topic: Topic, screen: Screen) -> Request {
    let intake = Intake {
        asker: Asker::Guardian(Login::Without),
        topic,
        words: Words::new("Hon går inte till skolan.").unwrap(),
        reach: Reach::OnPage,
        trace: Trace::NotAsked,
        interpreter: Interpreter::NotNeeded,
        municipality: id(1),
        age: None,
        first_name: None,
    };
    let (request, _) = Request::receive(id(1), intake, now(), now()).unwrap();
    let (request, _) = request.take(post(), now()).unwrap();
    request.screen(screen, post(), now()).unwrap().0
}

fn screened(answer: safety::Answer) -> Screen {
    safety::Item::ALL.into_iter().fold(Screen::default(), |screen, item| screen.with(item, Speaker::Child, answer))
}

fn calm() -> Request {
    a_request(Topic::School, screened(safety::Answer::No))
}

fn suggestion(ratings: Ratings) -> Suggestion {
    let row = example::row(id(1), day("2027-01-01"));
    TableDraft::try_from(&row).unwrap().validate().unwrap().suggest(&ratings)
}

/// Suggests the first line.
fn first_line_suggested() -> Suggestion {
    suggestion(Complete::NO_DIFFICULTIES.with(Domain::School, Severity::VeryLarge).into())
}

fn form() -> Form {
    Form {
        level: Some(Level::FirstLine),
        reason: None,
        outcome: Some(Outcome::Route(routing::check(&first_line(), &passage("2013-05-05")).unwrap())),
        told: Some(note("Ni får en tid på mottagningen.")),
        next_step: Some(note("Mottagningen ringer.")),
        next_on: Some(day("2027-01-11")),
        principals: BTreeSet::new(),
    }
}

fn decide(suggestion: Suggestion, form: Form) -> Result<Decision, Refusal> {
    Decision::make(id(8), &calm(), suggestion, form, post(), now()).map(|(decision, _)| decision)
}

#[test]
fn the_decision_remembers_what_was_suggested_by_which_table() {
    let decision = decide(first_line_suggested(), form()).unwrap();
    assert_eq!(decision.record().suggestion, first_line_suggested());
    assert_eq!(decision.record().suggestion.table().version.0, 1);
}

#[test]
fn another_level_than_the_suggested_needs_a_reason() {
    let advice = || Form { level: Some(Level::Advice), outcome: Some(Outcome::Advice(note("Sov gott."))), ..form() };
    let with_reason = |form| Form { reason: Some(note("Skolan har redan börjat.")), ..form };
    let missing = || suggestion(Ratings::UNKNOWN);
    let cases = [
        ("as suggested", first_line_suggested(), form(), None),
        ("lower", first_line_suggested(), advice(), Some(Refusal::ReasonNeeded)),
        ("lower, with a reason", first_line_suggested(), with_reason(advice()), None),
        ("nothing suggested", missing(), form(), Some(Refusal::ReasonNeededWithoutSuggestion)),
        ("nothing suggested, with a reason", missing(), with_reason(form()), None),
    ];
    for (name, suggestion, form, expected) in cases {
        assert_eq!(decide(suggestion, form).err(), expected, "{name}");
    }
}

#[test]
fn nothing_is_decided_before_the_family_knows_what_happens_when() {
    let cases = [
        (Form { told: None, ..form() }, Refusal::Incomplete(vec![Lack::Told])),
        (Form { next_step: None, ..form() }, Refusal::Incomplete(vec![Lack::NextStep])),
        (Form { next_on: None, ..form() }, Refusal::Incomplete(vec![Lack::NextDay])),
        (Form { next_on: Some(day("2027-01-10")), ..form() }, Refusal::NextDayPassed),
        (
            Form::default(),
            Refusal::Incomplete(vec![Lack::Level, Lack::Outcome, Lack::Told, Lack::NextStep, Lack::NextDay]),
        ),
    ];
    for (form, expected) in cases {
        assert_eq!(decide(first_line_suggested(), form), Err(expected));
    }
}

#[test]
fn an_outcome_belongs_to_its_level() {
    let route = Outcome::Route(Route::restore(id(300), Level::FirstLine, Vec::new()));
    let outcomes = [
        (Outcome::Advice(note("Sov gott.")), Level::Advice),
        (Outcome::SelfCare(note("Ett program på nätet.")), Level::SelfCare),
        (route, Level::FirstLine),
        (Outcome::Acute { action: Action::EmergencyUnitBooked }, Level::SameDay),
    ];
    for (outcome, own) in outcomes {
        for level in Level::ALL {
            let form = Form {
                level: Some(level),
                outcome: Some(outcome.clone()),
                reason: Some(note("Efter samtal.")),
                ..form()
            };
            assert_eq!(decide(first_line_suggested(), form).is_ok(), level == own, "{outcome:?} {level:?}");
        }
    }
}

#[test]
fn nothing_is_decided_in_acute_danger() {
    let screen = screened(safety::Answer::No).with(safety::Item::SuicidePlan, Speaker::GuardianA, safety::Answer::Yes);
    let request = a_request(Topic::School, screen);
    let result = Decision::make(id(8), &request, first_line_suggested(), form(), post(), now());
    assert_eq!(result.err(), Some(Refusal::Interrupted));
}

#[test]
fn what_to_consider_beside_the_level_follows_from_what_was_said() {
    let unclear = screened(safety::Answer::No).with(safety::Item::Psychosis, Speaker::Child, safety::Answer::Unknown);
    let violence =
        screened(safety::Answer::No).with(safety::Item::ExposedToViolence, Speaker::Child, safety::Answer::Yes);
    let no = || screened(safety::Answer::No);
    let cases = [
        ("nothing", Topic::School, no(), 1, vec![]),
        ("two principals", Topic::School, no(), 2, vec![Prompt::CoordinatedPlan { principals: 2 }]),
        ("not safe at home", Topic::HomeUnsafe, no(), 0, vec![Prompt::WorryReport]),
        ("violence", Topic::Other, violence, 1, vec![Prompt::WorryReport]),
        ("unclear", Topic::Other, unclear, 1, vec![Prompt::AskAgain { items: 1 }]),
    ];
    for (name, topic, screen, principals, expected) in cases {
        let principals: BTreeSet<Id<Principal>> = (0..principals).map(id).collect();
        let prompts = domain::front_door::decision::prompts(&a_request(topic, screen), &principals);
        assert_eq!(prompts, expected, "{name}");
    }
}

#[test]
fn a_request_is_decided_once_by_its_own_decision_after_every_acute_question() {
    let decision = decide(first_line_suggested(), form()).unwrap();
    let (decided, _) = calm().decide(&decision, post(), now()).unwrap();
    assert_eq!(decided.clone().decide(&decision, post(), now()).err(), Some(request::Refusal::AlreadyDecided));
    assert!(decided.close(post(), now()).is_ok());

    let unasked = a_request(Topic::School, Screen::default()).decide(&decision, post(), now());
    assert_eq!(unasked.err().map(|refusal| refusal.code()), Some("not_screened"));

    let another =
        Decision::restore(domain::front_door::decision::Record { request: id(2), ..decision.record().clone() });
    assert_eq!(calm().decide(&another, post(), now()).err(), Some(request::Refusal::AnotherRequest));
}
