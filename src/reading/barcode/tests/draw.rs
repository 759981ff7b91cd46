//! Symbols drawn for tests.

use rxing::common::BitMatrix;
use rxing::{BarcodeFormat as Kind, Writer as _};

use crate::reading::barcode::GreyPicture;

/// A picture that owns its pixels.
#[derive(Clone)]
pub(super) struct Drawn {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) grey: Vec<u8>,
}

impl Drawn {
    pub(super) fn white(width: usize, height: usize) -> Self {
        Self { width, height, grey: vec![235; width * height] }
    }

    pub(super) fn picture(&self) -> GreyPicture<'_> {
        GreyPicture { width: self.width, height: self.height, grey: &self.grey, resolution: None }
    }

    /// Draws `modules` about a middle, `size` px a module, turned by so many degrees clockwise; its corners, clockwise.
    pub(super) fn draw(&mut self, modules: &[Vec<bool>], middle: (f64, f64), size: f64, degrees: f64) -> [(f64, f64); 4] {
        let (rows, columns) = (modules.len() as f64, modules[0].len() as f64);
        let (sin, cos) = degrees.to_radians().sin_cos();
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sum = 0.0;
                // The mean over the pixel, and a little around it, as a lens has it.
                let mut inside = false;
                for step in 0..16 {
                    let (dx, dy) = (f64::from(step % 4) * 0.3 - 0.45, f64::from(step / 4) * 0.3 - 0.45);
                    let (right, down) = (x as f64 + dx - middle.0, y as f64 + dy - middle.1);
                    let (u, v) = ((right * cos + down * sin) / size + columns / 2.0, (down * cos - right * sin) / size + rows / 2.0);
                    let within = u >= 0.0 && v >= 0.0 && u < columns && v < rows;
                    inside |= within;
                    sum += if within && modules[v as usize][u as usize] { 30.0 } else { 235.0 };
                }
                if inside {
                    self.grey[y * self.width + x] = (sum / 16.0) as u8;
                }
            }
        }
        let corner = |u: f64, v: f64| (middle.0 + (u * cos - v * sin) * size, middle.1 + (u * sin + v * cos) * size);
        let (half_x, half_y) = (columns / 2.0, rows / 2.0);
        [corner(-half_x, -half_y), corner(half_x, -half_y), corner(half_x, half_y), corner(-half_x, half_y)]
    }

    /// Adds noise that is the same every time.
    pub(super) fn noisy(mut self, most: i32) -> Self {
        let mut state = 0x2545_f491_u32;
        for value in &mut self.grey {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 16) as i32 % (2 * most + 1) - most;
            *value = (i32::from(*value) + noise).clamp(0, 255) as u8;
        }
        self
    }
}

/// The modules of a symbol without a margin.
pub(super) fn modules(kind: Kind, text: &str) -> Vec<Vec<bool>> {
    let matrix = match kind {
        Kind::QR_CODE => rxing::qrcode::QRCodeWriter.encode(text, &kind, 1, 1),
        Kind::AZTEC => rxing::aztec::AztecWriter.encode(text, &kind, 1, 1),
        Kind::PDF_417 => rxing::pdf417::PDF417Writer.encode(text, &kind, 1, 1),
        Kind::CODE_128 => rxing::oned::Code128Writer.encode(text, &kind, 1, 1),
        Kind::CODE_39 => rxing::oned::Code39Writer.encode(text, &kind, 1, 1),
        Kind::ITF => rxing::oned::ITFWriter.encode(text, &kind, 1, 1),
        _ => panic!("not drawn by tests"),
    };
    let modules = trimmed(&matrix.unwrap());
    // Linear symbols come as one line.
    if modules.len() == 1 { vec![modules[0].clone(); 40] } else { modules }
}

/// The modules of a Data Matrix symbol.
pub(super) fn data_matrix(text: &str) -> Vec<Vec<bool>> {
    let bitmap = datamatrix::DataMatrix::encode(text.as_bytes(), datamatrix::SymbolList::default()).unwrap().bitmap();
    let mut modules = vec![vec![false; bitmap.width()]; bitmap.height()];
    for (x, y) in bitmap.pixels() {
        modules[y][x] = true;
    }
    modules
}

fn trimmed(matrix: &BitMatrix) -> Vec<Vec<bool>> {
    let [left, top, width, height] = matrix.getEnclosingRectangle().unwrap();
    (top..top + height).map(|y| (left..left + width).map(|x| matrix.get(x, y)).collect()).collect()
}
