//! Trails are opened without a relation, answered for and reviewed; rules are kept.

use super::World;

impl World {
    /// Johan opens Frej's and Gull's trails; Lena reviews the first, the second waits; a sample is drawn and answered.
    pub(super) async fn let_it_be_overseen(&mut self) {
        for (name, number) in [("opening_reviewed", "20090502-2380"), ("opening", "20091031-2388")] {
            let why = self.secret("står i receptionen och vill inte leva");
            let fields = [("number", number), ("reason", "child_is_here"), ("why", why.as_str())];
            let who = if name == "opening" { "omar" } else { "johan" };
            self.does(who, "/nodoppning", "/nodoppning", &fields).await;
            let link = self.open(who, "/nodoppning").await.link("/nodoppning/0");
            self.name(name, &link);
        }
        let (question, answer) = (self.secret("varför ringde du inte Maria"), self.secret("hon svarade inte"));
        let told = self.secret("vi hjälpte honom direkt");
        let (at, own) = ("/granskning/{opening_reviewed}", "/nodoppning/{opening_reviewed}");
        self.does("lena", at, at, &[("verdict", "needs_more"), ("question", question.as_str())]).await;
        self.does("johan", own, own, &[("answer", answer.as_str())]).await;
        let verdict = [("verdict", "justified"), ("to_family", told.as_str())];
        self.does("lena", at, at, &verdict).await;
        // What is drawn is what was written before.
        self.test.wait(jiff::SignedDuration::from_mins(1));
        let sample = self.does("lena", "/granskning", "/granskning/stickprov", &[]).await.location;
        self.name("sample", &sample);
        self.answer_a_row().await;
        self.keep_rules().await;
    }

    async fn answer_a_row(&mut self) {
        let page = self.open("lena", "/granskning/stickprov/{sample}").await;
        let rows: Vec<_> = page.text.split("/rad/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let [first, second, ..] = rows[..] else { panic!("two rows to answer: {}", page.text) };
        let (first, second) = (first.to_owned(), second.to_owned());
        let to = format!("/granskning/stickprov/{{sample}}/rad/{first}");
        self.does("lena", "/granskning/stickprov/{sample}", &to, &[("outcome", "in_order")]).await;
        self.names.insert("row".to_owned(), second);
    }

    async fn keep_rules(&mut self) {
        let edition = self.open("stig", "/regler").await.link("/regler/");
        self.name("edition", &edition);
        let draft = self.does("stig", "/regler/{edition}", "/regler/utkast", &[]).await.location;
        self.name("draft", &draft);
    }
}
