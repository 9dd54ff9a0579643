//! Lists of revoked certificates, fetched from where a certificate says they lie: HTTP over real sockets on this machine.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what the tests share may fail as the tests do")]

#[path = "../../sdk/tests/support/authority.rs"]
#[expect(dead_code, reason = "these tests use a part of it")]
mod authority;
#[path = "../../sdk/tests/support/town.rs"]
#[expect(dead_code, reason = "these tests use a part of it")]
mod town;

use authority::{AUTHORITY, CURVE_384, OTHER, ROOT, SENDER, Says};
use environment::Environment;
use jiff::SignedDuration;
use sdk::certificate::Certificate;
use sdk::trust::{Distrust, Revocation, Trust, Use};
use sdk_connect::Failure;
use sdk_connect::connection::Code;
use sdk_connect::lists::{BYTES_MAX, Lists, NotListed, Settings};
use sdk_connect::lookup::Reach;
use town::Web;

/// The moment of these tests, and what a list that was made then says of when.
const NOW: &str = "2027-01-11T07:00:00Z";
const FROM: &str = "20270110000000Z";
const UNTIL: &str = "20270120000000Z";

struct Place {
    web: Web,
    lists: Lists,
    environment: Environment,
}

impl Place {
    fn new() -> Self {
        let web = Web::new();
        let host = web.address.to_string();
        Self::asking(web, vec!["crl.example.se".to_owned(), host], Reach::OnThisMachine)
    }

    fn asking(web: Web, hosts: Vec<String>, reach: Reach) -> Self {
        let environment = Environment::fixed(1, sdk::moment::parse(NOW).unwrap());
        let lists = Lists::new(Settings { hosts, reach }, &environment);
        Self { web, lists, environment }
    }

    /// A certificate of the root's that says that these are where lists lie.
    fn leaf(&self, paths: &[&str]) -> Certificate {
        let addresses: Vec<String> = paths.iter().map(|path| self.address(path)).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        authority::issue(&Says { more: vec![authority::listed_at(&addresses)], ..Says::default() }, ROOT, &AUTHORITY)
    }

    fn address(&self, path: &str) -> String {
        if path.contains(':') { path.to_owned() } else { format!("http://{}{path}", self.web.address) }
    }

    fn put(&self, path: &str, revoked: &[u8], times: [&str; 2]) {
        self.web.put(path, 200, authority::list_of(ROOT, &AUTHORITY, revoked, times));
    }

    async fn of(&self, leaf: &Certificate) -> Result<(), NotListed> {
        self.lists.of(leaf, &authority::root()).await.map(drop)
    }

    /// What is thought of a certificate by whoever trusts the root, once lists are fetched; and which could not be.
    async fn check(&self, leaf: &Certificate) -> (Result<(), Distrust>, Option<NotListed>) {
        let trust = authority::trust();
        let listed = self.lists.gather(&trust, std::slice::from_ref(leaf), &[]).await;
        (listed.trust.check(leaf, &[], self.environment.now(), Use::Signing), listed.missing)
    }

    fn wait(&self, hours: i64) {
        self.environment.advance(SignedDuration::from_hours(hours));
    }

    fn asked(&self) -> usize {
        self.web.asked().len()
    }
}

#[tokio::test]
async fn a_certificate_is_trusted_once_its_issuer_s_list_does_not_have_it() {
    let place = Place::new();
    let leaf = place.leaf(&["/ca.crl"]);
    let refused = Failure::Refused { what: "list of revoked certificates", code: Code::of("404") };
    let missing = (Err(Distrust::RevocationUnknown), Some(NotListed::Unfetched(refused)));
    assert_eq!(place.check(&leaf).await, missing, "nobody says so");
    place.put("/ca.crl", &[8], [FROM, UNTIL]);
    assert_eq!(place.check(&leaf).await, (Ok(()), None));
    let other = Place::new();
    let leaf = other.leaf(&["/ca.crl"]);
    other.put("/ca.crl", &[7], [FROM, UNTIL]);
    assert_eq!(other.check(&leaf).await, (Err(Distrust::Revoked), None));
    // Of somebody whom nobody trusts, nothing is asked, and nothing else is thought.
    let says = Says { more: vec![authority::listed_at(&[&other.address("/x.crl")])], ..Says::default() };
    let stranger = authority::issue(&says, "X", &OTHER);
    assert_eq!(other.check(&stranger).await, (Err(Distrust::UnknownIssuer), None));
    assert_eq!(other.web.asked(), ["/ca.crl"]);
}

