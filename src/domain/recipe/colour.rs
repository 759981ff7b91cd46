//! Parameters of the operations that work on the colour of each pixel.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::operation::parameters;
use super::parameter::{levels, number, plain};
use crate::domain::vocabulary::words;

words! {
    /// A component of colour that can be looked at alone, as a grey picture.
    Component {
        Red = "red", "Red";
        Green = "green", "Green";
        Blue = "blue", "Blue";
        /// Rec. 601 luma of the coded values.
        Luma = "luma", "Luma";
        /// Of HSV: 0° red is black, and 360° would be white. Greys are black.
        Hue = "hue", "Hue";
        /// Of HSV: grey is black.
        Saturation = "saturation", "Saturation";
        /// CIE L*, 0 to 100 from black to white.
        Lightness = "lightness", "L*";
        /// CIE a*, -128 green to 127 red; 128 is neutral.
        A = "a", "a*";
        /// CIE b*, -128 blue to 127 yellow; 128 is neutral.
        B = "b", "b*";
        /// Shown as on a printing plate: the more ink, the darker. No ink profile is assumed; black is taken out first.
        Cyan = "cyan", "Cyan";
        /// As cyan.
        Magenta = "magenta", "Magenta";
        /// As cyan.
        Yellow = "yellow", "Yellow";
        /// As cyan: 255 less the greatest of red, green and blue.
        Black = "black", "Black (K)";
    }

    /// A scale of colours, each of even steps of lightness, so that more always looks like more.
    ///
    /// Rainbow scales are left out on purpose: their bright bands show edges that are not there.
    ColourScale {
        /// Black over red and yellow to white.
        Ember = "ember", "Ember";
        /// Black over blue to white.
        Ice = "ice", "Ice";
        /// Violet over green to yellow; told apart also with a red-green deficiency.
        Dusk = "dusk", "Dusk";
        /// Blue below the middle, white there, red above: for departures in two directions.
        ColdWarm = "cold-warm", "Cold to warm";
    }

    /// Where the colours are spread by a decorrelation stretch.
    StretchSpace {
        /// Red, green and blue as coded.
        Rgb = "rgb", "RGB";
        /// CIE L*a*b*: lightness, too.
        Lab = "lab", "L*a*b*";
        /// Only a* and b*: lightness stays as it is.
        Chroma = "chroma", "a*b*";
    }
}

parameters! {
    /// Makes a patch that is grey in truth grey in the picture.
    ///
    /// Each channel is multiplied in linear light such that the patch becomes neutral and keeps its luminance (von Kries' rule on
    /// linear sRGB).
    WhiteBalance {
        /// The mean of the patch as measured in the picture before this step, in levels of 0 to 255.
        red: f64 = 128.0; "Red of the patch", levels(1.0, 255.0),
        /// As red.
        green: f64 = 128.0; "Green of the patch", levels(1.0, 255.0),
        /// As red.
        blue: f64 = 128.0; "Blue of the patch", levels(1.0, 255.0),
    }

    #[expect(clippy::float_cmp, reason = "three numbers that were set alike")]
    fn is_neutral(&self) -> bool {
        self.red == self.green && self.green == self.blue
    }

    fn caption(&self) -> String {
        format!("by patch {}/{}/{}", plain(self.red), plain(self.green), plain(self.blue))
    }
}

parameters! {
    /// One component of colour as a grey picture.
    ChannelView {
        /// Which.
        component: Component = Component::Luma,
    }

    fn caption(&self) -> String {
        self.component.title().to_owned()
    }
}

parameters! {
    /// Brightness (Rec. 601 luma) shown as colour.
    FalseColour {
        /// From black to white.
        scale: ColourScale = ColourScale::Dusk,
    }

    fn caption(&self) -> String {
        self.scale.title().to_lowercase()
    }
}

parameters! {
    /// Spreads colours that are almost alike, as far along the directions in which the picture varies little as along the others.
    ///
    /// The decorrelation stretch of Gillespie, Kahle and Walker (1986), with the covariance of the whole picture.
    Decorrelation {
        /// Where.
        space: StretchSpace = StretchSpace::Lab,
        /// The standard deviation along every direction afterwards: levels in RGB, units of L*, a* and b* otherwise.
        spread: f64 = 25.0; "Spread", number(1.0, 100.0, 1.0, ""),
        /// Deviations less than this are taken for noise and are not spread as if they were more; same unit.
        noise: f64 = 0.5; "Noise", number(0.05, 20.0, 0.05, ""),
    }

    fn caption(&self) -> String {
        format!("{} σ {}", self.space.title(), plain(self.spread))
    }
}
