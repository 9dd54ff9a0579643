//! What the directory of the demo region says of its units. One entry is past its confirmation day on purpose.

use ::directory::commands::{NewEntry, Seen, confirm_entry, keep_entry};
use ::directory::{Hours, Intake, OnHolidays, Phone, Week};
use audit::Asker;
use domain::calendar::OfficeHours;
use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Until};
use domain::organisation::Branch;

use super::organisations::MUNICIPALITIES;
use super::{DemoError, Organisations};

/// How many days before the beginning of the history the example rules came into force.
const RULES_BEFORE: i32 = 70;
/// The entry that is past its day: nobody has vouched for it since the history began.
const FORGOTTEN: &str = "Ungdomsmottagningen Rösmark";

/// Which front door answers where, and an entry for every unit that a child or parent can turn to.
pub(super) async fn make(asker: &Asker, organisations: &Organisations) -> Result<(), DemoError> {
    for (municipality, door) in MUNICIPALITIES {
        let (municipality, unit) = (organisations.municipality(municipality)?, organisations.unit_id(door.unit())?);
        front_door::area::commands::answer_for(asker, municipality, unit).await?;
    }
    let today = asker.database.environment().now().day();
    front_door::rules::commands::install_example(asker, today.plus_days(-RULES_BEFORE)).await?;
    for (number, (name, branch)) in organisations.units_and_branches().enumerate() {
        let Some(entry) = entry(organisations, name, branch, number)? else { continue };
        keep_entry(asker, entry, Seen::Anything).await?;
    }
    Ok(())
}

/// Somebody at every unit vouches for its entry again; all but one.
pub(super) async fn confirm(asker: &Asker, organisations: &Organisations) -> Result<(), DemoError> {
    for (name, branch) in organisations.units_and_branches().filter(|(name, _)| *name != FORGOTTEN) {
        if about(branch).is_some() {
            confirm_entry(asker, organisations.unit_id(name)?, 1).await?;
        }
    }
    Ok(())
}

fn entry(
    organisations: &Organisations,
    name: &str,
    branch: Branch,
    number: usize,
) -> Result<Option<NewEntry>, DemoError> {
    let Some((swedish, english)) = about(branch) else { return Ok(None) };
    let mut entry = NewEntry::new(organisations.unit_id(name)?, swedish, english);
    entry.levels = levels(branch).into_iter().collect();
    entry.ages = ages(branch);
    entry.intake = match branch {
        Branch::ChildPsychiatry | Branch::Habilitation => Intake::Referral,
        Branch::FrontDoor
        | Branch::SchoolMedical
        | Branch::PupilHealth
        | Branch::Teaching
        | Branch::PrimaryCare
        | Branch::FirstLine
        | Branch::YouthClinic
        | Branch::ChildHealthCare
        | Branch::SocialServices => Intake::SelfReferral,
    };
    let local = MUNICIPALITIES.iter().find(|(municipality, _)| name.contains(municipality));
    if let (Some((municipality, _)), false) = (local, branch == Branch::FirstLine) {
        entry.area = Area::Municipalities(std::iter::once(organisations.municipality(municipality)?).collect());
    }
    // Numbers that the Post and Telecom Authority has set aside for fiction: 070-174 06 05 to 06 99.
    entry.phone = Phone::parse(&format!("070-174 06 {:02}", 5 + number % 95)).ok();
    entry.hours = Hours::Weekly { week: Week::weekdays(OfficeHours::DEFAULT), holidays: OnHolidays::Closed };
    Ok(Some(entry))
}

const fn about(branch: Branch) -> Option<(&'static str, &'static str)> {
    match branch {
        Branch::FrontDoor => Some((
            "Hit kan du vända dig om du inte vet vem som kan hjälpa. Vi pratar igenom hur det är och visar vägen.",
            "Turn here when you don't know who can help. We talk it through and show the way.",
        )),
        Branch::SchoolMedical => {
            Some(("Skolsköterska och skolläkare på din skola.", "School nurse and doctor at your school."))
        }
        Branch::PupilHealth => Some((
            "Kurator, skolpsykolog och specialpedagog. Du kan gå dit utan att boka.",
            "Counsellor, psychologist and special educator. You can go there without booking.",
        )),
        Branch::PrimaryCare => {
            Some(("Råd, undersökning och hjälp nära dig.", "Advice, examination and help near you."))
        }
        Branch::FirstLine => Some((
            "Samtal och behandling för dig som mår dåligt, till exempel av oro, nedstämdhet eller stress.",
            "Talking and treatment for those who feel bad, for instance from worry, low mood or stress.",
        )),
        Branch::ChildPsychiatry => {
            Some(("När du mår mycket dåligt och behöver mer hjälp.", "When you feel very bad and need more help."))
        }
        Branch::YouthClinic => Some((
            "Prata om kropp, sex, relationer och hur du mår.",
            "Talk about body, sex, relationships and how you feel.",
        )),
        Branch::ChildHealthCare => {
            Some(("För barn 0-5 år och deras föräldrar.", "For children aged 0-5 and their parents."))
        }
        Branch::Habilitation => Some(("Stöd vid funktionsnedsättning.", "Support with a disability.")),
        Branch::SocialServices => Some((
            "När det är svårt hemma. Vi hjälper dig och din familj.",
            "When things are hard at home. We help you and your family.",
        )),
        Branch::Teaching => None,
    }
}

fn levels(branch: Branch) -> Vec<Level> {
    match branch {
        Branch::FrontDoor | Branch::Teaching => vec![],
        Branch::SchoolMedical
        | Branch::PupilHealth
        | Branch::YouthClinic
        | Branch::SocialServices
        | Branch::ChildHealthCare => {
            vec![Level::SelfCare, Level::PupilHealth]
        }
        Branch::PrimaryCare => vec![Level::SelfCare, Level::FirstLine],
        Branch::FirstLine => vec![Level::FirstLine],
        Branch::ChildPsychiatry => vec![Level::ChildPsychiatry, Level::SameDay],
        Branch::Habilitation => vec![Level::ChildPsychiatry],
    }
}

const fn ages(branch: Branch) -> Ages {
    match branch {
        Branch::ChildHealthCare => Ages { from: 0, until: Until::DayOfTurning(6) },
        Branch::YouthClinic => Ages { from: 13, until: Until::DayOfTurning(25) },
        Branch::PrimaryCare | Branch::SocialServices | Branch::Habilitation => {
            Ages { from: 0, until: Until::DayOfTurning(21) }
        }
        Branch::FrontDoor
        | Branch::SchoolMedical
        | Branch::PupilHealth
        | Branch::Teaching
        | Branch::FirstLine
        | Branch::ChildPsychiatry => Ages { from: 6, until: Until::DayOfTurning(18) },
    }
}
