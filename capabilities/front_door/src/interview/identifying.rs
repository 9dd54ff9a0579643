//! Making sure who the child is and naming those around it, by whoever has the request, on the page of the request. What may
//! be changed, and how, stands in `identity`, whose own pages do the same; that somebody has made sure is noted here.

use access::action::front_door::Interview;
use audit::{Asker, Outcome};
use database::Failure;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::identity_number::IdentityNumber;
use domain::moment::Day;
use domain::organisation::Post;
use identity::children::adults::commands::{self as adults, Added};
use identity::children::commands::WhoItIs;
use identity::children::corrections::commands::{self as corrections, CorrectError, Corrected, Correction};

pub use identity::children::adults::commands::Found;
pub use identity::children::corrections::commands::SameNumber;

use crate::interview::commands::AssessError;
use crate::request::store as requests;

/// What somebody has found out about who the child is, in the middle of an interview. The rest stays as it is known.
#[derive(Clone, Debug)]
pub struct Identified {
    /// The version of what was known that they have seen.
    pub version: i64,
    /// The name the child goes by.
    pub given_name: String,
    /// The family name.
    pub family_name: String,
    /// The day of birth, when it is known. Never taken from the number alone.
    pub born: Option<Day>,
    /// The identity number, of the kind "none" when there is none; `None` where it was not asked about.
    pub number: Option<IdentityNumber>,
    /// The school.
    pub school: String,
    /// Whether somebody has looked at other children with the same number and says that it is right all the same.
    pub same: SameNumber,
}

impl Identified {
    /// With the rest as it is known.
    fn into_correction(self, who: &WhoItIs, today: Day) -> Result<Correction, Failure> {
        let Self { version, given_name, family_name, born, number, school, .. } = self;
        let number = match number {
            Some(number) => number,
            None if who.identity.number.is_empty() => IdentityNumber::none(),
            None => IdentityNumber::from_normal_form(&who.identity.number, today)
                .map_err(|_| Failure::Meaning { what: "child.identity" })?,
        };
        let (municipality, contact) = (who.municipality, who.identity.contact.clone());
        Ok(Correction { version, given_name, family_name, number, born, municipality, school, contact })
    }
}

/// Makes sure who the child is. A number that another child has is said, and never merged silently.
pub async fn identify(asker: &Asker, post: Post, id: Id<Request>, told: Identified) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.identify").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    let before = requests::find(&mut act, &permit, id).await?.ok_or(AssessError::NotFound)?;
    let (request, event) = before.request.clone().identify(facts.child, post, now)?;
    let opened = corrections::open_in(&mut act, facts.child).await?;
    let same = told.same;
    let correction = told.into_correction(&opened.who, now.day())?;
    match corrections::put_right_in(&mut act, post, opened, correction, same).await? {
        Corrected::Changed(changing) => act.used(changing, Outcome::Changed),
        Corrected::SameNumber(seeing) => {
            act.used(seeing, Outcome::Read);
            act.finish(permit).await?;
            return Err(CorrectError::SameNumber.into());
        }
    }
    requests::save(&mut act, &permit, &before, &request, &event).await?;
    act.commit(permit).await?;
    Ok(())
}

/// Names a grown-up around the child. The same number is the same person, wherever they stand; custody is confirmed by
/// somebody who says how they know.
pub async fn add_guardian(asker: &Asker, id: Id<Request>, found: Found) -> Result<(), AssessError> {
    let mut act = asker.begin("front_door.add_guardian").await?;
    let now = act.now();
    let facts = requests::facts(act.transaction(), id, now).await?.ok_or(AssessError::NotFound)?;
    let permit = act.authorize::<Interview>(&facts).await?;
    match adults::add_in(&mut act, facts.child, found).await? {
        Added::Placed(_, confirming) => act.used(confirming, Outcome::Changed),
        Added::Refused(refusal, seeing) => {
            act.used(seeing, Outcome::Read);
            act.finish(permit).await?;
            return Err(refusal.into());
        }
    }
    act.commit(permit).await?;
    Ok(())
}
