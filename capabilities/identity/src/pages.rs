//! What pages share: choices, what is wrong with a sent form, and names. Capabilities of higher tiers use these rather than
//! write their own.

use std::sync::Arc;

use domain::id::Id;
use domain::organisation::Municipality;
use i18n::Say;
use web::{Problem, Visit};

use crate::children::{GuardianView, Shown};
use crate::organisations::Book;

/// One thing to choose.
pub struct Choice {
    /// Its code.
    pub value: String,
    /// Its words.
    pub label: String,
    /// More about it; empty when there is none.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice without more about it.
    pub fn new(value: impl Into<String>, label: String, chosen: &str) -> Self {
        let value = value.into();
        let chosen = value == chosen;
        Self { value, label, hint: String::new(), chosen }
    }

    /// The same with more about it.
    #[must_use]
    pub fn with_hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// A choice, with more about it where there are words for that.
    pub fn of(say: Say<'_>, key: &str, code: &str, chosen: &str) -> Self {
        let about = format!("{key}-{code}-about");
        Self {
            value: code.to_owned(),
            label: say.t(&format!("{key}-{code}")),
            hint: if say.has(&about) { say.t(&about) } else { String::new() },
            chosen: code == chosen,
        }
    }
}

/// A promised time as shown: words first, then how much of it has passed.
#[derive(Clone, Debug)]
pub struct ClockView {
    /// ok, today, late or wait.
    pub tone: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// When it is due, as machines read it.
    pub datetime: String,
    /// When it is due, in words.
    pub text: String,
    /// How much of the time has passed, in steps of 5 to 100.
    pub step: u8,
    /// What is left of it, in words.
    pub left: String,
    /// Since when and until when the browser recounts it; empty where it does not.
    pub opened: String,
    /// See `opened`.
    pub due: String,
}

/// The words that the macros of form fields ask for.
pub struct FieldWords {
    /// Read aloud before an error.
    pub error_prefix: String,
}

impl FieldWords {
    /// In the visitor's language.
    pub fn of(say: Say<'_>) -> Self {
        Self { error_prefix: say.t("frame-error-prefix") }
    }
}

/// An error as the summary shows it.
pub struct ErrorView {
    /// The field's id.
    pub field: &'static str,
    /// What to do.
    pub text: String,
}

/// What is wrong with a sent form: a field, and the key of what to do about it.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<(&'static str, &'static str)>);

impl Errors {
    /// One thing that is wrong.
    pub fn one(field: &'static str, key: &'static str) -> Self {
        Self(vec![(field, key)])
    }

    /// Notes one more. The first of a field is shown.
    pub fn add(&mut self, field: &'static str, key: &'static str) {
        if self.0.iter().all(|(known, _)| *known != field) {
            self.0.push((field, key));
        }
    }

    /// These, and others after them.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        others.0.into_iter().for_each(|(field, key)| self.add(field, key));
        self
    }

    /// Whether everything holds.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field, in words; nothing when it holds.
    pub fn of(&self, say: Say<'_>, field: &str) -> String {
        self.0.iter().find(|(known, _)| *known == field).map_or(String::new(), |(_, key)| say.t(key))
    }

    /// Everything, for the summary.
    pub fn views(&self, say: Say<'_>) -> Vec<ErrorView> {
        self.0.iter().map(|(field, key)| ErrorView { field, text: say.t(key) }).collect()
    }
}

/// Every municipality to choose from, after the words for none of them.
pub fn municipalities(book: &Book, none: String, chosen: &str) -> Vec<Choice> {
    let choice = |(id, name): (Id<Municipality>, &str)| Choice::new(id.to_string(), name.to_owned(), chosen);
    let all = book.municipalities().into_iter().map(choice);
    std::iter::once(Choice::new("", none, chosen)).chain(all).collect()
}

/// A language by its name; as it was written where it is none of those that are asked about.
pub fn language(say: Say<'_>, code: &str) -> String {
    let key = format!("ask-language-{code}");
    if say.has(&key) { say.t(&key) } else { code.to_owned() }
}

/// What a page calls a grown-up: by name, or that it is not known or not shown.
pub fn called(say: Say<'_>, guardian: &GuardianView) -> String {
    match (guardian.shown, guardian.name.as_str()) {
        (Shown::Hidden, _) => say.t("adults-hidden"),
        (Shown::Open | Shown::ToTheNamed, "") => say.t("adults-unnamed"),
        (Shown::Open | Shown::ToTheNamed, name) => name.to_owned(),
    }
}

/// An identifier in an address; what is no identifier leads nowhere.
pub fn id_of<Kind>(text: &str) -> Result<Id<Kind>, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// The organisations, for names.
pub async fn book_of(visit: &Visit) -> Result<Arc<Book>, Problem> {
    let mut transaction = visit.app.database().begin_reading("identity.book").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    Ok(book)
}
