//! What is expected of every route: where it leads in the region of these tests, who may, and what they are answered. The
//! one place to add a line when a route is added; the walk fails until there is one.

/// What is expected of a route.
pub(crate) struct Expected {
    /// Method and pattern, as the router has them.
    pub(crate) route: &'static str,
    /// Who may, in words, for `docs/reference/routes.txt`.
    pub(crate) who: &'static str,
    /// The address in the region: `{held}` is the trail that is held.
    pub(crate) address: &'static str,
    /// Somebody who may; nobody in particular where it is empty.
    pub(crate) right: &'static str,
    /// Somebody of another organisation or family who may not; where it is empty, there is nobody who may not.
    pub(crate) wrong: &'static str,
    /// What the one who may is answered, to an empty form where one is sent.
    pub(crate) answer: u16,
    /// The most that answering may ask of the database, in statements, whoever asks and however much there is.
    pub(crate) statements: u32,
}

/// An answer and the most statements it takes.
type Answered = (u16, u32);

const fn anyone(route: &'static str, address: &'static str, (answer, statements): Answered) -> Expected {
    Expected { route, who: "anyone", address, right: "", wrong: "", answer, statements }
}

const fn asking(
    route: &'static str,
    address: &'static str,
    right: &'static str,
    (answer, statements): Answered,
) -> Expected {
    Expected {
        route,
        who: "anyone, about what they wrote in the same browser",
        address,
        right,
        wrong: "",
        answer,
        statements,
    }
}

const fn of(
    who: &'static str,
    route: &'static str,
    address: &'static str,
    (right, wrong): (&'static str, &'static str),
    (answer, statements): Answered,
) -> Expected {
    Expected { route, who, address, right, wrong, answer, statements }
}

const ANYBODY_AT_WORK: &str = "people at work";
const DOOR: &str = "the front door that has the request";
const TAKEN: &str = "who has taken the request";
const QUEUE: &str = "people at a front door";
const RULES: &str = "who keeps the rules";
const REFERS: &str = "people at work who meet children, outside the front door";
const REFERRED: &str = "who referred the child, and their unit";
const TRAIL: &str = "units with a relation to the trail";
const HOLDER: &str = "who holds the trail";
const ASKED: &str = "the unit that the trail is offered to";
const WRITER: &str = "the unit that wrote the entry";
const CHILD: &str = "the child";
const GUARDIAN: &str = "a guardian with custody";
const ASKER: &str = "who asked for help, about their own request";
const ADULTS: &str = "units in the child's help; of a protected identity the named";
const NAMED: &str = "the named, of a protected identity";
const GLASS: &str = "people at work who meet children";
const OPENER: &str = "who opened without a relation";
const REVIEWER: &str = "who reviews the log of the unit";
const ENTRY: &str = "who keeps the unit's entry";

