//! Neck, shoulders and what is worn on them and on the head.

use tiny_skia::{Path, PathBuilder, Transform};

use super::easel::{Easel, Over};
use super::traits::{Clothes, Headwear};
use super::{Face, HEIGHT, MIDDLE, WIDTH};
use crate::specimen::canvas::Tone;
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::rng::Rng;

const BLACK: Tone = Tone(0, 0, 0);
const WHITE: Tone = Tone(255, 255, 255);

fn mirrored(points: &[(f32, f32)], side: f32) -> Vec<(f32, f32)> {
    points.iter().map(|(x, y)| (MIDDLE + side * x, *y)).collect()
}

/// A closed shape that is the same on both sides, from its upper to its lower middle.
fn symmetric(points: &[(f32, f32)]) -> Option<Path> {
    let mut around = mirrored(points, 1.0);
    around.extend(mirrored(points, -1.0).into_iter().rev());
    smooth(&around, Closed::Yes)
}

/// Neck and shoulders, cut by the frame.
pub(super) fn body(easel: &mut Easel, face: &Face) {
    let chin = face.chin_y;
    let neck = face.neck();
    let shadow = Tone((f32::from(face.skin.0) * 0.56) as u8, (f32::from(face.skin.1) * 0.43) as u8, (f32::from(face.skin.2) * 0.4) as u8);
    let trunk = [
        (0.0, chin - 8.0),
        (neck, chin - 8.0),
        (neck, chin),
        (neck + 0.5, chin + 2.2),
        (neck + 3.2, chin + 4.6),
        (neck + 6.0, HEIGHT + 2.0),
        (0.0, HEIGHT + 2.0),
    ];
    if let Some(path) = symmetric(&trunk) {
        easel.fill(&path, face.skin.mixed(shadow, 0.12), 1.0, Over::All);
        easel.soft(1.1, Over::Drawn, |layer| {
            if let Some(shade) = face.head().and_then(|head| head.transform(Transform::from_translate(0.9, 2.1))) {
                layer.fill(&shade, shadow, 0.8, Over::All);
            }
            for (side, opacity) in [(-1.0_f32, 0.35), (1.0, 0.7)] {
                let edge = mirrored(&[(neck + 0.2, chin - 6.0), (neck + 0.2, chin + 1.0), (neck + 1.4, chin + 3.6)], side);
                if let Some(path) = smooth(&edge, Closed::No) {
                    layer.stroke(&path, 1.8, shadow, opacity, Over::All);
                }
            }
        });
        easel.soft(0.5, Over::Drawn, |layer| {
            for side in [-1.0_f32, 1.0] {
                let tendon = mirrored(&[(neck * 0.82, chin + 1.2), (neck * 0.5, chin + 4.2), (1.2, HEIGHT - 0.4)], side);
                if let Some(path) = smooth(&tendon, Closed::No) {
                    layer.stroke(&path, 0.55, shadow, if side > 0.0 { 0.4 } else { 0.22 }, Over::All);
                }
            }
        });
    }
    let slope = if face.woman { 4.4 } else { 3.4 };
    let top = chin + if face.woman { 2.0 } else { 1.7 };
    let shoulder = |open: &[(f32, f32)]| {
        let mut points = open.to_vec();
        points.extend([
            (neck + 3.6, top + 1.5),
            (MIDDLE - 4.0, top + slope * 0.7),
            (MIDDLE + 1.0, top + slope + 0.4),
            (MIDDLE + 2.5, top + slope + 1.0),
            (MIDDLE + 2.5, HEIGHT + 3.0),
            (0.0, HEIGHT + 3.0),
        ]);
        symmetric(&points)
    };
    let opening: &[(f32, f32)] = match face.clothes {
        Clothes::Roll => &[(0.0, top + 1.6), (neck * 0.7, top + 1.2), (neck + 0.6, top)],
        Clothes::Crew => &[(0.0, top + 3.7), (neck * 0.6, top + 3.0), (neck + 0.9, top + 0.2)],
        Clothes::Vee => &[(0.0, top + 6.4), (0.0, top + 6.4), (neck * 0.5, top + 3.6), (neck + 1.2, top)],
        Clothes::Shirt | Clothes::Jacket | Clothes::Tie => {
            &[(0.0, top + 5.0), (0.0, top + 5.0), (neck * 0.6, top + 2.4), (neck + 0.9, top - 0.2)]
        }
    };
    let Some(path) = shoulder(opening) else { return };
    let outer = match face.clothes {
        Clothes::Shirt | Clothes::Jacket | Clothes::Tie => face.shirt,
        _ => face.cloth,
    };
    cloth(easel, &path, outer, top);
    match face.clothes {
        Clothes::Roll => roll(easel, face, top, neck),
        Clothes::Crew => rib(easel, &path, face, &mirror_line(&[(0.0, top + 3.75), (neck * 0.55, top + 3.1), (neck + 0.95, top + 0.4)])),
        Clothes::Vee => rib(easel, &path, face, &mirror_line(&[(0.0, top + 6.5), (neck * 0.5, top + 3.7), (neck + 1.2, top + 0.1)])),
        Clothes::Shirt => collar(easel, face, top, neck),
        Clothes::Jacket | Clothes::Tie => {
            if face.clothes == Clothes::Tie {
                tie(easel, face, top);
            }
            jacket(easel, face, top, neck, slope);
            collar(easel, face, top, neck);
        }
    }
}

