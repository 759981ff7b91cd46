use proptest::prelude::*;

use super::*;
use crate::imaging::register::random::Random;

const QUESTIONED: [(f64, f64); 6] = [(120.0, 90.0), (1480.0, 110.0), (1400.0, 980.0), (150.0, 1010.0), (760.0, 520.0), (300.0, 700.0)];
const REFERENCE: [(f64, f64); 6] =
    [(162.857, 69.495), (1449.765, 300.268), (1243.081, 1153.219), (34.852, 1011.08), (709.807, 601.392), (234.935, 714.716)];

fn dpi() -> Resolution {
    Resolution::square(254.0).unwrap()
}

fn pair((x, y): (f64, f64), (u, v): (f64, f64)) -> Landmark {
    Landmark { questioned: PointPx { x, y }, reference: PointPx { x: u, y: v } }
}

fn pairs() -> Vec<Landmark> {
    QUESTIONED.iter().zip(REFERENCE).map(|(from, to)| pair(*from, to)).collect()
}

fn through(map: &Homography, from: &[(f64, f64)]) -> Vec<Landmark> {
    from.iter().map(|from| pair(*from, map.apply(from.0, from.1))).collect()
}

#[test]
fn fits_agree_with_independent_implementations() {
    // scikit-image 0.26.0 SimilarityTransform.from_estimate; numpy 2.4.6 linalg.lstsq for the affine map; scipy 1.17.1
    // optimize.least_squares over the distances in the reference for the projective one.
    let peers: [(LandmarkModel, [f64; 6], f64); 3] = [
        (
            LandmarkModel::Similarity,
            [26.738_179_684_8, 18.817_145_399_2, 14.623_316_321_4, 23.183_537_864_8, 7.037_024_512_4, 7.564_041_026_6],
            17.921_437_129_1,
        ),
        (
            LandmarkModel::Affine,
            [5.367_734_998_9, 8.370_841_795_3, 6.649_225_417_5, 8.843_783_054_6, 7.125_169_374_0, 0.591_524_575_5],
            6.738_276_345_9,
        ),
        (
            LandmarkModel::Homography,
            [0.088_269_837, 0.213_681_094, 0.090_141_657, 0.103_379_511, 0.724_482_224, 0.544_909_835],
            0.386_019_264_8,
        ),
    ];
    for (model, misses, rms) in peers {
        let fit = fit_landmarks(&pairs(), model, dpi()).unwrap();
        for (found, peer) in fit.misses.iter().zip(misses) {
            assert!((found.px - peer).abs() < 1e-5, "{model}: {found:?} {peer}");
            // 254 dpi: ten pixels a millimetre.
            assert!((found.mm - found.px / 10.0).abs() < 1e-9);
        }
        assert!((fit.rms.unwrap().px - rms).abs() < 1e-6);
        assert_eq!(fit.left_out.len(), 6);
    }
    // The affine map of the first five by numpy, and what it makes of the sixth.
    let fit = fit_landmarks(&pairs(), LandmarkModel::Affine, dpi()).unwrap();
    assert!((fit.left_out[5].unwrap().px - 0.807_009_99).abs() < 1e-7);
}

#[test]
fn a_wrong_pair_shows_where_the_others_alone_put_it() {
    let map = Homography([[0.9, -0.2, 40.0], [0.25, 1.1, -30.0], [2e-5, -3e-5, 1.0]]);
    let mut pairs = through(&map, &QUESTIONED);
    pairs[4].reference.x += 12.0;
    let fit = fit_landmarks(&pairs, LandmarkModel::Homography, dpi()).unwrap();
    let left_out = |place: usize| fit.left_out[place].unwrap().px;
    assert!((left_out(4) - 12.0).abs() < 1e-6, "the others fit exactly");
    assert!(fit.misses[4].px < 11.0, "its own miss hides a part of it");
}

#[test]
fn pairs_that_just_fix_the_map_tell_nothing_of_its_fit() {
    let fit = fit_landmarks(&pairs()[..3], LandmarkModel::Affine, dpi()).unwrap();
    assert_eq!(fit.rms, None);
    assert!(fit.left_out.is_empty() && fit.misses.iter().all(|miss| miss.px < 1e-9));
    assert_eq!(fit_landmarks(&pairs()[..3], LandmarkModel::Homography, dpi()), Err(LandmarkError::TooFew { least: 4 }));
}

