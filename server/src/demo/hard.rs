//! The hard cases: what the law, the calendar and people make difficult, each as one story in the demo region.

use domain::oversight::break_glass::Reason;
use domain::trail::ReturnReason;
use domain::trail::entry::Kind;

use super::DemoError;
use super::cast::{AskedBy, Cast};
use super::plan::{Decides, Deed, GivesBack, Plan, Verdict, Yes};
use super::stories::{first_line, school};
use super::words::{self, Said};

/// Children whose story is told here and not by the list.
const OWN: &[&str] = &[
    "Alma", "Loke", "Märta", "Sami", "Elton", "Vidar", "Moa", "Selma", "Hugo", "Zahra", "Tuva", "Kim", "Olle", "Milo",
    "Malte", "Ellen", "Iris", "Melker",
];

/// Whether a child's whole story is told here.
pub(super) fn is_one(name: &str) -> bool {
    OWN.contains(&name)
}

/// Who asks, where the story depends on it.
pub(super) fn asker(name: &str) -> Option<AskedBy> {
    match name {
        "Alma" | "Elin" | "Hedda" | "Märta" | "Elton" | "Melker" => Some(AskedBy::Child),
        "Loke" | "Sami" | "Tuva" | "Iris" => Some(AskedBy::Parent),
        "Ellen" | "Zahra" => Some(AskedBy::School),
        _ => None,
    }
}

/// What is said, where the story depends on it.
pub(super) fn said(name: &str) -> Option<Said> {
    match name {
        "Melker" => {
            Some(("self_harm_or_suicidal", "Jag har skadat mig själv några gånger och vill inte att mamma ska veta."))
        }
        "Iris" => Some(("other", "Iris bor hos mig i Havsnäs och hos sin pappa i Björkeryd. Det är bråk varje byte.")),
        _ => None,
    }
}

/// Lays out every hard case.
pub(super) fn lay_out(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    own_words(cast, plan)?;
    guardians_disagree(cast, plan)?;
    keeps_one_entry(cast, plan)?;
    asked_about_sharing(cast, plan)?;
    broken_glass(cast, plan)?;
    broken_promises(cast, plan)?;
    returned_twice(cast, plan)?;
    returned_with_a_yes(cast, plan)?;
    waited_long(cast, plan)?;
    turns_eighteen(cast, plan)?;
    protected(cast, plan)?;
    independent_school(cast, plan)?;
    two_municipalities(cast, plan)?;
    acute(plan);
    Ok(())
}

/// A child asks or is asked for, is taken, and sent on to a unit at a level; the days ago of it.
fn sent_on(
    cast: &Cast,
    plan: &mut Plan,
    name: &'static str,
    days: i32,
    (level, to): (u8, &str),
) -> Result<(), DemoError> {
    let told = cast.child(name)?;
    plan.at(name, days, (8, 20), Deed::IsKnown);
    plan.at(name, days, (8, 20), Deed::Asks);
    plan.at(name, days, (9, 5), Deed::Takes);
    let summary = words::summary(level, told.number);
    plan.at(name, days - 1, (13, 10), Deed::Decides(Decides { level, reason: "", to: Some(to.to_owned()), summary }));
    Ok(())
}

/// The same, and the unit says yes.
fn held(
    cast: &Cast,
    plan: &mut Plan,
    name: &'static str,
    days: i32,
    (level, by): (u8, &str),
    (step, ahead): (&'static str, i32),
) -> Result<(), DemoError> {
    sent_on(cast, plan, name, days, (level, by))?;
    let on = plan.day(ahead);
    plan.at(name, days - 2, (15, 30), Deed::Accepts { by: by.to_owned(), step, on });
    Ok(())
}

fn writes(plan: &mut Plan, name: &'static str, days: i32, (by, key): (&str, &'static str), body: &'static str) {
    plan.at(name, days, (14, 15), Deed::Writes { by: by.to_owned(), key, kind: Kind::Visit, body });
}

