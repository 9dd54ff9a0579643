//! Where one can go from every page: the menus of each shell, the foot, and the languages.

use i18n::{Language, Say};

use super::Link;
use crate::session::Session;
use crate::visit::Visit;

pub(super) struct NavItem {
    pub(super) href: String,
    pub(super) icon: &'static str,
    pub(super) label: String,
    pub(super) count: Option<u32>,
    pub(super) current: bool,
}

pub(super) struct NavGroup {
    pub(super) head: String,
    pub(super) items: Vec<NavItem>,
}

pub(super) struct LanguageChoice {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) direction: &'static str,
    pub(super) current: bool,
}

pub(super) fn public_nav(visit: &Visit) -> Vec<NavItem> {
    let say = visit.say();
    let item = |href: &str, icon, key: &str| NavItem {
        href: href.to_owned(),
        icon,
        label: say.t(key),
        count: None,
        current: visit.path == href,
    };
    let account = match &visit.session {
        Session::Nobody => item("/logga-in", "", "frame-log-in"),
        Session::Staff { .. } => item("/min-dag", "", "frame-my-day"),
        Session::Child(_) => item("/min-sida", "", "frame-my-page"),
        Session::Guardian(_) => item("/min-familj", "", "frame-my-family"),
    };
    vec![
        item("/vem-gor-vad", "signpost", "frame-directory"),
        item("/installningar", "languages", "frame-preferences"),
        account,
    ]
}

pub(super) fn foot(say: Say<'_>) -> Vec<Vec<Link>> {
    let link = |href: &str, key: &str| Link { href: href.to_owned(), label: say.t(key) };
    vec![
        vec![link("/dina-uppgifter", "frame-your-data"), link("/tillganglighet", "frame-accessibility")],
        vec![link("/be-om-hjalp", "frame-ask"), link("/vem-gor-vad", "frame-directory")],
    ]
}

pub(super) fn languages(current: Language) -> Vec<LanguageChoice> {
    let choice = |language: Language, name| LanguageChoice {
        code: language.tag(),
        name,
        direction: "ltr",
        current: language == current,
    };
    vec![choice(Language::Swedish, "Svenska"), choice(Language::English, "English")]
}

pub(super) fn work_nav(visit: &Visit) -> Vec<NavGroup> {
    let Session::Staff { standing: Some((post, _)), .. } = &visit.session else { return vec![] };
    let say = visit.say();
    let items = visit.app.menu().iter().filter(|item| (item.for_whom)(post));
    let stands_at = |address: &str| {
        let rest = visit.path.strip_prefix(address);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let items = items.map(|item| NavItem {
        href: item.href.to_owned(),
        icon: item.icon,
        label: say.t(item.words),
        // No page knows how many there are without asking for it, and a number that comes and goes from page to page says
        // less than none.
        count: None,
        current: stands_at(item.href) || item.beneath.iter().any(|address| stands_at(address)),
    });
    vec![NavGroup { head: String::new(), items: items.collect() }]
}
