//! A prepared page as bytes, so that a reference need not be decoded and searched again each time something is laid on it.
//!
//! What is read is what was written, to the bit, so a registration is the same from a stored page as from its picture. The bytes are a
//! convenience and no evidence: whatever is not as it was written is refused as a whole, and the page is prepared anew.

use super::features::Feature;
use super::model::RegisterParams;
use super::patch::Patch;
use super::prepared::{Closer, PreparedPage, Stage};
use crate::domain::{Dpi, Homography, Resolution};
use crate::imaging::bytes::{Rest, body, sealed};

/// Changes whenever the same picture would be prepared otherwise.
const VERSION: u32 = 4;
const MAGIC: &[u8; 8] = b"GUILPRP\n";
/// Features and patches at most; more are never prepared.
const MAX_FEATURES: usize = 65_536;
const MAX_PATCHES: usize = 4_096;
/// Side of a patch and of a stage at most, in px.
const MAX_SIDE: usize = 512;
const MAX_STAGE_PX: usize = 65_536;

/// Bytes that are no prepared page, are damaged, or come from another version or other parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no prepared page of this version, or it is damaged")]
pub struct NotAPage;

impl PreparedPage {
    /// The page as bytes; `params` are those that it was prepared with.
    pub fn to_bytes(&self, params: &RegisterParams) -> Vec<u8> {
        let mut bytes = header(params);
        let mut put = |part: &[u8]| bytes.extend_from_slice(part);
        put(&self.size_px.0.to_le_bytes());
        put(&self.size_px.1.to_le_bytes());
        put(&self.resolution.x.get().to_le_bytes());
        put(&self.resolution.y.get().to_le_bytes());
        let (closer, closer_ppi) = self.closer.as_ref().map_or((&[][..], 0.0), |closer| (closer.features.as_slice(), closer.ppi));
        put(&closer_ppi.to_le_bytes());
        for features in [&self.features, closer] {
            put(&(features.len() as u32).to_le_bytes());
            for feature in features {
                for number in [feature.x, feature.y, feature.scale, feature.angle] {
                    put(&number.to_le_bytes());
                }
                feature.bits.iter().for_each(|word| put(&word.to_le_bytes()));
            }
        }
        for stage in [&self.coarse, &self.fine] {
            stage.reference_from_stage.0.iter().flatten().for_each(|number| put(&number.to_le_bytes()));
            put(&stage.ppi.to_le_bytes());
            for number in [stage.size_px.0, stage.size_px.1, stage.patches.len()] {
                put(&(number as u32).to_le_bytes());
            }
            for patch in &stage.patches {
                for number in [patch.left, patch.top, patch.side] {
                    put(&(number as u32).to_le_bytes());
                }
                put(&patch.strength().to_le_bytes());
                put(patch.levels());
            }
        }
        sealed(bytes)
    }

    /// The page that [`Self::to_bytes`] wrote with the same `params`.
    ///
    /// # Errors
    ///
    /// [`NotAPage`] for anything else.
    pub fn from_bytes(bytes: &[u8], params: &RegisterParams) -> Result<Self, NotAPage> {
        body(bytes, &header(params)).and_then(page).ok_or(NotAPage)
    }
}

fn page(mut rest: Rest<'_>) -> Option<PreparedPage> {
    let most = u32::MAX as usize;
    let size_px = (rest.whole(most)? as u32, rest.whole(most)? as u32);
    let mut dpi = || rest.number().and_then(Dpi::new);
    let resolution = Resolution { x: dpi()?, y: dpi()? };
    let closer_ppi = rest.number()?;
    let (features, closer) = (places(&mut rest)?, places(&mut rest)?);
    let closer = (closer_ppi > 0.0).then_some(Closer { features: closer, ppi: closer_ppi });
    let (coarse, fine) = (stage(&mut rest)?, stage(&mut rest)?);
    rest.0.is_empty().then_some(PreparedPage { features, closer, coarse, fine, size_px, resolution })
}

