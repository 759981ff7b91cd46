//! The text form of keys: Bech32 (BIP 173), as the `age` format uses it.

const LETTERS: [char; 32] = [
    'q', 'p', 'z', 'r', 'y', '9', 'x', '8', 'g', 'f', '2', 't', 'v', 'd', 'w', '0', 's', '3', 'j', 'n', '5', '4', 'k', 'h', 'c', 'e', '6',
    'm', 'u', 'a', '7', 'l',
];
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// One step of the check sum.
fn step(sum: u32, value: u8) -> u32 {
    let top = sum >> 25;
    let shifted = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
    GENERATOR.iter().zip(0_u32..).filter(|(_, bit)| top >> bit & 1 == 1).fold(shifted, |sum, (term, _)| sum ^ term)
}

/// `bytes` behind `prefix`, in lower case.
pub(super) fn encode(prefix: &str, bytes: &[u8]) -> String {
    let mut values = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = held << 8 & 0xffff | u32::from(*byte);
        bits = bits.saturating_add(8);
        while bits >= 5 {
            bits = bits.saturating_sub(5);
            values.push((held >> bits & 31).to_le_bytes()[0]);
        }
    }
    if bits > 0 {
        values.push((held << 5_u32.saturating_sub(bits) & 31).to_le_bytes()[0]);
    }
    let expanded = prefix.bytes().map(|byte| byte >> 5).chain([0]).chain(prefix.bytes().map(|byte| byte & 31));
    let sum = expanded.chain(values.iter().copied()).chain([0; 6]).fold(1, step) ^ 1;
    let check = [25, 20, 15, 10, 5, 0].map(|shift| (sum >> shift & 31).to_le_bytes()[0]);
    let letters = values.into_iter().chain(check).filter_map(|value| LETTERS.get(usize::from(value)));
    format!("{prefix}1{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_the_standard() {
        assert_eq!(encode("a", &[]), "a12uel5l");
        // Version 0 of a witness program is a value of its own there, so its example fits bytes only in part; this one is whole.
        let bytes =
            [0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf];
        assert_eq!(encode("abcdef", &bytes), "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw");
    }
}