#[test]
fn layouts_that_fix_no_map_are_refused_with_their_reason() {
    let map = Homography([[1.1, 0.1, 5.0], [-0.1, 0.9, 7.0], [0.0, 0.0, 1.0]]);
    let fault = |points: &[(f64, f64)], model| match fit_landmarks(&through(&map, points), model, dpi()) {
        Err(LandmarkError::Layout { fault, picture: Which::Questioned }) => fault,
        other => panic!("{other:?}"),
    };
    let line = [(0.0, 0.0), (300.0, 301.0), (600.0, 598.0), (900.0, 900.0)];
    assert_eq!(fault(&line[..3], LandmarkModel::Affine), LayoutFault::OnALine);
    assert_eq!(fault(&line, LandmarkModel::Affine), LayoutFault::OnALine);
    let one_off = [line[0], line[1], line[2], line[3], (800.0, 20.0)];
    assert_eq!(fault(&one_off, LandmarkModel::Homography), LayoutFault::OnALine);
    assert!(fit_landmarks(&through(&map, &one_off), LandmarkModel::Affine, dpi()).is_ok());
    assert_eq!(fault(&[(0.0, 0.0), (2.0, 1.0)], LandmarkModel::Similarity), LayoutFault::TooClose);
    assert_eq!(fault(&[(0.0, 0.0), (900.0, 0.0), (903.0, 5.0), (0.0, 900.0)], LandmarkModel::Affine), LayoutFault::TooClose);
    // Apart in the questioned picture, together in the reference.
    let together = [pair((0.0, 0.0), (1.0, 1.0)), pair((500.0, 0.0), (2.0, 2.0))];
    let expected = LandmarkError::Layout { fault: LayoutFault::TooClose, picture: Which::Reference };
    assert_eq!(fit_landmarks(&together, LandmarkModel::Similarity, dpi()), Err(expected));
}

#[test]
fn maps_that_turn_the_page_over_or_fold_it_are_refused() {
    let mirror = Homography([[-1.0, 0.0, 900.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    assert_eq!(fit_landmarks(&through(&mirror, &QUESTIONED), LandmarkModel::Affine, dpi()), Err(LandmarkError::Mirrored));
    // Two corners exchanged: a square becomes a bow.
    let bow = [
        pair((0.0, 0.0), (0.0, 0.0)),
        pair((900.0, 0.0), (900.0, 0.0)),
        pair((900.0, 900.0), (0.0, 900.0)),
        pair((0.0, 900.0), (900.0, 900.0)),
    ];
    assert_eq!(fit_landmarks(&bow, LandmarkModel::Homography, dpi()), Err(LandmarkError::Folded));
    assert_eq!(fit_landmarks(&[pair((f64::NAN, 0.0), (0.0, 0.0)); 4], LandmarkModel::Homography, dpi()), Err(LandmarkError::NotAPlace));
    assert_eq!(fit_landmarks(&[pair((0.0, 0.0), (0.0, 0.0)); 201], LandmarkModel::Affine, dpi()), Err(LandmarkError::TooMany));
}

proptest! {
    #[test]
    fn a_known_map_is_found_to_within_the_noise_of_its_pairs(
        turn in -3.1..3.1f64, size in 0.3..3.0f64, x in -500.0..500.0f64, y in -500.0..500.0f64,
        g in -1e-4..1e-4f64, h in -1e-4..1e-4f64, noise in 0.0..1.0f64, seed in 0_u64..1000,
    ) {
        let (sin, cos) = turn.sin_cos();
        for model in LandmarkModel::ALL {
            let (slant, g, h) = match model {
                LandmarkModel::Similarity => (0.0, 0.0, 0.0),
                LandmarkModel::Affine => (0.1, 0.0, 0.0),
                LandmarkModel::Homography => (0.1, g, h),
            };
            let map = Homography([[size * cos, -size * sin, x], [size * sin + slant, size * cos, y], [g, h, 1.0]]);
            let mut random = Random::new(seed);
            let mut pairs = through(&map, &QUESTIONED);
            for pair in &mut pairs {
                pair.reference.x += noise * (random.unit() - 0.5);
                pair.reference.y += noise * (random.unit() - 0.5);
            }
            let fit = fit_landmarks(&pairs, *model, dpi()).unwrap();
            prop_assert!(fit.rms.unwrap().px <= noise, "{:?}", fit);
            for (u, v) in [(120.0, 90.0), (900.0, 600.0), (1400.0, 1000.0)] {
                let (a, b) = (map.apply(u, v), fit.reference_from_questioned.apply(u, v));
                prop_assert!((a.0 - b.0).hypot(a.1 - b.1) <= 3.0 * noise + 1e-6, "{:?} {:?}", a, b);
            }
        }
    }
}
