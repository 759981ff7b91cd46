//! Linear symbols: Code 128 (ISO/IEC 15417) and Code 39 (ISO/IEC 16388).

/// Widths of the bars and spaces of the symbol characters of Code 128, value 0 to 105.
const CODE_128: [&[u8; 6]; 106] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212", b"221213", b"221312", b"231212",
    b"112232", b"122132", b"122231", b"113222", b"123122", b"123221", b"223211", b"221132", b"221231", b"213212", b"223112", b"312131",
    b"311222", b"321122", b"321221", b"312212", b"322112", b"322211", b"212123", b"212321", b"232121", b"111323", b"131123", b"131321",
    b"112313", b"132113", b"132311", b"211313", b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121",
    b"313121", b"211331", b"231131", b"213113", b"213311", b"213131", b"311123", b"311321", b"331121", b"312113", b"312311", b"332111",
    b"314111", b"221411", b"431111", b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214", b"112412", b"122114",
    b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111", b"111242", b"121142", b"121241", b"114212",
    b"124112", b"124211", b"411212", b"421112", b"421211", b"212141", b"214121", b"412121", b"111143", b"111341", b"131141", b"114113",
    b"114311", b"411113", b"411311", b"113141", b"114131", b"311141", b"411131", b"211412", b"211214", b"211232",
];
const STOP: &[u8; 7] = b"2331112";
const START_B: usize = 104;
const START_C: usize = 105;
/// Switches to code set C, in which a symbol character is two digits.
const CODE_C: usize = 99;
/// Switches to code set B.
const CODE_B: usize = 100;

/// The modules of a Code 128 symbol with its check character; `None` for no text or other characters than printable ASCII.
pub(super) fn code_128(text: &str) -> Option<Vec<bool>> {
    let values = values_128(text)?;
    let weighted = values.iter().enumerate().map(|(place, value)| place.max(1) * value).sum::<usize>();
    let mut modules = Vec::new();
    for value in values.into_iter().chain([weighted % 103]) {
        bars(&mut modules, CODE_128.get(value)?.as_slice());
    }
    bars(&mut modules, STOP);
    Some(modules)
}

/// Start character and data; four digits or more in a row go by pairs.
fn values_128(text: &str) -> Option<Vec<usize>> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return None;
    }
    let (mut values, mut pairs) = (Vec::new(), false);
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let wants_pairs = if pairs { digits >= 2 } else { digits >= 4 && digits.is_multiple_of(2) };
        if values.is_empty() {
            values.push(if wants_pairs { START_C } else { START_B });
        } else if wants_pairs != pairs {
            values.push(if wants_pairs { CODE_C } else { CODE_B });
        }
        pairs = wants_pairs;
        match after {
            [second, after @ ..] if pairs => {
                values.push(usize::from(first - b'0') * 10 + usize::from(second - b'0'));
                rest = after;
            }
            _ => {
                values.push(usize::from(first - b' '));
                rest = after;
            }
        }
    }
    Some(values)
}

/// Adds bars and spaces of the given widths, a bar first.
fn bars(modules: &mut Vec<bool>, widths: &[u8]) {
    for (element, width) in widths.iter().enumerate() {
        modules.extend(std::iter::repeat_n(element % 2 == 0, usize::from(width - b'0')));
    }
}

