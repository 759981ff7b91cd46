use super::*;
use crate::imaging::process::NotMeasurable;

/// A contour of known deviation: many waves of random phase, 120 µm to 500 µm long, which a sum of sines has by its amplitudes.
fn wobble(sigma_um: f64, seed: u64) -> impl Fn(f64) -> f64 {
    let mut random = Random::new(seed);
    let waves: Vec<[f64; 2]> =
        (0..40).map(|k| [std::f64::consts::TAU / (0.12 + 0.38 * f64::from(k) / 39.0), random.unit() * std::f64::consts::TAU]).collect();
    let amplitude = sigma_um / 1000.0 * (2.0 / waves.len() as f64).sqrt();
    move |at: f64| amplitude * waves.iter().map(|[wave, phase]| (wave * at + phase).sin()).sum::<f64>()
}

/// Bars across a page, turned a little, whose edges wobble; and blurred by a Gaussian of so many µm.
fn bars(ppi: f64, sigma_um: f64, blur_um: f64, turn_deg: f64) -> RgbImage {
    let contours: Vec<_> = (0..20).map(|k| wobble(sigma_um, 100 + k)).collect();
    let (sin, cos) = turn_deg.to_radians().sin_cos();
    capture([16.0, 12.0], ppi, |x, y| {
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        let bar = (y / 1.6).floor();
        let from = bar * 1.6;
        if !(1.0..7.0).contains(&bar) || !(1.0..15.0).contains(&x) {
            return grey(0.85);
        }
        let edge = |k: usize, at: f64| contours.get(k).map_or(0.0, |wobble| wobble(x)) + at;
        let (top, bottom) = (edge(2 * bar as usize, from + 0.4), edge(2 * bar as usize + 1, from + 1.0));
        // The light of an edge blurred by a Gaussian is its error function.
        let ramp = |distance: f64| {
            if blur_um > 0.0 {
                0.5 - 0.5 * libm::erf(distance * 1000.0 / (blur_um * std::f64::consts::SQRT_2))
            } else {
                f64::from(distance < 0.0)
            }
        };
        grey(0.85 - 0.75 * ramp(top - y) * ramp(y - bottom))
    })
}

#[test]
fn raggedness_of_known_contours_is_found() {
    for (ppi, sigma) in [(1200.0, 6.0), (1200.0, 12.0), (1200.0, 20.0), (600.0, 15.0), (600.0, 20.0)] {
        let edges = marks(&noisy(bars(ppi, sigma, 15.0, 3.0), 2.0, 1), ppi).edges.unwrap();
        let found = edges.raggedness.value();
        // A pixel averages the finest waves away, the more the coarser it is.
        assert!((found / sigma - 1.0).abs() < if ppi > 1000.0 { 0.15 } else { 0.25 }, "{sigma} at {ppi}: {edges:?}");
        assert!(edges.length_mm > 50.0, "{edges:?}");
    }
}

#[test]
fn a_straight_edge_is_hardly_ragged_and_its_blur_is_known() {
    for (ppi, blur) in [(1200.0, 20.0), (1200.0, 40.0), (600.0, 40.0)] {
        let edges = marks(&noisy(bars(ppi, 0.0, blur, 7.0), 2.0, 2), ppi).edges.unwrap();
        assert!(edges.raggedness.value() < 0.06 * 25_400.0 / ppi, "{edges:?}");
        // From 10 % to 90 % of a Gaussian edge there are 2.563 standard deviations; a pixel adds its own width.
        let pixel = 25_400.0 / ppi;
        let truth = 2.563 * blur.hypot(pixel / 12.0_f64.sqrt());
        assert!((edges.blur.value() / truth - 1.0).abs() < 0.08, "{} for {truth}", edges.blur);
    }
}

#[test]
fn without_straight_edges_there_is_no_raggedness() {
    // Rings are everywhere bent.
    let rings = capture([12.0, 12.0], 600.0, |x, y| {
        let from = (x - 6.0).hypot(y - 6.0);
        grey(if (0.2..0.5).contains(&from.rem_euclid(1.0)) && from < 2.4 { 0.1 } else { 0.85 })
    });
    assert!(matches!(marks(&rings, 600.0).edges, Err(NotMeasurable::NoStraightEdge { .. })), "{:?}", marks(&rings, 600.0).edges);
    let paper = noisy(capture([12.0, 12.0], 600.0, |_, _| grey(0.8)), 3.0, 3);
    assert_eq!(marks(&paper, 600.0).edges, Err(NotMeasurable::LittleContrast));
}
