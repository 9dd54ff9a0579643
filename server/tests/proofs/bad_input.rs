//! Bad input everywhere: whatever is sent to whatever address, by whoever may send there, there is a clear answer, what
//! was typed is kept where a form is shown again, nothing is written that was not taken, and nothing fails.

use std::net::{IpAddr, Ipv4Addr};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use testkit::{Answer, Browser, Engine, engines, run};

use crate::expected::{Expected, all};
use crate::form::{Field, Form, Kind, escaped, forms};
use crate::headers::faults;
use crate::state::{Beside, State};
use crate::world::World;

/// What people and attackers type, into every field that can be typed in.
const TYPED: [&str; 16] = [
    "",
    "   ",
    "0000-00-00",
    "0000-01-01",
    "-0001-12-31",
    "9999-12-31",
    "99999-01-01",
    "2026-02-30",
    "99999999999999999999999999",
    "-1",
    "👩‍👩‍👧 😢 emoji",
    "\u{202e}tfel ot thgir \u{202d}مريم",
    "\u{200b}\u{feff}\u{200d}",
    "\u{1}\u{7f}\u{85}",
    "<script>alert('x')</script> & \"co\"",
    "'; DROP TABLE child; -- $1 {0} %s ${x} ../../etc/passwd",
];

/// Where forms stand that are not on the address they are sent to.
const STANDS_ON: &[(&str, &str)] = &[
    ("/vem-gor-vad/{unit}/bekrafta", "/vem-gor-vad/{unit_first_line}/andra"),
    ("/en-vag-in/{id}/barn", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/vuxen", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/kod", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/forsok", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/ge-upp", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/lagg-tillbaka", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/fraga", "/en-vag-in/{referred_more}"),
    ("/remisser/{id}/svar", "/remisser/{referred}"),
    ("/en-vag-in/{id}/ta-over", "/en-vag-in/{taken}"),
    ("/en-vag-in/{id}/nytt-beslut", "/en-vag-in/{decided}"),
    ("/regler/utkast", "/regler/{edition}"),
    ("/regler/utkast/{id}/spara", "/regler/utkast/{draft}"),
    ("/regler/utkast/{id}/kasta", "/regler/utkast/{draft}"),
    ("/regler/utkast/{id}/regel/{place}/flytta", "/regler/utkast/{draft}"),
    ("/led/{trail}/anteckning/{entry}/visa", "/led/{alma}/anteckning/{entry_social}"),
    ("/led/{trail}/dela/granska", "/led/{alma}/dela/grund?entry={entry}&to={unit_social}"),
    ("/led/{id}/lamna-over/{sharing}", "/led/{held}/samtycke"),
    ("/led/{trail}/samtycke/{sharing}/svar", "/led/{alma}/samtycke"),
    ("/led/{trail}/samtycke/{sharing}/avsluta", "/led/{alma}/samtycke"),
    ("/min-sida/fraga/{sharing}/dra-tillbaka", "/min-sida/fraga/{question_answered}"),
    ("/min-begaran/{id}/ta-tillbaka", "/be-om-hjalp"),
    ("/barn/{child}/vuxna/{person}/kod", "/barn/{child}/vuxna/{guardian}"),
    ("/barn/{child}/vuxna/{person}/kod/ta-tillbaka", "/barn/{child}/vuxna/{guardian}"),
    ("/barn/{child}/kod", "/barn/{child}/vuxna"),
    ("/barn/{child}/kod/ta-tillbaka", "/barn/{child}/vuxna"),
    ("/barn/{child}/skydd/namngiven", "/barn/{child}/skydd"),
    ("/barn/{child}/skydd/inte-namngiven", "/barn/{child}/skydd"),
    ("/barn/{child}/skydd/ta-bort", "/barn/{child}/skydd"),
    ("/barn/{child}/skydd/behall", "/barn/{child}/skydd"),
    ("/barn/{child}/skydd/bekrafta", "/barn/{child}/skydd"),
    ("/barn/{child}/vuxna/{person}/skydd/namngiven", "/barn/{child}/vuxna/{guardian}/skydd"),
    ("/barn/{child}/vuxna/{person}/skydd/inte-namngiven", "/barn/{child}/vuxna/{guardian}/skydd"),
    ("/barn/{child}/vuxna/{person}/skydd/ta-bort", "/barn/{child}/vuxna/{guardian}/skydd"),
    ("/barn/{child}/vuxna/{person}/skydd/behall", "/barn/{child}/vuxna/{guardian}/skydd"),
    ("/barn/{child}/vuxna/{person}/skydd/bekrafta", "/barn/{child}/vuxna/{guardian}/skydd"),
    ("/granskning/stickprov", "/granskning"),
    ("/granskning/stickprov/{id}/rad/{place}", "/granskning/stickprov/{sample}"),
    ("/logga-ut", "/uppdrag"),
];

