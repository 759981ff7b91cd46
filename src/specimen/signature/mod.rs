//! Signatures that look written by different hands, in the script of the holder.

mod flourish;
mod hand;
mod pen;

use tiny_skia::{Path, PathBuilder, Rect, Transform};

use super::canvas::{Canvas, Ink};
use super::holder::Holder;
use super::rng::Rng;
use super::text::Font;
use crate::domain::RectMm;

/// Signs for `holder` in `area`, in mm.
pub(crate) fn sign(canvas: &mut Canvas, area: RectMm, ink: &Ink, holder: &Holder) {
    if let Some(path) = path(holder, area) {
        canvas.fill(&path, ink);
    }
}

/// The outline of the signature of `holder` as it stands in `area`, in mm; to be filled.
pub(crate) fn path(holder: &Holder, area: RectMm) -> Option<Path> {
    let mut rng = Rng::new(holder.seed, &format!("signature {}", holder.nationality));
    let (name, strokes, largest) = match hand::chosen(holder, &mut rng) {
        Some((words, font)) => {
            let name = hand::outline(&words, font, &mut rng)?;
            let bounds = name.bounds();
            let chinese = matches!(font, Font::HandChinese | Font::HandChineseGrass);
            let edges = (bounds.left(), bounds.top(), bounds.right(), bounds.bottom());
            let strokes = if chinese { Vec::new() } else { flourish::under(edges, 0.0, font == Font::HandArabic, &mut rng) };
            (Some(name), strokes, hand::largest_em(font))
        }
        None => (None, flourish::illegible(&mut rng), f32::MAX),
    };
    fitted(name, strokes, largest, area, &mut rng)
}

/// Brings a name and strokes to the size of `area`, but units to no more than `largest` mm; strokes take the width of a pen, 0.22 to 0.4 mm.
fn fitted(name: Option<Path>, strokes: Vec<Vec<pen::Point>>, largest: f32, area: RectMm, rng: &mut Rng) -> Option<Path> {
    let strokes: Vec<_> = strokes.iter().map(|stroke| pen::smooth(stroke)).collect();
    let corners = name.as_ref().map(|name| name.bounds());
    let corners = corners.into_iter().flat_map(|bounds| [(bounds.left(), bounds.top()), (bounds.right(), bounds.bottom())]);
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for point in corners.chain(strokes.iter().flatten().copied()) {
        (left, right) = (left.min(point.0), right.max(point.0));
        (top, bottom) = (top.min(point.1), bottom.max(point.1));
    }
    Rect::from_ltrb(left, top, right, bottom)?;
    let (room_width, room_height) = (area.width as f32, area.height as f32);
    let scale = (room_width / (right - left).max(1e-3)).min(room_height / (bottom - top).max(1e-3)).min(largest) * rng.range(0.8, 0.97);
    // Nobody signs in the middle of the field.
    let (free_x, free_y) = (room_width - scale * (right - left), room_height - scale * (bottom - top));
    let x = area.x as f32 + free_x * rng.range(0.15, 0.85) - scale * left;
    let y = area.y as f32 + free_y * rng.range(0.2, 0.8) - scale * top;
    let width = rng.range(0.22, 0.4);
    let mut builder = PathBuilder::new();
    for stroke in strokes {
        let placed: Vec<_> = stroke.iter().map(|point| (x + scale * point.0, y + scale * point.1)).collect();
        pen::draw(&mut builder, &placed, width);
    }
    if let Some(name) = name.and_then(|name| name.transform(Transform::from_row(scale, 0.0, 0.0, scale, x, y))) {
        builder.push_path(&name);
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specimen::holder::Personal;
    use crate::specimen::names::Culture;

    #[test]
    fn everybody_signs_within_the_field_and_in_a_way_of_their_own() {
        let area = RectMm::new(10.0, 20.0, 40.0, 9.0);
        for culture in Culture::ALL {
            let personal = Personal::new(culture, "A99999999", "2020-01-01".parse().unwrap(), 10);
            let mut boxes = std::collections::BTreeSet::new();
            for seed in 0..50 {
                let bounds = path(&Holder::from_seed(seed, personal), area).unwrap().bounds();
                assert!(bounds.left() > 9.6 && bounds.right() < 50.4 && bounds.top() > 19.6 && bounds.bottom() < 29.4, "{bounds:?}");
                boxes.insert(format!("{bounds:?}"));
            }
            assert_eq!(boxes.len(), 50);
        }
    }
}
