//! Where a request came from. Behind a proxy every connection is the proxy's: what it says of the address before it is
//! believed of the proxies that the operator has named, and of nobody else.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::HeaderMap;
use http::request::Parts;

/// The header in which a proxy adds the address that it was asked from, after those it was told.
const FORWARDED: &str = "x-forwarded-for";

/// Where the request came from: the connection, or what trusted proxies say was before them.
pub(crate) fn of(parts: &Parts, trusted: &[IpAddr]) -> IpAddr {
    let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let connection = connection.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |connection| connection.0.ip());
    before(connection.to_canonical(), &parts.headers, trusted)
}

/// The last address that is not a trusted proxy's, read backwards from the connection: what stands further to the front was
/// said by somebody who is not trusted. A word that is no address ends the reading.
fn before(connection: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut address = connection;
    let told: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok()).collect();
    for word in told.iter().rev().flat_map(|value| value.rsplit(',')) {
        if !trusted.contains(&address) {
            return address;
        }
        let Ok(next) = word.trim().parse::<IpAddr>() else { return address };
        address = next.to_canonical();
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    #[track_caller]
    fn check(connection: &str, told: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in told {
            headers.append(FORWARDED, value.parse().unwrap());
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|address| address.parse().unwrap()).collect();
        before(connection.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_trusted_proxy_says_who_was_before_it() {
        assert_eq!(check(PROXY, &["192.0.2.7"], &[PROXY]), "192.0.2.7");
        assert_eq!(check(PROXY, &["192.0.2.7, 10.0.0.2"], &[PROXY, "10.0.0.2"]), "192.0.2.7");
        assert_eq!(check(PROXY, &["192.0.2.7", "10.0.0.2"], &[PROXY, "10.0.0.2"]), "192.0.2.7");
        assert_eq!(check(PROXY, &["2001:db8::1"], &[PROXY]), "2001:db8::1");
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(check("192.0.2.7", &["198.51.100.1"], &[PROXY]), "192.0.2.7");
        assert_eq!(check(PROXY, &["198.51.100.1"], &[]), PROXY);
        // What the visitor wrote stands in front of what the proxy added.
        assert_eq!(check(PROXY, &["198.51.100.1, 192.0.2.7"], &[PROXY]), "192.0.2.7");
    }

    #[test]
    fn words_that_are_no_addresses_end_the_reading() {
        assert_eq!(check(PROXY, &["unknown"], &[PROXY]), PROXY);
        assert_eq!(check(PROXY, &[], &[PROXY]), PROXY);
        assert_eq!(check(PROXY, &["192.0.2.7, , 10.0.0.2"], &[PROXY, "10.0.0.2"]), "10.0.0.2");
    }
}
