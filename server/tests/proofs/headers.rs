//! What every answer must carry: a policy without anything inline, nothing kept by browsers or those between, no address
//! told to others, no frame around it, and cookies that only this server over TLS is given.

use testkit::Answer;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FIXED: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
];

/// What is wrong with an answer, whatever it says.
pub(crate) fn faults(route: &str, answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    let mut fault = |text: String| found.push(format!("{route} ({}): {text}", answer.status));
    if answer.status >= 500 {
        fault(format!("failed: {}", answer.text));
    }
    for (name, expected) in FIXED {
        let said = header(answer, name);
        if said != expected {
            fault(format!("{name} is {said:?}"));
        }
    }
    let kept = header(answer, "cache-control");
    if !route.contains("/assets/") && kept != "no-store" {
        fault(format!("cache-control is {kept:?}"));
    }
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap_or_default();
        let parts: Vec<_> = cookie.split(';').map(str::trim).collect();
        let has = |part: &str| parts.contains(&part);
        if !has("Secure") || !has("HttpOnly") || !has("SameSite=Lax") || !has("Path=/") || cookie.contains("Domain") {
            fault(format!("a cookie is {cookie:?}"));
        }
        if !cookie.starts_with("__Host-") && !cookie.starts_with("cairn-look=") {
            fault(format!("a cookie without __Host-: {cookie:?}"));
        }
    }
    for inline in [" style=\"", "<style", "<script>", "javascript:", " onclick=", " onload=", " onsubmit="] {
        if answer.text.contains(inline) {
            fault(format!("there is {inline:?} in the page"));
        }
    }
    found
}

fn header(answer: &Answer, name: &str) -> String {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
