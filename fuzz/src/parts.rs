//! Inputs of several parts: a byte that says what a part is, two bytes for its length, and the part.

/// The parts of an input. A length beyond the end means all that is left.
pub fn split(mut data: &[u8]) -> Vec<(u8, &[u8])> {
    let mut parts = Vec::new();
    while let [kind, high, low, rest @ ..] = data {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (part, after) = rest.split_at(length);
        parts.push((*kind, part));
        data = after;
    }
    parts
}

/// The input that these parts make. What does not fit into two bytes of length is cut.
pub fn join<'a>(parts: impl IntoIterator<Item = (u8, &'a [u8])>) -> Vec<u8> {
    let mut data = Vec::new();
    for (kind, part) in parts {
        let part = part.get(..usize::from(u16::MAX)).unwrap_or(part);
        data.push(kind);
        data.extend(u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes());
        data.extend_from_slice(part);
    }
    data
}
