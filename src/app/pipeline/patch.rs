//! Searching by a patch of a picture.

use std::str::FromStr;

use super::identify::PictureIndex;
use crate::app::{Problem, Watch};
use crate::domain::Light;
use crate::imaging::{PatchSearch, Picture, PixelRect};

/// Side of the smallest area that is searched by, in px: less holds no recognisable place.
const LEAST_SIDE_PX: u32 = 24;

/// An area of a picture as a person gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PatchArea {
    /// Left, top, width and height in px of the picture.
    Px([f64; 4]),
    /// The same in mm at the resolution of the picture.
    Mm([f64; 4]),
}

/// A text that names no area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write x,y,width,height in px of the picture, or with mm at the end; width and height above 0")]
pub struct NoArea;

impl FromStr for PatchArea {
    type Err = NoArea;

    fn from_str(text: &str) -> Result<Self, NoArea> {
        let (numbers, in_mm) = match text.trim() {
            text if text.ends_with("mm") => (text.trim_end_matches("mm"), true),
            text => (text.trim_end_matches("px"), false),
        };
        let numbers: Vec<f64> = numbers.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>().ok_or(NoArea)?;
        let area: [f64; 4] = numbers.try_into().ok().ok_or(NoArea)?;
        let is_sound = area.iter().all(|number| number.is_finite() && (0.0..1e6).contains(number)) && area[2] > 0.0 && area[3] > 0.0;
        match (is_sound, in_mm) {
            (false, _) => Err(NoArea),
            (true, true) => Ok(Self::Mm(area)),
            (true, false) => Ok(Self::Px(area)),
        }
    }
}

impl PatchArea {
    /// The whole pixels of `picture` that it covers.
    ///
    /// # Errors
    ///
    /// Bad use if it is given in mm and the picture states no resolution, if it does not lie in the picture, or if it is too small to be
    /// recognised.
    pub fn of(self, picture: &Picture) -> Result<PixelRect, Problem> {
        let [x, y, width, height] = match self {
            Self::Px(area) => area,
            Self::Mm([x, y, width, height]) => {
                let resolution = picture.info.resolution.ok_or_else(|| {
                    Problem::bad_use("The area is given in mm, and the picture states no resolution.").hint("Give the area in px.")
                })?;
                let (across, down) = (resolution.x.px_per_mm(), resolution.y.px_per_mm());
                [x * across, y * down, width * across, height * down]
            }
        };
        let side = |from: f64, length: f64| ((from + length).round() as u32).saturating_sub(from.round() as u32);
        let area = PixelRect { x: x.round() as u32, y: y.round() as u32, width: side(x, width), height: side(y, height) };
        let (right, bottom) = picture.rgb.dimensions();
        if area.right() > right || area.bottom() > bottom {
            return Err(Problem::bad_use(format!("The area does not lie in the picture, which is {right} × {bottom} px."))
                .hint("Give x, y, width and height from its top left corner."));
        }
        if area.width.min(area.height) < LEAST_SIDE_PX {
            return Err(Problem::bad_use(format!("The area is {} × {} px, too small to be recognised.", area.width, area.height))
                .hint(format!("Give one of at least {LEAST_SIDE_PX} px a side, best of 10 mm or more.")));
        }
        Ok(area)
    }
}

impl PictureIndex {
    /// Which pages carry what an area of a picture shows, best first.
    ///
    /// # Errors
    ///
    /// As for [`PatchArea::of`]; whatever stands in the way of reading the library; cancelled if `watch` asks to stop.
    pub fn find_patch(
        &self,
        picture: &Picture,
        light: Light,
        area: PatchArea,
        top: usize,
        watch: &dyn Watch,
    ) -> Result<PatchSearch, Problem> {
        let area = area.of(picture)?;
        match self {
            Self::Library(library) => library.find_patch(picture, light, area, top, watch),
            Self::Plain(plain) => plain.find_patch(picture, area, top, watch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Resolution;

    #[test]
    fn an_area_is_read_in_px_or_mm_and_anything_else_is_refused() {
        assert_eq!("10,20,300,40.5".parse(), Ok(PatchArea::Px([10.0, 20.0, 300.0, 40.5])));
        assert_eq!(" 1, 2,3, 4 mm".parse(), Ok(PatchArea::Mm([1.0, 2.0, 3.0, 4.0])));
        assert_eq!("1,2,3,4px".parse(), Ok(PatchArea::Px([1.0, 2.0, 3.0, 4.0])));
        for text in ["", "1,2,3", "1,2,3,4,5", "1,2,0,4", "-1,2,3,4", "1,2,inf,4", "1,2,NaN,4", "a,b,c,d", "1,2,3,4 in", "1,2,1e9,4"] {
            assert_eq!(text.parse::<PatchArea>(), Err(NoArea), "{text}");
        }
    }

    #[test]
    fn an_area_in_mm_needs_a_resolution_and_has_to_lie_in_the_picture() {
        let picture = |resolution| Picture::drawn(image::RgbImage::new(300, 200), resolution);
        let area = PatchArea::Mm([2.54, 5.08, 10.16, 5.08]);
        let found = area.of(&picture(Resolution::square(254.0))).unwrap();
        assert_eq!(found, PixelRect { x: 25, y: 51, width: 102, height: 51 });
        assert!(area.of(&picture(None)).unwrap_err().message.contains("resolution"));
        for area in [[250.0, 0.0, 60.0, 60.0], [0.0, 0.0, 10.0, 60.0]] {
            assert_eq!(PatchArea::Px(area).of(&picture(None)).unwrap_err().kind, crate::app::ProblemKind::BadUse);
        }
    }
}
