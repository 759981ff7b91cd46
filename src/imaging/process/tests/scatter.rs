use super::*;
use crate::imaging::process::{PrintProcess, remarks};

/// Error diffusion (Floyd and Steinberg 1976) of a tone on a raster of so many dots to the inch, as a table.
fn diffused(mm: [f64; 2], dpi: f64, tone: impl Fn(f64, f64) -> f64, seed: u64) -> impl Fn(f64, f64) -> bool {
    let per_mm = dpi / MM_PER_INCH;
    let (width, height) = ((mm[0] * per_mm) as usize + 2, (mm[1] * per_mm) as usize + 2);
    let mut random = Random::new(seed);
    let mut wanted: Vec<f64> = (0..width * height).map(|k| tone((k % width) as f64 / per_mm, (k / width) as f64 / per_mm)).collect();
    let mut dots = vec![false; width * height];
    for y in 0..height {
        for x in 0..width {
            let value = wanted[y * width + x];
            // A threshold that varies breaks up the worms (Ulichney 1987).
            let is_dot = value > 0.5 + 0.3 * (random.unit() - 0.5);
            dots[y * width + x] = is_dot;
            let error = value - if is_dot { 1.0 } else { 0.0 };
            for (u, v, share) in [(1, 0, 7.0), (-1, 1, 3.0), (0, 1, 5.0), (1, 1, 1.0)] {
                let (x, y) = (x as i64 + u, y + v);
                if x >= 0 && (x as usize) < width && y < height {
                    wanted[y * width + x as usize] += error * share / 16.0;
                }
            }
        }
    }
    move |x: f64, y: f64| dots.get((y * per_mm) as usize * width + (x * per_mm) as usize).copied().unwrap_or(false)
}

#[test]
fn scattered_dots_have_blue_noise_and_no_screen() {
    let size = [14.0, 10.0];
    let dots = diffused(size, 300.0, |x, y| 0.25 + 0.1 * (x * 0.4).sin() * (y * 0.5).cos(), 1);
    let drawn = noisy(capture(size, 1200.0, |x, y| grey(if dots(x, y) { 0.2 } else { 0.85 })), 3.0, 2);
    let marks = marks(&drawn, 1200.0);
    let scatter = marks.scatter.clone().unwrap();
    assert!(scatter.rise.value() > 8.0 && scatter.bimodality > 5.0 / 9.0, "{scatter:?}");
    // Of a share of ink of 0.25 the principal frequency is half of the raster (Ulichney 1987: the root of the share).
    assert!((scatter.ring.value() - 150.0).abs() < 45.0, "{}", scatter.ring);
    assert!(scatter.anisotropy_db < 3.0, "{scatter:?}");
    assert_eq!(marks.screens.as_ref().unwrap().found, []);
    assert!(remarks(&marks, &[]).iter().any(|remark| remark.consistent_with.first() == Some(&PrintProcess::Inkjet)));
}

#[test]
fn free_dots_are_counted_and_sized() {
    // Droplets of 70 µm, 6 to the mm², none touching another, and a bar for the contrast.
    let mut random = Random::new(9);
    let mut dots: Vec<[f64; 2]> = Vec::new();
    while dots.len() < 12 * 10 * 6 {
        let spot = [random.unit() * 12.0, 2.0 + random.unit() * 10.0];
        if dots.iter().all(|dot| (dot[0] - spot[0]).hypot(dot[1] - spot[1]) > 0.16) {
            dots.push(spot);
        }
    }
    let rows: Vec<Vec<[f64; 2]>> =
        (0..24).map(|row| dots.iter().filter(|dot| (dot[1] - 0.5 * f64::from(row) - 0.25).abs() < 0.3).copied().collect()).collect();
    let drawn = capture([12.0, 12.0], 1200.0, |x, y| {
        let row = rows.get((y * 2.0) as usize).map(Vec::as_slice).unwrap_or_default();
        let is_dot = row.iter().any(|dot| (dot[0] - x).hypot(dot[1] - y) < 0.035);
        grey(if is_dot || (0.3..0.9).contains(&y) { 0.1 } else { 0.85 })
    });
    let counted = marks(&noisy(drawn, 3.0, 3), 1200.0).scatter.unwrap().dots.unwrap();
    // Those that the rim of the picture cuts are not counted.
    assert!((685..=720).contains(&counted.count), "{counted:?}");
    assert!((counted.density.value() - counted.count as f64 / counted.area_mm2).abs() < 1e-9, "{counted:?}");
    assert!((counted.diameter.unwrap().value() - 70.0).abs() < 7.0, "{counted:?}");
}

#[test]
fn line_work_and_even_tones_have_no_blue_noise() {
    for ppi in [400.0, 600.0] {
        // The lines are themselves a ring, but one that differs with direction.
        let lines = marks(&noisy(capture([24.0, 18.0], ppi, |x, y| grey(guilloche(x, y))), 2.0, 4), ppi);
        assert!(remarks(&lines, &[]).iter().all(|remark| remark.consistent_with.first() != Some(&PrintProcess::Inkjet)), "{lines:?}");
        let even = marks(&noisy(capture([14.0, 10.0], ppi, |x, _| grey(0.2 + 0.04 * x)), 3.0, 5), ppi).scatter.unwrap();
        assert!(even.rise.value() < 2.0, "{even:?}");
    }
}
