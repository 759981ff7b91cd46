//! Data Matrix symbols (ISO/IEC 16022, and ISO/IEC 21471 for the long ones).

pub(super) mod outline;

use rxing::common::{BitMatrix, DecoderRXingResult, DetectorRXingResult as _};
use rxing::datamatrix::decoder::Decoder;
use rxing::datamatrix::detector::zxing_cpp_detector::detect;

use super::fit::rectangle_onto;
use super::grid::Grid;
use super::luma::Luma;
use super::raw::{Raw, bytes_of, four, guarded};
use super::threshold::Bits;
use crate::domain::PointPx;
use crate::reading::barcode::BarcodeFormat;

/// Sizes that exist: rows, columns.
const SIZES: [(i32, i32); 48] = [
    (10, 10),
    (12, 12),
    (14, 14),
    (16, 16),
    (18, 18),
    (20, 20),
    (22, 22),
    (24, 24),
    (26, 26),
    (32, 32),
    (36, 36),
    (40, 40),
    (44, 44),
    (48, 48),
    (52, 52),
    (64, 64),
    (72, 72),
    (80, 80),
    (88, 88),
    (96, 96),
    (104, 104),
    (120, 120),
    (132, 132),
    (144, 144),
    (8, 18),
    (8, 32),
    (12, 26),
    (12, 36),
    (16, 36),
    (16, 48),
    (8, 48),
    (8, 64),
    (8, 80),
    (8, 96),
    (8, 120),
    (8, 144),
    (12, 64),
    (12, 88),
    (16, 64),
    (20, 36),
    (20, 44),
    (20, 64),
    (22, 48),
    (24, 48),
    (24, 64),
    (26, 40),
    (26, 48),
    (26, 64),
];

/// The Data Matrix symbols of a picture whose dark pixels are `matrix`.
pub(super) fn read(matrix: &BitMatrix) -> Vec<Raw> {
    if matrix.getWidth() < 16 || matrix.getHeight() < 16 {
        return Vec::new();
    }
    let found = guarded(|| detect(matrix, true, true).ok()).unwrap_or_default();
    found.iter().filter_map(|symbol| decoded(symbol.getBits(), four(symbol.getPoints())?)).collect()
}

fn decoded(modules: &BitMatrix, corners: [PointPx; 4]) -> Option<Raw> {
    let result = guarded(|| Decoder::new().decode(modules).ok())?;
    raw(&result, corners)
}

fn raw(result: &DecoderRXingResult, corners: [PointPx; 4]) -> Option<Raw> {
    let text = result.getText().to_owned();
    if text.is_empty() {
        return None;
    }
    let bytes = bytes_of(&text);
    let mut raw = Raw::new(BarcodeFormat::DataMatrix, text, bytes, corners);
    raw.mirrored = result.getIsMirrored();
    Some(raw)
}

/// Reads the symbol that fills a region: its outline first, then its grid.
pub(super) fn read_outlined(luma: &Luma, bits: &Bits, region: (i32, i32, i32, i32)) -> Option<Raw> {
    let outline = outline::find(bits, region)?;
    let (across, down) = outline.counts;
    let mut sizes: Vec<(i32, (i32, i32))> = SIZES
        .iter()
        .flat_map(|(rows, columns)| [(*rows, *columns), (*columns, *rows)])
        .map(|(rows, columns)| {
            let off = |count: i32, real: i32| (count - real).abs() * 1000 / real;
            (off(down, rows) + off(across, columns), (rows, columns))
        })
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    for (_, (rows, columns)) in sizes.into_iter().filter(|(off, _)| *off < 400).take(4) {
        let map = rectangle_onto(f64::from(columns), f64::from(rows), &outline.corners)?;
        let grid = Grid { columns, rows, px_from_module: map };
        let known: Vec<(i32, i32)> = [(0, 0), (columns - 3, 0), (0, rows - 3), (columns - 3, rows - 3)]
            .iter()
            .flat_map(|(x, y)| (0..3).flat_map(move |down| (0..3).map(move |right| (x + right, y + down))))
            .collect();
        let Some(plain) = grid.plain(luma).filter(|modules| modules.by_level().is_some_and(|matrix| is_framed(&matrix))) else { continue };
        let followed = grid.followed_map(luma, &known).map(|(modules, _)| modules);
        for modules in followed.into_iter().chain([plain]) {
            for matrix in [modules.by_neighbours(), modules.by_level()].iter().flatten() {
                if let Some(raw) = decoded(matrix, outline.corners) {
                    return Some(raw);
                }
            }
        }
    }
    None
}

/// Whether the frame of a symbol is there: solid to the left and below, broken above and to the right.
fn is_framed(matrix: &BitMatrix) -> bool {
    let (columns, rows) = (matrix.getWidth(), matrix.getHeight());
    let (right, bottom) = (columns.saturating_sub(1), rows.saturating_sub(1));
    let solid = (0..rows).filter(|y| matrix.get(0, *y)).count() + (0..columns).filter(|x| matrix.get(*x, bottom)).count();
    let broken = (0..rows).filter(|y| matrix.get(right, *y) == (y % 2 == 1)).count()
        + (0..columns).filter(|x| matrix.get(*x, 0) == (x % 2 == 0)).count();
    let all = (columns + rows) as usize;
    solid * 100 >= all * 78 && broken * 100 >= all * 62
}
