//! The three shells around a page: for anyone, for people at work, for the child. What stands in them is prepared here;
//! the templates only put it in place.

mod navigation;
mod paper;
mod who;

use askama::Template;
use i18n::Say;

use crate::acute::{self, Call};
use crate::app::Login;
use crate::assets::Assets;
use crate::layout::navigation::{LanguageChoice, NavGroup, NavItem, foot, languages, public_nav, work_nav};
use crate::layout::who::{Who, who};
use crate::session::Session;
use crate::visit::{Letters, Preferences, Theme, Visit};

pub use crate::layout::who::{initials, org_of};

/// What has just happened, told first on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// "ok", "warn", "danger" or "".
    pub tone: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its words.
    pub text: String,
}

/// A link with words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
}

struct Glass {
    text: String,
    end_label: String,
    end_action: String,
}

macro_rules! words {
    ($($name:ident = $key:literal),+ $(,)?) => {
        struct Words { $($name: String),+ }
        impl Words {
            fn new(say: Say<'_>) -> Self { Self { $($name: say.t($key)),+ } }
        }
    };
}

words! {
    skip = "frame-skip", language = "frame-language", menu = "frame-menu", log_out = "frame-log-out",
    exit = "frame-exit", acute_label = "frame-acute-label", count = "frame-count", left_hours = "frame-left-hours",
    left_minutes = "frame-left-minutes", late = "frame-late", saved = "frame-saved", unsaved = "frame-unsaved",
    count_left = "frame-count-left", count_over = "frame-count-over", acute_question = "frame-acute-question",
    owner = "frame-owner", head_label = "frame-head-label", about = "frame-about", main_menu = "frame-main-menu",
    search = "frame-search", search_button = "frame-search-button", notices = "frame-notices",
    account = "frame-account", my_plan = "frame-my-plan", talk_now = "frame-talk-now", child_menu = "frame-child-menu",
}

#[derive(Template)]
#[template(path = "layout_public.html")]
struct PublicShell<'v> {
    a: &'v Assets,
    lang: &'static str,
    dir: &'static str,
    theme: &'static str,
    letters: &'static str,
    title: &'v str,
    t: Words,
    demo: String,
    acute: Vec<Call>,
    /// When the numbers were gone through, and whose they are; empty when nobody has said.
    acute_checked: String,
    nav: Vec<NavItem>,
    foot: Vec<Vec<Link>>,
    languages: Vec<LanguageChoice>,
    language_action: &'static str,
    here: &'v str,
    exit_href: &'static str,
    notice: Option<Notice>,
    narrow: bool,
    paper: String,
    body: &'v str,
}

#[derive(Template)]
#[template(path = "layout_work.html")]
struct WorkShell<'v> {
    a: &'v Assets,
    lang: &'static str,
    dir: &'static str,
    theme: &'static str,
    letters: &'static str,
    title: &'v str,
    t: Words,
    demo: String,
    nav: Vec<NavGroup>,
    who: Who,
    unit: String,
    unit_icon: &'static str,
    unit_href: &'static str,
    search_action: &'static str,
    query: String,
    notices_href: &'static str,
    notices_new: u32,
    account: Vec<Link>,
    log_out_action: &'static str,
    glass: Option<Glass>,
    languages: Vec<LanguageChoice>,
    language_action: &'static str,
    here: &'v str,
    csrf: String,
    notice: Option<Notice>,
    paper: String,
    body: &'v str,
}

#[derive(Template)]
#[template(path = "layout_child.html")]
struct ChildShell<'v> {
    a: &'v Assets,
    lang: &'static str,
    dir: &'static str,
    theme: &'static str,
    letters: &'static str,
    title: &'v str,
    t: Words,
    demo: String,
    nav: Vec<NavItem>,
    home_href: &'static str,
    help_href: &'static str,
    links: Vec<Link>,
    log_out_action: &'static str,
    languages: Vec<LanguageChoice>,
    language_action: &'static str,
    here: &'v str,
    csrf: String,
    exit_href: &'static str,
    notice: Option<Notice>,
    paper: String,
    body: &'v str,
}

/// Which shell stands around a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// For anyone; one text column.
    Public,
    /// For anyone; the body brings its own sections, edge to edge.
    PublicWide,
    /// For people at work.
    Work,
    /// For the child.
    Child,
}

/// Where choosing a language is sent.
const LANGUAGE_ACTION: &str = "/sprak";
/// Where leaving quickly leads.
pub(crate) const EXIT: &str = "/lamna";
/// Where ending to read without a relation is sent.
const END_GLASS: &str = "/nodoppning/avsluta";
/// Where logging out is sent.
const LOG_OUT: &str = "/logga-ut";