/// The characters of Code 39 with their five bars and four spaces; `1` is wide.
const CODE_39: [(u8, &[u8; 9]); 44] = [
    (b'0', b"000110100"),
    (b'1', b"100100001"),
    (b'2', b"001100001"),
    (b'3', b"101100000"),
    (b'4', b"000110001"),
    (b'5', b"100110000"),
    (b'6', b"001110000"),
    (b'7', b"000100101"),
    (b'8', b"100100100"),
    (b'9', b"001100100"),
    (b'A', b"100001001"),
    (b'B', b"001001001"),
    (b'C', b"101001000"),
    (b'D', b"000011001"),
    (b'E', b"100011000"),
    (b'F', b"001011000"),
    (b'G', b"000001101"),
    (b'H', b"100001100"),
    (b'I', b"001001100"),
    (b'J', b"000011100"),
    (b'K', b"100000011"),
    (b'L', b"001000011"),
    (b'M', b"101000010"),
    (b'N', b"000010011"),
    (b'O', b"100010010"),
    (b'P', b"001010010"),
    (b'Q', b"000000111"),
    (b'R', b"100000110"),
    (b'S', b"001000110"),
    (b'T', b"000010110"),
    (b'U', b"110000001"),
    (b'V', b"011000001"),
    (b'W', b"111000000"),
    (b'X', b"010010001"),
    (b'Y', b"110010000"),
    (b'Z', b"011010000"),
    (b'-', b"010000101"),
    (b'.', b"110000100"),
    (b' ', b"011000100"),
    (b'$', b"010101000"),
    (b'/', b"010100010"),
    (b'+', b"010001010"),
    (b'%', b"000101010"),
    (b'*', b"010010100"),
];

/// The modules of a Code 39 symbol between its start and stop characters; `None` for no text or characters that it lacks.
pub(super) fn code_39(text: &str) -> Option<Vec<bool>> {
    if text.is_empty() || text.contains('*') {
        return None;
    }
    let mut modules = Vec::new();
    for character in format!("*{text}*").bytes() {
        let (_, elements) = CODE_39.iter().find(|(known, _)| *known == character)?;
        if !modules.is_empty() {
            modules.push(false);
        }
        let widths: Vec<u8> = elements.iter().map(|wide| if *wide == b'1' { b'3' } else { b'1' }).collect();
        bars(&mut modules, &widths);
    }
    Some(modules)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn characters_of_code_128_are_eleven_modules_with_an_even_number_dark() {
        for widths in CODE_128 {
            let all: Vec<u32> = widths.iter().map(|width| u32::from(width - b'0')).collect();
            assert_eq!(all.iter().sum::<u32>(), 11);
            assert_eq!(all.iter().step_by(2).sum::<u32>() % 2, 0, "{all:?}");
        }
        assert_eq!(CODE_128.iter().collect::<BTreeSet<_>>().len(), 106);
    }

    #[test]
    fn code_128_reads_back_with_its_check_character() {
        let modules = code_128("PJJ123C").unwrap();
        assert_eq!(modules.len(), (1 + 7 + 1) * 11 + 13);
        // Start B, then A is value 33; the published example PJJ123C sums up to 878 from start A, value 103.
        assert_eq!(
            values_128("PJJ123C").unwrap()[1..].iter().enumerate().map(|(place, value)| (place + 1) * value).sum::<usize>(),
            878 - 103
        );
        let narrow: Vec<bool> = "11010010000".chars().map(|module| module == '1').collect();
        assert_eq!(modules[..11], narrow);
    }

    #[test]
    fn digits_go_by_pairs() {
        assert_eq!(values_128("12345678").unwrap(), [START_C, 12, 34, 56, 78]);
        assert_eq!(values_128("AB1234C").unwrap(), [START_B, 33, 34, CODE_C, 12, 34, CODE_B, 35]);
        assert_eq!(values_128("12345").unwrap(), [START_B, 17, CODE_C, 23, 45]);
        assert_eq!((values_128(""), values_128("ä")), (None, None));
    }

    #[test]
    fn characters_of_code_39_have_three_wide_of_nine() {
        for (_, elements) in CODE_39 {
            assert_eq!(elements.iter().map(|wide| wide - b'0').sum::<u8>(), 3);
        }
        assert_eq!(CODE_39.iter().map(|(_, elements)| elements).collect::<BTreeSet<_>>().len(), 44);
        assert_eq!(code_39("U7").unwrap().len(), 4 * 15 + 3);
        assert!(code_39("u7").is_none());
    }
}