/// A line from the left to the right through its first point, which lies on the middle.
fn mirror_line(points: &[(f32, f32)]) -> Vec<(f32, f32)> {
    mirrored(points, -1.0).into_iter().rev().chain(mirrored(points, 1.0).into_iter().skip(1)).collect()
}

/// Fills cloth with light from the left and folds.
fn cloth(easel: &mut Easel, path: &Path, tone: Tone, top: f32) {
    easel.fill(path, tone, 1.0, Over::All);
    easel.glow(path, (8.0, top + 1.5), 11.0, tone.mixed(WHITE, 0.28), 0.7);
    easel.glow(path, (WIDTH - 1.0, HEIGHT), 13.0, tone.mixed(BLACK, 0.5), 0.65);
}

fn rib(easel: &mut Easel, within: &Path, face: &Face, line: &[(f32, f32)]) {
    if let Some(path) = smooth(line, Closed::No) {
        easel.stroke(&path, 1.3, face.cloth.mixed(BLACK, 0.12), 1.0, Over::Drawn);
        easel.stroke(&path, 0.14, face.cloth.mixed(BLACK, 0.45), 0.6, Over::Drawn);
        if let Some(seam) = path.transform(Transform::from_translate(0.0, 0.75)) {
            easel.stroke(&seam, 0.14, face.cloth.mixed(BLACK, 0.4), 0.7, Over::Drawn);
        }
    }
    easel.glow(within, (11.0, HEIGHT), 5.0, face.cloth.mixed(WHITE, 0.2), 0.2);
}

fn roll(easel: &mut Easel, face: &Face, top: f32, neck: f32) {
    let shape = [
        (0.0, top - 1.0),
        (neck * 0.8, top - 1.4),
        (neck + 0.35, top - 2.2),
        (neck + 0.8, top + 0.4),
        (neck + 1.0, top + 2.6),
        (neck * 0.6, top + 3.9),
        (0.0, top + 4.2),
    ];
    if let Some(path) = symmetric(&shape) {
        easel.fill(&path, face.cloth.mixed(WHITE, 0.04), 1.0, Over::All);
        easel.glow(&path, (MIDDLE - 3.6, top + 1.0), 4.5, face.cloth.mixed(WHITE, 0.4), 0.5);
        easel.glow(&path, (MIDDLE + neck + 0.6, top + 1.0), 4.5, face.cloth.mixed(BLACK, 0.6), 0.6);
        for step in -9..=9_i8 {
            let x = f32::from(step) / 9.5;
            let bend = (1.0 - x * x).max(0.0).sqrt();
            let points = [(MIDDLE + x * (neck + 0.3), top - 2.0 + 1.0 * bend), (MIDDLE + x * (neck + 0.9), top + 2.4 + 1.6 * bend)];
            if let Some(path) = smooth(&points, Closed::No) {
                easel.stroke(&path, 0.16, face.cloth.mixed(BLACK, 0.4), 0.35, Over::Drawn);
            }
        }
        easel.stroke(&path, 0.16, face.cloth.mixed(BLACK, 0.5), 0.5, Over::Drawn);
    }
}

