//! The routes of the running server: which there are.

use std::collections::BTreeMap;

use axum::Router;

/// A page that can be asked for, or a form that can be sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Route {
    pub(crate) pattern: String,
    pub(crate) method: &'static str,
}

/// Methods as the router names its fields.
const METHODS: [(&str, &str); 7] = [
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("connect", "CONNECT"),
];

/// Every route of a router, in order of address. The router tells which it has only when it is printed, so that is what is
/// read; where nothing can be read, this fails rather than finding no routes.
pub(crate) fn running<S>(router: &Router<S>) -> Vec<Route> {
    let printed = format!("{router:?}");
    let (handlers, paths) = printed.split_once("paths: {").expect("a printed router tells its paths");
    // A path may hold braces but no quotes; after the last one the list ends. What follows is the router's own fallback.
    let paths = paths.split_once("\"}").map_or(paths, |(paths, _)| paths);
    let mut by_id: BTreeMap<&str, &str> = BTreeMap::new();
    for part in paths.split("RouteId(").skip(1) {
        let Some((id, rest)) = part.split_once("): \"") else { continue };
        by_id.insert(id, rest.split_once('"').map_or(rest, |(path, _)| path));
    }
    let mut found = Vec::new();
    for part in handlers.split("RouteId(").skip(1) {
        let Some((id, handler)) = part.split_once("): MethodRouter(") else { continue };
        let pattern = by_id.get(id).unwrap_or_else(|| panic!("route {id} has no path in {printed}"));
        for (field, method) in METHODS {
            let (_, is) = handler.split_once(&format!(" {field}: ")).expect("a printed route tells its methods");
            if !is.starts_with("None") {
                found.push(Route { pattern: (*pattern).to_owned(), method });
            }
        }
    }
    found.sort();
    assert!(found.len() >= by_id.len() && !by_id.is_empty(), "every path has a method: {printed}");
    found
}

#[test]
fn routes_are_read_from_a_router() {
    use axum::routing::{get, post};
    let router: Router = Router::new()
        .route("/b", get(|| async {}).post(|| async {}))
        .route("/a/{id}", post(|| async {}))
        .fallback(|| async {});
    let found: Vec<_> =
        running(&router).into_iter().map(|route| format!("{} {}", route.method, route.pattern)).collect();
    assert_eq!(found, ["POST /a/{id}", "GET /b", "POST /b"]);
}
