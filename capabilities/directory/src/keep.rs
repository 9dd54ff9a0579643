//! Keeping an entry: its form, and vouching for it with one click.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::directory::{ABOUT_MAX, Intake, Validity, Weekday};
use domain::front_door::level::Level;
use domain::id::Id;
use domain::organisation::Unit;
use identity::organisations::Book;
use identity::pages::Choice;
use web::{Assets, Fields, Problem, Sent, Shell, Visit};

use crate::commands::{confirm_entry, keep_entry};
use crate::entries::Entries;
use crate::forms::{self, Fault};
use crate::guide::public_facts;
use crate::listing::may_keep;

#[derive(Template)]
#[template(path = "entry_form.html")]
struct FormPage {
    a: Assets,
    t: FormText,
    csrf: String,
    action: String,
    confirm: String,
    version: String,
    state: StateView,
    values: Vec<(&'static str, String)>,
    until: Vec<Choice>,
    levels: Vec<Choice>,
    area: Vec<Choice>,
    municipalities: Vec<Choice>,
    hours: Vec<Choice>,
    days: Vec<DayField>,
    holidays: Vec<Choice>,
    intake: Vec<Choice>,
    errors: Vec<FieldError>,
}

struct FieldError {
    field: String,
    text: String,
}

struct DayField {
    id: String,
    label: String,
    value: String,
}

struct StateView {
    tone: &'static str,
    icon: &'static str,
    text: String,
    by: String,
}

macro_rules! texts {
    ($($name:ident = $key:literal),+ $(,)?) => {
        struct FormText { $($name: String),+ }
        impl FormText {
            fn new(say: i18n::Say<'_>) -> Self { Self { $($name: say.t($key)),+ } }
        }
    };
}

texts! {
    title = "directory-form-title", lead = "directory-form-title", back = "directory-back",
    confirm = "directory-form-confirm", confirm_text = "directory-form-confirm-text", save = "directory-form-save",
    about_sv = "directory-form-about-sv", about_hint = "directory-form-about-hint",
    about_en = "directory-form-about-en", not_for_sv = "directory-form-not-for-sv",
    not_for_hint = "directory-form-not-for-hint", not_for_en = "directory-form-not-for-en",
    ages = "directory-form-ages", age_from = "directory-form-age-from", age_to = "directory-form-age-to",
    age_to_kind = "directory-form-age-to-kind", levels = "directory-form-levels",
    levels_hint = "directory-form-levels-hint", area = "directory-form-area",
    municipality = "directory-form-municipality", phone = "directory-form-phone",
    phone_hint = "directory-form-phone-hint", address = "directory-form-address",
    address_hint = "directory-form-address-hint", hours = "directory-form-hours",
    hours_hint = "directory-form-hours-hint", holidays = "directory-form-holidays",
    intake = "directory-form-intake", closes = "directory-form-closes", closes_hint = "directory-form-closes-hint",
    error_prefix = "frame-error-prefix", error_heading = "guide-error-heading", count_most = "directory-form-most",
}

impl FormPage {
    fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value)
    }

    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|error| error.field == field).map_or("", |error| &error.text)
    }
}

/// The form of a unit's entry.
pub(crate) async fn form(visit: Visit, Path(unit): Path<String>) -> Result<Response, Problem> {
    let unit = parsed(&unit)?;
    visit.post()?;
    let (book, entries) = public_facts(&visit).await?;
    if !may_keep(&visit, &book, unit) {
        return Err(if book.unit(unit).is_some() { Problem::Forbidden } else { Problem::NotFound });
    }
    let fields = entries.kept_of(unit).map_or_else(forms::blank, |kept| forms::shown(&kept.entry, kept.version));
    let page = form_page(&visit, &book, &entries, unit, &fields, &[]);
    let title = format!("{}: {}", page.t.title, book.unit_name(unit));
    visit.open_page(Shell::Work, &title, &page)
}

/// Saves the form of a unit's entry, or shows it again with everything typed.
pub(crate) async fn save(Path(unit): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let unit = parsed(&unit)?;
    visit.post()?;
    let (book, entries) = public_facts(&visit).await?;
    match forms::read(&fields, unit, &book.municipalities()) {
        Ok(new) => {
            keep_entry(&visit.asker(), new, forms::seen(&fields)).await?;
            Ok(visit.see_and_tell(&format!("/vem-gor-vad/{unit}"), "directory-kept"))
        }
        // Whoever may not keep the entry learns nothing about the form either.
        Err(_) if !may_keep(&visit, &book, unit) => Err(Problem::Forbidden),
        Err(faults) => {
            let page = form_page(&visit, &book, &entries, unit, &fields, &faults);
            visit.refused_form(Shell::Work, &format!("{}: {}", page.t.title, book.unit_name(unit)), &page)
        }
    }
}

