//! What holds for all operations: tiles, order, repetition.

use image::{Rgb, RgbImage};
use proptest::prelude::*;

use super::{adjusted, dpi, drawn, only};
use crate::domain::recipe::{
    Background, ChannelView, Component, Denoise, Exposure, Length, Levels, Operation, OperationKind, Preset, Recipe, RecipeError, Removal,
    StretchSpace, Unsharp,
};
use crate::domain::{Cancelled, Progress, Unwatched};
use crate::imaging::adjust::{AdjustError, Level, Overview, Part, PixelRect, Prepared};

/// The pixels of `area`.
fn crop(picture: &RgbImage, area: PixelRect) -> RgbImage {
    image::imageops::crop_imm(picture, area.x, area.y, area.width, area.height).to_image()
}

/// An operation that does something, with lengths that fit a small picture.
fn operation(kind: OperationKind, strong: bool) -> Operation {
    let mut operation = kind.with_defaults();
    match &mut operation {
        Operation::Exposure(params) => params.stops = if strong { 2.0 } else { -0.7 },
        Operation::Levels(params) => (params.black, params.gamma) = (20.0, if strong { 3.0 } else { 0.8 }),
        Operation::Curves(params) => params.points.insert(1, [100.0, if strong { 220.0 } else { 70.0 }].into()),
        Operation::Gamma(params) => params.gamma = if strong { 2.2 } else { 0.7 },
        Operation::WhiteBalance(params) => params.red = if strong { 200.0 } else { 140.0 },
        Operation::ChannelView(params) => params.component = if strong { Component::Hue } else { Component::B },
        Operation::Clahe(params) => params.tile = Length::Px(if strong { 20.0 } else { 45.0 }),
        Operation::Unsharp(params) => params.radius = Length::Px(if strong { 4.0 } else { 0.7 }),
        Operation::Denoise(params) => params.radius = Length::Px(if strong { 5.0 } else { 1.0 }),
        Operation::LocalContrast(params) => params.radius = Length::Px(if strong { 9.0 } else { 2.0 }),
        Operation::Decorrelation(params) => params.space = if strong { StretchSpace::Rgb } else { StretchSpace::Chroma },
        Operation::Background(params) => {
            params.radius = Length::Px(20.0);
            params.removal = if strong { Removal::Subtract } else { Removal::Divide };
        }
        Operation::Emboss(params) => params.radius = Length::Px(if strong { 2.0 } else { 0.0 }),
        Operation::Edge(params) => params.radius = Length::Px(if strong { 1.5 } else { 0.0 }),
        Operation::Invert(_) | Operation::FalseColour(_) => {}
    }
    operation
}

fn any_operation() -> impl Strategy<Value = Operation> {
    (prop::sample::select(OperationKind::ALL), any::<bool>()).prop_map(|(kind, strong)| operation(kind, strong))
}

/// A tile worked out from no more than it needs.
fn tile(prepared: &Prepared, picture: &RgbImage, level: Level, area: PixelRect) -> RgbImage {
    let [across, down] = prepared.reach_px(level.scale);
    let needed = area.grown(across, down, level);
    let pixels = crop(picture, needed);
    let part = Part::new(pixels.as_raw(), needed, level).unwrap();
    prepared.apply_for_screen(&part, area).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_tile_is_the_crop_of_the_whole(
        steps in prop::collection::vec(any_operation(), 1..4),
        x in 0u32..95, y in 0u32..63, width in 1u32..60, height in 1u32..60,
        scale in prop::sample::select(vec![1.0, 2.0, 3.7]),
    ) {
        let picture = drawn();
        let recipe: Recipe = steps.into_iter().collect();
        let prepared = Prepared::new(&recipe, &Overview::of(&picture), None, &Unwatched).unwrap();
        let level = Level { width: 96, height: 64, scale };
        let area = PixelRect { x, y, width: width.min(96 - x), height: height.min(64 - y) };
        let whole = tile(&prepared, &picture, level, level.whole());
        prop_assert_eq!(tile(&prepared, &picture, level, area), crop(&whole, area), "{}", recipe.describe());
    }

    #[test]
    fn steps_together_are_steps_one_by_one(first in any_operation(), second in any_operation(), third in any_operation()) {
        let picture = drawn();
        let level = Level::original(96, 64);
        let all: Recipe = std::iter::once(first).chain([second]).chain([third]).collect();
        let together = Prepared::new(&all, &Overview::of(&picture), None, &Unwatched).unwrap();
        let mut samples: Vec<u16> = picture.as_raw().iter().map(|value| u16::from(*value) * 257).collect();
        let expected = together.apply(&Part::new(&samples, level.whole(), level).unwrap(), level.whole()).unwrap();
        for step in &all.steps {
            let overview = Overview::of_samples(&samples, 96, 64);
            let alone = Prepared::new(&only(step.operation.clone()), &overview, None, &Unwatched).unwrap();
            samples = alone.apply(&Part::new(&samples, level.whole(), level).unwrap(), level.whole()).unwrap();
        }
        prop_assert!(samples == expected, "{}", all.describe());
    }
}