/// Fields that are not read as the forms of this region stand: an entry for the whole region names no municipalities.
const NOT_READ: [(&str, &str); 1] = [("POST /vem-gor-vad/{unit}/andra", "municipality")];

/// What is kept although it was refused: the assessment is a draft that every step saves, until it is decided on.
const KEPT_AS_DRAFT: [(&str, &str); 1] = [("POST /en-vag-in/{id}/beslut", "assessment: a row was changed")];

/// What goes on at one address.
struct At<'w> {
    expected: &'static Expected,
    address: String,
    form: Form,
    browser: Browser,
    beside: &'w mut Beside,
    /// What was stored when it was last looked at, and what has been refused since.
    before: State,
    refused: Vec<String>,
    journal: testkit::Journal,
    asked: u32,
    found: Vec<String>,
}

#[test]
fn bad_input_is_answered_clearly_everywhere_and_writes_nothing() {
    for engine in engines() {
        run(everywhere(engine));
    }
}

async fn everywhere(engine: Engine) {
    let mut world = World::full(engine).await;
    let mut beside = Beside::new(&world.test).await;
    let mut found = Vec::new();
    for (place, expected) in (0..).zip(all().filter(|expected| expected.route.starts_with("POST "))) {
        let browser = match expected.right {
            "" => world.test.browser(),
            right => world.browser(right).await,
        };
        let mut at = At::new(&world, expected, browser, &mut beside, place).await;
        at.unreadable().await;
        at.settle().await;
        at.not_its_own(&world).await;
        at.settle().await;
        at.elsewhere(&world).await;
        at.settle().await;
        at.typed().await;
        at.settle().await;
        // Told at once too: whoever waits for the rest sees where it is.
        println!("{engine:?}: {} asked {} times, {} faults", expected.route, at.asked & 0xfff, at.found.len());
        at.found.iter().for_each(|fault| println!("{fault}"));
        found.extend(at.found);
    }
    assert!(found.is_empty(), "{engine:?}: {} faults\n{}", found.len(), found.join("\n"));
}

impl<'w> At<'w> {
    async fn new(
        world: &World,
        expected: &'static Expected,
        mut browser: Browser,
        beside: &'w mut Beside,
        place: u32,
    ) -> Self {
        let address = world.at(expected.address);
        let (_, pattern) = expected.route.split_once(' ').expect("a method and a pattern");
        let stands_on = STANDS_ON.iter().find(|(route, _)| *route == pattern).map(|(_, page)| world.at(page));
        let page = browser.get(&stands_on.unwrap_or_else(|| address.clone())).await;
        if browser.token().is_empty() {
            browser.get("/logga-in").await.is(200);
        }
        let form = forms(&page.text).into_iter().find(|form| form.action == address);
        let form = form.unwrap_or(Form { action: address.clone(), fields: vec![] });
        let journal = world.test.journal().clone();
        let before = beside.state().await;
        Self {
            expected,
            address,
            form,
            browser,
            beside,
            before,
            refused: vec![],
            journal,
            asked: place << 12,
            found: vec![],
        }
    }

    /// Sends bytes, from an address of its own, so that no limit is reached.
    async fn send(&mut self, body: Vec<u8>) -> Answer {
        self.asked += 1;
        let network = u32::from(Ipv4Addr::new(10, 0, 0, 0));
        self.journal.ask_from(IpAddr::V4(Ipv4Addr::from(network + self.asked)));
        self.browser.post_bytes(&self.address.clone(), body).await
    }

    /// Sends bytes that must be refused: with one of these answers, and nothing written.
    async fn refused(&mut self, what: &str, body: Vec<u8>, answers: &[u16]) {
        let answer = self.send(body).await;
        self.check(what, &answer, answers);
        self.refused.push(what.to_owned());
    }

