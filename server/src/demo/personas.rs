//! Whom a visitor of the demo region can be: families first, then people at work.

use audit::Asker;
use identity::login::commands::{Kind, Persona, add_persona};

use super::children::{FAMILIES, Shown};
use super::deeds::{World, missing};
use super::{DemoError, Organisations};

/// Lets visitors log in with one click.
pub(super) async fn make(asker: &Asker, organisations: &Organisations, world: &World<'_>) -> Result<(), DemoError> {
    let mut places = 0..;
    for (name, shown, swedish, english) in FAMILIES {
        let about = (*swedish, *english);
        let known = world.known(name)?;
        let code = code(name);
        if *shown == Shown::All {
            let own = known.own.ok_or_else(|| missing("the person", name))?;
            add(asker, &mut places, (code.clone(), (*name).to_owned()), Kind::Child(own), about).await?;
        }
        for (parent, person) in &known.parents {
            let words = (format!("{parent}-{code}"), format!("{} {parent}", super::organisations::of(name)));
            add(asker, &mut places, words, Kind::Guardian(*person), about).await?;
        }
    }
    at_work(asker, organisations, places).await
}

/// Lets visitors log in as those at work, who stand at these places of the list.
pub async fn at_work(
    asker: &Asker,
    organisations: &Organisations,
    mut places: impl Iterator<Item = i64>,
) -> Result<(), DemoError> {
    for (code, name, swedish, english) in organisations.visited() {
        let kind = Kind::Staff(organisations.post(code)?.staff);
        add(asker, &mut places, (code.to_owned(), name.to_owned()), kind, (swedish, english)).await?;
    }
    Ok(())
}

async fn add(
    asker: &Asker,
    places: &mut impl Iterator<Item = i64>,
    (code, name): (String, String),
    kind: Kind,
    (swedish, english): (&str, &str),
) -> Result<(), DemoError> {
    let (about_swedish, about_english) = (swedish.to_owned(), english.to_owned());
    let persona = Persona { code, kind, name, about_swedish, about_english };
    Ok(add_persona(asker, places.next().unwrap_or_default(), &persona).await?)
}

/// "marta": a name as a code is written.
fn code(name: &str) -> String {
    let plain = |letter: char| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        other => other,
    };
    name.to_lowercase().chars().map(plain).collect()
}
