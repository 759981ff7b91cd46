//! How zones are compared, and where the numbers come from.
//!
//! Limits were set between what genuine captures and planted forgeries of the drawn documents give: flatbed scans at 300 and
//! 400 ppi and hurried ones (turned, cropped, a third of the light lost to one side, blur of 0.03 mm, JPEG 70), several seeds each.
//! A limit lies nearer to the genuine side only where the forgeries leave room for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How zones are compared with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CompareParams {
    /// Finest resolution of the comparison, in pixels per inch; the coarser of both pictures decides below that.
    pub max_ppi: f64,
    /// Least sampling of the questioned picture for any comparison, in pixels per inch.
    pub min_sampling_ppi: f64,
    /// The same for microtext, whose letters are 0.2 to 0.3 mm tall.
    pub min_microtext_ppi: f64,
    /// Least share of a zone that the picture must show.
    pub min_visible: f64,
    /// Side of a window in mm.
    pub window_mm: f64,
    /// How far a window may be shifted to agree, in mm: paper stretches, cards bend.
    pub slack_mm: f64,
    /// Structure below this contrast in grey levels (standard deviation) is too little to compare.
    pub min_contrast: f64,
    /// The most blur that is taken as a matter of focus, as a standard deviation in mm.
    pub max_blur_mm: f64,
    /// Least correlation of a zone.
    pub structure_agreement: f64,
    /// Least correlation of the worst window of a zone.
    pub weakest_window: f64,
    /// Largest median colour difference of a zone, ΔE*ab after correction for the light of the whole page.
    pub colour_difference: f64,
    /// Least energy of fine lines relative to the reference.
    pub fine_detail_least: f64,
    /// Most energy of fine lines relative to the reference.
    pub fine_detail_most: f64,
    /// Most share of the energy of a zone that may be a regular screen which the reference has not.
    pub screen_energy: f64,
    /// Largest difference of the brightness of the substrate under ultraviolet light, in grey levels.
    pub uv_brightness: f64,
    /// Least share of the luminous design.
    pub uv_design_least: f64,
    /// Most of the luminous design.
    pub uv_design_most: f64,
    /// Whether the map of a whole page judges the print beneath what it leaves out; that is background print, which visible light shows.
    pub beneath: bool,
    /// Largest angle between the colours of a luminous design on both sides, in degrees: 4 on genuine documents of one kind of camera, 14 to
    /// 24 in wrong inks of about the right colour; cameras differ by some degrees.
    pub uv_colour: f64,
    /// Least correlation of the worst window of a luminous design; fibres lie anywhere and cost some.
    pub uv_weakest_window: f64,
}

impl Default for CompareParams {
    fn default() -> Self {
        Self {
            max_ppi: 400.0,
            min_sampling_ppi: 140.0,
            min_microtext_ppi: 240.0,
            min_visible: 0.6,
            window_mm: 3.0,
            slack_mm: 0.15,
            min_contrast: 2.0,
            max_blur_mm: 0.12,
            structure_agreement: 0.8,
            weakest_window: 0.55,
            colour_difference: 6.0,
            fine_detail_least: 0.5,
            fine_detail_most: 2.0,
            screen_energy: 0.025,
            uv_brightness: 30.0,
            uv_design_least: 0.7,
            uv_design_most: 1.5,
            beneath: true,
            uv_colour: 12.0,
            uv_weakest_window: 0.4,
        }
    }
}