/// Puts a body in its shell.
pub(crate) fn render(
    visit: &Visit,
    assets: &Assets,
    shell: Shell,
    title: &str,
    notice: Option<Notice>,
    body: &str,
) -> Result<String, askama::Error> {
    match shell {
        Shell::Public => public(visit, assets, title, notice, body, true),
        Shell::PublicWide => public(visit, assets, title, notice, body, false),
        Shell::Work => work(visit, assets, title, notice, body),
        Shell::Child => child(visit, assets, title, notice, body),
    }
}

fn public(
    visit: &Visit,
    assets: &Assets,
    title: &str,
    notice: Option<Notice>,
    body: &str,
    narrow: bool,
) -> Result<String, askama::Error> {
    let say = visit.say();
    let (lang, theme, letters) = looks(visit.preferences);
    let mut t = Words::new(say);
    t.owner = say.with("frame-owner", "region", visit.app.settings().region_name.as_str());
    let shell = PublicShell {
        a: assets,
        lang,
        dir: "ltr",
        theme,
        letters,
        title,
        t,
        demo: demo(visit),
        acute: acute::numbers(visit),
        acute_checked: acute::checked(visit),
        nav: public_nav(visit),
        foot: foot(say),
        languages: languages(visit.preferences.language),
        language_action: LANGUAGE_ACTION,
        here: &visit.path,
        exit_href: EXIT,
        notice,
        narrow,
        paper: paper::foot(visit),
        body,
    };
    shell.render()
}

fn work(
    visit: &Visit,
    assets: &Assets,
    title: &str,
    notice: Option<Notice>,
    body: &str,
) -> Result<String, askama::Error> {
    let say = visit.say();
    let (lang, theme, letters) = looks(visit.preferences);
    let (who, unit) = who(visit);
    let shell = WorkShell {
        a: assets,
        lang,
        dir: "ltr",
        theme,
        letters,
        title,
        t: Words::new(say),
        demo: demo(visit),
        nav: work_nav(visit),
        who,
        unit,
        unit_icon: "building-2",
        unit_href: "/uppdrag",
        search_action: "",
        query: String::new(),
        notices_href: "",
        notices_new: 0,
        account: vec![Link { href: "/installningar".to_owned(), label: say.t("frame-preferences") }],
        log_out_action: LOG_OUT,
        glass: glass(visit),
        languages: languages(visit.preferences.language),
        language_action: LANGUAGE_ACTION,
        here: &visit.path,
        csrf: visit.form_token(),
        notice,
        paper: paper::foot(visit),
        body,
    };
    shell.render()
}

fn child(
    visit: &Visit,
    assets: &Assets,
    title: &str,
    notice: Option<Notice>,
    body: &str,
) -> Result<String, askama::Error> {
    let say = visit.say();
    let (lang, theme, letters) = looks(visit.preferences);
    let shell = ChildShell {
        a: assets,
        lang,
        dir: "ltr",
        theme,
        letters,
        title,
        t: Words::new(say),
        demo: demo(visit),
        nav: vec![],
        home_href: "/min-sida",
        help_href: "/prata-nu",
        links: vec![
            Link { href: "/installningar".to_owned(), label: say.t("frame-preferences") },
            Link { href: "/dina-uppgifter".to_owned(), label: say.t("frame-your-data") },
        ],
        log_out_action: if visit.session == Session::Nobody { "" } else { LOG_OUT },
        languages: languages(visit.preferences.language),
        language_action: LANGUAGE_ACTION,
        here: &visit.path,
        csrf: visit.form_token(),
        exit_href: EXIT,
        notice,
        paper: paper::foot(visit),
        body,
    };
    shell.render()
}

fn looks(preferences: Preferences) -> (&'static str, &'static str, &'static str) {
    let theme = match preferences.theme {
        Theme::Device => "",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let letters = match preferences.letters {
        Letters::Ordinary => "",
        Letters::Clear => "clear",
    };
    (preferences.language.tag(), theme, letters)
}

fn demo(visit: &Visit) -> String {
    match visit.app.settings().login {
        Login::Demo => visit.say().t("frame-demo"),
        Login::Real => String::new(),
    }
}

/// Reading without a relation is never out of sight.
fn glass(visit: &Visit) -> Option<Glass> {
    let say = visit.say();
    visit.glass_until.map(|until| Glass {
        text: say.with("frame-glass", "time", say.time(until).as_str()),
        end_label: say.t("frame-glass-end"),
        end_action: END_GLASS.to_owned(),
    })
}
