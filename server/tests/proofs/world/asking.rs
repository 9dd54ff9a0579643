//! People ask for help.

use super::World;

impl World {
    /// Prepares, and asks: children, a guardian. Each keeps a browser, logged in with the code on the receipt.
    pub(super) async fn let_people_ask(&mut self) {
        self.prepare().await;
        let (words, school) = (self.secret("orkar inte gå till skolan å ä ö"), self.secret("skolan vid ån"));
        let mobile = self.secret_number("070-174 06 35", &["701740635", "46701740635", "0701740635"]);
        let preparation = self.names["preparation"].clone();
        let alma = self.secret_name("Alma");
        let answers = [
            ("words", words.as_str()),
            ("code", preparation.as_str()),
            ("first_name", alma.as_str()),
            ("school", school.as_str()),
            ("mobile", mobile),
        ];
        self.asks("alma", &answers).await;
        let (words, boel) = (self.secret("han slår sönder saker"), self.secret_name("Boel"));
        let (own, phone) = (self.secret_name("Eva Lind"), self.secret_number("070-174 06 36", &["701740636"]));
        let answers = [
            ("who", "guardian"),
            ("topic", "other"),
            ("words", words.as_str()),
            ("first_name", boel.as_str()),
            ("own_name", own.as_str()),
            ("reach", "call"),
            ("phone", phone),
            ("interpreter", "yes"),
            ("language", "so"),
        ];
        self.asks("guardian_of_boel", &answers).await;
        for (who, name) in [("cesar", "Cesar"), ("disa", "Disa")] {
            let (words, name) = (self.secret("vill inte leva längre"), self.secret_name(name));
            self.asks(who, &[("words", words.as_str()), ("first_name", name.as_str()), ("reach", "on_page")]).await;
        }
        self.leave_a_draft().await;
    }

    async fn prepare(&mut self) {
        let (tried, helps) = (self.secret("har pratat med läraren"), self.secret("att få sova länge"));
        let (long, words) = (self.secret("sedan i våras"), self.secret("det är tungt på morgonen"));
        let mut browser = self.test.browser();
        for name in ["preparation", "preparation_kept"] {
            let code = browser.get("/forbered").await.field("key");
            let fields = [
                ("topic", "school"),
                ("how_long", long.as_str()),
                ("tried", tried.as_str()),
                ("helps", helps.as_str()),
                ("words", words.as_str()),
                ("key", code.as_str()),
            ];
            browser.post("/forbered", &fields).await.is(200);
            self.needles.push(code.clone());
            self.names.insert(name.to_owned(), code);
        }
    }

    /// Goes through every question, sends, and logs in with the code on the receipt.
    async fn asks(&mut self, who: &str, changes: &[(&str, &str)]) {
        let mut browser = self.test.browser();
        self.answer(&mut browser, changes).await;
        let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
        let code = receipt.text.split_once("class=\"code\">").map_or("", |(_, rest)| rest);
        let code = code.split_once('<').map_or("", |(code, _)| code).to_owned();
        assert!(!code.is_empty(), "{who} gets a receipt with a code: {}", receipt.text);
        self.needles.push(code.clone());
        self.keep(&format!("{who}_asking"), browser);
        let mut phone = self.test.browser();
        phone.get("/logga-in").await.is(200);
        phone.post("/logga-in", &[("code", &code)]).await.is(303);
        self.keep(who, phone);
        self.test.wait(jiff::SignedDuration::from_secs(1));
    }

    async fn answer(&mut self, browser: &mut testkit::Browser, changes: &[(&str, &str)]) {
        let place = self.names["bjorkeryd"].clone();
        let usual: [(&str, &[(&str, &str)]); 8] = [
            ("/be-om-hjalp", &[("who", "child")]),
            ("/be-om-hjalp/vad", &[("topic", "school")]),
            ("/be-om-hjalp/ord", &[("words", ""), ("code", "")]),
            ("/be-om-hjalp/namn", &[("first_name", ""), ("age", "14"), ("own_name", "")]),
            ("/be-om-hjalp/var", &[("municipality", &place), ("school", "")]),
            ("/be-om-hjalp/svar", &[("reach", "text_message"), ("mobile", ""), ("phone", "")]),
            ("/be-om-hjalp/meddelande", &[("message", "safe")]),
            ("/be-om-hjalp/tolk", &[("interpreter", "no"), ("language", "")]),
        ];
        for (path, fields) in usual {
            if browser.get(path).await.status == 303 {
                continue;
            }
            let typed = |(name, value): &(&str, &str)| {
                let value = changes.iter().find(|(other, _)| other == name).map_or(*value, |(_, value)| *value);
                ((*name).to_owned(), value.to_owned())
            };
            let fields: Vec<_> = fields.iter().map(typed).collect();
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            browser.post(path, &fields).await.is(303);
        }
    }

    /// Somebody who has begun and not sent.
    async fn leave_a_draft(&mut self) {
        let (words, name) = (self.secret("vet inte om jag vågar skicka"), self.secret_name("Ebba"));
        let mut browser = self.test.browser();
        self.answer(&mut browser, &[("words", words.as_str()), ("first_name", name.as_str()), ("reach", "on_page")])
            .await;
        browser.get("/be-om-hjalp/granska").await.is(200).says(&name);
        self.keep("ebba", browser);
    }
}