/// Every route. Pages first; then what is sent, in an order in which one does not spoil the next.
pub(crate) const ALL: &[Expected] = &[
    // The house.
    anyone("GET /halsa", "/halsa", (200, 0)),
    anyone("GET /halsa/drift", "/halsa/drift", (200, 0)),
    anyone("GET /assets/{name}", "/assets/manifest.json", (200, 0)),
    anyone("GET /sprak", "/sprak?language=en&back=/", (303, 0)),
    anyone("GET /installningar", "/installningar", (200, 0)),
    anyone("GET /lamna", "/lamna", (200, 0)),
    // Finding one's way.
    anyone("GET /", "/", (200, 2)),
    anyone("GET /foralder", "/foralder", (200, 2)),
    anyone("GET /guiden", "/guiden", (303, 0)),
    anyone("GET /vem-gor-vad", "/vem-gor-vad", (200, 4)),
    anyone("GET /vem-gor-vad/{unit}", "/vem-gor-vad/{unit_first_line}", (200, 4)),
    anyone("GET /dina-uppgifter", "/dina-uppgifter", (200, 0)),
    anyone("GET /tystnadsplikt", "/tystnadsplikt", (200, 0)),
    anyone("GET /tillganglighet", "/tillganglighet", (200, 0)),
    anyone("GET /om-tiderna", "/om-tiderna", (200, 2)),
    anyone("GET /prata-nu", "/prata-nu", (200, 0)),
    of(ENTRY, "GET /vem-gor-vad/{unit}/andra", "/vem-gor-vad/{unit_first_line}/andra", ("lena", "karl"), (200, 6)),
    // Logging in.
    anyone("GET /logga-in/arbete", "/logga-in/arbete", (404, 0)),
    anyone("GET /logga-in/tillbaka", "/logga-in/tillbaka", (404, 0)),
    anyone("GET /utloggad", "/utloggad", (303, 0)),
    anyone("GET /logga-in", "/logga-in", (200, 4)),
    of(ANYBODY_AT_WORK, "GET /uppdrag", "/uppdrag", ("nora", "alma"), (200, 4)),
    // Asking.
    anyone("GET /be-om-hjalp", "/be-om-hjalp", (200, 3)),
    asking("GET /be-om-hjalp/{question}", "/be-om-hjalp/ord", "ebba", (200, 7)),
    asking("GET /be-om-hjalp/nu", "/be-om-hjalp/nu", "ebba", (303, 7)),
    asking("GET /be-om-hjalp/granska", "/be-om-hjalp/granska", "ebba", (200, 12)),
    asking("GET /be-om-hjalp/kvitto", "/be-om-hjalp/kvitto", "alma_asking", (200, 7)),
    anyone("GET /forbered", "/forbered", (200, 0)),
    anyone("GET /forbered/kod", "/forbered/kod", (200, 0)),
    anyone("GET /forbered-dig", "/forbered-dig", (303, 0)),
    of(REFERS, "GET /remiss", "/remiss", ("samira", "mikael"), (200, 16)),
    of(REFERS, "GET /remiss/{question}", "/remiss/ord", ("samira", "alma"), (200, 16)),
    of(REFERS, "GET /remiss/nu", "/remiss/nu", ("samira", "mikael"), (303, 16)),
    of(REFERS, "GET /remiss/granska", "/remiss/granska", ("samira", "mikael"), (200, 21)),
    of(REFERS, "GET /remiss/kvitto", "/remiss/kvitto", ("nora", "mikael"), (200, 16)),
    of(REFERS, "GET /remisser", "/remisser", ("nora", "mikael"), (200, 14)),
    of(REFERRED, "GET /remisser/{id}", "/remisser/{referred}", ("nora", "karl"), (200, 18)),
    // The front door.
    of(QUEUE, "GET /en-vag-in", "/en-vag-in", ("mikael", "johan"), (200, 13)),
    of(DOOR, "GET /en-vag-in/{id}", "/en-vag-in/{decided}", ("mikael", "johan"), (200, 20)),
    of(DOOR, "GET /en-vag-in/{id}/fara", "/en-vag-in/{danger}/fara", ("mikael", "johan"), (200, 11)),
    of(TAKEN, "GET /en-vag-in/{id}/sakerhet", "/en-vag-in/{taken}/sakerhet", ("petra", "johan"), (200, 12)),
    of(TAKEN, "GET /en-vag-in/{id}/samtal", "/en-vag-in/{taken}/samtal", ("petra", "johan"), (200, 12)),
    of(TAKEN, "GET /en-vag-in/{id}/livsomraden", "/en-vag-in/{taken}/livsomraden", ("petra", "johan"), (200, 12)),
    of(TAKEN, "GET /en-vag-in/{id}/egna-ord", "/en-vag-in/{taken}/egna-ord", ("petra", "johan"), (200, 12)),
    of(TAKEN, "GET /en-vag-in/{id}/beslut", "/en-vag-in/{taken}/beslut", ("petra", "johan"), (200, 15)),
    of(TAKEN, "GET /en-vag-in/{id}/granska", "/en-vag-in/{taken}/granska", ("petra", "johan"), (200, 15)),
    of(RULES, "GET /regler", "/regler", ("stig", "johan"), (200, 10)),
    of(RULES, "GET /regler/kommuner", "/regler/kommuner", ("stig", "johan"), (200, 10)),
    of(ANYBODY_AT_WORK, "GET /regler/{id}", "/regler/{edition}", ("mikael", "alma"), (200, 4)),
    of(RULES, "GET /regler/utkast/{id}", "/regler/utkast/{draft}", ("stig", "johan"), (200, 7)),
    of(RULES, "GET /regler/utkast/{id}/regel/{place}", "/regler/utkast/{draft}/regel/0", ("stig", "johan"), (200, 7)),
    // Trails.
    of(ANYBODY_AT_WORK, "GET /min-dag", "/min-dag", ("nora", "alma"), (200, 14)),
    of(ANYBODY_AT_WORK, "GET /leder", "/leder", ("nora", "stig"), (200, 8)),
    of(ANYBODY_AT_WORK, "GET /ny-led", "/ny-led", ("nora", "alma"), (200, 4)),
    of(TRAIL, "GET /led/{id}", "/led/{alma}", ("johan", "karl"), (200, 22)),
    of(HOLDER, "GET /led/{id}/lamna-over", "/led/{held}/lamna-over", ("nora", "karl"), (200, 12)),
    of(HOLDER, "GET /led/{id}/ta-tillbaka", "/led/{offered}/ta-tillbaka", ("nora", "karl"), (200, 12)),
    of(HOLDER, "GET /led/{id}/komplettera", "/led/{asked}/komplettera", ("nora", "karl"), (200, 12)),
    of(ASKED, "GET /led/{id}/ta-emot", "/led/{offered}/ta-emot", ("johan", "karl"), (303, 12)),
    of(ASKED, "GET /led/{id}/tacka-ja", "/led/{offered}/tacka-ja", ("johan", "karl"), (200, 12)),
    of(ASKED, "GET /led/{id}/fraga", "/led/{offered}/fraga", ("johan", "karl"), (200, 12)),
    of(ASKED, "GET /led/{id}/lamna-tillbaka", "/led/{offered}/lamna-tillbaka", ("johan", "karl"), (200, 12)),
    of(HOLDER, "GET /led/{id}/ta-over", "/led/{held}/ta-over", ("nora", "karl"), (200, 12)),
    of(HOLDER, "GET /led/{id}/nasta-steg", "/led/{held}/nasta-steg", ("nora", "karl"), (200, 12)),
    of(HOLDER, "GET /led/{id}/avsluta", "/led/{held}/avsluta", ("nora", "karl"), (200, 12)),
    of(HOLDER, "GET /led/{id}/oppna-igen", "/led/{closed}/oppna-igen", ("nora", "karl"), (200, 12)),
    of(TRAIL, "GET /led/{trail}/anteckning", "/led/{alma}/anteckning", ("johan", "karl"), (200, 12)),
    of(WRITER, "GET /led/{trail}/anteckning/{entry}", "/led/{alma}/anteckning/{entry}", ("johan", "karl"), (200, 14)),
    of(
        WRITER,
        "GET /led/{trail}/anteckning/{entry}/ratta",
        "/led/{alma}/anteckning/{entry}/ratta",
        ("johan", "karl"),
        (200, 14),
    ),
    of(
        WRITER,
        "GET /led/{trail}/anteckning/{entry}/dolj",
        "/led/{alma}/anteckning/{entry}/dolj",
        ("johan", "karl"),
        (200, 14),
    ),
    of(TRAIL, "GET /led/{trail}/samtycke", "/led/{alma}/samtycke", ("johan", "karl"), (200, 20)),
    of(TRAIL, "GET /led/{trail}/dela", "/led/{alma}/dela", ("johan", "karl"), (200, 19)),
    of(
        TRAIL,
        "GET /led/{trail}/dela/grund",
        "/led/{alma}/dela/grund?entry={entry}&to={unit_social}",
        ("johan", "karl"),
        (200, 19),
    ),
    // The family.
    of(CHILD, "GET /min-sida", "/min-sida", ("alma", "nora"), (200, 26)),
    of(CHILD, "GET /min-sida/fraga/{sharing}", "/min-sida/fraga/{question_child}", ("alma", "disa"), (200, 19)),
    of(CHILD, "GET /min-sida/led/{trail}/skrivet", "/min-sida/led/{alma}/skrivet", ("alma", "disa"), (200, 26)),
    of(
        CHILD,
        "GET /min-sida/led/{trail}/skrivet/{entry}",
        "/min-sida/led/{alma}/skrivet/{entry}",
        ("alma", "disa"),
        (200, 25),
    ),
    of(
        CHILD,
        "GET /min-sida/led/{trail}/vem/{person}",
        "/min-sida/led/{alma}/vem/{guardian}",
        ("alma", "disa"),
        (200, 26),
    ),
    of(CHILD, "GET /min-sida/led/{trail}/ord", "/min-sida/led/{alma}/ord", ("alma", "disa"), (200, 26)),
    of(CHILD, "GET /min-sida/last", "/min-sida/last", ("alma", "nora"), (200, 11)),
    of(GUARDIAN, "GET /min-familj", "/min-familj", ("karin", "nora"), (200, 27)),
    of(
        GUARDIAN,
        "GET /min-familj/fraga/{sharing}",
        "/min-familj/fraga/{question_guardian}",
        ("karin", "guardian_of_boel"),
        (200, 21),
    ),
    of(GUARDIAN, "GET /min-familj/{child}/last", "/min-familj/{child}/last", ("karin", "guardian_of_boel"), (200, 10)),
    // Following what one has asked for.
    of(ASKER, "GET /min-begaran", "/min-begaran", ("guardian_of_boel", "nora"), (303, 12)),
    of(ASKER, "GET /min-begaran/{id}", "/min-begaran/{taken}", ("guardian_of_boel", "karin"), (200, 20)),
    of(
        ASKER,
        "GET /min-begaran/{id}/ta-tillbaka",
        "/min-begaran/{taken}/ta-tillbaka",
        ("guardian_of_boel", "karin"),
        (200, 20),
    ),
    // The grown-ups around a child, codes, and protected identity.
    of(ADULTS, "GET /barn/{child}/vuxna", "/barn/{child}/vuxna", ("johan", "karl"), (200, 20)),
    of(ADULTS, "GET /barn/{child}/vuxna/{person}", "/barn/{child}/vuxna/{guardian}", ("johan", "karl"), (200, 20)),
    of(ADULTS, "GET /barn/{child}/skydd", "/barn/{child}/skydd", ("johan", "karl"), (200, 14)),
    // Oversight.
    of(GLASS, "GET /nodoppning", "/nodoppning", ("johan", "stig"), (200, 7)),
    of(OPENER, "GET /nodoppning/{id}", "/nodoppning/{opening}", ("omar", "karl"), (200, 11)),
    of(REVIEWER, "GET /granskning", "/granskning", ("lena", "johan"), (200, 10)),
    of(REVIEWER, "GET /granskning/{id}", "/granskning/{opening_reviewed}", ("lena", "vera"), (200, 11)),
    of(
        REVIEWER,
        "GET /granskning/{id}/utskrift",
        "/granskning/{opening_reviewed}/utskrift",
        ("lena", "vera"),
        (200, 12),
    ),
    of(REVIEWER, "GET /granskning/{id}/fil", "/granskning/{opening_reviewed}/fil", ("lena", "vera"), (200, 11)),
    of(REVIEWER, "GET /granskning/stickprov/{id}", "/granskning/stickprov/{sample}", ("lena", "vera"), (200, 10)),
    of(
        REVIEWER,
        "GET /granskning/stickprov/{id}/utskrift",
        "/granskning/stickprov/{sample}/utskrift",
        ("lena", "vera"),
        (200, 11),
    ),
    of(
        REVIEWER,
        "GET /granskning/stickprov/{id}/fil",
        "/granskning/stickprov/{sample}/fil",
        ("lena", "vera"),
        (200, 10),
    ),
    // What is sent: first what asks for something to be written.
    anyone("POST /guiden", "/guiden", (200, 5)),
    of(ENTRY, "POST /vem-gor-vad/{unit}/andra", "/vem-gor-vad/{unit_first_line}/andra", ("lena", "karl"), (422, 6)),
    of(
        ENTRY,
        "POST /vem-gor-vad/{unit}/bekrafta",
        "/vem-gor-vad/{unit_first_line}/bekrafta",
        ("lena", "karl"),
        (400, 8),
    ),
    anyone("POST /logga-in", "/logga-in", (422, 6)),
    of(ANYBODY_AT_WORK, "POST /uppdrag", "/uppdrag", ("nora", "alma"), (404, 4)),
    asking("POST /be-om-hjalp", "/be-om-hjalp", "ebba", (422, 7)),
    asking("POST /be-om-hjalp/{question}", "/be-om-hjalp/ord", "ebba", (422, 7)),
    asking("POST /be-om-hjalp/granska", "/be-om-hjalp/granska", "ebba", (303, 40)),
    of(REFERS, "POST /remiss", "/remiss", ("samira", "mikael"), (422, 12)),
    of(REFERS, "POST /remiss/{question}", "/remiss/ord", ("samira", "alma"), (422, 12)),
    of(REFERS, "POST /remiss/granska", "/remiss/granska", ("samira", "mikael"), (303, 64)),
    of(REFERRED, "POST /remisser/{id}/svar", "/remisser/{referred}/svar", ("nora", "karl"), (422, 18)),
    anyone("POST /forbered", "/forbered", (422, 3)),
    anyone("POST /forbered/kod", "/forbered/kod", (422, 3)),
    anyone("POST /forbered/radera", "/forbered/radera", (303, 3)),
    of(DOOR, "POST /en-vag-in/{id}/fara", "/en-vag-in/{danger}/fara", ("mikael", "johan"), (422, 11)),
    of(TAKEN, "POST /en-vag-in/{id}/samtal", "/en-vag-in/{taken}/samtal", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/livsomraden", "/en-vag-in/{taken}/livsomraden", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/egna-ord", "/en-vag-in/{taken}/egna-ord", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/{step}/utkast", "/en-vag-in/{taken}/samtal/utkast", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/beslut", "/en-vag-in/{taken}/beslut", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/granska", "/en-vag-in/{taken}/granska", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/sakerhet", "/en-vag-in/{taken}/sakerhet", ("petra", "johan"), (400, 9)),
    of(TAKEN, "POST /en-vag-in/{id}/barn", "/en-vag-in/{taken}/barn", ("petra", "johan"), (422, 24)),
    of(TAKEN, "POST /en-vag-in/{id}/vuxen", "/en-vag-in/{taken}/vuxen", ("petra", "johan"), (422, 24)),
    of(TAKEN, "POST /en-vag-in/{id}/kod", "/en-vag-in/{taken}/kod", ("petra", "johan"), (422, 26)),
    of(TAKEN, "POST /en-vag-in/{id}/forsok", "/en-vag-in/{taken}/forsok", ("petra", "johan"), (422, 24)),
    of(TAKEN, "POST /en-vag-in/{id}/ge-upp", "/en-vag-in/{taken}/ge-upp", ("petra", "johan"), (422, 24)),
    of(TAKEN, "POST /en-vag-in/{id}/fraga", "/en-vag-in/{referred_more}/fraga", ("mikael", "johan"), (422, 28)),
    of(DOOR, "POST /en-vag-in/{id}/ta-over", "/en-vag-in/{taken}/ta-over", ("mikael", "johan"), (422, 19)),
    of(TAKEN, "POST /en-vag-in/{id}/lagg-tillbaka", "/en-vag-in/{taken}/lagg-tillbaka", ("petra", "johan"), (422, 24)),
    of(DOOR, "POST /en-vag-in/{id}/ta-emot", "/en-vag-in/{waiting}/ta-emot", ("mikael", "johan"), (303, 21)),
    of(QUEUE, "POST /en-vag-in/ta-nasta", "/en-vag-in/ta-nasta", ("mikael", "johan"), (303, 25)),
    of(RULES, "POST /regler/kommuner", "/regler/kommuner", ("stig", "johan"), (422, 10)),
    of(RULES, "POST /regler/utkast", "/regler/utkast", ("stig", "johan"), (303, 10)),
    of(RULES, "POST /regler/utkast/{id}", "/regler/utkast/{draft}", ("stig", "johan"), (422, 7)),
    of(RULES, "POST /regler/utkast/{id}/spara", "/regler/utkast/{draft}/spara", ("stig", "johan"), (400, 7)),
    of(RULES, "POST /regler/utkast/{id}/regel/{place}", "/regler/utkast/{draft}/regel/0", ("stig", "johan"), (400, 7)),
    of(
        RULES,
        "POST /regler/utkast/{id}/regel/{place}/flytta",
        "/regler/utkast/{draft}/regel/0/flytta",
        ("stig", "johan"),
        (400, 7),
    ),
    of(RULES, "POST /regler/utkast/{id}/kasta", "/regler/utkast/{draft}/kasta", ("stig", "johan"), (400, 7)),
    of(ANYBODY_AT_WORK, "POST /ny-led", "/ny-led", ("nora", "alma"), (422, 4)),
    of(HOLDER, "POST /led/{id}/lamna-over", "/led/{held}/lamna-over", ("nora", "karl"), (422, 12)),
    of(HOLDER, "POST /led/{id}/ta-tillbaka", "/led/{offered}/ta-tillbaka", ("nora", "karl"), (422, 12)),
    of(HOLDER, "POST /led/{id}/komplettera", "/led/{asked}/komplettera", ("nora", "karl"), (422, 12)),
    of(ASKED, "POST /led/{id}/ta-emot", "/led/{offered}/ta-emot", ("johan", "karl"), (409, 9)),
    of(ASKED, "POST /led/{id}/tacka-ja", "/led/{offered}/tacka-ja", ("johan", "karl"), (422, 12)),
    of(ASKED, "POST /led/{id}/fraga", "/led/{offered}/fraga", ("johan", "karl"), (422, 12)),
    of(ASKED, "POST /led/{id}/lamna-tillbaka", "/led/{offered}/lamna-tillbaka", ("johan", "karl"), (422, 12)),
    of(HOLDER, "POST /led/{id}/nasta-steg", "/led/{held}/nasta-steg", ("nora", "karl"), (422, 12)),
    of(HOLDER, "POST /led/{id}/avsluta", "/led/{held}/avsluta", ("nora", "karl"), (422, 12)),
    of(HOLDER, "POST /led/{id}/oppna-igen", "/led/{closed}/oppna-igen", ("nora", "karl"), (422, 12)),
    of(HOLDER, "POST /led/{id}/ta-over", "/led/{held}/ta-over", ("nora", "karl"), (409, 9)),
    of(TRAIL, "POST /led/{trail}/anteckning", "/led/{alma}/anteckning", ("johan", "karl"), (422, 12)),
    of(
        WRITER,
        "POST /led/{trail}/anteckning/{entry}/ratta",
        "/led/{alma}/anteckning/{entry}/ratta",
        ("johan", "karl"),
        (422, 14),
    ),
    of(
        WRITER,
        "POST /led/{trail}/anteckning/{entry}/dolj",
        "/led/{alma}/anteckning/{entry}/dolj",
        ("johan", "karl"),
        (422, 14),
    ),
    of(
        WRITER,
        "POST /led/{trail}/anteckning/{entry}/visa",
        "/led/{alma}/anteckning/{entry_social}/visa",
        ("johan", "karl"),
        (404, 4),
    ),
    of(TRAIL, "POST /led/{trail}/dela", "/led/{alma}/dela", ("johan", "karl"), (404, 4)),
    of(TRAIL, "POST /led/{trail}/dela/granska", "/led/{alma}/dela/granska", ("johan", "karl"), (404, 20)),
    of(
        TRAIL,
        "POST /led/{trail}/samtycke/{sharing}/svar",
        "/led/{alma}/samtycke/{question_guardian}/svar",
        ("johan", "karl"),
        (422, 20),
    ),
    of(
        TRAIL,
        "POST /led/{trail}/samtycke/{sharing}/avsluta",
        "/led/{alma}/samtycke/{question_child}/avsluta",
        ("johan", "karl"),
        (303, 18),
    ),
    of(CHILD, "POST /min-sida/fraga/{sharing}", "/min-sida/fraga/{question_answered}", ("alma", "disa"), (404, 4)),
    of(
        CHILD,
        "POST /min-sida/fraga/{sharing}/dra-tillbaka",
        "/min-sida/fraga/{question_answered}/dra-tillbaka",
        ("alma", "disa"),
        (303, 18),
    ),
    of(
        CHILD,
        "POST /min-sida/led/{trail}/skrivet/{entry}",
        "/min-sida/led/{alma}/skrivet/{entry}",
        ("alma", "disa"),
        (404, 4),
    ),
    of(
        CHILD,
        "POST /min-sida/led/{trail}/vem/{person}",
        "/min-sida/led/{alma}/vem/{guardian}",
        ("alma", "disa"),
        (404, 4),
    ),
    of(CHILD, "POST /min-sida/led/{trail}/ord", "/min-sida/led/{alma}/ord", ("alma", "disa"), (422, 26)),
    of(
        GUARDIAN,
        "POST /min-familj/fraga/{sharing}",
        "/min-familj/fraga/{question_guardian}",
        ("karin", "guardian_of_boel"),
        (404, 4),
    ),
    of(
        GUARDIAN,
        "POST /min-familj/fraga/{sharing}/dra-tillbaka",
        "/min-familj/fraga/{question_guardian}/dra-tillbaka",
        ("karin", "guardian_of_boel"),
        (409, 11),
    ),
    of(GLASS, "POST /nodoppning", "/nodoppning", ("johan", "stig"), (422, 7)),
    of(OPENER, "POST /nodoppning/{id}", "/nodoppning/{opening}", ("omar", "karl"), (422, 11)),
    of(GLASS, "POST /nodoppning/avsluta", "/nodoppning/avsluta", ("johan", "stig"), (303, 17)),
    of(REVIEWER, "POST /granskning/{id}", "/granskning/{opening_reviewed}", ("lena", "vera"), (422, 11)),
    of(REVIEWER, "POST /granskning/stickprov", "/granskning/stickprov", ("lena", "johan"), (303, 28)),
    of(
        REVIEWER,
        "POST /granskning/stickprov/{id}/rad/{place}",
        "/granskning/stickprov/{sample}/rad/{row}",
        ("lena", "vera"),
        (400, 5),
    ),
    of(ASKER, "POST /min-begaran/{id}", "/min-begaran/{taken}", ("guardian_of_boel", "karin"), (422, 20)),
    of(
        ASKER,
        "POST /min-begaran/{id}/ta-tillbaka",
        "/min-begaran/{taken}/ta-tillbaka",
        ("guardian_of_boel", "karin"),
        (303, 12),
    ),
    // These end what the family has begun, and protect: nothing of the family comes after them.
    of(ADULTS, "POST /barn/{child}/vuxna/{person}", "/barn/{child}/vuxna/{guardian}", ("johan", "karl"), (422, 20)),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/kod",
        "/barn/{child}/vuxna/{guardian}/kod",
        ("johan", "karl"),
        (200, 28),
    ),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/kod/ta-tillbaka",
        "/barn/{child}/vuxna/{guardian}/kod/ta-tillbaka",
        ("johan", "karl"),
        (303, 20),
    ),
    of(ADULTS, "POST /barn/{child}/kod", "/barn/{child}/kod", ("johan", "karl"), (200, 28)),
    of(ADULTS, "POST /barn/{child}/kod/ta-tillbaka", "/barn/{child}/kod/ta-tillbaka", ("johan", "karl"), (303, 20)),
    of(ADULTS, "POST /barn/{child}/skydd", "/barn/{child}/skydd", ("johan", "karl"), (422, 14)),
    of(ADULTS, "POST /barn/{child}/skydd/namngiven", "/barn/{child}/skydd/namngiven", ("johan", "karl"), (404, 4)),
    of(
        ADULTS,
        "POST /barn/{child}/skydd/inte-namngiven",
        "/barn/{child}/skydd/inte-namngiven",
        ("johan", "karl"),
        (404, 4),
    ),
    of(NAMED, "POST /barn/{child}/skydd/ta-bort", "/barn/{child}/skydd/ta-bort", ("johan", "karl"), (422, 14)),
    of(NAMED, "POST /barn/{child}/skydd/behall", "/barn/{child}/skydd/behall", ("johan", "karl"), (403, 12)),
    of(NAMED, "POST /barn/{child}/skydd/bekrafta", "/barn/{child}/skydd/bekrafta", ("johan", "karl"), (403, 12)),
    asking("POST /be-om-hjalp/kvitto", "/be-om-hjalp/kvitto", "alma_asking", (303, 11)),
    of(REFERS, "POST /remiss/radera", "/remiss/radera", ("samira", "mikael"), (303, 16)),
    asking("POST /be-om-hjalp/radera", "/be-om-hjalp/radera", "ebba", (303, 11)),
    of(ANYBODY_AT_WORK, "POST /logga-ut", "/logga-ut", ("nora", ""), (303, 10)),
];
