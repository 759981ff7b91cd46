//! How a capture came to lie on a page: found by the program, or laid by a person with landmarks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{Actor, CaptureId, Light, PageOf, PointMm, PointPx, Timestamp};

words! {
    /// What kind of map landmarks are fitted with.
    LandmarkModel {
        /// Turn, one scale and shift: a flatbed scan.
        Similarity = "similarity", "Turn, scale and shift";
        /// Two scales and a slant besides: a scanner with unequal axes.
        Affine = "affine", "Affine";
        /// Perspective: a camera.
        Homography = "homography", "Perspective";
    }
}

impl LandmarkModel {
    /// Fewest pairs that fix the map.
    pub const fn least_pairs(self) -> usize {
        match self {
            Self::Similarity => 2,
            Self::Affine => 3,
            Self::Homography => 4,
        }
    }
}

/// Landmarks that are being set and are not accepted yet, as they are kept from one start of the program to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LandmarkDraft {
    /// The capture that is laid.
    pub capture: CaptureId,
    /// The page it is laid on.
    pub page: PageOf,
    /// The light of the reference picture that the landmarks are set in.
    pub light: Light,
    /// The kind of map.
    pub model: LandmarkModel,
    /// The pairs in the order they were set.
    pub pairs: Vec<DraftedPair>,
}

/// A pair of a draft; a spot is `None` until it is set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DraftedPair {
    /// In px of the capture, upright.
    pub questioned: Option<PointPx>,
    /// In mm of the reference page.
    pub page: Option<PointMm>,
}

/// How a capture came to lie where it lies.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlacedBy {
    /// The program found it.
    #[default]
    Program,
    /// A person set landmarks.
    Landmarks(Box<HandRegistration>),
}

/// A registration that a person made: everything needed to repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HandRegistration {
    /// The kind of map that was fitted.
    pub model: LandmarkModel,
    /// The light of the reference picture that the landmarks were set in.
    pub light: Light,
    /// The pairs in the order they were set.
    pub pairs: Vec<PlacedLandmark>,
    /// Who made it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// One spot of the document in the capture and on the reference page, and what the fit leaves of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlacedLandmark {
    /// In px of the capture, upright.
    pub questioned: PointPx,
    /// In mm of the reference page.
    pub page: PointMm,
    /// How far the map puts the one from the other, in mm of the page.
    pub residual_mm: f64,
    /// The same in px of the reference picture.
    pub residual_px: f64,
    /// How far the map that the other pairs alone give puts it, in mm; `None` if they give none.
    #[serde(default)]
    pub left_out_mm: Option<f64>,
}
