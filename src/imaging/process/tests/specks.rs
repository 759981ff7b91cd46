use super::*;
use crate::imaging::process::{PrintProcess, remarks};

/// Bars with specks of a diameter within half a millimetre of them, so many for each mm², and fewer anywhere else.
fn toner(ppi: f64, diameter_um: f64, near: f64, far: f64) -> RgbImage {
    let mut random = Random::new(11);
    let size = [16.0, 16.0];
    let bars = [3.0, 8.0, 13.0];
    let inside = |y: f64| bars.iter().any(|bar| (bar..=&(bar + 0.5)).contains(&&y));
    let distance = |y: f64| bars.iter().map(|bar| (bar - y).max(y - bar - 0.5)).fold(f64::INFINITY, f64::min);
    let mut specks: Vec<[f64; 2]> = Vec::new();
    for _ in 0..200_000 {
        let spot = [random.unit() * size[0], random.unit() * size[1]];
        let at = distance(spot[1]);
        let density = if at < 0.5 { near } else { far };
        let keep = random.unit() * 200_000.0 / (size[0] * size[1]) < density;
        if keep && at > 0.15 && specks.iter().all(|other| (other[0] - spot[0]).hypot(other[1] - spot[1]) > 0.2) {
            specks.push(spot);
        }
    }
    let rows: Vec<Vec<[f64; 2]>> =
        (0..32).map(|row| specks.iter().filter(|spot| (spot[1] - 0.5 * f64::from(row) - 0.25).abs() < 0.35).copied().collect()).collect();
    capture(size, ppi, |x, y| {
        let row = rows.get((y * 2.0) as usize).map(Vec::as_slice).unwrap_or_default();
        let is_speck = row.iter().any(|spot| (spot[0] - x).hypot(spot[1] - y) < diameter_um / 2000.0);
        grey(if is_speck || inside(y) { 0.08 } else { 0.85 })
    })
}

#[test]
fn specks_near_strokes_are_counted_apart_from_those_far_away() {
    for (ppi, diameter_um) in [(600.0, 90.0), (1200.0, 50.0)] {
        let marks = marks(&noisy(toner(ppi, diameter_um, 8.0, 1.0), 2.0, 1), ppi);
        let specks = marks.specks.clone().unwrap();
        let far = specks.far.clone().unwrap();
        // Nearer than 0.15 mm to a bar there are none, and specks keep a distance.
        assert!((3.8..=6.0).contains(&specks.near.density.value()), "{ppi}: {specks:?}");
        assert!((far.density.value() - 1.0).abs() < 0.25, "{ppi}: {far:?}");
        assert!((specks.near.diameter.unwrap().value() / diameter_um - 1.0).abs() < 0.12, "{ppi}: {specks:?}");
        let said = remarks(&marks, &[]);
        assert!(
            said.iter().any(|remark| remark.observed.contains("gather around") && remark.consistent_with.contains(&PrintProcess::Toner))
        );
    }
}

#[test]
fn clean_strokes_have_no_specks() {
    let marks = marks(&noisy(toner(600.0, 50.0, 0.0, 0.0), 3.0, 2), 600.0);
    let specks = marks.specks.clone().unwrap();
    assert_eq!((specks.near.count, specks.far.map(|far| far.count)), (0, Some(0)));
    assert!(remarks(&marks, &[]).iter().any(|remark| remark.observed.contains("do not gather")));
}
