//! An entry as people read it: ages, area, hours, whether it is open, when it was last confirmed.

use access::branch_code;
use domain::calendar::{ClockTime, OfficeHours};
use domain::directory::{Entry, Hours, Intake, OnHolidays, OpenNow, Validity, Week, Weekday, Wording};
use domain::front_door::routing::{Ages, Area, Opening, Until};
use domain::moment::Moment;
use domain::organisation::Branch;
use i18n::{Argument, Language, Say};
use identity::organisations::Book;
use web::layout::org_of;

/// How many municipalities of an area a card names before it counts them instead.
const NAMED_MAX: usize = 4;

/// An entry as a card, or as a line of what the guide found.
pub(crate) struct EntryView {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) kind: &'static str,
    pub(crate) organisation: String,
    pub(crate) about: String,
    pub(crate) not_for: String,
    pub(crate) ages: String,
    pub(crate) area: String,
    pub(crate) intake: String,
    pub(crate) phone: String,
    pub(crate) phone_href: String,
    pub(crate) address: String,
    pub(crate) hours: String,
    pub(crate) open: OpenView,
    pub(crate) confirmed: String,
    pub(crate) expired: bool,
    pub(crate) closes: String,
}

/// Whether a place answers right now, as a tag.
pub(crate) struct OpenView {
    pub(crate) tone: &'static str,
    pub(crate) text: String,
}

/// What is needed to put an entry into words.
#[derive(Clone, Copy)]
pub(crate) struct Words<'v> {
    pub(crate) say: Say<'v>,
    pub(crate) book: &'v Book,
    pub(crate) now: Moment,
}

