//! Trails are opened, offered, asked about, accepted, given back, closed; and written on.

use super::World;

impl World {
    /// Nora opens trails in every state; Johan takes over Alma's and writes on it.
    pub(super) async fn let_trails_move(&mut self) {
        let numbers = [
            ("held", "Frej", "20090502-2380", ["200905022380", "0905022380", "090502-2380"]),
            ("offered", "Gull", "20091031-2388", ["200910312388", "0910312388", "091031-2388"]),
        ];
        for (name, child, typed, stored) in numbers {
            let number = self.secret_number(typed, &stored);
            self.opens(name, child, number).await;
        }
        for (name, child) in [("asked", "Hild"), ("closed", "Ivar"), ("returned", "Jonna"), ("withdrawn", "Kim")] {
            self.opens(name, child, "").await;
        }
        for name in ["offered", "asked", "returned", "withdrawn"] {
            self.offers("nora", name).await;
        }
        self.asks_more("johan", "asked").await;
        self.gives_back().await;
        let at = "/led/{withdrawn}/ta-tillbaka";
        self.does("nora", at, at, &[("skal", "mistake")]).await;
        let told = self.secret("nu går det bra i skolan");
        let at = "/led/{closed}/avsluta";
        let fields = [("skal", "goals_reached"), ("till_familjen", told.as_str()), ("steg", "skicka")];
        self.does("nora", at, at, &fields).await;
        self.takes_over_alma().await;
    }

    async fn opens(&mut self, name: &str, child: &str, number: &str) {
        let (given, family) = (self.secret_name(child), self.secret_name("Rösmarksson"));
        let (school, what) = (self.secret("skolan i hagen"), self.secret("samtal hos Nora"));
        let place = self.names["bjorkeryd"].clone();
        let fields = [
            ("nummer", number),
            ("fornamn", given.as_str()),
            ("efternamn", family.as_str()),
            ("fodd", ""),
            ("alder", if number.is_empty() { "13" } else { "" }),
            ("kommun", place.as_str()),
            ("skola", school.as_str()),
            ("vad", what.as_str()),
            ("dag", "2026-11-30"),
            ("tid", ""),
        ];
        let answer = self.does("nora", "/ny-led", "/ny-led", &fields).await;
        self.name(name, &answer.location);
    }

    async fn offers(&mut self, who: &str, name: &str) {
        let (summary, at) = (self.secret("sover dåligt sedan i våras"), format!("/led/{{{name}}}/lamna-over"));
        let unit = self.names["unit_first_line"].clone();
        let fields = [
            ("till", unit.as_str()),
            ("syfte", "ordinary"),
            ("sammanfattning", summary.as_str()),
            ("grund", "consent"),
            ("sagt_ja", "child"),
            ("hur", "oral"),
            ("mognad", "mature"),
            ("steg", "skicka"),
        ];
        self.does(who, &at, &at, &fields).await;
    }

    async fn asks_more(&mut self, who: &str, name: &str) {
        let (question, at) = (self.secret("hur är det i skolan"), format!("/led/{{{name}}}/fraga"));
        self.does(who, &at, &at, &[("fraga", question.as_str())]).await;
    }

    async fn gives_back(&mut self) {
        let (told, what) = (self.secret("elevhälsan hjälper er vidare"), self.secret("samtal med Samira"));
        let fields = [
            ("skal", "other_level"),
            ("till_familjen", told.as_str()),
            ("sedan", "keeps"),
            ("vad", what.as_str()),
            ("dag", "2026-12-02"),
            ("steg", "skicka"),
        ];
        let at = "/led/{returned}/lamna-tillbaka";
        self.does("johan", at, at, &fields).await;
    }

    async fn takes_over_alma(&mut self) {
        let trails = self.asked("SELECT trail_id AS id FROM request ORDER BY received_at, id LIMIT 1").await;
        self.names.insert("alma".to_owned(), trails[0].clone());
        let at = |last: &str| format!("/led/{{alma}}/{last}");
        self.asks_more("johan", "alma").await;
        let answer = self.secret("två dagar i veckan");
        self.does("mikael", &at("komplettera"), &at("komplettera"), &[("svar", answer.as_str())]).await;
        let what = self.secret("besök hos Johan");
        let step = [("vad", what.as_str()), ("dag", "2026-12-01"), ("tid", "15.20")];
        self.does("johan", &at("tacka-ja"), &at("tacka-ja"), &step).await;
        let what = self.secret("ett till besök");
        let step = [("vad", what.as_str()), ("dag", "2026-12-08"), ("tid", "")];
        self.does("johan", &at("nasta-steg"), &at("nasta-steg"), &step).await;
        for name in ["entry", "entry_social", "entry_asked"] {
            self.writes(name).await;
        }
        let (body, why) = (self.secret("sover nu hela natten"), self.secret("jag skrev fel dag"));
        let at = "/led/{alma}/anteckning/{entry}/ratta";
        self.does("johan", at, at, &[("body", body.as_str()), ("why", why.as_str())]).await;
    }

    async fn writes(&mut self, name: &str) {
        let body = self.secret("sov inte alls i natt");
        let fields = [("kind", "visit"), ("happened", "2026-11-23"), ("body", body.as_str())];
        self.does("johan", "/led/{alma}/anteckning", "/led/{alma}/anteckning", &fields).await;
        let page = self.open("johan", "/led/{alma}/dela").await;
        let before = page.text.split_once(&body).map_or("", |(before, _)| before);
        let id = before.rsplit_once("name=\"entry\" value=\"").map_or("", |(_, rest)| rest);
        self.name(name, id.split_once('"').map_or("", |(id, _)| id));
    }
}