fn collar(easel: &mut Easel, face: &Face, top: f32, neck: f32) {
    for side in [-1.0_f32, 1.0] {
        let leaf = [
            (neck + 0.3, top - 2.0),
            (neck + 0.3, top - 2.0),
            (neck + 1.6, top + 0.6),
            (neck + 0.9, top + 3.2),
            (neck - 0.6, top + 5.0),
            (neck - 0.6, top + 5.0),
            (1.6, top + 3.8),
            (0.35, top + 4.4),
            (neck * 0.55, top + 2.0),
            (neck - 0.2, top - 0.4),
        ];
        let points = mirrored(&leaf, side);
        let Some(path) = smooth(&points, Closed::Yes) else { continue };
        easel.soft(0.4, Over::Drawn, |layer| {
            if let Some(shade) = path.clone().transform(Transform::from_translate(0.3, 0.5)) {
                layer.fill(&shade, Tone(30, 32, 44), 0.35, Over::All);
            }
        });
        let tone = if side < 0.0 { face.shirt } else { face.shirt.mixed(Tone(90, 96, 112), 0.2) };
        easel.fill(&path, tone, 1.0, Over::All);
        easel.stroke(&path, 0.1, face.shirt.mixed(Tone(60, 66, 84), 0.5), 0.7, Over::Drawn);
    }
}

fn tie(easel: &mut Easel, face: &Face, top: f32) {
    let knot = [(0.0, top + 3.2), (1.35, top + 3.3), (1.1, top + 5.2), (0.8, top + 5.6), (1.7, HEIGHT + 2.0), (0.0, HEIGHT + 2.0)];
    if let Some(path) = symmetric(&knot) {
        easel.fill(&path, face.accent, 1.0, Over::All);
        easel.glow(&path, (MIDDLE - 0.8, top + 4.2), 2.2, face.accent.mixed(WHITE, 0.5), 0.5);
    }
}

fn jacket(easel: &mut Easel, face: &Face, top: f32, neck: f32, slope: f32) {
    for side in [-1.0_f32, 1.0] {
        let half = [
            (neck + 1.0, top - 0.2),
            (neck + 1.0, top - 0.2),
            (neck + 3.9, top + 1.3),
            (MIDDLE - 4.0, top + slope * 0.62),
            (MIDDLE + 1.0, top + slope + 0.2),
            (MIDDLE + 3.0, top + slope + 1.0),
            (MIDDLE + 3.0, HEIGHT + 3.0),
            (1.4, HEIGHT + 3.0),
            (2.2, top + 6.0),
            (neck - 0.2, top + 3.6),
        ];
        let Some(path) = smooth(&mirrored(&half, side), Closed::Yes) else { continue };
        cloth(easel, &path, face.cloth, top);
        let lapel = [
            (neck + 1.1, top + 0.2),
            (neck + 2.4, top + 1.8),
            (neck + 2.6, top + 3.8),
            (neck + 1.5, top + 4.2),
            (neck + 1.9, top + 5.0),
            (2.8, HEIGHT + 1.5),
        ];
        if let Some(line) = smooth(&mirrored(&lapel, side), Closed::No) {
            easel.stroke(&line, 0.2, face.cloth.mixed(BLACK, 0.5), 0.7, Over::Drawn);
        }
        let rim = [(neck + 0.95, top), (neck - 0.1, top + 3.6), (2.3, top + 6.0), (1.5, HEIGHT + 1.0)];
        if let Some(line) = smooth(&mirrored(&rim, side), Closed::No) {
            easel.stroke(&line, 0.14, face.cloth.mixed(WHITE, 0.3), 0.4, Over::Drawn);
        }
    }
}

/// What covers the head, over face and hair.
pub(super) fn headwear(easel: &mut Easel, face: &Face) {
    let mut rng = Rng::new(face.seed, "cover");
    match face.headwear {
        Headwear::None => {}
        Headwear::Scarf => scarf(easel, face, &mut rng),
        Headwear::Cap => cap(easel, face),
        Headwear::Turban => turban(easel, face, &mut rng),
    }
}

