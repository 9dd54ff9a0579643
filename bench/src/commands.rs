//! The commands that are measured: what people do all day, with the forms they do it with.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use domain::moment::Day;
use testkit::Browser;
use tokio::sync::Mutex;

use crate::pages::{Times, browser, gather};
use crate::pattern::BODY;
use crate::world::{Form, form, log_in, post};

/// What the commands are about.
pub(crate) struct Targets {
    pub(crate) server: SocketAddr,
    pub(crate) municipality: String,
    /// The unit that trails are handed over to, and who answers there.
    pub(crate) to: String,
    pub(crate) today: Day,
    /// How many of each.
    pub(crate) times: usize,
    /// How many people at once.
    pub(crate) people: usize,
}

/// Something that is sent: by whom, and in which order.
type Sending = (String, Form);

impl Targets {
    /// Does every command so many times.
    pub(crate) async fn all(&self) -> anyhow::Result<Vec<Times>> {
        let mut clinician = log_in(browser(self.server, 0), "johan").await?;
        let trails = gather(&mut clinician, "/leder?visa=mina", ("/led/", ""), 2 * self.times).await?;
        ensure!(!trails.is_empty(), "the clinician holds trails");
        let (hand_over, write_on) = trails.split_at(trails.len().min(self.times).min(trails.len().div_ceil(2)));
        let mut nurse = log_in(browser(self.server, 0), "mikael").await?;
        let waiting = gather(&mut nurse, "/en-vag-in", ("/en-vag-in/", "/ta-emot"), self.times).await?;

        let mut done = vec![self.asking().await?];
        let take = waiting.into_iter().map(|address| (address, Form::new())).collect();
        done.push(self.staff("Take in a request", "mikael", "/en-vag-in", take).await?);
        let write = write_on.iter().zip(0..).map(|(trail, number)| (format!("{trail}/anteckning"), self.entry(number)));
        done.push(self.staff("Write an entry", "johan", "/min-dag", write.collect()).await?);
        let offer = hand_over.iter().map(|trail| (format!("{trail}/lamna-over"), self.offer()));
        done.push(self.staff("Offer a handover", "johan", "/min-dag", offer.collect()).await?);
        let accept = hand_over.iter().map(|trail| (format!("{trail}/tacka-ja"), self.step()));
        done.push(self.staff("Accept a handover", "maria", "/min-dag", accept.collect()).await?);
        Ok(done)
    }

    fn offer(&self) -> Form {
        let summary =
            "Har mått dåligt sedan i höstas. Oron är störst på morgonen. Vill ha hjälp att komma till skolan.";
        form(&[
            ("till", &self.to),
            ("syfte", "referral"),
            ("niva", "4"),
            ("sammanfattning", summary),
            // Read only where the directory says another level, age or area.
            ("anda", "Behöver specialist."),
            ("steg", "skicka"),
        ])
    }

    fn step(&self) -> Form {
        let day = self.today.plus_days(7).date().to_string();
        form(&[("vad", "Första besöket"), ("dag", &day), ("tid", "")])
    }

    fn entry(&self, number: usize) -> Form {
        let day = self.today.date().to_string();
        form(&[("kind", "visit"), ("happened", &day), ("body", BODY), ("key", &format!("measured-{number}"))])
    }

    /// Somebody at work sends one form after another, as so many people at once. They look at a page first, which gives
    /// them the token of their forms.
    async fn staff(&self, name: &'static str, who: &str, page: &str, all: Vec<Sending>) -> anyhow::Result<Times> {
        let mut people = Vec::new();
        for number in 0..self.people {
            let mut person = log_in(browser(self.server, 100 + number), who).await?;
            let form_page = all
                .first()
                .map_or(page, |(address, _)| address.strip_suffix("/ta-emot").map_or(address.as_str(), |_| page));
            person.try_get(form_page).await?;
            ensure!(!person.token().is_empty(), "{name}: there is no form on {form_page}");
            people.push(person);
        }
        let all = Arc::new(Mutex::new(all));
        let began = Instant::now();
        let sending = people.into_iter().map(|mut person| {
            let all = Arc::clone(&all);
            tokio::spawn(async move {
                let mut took = Vec::new();
                loop {
                    let Some((address, fields)) = all.lock().await.pop() else { return anyhow::Ok(took) };
                    let began = Instant::now();
                    post(&mut person, &address, &fields).await?;
                    took.push(began.elapsed());
                }
            })
        });
        let mut times: Vec<Duration> = Vec::new();
        for person in sending.collect::<Vec<_>>() {
            times.extend(person.await?.context(name)?);
        }
        Ok(Times::new(name, times, began.elapsed()))
    }

    /// Children ask for help. What is measured is the sending, when everything has been answered.
    async fn asking(&self) -> anyhow::Result<Times> {
        let mut ready: Vec<Browser> = Vec::new();
        for number in 0..self.times {
            ready.push(self.answers(browser(self.server, 1_000 + number)).await?);
        }
        let ready = Arc::new(Mutex::new(ready));
        let began = Instant::now();
        let sending = (0..self.people).map(|_| {
            let ready = Arc::clone(&ready);
            tokio::spawn(async move {
                let mut took = Vec::new();
                loop {
                    let Some(mut child) = ready.lock().await.pop() else { return anyhow::Ok(took) };
                    let began = Instant::now();
                    post(&mut child, "/be-om-hjalp/granska", &Form::new()).await?;
                    took.push(began.elapsed());
                }
            })
        });
        let mut times: Vec<Duration> = Vec::new();
        for person in sending.collect::<Vec<_>>() {
            times.extend(person.await??);
        }
        Ok(Times::new("Ask for help", times, began.elapsed()))
    }

    async fn answers(&self, mut child: Browser) -> anyhow::Result<Browser> {
        child.try_get("/be-om-hjalp").await?;
        let pages = [
            ("/be-om-hjalp", form(&[("who", "child")])),
            ("/be-om-hjalp/vad", form(&[("topic", "school")])),
            ("/be-om-hjalp/ord", form(&[("words", "Jag orkar inte gå till skolan längre."), ("code", "")])),
            ("/be-om-hjalp/namn", form(&[("first_name", "Alma"), ("age", "14"), ("own_name", "")])),
            ("/be-om-hjalp/var", form(&[("municipality", &self.municipality), ("school", "Björkeryds skola")])),
            ("/be-om-hjalp/svar", form(&[("reach", "text_message"), ("mobile", "070-123 45 67")])),
            ("/be-om-hjalp/meddelande", form(&[("message", "safe")])),
            ("/be-om-hjalp/tolk", form(&[("interpreter", "no"), ("language", "")])),
        ];
        for (address, fields) in pages {
            post(&mut child, address, &fields).await?;
        }
        Ok(child)
    }
}