#[test]
fn every_preset_is_the_same_by_tiles_and_in_one_piece() {
    let picture = RgbImage::from_fn(700, 520, |x, y| *drawn().get_pixel((x / 2) % 96, (y / 3) % 64));
    let part = Part::original(&picture).unwrap();
    for preset in Preset::ALL {
        let prepared = Prepared::new(&preset.recipe(), &Overview::of(&picture), dpi(300.0), &Unwatched).unwrap();
        let whole = prepared.apply(&part, part.area()).unwrap();
        assert_eq!(prepared.apply_to_all(&part, &Unwatched).unwrap(), whole, "{preset}");
        assert_eq!(adjusted(&picture, &preset.recipe()).into_raw(), whole, "{preset}");
        assert_ne!(picture.as_raw(), &whole, "{preset}");
    }
}

#[test]
fn the_unaltered_view_is_the_original_to_the_bit() {
    let neutral =
        [OperationKind::Exposure, OperationKind::Levels, OperationKind::Curves, OperationKind::Gamma, OperationKind::WhiteBalance];
    let recipe: Recipe = neutral.into_iter().map(OperationKind::with_defaults).collect();
    assert_eq!(adjusted(&drawn(), &recipe), drawn());
    assert_eq!(adjusted(&drawn(), &Recipe::default()), drawn());
    let twice: Recipe = [OperationKind::Invert, OperationKind::Invert].into_iter().map(OperationKind::with_defaults).collect();
    assert_eq!(adjusted(&drawn(), &twice), drawn());
}

#[test]
fn a_stack_of_three_does_not_band() {
    // In 8 bits the second step would find no more than 32 levels, eight apart, and the third leave them so.
    let ramp = RgbImage::from_fn(256, 1, |x, _| Rgb([x as u8; 3]));
    let levels = |out_black, out_white| Levels { out_black, out_white, ..Levels::default() };
    let recipe: Recipe = [
        Operation::Levels(levels(100.0, 131.0)),
        Operation::Denoise(Denoise { radius: Length::Px(1.0), noise: 0.5 }),
        Operation::Levels(Levels { black: 100.0, white: 131.0, ..Levels::default() }),
    ]
    .into_iter()
    .collect();
    let after = adjusted(&ramp, &recipe);
    let steps: Vec<i16> = after.as_raw().windows(6).step_by(3).map(|pair| i16::from(pair[3]) - i16::from(pair[0])).collect();
    assert!(steps.iter().all(|step| (0..=2).contains(step)), "{steps:?}");
}

#[test]
fn levels_of_the_pyramid_agree() {
    // A picture without fine detail looks the same at half its size, whatever is done to it.
    let smooth = |x: f64, y: f64| {
        let wave = |k: f64, phase: f64| (127.0 + 90.0 * (x * k + phase).sin() * (y * k * 0.7 + phase).cos()) as u8;
        Rgb([wave(0.031, 0.0), wave(0.023, 1.0), wave(0.017, 2.0)])
    };
    let full = RgbImage::from_fn(800, 600, |x, y| smooth(f64::from(x), f64::from(y)));
    let half = RgbImage::from_fn(400, 300, |x, y| smooth(f64::from(x) * 2.0 + 0.5, f64::from(y) * 2.0 + 0.5));
    for kind in OperationKind::ALL {
        if matches!(kind, OperationKind::Emboss | OperationKind::Edge) {
            // A gradient is per pixel of the view.
            continue;
        }
        let mut operation = operation(*kind, false);
        match &mut operation {
            // Hue turns from white to black in one place, and what is hardly coloured has any.
            Operation::ChannelView(params) => params.component = Component::A,
            Operation::Clahe(params) => params.tile = Length::Px(250.0),
            Operation::Background(params) => params.radius = Length::Px(150.0),
            _ => {}
        }
        let prepared = Prepared::new(&only(operation), &Overview::of(&full), None, &Unwatched).unwrap();
        let large = tile(&prepared, &full, Level::original(800, 600), PixelRect { x: 0, y: 0, width: 800, height: 600 });
        let level = Level { width: 400, height: 300, scale: 2.0 };
        let small = tile(&prepared, &half, level, level.whole());
        for (x, y) in (5..395).step_by(13).flat_map(|x| (5..295).step_by(11).map(move |y| (x, y))) {
            let small = small.get_pixel(x, y).0.map(u32::from);
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(right, down)| large.get_pixel(2 * x + right, 2 * y + down).0);
            let mean = [0, 1, 2].map(|channel| four.iter().map(|pixel| u32::from(pixel[channel])).sum::<u32>() / 4);
            let near = mean.iter().zip(small).all(|(mean, small)| mean.abs_diff(small) <= 6);
            assert!(near, "{kind} at {x}, {y}: {mean:?} and {small:?}");
        }
    }
}

