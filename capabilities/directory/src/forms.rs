//! The form of an entry: from what was typed to an entry, with what to do about each field that cannot be read; and from
//! an entry to what the form shows.

use std::collections::BTreeSet;

use domain::calendar::{ClockTime, OfficeHours};
use domain::directory::{ABOUT_MAX, ADDRESS_MAX, Entry, Hours, Intake, OnHolidays, Phone, Week, Weekday, Wording};
use domain::front_door::level::Level;
use domain::front_door::routing::{Ages, Area, Opening, Until};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::{Municipality, Unit};
use web::Fields;

use crate::commands::{NewEntry, Seen};

/// The oldest age that may be written.
const AGE_MAX: u8 = 120;

/// A field that cannot be read, and the key of what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: String,
    pub(crate) key: String,
}

struct Reading<'f> {
    fields: &'f Fields,
    faults: Vec<Fault>,
}

/// Reads a form. Every field that cannot be read is named, not only the first.
pub(crate) fn read(
    fields: &Fields,
    unit: Id<Unit>,
    municipalities: &[(Id<Municipality>, &str)],
) -> Result<NewEntry, Vec<Fault>> {
    let mut reading = Reading { fields, faults: Vec::new() };
    let new = NewEntry {
        unit,
        about: reading.about(),
        not_for: reading.wording("not_for_sv", "not_for_en"),
        ages: reading.ages(),
        levels: Level::ALL.into_iter().filter(|level| fields.all("levels").any(|code| code == level.code())).collect(),
        area: reading.area(municipalities),
        phone: reading.phone(),
        address: reading.limited("address", ADDRESS_MAX),
        hours: reading.hours(),
        intake: reading.intake(),
        opening: reading.opening(),
        confirmed_on: None,
    };
    if reading.faults.is_empty() { Ok(new) } else { Err(reading.faults) }
}

/// The version that the form showed.
pub(crate) fn seen(fields: &Fields) -> Seen {
    fields.text("version").parse().map_or(Seen::Nothing, Seen::Version)
}

impl Reading<'_> {
    fn fault(&mut self, field: &str, key: &str) {
        self.faults.push(Fault { field: field.to_owned(), key: format!("directory-fault-{key}") });
    }

    fn limited(&mut self, field: &str, most: usize) -> String {
        let text = self.fields.text(field).to_owned();
        if text.chars().count() > most {
            self.fault(field, "too-long");
        }
        text
    }

    fn wording(&mut self, swedish: &str, english: &str) -> Wording {
        Wording { swedish: self.limited(swedish, ABOUT_MAX), english: self.limited(english, ABOUT_MAX) }
    }

    fn about(&mut self) -> Wording {
        let about = self.wording("about_sv", "about_en");
        if about.swedish.is_empty() {
            self.fault("about_sv", "about");
        }
        about
    }

    fn age(&mut self, field: &str) -> u8 {
        match self.fields.text(field).parse() {
            Ok(age) if age <= AGE_MAX => age,
            Ok(_) | Err(_) => {
                self.fault(field, "age");
                0
            }
        }
    }

    fn ages(&mut self) -> Ages {
        let before = self.faults.len();
        let (from, last) = (self.age("age_from"), self.age("age_to"));
        if self.faults.len() == before && last < from {
            self.fault("age_to", "ages");
        }
        let through = self.fields.text("age_to_kind") == "through";
        Ages { from, until: if through { Until::Through(last) } else { Until::DayOfTurning(last) } }
    }

    fn area(&mut self, municipalities: &[(Id<Municipality>, &str)]) -> Area {
        match self.fields.text("area") {
            "region" => Area::Region,
            "municipalities" => {
                let chosen: BTreeSet<String> = self.fields.all("municipality").map(str::to_owned).collect();
                let area: BTreeSet<_> =
                    municipalities.iter().map(|(id, _)| *id).filter(|id| chosen.contains(&id.to_string())).collect();
                if area.is_empty() {
                    self.fault("municipality", "area");
                }
                Area::Municipalities(area)
            }
            _ => {
                self.fault("area", "area-kind");
                Area::Region
            }
        }
    }

    fn phone(&mut self) -> Option<Phone> {
        let text = self.fields.text("phone");
        if text.is_empty() {
            return None;
        }
        let phone = Phone::parse(text).ok();
        if phone.is_none() {
            self.fault("phone", "phone");
        }
        phone
    }

    fn hours(&mut self) -> Hours {
        match self.fields.text("hours") {
            "always" => Hours::Always,
            "weekly" => self.weekly(),
            "not_known" => Hours::NotKnown,
            _ => {
                self.fault("hours", "hours-kind");
                Hours::NotKnown
            }
        }
    }

    fn weekly(&mut self) -> Hours {
        let before = self.faults.len();
        let mut stretches: Vec<(Weekday, OfficeHours)> = Vec::new();
        for day in Weekday::ALL {
            let field = hours_field(day);
            let read = Week::parse_day(self.fields.text(&field))
                .and_then(|hours| Week::new(hours.into_iter().map(|hours| (day, hours))));
            match read {
                Ok(of_day) => stretches.extend(of_day.iter()),
                Err(fault) => self.fault(&field, fault.code()),
            }
        }
        if stretches.is_empty() && self.faults.len() == before {
            self.fault(&hours_field(Weekday::Monday), "hours_none");
        }
        let open = self.fields.text("holidays") == "open";
        Hours::Weekly {
            // Each day has been checked by itself; days do not overlap one another.
            week: Week::new(stretches).unwrap_or_default(),
            holidays: if open { OnHolidays::Open } else { OnHolidays::Closed },
        }
    }

    fn intake(&mut self) -> Intake {
        Intake::from_code(self.fields.text("intake")).unwrap_or_else(|| {
            self.fault("intake", "intake");
            Intake::SelfReferral
        })
    }

    fn opening(&mut self) -> Opening {
        let text = self.fields.text("closes_on");
        if text.is_empty() {
            return Opening::Open;
        }
        text.parse::<Day>().map_or_else(
            |_| {
                self.fault("closes_on", "day");
                Opening::Open
            },
            Opening::ClosesOn,
        )
    }
}

