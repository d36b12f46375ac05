//! Whose request it is, by address: the peer, or whom a trusted proxy speaks for.
use actix_web::http::header::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// The networks of the proxies in front of the server, as they see each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trusted(pub Vec<IpNet>);

impl Trusted {
    fn is(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The last address in the chain that no trusted proxy has: what lies before it anybody may have
    /// written. A client has a whole /64 of IPv6, so that counts as one.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let fields: Vec<_> = headers.get_all("x-forwarded-for").filter_map(|field| field.to_str().ok()).collect();
        for told in fields.iter().rev().flat_map(|field| field.rsplit(',')) {
            if !self.is(client) {
                break;
            }
            match address(told.trim()) {
                Some(before) => client = before.to_canonical(),
                None => break,
            }
        }
        by_network(client)
    }
}

/// An address, maybe with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').split(']').next().unwrap_or_default();
    let without_port = text.rsplit_once(':').map_or(text, |(address, _)| address);
    IpAddr::from_str(bare).or_else(|_| IpAddr::from_str(without_port)).ok()
}

fn by_network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(whole) => IpAddr::V6(Ipv6Addr::from_bits(whole.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn client(peer: &str, forwarded: &[&'static str]) -> String {
        let trusted = Trusted(["10.0.0.0/8", "::1/128"].map(|text| text.parse().unwrap()).to_vec());
        let mut headers = HeaderMap::new();
        for field in forwarded {
            headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(field));
        }
        trusted.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_for_the_one_before_it() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.2.3.4, 198.51.100.1, 10.9.9.9"]), "198.51.100.1", "the first is made up");
        assert_eq!(client("10.0.0.1", &["1.2.3.4", "198.51.100.1"]), "198.51.100.1", "several fields are one list");
        assert_eq!(client("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn addresses_come_with_ports_and_brackets_and_a_subnet_of_ipv6_is_one_client() {
        assert_eq!(client("::1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(client("::1", &["[2001:db8:1:2:3:4:5:6]:4711"]), "2001:db8:1:2::");
        assert_eq!(client("2001:db8:1:2:ffff::7", &[]), "2001:db8:1:2::");
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }
}
