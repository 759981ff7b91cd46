//! Recipes that are named for what they are used for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Background, ChannelView, Channels, Clahe, Component, CurvePoint, Curves, Decorrelation, Denoise, Emboss, Exposure, Gamma, Length,
    Levels, LocalContrast, Operation, Recipe, Removal, StretchSpace, Unsharp,
};
use crate::domain::Light;
use crate::domain::vocabulary::words;

words! {
    /// A recipe to start from, named for its purpose.
    Preset {
        /// Stamps and seals that hardly differ from the ground.
        FaintStamp = "faint-stamp", "Faint stamp";
        /// Writing under another ink, where the two inks differ a little.
        ObliteratedInk = "obliterated-ink", "Obliterated ink";
        /// Fibres, threads and overprints that glow on dull paper.
        UvFibres = "uv-fibres", "UV fibres";
        /// Paper that was made to glow by erasure or by washing.
        DisturbedPaper = "disturbed-paper", "Disturbed paper";
        /// Indentations, embossing and intaglio in light from the side.
        SurfaceRelief = "surface-relief", "Surface relief";
        /// Watermarks in transmitted light.
        Watermark = "watermark", "Watermark";
        /// Microtext and fine lines.
        FinePrint = "fine-print", "Fine print";
        /// Text of the machine-readable zone and of the visual zone on a tinted ground.
        TextOnGround = "text-on-ground", "Text on a tinted ground";
        /// Pencil and what little ink an erasure left.
        ErasedWriting = "erased-writing", "Erased writing";
    }
}

impl Preset {
    /// The steps.
    pub fn recipe(self) -> Recipe {
        use Operation as O;
        let steps = match self {
            Self::FaintStamp => vec![
                O::Background(Background { radius: Length::Mm(8.0), ..Background::default() }),
                O::Decorrelation(Decorrelation { space: StretchSpace::Chroma, spread: 30.0, noise: 1.0 }),
                O::Denoise(Denoise { radius: Length::Mm(0.1), noise: 10.0 }),
            ],
            Self::ObliteratedInk => vec![
                // Inks are dark: the little they send back is made light before it is told apart.
                O::Exposure(Exposure { stops: 1.5 }),
                O::Decorrelation(Decorrelation { space: StretchSpace::Lab, spread: 30.0, noise: 0.8 }),
                O::Denoise(Denoise { radius: Length::Mm(0.06), noise: 8.0 }),
            ],
            Self::UvFibres => vec![
                O::Background(Background { radius: Length::Mm(3.0), removal: Removal::Subtract, level: 24.0 }),
                O::Exposure(Exposure { stops: 1.5 }),
                O::Denoise(Denoise { radius: Length::Mm(0.06), noise: 8.0 }),
            ],
            Self::DisturbedPaper => vec![
                O::ChannelView(ChannelView { component: Component::Blue }),
                O::Denoise(Denoise { radius: Length::Mm(0.2), noise: 10.0 }),
                O::Clahe(Clahe { tile: Length::Mm(15.0), clip: 4.0 }),
            ],
            Self::SurfaceRelief => vec![
                O::Background(Background { radius: Length::Mm(4.0), level: 128.0, ..Background::default() }),
                O::Emboss(Emboss { angle_deg: 135.0, strength: 4.0, radius: Length::Mm(0.05) }),
            ],
            Self::Watermark => vec![
                O::ChannelView(ChannelView { component: Component::Luma }),
                O::Denoise(Denoise { radius: Length::Mm(0.3), noise: 12.0 }),
                O::Background(Background { radius: Length::Mm(25.0), level: 140.0, ..Background::default() }),
                O::Clahe(Clahe { tile: Length::Mm(20.0), clip: 3.0 }),
            ],
            Self::FinePrint => vec![
                O::LocalContrast(LocalContrast { radius: Length::Mm(0.4), amount: 1.0, edge: 60.0 }),
                O::Unsharp(Unsharp { radius: Length::Mm(0.05), amount: 1.2, threshold: 2.0 }),
            ],
            Self::TextOnGround => vec![
                O::ChannelView(ChannelView { component: Component::Red }),
                O::Background(Background { radius: Length::Mm(4.0), level: 235.0, ..Background::default() }),
                O::Levels(Levels { channels: Channels::All, black: 40.0, white: 215.0, ..Levels::default() }),
            ],
            Self::ErasedWriting => vec![
                O::Background(Background { radius: Length::Mm(4.0), level: 200.0, ..Background::default() }),
                O::Curves(Curves { channels: Channels::All, points: points(&[(0.0, 0.0), (150.0, 20.0), (210.0, 235.0), (255.0, 255.0)]) }),
                O::Gamma(Gamma { gamma: 0.9 }),
                O::Denoise(Denoise { radius: Length::Mm(0.1), noise: 12.0 }),
            ],
        };
        steps.into_iter().collect()
    }

    /// The light for which it is meant; `None` for any.
    pub fn light(self) -> Option<Light> {
        match self {
            Self::UvFibres | Self::DisturbedPaper => Some(Light::Uv365),
            Self::SurfaceRelief => Some(Light::Oblique),
            Self::Watermark => Some(Light::Transmitted),
            Self::FaintStamp | Self::ObliteratedInk | Self::FinePrint | Self::TextOnGround | Self::ErasedWriting => None,
        }
    }
}

fn points(points: &[(f64, f64)]) -> Vec<CurvePoint> {
    points.iter().map(|&(input, output)| CurvePoint { input, output }).collect()
}
