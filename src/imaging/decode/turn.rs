//! Sets a picture upright.

/// Turns `samples`, `channels` numbers a pixel, from the EXIF orientation 1 to 8 to 1; orientations from 5 on swap the sides.
///
/// Mirrored and upside-down pictures are turned in place; a quarter turn takes the same memory once more.
pub(super) fn turned<T: Copy + Default>(mut samples: Vec<T>, (width, height): (usize, usize), channels: usize, orientation: u8) -> Vec<T> {
    let row = width * channels;
    if row == 0 || samples.len() != row * height {
        return samples;
    }
    match orientation {
        2 => samples.chunks_exact_mut(row).for_each(|row| mirror(row, channels)),
        3 => mirror(&mut samples, channels),
        4 => {
            mirror(&mut samples, channels);
            samples.chunks_exact_mut(row).for_each(|row| mirror(row, channels));
        }
        5..=8 => {
            // The new picture has rows of `height` pixels. Row y of it is column y of the old one, or that counted from the other side.
            let (columns_turned, rows_turned) = (matches!(orientation, 7 | 8), matches!(orientation, 6 | 7));
            let mut out = vec![T::default(); samples.len()];
            for (y, out) in out.chunks_exact_mut(height * channels).enumerate() {
                let column = if columns_turned { width - 1 - y } else { y };
                for (x, out) in out.chunks_exact_mut(channels).enumerate() {
                    let line = if rows_turned { height - 1 - x } else { x };
                    let from = line * row + column * channels;
                    if let Some(pixel) = samples.get(from..from + channels) {
                        out.copy_from_slice(pixel);
                    }
                }
            }
            return out;
        }
        _ => {}
    }
    samples
}

/// Reverses the order of the pixels of `row`.
fn mirror<T: Copy>(row: &mut [T], channels: usize) {
    row.reverse();
    row.chunks_exact_mut(channels).for_each(<[T]>::reverse);
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use image::{DynamicImage, RgbImage};

    use super::*;

    #[test]
    fn all_eight_orientations_are_those_of_another_implementation() {
        let picture = RgbImage::from_fn(5, 3, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
        for orientation in 1..=8 {
            let mut peer = DynamicImage::from(picture.clone());
            peer.apply_orientation(Orientation::from_exif(orientation).unwrap());
            assert_eq!(turned(picture.as_raw().clone(), (5, 3), 3, orientation), peer.into_bytes(), "orientation {orientation}");
        }
    }
}
