//! Each operation against another implementation on the same picture; what it gave is recorded here in 8-bit levels.

use super::{adjusted, drawn, only};
use crate::domain::recipe::{
    ChannelView, Clahe, Component, CurvePoint, Curves, Decorrelation, Denoise, Edge, Emboss, Exposure, Gamma, Kernel, Length, Levels,
    LocalContrast, Operation, StretchSpace, Unsharp, WhiteBalance,
};

/// Where the values were taken: colours of all kinds first, then ink and paper.
const PLACES: [(u32, u32); 8] = [(10, 10), (20, 40), (40, 30), (46, 20), (55, 12), (70, 50), (80, 20), (88, 33)];

/// Ours is rounded to 8 bits: half a level and a little is what a tolerance may not go below.
fn compare(operation: Operation, tolerance: f64, expected: [[f64; 3]; 8]) {
    let described = operation.describe();
    let found = adjusted(&drawn(), &only(operation));
    for ((x, y), expected) in PLACES.into_iter().zip(expected) {
        let found = found.get_pixel(x, y).0;
        let near = found.iter().zip(expected).all(|(found, expected)| (f64::from(*found) - expected).abs() <= tolerance);
        assert!(near, "{described} at {x}, {y}: {found:?}, not {expected:?}");
    }
}

fn compare_grey(operation: Operation, tolerance: f64, expected: [f64; 8]) {
    compare(operation, tolerance, expected.map(|grey| [grey; 3]));
}

/// colour-science 0.4.7: `eotf_inverse_sRGB(eotf_sRGB(x) * 2 ** 0.7)`.
#[test]
fn exposure() {
    compare(
        Operation::Exposure(Exposure { stops: 0.7 }),
        0.55,
        [
            [88.8, 33.7, 52.1],
            [223.5, 87.6, 66.8],
            [6.5, 17.8, 103.5],
            [20.3, 255.0, 196.5],
            [241.8, 232.0, 197.8],
            [97.4, 94.9, 115.8],
            [240.6, 229.6, 186.8],
            [103.5, 83.9, 113.3],
        ],
    );
}

/// scikit-image 0.26.0: `rescale_intensity` from 12–240, `adjust_gamma(1 / 1.4)`, then to 10–250.
#[test]
fn levels() {
    compare(
        Operation::Levels(Levels { black: 12.0, white: 240.0, gamma: 1.4, out_black: 10.0, out_white: 250.0, ..Levels::default() }),
        0.55,
        [
            [100.3, 41.0, 63.7],
            [203.0, 99.2, 79.2],
            [10.0, 10.0, 113.3],
            [18.1, 224.6, 184.6],
            [215.1, 208.7, 185.4],
            [107.9, 105.8, 123.6],
            [214.3, 207.0, 177.7],
            [113.3, 95.8, 121.5],
        ],
    );
}

/// scikit-image 0.26.0: `adjust_gamma(1 / 2.2)`.
#[test]
fn gamma() {
    compare(
        Operation::Gamma(Gamma { gamma: 2.2 }),
        0.55,
        [
            [141.7, 88.7, 109.9],
            [217.7, 140.8, 123.8],
            [38.6, 63.6, 152.3],
            [68.2, 231.9, 205.1],
            [225.7, 221.5, 205.7],
            [148.0, 146.2, 160.4],
            [225.2, 220.4, 200.4],
            [152.3, 138.0, 158.8],
        ],
    );
}

/// `SciPy` 1.17.1: `PchipInterpolator`.
#[test]
fn curves() {
    let points = [[0.0, 10.0], [40.0, 20.0], [128.0, 180.0], [200.0, 170.0], [255.0, 250.0]].map(CurvePoint::from).to_vec();
    compare(
        Operation::Curves(Curves { points, ..Curves::default() }),
        0.55,
        [
            [68.3, 14.5, 20.0],
            [171.9, 65.9, 31.7],
            [10.1, 11.1, 99.2],
            [11.5, 171.9, 176.2],
            [170.1, 170.9, 176.0],
            [86.1, 80.9, 125.1],
            [170.2, 171.1, 177.8],
            [99.2, 58.8, 120.0],
        ],
    );
}

