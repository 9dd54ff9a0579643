//! Finding a child in an emergency by what it is called, how old it is and where it lives, where nobody knows a number.
//! Nothing is stored for it: the children of one municipality are looked through, and only those that fit are named.
//! Protected identities are never found this way. Source: PDL 4:3; docs/decisions/0018.

use access::Permit;
use access::action::identity::FindChild;
use audit::Act;
use database::Failure;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Municipality;
use domain::surname::of_family_name;
use uuid::Uuid;

use crate::children::person::{Age, Identity, Label};
use crate::children::store;

/// The most that are named: more are too many to choose from, and would be a list of children.
pub const NAMED_MAX: usize = 5;
/// How many times so many children of a municipality are looked at.
const ROUNDS_MAX: usize = 100;
/// The oldest a child can be said to be.
const YEARS_MAX: u8 = 25;

/// What somebody knows of a child that stands before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The name the child goes by.
    pub given_name: String,
    /// How old it is, or when it was born.
    pub age: Told,
    /// Where it lives.
    pub municipality: Id<Municipality>,
    /// The family name; empty when it is not known.
    pub family_name: String,
}

/// How old somebody says that a child is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Whole years.
    Years(u8),
    /// Born in this year.
    BornIn(i16),
}

impl Told {
    /// Reads an age in years or a year of birth with four digits.
    pub fn parse(text: &str, today: Day) -> Option<Self> {
        let number: i16 = text.trim().parse().ok()?;
        let this_year = today.date().year();
        match u8::try_from(number) {
            Ok(years) => (years <= YEARS_MAX).then_some(Self::Years(years)),
            Err(_) => {
                (this_year - i16::from(YEARS_MAX) - 1..=this_year).contains(&number).then_some(Self::BornIn(number))
            }
        }
    }

    /// Whether it may be so. An age that was only said when the child was registered may be off by the next birthday.
    fn fits(self, age: Age, today: Day) -> bool {
        match (self, age) {
            (Self::Years(years), Age::Born(born)) => today.age_of_born(born) == Some(years),
            (Self::Years(years), Age::Stated(..)) => {
                let at_least = age.on(today);
                years == at_least || years == at_least.saturating_add(1)
            }
            (Self::BornIn(year), Age::Born(born)) => born.date().year() == year,
            (Self::BornIn(year), Age::Stated(years, on)) => {
                let latest = on.date().year() - i16::from(years);
                year == latest || year == latest - 1
            }
        }
    }
}

impl Description {
    fn fits(&self, label: &Label, today: Day) -> bool {
        self.age.fits(label.age, today) && same_name(&self.given_name, &label.given_name)
    }

    /// A family name that nobody has written down speaks against nobody.
    fn fits_family(&self, identity: &Identity) -> bool {
        let (said, known) = (of_family_name(&self.family_name), of_family_name(&identity.family_name));
        said.is_empty() || known.is_empty() || !said.is_disjoint(&known)
    }
}

/// Whether a name that is said may be a child's: all of it, or the first of several names.
fn same_name(said: &str, known: &str) -> bool {
    let words = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (said, known) = (words(said), words(known));
    !said.is_empty() && known.starts_with(&said)
}

/// A child that fits, as much as is needed to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitting {
    /// The child.
    pub child: Id<Child>,
    /// Name, age and place.
    pub label: Label,
    /// The first letter of the family name; empty when it is not known.
    pub initial: String,
}

/// What looking came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// These fit; none at all, or a handful.
    Found(Vec<Fitting>),
    /// More fit than may be named. Nobody is.
    TooMany,
}

/// Looks for the children who fit.
pub async fn look(act: &mut Act, _permit: &Permit<FindChild>, description: &Description) -> Result<Looked, Failure> {
    let today = act.now().day();
    let (mut found, mut after) = (Vec::new(), Id::new(Uuid::nil()));
    for _ in 0..ROUNDS_MAX {
        let living = store::in_municipality(act.transaction(), description.municipality, after).await?;
        for one in living.iter().filter(|one| description.fits(&one.label, today)) {
            let identity = one.identity()?;
            if !description.fits_family(&identity) {
                continue;
            }
            if found.len() == NAMED_MAX {
                return Ok(Looked::TooMany);
            }
            let initial = identity.family_name.chars().next().map_or(String::new(), |first| format!("{first}."));
            found.push(Fitting { child: one.child, label: one.label.clone(), initial });
        }
        match living.last() {
            Some(last) if living.len() == store::LOOKED_AT => after = last.child,
            Some(_) | None => return Ok(Looked::Found(found)),
        }
    }
    // Whoever has not been looked at may fit too.
    Ok(Looked::TooMany)
}

/// Whether a child that was named fits, still.
pub async fn fits(
    act: &mut Act,
    _permit: &Permit<FindChild>,
    child: Id<Child>,
    description: &Description,
) -> Result<bool, Failure> {
    let today = act.now().day();
    let Some(stored) = store::find_child(act.transaction(), child).await? else { return Ok(false) };
    let open = match stored.protection {
        Protection::None => stored.municipality == Some(description.municipality),
        Protection::Marked | Protection::Registered | Protection::NewIdentity => false,
    };
    Ok(open && description.fits(&stored.label, today) && description.fits_family(&stored.identity))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::from_parts(year, month, day).unwrap()
    }

    #[test]
    fn an_age_or_a_year_of_birth_is_read_and_nothing_else() {
        let today = day(2026, 11, 24);
        for (text, told) in [
            ("14", Some(Told::Years(14))),
            (" 2012 ", Some(Told::BornIn(2012))),
            ("0", Some(Told::Years(0))),
            ("26", None),
            ("-1", None),
            ("2027", None),
            ("1957", None),
            ("fjorton", None),
            ("", None),
        ] {
            assert_eq!(Told::parse(text, today), told, "{text:?}");
        }
    }

    #[test]
    fn a_day_of_birth_is_exact_and_an_age_that_was_said_is_off_by_a_birthday_at_most() {
        let today = day(2026, 11, 24);
        let born = Age::Born(day(2012, 12, 1));
        assert!(Told::Years(13).fits(born, today) && !Told::Years(14).fits(born, today));
        assert!(Told::BornIn(2012).fits(born, today) && !Told::BornIn(2013).fits(born, today));
        let said = Age::Stated(13, day(2026, 3, 1));
        for (told, fits) in [(12, false), (13, true), (14, true), (15, false)] {
            assert_eq!(Told::Years(told).fits(said, today), fits, "{told}");
        }
        for (year, fits) in [(2011, false), (2012, true), (2013, true), (2014, false)] {
            assert_eq!(Told::BornIn(year).fits(said, today), fits, "{year}");
        }
    }

    #[test]
    fn the_first_of_several_names_is_enough_and_half_a_name_is_not() {
        for (said, known, same) in [
            ("alma", "Alma", true),
            ("Alma", "Alma Karin", true),
            ("Alma Karin", "Alma", false),
            ("Al", "Alma", false),
            ("Karin", "Alma Karin", false),
            (" ", "Alma", false),
            ("Alma", "", false),
        ] {
            assert_eq!(same_name(said, known), same, "{said:?} {known:?}");
        }
    }
}
