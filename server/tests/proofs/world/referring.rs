//! A school asks the front door for help for children; the front door asks back.

use super::World;

impl World {
    /// Nora refers two children and is asked about the first; the second is in Mikael's hands. Samira leaves a draft.
    pub(super) async fn let_a_school_refer(&mut self) {
        let number = self.secret_number("20110315-2383", &["201103152383", "1103152383", "110315-2383"]);
        for (name, child, number) in [("referred", "Lova", number), ("referred_more", "Mika", "")] {
            self.writes_referral("nora", child, number).await;
            let sent = self.does("nora", "/remiss/granska", "/remiss/granska", &[]).await;
            assert_eq!(sent.location, "/remiss/kvitto");
            let receipt = self.open("nora", "/remiss/kvitto").await;
            self.name(name, &receipt.link("/remisser/"));
            let page = format!("/en-vag-in/{{{name}}}");
            self.does("mikael", &page, &format!("{page}/ta-emot"), &[]).await;
        }
        let children =
            self.asked("SELECT child_id AS id FROM request ORDER BY received_at DESC, id DESC LIMIT 1").await;
        self.names.insert("child_in_other_hands".to_owned(), children[0].clone());
        for waits in [false, true] {
            let question = self.secret("hur många dagar är hon i skolan");
            let page = "/en-vag-in/{referred}";
            self.does("mikael", page, "/en-vag-in/{referred}/fraga", &[("question", &question)]).await;
            if !waits {
                let answer = self.secret("tre dagar i veckan");
                let page = "/remisser/{referred}";
                self.does("nora", page, "/remisser/{referred}/svar", &[("answer", &answer)]).await;
            }
        }
        self.writes_referral("samira", "Nils", "").await;
    }

    /// Answers every question, and sends nothing.
    async fn writes_referral(&mut self, who: &str, child: &str, number: &str) {
        let (given, family) = (self.secret_name(child), self.secret_name("Lindåsen"));
        let (school, words) = (self.secret("skolan i dalen"), self.secret("hon kommer inte till skolan"));
        let (since, tried) = (self.secret("sedan höstlovet"), self.secret("kortare dagar"));
        let (why, wish) = (self.secret("pappa svarar inte"), self.secret("någon att prata med"));
        let phone = self.secret_number("070-174 06 39", &["701740639"]);
        let own = self.secret_number("070-174 06 40", &["701740640"]);
        let place = self.names["bjorkeryd"].clone();
        let pages: [(&str, &[(&str, &str)]); 12] = [
            (
                "/remiss",
                &[
                    ("first_name", &given),
                    ("family_name", &family),
                    ("identity", if number.is_empty() { "none" } else { "number" }),
                    ("number", number),
                    ("age", "13"),
                ],
            ),
            ("/remiss/var", &[("municipality", &place), ("school", &school)]),
            ("/remiss/vad", &[("topic", "school")]),
            ("/remiss/ord", &[("words", &words)]),
            ("/remiss/sedan", &[("since", &since)]),
            ("/remiss/provat", &[("tried", &tried)]),
            ("/remiss/vet", &[("child_knows", "yes"), ("guardians_know", "partly"), ("why_not", &why)]),
            ("/remiss/vill", &[("wish", &wish)]),
            ("/remiss/familjen", &[("reach", "call"), ("phone", phone)]),
            ("/remiss/meddelande", &[("message", "safe")]),
            ("/remiss/tolk", &[("interpreter", "no"), ("language", "")]),
            ("/remiss/du", &[("call_back", own)]),
        ];
        for (page, typed) in pages {
            self.does(who, page, page, typed).await;
        }
    }
}