fn places(rest: &mut Rest<'_>) -> Option<Vec<Feature>> {
    let count = rest.whole(MAX_FEATURES)?;
    let mut features = Vec::new();
    for _ in 0..count {
        let [x, y, scale, angle] = [rest.single()?, rest.single()?, rest.single()?, rest.single()?];
        features.push(Feature { x, y, scale, angle, bits: rest.bits()? });
    }
    Some(features)
}

fn stage(rest: &mut Rest<'_>) -> Option<Stage> {
    let mut map = [[0.0; 3]; 3];
    for cell in map.iter_mut().flatten() {
        *cell = rest.number()?;
    }
    let ppi = rest.number()?;
    let size_px = (rest.whole(MAX_STAGE_PX)?, rest.whole(MAX_STAGE_PX)?);
    let count = rest.whole(MAX_PATCHES)?;
    let mut patches = Vec::new();
    for _ in 0..count {
        let (left, top, side) = (rest.whole(size_px.0)?, rest.whole(size_px.1)?, rest.whole(MAX_SIDE)?);
        let strength = rest.single()?;
        patches.push(Patch::of_levels((left, top), side, rest.slice(side * side)?.to_vec(), strength)?);
    }
    Some(Stage { reference_from_stage: Homography(map), ppi, size_px, patches })
}

/// What the bytes must begin with.
fn header(params: &RegisterParams) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(params.working_ppi.to_le_bytes());
    bytes.extend(params.refine_ppi.to_le_bytes());
    bytes.extend((params.max_features as u64).to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::Picture;
    use crate::imaging::register::tests::page;
    use proptest::prelude::*;

    fn prepared() -> PreparedPage {
        let resolution = Resolution { x: Dpi::new(150.0).unwrap(), y: Dpi::new(151.0).unwrap() };
        let picture = Picture::drawn(page(4, 400, 280), Some(resolution));
        PreparedPage::new(&picture, resolution, None, &RegisterParams::default())
    }

    #[test]
    fn a_page_is_read_as_it_was_written() {
        let (page, params) = (prepared(), RegisterParams::default());
        let bytes = page.to_bytes(&params);
        let read = PreparedPage::from_bytes(&bytes, &params).unwrap();
        assert_eq!(format!("{read:?}"), format!("{page:?}"));
        assert!(page.feature_count() > 100 && page.fine.patches.len() > 20);
        assert_eq!(PreparedPage::from_bytes(&bytes, &RegisterParams { refine_ppi: 300.0, ..params }).err(), Some(NotAPage));
    }

    #[test]
    fn whatever_is_not_as_it_was_written_is_refused() {
        let params = RegisterParams::default();
        let bytes = prepared().to_bytes(&params);
        for place in (0..bytes.len()).step_by(bytes.len() / 97) {
            assert_eq!(PreparedPage::from_bytes(&bytes[..place], &params).err(), Some(NotAPage));
            let mut changed = bytes.clone();
            changed[place] ^= 4;
            assert_eq!(PreparedPage::from_bytes(&changed, &params).err(), Some(NotAPage), "{place}");
        }
    }

    #[test]
    fn a_page_of_an_older_version_is_refused_and_made_anew_the_same() {
        let params = RegisterParams::default();
        let bytes = prepared().to_bytes(&params);
        // Whole in itself: only its version is another.
        let mut older = bytes[..bytes.len() - 4].to_vec();
        older[MAGIC.len()..MAGIC.len() + 4].copy_from_slice(&(VERSION - 1).to_le_bytes());
        assert_eq!(PreparedPage::from_bytes(&sealed(older.clone()), &params).err(), Some(NotAPage));
        older[MAGIC.len()..MAGIC.len() + 4].copy_from_slice(&VERSION.to_le_bytes());
        assert!(PreparedPage::from_bytes(&sealed(older), &params).is_ok());
        assert_eq!(prepared().to_bytes(&params), bytes);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(tail in proptest::collection::vec(any::<u8>(), 0..600)) {
            let params = RegisterParams::default();
            let mut bytes = header(&params);
            bytes.extend(tail);
            drop(PreparedPage::from_bytes(&sealed(bytes), &params));
        }
    }
}
