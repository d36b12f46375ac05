//! Rounding as documents round (四舍五入): to the nearest, a half away from zero. No floating point.

/// The quotient of two numbers, rounded; nothing of zero, nothing that is too large.
pub fn rounded(numerator: i128, denominator: i128) -> Option<i64> {
    let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let magnitude = n.checked_mul(2)?.checked_add(d)?.checked_div(d.checked_mul(2)?)?;
    let magnitude = i64::try_from(magnitude).ok()?;
    Some(if (numerator < 0) == (denominator < 0) { magnitude } else { -magnitude })
}

/// A number of tenths or hundredths as people write it: `decimal(81013, 2)` is 810.13.
pub fn decimal(value: i64, places: u32) -> String {
    let (sign, one) = (if value < 0 { "-" } else { "" }, 10_u64.pow(places));
    let (whole, part) = (value.unsigned_abs() / one, value.unsigned_abs() % one);
    match places {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{part:0width$}", width = places as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_half_goes_away_from_zero() {
        assert_eq!(rounded(5, 10), Some(1));
        assert_eq!(rounded(-5, 10), Some(-1));
        assert_eq!(rounded(4, 10), Some(0));
        assert_eq!(rounded(-14, 10), Some(-1));
        assert_eq!(rounded(15, -10), Some(-2));
    }

    #[test]
    fn nothing_is_divided_by_zero_and_nothing_overflows() {
        assert_eq!(rounded(1, 0), None);
        assert_eq!(rounded(0, 0), None);
        assert_eq!(rounded(i128::from(i64::MAX), 1), Some(i64::MAX));
        assert_eq!(rounded(i128::from(i64::MAX) + 1, 1), None);
        assert_eq!(rounded(i128::MAX, 1), None);
    }

    #[test]
    fn a_decimal_keeps_its_zeros_and_its_sign() {
        assert_eq!(decimal(81_013, 2), "810.13");
        assert_eq!(decimal(-502, 1), "-50.2");
        assert_eq!(decimal(5, 2), "0.05");
        assert_eq!(decimal(-5, 1), "-0.5");
        assert_eq!(decimal(1000, 1), "100.0");
        assert_eq!(decimal(7, 0), "7");
    }

    proptest! {
        #[test]
        fn it_is_never_off_by_more_than_a_half(n in any::<i64>(), d in 1_i64..) {
            let (n, d) = (i128::from(n), i128::from(d));
            let off = (n - i128::from(rounded(n, d).unwrap()) * d).abs();
            prop_assert!(off * 2 <= d);
        }
    }
}
