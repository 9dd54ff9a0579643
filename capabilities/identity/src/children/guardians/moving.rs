//! The grown-ups around a child that turned out to be another. What is known of a protected one is moved as it is, and shown to
//! nobody on the way: the mark is the person's, and stays.

use database::{Failure, Transaction};
use domain::child::Custody;

use crate::children::adults::store::{self as adults, Confirmation};
use crate::children::guardians::GuardianView;
use crate::children::guardians::store::{self, Written};
use crate::children::joining::Joined;

/// The grown-ups of both stand around the survivor. Of the same person the custody holds that was confirmed last.
pub(crate) async fn move_all(transaction: &mut Transaction, joined: &Joined) -> Result<(), Failure> {
    let here = store::of(transaction, joined.kept).await?;
    let there = store::of(transaction, joined.other).await?;
    let confirmed = adults::confirmations(transaction, joined.kept).await?;
    let elsewhere = adults::confirmations(transaction, joined.other).await?;
    for guardian in there {
        let person = guardian.person;
        adults::remove(transaction, joined.other, person).await?;
        match here.iter().find(|one| one.person == person) {
            None => store::keep(transaction, joined.kept, &guardian, Written::Never).await?,
            Some(known) => {
                let last = (confirmed.get(&person), elsewhere.get(&person));
                let both = one_of_two(known, &guardian, last);
                store::keep(transaction, joined.kept, &both, Written::Already).await?;
            }
        }
    }
    Ok(())
}

/// One grown-up who stands around both.
fn one_of_two(
    known: &GuardianView,
    other: &GuardianView,
    (here, there): (Option<&Confirmation>, Option<&Confirmation>),
) -> GuardianView {
    let custody = match (here, there) {
        (Some(here), Some(there)) if there.at > here.at => there.custody,
        (Some(here), _) => here.custody,
        (None, Some(there)) => there.custody,
        // What was registered with custody stands; nobody gets it by standing around two.
        (None, None) => match (known.custody, other.custody) {
            (Custody::Holder, _) | (_, Custody::Holder) => Custody::Holder,
            (Custody::None, Custody::None) => Custody::None,
        },
    };
    let or = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
    GuardianView {
        person: known.person,
        custody,
        shown: known.shown,
        name: or(&known.name, &other.name),
        relation: or(&known.relation, &other.relation),
        contact: if known.contact.phone.is_empty() { other.contact.clone() } else { known.contact.clone() },
    }
}
