//! Where a capture departs from a page of the library all over, the zones of a page from a file, and maps of differences as pictures.

use std::collections::BTreeMap;
use std::path::Path;

use image::RgbImage;
use serde::Deserialize;

use super::intake::read_file;
use crate::app::library::ReferencePage;
use crate::app::problem::sentence;
use crate::app::settings::write_beside;
use crate::app::{Problem, Watch};
use crate::domain::{Content, Homography, Light, Page, PageFromCapture, RectMm, Resolution, SizeMm};
use crate::imaging::{CompareParams, Differences, Laid, Picture, Registration, difference_map, warp_to_page, write_grey_png};

/// The zones of a page, from a file: `{"dpi": …, "zones": {NAME: {"kind": …, "mm": [x, y, w, h]}}}`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ZonesFile {
    /// Pixels per inch of the reference picture, if its file does not say.
    pub dpi: Option<f64>,
    /// The zones by name.
    pub zones: BTreeMap<String, NamedZone>,
}

/// One zone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NamedZone {
    /// What it holds: `personal` and `serial` differ from holder to holder, so only the print beneath is judged; all else is the same.
    pub kind: String,
    /// Left, top, width and height in mm from the top left corner of the page.
    pub mm: [f64; 4],
}

impl ZonesFile {
    /// Reads the zones of a page from `file`.
    ///
    /// # Errors
    ///
    /// Bad input if it cannot be read or is no such list.
    pub fn read(file: &Path) -> Result<Self, Problem> {
        let wrong = |why: String| {
            Problem::bad_input(format!("{} is no list of zones: {why}.", file.display()))
                .hint("Write {\"dpi\": …, \"zones\": {NAME: {\"kind\": \"fixed\" or \"personal\", \"mm\": [x, y, w, h]}}}.")
        };
        let zones: Self = serde_json::from_slice(&read_file(file)?).map_err(|error| wrong(error.to_string()))?;
        let is_sound = |zone: &NamedZone| zone.mm.iter().all(|mm| mm.is_finite()) && zone.mm[2] > 0.0 && zone.mm[3] > 0.0;
        match zones.zones.iter().find(|(_, zone)| !is_sound(zone)) {
            Some((name, _)) => Err(wrong(format!("the zone {name} has no area"))),
            None if zones.dpi.is_some_and(|dpi| Resolution::square(dpi).is_none()) => Err(wrong("its dpi is out of range".to_owned())),
            None => Ok(zones),
        }
    }

    /// Where only the print beneath is judged.
    pub(super) fn left_out(&self) -> Vec<RectMm> {
        self.zones.values().filter(|zone| matches!(zone.kind.as_str(), "personal" | "serial")).map(|zone| zone.mm.into()).collect()
    }

    /// The zone that `area` shares most with.
    pub fn around(&self, area: RectMm) -> Option<&str> {
        let shared = self.zones.iter().filter_map(|(name, zone)| Some((name, area.intersection(zone.mm.into())?.area())));
        shared.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(name, _)| name.as_str())
    }
}

/// Writes a heat map to `file`, or nothing at all.
///
/// # Errors
///
/// A system failure if it cannot be written.
pub fn write_heat(differences: &Differences, resolution: Resolution, file: &Path) -> Result<(), Problem> {
    let bytes = write_grey_png(&differences.heat, Some(resolution)).map_err(|error| Problem::system(sentence(&error.to_string())))?;
    write_beside(file, &bytes)
}

/// Compares a capture with a page of the library all over; zones that differ from holder to holder are judged by the print beneath, in
/// visible light, and else left out.
///
/// # Errors
///
/// Cancelled if `watch` asks to stop.
pub fn compare_capture(
    questioned: &Picture,
    page_from_capture: PageFromCapture,
    reference: &ReferencePage,
    page: Option<&Page>,
    watch: &dyn Watch,
) -> Result<Differences, Problem> {
    let zones = page.map(|page| page.zones.as_slice()).unwrap_or_default();
    let left_out: Vec<RectMm> = zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area).collect();
    let (width, height) = (f64::from(questioned.rgb.width()), f64::from(questioned.rgb.height()));
    let at = |x: f64, y: f64| page_from_capture.0.apply(x, y);
    // How many mm of the page a pixel in the middle of the capture covers.
    let (here, right, below) = (at(width / 2.0, height / 2.0), at(width / 2.0 + 1.0, height / 2.0), at(width / 2.0, height / 2.0 + 1.0));
    let area = ((right.0 - here.0) * (below.1 - here.1) - (right.1 - here.1) * (below.0 - here.0)).abs();
    let Some(reference_from_page) = Homography::page_from_picture(reference.resolution).inverse() else {
        return Err(Problem::system("The reference has no resolution."));
    };
    let registration = Registration {
        reference_from_questioned: reference_from_page.after(&page_from_capture.0),
        inliers: 0,
        residual_px: 0.0,
        residual_mm: 0.0,
        bend: None,
        coverage: 1.0,
        sampling_ppi: crate::domain::MM_PER_INCH / area.sqrt().max(1e-4),
    };
    let laid = Laid { picture: questioned, registration: &registration };
    let params = CompareParams { beneath: reference.light == Light::Visible, ..CompareParams::default() };
    Ok(difference_map(laid, &reference.picture, reference.resolution, &left_out, &[], &params, watch)?)
}

/// A map of difference with the questioned rendered onto the reference, for [`HeatColours`](crate::imaging::HeatColours) of any
/// tolerance; of the size of the reference picture.
pub fn with_questioned(
    differences: &Differences,
    questioned: &Picture,
    page_from_capture: PageFromCapture,
    page: SizeMm,
    reference: Resolution,
) -> RgbImage {
    let area = RectMm::new(0.0, 0.0, page.width, page.height);
    differences.with(&warp_to_page(&questioned.rgb, page_from_capture, page, area, reference.x), reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_and_personal_ones_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zones.json");
        let text = r#"{"dpi": 300, "zones": {"photo": {"kind": "personal", "mm": [5, 5, 30, 40]}, "seal": {"kind": "fixed", "mm": [60, 5, 20, 20]}}}"#;
        std::fs::write(&file, text).unwrap();
        let zones = ZonesFile::read(&file).unwrap();
        assert_eq!(zones.left_out(), [RectMm::new(5.0, 5.0, 30.0, 40.0)]);
        assert_eq!(zones.around(RectMm::new(55.0, 10.0, 10.0, 10.0)), Some("seal"));
        assert_eq!(zones.around(RectMm::new(90.0, 60.0, 2.0, 2.0)), None);
    }

    #[test]
    fn zones_without_an_area_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zones.json");
        std::fs::write(&file, r#"{"zones": {"seal": {"kind": "fixed", "mm": [60, 5, 0, 20]}}}"#).unwrap();
        let problem = ZonesFile::read(&file).unwrap_err();
        assert!(problem.message.contains("zones.json") && problem.message.contains("seal"), "{problem:?}");
    }
}
