//! Unified social credit codes (GB 32100-2015): 18 characters with two check digits.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A code whose both check characters are right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9A-HJ-NPQRTUWXY]{18}$", example = "91350100M000100Y43")]
pub struct Uscc(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUscc {
    #[error("a unified social credit code has 18 characters of 0-9 and A-Y without I, O, S, V")]
    Shape,
    #[error("the code of the body (characters 9 to 17) has a wrong check digit: expected {0}")]
    Body(char),
    #[error("the last character is a wrong check digit: expected {0}")]
    Check(char),
}

impl Uscc {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl From<Uscc> for String {
    fn from(code: Uscc) -> Self {
        code.0
    }
}
impl TryFrom<String> for Uscc {
    type Error = BadUscc;
    fn try_from(code: String) -> Result<Self, BadUscc> {
        let values: Vec<usize> = code.bytes().filter_map(value_of).collect();
        if code.len() != 18 || values.len() != 18 {
            return Err(BadUscc::Shape);
        }
        let bytes = code.as_bytes();
        let body = body_check(&bytes[8..16]);
        if bytes[16] != body {
            return Err(BadUscc::Body(char::from(body)));
        }
        let check = code_check(&values[..17]);
        if bytes[17] != check {
            return Err(BadUscc::Check(char::from(check)));
        }
        Ok(Self(code))
    }
}

/// Position in the code's alphabet: its value in the sum of GB 32100.
fn value_of(character: u8) -> Option<usize> {
    ALPHABET.iter().position(|&known| known == character)
}

/// GB 32100: weights 3^(i-1) mod 31.
fn code_check(values: &[usize]) -> u8 {
    let (sum, _) = values.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    ALPHABET[(31 - sum % 31) % 31]
}

/// GB 11714: weights 3,7,9,10,5,8,4,2; letters count from A = 10.
fn body_check(body: &[u8]) -> u8 {
    const WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let value = |byte: u8| char::from(byte).to_digit(36).unwrap_or(0) as usize;
    let sum: usize = body.iter().zip(WEIGHTS).map(|(&byte, weight)| value(byte) * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    }
}

/// A valid code for the `n`-th body under a region's six digits: for samples and tests.
pub fn sample(region: &str, n: u32) -> Uscc {
    let mut code = format!("91{}{n:08}", &region[..6]);
    code.push(char::from(body_check(&code.as_bytes()[8..16])));
    let values: Vec<usize> = code.bytes().filter_map(value_of).collect();
    code.push(char::from(code_check(&values)));
    Uscc(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(code: &str) -> Result<Uscc, BadUscc> {
        code.to_owned().try_into()
    }

    #[test]
    fn the_published_examples() {
        assert!(read("91350100M000100Y43").is_ok());
        assert_eq!(read("91350100M000100Y4Z"), Err(BadUscc::Shape));
        assert_eq!(read("91350100M000100Y44"), Err(BadUscc::Check('3')));
        assert!(read("91440300708461136T").is_ok());
        assert_eq!(read("91440300708461137T"), Err(BadUscc::Body('6')));
        assert_eq!(read("91350100m000100y43"), Err(BadUscc::Shape));
    }

    proptest! {
        #[test]
        fn one_changed_character_is_noticed(n in 0u32..100_000_000, at in 0usize..18, to in 0usize..31) {
            let code = sample("360702", n);
            prop_assert!(read(code.as_str()).is_ok());
            let mut changed = code.as_str().as_bytes().to_vec();
            changed[at] = ALPHABET[to];
            let changed = String::from_utf8(changed).unwrap();
            prop_assert_eq!(read(&changed).is_ok(), changed == code.as_str());
        }
    }
}
