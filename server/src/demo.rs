//! The demo region: fictitious Region Rösmark with nine municipalities. Everything in it is made through commands, as
//! people would have made it, on the days they would have; nothing is inserted.

mod hard;
mod stories;

mod asking;
mod deeds;
mod personas;
mod place;
mod plan;

mod cast;
mod children;
mod directory;
mod organisations;
mod words;

use access::Actor;
use audit::Asker;
use database::Database;
use domain::moment::Moment;
use environment::Environment;
use identity::login::commands::Persona;
use jiff::SignedDuration;

use crate::assemble::{self, StartError};
use crate::settings::Settings;
use cast::Cast;
use deeds::World;
use place::{Held, Mark};
use plan::Plan;

pub use organisations::Organisations;
pub use personas::at_work;

/// Why the demo region could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The server's parts do not come together.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A command was refused.
    #[error("a command of the demo was refused")]
    Refused(#[from] audit::Refused),
    /// A request was not received.
    #[error("a request of the demo was not received")]
    Received(#[from] front_door::request::commands::ReceiveError),
    /// A request was not taken.
    #[error("a request of the demo was not taken")]
    Taken(#[from] front_door::queue::commands::TakeError),
    /// A request was not assessed.
    #[error("an assessment of the demo was refused")]
    Assessed(#[from] front_door::interview::commands::AssessError),
    /// A request was not decided.
    #[error("a decision of the demo was refused")]
    Decided(#[from] front_door::decision::commands::DecideError),
    /// An entry was not written.
    #[error("an entry on a trail of the demo was refused")]
    Written(#[from] ::trail::entries::commands::EntryError),
    /// A sharing was not asked for or answered.
    #[error("a sharing of the demo was refused")]
    Shared(#[from] ::trail::sharing::commands::ShareError),
    /// A trail was not opened without a relation, or that was not reviewed.
    #[error("an opening of the demo was refused")]
    Opened(#[from] oversight::openings::commands::CommandError),
    /// The example rules were refused.
    #[error("the example rules were refused")]
    Rules(#[from] front_door::rules::commands::RulesError),
    /// A step on a trail was refused.
    #[error("a step of the demo was refused")]
    Trail(#[from] trail::commands::CommandError),
    /// An entry of the directory was refused.
    #[error("an entry of the demo was refused")]
    Entry(#[from] ::directory::commands::KeepError),
    /// The database failed.
    #[error("the database failed")]
    Failed(#[from] database::Failure),
    /// The database holds something that is not a demo region.
    #[error(
        "this database already holds organisations, and is not a demo region that was finished; nothing in it was \
         changed. Give the demo a place of its own: cairn demo --data ANOTHER-FOLDER"
    )]
    Occupied,
    /// A file in the data folder cannot be written or removed.
    #[error("{file} cannot be written or removed: {source}")]
    Place {
        /// Which file.
        file: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No front door was chosen for a municipality.
    #[error("a front door of the demo was refused")]
    Area(#[from] front_door::area::commands::AreaError),
    /// The demo's own lists do not fit together.
    #[error("the demo's lists do not fit together: {0}")]
    Lists(String),
}

/// How long before today the demo's history begins.
const HISTORY: SignedDuration = SignedDuration::from_hours(24 * 330);

/// Makes the demo region if it is not there yet, and anew if the making was broken off. Says who lives and works in it.
pub async fn ensure(settings: &Settings) -> Result<Vec<Persona>, DemoError> {
    let now = Environment::real().now();
    let environment = Environment::at(now.plus(-HISTORY));
    let mark = Mark::of(settings);
    mark.clear_away(settings)?;
    let database = assemble::open(settings, &environment).await?;
    let personas = match place::held(&database).await? {
        Held::Region(personas) => personas,
        Held::Other => return Err(DemoError::Occupied),
        Held::Nothing => {
            println!("Making the demo region. This is done once.");
            mark.set()?;
            Box::pin(make(&database, &environment, now)).await?;
            mark.clear()?;
            identity::login::commands::personas(&database).await?
        }
    };
    database.close().await;
    Ok(personas)
}

/// Makes the region in an empty database whose environment begins in the past. Time goes forward only.
pub async fn make(database: &Database, environment: &Environment, now: Moment) -> Result<(), DemoError> {
    let asker = assemble::asker(Actor::Job("demo"), database.clone())?;
    let organisations = Organisations::make(&asker).await?;
    directory::make(&asker, &organisations).await?;
    println!("  {} units in {} municipalities", organisations.units.len(), organisations.municipalities.len());
    let cast = Cast::gather(now)?;
    let mut plan = Plan::new(now);
    stories::lay_out(&cast, &mut plan)?;
    let events = plan.in_order();
    let mut world = World::new(&asker, &organisations, &cast);
    let (all, mut told) = (events.len(), 0);
    for (done, event) in events.into_iter().enumerate() {
        Box::pin(world.perform(event)).await?;
        let tenths = (done + 1) * 10 / all.max(1);
        if tenths > told {
            told = tenths;
            println!("  {} of {all} things that happened to {} children", done + 1, cast.children().count());
        }
    }
    environment.set(now);
    directory::confirm(&asker, &organisations).await?;
    // Last of all: a region with personas is a whole region.
    personas::make(&asker, &organisations, &world).await
}

/// The region before any child has asked: its organisations, its rules, and a directory that was confirmed now.
pub async fn ground(asker: &Asker, now: Moment) -> Result<Organisations, DemoError> {
    let organisations = Organisations::make(asker).await?;
    directory::make(asker, &organisations).await?;
    asker.database.environment().set(now);
    directory::confirm(asker, &organisations).await?;
    Ok(organisations)
}
