//! People who ask for help, whatever happens to the machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use domain::id::Id;
use domain::organisation::Municipality;
use testkit::{Answer, Browser};

use crate::world::Installation;

/// Where the form is sent at last, and where the receipt is shown.
const REVIEW: &str = "/be-om-hjalp/granska";
const RECEIPT: &str = "/be-om-hjalp/kvitto";
/// What each of them writes.
pub(crate) const WORDS: &str = "Jag orkar inte gå till skolan längre.";

/// Somebody who asks for help, one question at a time, and asks again when the server was gone.
pub(crate) struct Person {
    browser: Browser,
    municipality: Id<Municipality>,
    from: IpAddr,
    step: usize,
    arrived: bool,
    /// The code on the receipt, once it has been seen.
    pub(crate) code: Option<String>,
}

impl Person {
    /// The number gives each an address of their own, as people have: tries are counted by address.
    pub(crate) fn new(installation: &Installation, server: SocketAddr, number: usize) -> Self {
        let [.., high, low] = number.to_be_bytes();
        let from = IpAddr::V4(Ipv4Addr::new(127, 1, high, low));
        let browser = Browser::at(server, from);
        Self { browser, municipality: installation.municipality, from, step: 0, arrived: false, code: None }
    }

    /// Several who have asked, and have their receipts.
    pub(crate) async fn who_have_asked(number: usize, installation: &Installation, server: SocketAddr) -> Vec<Self> {
        let mut accepted = Vec::new();
        for number in 0..number {
            let mut person = Self::new(installation, server, number);
            person.ask().await.expect("the server answers");
            accepted.push(person);
        }
        accepted
    }

    /// Somebody who is about to write how it is.
    pub(crate) async fn about_to_write(installation: &Installation, server: SocketAddr, number: usize) -> Self {
        let mut writer = Self::new(installation, server, number);
        for _ in 0..3 {
            writer.go_on().await.expect("the server answers");
        }
        writer
    }

    /// The server has been started again, at another address.
    pub(crate) fn moved_to(mut self, server: SocketAddr) -> Self {
        self.browser = self.browser.moved_to(server, self.from);
        self
    }

    /// Whether the server has said that it has the request.
    pub(crate) fn is_accepted(&self) -> bool {
        self.step > pages("").len() || self.code.is_some()
    }

    /// Does the next thing once. An error means that the server was gone; what was not answered is done again next time.
    pub(crate) async fn go_on(&mut self) -> std::io::Result<Answer> {
        if !self.arrived {
            let page = self.browser.try_get("/be-om-hjalp").await?;
            self.arrived = page.status == 200;
            return Ok(page);
        }
        let municipality = self.municipality.to_string();
        let pages = pages(&municipality);
        if self.is_accepted() {
            let receipt = self.browser.try_get(RECEIPT).await?;
            if receipt.status == 200 {
                let code = receipt.text.split_once("class=\"code\">").and_then(|(_, rest)| rest.split_once('<'));
                self.code = Some(code.expect("the receipt has a code").0.to_owned());
            }
            return Ok(receipt);
        }
        let (path, fields) = pages.get(self.step).cloned().unwrap_or((REVIEW, vec![]));
        let answer = self.browser.try_post(path, &fields).await?;
        match answer.status {
            303 if path == REVIEW => {
                assert_eq!(answer.location, RECEIPT, "the request is accepted");
                self.step += 1;
            }
            303 => self.step += 1,
            // Saved in the moment the server was killed: sent again, it says so.
            409 if answer.text.contains("Det är redan sparat") => self.step += 1,
            503 => {}
            status => panic!("{path} answered {status}: {}", answer.text),
        }
        Ok(answer)
    }

    /// Goes on until the receipt has been seen, or the server is gone.
    pub(crate) async fn ask(&mut self) -> std::io::Result<()> {
        while self.code.is_none() {
            self.go_on().await?;
        }
        Ok(())
    }

    /// Writes how it is, on a page of its own each time: the same page sent twice is done once.
    pub(crate) async fn write(&mut self) -> std::io::Result<Answer> {
        self.write_words(WORDS).await
    }

    /// The same in other words.
    pub(crate) async fn write_words(&mut self, words: &str) -> std::io::Result<Answer> {
        self.browser.try_get("/be-om-hjalp/ord").await?;
        self.browser.try_post("/be-om-hjalp/ord", &[("words", words), ("code", "")]).await
    }

    /// The receipt can still be seen, with the same code.
    pub(crate) async fn still_has_receipt(&mut self) {
        let code = self.code.take().expect("the receipt was seen");
        self.step = usize::MAX;
        self.go_on().await.expect("the server answers");
        assert_eq!(self.code.as_deref(), Some(code.as_str()), "the same receipt");
    }

    /// Logs in with the code on the receipt, in a browser that has not been here before.
    pub(crate) async fn can_log_in(&self, server: SocketAddr) {
        let mut phone = Browser::at(server, self.from);
        phone.get("/logga-in").await.is(200);
        let code = self.code.as_deref().expect("the receipt was seen");
        assert_eq!(phone.post("/logga-in", &[("code", code)]).await.location, "/min-sida");
    }
}

type Page<'p> = (&'static str, Vec<(&'static str, &'p str)>);

fn pages(municipality: &str) -> [Page<'_>; 8] {
    [
        ("/be-om-hjalp", vec![("who", "child")]),
        ("/be-om-hjalp/vad", vec![("topic", "school")]),
        ("/be-om-hjalp/ord", vec![("words", WORDS), ("code", "")]),
        ("/be-om-hjalp/namn", vec![("first_name", "Alma"), ("age", "14"), ("own_name", "")]),
        ("/be-om-hjalp/var", vec![("municipality", municipality), ("school", "Björkeryds skola")]),
        ("/be-om-hjalp/svar", vec![("reach", "text_message"), ("mobile", "070-123 45 67")]),
        ("/be-om-hjalp/meddelande", vec![("message", "safe")]),
        ("/be-om-hjalp/tolk", vec![("interpreter", "no"), ("language", "")]),
    ]
}