#[tokio::test]
async fn each_certificate_between_it_and_an_anchor_has_a_list_of_its_own() {
    let place = Place::new();
    let says = |serial, more| Says { serial, more: vec![more], ..Says::default() };
    let listed = |path: &str| authority::listed_at(&[&place.address(path)]);
    let between =
        Says { subject: "Mellan", key: &OTHER, authority: true, usage: Some(6), ..says(3, listed("/root.crl")) };
    let between = authority::issue(&between, ROOT, &AUTHORITY);
    let leaf = authority::issue(&Says { key: &SENDER, ..says(4, listed("/mellan.crl")) }, "Mellan", &OTHER);
    place.web.put("/mellan.crl", 200, authority::list_of("Mellan", &OTHER, &[], [FROM, UNTIL]));
    let check = async |revocation| {
        let mut trust = Trust::new(revocation);
        trust.add_anchor(authority::root());
        let brought = [between.clone()];
        let listed = place.lists.gather(&trust, std::slice::from_ref(&leaf), &brought).await;
        listed.trust.check(&leaf, &brought, place.environment.now(), Use::Signing)
    };
    assert_eq!(check(Revocation::WhereKnown).await, Ok(()), "what issued it is good until a list says otherwise");
    assert_eq!(check(Revocation::Required).await, Err(Distrust::RevocationUnknown));
    place.put("/root.crl", &[], [FROM, UNTIL]);
    assert_eq!(check(Revocation::Required).await, Ok(()));
    let place_of_revoked = Place::new();
    place_of_revoked.put("/ca.crl", &[3], [FROM, UNTIL]);
    let mut trust = authority::trust();
    trust.add_list(place_of_revoked.lists.of(&place_of_revoked.leaf(&["/ca.crl"]), &authority::root()).await.unwrap());
    assert_eq!(
        trust.check(&leaf, std::slice::from_ref(&between), place.environment.now(), Use::Signing),
        Err(Distrust::Revoked),
        "what issued it is taken back"
    );
}

#[tokio::test]
async fn a_list_that_is_for_the_place_that_a_certificate_names_is_about_it_and_another_is_not() {
    let part = |place: &Place, path: &str, revoked: &[u8]| {
        authority::list_of_part(ROOT, &AUTHORITY, revoked, "20270601000000Z", &place.address(path))
    };
    for (path, revoked, wanted) in [
        ("/ca.crl", 8, Ok(())),
        ("/ca.crl", 7, Err(Distrust::Revoked)),
        ("/other.crl", 8, Err(Distrust::RevocationUnknown)),
        ("/other.crl", 7, Err(Distrust::Revoked)),
    ] {
        let place = Place::new();
        place.web.put("/ca.crl", 200, part(&place, path, &[revoked]));
        assert_eq!(place.check(&place.leaf(&["/ca.crl"])).await, (wanted, None), "{path} {revoked}");
    }
}

#[tokio::test]
async fn a_list_is_kept_until_there_is_to_be_a_newer_one_and_asked_for_anew_each_day() {
    let place = Place::new();
    let leaf = place.leaf(&["/ca.crl"]);
    place.put("/ca.crl", &[], [FROM, UNTIL]);
    place.of(&leaf).await.unwrap();
    place.wait(23);
    place.of(&leaf).await.unwrap();
    assert_eq!(place.asked(), 1);
    place.put("/ca.crl", &[7], ["20270111120000Z", UNTIL]);
    place.wait(1);
    assert_eq!(place.check(&leaf).await.0, Err(Distrust::Revoked), "taken back between two lists");
    assert_eq!(place.asked(), 2);
    // An older one, which does not have it yet, changes nothing.
    place.put("/ca.crl", &[], [FROM, UNTIL]);
    place.wait(24);
    assert_eq!(place.check(&leaf).await.0, Err(Distrust::Revoked));
    assert_eq!(place.asked(), 3);
}

