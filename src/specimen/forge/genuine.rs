//! The document as issued.

use super::{Account, Job, Recipe, unchanged};
use crate::domain::FraudCode;

pub(super) const RECIPE: Recipe = Recipe {
    code: "genuine",
    title: "As issued",
    fraud: FraudCode::Authentic,
    tells: &[],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |_| true);
        Some(canvas.finish())
    },
    account: |_: &Job| Account::default(),
};
