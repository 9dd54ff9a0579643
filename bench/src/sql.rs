//! A page's SQL alone: what the page asked of the database is asked again, with the same values, with nothing around it.
//! Only questions are; what a page writes of itself in the log cannot be written twice in the same place.

use std::time::Instant;

use anyhow::ensure;
use database::{Database, Statement, recorded};
use environment::Environment;
use server::assemble;
use testkit::Browser;
use web::app::Login;

use crate::pages::{Page, Times};
use crate::places::Place;
use crate::serving::settings;
use crate::world::log_in;

/// A page's SQL alone.
pub(crate) struct Alone {
    /// How many statements the page asks in all, those of its line in the log among them.
    pub(crate) statements: usize,
    pub(crate) times: Times,
}

/// Reads the whole log, which what was loaded and what was measured have written: a region whose log is broken is not what
/// the real code would have made.
pub(crate) async fn log_is_whole(place: &Place) -> anyhow::Result<()> {
    let database = assemble::open(&settings(place)?, &Environment::real()).await?;
    let verified = audit::verify(&database).await?;
    database.close().await;
    match verified {
        Ok(_) => Ok(()),
        Err(broken) => anyhow::bail!("the log is broken: {broken}"),
    }
}

/// Measures the questions of each page.
pub(crate) async fn alone(place: &Place, pages: &[Page], times: usize) -> anyhow::Result<Vec<Alone>> {
    let settings = settings(place)?;
    let database = assemble::open(&settings, &Environment::real()).await?;
    let (_, router) = assemble::app(database.clone(), &settings, Login::Demo)?;
    let mut measured = Vec::new();
    for page in pages {
        let mut browser = Browser::of(router.clone());
        if !page.persona.is_empty() {
            browser = log_in(browser, page.persona).await?;
        }
        // The first time small facts are read that are held afterwards.
        let mut asked = Vec::new();
        for address in page.addresses.iter().cycle().take(page.addresses.len().clamp(2, 50)) {
            let (answer, statements) = recorded(browser.try_get(address)).await;
            let answer = answer?;
            ensure!(answer.status == 200, "{address} answered {}", answer.status);
            asked.push(statements);
        }
        asked.remove(0);
        let statements = asked.iter().map(Vec::len).max().unwrap_or_default();
        let mut took = Vec::new();
        let began = Instant::now();
        for statements in asked.iter().cycle().take(times) {
            let began = Instant::now();
            again(&database, statements).await?;
            took.push(began.elapsed());
        }
        measured.push(Alone { statements, times: Times::new(page.name, took, began.elapsed()) });
    }
    database.close().await;
    Ok(measured)
}

/// Asks once more, in as many transactions.
async fn again(database: &Database, statements: &[Statement]) -> anyhow::Result<()> {
    let questions: Vec<_> = statements.iter().filter(|statement| is_question(statement.sql)).collect();
    for together in questions.chunk_by(|one, next| one.transaction == next.transaction) {
        let mut transaction = database.begin_reading("bench.again").await?;
        for Statement { sql, values, .. } in together {
            transaction.rows(sql, values.clone()).await?;
        }
        transaction.commit().await?;
    }
    Ok(())
}

fn is_question(sql: &str) -> bool {
    let first = sql.split_whitespace().next().unwrap_or_default();
    first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with")
}
