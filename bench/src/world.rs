//! The region that is measured in, and the people who do things there. The organisations are the demo region's.

use std::collections::BTreeMap;

use access::Actor;
use anyhow::{Context as _, ensure};
use audit::Asker;
use domain::front_door::interview::{Item, Need, item};
use domain::moment::Day;
use domain::organisation::Post;
use server::demo::Organisations;
use testkit::{Answer, Browser};

/// The front door's nurse, and two who take over from her.
pub(crate) const NURSE: &str = "mikael";
/// The clinicians, with the unit each works at and the level it gives.
pub(crate) const CLINICIANS: [(&str, &str, &str); 2] = [("johan", "UPH Björkeryd", "3"), ("maria", "BUP Rösmark", "4")];

/// The region, and who asks.
pub(crate) struct World {
    pub(crate) asker: Asker,
    pub(crate) organisations: Organisations,
}

impl World {
    pub(crate) fn post(&self, code: &str) -> anyhow::Result<Post> {
        Ok(self.organisations.post(code)?)
    }

    pub(crate) fn staff(&self, code: &str) -> anyhow::Result<Asker> {
        Ok(Asker { actor: Actor::Staff(self.post(code)?), ..self.asker.clone() })
    }

    pub(crate) fn visitor(&self) -> Asker {
        Asker { actor: Actor::Visitor, ..self.asker.clone() }
    }
}

/// Logs somebody in with one click.
pub(crate) async fn log_in(mut browser: Browser, persona: &str) -> anyhow::Result<Browser> {
    let page = browser.try_get("/logga-in").await?;
    ensure!(page.status == 200, "the page to log in answered {}", page.status);
    let answer = browser.try_post("/logga-in", &[("persona", persona)]).await?;
    ensure!(answer.status == 303, "{persona} cannot log in: {}", answer.status);
    Ok(browser)
}

/// Fields of a form: name and value.
pub(crate) type Form = Vec<(String, String)>;

pub(crate) fn form(fields: &[(&str, &str)]) -> Form {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Sends a form; the answer must lead on.
pub(crate) async fn post(browser: &mut Browser, address: &str, form: &Form) -> anyhow::Result<Answer> {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = browser.try_post(address, &fields).await?;
    ensure!(answer.status == 303, "{address} answered {}: {}", answer.status, fault_on(&answer));
    Ok(answer)
}

/// What a refused form says is wrong.
fn fault_on(answer: &Answer) -> &str {
    let text = answer.text.as_str();
    text.find("error").and_then(|start| text.get(start..)).and_then(|rest| rest.get(..600)).unwrap_or(text)
}

/// Sends a step of the assessment with the version of the page it is on.
async fn step(browser: &mut Browser, address: &str, mut form: Form) -> anyhow::Result<()> {
    let page = browser.try_get(address).await?;
    ensure!(page.status == 200, "{address} answered {}", page.status);
    form.push(("version".to_owned(), page.field("version")));
    post(browser, address, &form).await.map(drop)
}

/// The whole assessment up to a decision that is sent.
pub(crate) async fn assess(browser: &mut Browser, request: &str, worry: &str, decision: Form) -> anyhow::Result<()> {
    let steps = [
        ("sakerhet", safe()),
        ("samtal", form(&[("speaker", "child"), ("school_attendance", "little"), ("contacts_ongoing", "no")])),
        ("livsomraden", ratings(worry)),
        (
            "egna-ord",
            form(&[
                ("speaker", "child"),
                ("concern", "Benen går inte när bussen kommer."),
                ("wish", "Någon att prata med."),
            ]),
        ),
        ("beslut", decision),
        ("granska", form(&[("summary_read_back", "yes")])),
    ];
    for (name, fields) in steps {
        let address = format!("/en-vag-in/{request}/{name}");
        step(browser, &address, fields).await.with_context(|| format!("the step {name}"))?;
    }
    Ok(())
}

/// The decision form.
pub(crate) fn decision(level: &str, outcome: &str, next_on: Day, more: &[(&str, &str)]) -> Form {
    let day = next_on.date().to_string();
    let mut fields = form(&[
        ("level", level),
        ("outcome", outcome),
        ("told", "Johan på UPH ringer er inom två dagar."),
        ("next_step", "Ringer barnet"),
        ("next_on", &day),
        ("handover", "Oro, borta från skolan i tre veckor. Vill komma tillbaka."),
    ]);
    fields.extend(form(more));
    fields
}

fn answers(of: impl Fn(&Item) -> bool, answer: impl Fn(&Item) -> String) -> Form {
    let required = item::ALL.iter().filter(|item| item.need == Need::Required && of(item));
    required.map(|item| (item.code.to_owned(), answer(item))).collect()
}

/// Everything about danger is asked, and there is none.
fn safe() -> Form {
    let special: BTreeMap<&str, &str> = BTreeMap::from([
        ("caller_relation", "self"),
        ("caller_consent", "child"),
        ("caller_child_knows", "yes"),
        ("caller_can_talk_freely", "yes"),
    ]);
    let about = |item: &Item| item.code.starts_with("caller_") || item.code.starts_with("acute_");
    let mut form = answers(about, |item| special.get(item.code).copied().unwrap_or("no").to_owned());
    form.push(("speaker".to_owned(), "child".to_owned()));
    form
}

fn ratings(worry: &str) -> Form {
    let value = |item: &Item| if item.code == "area_worry" { worry.to_owned() } else { "0".to_owned() };
    let mut form = answers(|item| item.code.starts_with("area_"), value);
    form.push(("summary".to_owned(), "Oron är störst på morgonen.".to_owned()));
    form
}
