//! The front door takes, interviews, rates, acts on danger, and decides.

use domain::front_door::interview::{Need, item};

use super::World;

impl World {
    /// Alma is routed to the first line; Boel is taken and acted for; Cesar is in danger; Disa waits.
    pub(super) async fn let_the_front_door_work(&mut self) {
        let requests = self.asked("SELECT id FROM request ORDER BY received_at, id LIMIT 100").await;
        for (name, id) in ["alma", "taken", "danger", "waiting"].iter().zip(requests) {
            self.names.insert(format!("request_{name}"), id);
        }
        self.names.insert("decided".to_owned(), self.names["request_alma"].clone());
        for name in ["taken", "danger", "waiting"] {
            self.names.insert(name.to_owned(), self.names[&format!("request_{name}")].clone());
        }
        for name in ["decided", "taken", "danger"] {
            let page = format!("/en-vag-in/{{{name}}}");
            self.does("mikael", &page, &format!("{page}/ta-emot"), &[]).await;
        }
        self.say_who_it_is().await;
        self.interview("mikael", "decided", &["sakerhet", "samtal", "livsomraden", "egna-ord"]).await;
        self.decide().await;
        self.meet_danger().await;
    }

    async fn say_who_it_is(&mut self) {
        let (family, school) = (self.secret_name("Söderqvist"), self.secret("skolan på berget"));
        let number = self.secret_number("20121003-2387", &["201210032387", "1210032387", "121003-2387"]);
        let given = self.secret_name("Almaida");
        let fields = [
            ("given_name", given.as_str()),
            ("family_name", family.as_str()),
            ("number", number),
            ("born", "2012-10-03"),
            ("school", school.as_str()),
        ];
        self.does("mikael", "/en-vag-in/{decided}", "/en-vag-in/{decided}/barn", &fields).await;
        let (name, relation) = (self.secret_name("Karin Berg"), self.secret("mormor"));
        let phone = self.secret_number("070-174 06 37", &["701740637"]);
        let fields = [
            ("guardian_name", name.as_str()),
            ("relation", relation.as_str()),
            ("phone", phone),
            ("custody", "holder"),
            ("custody_source", "register"),
        ];
        self.does("mikael", "/en-vag-in/{decided}", "/en-vag-in/{decided}/vuxen", &fields).await;
        let note = self.secret("ingen svarade, pappa ringde upp");
        let fields = [("reached", "no_answer"), ("note", note.as_str())];
        self.does("mikael", "/en-vag-in/{decided}", "/en-vag-in/{decided}/forsok", &fields).await;
        let code = self.names["preparation_kept"].clone();
        self.does("mikael", "/en-vag-in/{taken}", "/en-vag-in/{taken}/kod", &[("code", &code)]).await;
        let why = self.secret("Mikael är sjuk och barnet väntar");
        self.does("petra", "/en-vag-in/{taken}", "/en-vag-in/{taken}/ta-over", &[("reason", &why)]).await;
    }

    /// Everything that these steps must know, and every text that they ask for.
    async fn interview(&mut self, who: &str, name: &str, steps: &[&str]) {
        let at = |step: &str| format!("/en-vag-in/{{{name}}}/{step}");
        let given = |code: &str| match code {
            "caller_relation" => "self",
            "caller_consent" => "child",
            "school_attendance" => "little",
            "area_worry" => "3",
            code if code.starts_with("area_") => "0",
            "caller_child_knows" | "caller_can_talk_freely" => "yes",
            _ => "no",
        };
        for step in steps {
            let shown = self.open(who, &at(step)).await;
            shown.is(200);
            let mut typed: Vec<(String, String)> = Vec::new();
            for form in crate::form::forms(&shown.text) {
                for field in form.open_fields() {
                    let known = item::ALL.iter().find(|item| item.code == field);
                    match known {
                        Some(item) if matches!(item.kind, item::Kind::Text) => {
                            typed.push((field.to_owned(), self.secret(&format!("sagt om {field}"))));
                        }
                        Some(item) if item.need == Need::Required => {
                            typed.push((field.to_owned(), given(field).to_owned()));
                        }
                        _ => {}
                    }
                }
            }
            let said: Vec<_> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            self.does(who, &at(step), &at(step), &said).await;
        }
    }

    async fn decide(&mut self) {
        let (told, step) = (self.secret("Johan på UPH ringer er"), self.secret("Johan ringer Alma"));
        let (handover, reason) = (self.secret("oro sedan i våras"), self.secret("tidigare försök hemma"));
        let unit = self.names["unit_first_line"].clone();
        let fields = [
            ("level", "3"),
            ("outcome", "route"),
            ("told", told.as_str()),
            ("next_step", step.as_str()),
            ("next_on", "2026-11-26"),
            ("handover", handover.as_str()),
            ("reason", reason.as_str()),
            ("unit", unit.as_str()),
        ];
        self.does("mikael", "/en-vag-in/{decided}/beslut", "/en-vag-in/{decided}/beslut", &fields).await;
        let page = "/en-vag-in/{decided}/granska";
        self.does("mikael", page, page, &[("summary_read_back", "yes")]).await;
    }

    async fn meet_danger(&mut self) {
        for (who, name) in [("petra", "taken"), ("mikael", "danger")] {
            let page = format!("/en-vag-in/{{{name}}}/sakerhet");
            let answer = self.does(who, &page, &page, &[("speaker", "child"), ("acute_suicide_plan", "yes")]).await;
            assert_eq!(answer.location, self.at(&format!("/en-vag-in/{{{name}}}/fara")));
        }
        let (note, place) = (self.secret("pratade med jouren"), self.secret("Storgatan 1, hemma hos kusinen"));
        let phone = self.secret_number("070-174 06 38", &["701740638"]);
        let fields = [
            ("action", "talked_with_duty_clinician"),
            ("note", note.as_str()),
            ("follow_up_day", "2026-11-24"),
            ("follow_up_time", "15:30"),
            ("call_back", phone),
            ("place", place.as_str()),
        ];
        self.does("petra", "/en-vag-in/{taken}/fara", "/en-vag-in/{taken}/fara", &fields).await;
        self.interview("petra", "taken", &["sakerhet"]).await;
    }
}
