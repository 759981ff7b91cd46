//! Laying one picture over another, pixel by pixel.

use crate::domain::Blend;

/// What stands out from the ground of a capture, and so is what two colours are to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Marks {
    /// Print that is darker than the ground.
    #[default]
    Dark,
    /// Luminescence that is brighter than the ground.
    Bright,
}

/// The colour that two pixels of the same spot of the page make, all in sRGB.
///
/// Multiply, screen and difference are those of W3C Compositing and Blending Level 1, section 9.1, on encoded values;
/// two colours take the luma of ITU-R BT.709 of both.
pub fn mix(blend: Blend, questioned: [u8; 3], reference: [u8; 3], marks: Marks) -> [u8; 3] {
    let each = |mixed: fn(f64, f64) -> f64| {
        let mut out = [0; 3];
        for ((out, a), b) in out.iter_mut().zip(questioned).zip(reference) {
            *out = byte(mixed(f64::from(a) / 255.0, f64::from(b) / 255.0));
        }
        out
    };
    match blend {
        Blend::Cover => questioned,
        Blend::Multiply => each(|a, b| a * b),
        Blend::Screen => each(|a, b| a + b - a * b),
        Blend::Difference => each(|a, b| (a - b).abs()),
        Blend::TwoColours => {
            let (questioned, reference) = (byte(luma(questioned)), byte(luma(reference)));
            match marks {
                Marks::Dark => [reference, questioned, questioned],
                Marks::Bright => [questioned, reference, reference],
            }
        }
    }
}

/// What the colours of a mixture mean, for the reader of a picture; `None` where nothing is mixed.
pub fn mixture_legend(blend: Blend, marks: Marks) -> Option<&'static str> {
    match (blend, marks) {
        (Blend::Cover, _) => None,
        (Blend::Multiply, _) => Some("Multiplied"),
        (Blend::Screen, _) => Some("Screened"),
        (Blend::Difference, _) => Some("Difference: black where equal"),
        (Blend::TwoColours, Marks::Dark) => Some("Print of the questioned alone is red, of the reference alone cyan"),
        (Blend::TwoColours, Marks::Bright) => Some("What glows in the questioned alone is red, in the reference alone cyan"),
    }
}

/// The luma of an encoded colour, 0 to 1 (ITU-R BT.709-6, section 3.2).
fn luma([red, green, blue]: [u8; 3]) -> f64 {
    (0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)) / 255.0
}

fn byte(value: f64) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn print_of_one_alone_takes_its_colour() {
        let (ink, paper) = ([20, 20, 20], [240, 240, 240]);
        assert_eq!(mix(Blend::TwoColours, ink, paper, Marks::Dark), [240, 20, 20], "only the questioned has it");
        assert_eq!(mix(Blend::TwoColours, paper, ink, Marks::Dark), [20, 240, 240], "only the reference has it");
        // Luminescence stands out the other way round.
        assert_eq!(mix(Blend::TwoColours, paper, ink, Marks::Bright), [240, 20, 20]);
    }

    /// Values of Pillow 13.0.0 (`ImageChops.multiply`, `screen`, `difference`) for the same pixels.
    #[test]
    fn agrees_with_another_implementation_within_a_level() {
        let (questioned, reference) = ([200, 13, 96], [31, 140, 250]);
        for (blend, expected) in [(Blend::Multiply, [24, 7, 94]), (Blend::Screen, [207, 146, 252]), (Blend::Difference, [169, 127, 154])] {
            let mixed = mix(blend, questioned, reference, Marks::Dark);
            assert!(mixed.iter().zip(expected).all(|(a, b): (&u8, u8)| a.abs_diff(b) <= 1), "{blend:?}: {mixed:?}");
        }
    }

    proptest! {
        #[test]
        fn equal_pictures_have_no_difference_and_no_colour(red: u8, green: u8, blue: u8) {
            let colour = [red, green, blue];
            prop_assert_eq!(mix(Blend::Difference, colour, colour, Marks::Dark), [0; 3]);
            let [first, second, third] = mix(Blend::TwoColours, colour, colour, Marks::Dark);
            prop_assert!(first == second && second == third);
        }

        #[test]
        fn multiplying_darkens_and_screening_brightens(a: [u8; 3], b: [u8; 3]) {
            for channel in 0..3 {
                prop_assert!(mix(Blend::Multiply, a, b, Marks::Dark)[channel] <= a[channel].min(b[channel]));
                prop_assert!(mix(Blend::Screen, a, b, Marks::Dark)[channel] >= a[channel].max(b[channel]));
            }
        }
    }
}