    fn check(&mut self, what: &str, answer: &Answer, answers: &[u16]) {
        if !answers.contains(&answer.status) {
            self.fault(&format!("{what}: answered {} {}", answer.status, answer.location));
        }
        self.found.extend(faults(&format!("{}, {what}", self.expected.route), answer));
    }

    /// What was refused since this was last asked has written nothing.
    async fn settle(&mut self) {
        let now = self.beside.state().await;
        let changes = now.changes_since(&self.before);
        let refused = std::mem::take(&mut self.refused).join("; ");
        self.before = now;
        for change in
            changes.into_iter().filter(|change| !KEPT_AS_DRAFT.contains(&(self.expected.route, change.as_str())))
        {
            self.found.push(format!("{}: one of these wrote {change}: {refused}", self.expected.route));
        }
    }

    fn fault(&mut self, text: &str) {
        self.found.push(format!("{}: {text}", self.expected.route));
    }

    /// The form as it stands, with the token of the page.
    fn body(&self, fields: &[(String, String)]) -> Vec<u8> {
        let token = format!("csrf={}", encoded(self.browser.token()));
        let rest = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        std::iter::once(token).chain(rest).collect::<Vec<_>>().join("&").into_bytes()
    }

    async fn unreadable(&mut self) {
        let whole = self.body(&self.form.filled(&[]));
        let name = self.form.open_fields().first().map_or("text", |name| name).to_owned();
        for (what, bytes) in [
            ("bytes that are no text", &b"\xff\xfe\xc3\x28"[..]),
            ("bytes that are no text, written as an address", b"%FF%FE"),
            ("a half percent sign", b"50%"),
            ("a percent sign before nothing", b"%zz"),
            ("a zero character", b"a%00b"),
            ("half a character", b"%F0%9F%98"),
        ] {
            let body = [&whole, &b"&"[..], encoded(&name).as_bytes(), b"=", bytes].concat();
            self.refused(what, body, &[400]).await;
        }
        let body = [&whole, &b"&text="[..], &vec![b'a'; 10 * 1024 * 1024]].concat();
        self.refused("ten million characters", body, &[413]).await;
        let body = [whole, "&more=1".repeat(500).into_bytes()].concat();
        self.refused("five hundred fields", body, &[413]).await;
    }

