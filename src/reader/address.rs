//! Addresses of the net: whether one leads anywhere from outside the office.

use crate::limits;
use crate::messages::Text;
use crate::say;

/// What is wrong with an address, where something is.
pub(super) fn fault(url: &str) -> Option<Text> {
    if url.chars().count() > limits::ADDRESS {
        return Some(say!("address-long", most = limits::ADDRESS));
    }
    if let Some(c) = url.chars().find(|c| c.is_whitespace() || c.is_control() || *c == '\\') {
        return Some(match c {
            '\\' => say!("address-backslash"),
            _ => say!("address-space"),
        });
    }
    let lower = url.to_lowercase();
    if let Some(mail) = lower.strip_prefix("mailto:") {
        let mail = mail.split('?').next().unwrap_or_default();
        let whole = mail
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && !host.contains('@') && is_host(host));
        return (!whole).then(|| say!("address-mail"));
    }
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let Some(rest) = rest else { return Some(say!("address-scheme")) };
    let server = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().is_ok_and(|port| port > 0)),
        None => (server, true),
    };
    (!port || !is_host(host)).then(|| say!("address-host"))
}

/// Whether a name can be that of a server that everybody reaches: of several words, none of them
/// empty.
fn is_host(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    name.contains('.') && name.trim_end_matches('.').split('.').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_leads_nowhere_is_told() {
        let long = format!("http://a.cn/{}", "a".repeat(limits::ADDRESS));
        for url in [
            "",
            "www.a.gov.cn",
            "http://",
            "https://",
            "http:///x",
            "http:/a.cn",
            "http//a.cn",
            "http://a b.cn/",
            "http://a.cn/a b",
            "http://x\tjavascript:",
            "http://a.cn\\b",
            "http://a.cn:99999/",
            "http://a.cn:x/",
            "http://a..cn/",
            "http://.cn",
            "http://localhost/",
            "http://wwwagovcn",
            "http://？",
            "http://http://a.cn",
            "mailto:",
            "mailto:a",
            "mailto:a@b",
            "mailto:@a.cn",
            "ftp://a.cn",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "D:\\网站.htm",
            &long,
        ] {
            assert!(fault(url).is_some(), "{url}");
        }
        for url in [
            "http://www.a.gov.cn",
            "HTTPS://A.GOV.CN/",
            "https://a.cn:8443/x?y=1#z",
            "http://10.1.2.3/x",
            "http://政务.中国/",
            "https://a.cn/路径？x=、",
            "https://a.cn?x=1",
            "mailto:a.b@c.gov.cn",
        ] {
            assert_eq!(fault(url), None, "{url}");
        }
    }
}