/// Vouches for an entry as it stands.
pub(crate) async fn confirm(Path(unit): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Sent { visit, fields } = sent;
    let unit = parsed(&unit)?;
    visit.post()?;
    let version = fields.text("version").parse().map_err(|_| Problem::Unreadable)?;
    confirm_entry(&visit.asker(), unit, version).await?;
    Ok(visit.see_and_tell(&format!("/vem-gor-vad/{unit}"), "directory-confirmed"))
}

fn parsed(unit: &str) -> Result<Id<Unit>, Problem> {
    unit.parse().map_err(|_| Problem::NotFound)
}

/// Fields that hold one text.
const TEXTS: [&str; 10] = [
    "version",
    "about_sv",
    "about_en",
    "not_for_sv",
    "not_for_en",
    "age_from",
    "age_to",
    "phone",
    "address",
    "closes_on",
];

fn form_page(
    visit: &Visit,
    book: &Book,
    entries: &Entries,
    unit: Id<Unit>,
    fields: &Fields,
    faults: &[Fault],
) -> FormPage {
    let say = visit.say();
    let choice = |field: &str, value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: say.t(key),
        hint: String::new(),
        chosen: fields.all(field).any(|sent| sent == value),
    };
    let of = |field: &str, values: &[&str]| -> Vec<Choice> {
        values.iter().map(|value| choice(field, value, &format!("directory-form-{field}-{value}"))).collect()
    };
    let level = |level: Level| choice("levels", level.code(), &format!("directory-level-{}", level.code()));
    let day = |day: Weekday| {
        let id = forms::hours_field(day);
        DayField { value: fields.raw(&id).to_owned(), id, label: say.t(&format!("directory-day-{}", day.code())) }
    };
    let municipality = |(id, name): (Id<_>, &str)| Choice {
        value: id.to_string(),
        label: name.to_owned(),
        hint: String::new(),
        chosen: fields.all("municipality").any(|sent| sent == id.to_string()),
    };
    let stands = entries.kept_of(unit).is_some();
    let mut t = FormText::new(say);
    book.unit_name(unit).clone_into(&mut t.lead);
    t.count_most = say.with("directory-form-most", "most", ABOUT_MAX);
    FormPage {
        a: visit.assets(),
        t,
        csrf: visit.form_token(),
        action: format!("/vem-gor-vad/{unit}/andra"),
        confirm: if stands { format!("/vem-gor-vad/{unit}/bekrafta") } else { String::new() },
        version: entries.kept_of(unit).map_or(String::new(), |kept| kept.version.to_string()),
        state: state(visit, book, entries, unit),
        values: TEXTS.into_iter().map(|field| (field, fields.raw(field).to_owned())).collect(),
        until: of("age_to_kind", &["turning", "through"]),
        levels: Level::ALL.into_iter().map(level).collect(),
        area: of("area", &["region", "municipalities"]),
        municipalities: book.municipalities().into_iter().map(municipality).collect(),
        hours: of("hours", &["weekly", "always", "not_known"]),
        days: Weekday::ALL.into_iter().map(day).collect(),
        holidays: of("holidays", &["closed", "open"]),
        intake: Intake::ALL
            .into_iter()
            .map(|intake| choice("intake", intake.code(), &format!("directory-intake-{}", intake.code())))
            .collect(),
        errors: faults.iter().map(|fault| FieldError { field: fault.field.clone(), text: say.t(&fault.key) }).collect(),
    }
}

/// When the entry was confirmed, by whom, and until when that is believed.
fn state(visit: &Visit, book: &Book, entries: &Entries, unit: Id<Unit>) -> StateView {
    let (say, today) = (visit.say(), visit.now().day());
    let Some(entry) = entries.of(unit) else {
        let text = say.t("directory-state-missing-text");
        return StateView { tone: "warn", icon: "circle-help", text, by: String::new() };
    };
    let confirmation = entry.confirmation;
    let (on, until) = (say.day(confirmation.on, today), say.day(confirmation.until, today));
    let values = [("on", (&on).into()), ("until", (&until).into())].into();
    let name = confirmation.by.map_or("", |by| book.colleague_name(by));
    let by = if name.is_empty() { String::new() } else { say.with("directory-confirmed-by", "name", name) };
    match entry.validity(today) {
        Validity::Confirmed => {
            let text = say.message("directory-state-confirmed-text", &values);
            StateView { tone: "ok", icon: "circle-check", text, by }
        }
        Validity::Expired => {
            let text = say.message("directory-state-expired-text", &values);
            StateView { tone: "warn", icon: "triangle-alert", text, by }
        }
    }
}
