//! Children of the demo region: who they are and what has become of their asking. What they and others say is in `words`. All invented; the numbers are from the
//! Tax Agency's published test series (Skatteverket, *testpersonnummer*, open data), which never belong to anybody.

use domain::child::Protection;

/// What has become of a child's asking for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
    /// In the queue of a front door.
    Waiting,
    /// Taken by a nurse at the front door.
    Taken,
    /// Offered to a unit that has not answered.
    Offered,
    /// Held by a unit that accepted.
    Held,
    /// Offered and returned with a next step.
    Returned,
    /// Advice was enough; the trail is closed.
    Advice,
}

/// Number, first name, municipality, story. Granö has three children on purpose: a cell that statistics must protect.
pub(super) const CHILDREN: &[(&str, &str, &str, Story)] = &[
    ("200905022380", "Alma", "Björkeryd", Story::Held),
    ("200910312388", "Elin", "Ekestad", Story::Waiting),
    ("200910062389", "Noor", "Dalhult", Story::Offered),
    ("200903082394", "Vidar", "Stenvik", Story::Held),
    ("200907092399", "Sixten", "Almvik", Story::Advice),
    ("200911062396", "Leo", "Lindala", Story::Held),
    ("201008312389", "Tuva", "Havsnäs", Story::Returned),
    ("201011172382", "Moa", "Granö", Story::Waiting),
    ("201010252383", "Hedda", "Björkeryd", Story::Held),
    ("201002032397", "Isak", "Ekestad", Story::Taken),
    ("201011072392", "Olle", "Dalhult", Story::Held),
    ("201001072394", "Yusuf", "Stenvik", Story::Waiting),
    ("201108292382", "Nadja", "Almvik", Story::Offered),
    ("201105132383", "Märta", "Lindala", Story::Held),
    ("201110102389", "Saga", "Havsnäs", Story::Advice),
    ("201104302391", "Elton", "Åmyra", Story::Held),
    ("201104092398", "Hugo", "Björkeryd", Story::Returned),
    ("201108292390", "Ali", "Ekestad", Story::Waiting),
    ("201210032387", "Ines", "Dalhult", Story::Held),
    ("201210082382", "Leila", "Stenvik", Story::Taken),
    ("201208312387", "Freja", "Almvik", Story::Held),
    ("201207222397", "Melker", "Lindala", Story::Waiting),
    ("201211232390", "Nils", "Havsnäs", Story::Offered),
    ("201203182397", "Omar", "Granö", Story::Held),
    ("201304292384", "Vilma", "Björkeryd", Story::Advice),
    ("201311222382", "Astrid", "Ekestad", Story::Held),
    ("201303192387", "Zahra", "Dalhult", Story::Returned),
    ("201309252391", "Viggo", "Stenvik", Story::Waiting),
    ("201307192391", "Theo", "Almvik", Story::Held),
    ("201301082390", "Love", "Lindala", Story::Taken),
    ("201412122382", "Ebba", "Havsnäs", Story::Held),
    ("201402032385", "Juni", "Åmyra", Story::Waiting),
    ("201403252388", "Selma", "Björkeryd", Story::Offered),
    ("201410302390", "Ivar", "Ekestad", Story::Held),
    ("201401212392", "Adam", "Dalhult", Story::Advice),
    ("201406042398", "Malte", "Stenvik", Story::Held),
    ("201501162380", "Amina", "Almvik", Story::Returned),
    ("201505182384", "Lova", "Lindala", Story::Waiting),
    ("201509012389", "Iris", "Havsnäs", Story::Held),
    ("201511012393", "Otto", "Åmyra", Story::Taken),
    ("201507182390", "Sami", "Björkeryd", Story::Held),
    ("201512312396", "Frans", "Granö", Story::Waiting),
    ("201608072383", "Tyra", "Dalhult", Story::Offered),
    ("201607222385", "Nova", "Stenvik", Story::Held),
    ("201610222380", "Stella", "Almvik", Story::Advice),
    ("201608142392", "Loke", "Lindala", Story::Held),
    ("201603092394", "Noel", "Havsnäs", Story::Returned),
    ("201607052394", "Ebbe", "Åmyra", Story::Waiting),
    ("201702192384", "Meja", "Björkeryd", Story::Held),
    ("201701202382", "Signe", "Ekestad", Story::Taken),
    ("201703102382", "Majken", "Dalhult", Story::Held),
    ("201709112393", "Harry", "Stenvik", Story::Waiting),
    ("201704222395", "Bilal", "Almvik", Story::Offered),
    ("201705142394", "Tage", "Lindala", Story::Held),
    ("201812132387", "Lykke", "Havsnäs", Story::Advice),
    ("201808122384", "Rut", "Åmyra", Story::Held),
    ("201811192382", "Vera", "Björkeryd", Story::Returned),
    ("201806042394", "Algot", "Ekestad", Story::Waiting),
    ("201808032393", "Milo", "Dalhult", Story::Held),
    ("201809162397", "Arvid", "Stenvik", Story::Taken),
    ("201907172389", "Ellen", "Almvik", Story::Held),
    ("201910212388", "Wilma", "Lindala", Story::Waiting),
    ("201906292386", "Siri", "Havsnäs", Story::Offered),
    ("201909302398", "Alve", "Åmyra", Story::Held),
    ("201910262391", "Jack", "Björkeryd", Story::Advice),
    ("201907282394", "Ture", "Ekestad", Story::Held),
];