/// colour-science 0.4.7: `eotf_sRGB`, factors that make the patch grey of the same luminance, `eotf_inverse_sRGB`.
#[test]
fn white_balance() {
    compare(
        Operation::WhiteBalance(WhiteBalance { red: 180.0, green: 200.0, blue: 150.0 }),
        0.55,
        [
            [75.6, 23.7, 54.1],
            [192.8, 66.2, 69.2],
            [4.7, 11.1, 107.1],
            [15.9, 199.6, 202.9],
            [208.8, 180.3, 204.2],
            [83.0, 72.0, 119.7],
            [207.7, 178.3, 192.8],
            [88.3, 63.3, 117.2],
        ],
    );
}

/// scikit-image 0.26.0 (`rgb2hsv`, `rgb2lab`), `OpenCV` 5.0.0 (luma: `cvtColor`); inks by their definition in `NumPy`.
#[test]
fn channels() {
    let view = |component| Operation::ChannelView(ChannelView { component });
    compare_grey(view(Component::Hue), 0.55, [240.8, 5.6, 165.6, 116.7, 33.1, 175.0, 33.8, 198.3]);
    compare_grey(view(Component::Saturation), 0.55, [163.9, 181.3, 242.6, 237.8, 47.1, 47.1, 57.8, 68.0]);
    compare_grey(view(Component::Lightness), 0.57, [41.5, 113.6, 20.7, 189.5, 193.4, 83.3, 191.4, 77.7]);
    compare_grey(view(Component::A), 0.57, [151.3, 172.1, 154.9, 74.0, 126.2, 132.8, 125.5, 140.0]);
    compare_grey(view(Component::B), 0.57, [128.7, 161.4, 85.6, 140.5, 143.2, 118.3, 146.9, 116.3]);
    compare_grey(view(Component::Cyan), 0.55, [255.0, 255.0, 12.4, 17.2, 255.0, 213.4, 255.0, 232.3]);
    compare_grey(view(Component::Magenta), 0.55, [91.1, 97.7, 37.3, 255.0, 244.5, 207.9, 243.2, 187.0]);
    compare_grey(view(Component::Yellow), 0.55, [145.7, 73.7, 255.0, 194.6, 207.9, 255.0, 197.2, 255.0]);
    compare_grey(view(Component::Black), 0.55, [70.0, 180.0, 82.0, 207.0, 195.0, 92.0, 194.0, 90.0]);
    compare_grey(view(Component::Luma), 0.55, [40.0, 100.0, 18.0, 144.0, 186.0, 78.0, 184.0, 74.0]);
}

/// `SciPy` 1.17.1: `x + amount * (x - ndimage.gaussian_filter(x, radius, mode='nearest'))`, which goes to four standard deviations.
#[test]
fn unsharp() {
    compare(
        Operation::Unsharp(Unsharp { radius: Length::Px(1.5), amount: 1.2, threshold: 0.0 }),
        1.0,
        [
            [70.0, 24.9, 0.0],
            [180.0, 68.6, 19.3],
            [0.0, 0.0, 93.0],
            [0.0, 227.5, 135.4],
            [245.3, 242.9, 188.3],
            [19.0, 22.0, 53.4],
            [224.8, 219.7, 162.9],
            [16.7, 0.0, 49.8],
        ],
    );
    compare(
        Operation::Unsharp(Unsharp { radius: Length::Px(0.8), amount: 2.0, threshold: 0.0 }),
        1.0,
        [
            [70.0, 25.5, 7.3],
            [180.0, 69.4, 38.3],
            [0.0, 0.0, 101.8],
            [10.4, 212.9, 126.6],
            [255.0, 255.0, 203.7],
            [42.0, 43.5, 64.3],
            [214.7, 209.9, 156.0],
            [12.9, 0.0, 47.3],
        ],
    );
}

/// `OpenCV` 5.0.0 contrib: `ximgproc.guidedFilter`, each channel by itself.
#[test]
fn denoise() {
    compare(
        Operation::Denoise(Denoise { radius: Length::Px(2.0), noise: 12.0 }),
        0.6,
        [
            [70.0, 25.2, 42.1],
            [180.0, 68.9, 53.3],
            [6.2, 14.5, 81.2],
            [15.1, 204.5, 159.3],
            [193.6, 185.5, 156.1],
            [81.0, 79.3, 98.7],
            [192.4, 183.4, 148.3],
            [86.8, 70.6, 97.8],
        ],
    );
}

