//! Spaces between words: the network leaves many out, but the ink shows them.

use super::found::FieldCharacter;
use super::lines::Line;

/// A space is wider than the usual distance of two letters by this share of the height of a letter.
const WIDER: f64 = 0.2;
/// The same between digits and the marks in dates, which stand in cells of one width: a 1 has much room beside it.
const WIDER_DIGITS: f64 = 0.4;
/// How much wider, as a share of the same, makes the difference between as likely as not and sure.
const SURE: f64 = 0.15;
/// A space that was put in by the ink is never surer than this.
const MOST: f64 = 0.99;

/// Puts spaces where the ink shows them and the network gave none.
pub(super) fn put_spaces(characters: &mut Vec<FieldCharacter>, line: &Line, fits: bool) {
    let mut widths: Vec<f64> = line.gaps.iter().map(|(from, to)| to - from).collect();
    widths.sort_by(f64::total_cmp);
    let usual = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
    // In a line of a few letters, most gaps may be spaces.
    let usual = usual.min(0.3 * line.height());
    for (from, to) in &line.gaps {
        let wider = (to - from - usual) / line.height().max(1.0);
        let middle = from.midpoint(*to);
        let after = characters.iter().take_while(|one| one.from_px.midpoint(one.to_px) < middle).count();
        let beside = characters.get(after.saturating_sub(1)..(after + 1).min(characters.len())).unwrap_or_default();
        if after == 0 || after == characters.len() || beside.iter().any(|one| one.character == ' ') {
            continue;
        }
        let in_cells = |one: &FieldCharacter| one.character.is_ascii_digit() || "./-".contains(one.character);
        let limit = if beside.iter().all(in_cells) { WIDER_DIGITS } else { WIDER };
        if wider < limit {
            continue;
        }
        let probability = (0.5 + (wider - limit) / SURE / 2.0).min(MOST);
        let space = FieldCharacter { character: ' ', probability, alternatives: Vec::new(), unexpected: !fits, from_px: *from, to_px: *to };
        characters.insert(after, space);
    }
}
