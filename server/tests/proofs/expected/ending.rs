//! What opens without a relation, ends what a family has begun, protects, or logs out: in an order of its own, after everything
//! else.

use super::route::{Expected, asking, of};
use super::{ADULTS, ANYBODY_AT_WORK, ASKER, GLASS, NAMED, OPENER, REFERS, REVIEWER};

/// The last routes.
pub(super) const LAST: &[Expected] = &[
    // Opening without a relation, and reviewing it.
    of(GLASS, "POST /nodoppning", "/nodoppning", ("johan", "stig"), (422, 9)),
    of(OPENER, "POST /nodoppning/{id}", "/nodoppning/{opening}", ("omar", "karl"), (422, 11)),
    of(GLASS, "POST /nodoppning/avsluta", "/nodoppning/avsluta", ("johan", "stig"), (303, 18)),
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
        (303, 13),
    ),
    // These end what the family has begun, and protect: nothing of the family comes after them.
    of(ADULTS, "POST /barn/{child}/vuxna/{person}", "/barn/{child}/vuxna/{guardian}", ("johan", "karl"), (422, 21)),
    of(ADULTS, "POST /barn/{child}", "/barn/{child}", ("johan", "karl"), (422, 20)),
    of(ADULTS, "POST /barn/{child}/vuxna/lagg-till", "/barn/{child}/vuxna/lagg-till", ("johan", "karl"), (422, 21)),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/kod",
        "/barn/{child}/vuxna/{guardian}/kod",
        ("johan", "karl"),
        (200, 29),
    ),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/kod/ta-tillbaka",
        "/barn/{child}/vuxna/{guardian}/kod/ta-tillbaka",
        ("johan", "karl"),
        (303, 21),
    ),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/ta-bort",
        "/barn/{child}/vuxna/{guardian}/ta-bort",
        ("johan", "karl"),
        (422, 21),
    ),
    of(ADULTS, "POST /barn/{child}/kod", "/barn/{child}/kod", ("johan", "karl"), (200, 29)),
    of(ADULTS, "POST /barn/{child}/kod/ta-tillbaka", "/barn/{child}/kod/ta-tillbaka", ("johan", "karl"), (303, 21)),
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
    of(
        ADULTS,
        "GET /barn/{child}/vuxna/{person}/skydd",
        "/barn/{child}/vuxna/{guardian}/skydd",
        ("johan", "karl"),
        (200, 16),
    ),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/skydd",
        "/barn/{child}/vuxna/{guardian}/skydd",
        ("johan", "karl"),
        (422, 16),
    ),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/skydd/namngiven",
        "/barn/{child}/vuxna/{guardian}/skydd/namngiven",
        ("johan", "karl"),
        (404, 4),
    ),
    of(
        ADULTS,
        "POST /barn/{child}/vuxna/{person}/skydd/inte-namngiven",
        "/barn/{child}/vuxna/{guardian}/skydd/inte-namngiven",
        ("johan", "karl"),
        (404, 4),
    ),
    of(
        NAMED,
        "POST /barn/{child}/vuxna/{person}/skydd/ta-bort",
        "/barn/{child}/vuxna/{guardian}/skydd/ta-bort",
        ("johan", "karl"),
        (422, 16),
    ),
    of(
        NAMED,
        "POST /barn/{child}/vuxna/{person}/skydd/behall",
        "/barn/{child}/vuxna/{guardian}/skydd/behall",
        ("johan", "karl"),
        (403, 14),
    ),
    of(
        NAMED,
        "POST /barn/{child}/vuxna/{person}/skydd/bekrafta",
        "/barn/{child}/vuxna/{guardian}/skydd/bekrafta",
        ("johan", "karl"),
        (403, 14),
    ),
    asking("POST /be-om-hjalp/kvitto", "/be-om-hjalp/kvitto", "alma_asking", (303, 11)),
    of(REFERS, "POST /remiss/radera", "/remiss/radera", ("samira", "mikael"), (303, 16)),
    asking("POST /be-om-hjalp/radera", "/be-om-hjalp/radera", "ebba", (303, 11)),
    of(ANYBODY_AT_WORK, "POST /logga-ut", "/logga-ut", ("nora", ""), (303, 10)),
];
