//! The language in which people are told things: Chinese, or English for who prefers it.
use super::spelled::spelled;
use std::cmp::Reverse;

spelled! {
    /// A language of the texts for people.
    Language { Chinese = "zh-CN" ("中文", "Chinese"), English = "en" ("英文", "English") }
}

/// A range of an `Accept-Language`: its first subtag, and its weight in thousandths.
type Range<'a> = (&'a str, u16);

impl Language {
    /// The one that a request prefers (RFC 9110, 12.5.4). Chinese where it says nothing, or accepts
    /// neither: a text in a foreign language still tells more than none.
    pub fn preferred(accepted: &str) -> Self {
        let ranges: Vec<Range> = accepted.split(',').filter_map(range).collect();
        match rank(&ranges, "en") > rank(&ranges, "zh") {
            true => Self::English,
            false => Self::Chinese,
        }
    }
}

/// `en-GB;q=0.8` is ("en", 800). What does not have this shape says nothing.
fn range(text: &str) -> Option<Range<'_>> {
    let (tag, weight) = text.split_once(';').unwrap_or((text, "q=1"));
    let (name, number) = weight.trim().split_once('=')?;
    let number = number.trim().parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number))?;
    let primary = tag.trim().split('-').next()?;
    name.trim().eq_ignore_ascii_case("q").then_some((primary, (number * 1000.0).round() as u16))
}

/// The weight of a language; of two that weigh the same, the one that is named first comes first.
/// `*` stands for what is not named.
fn rank(ranges: &[Range], primary: &str) -> (u16, Reverse<usize>) {
    let weight_of = |name: &str| {
        let named = ranges.iter().enumerate().filter(|(_, (range, _))| range.eq_ignore_ascii_case(name));
        named.map(|(place, (_, weight))| (*weight, Reverse(place))).max()
    };
    let rank = weight_of(primary).or_else(|| weight_of("*")).filter(|(weight, _)| *weight > 0);
    rank.unwrap_or((0, Reverse(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::Language::{self, Chinese, English};

    #[test]
    fn the_preferred_language_is_negotiated() {
        #[rustfmt::skip]
        let cases = [
            ("", Chinese), ("zh-CN", Chinese), ("zh-Hans-CN", Chinese), ("zh-TW", Chinese), ("ZH", Chinese),
            ("en", English), ("EN-gb", English), ("en-US,en;q=0.9", English), ("fr, en;q=0.1", English),
            ("zh-CN,zh;q=0.9,en;q=0.8", Chinese), ("en;q=0.9, zh-CN;q=0.8", English), ("en;q=0.8,zh;q=0.81", Chinese),
            ("zh;q=0.2 , en ; q = 0.3", English), ("en, zh", English), ("zh, en", Chinese),
            ("*", Chinese), ("en;q=0.5, *;q=0.6", Chinese), ("zh;q=0, *", English), ("en, *;q=0.5", English),
            ("en;q=0", Chinese), ("zh;q=0", Chinese), ("fr", Chinese),
            ("en;q=2", Chinese), ("en;q=NaN", Chinese), ("en;q=", Chinese), ("en;level=1", Chinese), (";;,,q=1", Chinese),
        ];
        for (accepted, language) in cases {
            assert_eq!(Language::preferred(accepted), language, "{accepted}");
        }
    }
}
