//! Whether a zone that is read in visible light is there in infrared: its ink has to absorb at 900 nm (ICAO Doc 9303-3, 4.4; B900).

use super::Seen;
use super::register::Registered;
use crate::domain::{Light, MachineZone, PointPx};
use crate::imaging::Picture;

/// Samples along and across a cell.
const ACROSS: usize = 12;
const DOWN: usize = 16;

/// Fills in how much each zone of visible light stands out in infrared, where both captures are registered to one page.
pub(super) fn look_in_infrared(zones: &mut [MachineZone], seen: &[Seen], registered: &Registered) {
    let placed = |light: Light| {
        registered.placed.iter().filter_map(move |placed| {
            let seen = seen.get(placed.seen).filter(|seen| seen.capture.light == light)?;
            Some((seen, placed.placement(seen.capture.id)))
        })
    };
    for zone in zones.iter_mut().filter(|zone| zone.light == Light::Visible) {
        let Some((_, own)) = placed(Light::Visible).find(|(seen, _)| seen.capture.id == zone.capture) else { continue };
        let infrared = placed(Light::Ir880).find(|(_, placement)| placement.page == own.page);
        zone.infrared_signal = infrared.and_then(|(seen, there)| {
            let across = |point: PointPx| there.page_from_capture.capture(own.page_from_capture.page(point));
            signal(&seen.picture, zone, &across)
        });
    }
}

/// The contrast of the characters that are no fillers, the median of all: one less the grey of ink over that of paper, 0 to 1.
fn signal(picture: &Picture, zone: &MachineZone, across: &dyn Fn(PointPx) -> Option<PointPx>) -> Option<f64> {
    let mut signals = Vec::new();
    for (text, corners) in zone.lines.iter().zip(&zone.line_corners) {
        let count = text.chars().count().max(1) as f64;
        for (at, _) in text.chars().enumerate().filter(|(_, letter)| *letter != '<') {
            signals.extend(contrast(picture, *corners, (at as f64 / count, (at as f64 + 1.0) / count), across));
        }
    }
    signals.sort_by(f64::total_cmp);
    signals.get(signals.len() / 2).copied()
}

/// The contrast of one character, whose cell is a share of its line.
fn contrast(
    picture: &Picture,
    [tl, tr, br, bl]: [PointPx; 4],
    (first, last): (f64, f64),
    across: &dyn Fn(PointPx) -> Option<PointPx>,
) -> Option<f64> {
    let between =
        |from: PointPx, to: PointPx, share: f64| PointPx { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    let mut greys = Vec::with_capacity(ACROSS * DOWN);
    for row in 0..DOWN {
        for column in 0..ACROSS {
            let share = first + (last - first) * (column as f64 + 0.5) / ACROSS as f64;
            let down = (row as f64 + 0.5) / DOWN as f64;
            let place = across(between(between(tl, tr, share), between(bl, br, share), down))?;
            let (x, y) = (place.x.round(), place.y.round());
            let inside = x >= 0.0 && y >= 0.0 && x < f64::from(picture.rgb.width()) && y < f64::from(picture.rgb.height());
            if !inside {
                return None;
            }
            let [red, green, blue] = picture.rgb.get_pixel(x as u32, y as u32).0.map(f64::from);
            greys.push((red + green + blue) / 3.0);
        }
    }
    greys.sort_by(f64::total_cmp);
    // Strokes cover about a fifth of a cell.
    let (ink, paper) = (greys.get(greys.len() / 20).copied()?, greys.get(greys.len() * 3 / 4).copied()?);
    (paper > 8.0).then(|| (1.0 - ink / paper).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;
    use crate::domain::{CaptureId, Homography, MethodVersion, PageFromCapture};

    #[test]
    fn ink_that_is_gone_leaves_no_signal() {
        let at = |x, y| PointPx { x, y };
        let zone = MachineZone {
            capture: CaptureId(uuid::Uuid::nil()),
            light: Light::Visible,
            lines: vec!["AB<D".to_owned()],
            confidence: 1.0,
            doubtful: Vec::new(),
            corners: [at(0.0, 0.0); 4],
            line_corners: vec![[at(10.0, 10.0), at(90.0, 10.0), at(90.0, 40.0), at(10.0, 40.0)]],
            infrared_signal: None,
            print: None,
            method: MethodVersion { name: "test".to_owned(), version: 1 },
        };
        let picture = |ink: u8| {
            let rgb = RgbImage::from_fn(100, 50, |x, y| Rgb([if x % 20 < 6 && (12..38).contains(&y) { ink } else { 220 }; 3]));
            Picture::drawn(rgb, None)
        };
        let same = PageFromCapture(Homography::IDENTITY);
        let across = |point: PointPx| same.capture(same.page(point));
        assert!(signal(&picture(30), &zone, &across).unwrap() > 0.8);
        assert!(signal(&picture(214), &zone, &across).unwrap() < 0.1);
        assert_eq!(signal(&picture(30), &zone, &|_| None), None);
        assert_eq!(signal(&picture(30), &zone, &|point| Some(at(point.x + 500.0, point.y))), None);
    }
}
