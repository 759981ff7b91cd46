use image::{Rgb, RgbImage};

use super::effects::Screen;
use super::*;
use crate::domain::{Light, SizeMm};

const PAGE: PageSpec = PageSpec::bare("page", SizeMm { width: 60.0, height: 40.0 }, [false; 4]);

fn dpi(dpi: f64) -> Dpi {
    Dpi::new(dpi).unwrap()
}

/// A light page with black squares of 2 mm whose middles lie at `marks`.
fn drawn(resolution: Dpi, marks: &[(f64, f64)]) -> RgbImage {
    let side = |mm: f64| (mm * resolution.px_per_mm()).round() as u32;
    let mut drawn = RgbImage::from_pixel(side(PAGE.size.width), side(PAGE.size.height), Rgb([225; 3]));
    for (x, y) in marks {
        for row in side(y - 1.0)..side(y + 1.0) {
            for column in side(x - 1.0)..side(x + 1.0) {
                drawn.put_pixel(column, row, Rgb([0; 3]));
            }
        }
    }
    drawn
}

/// Where a mark lies in a capture: the middle of what is darker than `dark_below` of its paper, in linear light.
fn middle(picture: &RgbImage, (x, y): (f64, f64), reach: f64, dark_below: f64) -> (f64, f64) {
    let light = light_of_level();
    let side = |middle: f64| ((middle - reach).round() as u32, (middle + reach).round() as u32);
    let ((left, right), (top, bottom)) = (side(x), side(y));
    let seen =
        |column: u32, row: u32| picture.get_pixel(column, row).0.map(|level| f64::from(light[usize::from(level)])).iter().sum::<f64>();
    let mut edge: Vec<f64> = (top..=bottom).flat_map(|row| [seen(left, row), seen(right, row)]).collect();
    edge.extend((left..=right).flat_map(|column| [seen(column, top), seen(column, bottom)]));
    let paper = edge.iter().sum::<f64>() / edge.len() as f64;
    let (mut sum_x, mut sum_y, mut weight) = (0.0, 0.0, 0.0);
    for row in top..=bottom {
        for column in left..=right {
            let dark = (paper * dark_below - seen(column, row)).max(0.0);
            sum_x += dark * f64::from(column);
            sum_y += dark * f64::from(row);
            weight += dark;
        }
    }
    (sum_x / weight, sum_y / weight)
}

#[test]
fn marks_appear_where_the_map_says_in_every_profile() {
    let marks: Vec<(f64, f64)> = [10.0, 30.0, 50.0].into_iter().flat_map(|x| [9.0, 20.0, 31.0].map(|y| (x, y))).collect();
    let resolution = dpi(762.0);
    let drawn = drawn(resolution, &marks);
    for profile in Profile::ALL {
        let (mut lean, mut count) = ((0.0, 0.0), 0.0_f64);
        for light in profile.lights().iter().take(3) {
            let mut effects = Effects { noise: 0.0, dpi: 300.0, margin_mm: [6.0, 6.0], ..profile.effects(3, *light) };
            if let Some(lighting) = &mut effects.lighting {
                // A reflection or the edge of a shadow on a mark moves the middle of what is dark, not the mark.
                (lighting.glare, lighting.shadow, lighting.bands) = ([None; 3], None, None);
            }
            let rough = if let Some(Medium::Photocopy(copy)) = &mut effects.medium {
                copy.streaks = 0.0;
                true
            } else {
                effects.medium.is_some()
            };
            let captured = take(&drawn, resolution, &PAGE, &effects, 3).unwrap();
            let shown = |x: f64, y: f64| {
                let (x, y) = effects.optics.map_or((x, y), |optics| optics.distorted((x, y)));
                captured.capture_from_page.apply(x, y)
            };
            for (x, y) in &marks {
                // The middle of what a mark becomes, not what its middle becomes: they differ if it is tilted.
                let (mut expected, mut weight) = ((0.0, 0.0), 0.0);
                for part in 0..64 {
                    let offset = |index: i32| (f64::from(index) + 0.5) / 4.0 - 1.0;
                    let (u, v) = (x + offset(part % 8), y + offset(part / 8));
                    let area = captured.capture_from_page.area_scale(u, v);
                    let (at_x, at_y) = shown(u, v);
                    expected = (expected.0 + at_x * area, expected.1 + at_y * area);
                    weight += area;
                }
                let expected = (expected.0 / weight, expected.1 / weight);
                // Paper is not lit evenly, and on a display it shimmers.
                let found = middle(&captured.picture, expected, 20.0, if rough { 0.5 } else { 0.94 });
                let off = (found.0 - expected.0).hypot(found.1 - expected.1);
                lean = (lean.0 + found.0 - expected.0, lean.1 + found.1 - expected.1);
                count += 1.0;
                // The pixels of a display and the dots of a copy are coarser than those of the capture.
                let most = if rough { 0.3 } else { 0.1 };
                assert!(off < most, "{} under {light}: {found:?} instead of {expected:?}", profile.code());
            }
        }
        let lean = lean.0.hypot(lean.1) / count;
        assert!(lean < 0.1, "{}: {lean} on the mean", profile.code());
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let drawn = drawn(dpi(300.0), &[(20.0, 20.0), (40.0, 12.0)]);
    for profile in Profile::ALL {
        let effects = Effects { dpi: 150.0, ..profile.effects(8, Light::Visible) };
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| take(&drawn, dpi(300.0), &PAGE, &effects, 8).unwrap().picture)
        };
        assert!(with(1) == with(3), "{}", profile.code());
    }
}

