//! Straight edges of print: regions of pixels whose brightness changes in one direction (Grompone von Gioi and others 2010, in brief).

use crate::imaging::plane::Plane;

/// How far a direction may be from that of the region it joins, in radians: 22.5°.
const SAME_DIRECTION: f64 = std::f64::consts::PI / 8.0;
/// Pixels of one edge at the most.
const MOST_PIXELS: usize = 20_000;
/// The least blur before directions are taken, in px; the edge itself is measured without.
const BLUR_PX: f32 = 1.0;

/// A straight edge in px of its field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    /// The middle.
    pub(super) middle: [f64; 2],
    /// Along it, of length 1; the light side lies to the left of it as seen with y down, that is at `normal`.
    pub(super) along: [f64; 2],
    /// From dark to light, of length 1.
    pub(super) normal: [f64; 2],
    /// Length in px.
    pub(super) length: f64,
}

/// Finds the straight edges of `plane`, seen through a blur of `blur_px`, that are at least `least_px` long and change by at least `least_step` a pixel; the longest first,
/// at most `most`.
pub(super) fn segments(plane: &Plane, blur_px: f32, least_px: f64, least_step: f32, most: usize) -> Vec<Segment> {
    let smooth = plane.blurred(blur_px.max(BLUR_PX));
    let (width, height) = (plane.width, plane.height);
    let slope = |x: usize, y: usize| {
        let (x, y) = (x as i64, y as i64);
        [(smooth.at(x + 1, y) - smooth.at(x - 1, y)) / 2.0, (smooth.at(x, y + 1) - smooth.at(x, y - 1)) / 2.0]
    };
    let strength = Plane::from_fn(width, height, |x, y| {
        let [u, v] = slope(x, y);
        u.hypot(v)
    });
    let mut seeds: Vec<usize> =
        (0..strength.data.len()).filter(|place| is_crest(&strength, *place, slope(place % width, place / width), least_step)).collect();
    seeds.sort_by(|a, b| strength.data[*b].total_cmp(&strength.data[*a]).then(a.cmp(b)));
    let mut taken = vec![false; strength.data.len()];
    let mut found = Vec::new();
    for seed in seeds {
        if taken[seed] {
            continue;
        }
        let region = grow(&strength, &mut taken, seed, least_step / 2.0, &slope);
        if (region.len() as f64) < least_px {
            continue;
        }
        if let Some(segment) = fit(&strength, &region, &slope).filter(|segment| segment.length >= least_px) {
            found.push(segment);
        }
    }
    found.sort_by(|a, b| b.length.total_cmp(&a.length));
    found.truncate(most);
    found
}

/// Whether the change is greatest here across the edge.
fn is_crest(strength: &Plane, place: usize, [u, v]: [f32; 2], least_step: f32) -> bool {
    let here = strength.data[place];
    if here < least_step {
        return false;
    }
    let (x, y) = ((place % strength.width) as i64, (place / strength.width) as i64);
    let step = if u.abs() > 2.0 * v.abs() {
        (1, 0)
    } else if v.abs() > 2.0 * u.abs() {
        (0, 1)
    } else if u * v > 0.0 {
        (1, 1)
    } else {
        (1, -1)
    };
    here >= strength.at(x + step.0, y + step.1) && here > strength.at(x - step.0, y - step.1)
}

/// The pixels that hang together with `seed` and change in its direction.
fn grow(strength: &Plane, taken: &mut [bool], seed: usize, least: f32, slope: &impl Fn(usize, usize) -> [f32; 2]) -> Vec<usize> {
    let width = strength.width;
    let direction = |place: usize| slope(place % width, place / width).map(f64::from);
    let mut sum = direction(seed);
    let mut region = vec![seed];
    taken[seed] = true;
    let mut next = 0;
    while next < region.len() && region.len() < MOST_PIXELS {
        let (x, y) = ((region[next] % width) as i64, (region[next] / width) as i64);
        next += 1;
        for (u, v) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
            let (x, y) = (x + u, y + v);
            if x < 0 || y < 0 || x >= width as i64 || y >= strength.height as i64 {
                continue;
            }
            let place = y as usize * width + x as usize;
            if taken[place] || strength.data[place] < least {
                continue;
            }
            let [a, b] = direction(place);
            let turn = libm::atan2(sum[0] * b - sum[1] * a, sum[0] * a + sum[1] * b);
            if turn.abs() <= SAME_DIRECTION {
                taken[place] = true;
                region.push(place);
                let length = a.hypot(b).max(1e-9);
                sum = [sum[0] + a / length, sum[1] + b / length];
            }
        }
    }
    region
}

/// The axis of a region through its middle, with the weight of its changes.
fn fit(strength: &Plane, region: &[usize], slope: &impl Fn(usize, usize) -> [f32; 2]) -> Option<Segment> {
    let width = strength.width;
    let at = |place: usize| [(place % width) as f64, (place / width) as f64];
    let weight = |place: usize| f64::from(strength.data[place]);
    let total: f64 = region.iter().map(|place| weight(*place)).sum();
    if total <= 0.0 {
        return None;
    }
    let middle = [0, 1].map(|k: usize| region.iter().map(|place| weight(*place) * at(*place)[k]).sum::<f64>() / total);
    let (mut xx, mut xy, mut yy, mut to_light) = (0.0, 0.0, 0.0, [0.0, 0.0]);
    for place in region {
        let ([x, y], weight) = (at(*place), weight(*place));
        let (x, y) = (x - middle[0], y - middle[1]);
        (xx, xy, yy) = (xx + weight * x * x, xy + weight * x * y, yy + weight * y * y);
        let [u, v] = slope(place % width, place / width).map(f64::from);
        to_light = [to_light[0] + u, to_light[1] + v];
    }
    let turn = 0.5 * libm::atan2(2.0 * xy, xx - yy);
    let along = [libm::cos(turn), libm::sin(turn)];
    let normal = [-along[1], along[0]];
    let side = if normal[0] * to_light[0] + normal[1] * to_light[1] < 0.0 { -1.0 } else { 1.0 };
    let ahead = |place: usize| (at(place)[0] - middle[0]) * along[0] + (at(place)[1] - middle[1]) * along[1];
    let (least, most) =
        region.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), place| (least.min(ahead(*place)), most.max(ahead(*place))));
    let centre = f64::midpoint(least, most);
    Some(Segment {
        middle: [middle[0] + along[0] * centre, middle[1] + along[1] * centre],
        along,
        normal: normal.map(|part| part * side),
        length: most - least,
    })
}