/// Family names, in turn.
pub(super) const FAMILY_NAMES: [&str; 20] = [
    "Lind",
    "Bergqvist",
    "Sjöholm",
    "Norén",
    "Haddad",
    "Lindqvist",
    "Åkerlund",
    "Ekman",
    "Karimi",
    "Holmgren",
    "Fors",
    "Sundin",
    "Warsame",
    "Nyman",
    "Dahl",
    "Björk",
    "Rahimi",
    "Strand",
    "Hellberg",
    "Öberg",
];

/// First names of mothers and fathers, in turn.
pub(super) const MOTHERS: [&str; 9] = ["Sara", "Anna", "Fatima", "Karin", "Emma", "Leyla", "Jenny", "Maria", "Hanna"];
pub(super) const FATHERS: [&str; 8] = ["Jonas", "Ahmed", "Peter", "Daniel", "Magnus", "Reza", "Fredrik", "Johan"];

/// A family that a visitor can be: the child's name, whom of them, and what can be seen in Swedish and English.
pub(super) type Family = (&'static str, Shown, &'static str, &'static str);

/// Families that a visitor can be.
pub(super) const FAMILIES: &[Family] = &[
    (
        "Alma",
        Shown::All,
        "Alma har bett om hjälp själv och fått en kontakt.",
        "Alma asked for help herself and has a contact.",
    ),
    ("Elin", Shown::All, "Elin väntar på svar från En väg in.", "Elin waits for an answer from the front door."),
    ("Hedda", Shown::All, "Hedda får hjälp i första linjen.", "Hedda is being helped at first line."),
    (
        "Märta",
        Shown::All,
        "Märta är 15 och bestämmer vad pappa får läsa.",
        "Märta is 15 and decides what her father may read.",
    ),
    ("Loke", Shown::Parents, "Föräldrarna är oense om att dela.", "The parents disagree about sharing."),
    (
        "Sami",
        Shown::Parents,
        "Sami är elva. Föräldrarna får frågan innan något delas.",
        "Sami is eleven. His parents are asked before anything is shared.",
    ),
    (
        "Ellen",
        Shown::Parents,
        "En fråga väntar: säg ja eller nej till att dela.",
        "A question waits: say yes or no to sharing.",
    ),
];

/// Whom of a family a visitor can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The child and both parents.
    All,
    /// Both parents.
    Parents,
}

/// How a child's identity is protected, by first name.
pub(super) const PROTECTED: &[(&str, Protection)] =
    &[("Olle", Protection::Marked), ("Milo", Protection::Registered), ("Malte", Protection::NewIdentity)];

/// The language an interpreter is needed for, by first name.
pub(super) const INTERPRETED: &[(&str, &str)] = &[("Ali", "prs"), ("Leila", "so"), ("Omar", "ar")];

/// Schools that are not the municipality's own: an independent one, and one in another municipality than the child's.
pub(super) const SCHOOLS: &[(&str, &str)] = &[("Ellen", "Friskolan Fjällglim"), ("Iris", "Björkeryds skola")];
