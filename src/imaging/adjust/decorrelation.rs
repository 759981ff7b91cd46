//! Decorrelation stretch: colours spread alike along all directions (Gillespie, Kahle and Walker, Remote Sensing of Environment 20, 1986).

use super::frame::Frame;
use super::kernels;
use super::lab::Lab;
use super::prepare::Preparing;
use super::stage::{Pixelwise, RowAt};
use crate::domain::recipe::{Decorrelation, StretchSpace};

/// The stretch as one matrix about a mean.
pub(super) struct Stretch {
    space: StretchSpace,
    lab: Lab,
    matrix: [[f32; 3]; 3],
    /// Added after the matrix.
    offset: [f32; 3],
}

impl Stretch {
    pub(super) fn of(params: &Decorrelation, preparing: &Preparing<'_>) -> Self {
        let lab = Lab::new();
        let (mean, covariance) = moments(preparing.seen, params.space, lab);
        let (matrix, target) = match params.space {
            StretchSpace::Rgb => (stretch(covariance, params), [127.5; 3]),
            StretchSpace::Lab => (stretch(covariance, params), [50.0, 0.0, 0.0]),
            StretchSpace::Chroma => {
                let [_, [_, aa, ab], [_, _, bb]] = covariance;
                let [_, [_, aa, ab], [_, _, bb]] = stretch([[0.0; 3], [0.0, aa, ab], [0.0, ab, bb]], params);
                // Lightness is left alone.
                ([[1.0, 0.0, 0.0], [0.0, aa, ab], [0.0, ab, bb]], [mean[0], 0.0, 0.0])
            }
        };
        let offset = [0, 1, 2].map(|row| {
            let [x, y, z] = matrix[row];
            (target[row] - x * mean[0] - y * mean[1] - z * mean[2]) as f32
        });
        Self { space: params.space, lab, matrix: matrix.map(|row| row.map(|value| value as f32)), offset }
    }

    #[inline]
    fn stretched(&self, [x, y, z]: [f32; 3]) -> [f32; 3] {
        [0, 1, 2].map(|row| self.matrix[row][0] * x + self.matrix[row][1] * y + self.matrix[row][2] * z + self.offset[row])
    }
}

/// The mean and the covariance of a picture, in levels of RGB or units of L*, a* and b*.
fn moments(frame: &Frame, space: StretchSpace, lab: Lab) -> ([f64; 3], [[f64; 3]; 3]) {
    let colour = |pixel: &[u16]| {
        let pixel = if pixel.len() == 1 { [pixel[0]; 3] } else { [pixel[0], pixel[1], pixel[2]] };
        match space {
            StretchSpace::Rgb => pixel.map(|value| f64::from(value) / 257.0),
            StretchSpace::Lab | StretchSpace::Chroma => lab.of(&pixel).map(f64::from),
        }
    };
    let count = (frame.data.len() / frame.channels).max(1) as f64;
    let mut mean = [0.0; 3];
    for pixel in frame.data.chunks_exact(frame.channels) {
        mean.iter_mut().zip(colour(pixel)).for_each(|(sum, value)| *sum += value);
    }
    let mean = mean.map(|sum| sum / count);
    let mut covariance = [[0.0; 3]; 3];
    for pixel in frame.data.chunks_exact(frame.channels) {
        let colour = colour(pixel);
        for i in 0..3 {
            for j in i..3 {
                covariance[i][j] += (colour[i] - mean[i]) * (colour[j] - mean[j]);
            }
        }
    }
    let [[xx, xy, xz], [_, yy, yz], [_, _, zz]] = covariance.map(|row| row.map(|sum| sum / count));
    (mean, [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
}

/// The symmetric matrix that gives every direction of `covariance` the wanted spread.
fn stretch(covariance: [[f64; 3]; 3], params: &Decorrelation) -> [[f64; 3]; 3] {
    let (variances, directions) = eigen(covariance);
    let gains = variances.map(|variance| params.spread / variance.max(0.0).sqrt().max(params.noise));
    let mut matrix = [[0.0; 3]; 3];
    for (gain, direction) in gains.iter().zip(directions) {
        for i in 0..3 {
            for j in 0..3 {
                matrix[i][j] += gain * direction[i] * direction[j];
            }
        }
    }
    matrix
}

/// The eigenvalues and unit eigenvectors of a symmetric matrix, by Jacobi's rotations: sums, products and square roots only, whose bits
/// are the same everywhere.
fn eigen(mut m: [[f64; 3]; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
    let mut vectors = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    // Convergence is quadratic; three or four rounds do, the rest cost nothing.
    for _ in 0..16 {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if m[p][q] == 0.0 {
                continue;
            }
            let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
            let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
            let c = 1.0 / (t * t + 1.0).sqrt();
            let s = t * c;
            for row in &mut m {
                (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
            }
            for k in 0..3 {
                (m[p][k], m[q][k]) = (c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]);
                (vectors[p][k], vectors[q][k]) = (c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]);
            }
        }
    }
    ([m[0][0], m[1][1], m[2][2]], vectors)
}

impl Pixelwise for Stretch {
    fn channels(&self, _channels: usize) -> usize {
        3
    }

    fn takes_grey(&self) -> bool {
        false
    }

    fn row(&self, _at: RowAt, input: &[u16], output: &mut [u16]) {
        if self.space == StretchSpace::Rgb {
            // Levels are 257ths of 16-bit values: the matrix is the same, the offset is not.
            kernels::affine(output, input, &self.matrix, &self.offset.map(|offset| offset * 257.0));
            return;
        }
        for (out, pixel) in output.chunks_exact_mut(3).zip(input.chunks_exact(3)) {
            out.copy_from_slice(&self.lab.rgb(self.stretched(self.lab.of(pixel))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_make_the_matrix_again() {
        let m = [[4.0, 1.5, -0.5], [1.5, 3.0, 0.25], [-0.5, 0.25, 0.125]];
        let (values, vectors) = eigen(m);
        for i in 0..3 {
            for j in 0..3 {
                let made: f64 = (0..3).map(|k| values[k] * vectors[k][i] * vectors[k][j]).sum();
                assert!((made - m[i][j]).abs() < 1e-12, "{i} {j}: {made}");
                let unit: f64 = (0..3).map(|k| vectors[i][k] * vectors[j][k]).sum();
                assert!((unit - f64::from(u8::from(i == j))).abs() < 1e-12);
            }
        }
    }
}
