use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_picture_panics_and_the_same_one_gives_the_same(
        width in 1_u32..160,
        height in 1_u32..160,
        ppi in prop_oneof![Just(100.0), Just(300.0), Just(600.0), Just(2400.0)],
        kind in 0_u8..4,
        seed in any::<u64>(),
        area in prop::array::uniform4(-1.0_f64..12.0),
    ) {
        let mut random = Random::new(seed);
        let picture = RgbImage::from_fn(width, height, |x, y| {
            let any = random.next();
            match kind {
                0 => Rgb([(seed & 0xff) as u8; 3]),
                1 => Rgb([any as u8, (any >> 8) as u8, (any >> 16) as u8]),
                2 => Rgb([if any & 1 == 0 { 0 } else { 255 }; 3]),
                _ => Rgb([if (x / 3 + y / 5).is_multiple_of(2) { 10 } else { 240 }; 3]),
            }
        });
        let params = ProcessParams::default();
        let everything = whole(&picture, ppi);
        let some = RectMm::new(area[0], area[1], area[2], area[3]);
        with(&picture, ppi, |laid, budget| {
            for area in [everything, some] {
                let once = process_marks(laid, area, &params, budget, &Unwatched);
                prop_assert_eq!(once, process_marks(laid, area, &params, budget, &Unwatched));
            }
            Ok(())
        })?;
    }
}
