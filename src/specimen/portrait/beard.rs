//! Beards and moustaches: a soft ground and single hairs.

use super::easel::{Easel, Over};
use super::traits::Beard;
use super::{Face, MIDDLE};
use crate::specimen::canvas::Tone;
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::rng::Rng;

/// Paints the beard on the face.
pub(super) fn paint(easel: &mut Easel, face: &Face) {
    let (cheeks, ground, hairs, length) = match face.beard {
        Beard::None => return,
        Beard::Stubble => (true, 0.28, 700, 0.2),
        Beard::Short => (true, 0.62, 1100, 0.5),
        Beard::Full => (true, 0.86, 1000, 1.0),
        Beard::Goatee => (false, 0.7, 420, 0.7),
        Beard::Moustache => (false, 0.7, 0, 0.7),
    };
    let tone = face.hair_now().mixed(Tone(38, 28, 24), 0.3);
    let mut rng = Rng::new(face.seed, "beard");
    let (mouth, half, chin) = (face.mouth_y, face.mouth_half, face.chin_y);
    let outline = face.outline();
    let edge = |y: f32| outline.windows(2).find(|pair| pair[0].1 <= y && y < pair[1].1).map_or(0.0, |pair| pair[0].0);
    let long = if face.beard == Beard::Full { 1.2 } else { 0.25 };
    if face.beard != Beard::Moustache {
        // Half of the region, from the ear or the corner of the mouth down to the chin; the other half mirrors it.
        let half_region: Vec<(f32, f32)> = if cheeks {
            let cheek = mouth - 1.6;
            vec![
                (edge(24.0) * 0.985, 22.8),
                (edge(27.0) * 0.93, 27.0),
                (edge(cheek - 1.5) * 0.84, cheek - 0.9),
                (half + 2.2, cheek + 0.7),
                (half + 0.9, mouth - 0.5),
                (half + 0.45, mouth + 1.1),
                (half * 0.5, mouth + face.lip_lower + 0.9),
                (0.0, mouth + face.lip_lower + 0.7),
            ]
        } else {
            vec![
                (half + 0.5, mouth - 0.8),
                (half + 0.3, mouth + 0.8),
                (half * 0.55, mouth + face.lip_lower + 0.8),
                (0.0, mouth + face.lip_lower + 0.7),
            ]
        };
        let low: Vec<(f32, f32)> = if cheeks {
            let jaw = face.jaw_y;
            vec![
                (0.0, chin + long),
                (face.chin * 0.9, chin + long * 0.9 - 0.1),
                (face.chin + 1.6, chin - 1.4 + long * 0.7),
                (face.jaw * 1.0, jaw + 1.0 + long * 0.4),
                (edge(29.0) * 1.01, 29.0),
                (edge(24.0) * 1.0, 22.8),
            ]
        } else {
            vec![(0.0, chin + 0.3), (face.chin * 0.85, chin - 0.2), (half + 0.2, chin - 2.4), (half + 0.8, mouth + 1.4)]
        };
        let mirrored = |points: &[(f32, f32)], side: f32| points.iter().map(|(x, y)| (MIDDLE + side * x, *y)).collect::<Vec<_>>();
        let upper: Vec<_> = mirrored(&half_region, -1.0).into_iter().chain(mirrored(&half_region, 1.0).into_iter().rev()).collect();
        let mut lower = mirrored(&low, 1.0);
        lower.reverse();
        lower.extend(mirrored(&low, -1.0));
        let around: Vec<_> = upper.into_iter().chain(lower).collect();
        if let Some(path) = smooth(&around, Closed::Yes) {
            easel.soft(0.45, if long > 1.0 { Over::All } else { Over::Drawn }, |layer| layer.fill(&path, tone, ground, Over::All));
        }
        for _ in 0..hairs {
            let x = rng.range(-1.0, 1.0);
            let y = rng.range(if cheeks { 24.0 } else { mouth }, chin + long * 0.8);
            let reach = if cheeks { edge(y.min(chin - 0.4)) } else { half + 0.4 };
            let x = x * reach * 0.99;
            if !within(&half_region, x.abs(), y, cheeks) {
                continue;
            }
            let (px, length) = (MIDDLE + x, length * rng.range(0.6, 1.1));
            let points =
                [(px, y), (px + x * 0.03 * length, y + length * 0.6), (px + x * 0.04 * length + rng.range(-0.15, 0.15), y + length)];
            if let Some(path) = smooth(&points, Closed::No) {
                let lit =
                    if rng.unit() < 0.4 { tone.mixed(Tone(255, 232, 206), rng.range(0.05, 0.3)) } else { tone.mixed(Tone(0, 0, 0), 0.35) };
                easel.stroke(&path, rng.range(0.06, 0.12), lit, 0.5, Over::All);
            }
        }
    }
    moustache(easel, face, tone, ground, &mut rng);
}

/// Whether a place lies below the upper edge of the beard.
fn within(edge: &[(f32, f32)], x: f32, y: f32, cheeks: bool) -> bool {
    let bound = edge.windows(2).find_map(|pair| {
        let (far, near) = (pair[0], pair[1]);
        (near.0 <= x && x < far.0).then(|| near.1 + (far.1 - near.1) * (x - near.0) / (far.0 - near.0).max(1e-3))
    });
    bound.map_or(cheeks && y > 24.0, |bound| y > bound)
}

fn moustache(easel: &mut Easel, face: &Face, tone: Tone, ground: f32, rng: &mut Rng) {
    let (mouth, half) = (face.mouth_y, face.mouth_half);
    let top = face.nose_y + 0.75;
    let low = mouth - face.lip_upper * 0.75;
    let down = if face.beard == Beard::Moustache { 0.5 } else { 1.2 };
    let region = [
        (-half - 0.6, mouth + down),
        (-half - 0.7, mouth - 0.6),
        (-half * 0.62, f32::midpoint(top, low) - 0.3),
        (-0.7, top),
        (0.0, top + 0.35),
        (0.7, top),
        (half * 0.62, f32::midpoint(top, low) - 0.3),
        (half + 0.7, mouth - 0.6),
        (half + 0.6, mouth + down),
        (half + 0.1, mouth + down * 0.6),
        (half * 0.6, low + 0.15),
        (0.0, low - 0.1),
        (-half * 0.6, low + 0.15),
        (-half - 0.1, mouth + down * 0.6),
    ];
    let around = region.map(|(x, y)| (MIDDLE + x, y));
    if let Some(path) = smooth(&around, Closed::Yes) {
        easel.soft(0.22, Over::Drawn, |layer| layer.fill(&path, tone, ground, Over::All));
    }
    if face.beard == Beard::Stubble {
        return;
    }
    for _ in 0..240 {
        let side = if rng.unit() < 0.5 { -1.0_f32 } else { 1.0 };
        let share = rng.unit();
        let x = side * (0.15 + share * half * 0.95);
        let upper = top + (mouth - 0.7 - top) * share * share;
        let y = upper + (low - upper).max(0.2) * rng.range(0.0, 0.8);
        let points =
            [(MIDDLE + x, y), (MIDDLE + x + side * 0.25 * (0.4 + share), y + 0.45), (MIDDLE + x + side * 0.4 * (0.4 + share), y + 0.75)];
        if let Some(path) = smooth(&points, Closed::No) {
            let lit =
                if rng.unit() < 0.4 { tone.mixed(Tone(255, 232, 206), rng.range(0.05, 0.3)) } else { tone.mixed(Tone(0, 0, 0), 0.35) };
            easel.stroke(&path, rng.range(0.09, 0.16), lit, 0.6, Over::Drawn);
        }
    }
}