/// The inside of a scarf, behind head and neck.
pub(super) fn lining(easel: &mut Easel, face: &Face) {
    let (w, chin) = (face.half_width, face.chin_y);
    let shape = [(0.0, 9.0), (w * 0.8, 10.0), (w + 1.0, 18.0), (w + 0.8, 28.0), (w, 34.0), (w + 1.0, chin + 2.0), (0.0, chin + 5.0)];
    if let Some(path) = symmetric(&shape) {
        easel.fill(&path, face.accent.mixed(BLACK, 0.6), 1.0, Over::All);
    }
}

/// A scarf around the face, which leaves it free from forehead to chin.
fn scarf(easel: &mut Easel, face: &Face, rng: &mut Rng) {
    let (w, chin, tone) = (face.half_width, face.chin_y, face.accent);
    let outer = [
        (0.0, 8.0),
        (w * 0.45, 7.95),
        (w * 0.86, 9.0),
        (w + 1.3, 13.6),
        (w + 1.9, 19.5),
        (w + 1.7, 27.0),
        (w + 1.0, 33.0),
        (w + 1.6, 37.5),
        (w + 4.6, 41.0),
        (w + 6.0, HEIGHT + 3.0),
        (0.0, HEIGHT + 3.0),
    ];
    let inner = [
        (0.0, 13.0),
        (w * 0.5, 13.4),
        (w * 0.86, 16.6),
        (w * 0.95, 22.5),
        (w * 0.9, 29.0),
        (face.jaw * 0.98, face.jaw_y + 1.6),
        (face.chin * 1.1, chin + 0.2),
        (0.0, chin + 0.7),
    ];
    let (Some(outside), Some(inside)) = (symmetric(&outer), symmetric(&inner)) else { return };
    // The opening runs the other way and stays open.
    let reversed = {
        let mut points = mirrored(&inner, -1.0);
        points.extend(mirrored(&inner, 1.0).into_iter().rev());
        smooth(&points, Closed::Yes)
    };
    let mut both = PathBuilder::new();
    both.push_path(&outside);
    if let Some(path) = &reversed {
        both.push_path(path);
    }
    let Some(path) = both.finish() else { return };
    easel.soft(0.6, Over::Drawn, |layer| layer.stroke(&inside, 1.5, Tone(40, 24, 20), 0.5, Over::All));
    let Some(mut part) = easel.part(0.0, 7.0, WIDTH, HEIGHT) else { return };
    part.fill(&path, tone, 1.0, Over::All);
    part.glow(&path, (MIDDLE - 6.5, 12.0), 9.0, tone.mixed(WHITE, 0.4), 0.7);
    part.glow(&path, (MIDDLE + w + 2.0, 24.0), 13.0, tone.mixed(BLACK, 0.5), 0.75);
    part.soft(0.35, Over::Drawn, |layer| {
        for side in [-1.0_f32, 1.0] {
            for fold in 0..6_u8 {
                let share = f32::from(fold) / 5.0;
                let out = w * (1.0 + 0.22 * share) + rng.range(-0.2, 0.2);
                let points = mirrored(
                    &[
                        (w * 0.3 + share * 3.0, 12.4 - 3.6 * share),
                        (out * 0.93, 17.0),
                        (out, 25.0),
                        (out * 0.9, 33.0),
                        (out * (0.55 + 0.2 * share), 38.0 + share),
                        (out * (0.1 + 0.5 * share), 41.5 + 1.5 * share),
                    ],
                    side,
                );
                if let Some(line) = smooth(&points, Closed::No) {
                    let dark = fold % 2 == 0;
                    layer.stroke(
                        &line,
                        rng.range(0.3, 0.6),
                        if dark { tone.mixed(BLACK, 0.5) } else { tone.mixed(WHITE, 0.35) },
                        0.45,
                        Over::All,
                    );
                }
            }
        }
        for fold in 0..5_u8 {
            let y = chin + 1.3 + 1.1 * f32::from(fold);
            let points = [(MIDDLE - w * 0.75, y - 2.6), (MIDDLE - 3.0, y), (MIDDLE + 3.4, y + 0.5), (MIDDLE + w * 0.85, y - 2.0)];
            if let Some(line) = smooth(&points, Closed::No) {
                layer.stroke(&line, 0.5, if fold % 2 == 0 { tone.mixed(BLACK, 0.5) } else { tone.mixed(WHITE, 0.3) }, 0.5, Over::All);
            }
        }
    });
    part.stroke(&inside, 0.3, tone.mixed(BLACK, 0.4), 0.6, Over::Drawn);
    easel.lay(&part, Over::All);
}

