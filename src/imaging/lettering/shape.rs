//! From characters to placed glyphs: runs of one font and one direction, in the order they are seen, shaped.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, Script, ShapePlan, UnicodeBuffer, script};

use super::font::Font;

/// A glyph on the base line, in mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    pub font: Font,
    pub id: GlyphId,
    /// Where its origin is, to the right and up from the start of the base line.
    pub at: (f32, f32),
    /// How far the pen moves on, with tracking; 0 for marks.
    pub advance: f32,
    /// The em of its font.
    pub em: f32,
}

/// Characters of one font and direction.
#[derive(Debug)]
struct Run {
    font: Font,
    scale: f32,
    backward: bool,
    text: String,
}

/// Shapes `text` with `font` at `em` mm; the glyphs from left to right and the whole advance.
pub(super) fn glyphs(font: Font, em: f32, tracking: f32, text: &str) -> (Vec<Glyph>, f32) {
    let mut placed = Vec::with_capacity(text.len());
    let mut x = 0.0;
    for run in runs(font, text) {
        let Some(face) = run.font.face() else { continue };
        let size = em * run.scale;
        let scale = size / face.units_per_em() as f32;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&run.text);
        buffer.guess_segment_properties();
        buffer.set_direction(if run.backward { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaped = rustybuzz::shape_with_plan(face, &plan(run.font, face, buffer.direction(), buffer.script()), buffer);
        // Arabic letters are joined: no space comes between them.
        let tracking = if run.backward { 0.0 } else { tracking };
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let advance = position.x_advance as f32 * scale + if position.x_advance > 0 { tracking } else { 0.0 };
            let at = (x + position.x_offset as f32 * scale, position.y_offset as f32 * scale);
            placed.push(Glyph { font: run.font, id: GlyphId(info.glyph_id as u16), at, advance, em: size });
            x += advance;
        }
    }
    (placed, x)
}

/// The plan of shaping for a font, direction and script; making one takes longer than shaping a line with it.
fn plan(font: Font, face: &Face<'_>, direction: Direction, script: Script) -> Arc<ShapePlan> {
    static PLANS: RwLock<BTreeMap<(Font, bool, u32), Arc<ShapePlan>>> = RwLock::new(BTreeMap::new());
    let key = (font, direction == Direction::RightToLeft, script.tag().0);
    if let Some(plan) = PLANS.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(plan);
    }
    let known = (script != script::UNKNOWN).then_some(script);
    let made = Arc::new(ShapePlan::new(face, direction, known, None, &[]));
    PLANS.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
    made
}

/// The direction of a character: `Some(true)` to the left, `Some(false)` to the right, `None` as its neighbours.
fn direction(character: char) -> Option<bool> {
    match character {
        '\u{660}'..='\u{66c}' | '\u{6f0}'..='\u{6f9}' => Some(false),
        '\u{600}'..='\u{6ff}' => Some(true),
        _ if character.is_alphanumeric() => Some(false),
        _ => None,
    }
}

/// The runs of `text` in the order they are seen: a small part of the Unicode bidirectional algorithm, enough for names and addresses.
fn runs(font: Font, text: &str) -> Vec<Run> {
    let characters: Vec<char> = text.chars().collect();
    // Letters decide the direction of the line; digits do not.
    let whole = characters.iter().find(|character| character.is_alphabetic()).is_some_and(|first| direction(*first) == Some(true));
    let mut directions: Vec<Option<bool>> = characters.iter().map(|character| direction(*character)).collect();
    let mut before = whole;
    for index in 0..directions.len() {
        let after = directions.iter().skip(index).copied().flatten().next().unwrap_or(whole);
        if let Some(slot) = directions.get_mut(index) {
            before = slot.unwrap_or(if before == after { before } else { whole });
            *slot = Some(before);
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for (character, backward) in characters.into_iter().zip(directions) {
        let backward = backward.unwrap_or(whole);
        // Marks and spaces stay with the letters before them; so does what the font of those letters has and the first font has not.
        match runs.last_mut() {
            Some(run) if run.backward == backward && stays(font, run.font, character) => run.text.push(character),
            _ => {
                let (font, scale) = font.for_character(character);
                match runs.last_mut() {
                    Some(run) if run.backward == backward && run.font == font => run.text.push(character),
                    _ => runs.push(Run { font, scale, backward, text: character.to_string() }),
                }
            }
        }
    }
    // Neighbouring runs against the direction of the line are seen in their own order.
    if whole {
        runs.reverse();
    }
    let mut ordered: Vec<Run> = Vec::with_capacity(runs.len());
    let mut against: Vec<Run> = Vec::new();
    for run in runs {
        if run.backward == whole {
            ordered.extend(against.drain(..).rev());
            ordered.push(run);
        } else {
            against.push(run);
        }
    }
    ordered.extend(against.into_iter().rev());
    ordered
}

/// Whether `character` is written with the font of the run before it.
fn stays(first: Font, current: Font, character: char) -> bool {
    current.has(character) && (current == first || character.is_whitespace() || !character.is_alphanumeric() || !first.has(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(text: &str) -> Vec<String> {
        runs(Font::Serif, text).into_iter().map(|run| run.text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn a_line_of_arabic_begins_at_the_right() {
        assert_eq!(order("٣٤ شارع الورد"), ["شارع الورد", "٣٤"]);
        assert_eq!(order("مدينة اللؤلؤ ١٢٣٤٥"), ["١٢٣٤٥", "مدينة اللؤلؤ"]);
        assert_eq!(order("Qazirah قازرة 12"), ["Qazirah", "قازرة", "12"]);
    }

    #[test]
    fn scripts_pick_their_fonts() {
        let fonts: Vec<_> = runs(Font::Garamond, "Anna โสรไท 天海").into_iter().map(|run| run.font).collect();
        assert_eq!(fonts, [Font::Garamond, Font::ThaiSarabun, Font::ChineseSong]);
    }
}
