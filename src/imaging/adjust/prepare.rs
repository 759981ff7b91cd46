//! A recipe made ready for one picture.

use std::sync::atomic::{AtomicU64, Ordering};

use image::RgbImage;
use rayon::prelude::*;

use super::area::PixelRect;
use super::error::AdjustError;
use super::frame::Frame;
use super::overview::Overview;
use super::run::{Plan, run};
use super::source::{Part, Sample};
use super::stage::Stage;
use super::{
    background, channel, clahe, curves, decorrelation, denoise, edge, emboss, exposure, false_colour, invert, levels, local_contrast,
    unsharp, white_balance,
};
use crate::domain::recipe::{Length, Operation, Recipe};
use crate::domain::{Progress, Resolution};

/// A recipe made ready for one picture: tables, kernels, and what its steps must know of the whole.
///
/// It serves every level and every tile, from any number of threads.
pub struct Prepared {
    plan: Plan,
}

/// What a step may ask for while it is prepared.
pub(super) struct Preparing<'a> {
    /// Width and height of the original in px.
    pub(super) original: [u32; 2],
    pub(super) resolution: Option<Resolution>,
    /// Original pixels along a side of a pixel of `seen`.
    pub(super) scale: f64,
    /// The whole picture as this step will get it.
    pub(super) seen: &'a Frame,
}

impl Preparing<'_> {
    /// A length in pixels of the original, along the width and along the height.
    pub(super) fn original_px(&self, length: Length) -> Result<[f64; 2], AdjustError> {
        match (length, self.resolution) {
            (Length::Px(px), _) => Ok([px, px]),
            (Length::Mm(mm), Some(resolution)) => Ok([mm * resolution.x.px_per_mm(), mm * resolution.y.px_per_mm()]),
            (Length::Mm(_), None) => Err(AdjustError::NoResolution),
        }
    }
}

impl Prepared {
    /// Makes `recipe` ready for the picture of which `overview` is made.
    ///
    /// `resolution` is that of the original. Steps that are bypassed or neutral are left out. Progress counts steps.
    ///
    /// # Errors
    ///
    /// [`AdjustError::Recipe`] if [`Recipe::check`] refuses it, [`AdjustError::NoResolution`], [`AdjustError::Cancelled`].
    pub fn new(recipe: &Recipe, overview: &Overview, resolution: Option<Resolution>, progress: &dyn Progress) -> Result<Self, AdjustError> {
        recipe.check()?;
        let operations: Vec<&Operation> = recipe.active().collect();
        let watched = operations.iter().rposition(|operation| looks_at_the_whole(operation));
        let mut seen = overview.frame.clone();
        let mut stages = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            progress.report(index as u64, operations.len() as u64)?;
            let preparing = Preparing { original: overview.original_size(), resolution, scale: overview.level.scale, seen: &seen };
            let stage = stage_of(operation, &preparing)?;
            if watched.is_some_and(|last| index < last) {
                seen = run(&stage, &seen, overview.level);
            }
            stages.push(stage);
        }
        Ok(Self { plan: Plan::of(stages) })
    }

    /// Works out `area`, in px of the level of `part`: row by row, red, green and blue in turn.
    ///
    /// `part` must cover it and [`Prepared::reach_px`] around it, as far as the level goes. Whatever is covered beyond does not change
    /// a bit: tiles join without a seam. Runs on the thread of the caller; tiles are what is shared out.
    ///
    /// # Errors
    ///
    /// [`AdjustError::TooLittleSource`], also if `area` is empty.
    pub fn apply<S: Sample>(&self, part: &Part<'_, S>, area: PixelRect) -> Result<Vec<S>, AdjustError> {
        self.plan.paint(part, area)
    }

    /// The same as [`Prepared::apply`] in 8 bits, for a screen, whatever the bits of the source.
    ///
    /// # Errors
    ///
    /// As [`Prepared::apply`].
    pub fn apply_for_screen<S: Sample>(&self, part: &Part<'_, S>, area: PixelRect) -> Result<RgbImage, AdjustError> {
        let samples = self.plan.paint(part, area)?;
        RgbImage::from_raw(area.width, area.height, samples).ok_or(AdjustError::TooLittleSource)
    }

    /// Works out all of `part`, which is a whole level, on all threads; the same bytes as in one piece. Progress counts bands of rows.
    ///
    /// # Errors
    ///
    /// [`AdjustError::TooLittleSource`] if `part` is no whole level, [`AdjustError::Cancelled`].
    pub fn apply_to_all<S: Sample>(&self, part: &Part<'_, S>, progress: &dyn Progress) -> Result<Vec<S>, AdjustError> {
        const BAND_ROWS: u32 = 256;
        let whole = part.level().whole();
        let bands: Vec<PixelRect> = (0..whole.height)
            .step_by(BAND_ROWS as usize)
            .map(|y| PixelRect { y, height: BAND_ROWS.min(whole.height - y), ..whole })
            .collect();
        let done = AtomicU64::new(0);
        let painted: Vec<Vec<S>> = bands
            .par_iter()
            .map(|band| {
                let painted = self.apply(part, *band)?;
                progress.report(done.fetch_add(1, Ordering::Relaxed) + 1, bands.len() as u64)?;
                Ok(painted)
            })
            .collect::<Result<_, AdjustError>>()?;
        Ok(painted.concat())
    }

    /// Columns and rows around an area that are needed to work it out, at `scale` original pixels to a pixel.
    pub fn reach_px(&self, scale: f64) -> [u32; 2] {
        self.plan.reach(scale)
    }
}

/// Whether an operation takes statistics of the whole picture.
fn looks_at_the_whole(operation: &Operation) -> bool {
    matches!(operation, Operation::Clahe(_) | Operation::Decorrelation(_) | Operation::Background(_))
}

fn stage_of(operation: &Operation, preparing: &Preparing<'_>) -> Result<Stage, AdjustError> {
    Ok(match operation {
        Operation::Exposure(params) => Stage::tone(exposure::tone(params)),
        Operation::Levels(params) => Stage::tone(levels::tone(params)),
        Operation::Curves(params) => Stage::tone(curves::tone(params)),
        Operation::Gamma(params) => Stage::tone(levels::power(params)),
        Operation::WhiteBalance(params) => Stage::tone(white_balance::tone(params)),
        Operation::Invert(_) => Stage::tone(invert::tone()),
        Operation::ChannelView(params) => Stage::pixel(channel::View::of(params)),
        Operation::FalseColour(params) => Stage::pixel(false_colour::Scale::of(params)),
        Operation::Decorrelation(params) => Stage::pixel(decorrelation::Stretch::of(params, preparing)),
        Operation::Clahe(params) => Stage::pixel(clahe::Tiles::of(params, preparing)?),
        Operation::Background(params) => Stage::pixel(background::Ground::of(params, preparing)?),
        Operation::Unsharp(params) => Stage::around(unsharp::Sharpening::of(params, preparing)?),
        Operation::Denoise(params) => Stage::around(denoise::Smoothing::of(params, preparing)?),
        Operation::LocalContrast(params) => Stage::around(local_contrast::Detail::of(params, preparing)?),
        Operation::Emboss(params) => Stage::around(emboss::Relief::of(params, preparing)?),
        Operation::Edge(params) => Stage::around(edge::Gradient::of(params, preparing)?),
    })
}