/// The family is asked whether another unit may see what was written.
fn asks_leave(
    plan: &mut Plan,
    name: &'static str,
    days: i32,
    (by, key, to): (&str, &'static str, String),
    purpose: &'static str,
) {
    plan.at(name, days, (14, 40), Deed::AsksLeave { by: by.to_owned(), key, to, purpose });
}

fn answers(plan: &mut Plan, name: &'static str, days: i32, parent: &'static str, yes: Yes) {
    plan.at(name, days, (19, 30), Deed::Answers { parent, yes });
}

const JOHAN: &str = "UPH Björkeryd";

/// Alma has asked by herself and writes in her own words.
fn own_words(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Alma", 34, (3, JOHAN), ("Du träffar Johan på UPH", 3))?;
    writes(
        plan,
        "Alma",
        24,
        (JOHAN, "first"),
        "Alma berättade hur morgnarna är. Vi gjorde en plan för bussen, ett steg i taget.",
    );
    plan.at("Alma", 20, (16, 45), Deed::Says("Jag vill kunna åka buss utan att det snurrar."));
    Ok(())
}

/// Loke's mother says yes to a sharing and his father no: nothing is shared.
fn guardians_disagree(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Loke", 48, (3, JOHAN), ("Samtal med Loke och mamma", 6))?;
    writes(
        plan,
        "Loke",
        30,
        (JOHAN, "morning"),
        "Loke sa att det är svårast när han byter hem. Då orkar han inte skolan dagen efter.",
    );
    let to = school(cast.child("Loke")?.municipality);
    asks_leave(plan, "Loke", 28, (JOHAN, "morning", to), "Så att skolan vet varför Loke är trött vissa dagar.");
    answers(plan, "Loke", 27, "mamma", Yes::Yes);
    answers(plan, "Loke", 26, "pappa", Yes::No);
    Ok(())
}

/// Märta is 15 and decides: both parents may read, but one thing is kept from her father.
fn keeps_one_entry(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Märta", 60, (3, JOHAN), ("Samtal på UPH", 4))?;
    writes(plan, "Märta", 44, (JOHAN, "sleep"), "Märta sover bättre. Vi gick igenom vad som hjälper på kvällen.");
    writes(
        plan,
        "Märta",
        30,
        (JOHAN, "home"),
        "Märta berättade om bråken hemma och vad hon önskar att pappa gjorde annorlunda.",
    );
    for parent in ["mamma", "pappa"] {
        plan.at("Märta", 29, (17, 10), Deed::Lets { parent, key: None, read: Yes::Yes });
    }
    plan.at("Märta", 29, (17, 20), Deed::Lets { parent: "pappa", key: Some("home"), read: Yes::No });
    plan.at("Märta", 29, (17, 30), Deed::Says("Jag vill bestämma själv vad pappa får läsa."));
    Ok(())
}

/// Sami is eleven: his parents are asked before anything is shared.
fn asked_about_sharing(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Sami", 40, (3, JOHAN), ("Sami och mamma träffar Johan", 5))?;
    writes(plan, "Sami", 31, (JOHAN, "first"), "Sami ritade hur magen känns på morgonen. Han vill ha kvar fotbollen.");
    Ok(())
}

/// Two trails opened without a relation: one review is answered, one waits.
fn broken_glass(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Vidar", 70, (3, "UPH Almvik"), ("Besök med Vidar", 8))?;
    let why = "Ungdomen ringde hit i panik och vi behövde veta vem som hjälper till.";
    plan.at("Vidar", 20, (16, 20), Deed::BreaksGlass { by: "johan", reason: Reason::AcuteDanger, why });
    let told = Verdict::Justified("Johan läste för att kunna hjälpa Vidar i telefon den dagen.");
    plan.at("Vidar", 17, (10, 0), Deed::Reviews { opener: "johan", by: "lo", verdict: told });

    held(cast, plan, "Elton", 52, (4, "BUP Rösmark"), ("Besök hos Maria på BUP", 2))?;
    let why = "Ungdomen satt i vårt väntrum och mådde dåligt. Kontakten på BUP gick inte att nå.";
    plan.at("Elton", 1, (15, 50), Deed::BreaksGlass { by: "johan", reason: Reason::ChildIsHere, why });
    let asks = Verdict::Asks("Vem på BUP försökte du nå, och hur?");
    plan.at("Elton", 1, (16, 40), Deed::Reviews { opener: "johan", by: "lo", verdict: asks });
    Ok(())
}

/// Nobody has answered Moa or Selma in time.
fn broken_promises(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    for deed in [Deed::IsKnown, Deed::Asks] {
        plan.at("Moa", 9, (8, 50), deed);
    }
    sent_on(cast, plan, "Selma", 21, (3, JOHAN))
}

/// Hugo has been sent back twice, and the manager is told.
fn returned_twice(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    sent_on(cast, plan, "Hugo", 38, (3, JOHAN))?;
    let back = |by: &str, reason, to_family, on| {
        let step = "Mikael ringer Hugos mamma och planerar nytt";
        Deed::GivesBack(GivesBack { by: by.to_owned(), reason, to_family, step, on, other: None })
    };
    let first = "Vi tror att Hugo behöver mer hjälp än vi kan ge. En väg in frågar BUP.";
    plan.at("Hugo", 36, (15, 0), back(JOHAN, ReturnReason::OtherLevel, first, plan.day(-34)));
    let (by, to) = ("En väg in Rösmark mitt".to_owned(), "BUP Rösmark".to_owned());
    let summary = "UPH bedömde att Hugo behöver en bedömning hos er. Han har inte varit i skolan på fem veckor.";
    plan.at("Hugo", 33, (10, 30), Deed::Offers { by, to, level: 4, summary });
    let second = "Hugo har redan en kontakt på habiliteringen som kan göra det här. En väg in ordnar det.";
    plan.at("Hugo", 30, (11, 20), back("BUP Rösmark", ReturnReason::ContactExists, second, plan.day(1)));
    Ok(())
}

/// Zahra was returned with a yes from another unit, which then took over.
fn returned_with_a_yes(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    sent_on(cast, plan, "Zahra", 26, (3, JOHAN))?;
    let other = school(cast.child("Zahra")?.municipality);
    let step = "Zahra träffar kuratorn på skolan";
    let back = GivesBack {
        by: JOHAN.to_owned(),
        reason: ReturnReason::OtherLevel,
        to_family: "Skolans kurator känner Zahra och kan hjälpa snabbare än vi. Hon har sagt ja.",
        step,
        on: plan.day(-18),
        other: Some(other.clone()),
    };
    plan.at("Zahra", 24, (15, 0), Deed::GivesBack(back));
    let summary = "UPH och ni har pratat: ni tar samtalen på skolan. Zahra och föräldrarna är med på det.";
    let by = "En väg in Rösmark mitt".to_owned();
    plan.at("Zahra", 21, (9, 40), Deed::Offers { by, to: other.clone(), level: 2, summary });
    plan.at("Zahra", 20, (10, 10), Deed::Accepts { by: other, step, on: plan.day(2) });
    Ok(())
}

/// Tuva has waited more than 300 days for her assessment.
fn waited_long(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Tuva", 312, (4, "BUP Rösmark"), ("Utredning. Tuva står i kö, BUP ringer när det finns en tid", 9))
}

/// Kim turns 18 in 58 days.
fn turns_eighteen(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    held(cast, plan, "Kim", 40, (3, JOHAN), ("Vi planerar vem som hjälper dig efter arton", 7))
}

/// Three grades of protected identity. Nobody asks through a public form: the front door meets the family, and only those
/// who are named can open the trail.
fn protected(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    for (name, days) in [("Olle", 58), ("Milo", 45), ("Malte", 33)] {
        let door = cast.child(name)?.door()?;
        let (by, to) = (door.unit().to_owned(), first_line(door).to_owned());
        plan.at(name, days, (8, 40), Deed::IsKnown);
        for unit in [&by, &to] {
            plan.at(name, days, (8, 40), Deed::Names(unit.clone()));
        }
        let step = "Pratar med familjen och bestämmer vart de ska";
        plan.at(name, days, (9, 10), Deed::Opens { by: by.clone(), step, days: 3 });
        let summary = words::summary(3, cast.child(name)?.number);
        plan.at(name, days - 1, (11, 0), Deed::Offers { by, to: to.clone(), level: 3, summary });
        let step = "Besök. Tid och plats sägs bara muntligt";
        plan.at(name, days - 2, (13, 0), Deed::Accepts { by: to, step, on: plan.day(4) });
    }
    Ok(())
}

/// Ellen goes to an independent school, which is a principal of its own. Her parents have been asked about sharing and have not
/// answered yet, so that a visitor can.
fn independent_school(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    let unit = "Elevhälsan Friskolan Fjällglim";
    held(cast, plan, "Ellen", 47, (2, unit), ("Ellen träffar kuratorn på torsdag", 5))?;
    writes(plan, "Ellen", 30, (unit, "first"), "Ellen och kuratorn gjorde ett schema med pauser. Läraren är med.");
    let purpose = "Så att UPH vet vad skolan redan har provat, om Ellen behöver mer hjälp.";
    asks_leave(plan, "Ellen", 4, (unit, "first", "UPH Almvik".to_owned()), purpose);
    Ok(())
}

/// Iris lives in two municipalities and goes to school in one of them; both parents let the school see what was agreed.
fn two_municipalities(cast: &Cast, plan: &mut Plan) -> Result<(), DemoError> {
    let unit = "UPH Almvik";
    held(cast, plan, "Iris", 55, (3, unit), ("Samtal med båda föräldrarna", 6))?;
    let body = "Vi kom överens om hur bytena mellan hemmen ska gå till. Skolan i Björkeryd behöver veta vilka dagar.";
    writes(plan, "Iris", 36, (unit, "agreed"), body);
    let purpose = "Så att skolan vet vilket hem Iris bor i och vem de ska ringa.";
    asks_leave(plan, "Iris", 35, (unit, "agreed", school("Björkeryd")), purpose);
    answers(plan, "Iris", 34, "mamma", Yes::Yes);
    answers(plan, "Iris", 33, "pappa", Yes::Yes);
    Ok(())
}

/// Melker's words make his request acute: it stands first in the queue.
fn acute(plan: &mut Plan) {
    for deed in [Deed::IsKnown, Deed::Asks] {
        plan.ago("Melker", 25, deed);
    }
}
