//! What people are told: the product's English sentences, and the same in Chinese.
//!
//! A sentence is written once, in English, where it is thrown; it is stored and sent about so. On
//! the way to a person it is looked up here. `{}` stands for whatever was put into the sentence.
mod acts;
mod kinds;
mod places;
mod programs;
mod requests;
mod shapes;

use super::Language;
use super::outcome::{ActResult, Refusal};
use serde_json::value::to_raw_value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// (English, Chinese), with their holes in the same order.
pub type Sentence = (&'static str, &'static str);

/// Every sentence, sorted by where it is thrown.
pub const SENTENCES: &[&[Sentence]] = &[
    acts::SENTENCES,
    kinds::SENTENCES,
    programs::SENTENCES,
    requests::SENTENCES,
    places::SENTENCES,
    shapes::SENTENCES,
];

static WHOLE: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| all().filter(|(english, _)| !english.contains("{}")).collect());

/// Those with holes, the most telling first: `no such {} within your duties` before `no such {}`.
static WITH_HOLES: LazyLock<Vec<Sentence>> = LazyLock::new(|| {
    let mut found: Vec<_> = all().filter(|(english, _)| english.contains("{}")).collect();
    found.sort_by_key(|(english, _)| std::cmp::Reverse(english.len()));
    found
});

fn all() -> impl Iterator<Item = Sentence> {
    SENTENCES.iter().flat_map(|sentences| sentences.iter().copied())
}

/// The sentence in Chinese, if it is one of ours.
pub fn in_chinese(sentence: &str) -> Option<String> {
    if let Some(chinese) = WHOLE.get(sentence) {
        return Some((*chinese).to_owned());
    }
    WITH_HOLES.iter().find_map(|(english, chinese)| Some(filled(chinese, &holes(english, sentence)?)))
}

/// The sentence in a language; as it is, where it is none of ours.
pub fn told(sentence: &str, language: Language) -> String {
    let chinese = || in_chinese(sentence).unwrap_or_else(|| sentence.to_owned());
    match language {
        Language::Chinese => chinese(),
        Language::English => sentence.to_owned(),
    }
}

/// What stands in the holes of a sentence, if it is this one.
fn holes<'a>(english: &str, sentence: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = english.split("{}");
    let mut rest = sentence.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let end = match pieces.peek() {
            Some(_) => rest.find(piece)?,
            None => rest.strip_suffix(piece)?.len(),
        };
        found.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    Some(found)
}

/// What stands in a hole may be a word or a sentence of ours itself.
fn filled(chinese: &str, holes: &[&str]) -> String {
    let mut holes = holes.iter().map(|hole| in_chinese(hole).unwrap_or_else(|| (*hole).to_owned()));
    let mut pieces = chinese.split("{}");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| said + &holes.next().unwrap_or_default() + piece)
}

impl Refusal {
    pub fn told_in(self, language: Language) -> Self {
        Self { detail: told(&self.detail, language), ..self }
    }
}

impl ActResult {
    /// The same answer in another language, also where it repeats an earlier one.
    pub fn told_in(self, language: Language) -> Self {
        let first = self.first.map(|first| match serde_json::from_str::<Self>(first.get()) {
            Ok(result) => to_raw_value(&result.told_in(language)).unwrap_or(first),
            Err(_) => first,
        });
        Self { problem: self.problem.map(|problem| problem.told_in(language)), first, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_keeps_what_was_put_into_it() {
        assert_eq!(in_chinese("sign in first").unwrap(), "请先登录");
        assert_eq!(in_chinese("`place` was changed since").unwrap(), "`place` 此后已被他人修改");
        assert_eq!(in_chinese("from 1 to 3660").unwrap(), "应在 1 到 3660 之间");
        assert_eq!(in_chinese("no such region").unwrap(), "没有这个行政区域");
        assert_eq!(in_chinese("missing field `a` at line 1 column 2").unwrap(), "缺少 `a`（第 1 行第 2 列）");
        assert_eq!(in_chinese("something else"), None);
    }

    #[test]
    fn a_sentence_stands_once_and_has_as_many_holes_in_both_languages() {
        let mut seen = std::collections::BTreeSet::new();
        for (english, chinese) in all() {
            assert!(seen.insert(english), "twice: {english}");
            assert_eq!(english.matches("{}").count(), chinese.matches("{}").count(), "{english}");
            assert!(english != "{}" && !chinese.is_ascii(), "{english}");
        }
    }

    #[test]
    fn an_answer_is_translated_with_the_one_that_it_repeats() {
        let text = r#"{"client_seq":1,"act_id":"019ab000-0000-7000-8000-000000000000","result":"duplicate",
            "record":"019ab000-0000-7000-8000-000000000001","first":{"client_seq":1,"result":"rejected",
            "act_id":"019ab000-0000-7000-8000-000000000000","record":"019ab000-0000-7000-8000-000000000001",
            "problem":{"code":"forbidden","detail":"only for a general hazard"}}}"#;
        let result: ActResult = serde_json::from_str(text).unwrap();
        let chinese = serde_json::to_value(result.clone().told_in(Language::Chinese)).unwrap();
        assert_eq!(chinese["first"]["problem"]["detail"], "仅适用于一般隐患");
        let english = serde_json::to_value(result.told_in(Language::English)).unwrap();
        assert_eq!(english["first"]["problem"]["detail"], "only for a general hazard");
    }
}
