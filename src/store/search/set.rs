//! Sets of cases by their numbers in the index, which are small and close together.

/// Numbers above this do not occur: a store has no more cases than it has entries in its log, and far fewer.
const LIMIT: i64 = 1 << 28;

/// A set of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Set {
    bits: Vec<u64>,
    count: u64,
}

impl Set {
    pub(super) fn insert(&mut self, docid: i64) {
        if !(0..LIMIT).contains(&docid) {
            return;
        }
        let (place, bit) = place(docid);
        if place >= self.bits.len() {
            self.bits.resize(place.saturating_add(1), 0);
        }
        if let Some(word) = self.bits.get_mut(place) {
            self.count = self.count.saturating_add(u64::from(*word & bit == 0));
            *word |= bit;
        }
    }

    pub(super) fn contains(&self, docid: i64) -> bool {
        let (place, bit) = place(docid.max(0));
        self.bits.get(place).is_some_and(|word| word & bit != 0)
    }

    pub(super) fn len(&self) -> u64 {
        self.count
    }

    /// Keeps what is in both.
    pub(super) fn keep(&mut self, other: &Self) {
        self.bits.truncate(other.bits.len());
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, other)| *word &= other);
        self.count = self.bits.iter().map(|word| u64::from(word.count_ones())).sum();
    }

    /// Its numbers in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = i64> {
        (0_i64..)
            .step_by(64)
            .zip(&self.bits)
            .flat_map(|(start, word)| (0_i64..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| start.saturating_add(bit)))
    }
}

fn place(docid: i64) -> (usize, u64) {
    (usize::try_from(docid / 64).unwrap_or(usize::MAX), 1 << (docid % 64).clamp(0, 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_set() {
        let mut set = Set::default();
        for docid in [1, 64, 63, 1, 500, -1, i64::MAX] {
            set.insert(docid);
        }
        assert_eq!((set.len(), set.iter().collect::<Vec<_>>()), (4, vec![1, 63, 64, 500]));
        let mut other = Set::default();
        other.insert(64);
        other.insert(7);
        set.keep(&other);
        assert_eq!(
            (set.len(), set.contains(64), set.contains(7), set.contains(-5), set.contains(i64::MAX)),
            (1, true, false, false, false)
        );
    }
}
