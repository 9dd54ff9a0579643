//! Handing out a code on a page that is shown once, to be printed or read aloud; and taking codes back.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::post;
use domain::child::Child;
use domain::id::Id;
use i18n::Say;
use web::{App, Assets, Problem, Sent, Shell, Visit};

use crate::children::Whose;
use crate::children::codes::commands::{self, Opens};
use crate::pages::id_of;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/barn/{child}/kod", post(give_child))
        .route("/barn/{child}/kod/ta-tillbaka", post(end_child))
        .route("/barn/{child}/vuxna/{person}/kod", post(give_adult))
        .route("/barn/{child}/vuxna/{person}/kod/ta-tillbaka", post(end_adult))
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage<'v> {
    a: Assets,
    say: Say<'v>,
    back: String,
    to: String,
    code: String,
    opens: Vec<String>,
    until: String,
}

async fn give(visit: &Visit, child: Id<Child>, whose: Whose) -> Result<Response, Problem> {
    visit.post()?;
    let say = visit.say();
    let (given, logged) = commands::give(&visit.asker(), child, whose).await?;
    let opens = match given.opens {
        Opens::OwnPage => ["codes-letter-child", "codes-letter-child-yours"],
        Opens::Family => ["codes-letter-family", "codes-letter-family-yours"],
        Opens::OwnRequests => ["codes-letter-requests", "codes-letter-requests-yours"],
    };
    let page = CodePage {
        a: visit.assets(),
        say,
        back: format!("/barn/{child}/vuxna"),
        to: match given.name.as_str() {
            "" => say.t("codes-letter-to-unnamed"),
            name => say.with("codes-letter-to", "name", name),
        },
        code: given.code,
        opens: opens.map(|key| say.t(key)).into(),
        until: say.with("codes-letter-until", "day", &say.day(given.until.day(), visit.now().day())),
    };
    visit.personal_page(logged, Shell::Work, &say.t("codes-page"), &page)
}

async fn end(visit: &Visit, child: Id<Child>, whose: Whose) -> Result<Response, Problem> {
    visit.post()?;
    commands::take_back(&visit.asker(), child, whose).await?;
    Ok(visit.see_and_tell(&format!("/barn/{child}/vuxna"), "codes-ended"))
}

async fn give_child(Path(child): Path<String>, sent: Sent) -> Result<Response, Problem> {
    give(&sent.visit, id_of(&child)?, Whose::Childs).await
}

async fn end_child(Path(child): Path<String>, sent: Sent) -> Result<Response, Problem> {
    end(&sent.visit, id_of(&child)?, Whose::Childs).await
}

async fn give_adult(Path((child, person)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    give(&sent.visit, id_of(&child)?, Whose::Guardians(id_of(&person)?)).await
}

async fn end_adult(Path((child, person)): Path<(String, String)>, sent: Sent) -> Result<Response, Problem> {
    end(&sent.visit, id_of(&child)?, Whose::Guardians(id_of(&person)?)).await
}
