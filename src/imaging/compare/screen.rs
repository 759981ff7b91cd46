//! Regular dot and line screens of a reprint: peaks in the spectrum that the reference has not.

use std::f64::consts::TAU;

use crate::imaging::plane::Plane;

/// Rulings of screens that are looked for, in lines per inch: office printers use 85 to 200.
const RULINGS: (f64, f64) = (80.0, 210.0);

/// The thinnest strip whose spectrum says anything, in px: microtext lines at 300 ppi have 17.
const THINNEST_PX: usize = 14;

/// What the spectrum of a zone shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Screen {
    /// Share of the energy of the zone that lies in peaks of its own, 0 to 1.
    pub(super) energy: f64,
    /// Ruling of the strongest peak in lines per inch.
    pub(super) frequency_lpi: f64,
}

/// Compares the spectra of two close-ups of one place at `ppi`; `None` if they are too small or too coarse for a screen.
pub(super) fn screen(questioned: &Plane, reference: &Plane, ppi: f64) -> Option<Screen> {
    let least = questioned.width.min(questioned.height);
    if least < THINNEST_PX {
        return None;
    }
    // A thinner strip is padded: it resolves less across, which the rows along make up for.
    let side = [128, 64, 32].into_iter().find(|side| *side <= least).unwrap_or(32);
    let highest = RULINGS.1.min(ppi * 0.49);
    if highest < RULINGS.0 * 1.4 {
        return None;
    }
    let (q, r) = (spectrum(questioned, side), spectrum(reference, side));
    let lpi = |place: usize| {
        let wave = |k: usize| (if k > side / 2 { k as f64 - side as f64 } else { k as f64 }) * ppi / side as f64;
        wave(place % side).hypot(wave(place / side))
    };
    let mut band: Vec<f64> = (0..side * side).filter(|place| (RULINGS.0..highest).contains(&lpi(*place))).map(|place| q[place]).collect();
    band.sort_by(f64::total_cmp);
    let floor = *band.get(band.len() / 2)?;
    // The lowest waves are tint and light, not print.
    let total: f64 = (0..side * side).filter(|place| lpi(*place) > 8.0).map(|place| q[place]).sum();
    let excess = |place: usize| (q[place] - 3.0 * nearby(&r, side, place) - 6.0 * floor).max(0.0);
    let (mut sum, mut top) = (0.0, (0.0, 0.0));
    for place in (0..side * side).filter(|place| (RULINGS.0..highest).contains(&lpi(*place))) {
        let value = excess(place);
        sum += value;
        if value > top.0 {
            top = (value, lpi(place));
        }
    }
    Some(Screen { energy: sum / total.max(1e-9), frequency_lpi: top.1 })
}

/// The largest of a bin and its eight neighbours: the same peak may fall on the next bin.
fn nearby(power: &[f64], side: usize, place: usize) -> f64 {
    let (x, y) = (place % side, place / side);
    let ring = [side - 1, 0, 1];
    ring.iter()
        .flat_map(|dy| ring.iter().map(move |dx| ((x + dx) % side, (y + dy) % side)))
        .map(|(x, y)| power[y * side + x])
        .fold(0.0, f64::max)
}

/// The mean power spectrum over windows of `side` px that overlap by half, tapered (Welch 1967 with a Hann window).
fn spectrum(plane: &Plane, side: usize) -> Vec<f64> {
    let taper = |length: usize| -> Vec<f64> { (0..length).map(|k| 0.5 - 0.5 * (TAU * (k as f64 + 0.5) / length as f64).cos()).collect() };
    let (across, down) = (taper(side.min(plane.width)), taper(side.min(plane.height)));
    let starts = |length: usize| (0..=length.saturating_sub(side)).step_by(side / 2);
    let mut power = vec![0.0; side * side];
    let mut windows = 0.0;
    for top in starts(plane.height) {
        for left in starts(plane.width) {
            let value = |x: usize, y: usize| f64::from(plane.get(left + x, top + y));
            let sum: f64 = (0..down.len()).map(|y| (0..across.len()).map(|x| value(x, y)).sum::<f64>()).sum();
            let mean = sum / (down.len() * across.len()) as f64;
            let mut cells = vec![[0.0; 2]; side * side];
            for (y, down) in down.iter().enumerate() {
                for (x, across) in across.iter().enumerate() {
                    cells[y * side + x][0] = (value(x, y) - mean) * across * down;
                }
            }
            transform(&mut cells, side);
            power.iter_mut().zip(&cells).for_each(|(sum, [re, im])| *sum += re * re + im * im);
            windows += 1.0;
        }
    }
    for value in &mut power {
        *value /= f64::max(windows, 1.0);
    }
    power
}

/// A two-dimensional Fourier transform in place; `side` is a power of two.
fn transform(cells: &mut [[f64; 2]], side: usize) {
    for row in cells.chunks_exact_mut(side) {
        fft(row);
    }
    let mut column = vec![[0.0; 2]; side];
    for x in 0..side {
        for (y, cell) in column.iter_mut().enumerate() {
            *cell = cells[y * side + x];
        }
        fft(&mut column);
        for (y, cell) in column.iter().enumerate() {
            cells[y * side + x] = *cell;
        }
    }
}

/// Cooley and Tukey's transform (1965), radix two.
fn fft(cells: &mut [[f64; 2]]) {
    let count = cells.len();
    let bits = count.trailing_zeros();
    for place in 0..count {
        let other = place.reverse_bits() >> (usize::BITS - bits);
        if place < other {
            cells.swap(place, other);
        }
    }
    let mut half = 1;
    while half < count {
        let step = -TAU / (2 * half) as f64;
        for start in (0..count).step_by(2 * half) {
            for k in 0..half {
                let (sin, cos) = (step * k as f64).sin_cos();
                let ([a, b], [c, d]) = (cells[start + k], cells[start + k + half]);
                let (re, im) = (c * cos - d * sin, c * sin + d * cos);
                cells[start + k] = [a + re, b + im];
                cells[start + k + half] = [a - re, b - im];
            }
        }
        half *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_has_one_pair_of_peaks() {
        let mut cells: Vec<[f64; 2]> = (0..16).map(|k| [(TAU * 3.0 * f64::from(k) / 16.0).cos(), 0.0]).collect();
        fft(&mut cells);
        for (k, [re, im]) in cells.iter().enumerate() {
            let expected = if k == 3 || k == 13 { 8.0 } else { 0.0 };
            assert!((re - expected).abs() < 1e-9 && im.abs() < 1e-9, "{k}");
        }
    }

    #[test]
    fn a_screen_is_found_with_its_ruling_and_lines_of_the_reference_are_none() {
        let lines = |x: f64, y: f64| 200.0 + 30.0 * ((x * 0.3 + y * 0.9) * 0.5).sin();
        let plane = |dots: f64| {
            Plane::from_fn(200, 90, |x, y| {
                let (x, y) = (x as f64, y as f64);
                let (u, v) = ((x + y) * std::f64::consts::FRAC_1_SQRT_2, (y - x) * std::f64::consts::FRAC_1_SQRT_2);
                let per_px = 133.0 / 400.0 * TAU;
                (lines(x, y) + dots * ((u * per_px).cos() + (v * per_px).cos())) as f32
            })
        };
        let found = screen(&plane(25.0), &plane(0.0), 400.0).unwrap();
        assert!(found.energy > 0.3 && (found.frequency_lpi - 133.0).abs() < 8.0, "{found:?}");
        let same = screen(&plane(0.0), &plane(0.0), 400.0).unwrap();
        assert!(same.energy < 0.01, "{same:?}");
    }
}