#[test]
fn seeds_have_their_own_noise_and_keep_it() {
    let drawn = drawn(dpi(300.0), &[]);
    for profile in Profile::ALL {
        let effects = Effects { dpi: 150.0, ..profile.effects(1, Light::Visible) };
        let of = |seed: u64| take(&drawn, dpi(300.0), &PAGE, &effects, seed).unwrap().picture;
        assert!(of(1) == of(1) && of(1) != of(2), "{}", profile.code());
    }
}

#[test]
fn effects_survive_being_written_and_read() {
    for profile in Profile::ALL {
        for light in profile.lights() {
            for seed in 0..20 {
                let effects = profile.effects(seed, *light);
                let text = serde_json::to_string(&effects).unwrap();
                assert_eq!(serde_json::from_str::<Effects>(&text).unwrap(), effects, "{text}");
            }
        }
    }
}

#[test]
fn records_without_optional_parts_are_read() {
    let text = r#"{"dpi":300.0,"angle_deg":1.0,"shift_mm":[0.0,0.0],"margin_mm":[3.0,3.0],"ground":[38,38,40],"falloff":0.03,
        "blur_mm":0.01,"noise":0.8,"gain":[1.0,1.0,1.0],"jpeg_quality":92}"#;
    let effects: Effects = serde_json::from_str(text).unwrap();
    assert!(effects.tilt.is_none() && effects.medium.is_none() && !effects.chroma_halved);
}

#[test]
fn every_profile_takes_every_page_size_for_many_seeds() {
    for (width, height) in [(125.0, 88.0), (85.6, 53.98), (105.0, 74.0), (120.0, 80.0), (210.0, 297.0)] {
        let page = PageSpec { size: SizeMm { width, height }, ..PAGE };
        for profile in Profile::ALL {
            for seed in 0..60 {
                assert!(View::of(&profile.effects(seed, Light::Visible), &page).is_some(), "{} of seed {seed}", profile.code());
            }
        }
    }
}

#[test]
fn a_lens_and_its_correction_cancel_out() {
    for profile in Profile::ALL {
        let Some(optics) = profile.effects(5, Light::Visible).optics else { continue };
        for spot in [(0.0, 0.0), (125.0, 88.0), (62.0, 40.0), (-4.0, 90.0)] {
            let (x, y) = optics.undistorted(optics.distorted(spot));
            assert!((x - spot.0).abs() < 1e-9 && (y - spot.1).abs() < 1e-9, "{spot:?}");
        }
    }
}

#[test]
fn nothing_is_taken_of_an_empty_drawing_or_a_display_without_pixels() {
    let effects = Profile::Screen.effects(1, Light::Visible);
    assert!(take(&RgbImage::new(0, 0), dpi(300.0), &PAGE, &effects, 1).is_none());
    let drawn = drawn(dpi(100.0), &[]);
    for pitch_mm in [0.0, -0.1, f64::NAN, 1e-6, 1e9] {
        let screen = Screen { pitch_mm, gap: 0.2, border_mm: 5.0 };
        let effects = Effects { medium: Some(Medium::Screen(screen)), ..effects };
        assert!(take(&drawn, dpi(100.0), &PAGE, &effects, 1).is_none(), "{pitch_mm}");
    }
    let copied = Effects { margin_mm: [80.0, 0.0], ..Profile::Photocopy.effects(1, Light::Visible) };
    assert!(take(&drawn, dpi(100.0), &PAGE, &copied, 1).is_none());
}
