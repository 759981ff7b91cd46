//! Other ways to look at a picture in which nothing was read.

use super::luma::Sight;
use super::regions::Region;
use super::threshold::Method;
use super::{ALL, EASY_PX, Search, filter, scale_of};
use crate::domain::Cancelled;

/// A picture up to this size is looked at as a whole in other ways.
const SMALL_PX: u64 = 500_000;

/// The most regions that are looked at in other ways.
const MAX_HARD_REGIONS: usize = 4;

impl Search<'_> {
    /// Other thresholds, scales and blurs of the whole picture.
    pub(super) fn whole_harder(&mut self, levels: &[Sight]) -> Result<(), Cancelled> {
        for sight in levels {
            // In a larger one, a symbol is a region.
            if sight.luma.area() > SMALL_PX {
                continue;
            }
            let framed = sight.enlarged(1, 12);
            let soft = framed.with(filter::blurred(&framed.luma), |made| made.blur_px = 1.0);
            let negative = framed.with(framed.luma.inverted(), |made| made.inverted = true);
            let doubled = || (framed.luma.area() < EASY_PX / 2).then(|| framed.scaled(2.0));
            let tries: [(&dyn Fn() -> Option<Sight>, Method); 6] = [
                (&|| Some(framed.clone()), Method::Local),
                (&|| Some(framed.clone()), Method::Global),
                (&|| Some(soft.clone()), Method::Local),
                (&|| Some(negative.clone()), Method::Local),
                (&|| Some(framed.clone()), Method::Near),
                (&doubled, Method::Local),
            ];
            for (make, method) in tries {
                if let Some(sight) = make()
                    && self.read(&sight, method, ALL, None)?
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Other thresholds, scales, blurs and directions of the regions.
    pub(super) fn regions_harder(&mut self, levels: &[Sight], regions: &[(usize, Region)]) -> Result<(), Cancelled> {
        for (level, region) in regions.iter().filter(|(_, region)| region.is_promising()).take(MAX_HARD_REGIONS) {
            let Some(sight) = levels.get(*level) else { continue };
            let scale = scale_of(region);
            let (upright, outline) = region.upright(sight, scale, 0.0);
            let soft = upright.with(filter::blurred(&upright.luma), |made| made.blur_px = 1.0);
            let sharp = upright.with(filter::sharpened(&upright.luma, 1.5), |made| made.blur_px = -1.0);
            let negative = upright.with(upright.luma.inverted(), |made| made.inverted = true);
            let tries = [
                (&upright, Method::Global),
                (&upright, Method::Near),
                (&soft, Method::Local),
                (&sharp, Method::Local),
                (&negative, Method::Local),
                (&soft, Method::Global),
            ];
            for (sight, method) in tries {
                if self.read_region(region, sight, outline, method)? {
                    return Ok(());
                }
            }
            for (factor, turn) in [(1.5, 0.0), (0.6, 0.0), (1.0, 0.035), (1.0, -0.035), (1.0, 0.785)] {
                let (other, outline) = region.upright(sight, scale * factor, turn);
                if self.read_region(region, &other, outline, Method::Local)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