/// The field of a day's hours.
pub(crate) fn hours_field(day: Weekday) -> String {
    format!("hours_{}", day.code())
}

/// What the form shows of an entry that stands.
pub(crate) fn shown(entry: &Entry, version: i64) -> Fields {
    let (age_to_kind, age_to) = match entry.ages.until {
        Until::DayOfTurning(age) => ("turning", age),
        Until::Through(age) => ("through", age),
    };
    let (hours, holidays) = match &entry.hours {
        Hours::NotKnown => ("not_known", "closed"),
        Hours::Always => ("always", "closed"),
        Hours::Weekly { holidays: OnHolidays::Closed, .. } => ("weekly", "closed"),
        Hours::Weekly { holidays: OnHolidays::Open, .. } => ("weekly", "open"),
    };
    let closes_on = match entry.opening {
        Opening::Open => String::new(),
        Opening::ClosesOn(day) => day.to_string(),
    };
    let mut fields = vec![
        ("version".to_owned(), version.to_string()),
        ("about_sv".to_owned(), entry.about.swedish.clone()),
        ("about_en".to_owned(), entry.about.english.clone()),
        ("not_for_sv".to_owned(), entry.not_for.swedish.clone()),
        ("not_for_en".to_owned(), entry.not_for.english.clone()),
        ("age_from".to_owned(), entry.ages.from.to_string()),
        ("age_to".to_owned(), age_to.to_string()),
        ("age_to_kind".to_owned(), age_to_kind.to_owned()),
        ("phone".to_owned(), entry.phone.as_ref().map_or(String::new(), |phone| phone.shown().to_owned())),
        ("address".to_owned(), entry.address.clone()),
        ("hours".to_owned(), hours.to_owned()),
        ("holidays".to_owned(), holidays.to_owned()),
        ("intake".to_owned(), entry.intake.code().to_owned()),
        ("closes_on".to_owned(), closes_on),
    ];
    fields.extend(entry.levels.iter().map(|level| ("levels".to_owned(), level.code().to_owned())));
    match &entry.area {
        Area::Region => fields.push(("area".to_owned(), "region".to_owned())),
        Area::Municipalities(area) => {
            fields.push(("area".to_owned(), "municipalities".to_owned()));
            fields.extend(area.iter().map(|id| ("municipality".to_owned(), id.to_string())));
        }
    }
    if let Hours::Weekly { week, .. } = &entry.hours {
        fields.extend(Weekday::ALL.into_iter().map(|day| (hours_field(day), hours_text(week.of(day)))));
    }
    fields.into_iter().collect()
}

/// Hours as the form takes them back, in any language: "8.00-12.00, 13.00-16.30".
fn hours_text(hours: impl Iterator<Item = OfficeHours>) -> String {
    let time = |time: ClockTime| format!("{}.{:02}", time.hour(), time.minute());
    let said: Vec<_> = hours.map(|hours| format!("{}–{}", time(hours.opens()), time(hours.closes()))).collect();
    said.join(", ")
}

/// What the form shows of a unit that has no entry yet.
pub(crate) fn blank() -> Fields {
    Fields::of([
        ("age_from", "6"),
        ("age_to", "18"),
        ("age_to_kind", "turning"),
        ("area", "region"),
        ("hours", "weekly"),
    ])
}