/// `OpenCV` 5.0.0 contrib: luma and `ximgproc.guidedFilter`, 1.5 times the difference added.
#[test]
fn local_contrast() {
    compare(
        Operation::LocalContrast(LocalContrast { radius: Length::Px(4.0), amount: 1.5, edge: 40.0 }),
        0.6,
        [
            [58.2, 13.2, 28.2],
            [159.8, 48.8, 31.8],
            [0.0, 0.0, 42.1],
            [3.0, 195.9, 146.9],
            [209.5, 201.5, 173.5],
            [17.8, 15.8, 32.8],
            [208.9, 199.9, 164.9],
            [21.3, 5.3, 29.3],
        ],
    );
}

/// `OpenCV` 5.0.0: `Scharr` / 16 and `Sobel` / 4 of `cvtColor`, whose luma is rounded to 8 bits; `GaussianBlur` before the third.
#[test]
fn edges_and_relief() {
    let edge = |kernel, strength, px| Operation::Edge(Edge { kernel, strength, radius: Length::Px(px) });
    compare_grey(edge(Kernel::Scharr, 1.5, 0.0), 1.5, [10.3, 35.6, 128.8, 17.0, 209.9, 0.6, 46.7, 177.8]);
    compare_grey(edge(Kernel::Sobel, 1.5, 0.0), 1.5, [9.8, 35.4, 142.4, 16.7, 193.6, 0.8, 61.5, 163.9]);
    compare_grey(edge(Kernel::Scharr, 3.0, 1.2), 2.5, [33.1, 62.2, 227.4, 45.9, 174.5, 2.1, 138.2, 101.8]);
    compare_grey(
        Operation::Emboss(Emboss { angle_deg: 120.0, strength: 1.0, radius: Length::Px(0.0) }),
        1.0,
        [130.6, 138.9, 96.6, 132.7, 59.9, 127.7, 112.3, 184.5],
    );
}

/// `NumPy` 2.4.6: `cov` and `eigh`; scikit-image 0.26.0: `rgb2lab` and `lab2rgb`.
#[test]
fn decorrelation() {
    let stretch = |space, spread| Operation::Decorrelation(Decorrelation { space, spread, noise: 0.5 });
    compare(
        stretch(StretchSpace::Rgb, 40.0),
        0.6,
        [
            [94.2, 69.9, 68.0],
            [163.6, 81.5, 69.2],
            [48.1, 69.0, 103.0],
            [19.3, 198.3, 146.0],
            [149.8, 154.1, 140.1],
            [88.5, 100.1, 103.0],
            [149.8, 153.5, 133.6],
            [93.6, 93.2, 101.9],
        ],
    );
    compare(
        stretch(StretchSpace::Lab, 15.0),
        1.0,
        [
            [43.1, 33.0, 25.2],
            [133.7, 69.4, 49.4],
            [10.2, 35.7, 54.2],
            [0.0, 146.3, 140.9],
            [146.6, 151.0, 145.4],
            [46.7, 68.9, 70.9],
            [144.8, 147.3, 138.3],
            [53.4, 65.4, 68.7],
        ],
    );
    compare(
        stretch(StretchSpace::Chroma, 20.0),
        1.0,
        [
            [56.5, 34.2, 38.2],
            [169.9, 77.4, 58.0],
            [0.0, 24.6, 60.5],
            [0.0, 206.5, 197.9],
            [180.4, 189.8, 176.5],
            [54.3, 80.5, 92.4],
            [180.9, 187.3, 169.9],
            [61.3, 72.9, 86.7],
        ],
    );
}

/// `OpenCV` 5.0.0: `createCLAHE` of luma, the change added to each channel.
#[test]
fn clahe() {
    let clahe = |tile, clip| Operation::Clahe(Clahe { tile: Length::Px(tile), clip });
    // One tile, then three by two; it measures tiles from the middle of its pixels' upper left corners, half a pixel off.
    compare(
        clahe(200.0, 3.0),
        1.0,
        [
            [45.0, 0.0, 15.0],
            [162.0, 51.0, 34.0],
            [0.0, 0.0, 69.0],
            [0.0, 188.0, 139.0],
            [225.0, 217.0, 189.0],
            [56.0, 54.0, 71.0],
            [220.0, 211.0, 176.0],
            [57.0, 41.0, 65.0],
        ],
    );
    compare(
        clahe(32.0, 2.0),
        2.0,
        [
            [72.0, 27.0, 42.0],
            [167.0, 56.0, 39.0],
            [0.0, 3.0, 73.0],
            [8.0, 201.0, 152.0],
            [208.0, 200.0, 172.0],
            [74.0, 72.0, 89.0],
            [194.0, 185.0, 150.0],
            [78.0, 62.0, 86.0],
        ],
    );
}