fn cap(easel: &mut Easel, face: &Face) {
    let (w, tone) = (face.half_width + 0.55, face.accent);
    let shape = [
        (0.0, 8.0),
        (w * 0.46, 7.95),
        (w * 0.86, 9.3),
        (w * 1.0, 14.0),
        (w * 0.985, 16.4),
        (w * 0.985, 16.4),
        (w * 0.6, 14.3),
        (0.0, 13.6),
    ];
    let Some(path) = symmetric(&shape) else { return };
    easel.soft(0.5, Over::Drawn, |layer| {
        if let Some(shade) = path.clone().transform(Transform::from_translate(0.3, 0.8)) {
            layer.fill(&shade, Tone(40, 24, 20), 0.5, Over::All);
        }
    });
    easel.fill(&path, tone, 1.0, Over::All);
    easel.glow(&path, (MIDDLE - 4.5, 10.4), 6.5, tone.mixed(WHITE, 0.45), 0.7);
    easel.glow(&path, (MIDDLE + w, 13.0), 7.0, tone.mixed(BLACK, 0.6), 0.75);
    for (line, y) in [11.9_f32, 12.5].into_iter().enumerate() {
        let band = mirror_line(&[(0.0, y - 0.25), (w * 0.6, y + 0.3), (w * 0.99, y + 2.4)]);
        if let Some(path) = smooth(&band, Closed::No) {
            easel.stroke(&path, 0.16, if line == 0 { tone.mixed(WHITE, 0.5) } else { tone.mixed(BLACK, 0.4) }, 0.7, Over::Drawn);
        }
    }
}

fn turban(easel: &mut Easel, face: &Face, rng: &mut Rng) {
    let (w, tone) = (face.half_width, face.accent);
    let shape = [
        (0.0, 7.9),
        (w * 0.6, 8.0),
        (w + 0.9, 9.6),
        (w + 1.7, 13.2),
        (w + 1.2, 18.0),
        (w + 0.2, 21.0),
        (w * 0.93, 20.6),
        (w * 0.72, 16.4),
        (w * 0.3, 13.6),
        (0.0, 12.6),
    ];
    let Some(path) = symmetric(&shape) else { return };
    easel.soft(0.5, Over::Drawn, |layer| {
        if let Some(shade) = path.clone().transform(Transform::from_translate(0.3, 0.8)) {
            layer.fill(&shade, Tone(40, 24, 20), 0.5, Over::All);
        }
    });
    let Some(mut part) = easel.part(0.0, 7.0, WIDTH, 23.0) else { return };
    part.fill(&path, tone, 1.0, Over::All);
    part.glow(&path, (MIDDLE - 5.5, 11.0), 7.5, tone.mixed(WHITE, 0.42), 0.7);
    part.glow(&path, (MIDDLE + w + 1.0, 15.0), 8.0, tone.mixed(BLACK, 0.6), 0.75);
    part.soft(0.2, Over::Drawn, |layer| {
        for side in [-1.0_f32, 1.0] {
            for fold in 0..8_u8 {
                let share = f32::from(fold) / 8.0;
                let points = mirrored(
                    &[
                        (w * (1.05 + 0.05 * share), 20.6 - 7.0 * share),
                        (w * 0.82, 16.6 - 6.0 * share),
                        (w * 0.3, 13.4 - 4.6 * share),
                        (-w * 0.25 * share, 11.6 - 3.6 * share),
                    ],
                    side,
                );
                if let Some(line) = smooth(&points, Closed::No) {
                    layer.stroke(
                        &line,
                        0.34,
                        if fold % 2 == 0 { tone.mixed(BLACK, 0.55) } else { tone.mixed(WHITE, 0.3) },
                        rng.range(0.35, 0.6),
                        Over::All,
                    );
                }
            }
        }
    });
    easel.lay(&part, Over::All);
}