impl Words<'_> {
    /// Everything a page may show of an entry.
    pub(crate) fn entry(self, entry: &Entry) -> EntryView {
        let (say, today) = (self.say, self.now.day());
        let phone = entry.phone.as_ref();
        let on = say.day(entry.confirmation.on, today);
        EntryView {
            name: self.book.unit_name(entry.unit).to_owned(),
            href: address(entry),
            kind: org_of(entry.branch),
            organisation: self.branch(entry.branch),
            about: self.wording(&entry.about),
            not_for: self.wording(&entry.not_for),
            ages: self.ages(entry.ages),
            area: self.area(&entry.area, NAMED_MAX),
            intake: self.intake(entry.intake),
            phone: phone.map_or(String::new(), |phone| phone.shown().to_owned()),
            phone_href: phone.map_or(String::new(), |phone| format!("tel:{}", phone.dialled())),
            address: entry.address.clone(),
            hours: self.hours(&entry.hours),
            open: self.open(entry),
            confirmed: say.with("directory-confirmed", "day", &on),
            expired: entry.validity(today) == Validity::Expired,
            closes: match entry.opening {
                Opening::Open => String::new(),
                Opening::ClosesOn(day) => say.with("directory-closes", "day", &say.day(day, today)),
            },
        }
    }

    /// The kind of service, with a capital letter.
    pub(crate) fn branch(self, branch: Branch) -> String {
        self.say.t(&format!("directory-kind-{}", branch_code(branch)))
    }

    /// A text in the visitor's language; Swedish where English is missing.
    fn wording(self, text: &Wording) -> String {
        match self.say.language() {
            Language::English if !text.english.is_empty() => text.english.clone(),
            Language::English | Language::Swedish => text.swedish.clone(),
        }
    }

    pub(crate) fn intake(self, intake: Intake) -> String {
        self.say.t(&format!("directory-intake-{}", intake.code()))
    }

    /// "6-17 år", "6 år till och med 18-årsdagen".
    pub(crate) fn ages(self, ages: Ages) -> String {
        let (key, last) = match ages.until {
            Until::Through(last) => ("directory-ages-through", last),
            Until::DayOfTurning(last) => ("directory-ages-turning", last),
        };
        let key = if ages.from == 0 { format!("{key}-from-0") } else { key.to_owned() };
        self.say.message(&key, &[("from", Argument::from(ages.from)), ("last", last.into())].into())
    }

    /// "Hela regionen", "Almvik och Granö", "9 kommuner".
    pub(crate) fn area(self, area: &Area, most: usize) -> String {
        match area {
            Area::Region => self.say.t("directory-area-region"),
            Area::Municipalities(municipalities) if municipalities.len() > most => {
                self.say.with("directory-area-count", "count", municipalities.len())
            }
            Area::Municipalities(municipalities) => {
                let mut names: Vec<_> = municipalities.iter().map(|id| self.book.municipality_name(*id)).collect();
                names.sort_unstable();
                self.listed(&names)
            }
        }
    }

    /// "a, b och c".
    fn listed(self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [first @ .., last] => {
                let first = first.join(", ");
                let values = [("first", Argument::from(&first)), ("last", (*last).into())];
                self.say.message("directory-list", &values.into())
            }
        }
    }

    /// "mån-fre 8.00-16.30", days with the same hours said together.
    pub(crate) fn hours(self, hours: &Hours) -> String {
        match hours {
            Hours::NotKnown => String::new(),
            Hours::Always => self.say.t("directory-always"),
            Hours::Weekly { week, .. } => self.week(week),
        }
    }

    fn week(self, week: &Week) -> String {
        let mut runs: Vec<(Weekday, Weekday, Vec<OfficeHours>)> = Vec::new();
        for day in Weekday::ALL {
            let hours: Vec<_> = week.of(day).collect();
            match runs.last_mut() {
                Some((_, last, same)) if *same == hours && last.number() + 1 == day.number() => *last = day,
                Some(_) | None => runs.push((day, day, hours)),
            }
        }
        let open = runs.iter().filter(|(_, _, hours)| !hours.is_empty());
        let said = open.map(|(first, last, hours)| {
            let days = if first == last {
                self.short(*first)
            } else {
                format!("{}–{}", self.short(*first), self.short(*last))
            };
            format!("{days} {}", self.stretches(hours))
        });
        said.collect::<Vec<_>>().join(", ")
    }

    fn short(self, day: Weekday) -> String {
        self.say.t(&format!("directory-short-{}", day.code()))
    }

    /// "8.00-12.00 och 13.00-16.30".
    fn stretches(self, hours: &[OfficeHours]) -> String {
        let said: Vec<_> = hours.iter().map(|hours| self.stretch(*hours)).collect();
        let said: Vec<_> = said.iter().map(String::as_str).collect();
        self.listed(&said)
    }

    fn stretch(self, hours: OfficeHours) -> String {
        format!("{}–{}", self.clock(hours.opens()), self.clock(hours.closes()))
    }

    fn clock(self, time: ClockTime) -> String {
        match self.say.language() {
            Language::Swedish => format!("{}.{:02}", time.hour(), time.minute()),
            Language::English => format!("{:02}:{:02}", time.hour(), time.minute()),
        }
    }

    /// The hours of each day of the week, for the page of one entry; nothing when no week is known.
    pub(crate) fn days(self, hours: &Hours) -> Vec<(String, String)> {
        let Hours::Weekly { week, .. } = hours else { return vec![] };
        let day = |day: Weekday| {
            let hours: Vec<_> = week.of(day).collect();
            let said = if hours.is_empty() { self.say.t("directory-closed") } else { self.stretches(&hours) };
            (self.say.t(&format!("directory-day-{}", day.code())), said)
        };
        Weekday::ALL.into_iter().map(day).collect()
    }

    /// What holds on holidays; nothing when no week is known.
    pub(crate) fn holidays(self, hours: &Hours) -> String {
        match hours {
            Hours::NotKnown | Hours::Always => String::new(),
            Hours::Weekly { holidays: OnHolidays::Closed, .. } => self.say.t("directory-holidays-closed"),
            Hours::Weekly { holidays: OnHolidays::Open, .. } => self.say.t("directory-holidays-open"),
        }
    }

    fn open(self, entry: &Entry) -> OpenView {
        let say = self.say;
        match entry.open_now(self.now) {
            OpenNow::NotKnown => OpenView { tone: "", text: String::new() },
            OpenNow::Always => OpenView { tone: "ok", text: say.t("directory-open-always") },
            OpenNow::Until(closes) => {
                OpenView { tone: "ok", text: say.with("directory-open-until", "time", &say.time(closes)) }
            }
            OpenNow::Opens(Some(opens)) => {
                let when = say.day_and_time(opens, self.now);
                OpenView { tone: "", text: say.with("directory-opens", "when", &when) }
            }
            OpenNow::Opens(None) => OpenView { tone: "", text: say.t("directory-closed-now") },
        }
    }
}

/// The address of an entry's page.
pub(crate) fn address(entry: &Entry) -> String {
    format!("/vem-gor-vad/{}", entry.unit)
}

/// The icon of a kind of service. Always beside its name.
pub(crate) const fn icon_of(branch: Branch) -> &'static str {
    match branch {
        Branch::FrontDoor => "signpost",
        Branch::SchoolMedical | Branch::PupilHealth | Branch::Teaching => "school",
        Branch::PrimaryCare => "hospital",
        Branch::FirstLine => "stethoscope",
        Branch::ChildPsychiatry => "brain",
        Branch::YouthClinic => "door-open",
        Branch::ChildHealthCare => "heart-handshake",
        Branch::Habilitation => "users",
        Branch::SocialServices => "hand-helping",
    }
}
