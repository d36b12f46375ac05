//! Shares in percent, rounded half up to one decimal, as statutory columns are.
use super::rounding::rounded;

/// `part` of `whole` in percent; nothing of nothing is not a share.
pub fn percent(part: usize, whole: usize) -> Option<f64> {
    let (part, whole) = (i128::try_from(part).ok()?, i128::try_from(whole).ok()?);
    rounded(part * 1000, whole).map(|tenths| tenths as f64 / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_tenth_is_rounded_up() {
        let cases =
            [(1, 3, 33.3), (2, 3, 66.7), (1, 8, 12.5), (1, 16, 6.3), (1, 2000, 0.1), (1, 2001, 0.0), (7, 7, 100.0)];
        for (part, whole, expected) in cases {
            assert_eq!(percent(part, whole), Some(expected), "{part}/{whole}");
        }
        assert_eq!((percent(0, 0), percent(0, 5)), (None, Some(0.0)));
    }
}