#[test]
fn uneven_light_on_tinted_paper_becomes_even() {
    let page = |lit: bool| {
        RgbImage::from_fn(600, 400, |x, y| {
            let light = if lit { 0.55 + 0.4 * f64::from(x) / 600.0 - 0.2 * f64::from(y) / 400.0 } else { 1.0 };
            let ink = if (x / 3 + y / 5) % 9 < 2 { 0.4 } else { 1.0 };
            Rgb([240.0, 225.0, 190.0].map(|paper| (paper * light * ink) as u8))
        })
    };
    let remove = Operation::Background(Background { radius: Length::Px(60.0), removal: Removal::Divide, level: 220.0 });
    let after = adjusted(&page(true), &only(remove));
    for (x, y) in (40..560).step_by(7).flat_map(|x| (40..360).step_by(7).map(move |y| (x, y))) {
        let expected = if (x / 3 + y / 5) % 9 < 2 { 88 } else { 220 };
        let pixel = after.get_pixel(x, y).0;
        assert!(pixel.iter().all(|value| value.abs_diff(expected) <= 10), "{x}, {y}: {pixel:?}, not {expected}");
    }
}

#[test]
fn millimetres_are_pixels_at_a_resolution_and_need_one() {
    let millimetres = only(Operation::Unsharp(Unsharp { radius: Length::Mm(0.254), ..Unsharp::default() }));
    let pixels = only(Operation::Unsharp(Unsharp { radius: Length::Px(3.0), ..Unsharp::default() }));
    assert_eq!(adjusted(&drawn(), &millimetres), adjusted(&drawn(), &pixels));
    let overview = Overview::of(&drawn());
    let without = Prepared::new(&millimetres, &overview, None, &Unwatched).err();
    assert_eq!(without, Some(AdjustError::NoResolution));
    let at = |scale| Prepared::new(&millimetres, &overview, dpi(300.0), &Unwatched).unwrap().reach_px(scale);
    assert_eq!([at(1.0), at(2.0), at(16.0)], [[9, 9], [5, 5], [0, 0]]);
}

#[test]
fn too_small_a_part_and_a_wrong_recipe_are_refused() {
    let picture = drawn();
    let blur = only(Operation::Unsharp(Unsharp { radius: Length::Px(2.0), ..Unsharp::default() }));
    let prepared = Prepared::new(&blur, &Overview::of(&picture), None, &Unwatched).unwrap();
    let (level, held) = (Level::original(96, 64), PixelRect { x: 10, y: 10, width: 40, height: 40 });
    let pixels = crop(&picture, held);
    let part = Part::new(pixels.as_raw(), held, level).unwrap();
    let inside = PixelRect { x: 16, y: 16, width: 28, height: 28 };
    assert!(prepared.apply(&part, inside).is_ok());
    for wrong in [PixelRect { x: 15, ..inside }, PixelRect { height: 29, ..inside }, PixelRect { width: 0, ..inside }] {
        assert_eq!(prepared.apply(&part, wrong), Err(AdjustError::TooLittleSource));
    }
    assert!(Part::new(pixels.as_raw(), PixelRect { x: 60, ..held }, level).is_none());
    assert!(Part::new(&pixels.as_raw()[1..], held, level).is_none());
    let wrong = only(Operation::Exposure(Exposure { stops: f64::NAN }));
    let refused = Prepared::new(&wrong, &Overview::of(&picture), None, &Unwatched).err();
    assert!(matches!(refused, Some(AdjustError::Recipe(RecipeError::OutOfRange { parameter: "stops", .. }))));
}

#[test]
fn a_grey_view_goes_on_as_colour_where_colour_is_made() {
    let grey = Operation::ChannelView(ChannelView { component: Component::Green });
    let red = Levels { channels: crate::domain::recipe::Channels::Red, out_white: 0.0, ..Levels::default() };
    let after = adjusted(&drawn(), &[grey, Operation::Levels(red)].into_iter().collect());
    let expected = drawn().get_pixel(20, 40).0[1];
    assert_eq!(after.get_pixel(20, 40).0, [0, expected, expected]);
}

#[test]
fn a_picture_that_nobody_waits_for_is_left() {
    struct Gone;
    impl Progress for Gone {
        fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
            Err(Cancelled)
        }
    }
    let picture = drawn();
    let recipe = Preset::FaintStamp.recipe();
    let refused = Prepared::new(&recipe, &Overview::of(&picture), dpi(300.0), &Gone).err();
    assert_eq!(refused, Some(AdjustError::Cancelled(Cancelled)));
    let prepared = Prepared::new(&recipe, &Overview::of(&picture), dpi(300.0), &Unwatched).unwrap();
    assert_eq!(prepared.apply_to_all(&Part::original(&picture).unwrap(), &Gone), Err(AdjustError::Cancelled(Cancelled)));
}
