//! What the family is asked, says, hides and takes back.

use testkit::Answer;

use super::World;
use crate::form::forms;

impl World {
    /// Entries on Alma's trail are shared, asked about, hidden and taken back; Alma writes herself.
    pub(super) async fn let_the_family_decide(&mut self) {
        let guardians = self.asked("SELECT person_id AS id FROM guardian WHERE custody = 'holder'").await;
        let [guardian] = &guardians[..] else { panic!("one guardian has custody: {guardians:?}") };
        self.names.insert("guardian".to_owned(), guardian.clone());
        let children = self.asked("SELECT child_id AS id FROM guardian WHERE custody = 'holder'").await;
        self.names.insert("child".to_owned(), children[0].clone());
        self.hands_out_a_code().await;
        self.shares_without_asking().await;
        self.asks_alma().await;
        self.asks_the_guardian().await;
        self.hides().await;
        let words = self.secret("jag vill KUNNA gå till skolan <3");
        let at = "/min-sida/led/{alma}/ord";
        self.does("alma", at, at, &[("words", words.as_str())]).await;
        let at = "/min-sida/led/{alma}/vem/{guardian}";
        self.does("alma", at, at, &[("choice", "shared")]).await;
    }

    /// The guardian logs in with the code that Johan hands out, as guardians do.
    async fn hands_out_a_code(&mut self) {
        let at = "/barn/{child}/vuxna/{guardian}";
        let letter = self.send("johan", at, &format!("{at}/kod"), &[]).await;
        letter.is(200);
        let code = letter.text.split_once("class=\"code\">").map_or("", |(_, rest)| rest);
        let code = code.split_once('<').map_or("", |(code, _)| code).to_owned();
        self.needles.push(code.clone());
        let mut phone = self.test.browser();
        phone.get("/logga-in").await.is(200);
        phone.post("/logga-in", &[("code", &code)]).await.is(303);
        self.keep("karin", phone);
    }

    async fn shares_without_asking(&mut self) {
        let why = self.secret("Ali ska ge stöd hemma");
        let on = [("ground", "override_under18_care_support"), ("why", why.as_str())];
        self.shares("entry", "social", &on).await;
    }

    async fn asks_alma(&mut self) {
        for (name, unit) in [("question_answered", "pupil_health"), ("question_child", "school_nurse")] {
            self.asks_to_share("entry", unit, "mature").await;
            let link = self.open("alma", "/min-sida").await.link("/min-sida/fraga/");
            self.name(name, &link);
            if name == "question_answered" {
                self.does("alma", &link, &link, &[("said", "yes")]).await;
            }
        }
    }

    async fn asks_the_guardian(&mut self) {
        for (name, entry) in [("question_withdrawn", "entry_social"), ("question_guardian", "entry_asked")] {
            self.asks_to_share(entry, "social", "not_assessed").await;
            let link = self.open("karin", "/min-familj").await.link("/min-familj/fraga/");
            self.name(name, &link);
            if name == "question_withdrawn" {
                self.does("karin", &link, &link, &[("said", "yes")]).await;
                self.does("karin", &link, &format!("{link}/dra-tillbaka"), &[]).await;
            }
        }
    }

    async fn hides(&mut self) {
        let why = self.secret("hon är rädd för honom");
        let fields =
            [("from", "every"), ("reason", "considerable_harm"), ("why", why.as_str()), ("review", "2027-01-15")];
        let at = "/led/{alma}/anteckning/{entry_social}/dolj";
        self.does("johan", at, at, &fields).await;
    }

    async fn asks_to_share(&mut self, entry: &str, unit: &str, maturity: &str) {
        let purpose = self.secret("så att alla vet samma sak");
        let on = [("ground", "ask"), ("purpose", purpose.as_str()), ("until", "2027-06-30"), ("maturity", maturity)];
        self.shares(entry, unit, &on).await;
    }

    /// Goes through the pages of sharing: what they will newly see, on what ground, check, done.
    async fn shares(&mut self, entry: &str, unit: &str, on: &[(&str, &str)]) -> Answer {
        let unit = self.names[&format!("unit_{unit}")].clone();
        let page = format!("/led/{{alma}}/dela/grund?entry={{{entry}}}&to={unit}");
        let named: Vec<(String, &str)> = on.iter().map(|(name, value)| (format!("{name}-{unit}"), *value)).collect();
        let fields: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let check = self.send("johan", &page, "/led/{alma}/dela/granska", &fields).await;
        assert_eq!(check.status, 200, "{}", check.text);
        let to = self.at("/led/{alma}/dela");
        let form = forms(&check.text).into_iter().find(|form| form.action == to).expect("a form to share");
        let filled = form.filled(&[]);
        let fields: Vec<_> = filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut browser = self.browser("johan").await;
        let done = browser.post(&to, &fields).await;
        assert_eq!(done.status, 303, "{}", done.text);
        self.keep("johan", browser);
        done
    }
}
