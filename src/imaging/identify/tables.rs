//! Finds what looks alike among all places of all pages without comparing with each: hashing by parts of the description (Norouzi,
//! Punjani and Fleet 2012). Descriptions that differ in few of their 256 comparisons agree wholly in some of their 16 parts, so each
//! part has a table of who has it.

/// Parts of a description, of 16 comparisons each.
const PARTS: usize = 16;
/// Values that a part can have.
const VALUES: usize = 1 << 16;
/// Places from which only half of the parts have a table: memory counts for more then than a few places missed.
const MANY: usize = 4_000_000;
/// Comparisons of a signature of 32 that may differ: of descriptions that differ in 64 of 256 nearly all differ in fewer, of unrelated
/// ones one in forty.
const SIGNATURE_DISTANCE: u32 = 10;
/// A value of a part that so many times more places share than values do on the average tells nothing: paper without print has it.
const COMMON: usize = 48;

/// Tables of the places of all pages.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    parts: Vec<Table>,
    most: usize,
}

/// Who has which value of one part: `items[starts[value]..starts[value + 1]]`.
#[derive(Debug, Clone)]
struct Table {
    starts: Vec<u32>,
    /// Places with a signature each: two further parts of the description. In a large library the description itself lies anywhere in
    /// memory, which takes longer to fetch than hundreds of signatures take to read in a row.
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Item {
    place: u32,
    signature: u32,
}

/// The two parts opposite a part.
fn signature(bits: &[u64; 4], number: usize) -> u32 {
    let first = (number / 2 * 2 + PARTS / 2) % PARTS;
    (part(bits, first) | (part(bits, first + 1) << 16)) as u32
}

/// One part of a description.
fn part(bits: &[u64; 4], number: usize) -> usize {
    (bits[number / 4] >> (number % 4 * 16)) as usize & (VALUES - 1)
}

impl Tables {
    /// Sorts the descriptions of all places into tables; more than four thousand million are cut off.
    pub(super) fn new(all: &[[u64; 4]]) -> Self {
        use rayon::prelude::*;
        let all = &all[..all.len().min(u32::MAX as usize)];
        let step = if all.len() > MANY { 2 } else { 1 };
        let parts = (0..PARTS).into_par_iter().step_by(step).map(|number| {
            let mut starts = vec![0_u32; VALUES + 1];
            for bits in all {
                starts[part(bits, number) + 1] += 1;
            }
            for value in 0..VALUES {
                starts[value + 1] += starts[value];
            }
            let mut next = starts.clone();
            let mut items = vec![Item::default(); all.len()];
            for (place, bits) in all.iter().enumerate() {
                let slot = &mut next[part(bits, number)];
                items[*slot as usize] = Item { place: place as u32, signature: signature(bits, number) };
                *slot += 1;
            }
            Table { starts, items }
        });
        Self { parts: parts.collect(), most: (all.len() / VALUES + 1) * COMMON }
    }

    /// Puts all places that share a part and most of a signature with `bits` and differ from it in at most `most` comparisons into
    /// `found`, as `(place, comparisons that differ)` in their order and each once.
    pub(super) fn alike(&self, all: &[[u64; 4]], bits: &[u64; 4], most: u32, found: &mut Vec<(u32, u32)>) {
        found.clear();
        let step = PARTS / self.parts.len().max(1);
        for (table, number) in self.parts.iter().zip((0..PARTS).step_by(step)) {
            let value = part(bits, number);
            let items = &table.items[table.starts[value] as usize..table.starts[value + 1] as usize];
            if items.len() > self.most {
                continue;
            }
            let signature = signature(bits, number);
            for item in items.iter().filter(|item| (item.signature ^ signature).count_ones() <= SIGNATURE_DISTANCE) {
                let distance = all[item.place as usize].iter().zip(bits).map(|(a, b)| (a ^ b).count_ones()).sum();
                if distance <= most {
                    found.push((item.place, distance));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::register::random::Random;

    #[test]
    fn what_differs_little_is_found_and_the_rest_is_not() {
        let mut random = Random::new(5);
        let all: Vec<[u64; 4]> = (0..3_000).map(|_| [0; 4].map(|_: u64| random.next())).collect();
        let tables = Tables::new(&all);
        let mut found = Vec::new();
        let mut missed = 0;
        for place in (0..all.len()).step_by(7) {
            let mut bits = all[place];
            for _ in 0..30 {
                let at = random.below(256);
                bits[at / 64] ^= 1 << (at % 64);
            }
            tables.alike(&all, &bits, 64, &mut found);
            assert!(found.iter().all(|(other, _)| *other == place as u32), "{found:?}");
            missed += usize::from(found.is_empty());
        }
        // A part of 16 escapes 30 changes in 256 with 0.15; that all 16 are hit happens in one of thirteen.
        assert!(missed < 60, "{missed} of 429");
        tables.alike(&all, &all[8], 0, &mut found);
        assert_eq!(found, [(8, 0)]);
    }

    #[test]
    fn an_empty_index_has_nothing_alike() {
        let mut found = vec![(1, 1)];
        Tables::new(&[]).alike(&[], &[0; 4], 256, &mut found);
        assert!(found.is_empty());
        Tables::default().alike(&[], &[0; 4], 256, &mut found);
        assert!(found.is_empty());
    }
}