#[tokio::test]
async fn what_was_kept_serves_where_nobody_answers_and_no_longer_than_it_holds() {
    let place = Place::new();
    let leaf = place.leaf(&["/ca.crl"]);
    place.put("/ca.crl", &[], [FROM, "20270114000000Z"]);
    place.of(&leaf).await.unwrap();
    place.web.put("/ca.crl", 500, "");
    place.wait(25);
    place.of(&leaf).await.unwrap();
    assert_eq!(place.asked(), 2);
    place.of(&leaf).await.unwrap();
    assert_eq!(place.asked(), 2, "it is left alone for a while");
    place.wait(1);
    place.of(&leaf).await.unwrap();
    assert_eq!(place.asked(), 3);
    place.wait(40);
    let refused = Failure::Refused { what: "list of revoked certificates", code: Code::of("500") };
    assert_eq!(place.of(&leaf).await, Err(refused.into()), "2027-01-14T01:00:00Z");
}

#[tokio::test]
async fn what_is_no_list_of_the_issuer_for_now_is_told_and_not_kept() {
    let place = Place::new();
    let leaf = place.leaf(&["/ca.crl"]);
    let list = |issuer, key, times| authority::list_of(issuer, key, &[], times);
    let early = ["20270111070501Z", UNTIL];
    for (body, wanted) in [
        (b"<html>404</html>".to_vec(), NotListed::NotList),
        (authority::root().der().to_vec(), NotListed::NotList),
        (list(ROOT, &OTHER, [FROM, UNTIL]), NotListed::OtherIssuer),
        (list(ROOT, &CURVE_384, [FROM, UNTIL]), NotListed::OtherIssuer),
        (list("X", &AUTHORITY, [FROM, UNTIL]), NotListed::OtherIssuer),
        (list(ROOT, &AUTHORITY, early), NotListed::Early),
        (list(ROOT, &AUTHORITY, [FROM, "20270111070000Z"]), NotListed::Old),
    ] {
        place.web.put("/ca.crl", 200, body);
        assert_eq!(place.of(&leaf).await, Err(wanted));
    }
    place.web.put("/ca.crl", 200, vec![b' '; BYTES_MAX + 1]);
    let long = Failure::Answer { what: "list of revoked certificates", why: "it is too long" };
    assert_eq!(place.of(&leaf).await, Err(long.into()));
    place.web.put("/ca.crl", 302, "");
    let moved = Failure::Refused { what: "list of revoked certificates", code: Code::of("302") };
    assert_eq!(place.of(&leaf).await, Err(moved.into()));
    assert!(!place.web.asked().contains(&"/elsewhere".to_owned()), "no redirect is followed");
    place.put("/ca.crl", &[], ["20270111070459Z", UNTIL]);
    assert_eq!(place.of(&leaf).await, Ok(()), "a clock a little before ours");
    assert!(NotListed::Old.is_passing() && !NotListed::OtherIssuer.is_passing());
}

#[tokio::test]
async fn only_hosts_that_the_settings_name_are_asked() {
    let place = Place::new();
    let port = place.web.address.port();
    place.put("/ca.crl", &[], [FROM, UNTIL]);
    for paths in [
        vec![format!("http://localhost:{port}/ca.crl")],
        vec!["http://127.0.0.1:1/ca.crl".to_owned(), "http://127.0.0.1/ca.crl".to_owned()],
        vec!["ldap://crl.example.se/ca".to_owned(), "file:///etc/passwd".to_owned(), "crl.example.se".to_owned()],
        vec![format!("http://{}@example.se/ca.crl", place.web.address), "http://acrl.example.se/".to_owned()],
    ] {
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let addresses = vec![authority::listed_at(&paths)];
        let leaf = authority::issue(&Says { more: addresses, ..Says::default() }, ROOT, &AUTHORITY);
        assert_eq!(place.of(&leaf).await, Err(NotListed::NotAllowed), "{paths:?}");
    }
    assert_eq!(place.asked(), 0);
    assert_eq!(place.of(&authority::sender()).await, Err(NotListed::NoAddress));
    // The first place that may be asked and has it.
    let leaf = place.leaf(&["http://elsewhere.example.se/ca.crl", "/none.crl", "/ca.crl"]);
    assert_eq!(place.of(&leaf).await, Ok(()));
    assert_eq!(place.web.asked(), ["/none.crl", "/ca.crl"]);
    // A name that stands in the settings leads to this machine only where that is said too.
    let web = Web::new();
    let hosts = vec![web.address.to_string()];
    let place = Place::asking(web, hosts, Reach::Named);
    assert_eq!(place.of(&place.leaf(&["/ca.crl"])).await, Err(NotListed::NotAllowed));
}
