//! Whether what speaks for a fit is enough to believe it.
//!
//! Documents of other series agree with a page by chance, and more than by chance: text of one fount, portraits, and the fillers of the
//! machine-readable zone, which lie where the standard puts them (ICAO Doc 9303-3). Small squares of such print are found within their
//! reach, but each a little elsewhere; the features that brought the map are few; and the print between them does not agree. A right fit
//! lacks one of these three at the most: under another light few features remain, on bent paper squares lie beside their places, and
//! behind a finger or in the worst light the likeness falls. So a fit of middling likeness needs one of the other two.
//!
//! Figures of 1,080 wrong pairs and of 450 right ones, among them other lights, bent pages and drawings after one specimen; the bounds
//! lie about in the middle between the two by ratio. Of 1,080 wrong pairs of other designs, which nothing was chosen by, none was accepted
//! either.

/// Likeness at either resolution from which no more is asked: wrong documents reached 0.41 and, at the coarse one, 0.44. Drawings after
/// one specimen, whose lines lie a little beside those of the page, have 0.53 and more there.
const SURE_LIKENESS: f64 = 0.48;
/// Agreeing features from which no more is asked: wrong documents had 42 at the most, right ones that are not exact 72 and more.
const MANY_PLACES: u32 = 60;
/// Exactness from which no more is asked: wrong documents had 0.046 at the most, right ones of few features 0.12 and more.
const EXACT: f64 = 0.07;

/// What speaks for a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    /// The mean correlation of the tiles in view at the finest resolution that the picture has, 0 to 1.
    pub(super) likeness: f64,
    /// The same at the resolution where features are recognised.
    pub(super) coarse_likeness: f64,
    /// Features that agree with one map.
    pub(super) inliers: u32,
    /// The share of the tiles in view that lie exactly where the map puts them, times the share of the fields in view that hold such a
    /// tile, 0 to 1.
    pub(super) exactness: f64,
}

impl Evidence {
    /// Whether it is enough, where the likeness has to be `min_likeness` in any case.
    pub(super) fn suffices(&self, min_likeness: f64) -> bool {
        let alike = self.likeness.max(self.coarse_likeness) >= SURE_LIKENESS;
        let sure = alike || self.inliers >= MANY_PLACES || self.exactness >= EXACT;
        self.likeness >= min_likeness && sure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middling_likeness_needs_many_places_or_exact_ones() {
        let suffices =
            |likeness, coarse_likeness, inliers, exactness| Evidence { likeness, coarse_likeness, inliers, exactness }.suffices(0.27);
        // The likest of the wrong documents that were measured, the one of most features, and the most exact one.
        assert!(!suffices(0.41, 0.44, 30, 0.038) && !suffices(0.32, 0.32, 42, 0.015) && !suffices(0.29, 0.3, 30, 0.046));
        // A right page in ultraviolet, two drawings after one specimen, a page behind a finger.
        assert!(suffices(0.31, 0.35, 31, 0.12) && suffices(0.38, 0.48, 157, 0.026) && suffices(0.38, 0.53, 35, 0.029));
        assert!(suffices(0.5, 0.5, 23, 0.0));
        // Print that does not agree is not made up for.
        assert!(!suffices(0.26, 0.6, 300, 0.5));
    }
}