    /// The token of nobody, of another browser, and in another kind of body.
    async fn not_its_own(&mut self, world: &World) {
        if self.expected.route == "POST /guiden" {
            return; // Changes nothing and asks for no token.
        }
        let fields = self.form.filled(&[]);
        let text: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let text = text.join("&");
        self.refused("no token", text.clone().into_bytes(), &[403]).await;
        let mut other = world.test.browser();
        other.get("/logga-in").await.is(200);
        let body = format!("csrf={}&{text}", encoded(other.token()));
        self.refused("another's token", body.into_bytes(), &[403]).await;
        self.refused("a token that is none", format!("csrf=%20&{text}").into_bytes(), &[403]).await;
        self.refused("JSON", br#"{"csrf":"x","said":"yes"}"#.to_vec(), &[403]).await;
    }

    /// Identifiers that lead nowhere: in the address, and in the form.
    async fn elsewhere(&mut self, world: &World) {
        let address = self.address.clone();
        let unknown = world.test.environment.uuid().to_string();
        for part in address.split('/').filter(|part| part.len() == 36) {
            for other in [unknown.as_str(), "inget", "%00", "%FF", "00000000-0000-0000-0000-000000000000"] {
                self.address = address.replace(part, other);
                let body = self.body(&self.form.filled(&[]));
                self.refused(&format!("{other} in the address"), body, &[400, 404]).await;
            }
        }
        self.address = address;
        let named = |field: &&Field| field.value.len() == 36 && field.value.contains('-');
        let fields: Vec<_> = self.form.fields.iter().filter(named).map(|field| field.name.clone()).collect();
        for name in fields {
            for other in [unknown.as_str(), "inget", "0"] {
                let body = self.body(&self.form.filled(&[(&name, other)]));
                let what = format!("{name} = {other}");
                if NOT_READ.contains(&(self.expected.route, name.as_str())) {
                    let answer = self.send(body).await;
                    self.taken_or_not(&what, &answer).await;
                } else {
                    self.refused(&what, body, &[400, 404, 409, 422]).await;
                }
            }
        }
    }

    /// What people type, into all fields at once and into one at a time.
    async fn typed(&mut self) {
        let long = "å".repeat(300);
        let names: Vec<String> = self.form.open_fields().iter().map(|name| (*name).to_owned()).collect();
        let written: Vec<String> = self
            .form
            .fields
            .iter()
            .filter(|field| field.kind == Kind::Written)
            .map(|field| field.name.clone())
            .collect();
        for value in TYPED.into_iter().chain([long.as_str(), &"x".repeat(30_000)]) {
            let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), value)).collect();
            self.type_in(&all, &written).await;
            for name in written.iter().filter(|_| ["0000-01-01", "99999-01-01", long.as_str()].contains(&value)) {
                self.type_in(&[(name, value)], std::slice::from_ref(name)).await;
            }
        }
        let twice: Vec<_> =
            self.form.filled(&[]).into_iter().flat_map(|field| [field.clone(), (field.0, "x".to_owned())]).collect();
        let body = self.body(&twice);
        let answer = self.send(body).await;
        self.taken_or_not("every field twice", &answer).await;
        let body = self.body(&self.form.filled(&[("zq_unknown", "1"), ("", "2"), ("å å", "3")]));
        let answer = self.send(body).await;
        self.taken_or_not("unknown fields", &answer).await;
    }

    async fn type_in(&mut self, typed: &[(&str, &str)], written: &[String]) {
        let Some((first, value)) = typed.first() else { return };
        let what = format!("{} = {:?}", if typed.len() == 1 { first } else { "everything" }, shortened(value));
        let body = self.body(&self.form.filled(typed));
        let answer = self.send(body).await;
        self.taken_or_not(&what, &answer).await;
        let kept = escaped(value.trim());
        let shows_form =
            answer.status == 422 && written.iter().any(|name| answer.text.contains(&format!("name=\"{name}\"")));
        if shows_form && !kept.is_empty() && !answer.text.contains(&kept) {
            self.fault(&format!("{what}: the form is shown again without what was typed"));
        }
        if answer.status == 422 && !answer.text.contains("<title>Fel: ") {
            self.fault(&format!("{what}: the title does not begin with what is wrong"));
        }
    }

    /// Either it was taken, or it was refused and nothing was written. Never a failure.
    async fn taken_or_not(&mut self, what: &str, answer: &Answer) {
        self.check(what, answer, &[200, 303, 400, 403, 404, 409, 413, 422]);
        if answer.status >= 400 {
            self.refused.push(what.to_owned());
        } else {
            // What this one wrote is not told apart from what those before it may have: they are asked about again in
            // every form that takes nothing.
            self.refused.clear();
            self.before = self.beside.state().await;
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn shortened(value: &str) -> String {
    value.chars().take(24).collect()
}

#[test]
fn pages_with_strange_addresses_are_answered() {
    run(async {
        for engine in engines() {
            let mut world = World::full(engine).await;
            let mut found = Vec::new();
            for expected in all().filter(|expected| expected.route.starts_with("GET ")) {
                let mut browser = match expected.right {
                    "" => world.test.browser(),
                    right => world.browser(right).await,
                };
                let address = world.at(expected.address);
                for query in
                    ["%FF", "a=%00", "=&&=&%3D", "visa=%F0%9F%98%A2&efter=x&fore=1_2_3&sida=-1", "klart=%3Cscript%3E"]
                {
                    let joint = if address.contains('?') { '&' } else { '?' };
                    let answer = browser.get(&format!("{address}{joint}{query}")).await;
                    found.extend(faults(&format!("{}?{query}", expected.route), &answer));
                }
                let (path, _) = address.split_once('?').unwrap_or((&address, ""));
                for part in path.split('/').filter(|part| part.len() == 36) {
                    for other in ["%00", "%FF", "inget", "%F0%9F%98%A2", &"9".repeat(3_000)] {
                        let answer = browser.get(&address.replace(part, other)).await;
                        if answer.status != 404 && answer.status != 400 {
                            found.push(format!("{}: {} for {}", expected.route, answer.status, shortened(other)));
                        }
                        found.extend(faults(&format!("{} at {}", expected.route, shortened(other)), &answer));
                    }
                }
            }
            assert!(found.is_empty(), "{engine:?}: {} faults\n{}", found.len(), found.join("\n"));
        }
    });
}
