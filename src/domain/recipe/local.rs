//! Parameters of the operations that look around each pixel or at its place on the page.
//!
//! A length in millimetres means the same on every scan; one in pixels means pixels of the original, whatever the zoom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::operation::parameters;
use super::parameter::{Length, length, levels, number, plain};
use crate::domain::vocabulary::words;

words! {
    /// How the ground is taken away.
    Removal {
        /// The picture divided by its ground, as for uneven light and tinted paper.
        Divide = "divide", "Divide";
        /// The ground subtracted, as for glow in luminescence.
        Subtract = "subtract", "Subtract";
    }

    /// The kernel of a gradient.
    Kernel {
        /// Weights 3, 10, 3: least error of direction (Scharr 2000).
        Scharr = "scharr", "Scharr";
        /// Weights 1, 2, 1.
        Sobel = "sobel", "Sobel";
    }
}

parameters! {
    /// Contrast-limited adaptive histogram equalisation of luma (Zuiderveld 1994); colour differences stay.
    ///
    /// The grid of tiles is laid over the whole picture, from edge to edge, with tiles as near to `tile` as go in evenly.
    Clahe {
        /// The side of a tile.
        tile: Length = Length::Mm(8.0); "Tile", length(1.0, 200.0, 16.0),
        /// How many times the even share a histogram bin may hold; 1 leaves the contrast almost as it is.
        clip: f64 = 2.0; "Clip", number(1.0, 40.0, 0.1, "×"),
    }

    fn caption(&self) -> String {
        format!("{}, clip {}", self.tile, plain(self.clip))
    }
}

parameters! {
    /// Adds `amount` times what a Gaussian blur takes away, where that is more than `threshold`.
    Unsharp {
        /// The standard deviation of the Gaussian.
        radius: Length = Length::Mm(0.1); "Radius", length(0.01, 2.0, 0.3),
        /// 1 doubles what the blur takes away.
        amount: f64 = 1.0; "Amount", number(0.0, 10.0, 0.1, "×"),
        /// In grey levels; smaller differences stay as they are.
        threshold: f64 = 0.0; "Threshold", levels(0.0, 100.0),
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn caption(&self) -> String {
        let mut text = format!("{} ×{}", self.radius, plain(self.amount));
        if self.threshold != 0.0 {
            text += &format!(", from {}", plain(self.threshold));
        }
        text
    }
}

parameters! {
    /// Smooths what varies less than `noise` within `radius`, keeps what varies more (guided filter, He, Sun and Tang 2010).
    ///
    /// The picture guides itself, each channel by itself. Chosen before a bilateral filter, whose cost grows with the radius and
    /// which reverses gradients at edges, and before a median, which rounds corners and swallows thin lines.
    Denoise {
        /// Half the side of the square looked at, less half a pixel.
        radius: Length = Length::Mm(0.1); "Radius", length(0.01, 1.0, 1.0),
        /// The standard deviation of the noise in grey levels.
        noise: f64 = 6.0; "Noise", number(0.5, 64.0, 0.5, ""),
    }

    fn caption(&self) -> String {
        format!("{}, σ {}", self.radius, plain(self.noise))
    }
}

parameters! {
    /// Multiplies by `1 + amount` what an edge-keeping blur of luma takes away (detail enhancement of He, Sun and Tang 2010).
    LocalContrast {
        /// Half the side of the square of the blur, less half a pixel.
        radius: Length = Length::Mm(0.8); "Radius", length(0.05, 5.0, 1.0),
        /// 1 doubles the detail, -1 leaves the blur alone.
        amount: f64 = 1.0; "Amount", number(-1.0, 8.0, 0.1, "×"),
        /// Contrasts much above this many grey levels are edges and get no halo.
        edge: f64 = 40.0; "Edge", number(1.0, 128.0, 1.0, ""),
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn caption(&self) -> String {
        format!("{} ×{}", self.radius, plain(self.amount))
    }
}

parameters! {
    /// Takes the slow changes of the ground away.
    ///
    /// The ground is the median of each channel within `radius`, smoothed: print that covers less than half of that is not part of it.
    Background {
        /// Half the side of the square looked at; larger than what shall be kept.
        radius: Length = Length::Mm(5.0); "Radius", length(0.5, 100.0, 8.0),
        /// How.
        removal: Removal = Removal::Divide,
        /// The grey level of the ground afterwards.
        level: f64 = 220.0; "Level", levels(0.0, 255.0),
    }

    fn caption(&self) -> String {
        let sign = if self.removal == Removal::Divide { '÷' } else { '−' };
        format!("{} {sign} to {}", self.radius, plain(self.level))
    }
}

parameters! {
    /// Relief of luma as if lit from one side; flat parts are middle grey.
    Emboss {
        /// Where the light comes from, in degrees counter-clockwise from the right.
        angle_deg: f64 = 135.0; "Light from", number(0.0, 360.0, 1.0, "°"),
        /// 1 makes a full step from black to white as bright or dark as can be.
        strength: f64 = 2.0; "Strength", number(0.1, 20.0, 0.1, "×"),
        /// The standard deviation of a Gaussian that smooths before; less than 0.3 px does nothing.
        radius: Length = Length::Px(0.0); "Smoothing", length(0.0, 1.0, 0.0),
    }

    fn caption(&self) -> String {
        format!("{}° ×{}{}", plain(self.angle_deg), plain(self.strength), smoothing(self.radius))
    }
}

parameters! {
    /// The magnitude of the gradient of luma as a grey picture, dark where there is none.
    Edge {
        /// Which kernel.
        kernel: Kernel = Kernel::Scharr,
        /// 1 makes a full step from black to white just white.
        strength: f64 = 2.0; "Strength", number(0.1, 20.0, 0.1, "×"),
        /// The standard deviation of a Gaussian that smooths before; less than 0.3 px does nothing.
        radius: Length = Length::Px(0.0); "Smoothing", length(0.0, 1.0, 0.0),
    }

    fn caption(&self) -> String {
        format!("{} ×{}{}", self.kernel.title(), plain(self.strength), smoothing(self.radius))
    }
}

fn smoothing(radius: Length) -> String {
    if radius.value() == 0.0 { String::new() } else { format!(", smoothed {radius}") }
}
