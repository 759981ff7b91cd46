//! Where the characters of a zone stand in its capture.

use crate::domain::{MachineZone, PointPx};

/// The corners of characters `start` to `end` (both from 0, the second left out) of a line, by the corners of the line; `None` if they are
/// not known. A line has one pitch, so that places in it are found by shares of its length.
pub(super) fn characters(zone: &MachineZone, line: usize, start: usize, end: usize) -> Option<[PointPx; 4]> {
    let [tl, tr, br, bl] = *zone.line_corners.get(line)?;
    let count = zone.lines.get(line)?.chars().count().max(1) as f64;
    let between =
        |from: PointPx, to: PointPx, share: f64| PointPx { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    let (first, last) = (start as f64 / count, end as f64 / count);
    Some([between(tl, tr, first), between(tl, tr, last), between(bl, br, last), between(bl, br, first)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CaptureId, Light, MethodVersion};

    #[test]
    fn a_character_has_its_share_of_the_line() {
        let at = |x, y| PointPx { x, y };
        let zone = MachineZone {
            capture: CaptureId(uuid::Uuid::nil()),
            light: Light::Visible,
            lines: vec!["ABCD".to_owned()],
            confidence: 1.0,
            doubtful: Vec::new(),
            corners: [at(0.0, 0.0); 4],
            line_corners: vec![[at(0.0, 0.0), at(40.0, 4.0), at(40.0, 24.0), at(0.0, 20.0)]],
            infrared_signal: None,
            print: None,
            method: MethodVersion { name: "test".to_owned(), version: 1 },
        };
        assert_eq!(characters(&zone, 0, 1, 2), Some([at(10.0, 1.0), at(20.0, 2.0), at(20.0, 22.0), at(10.0, 21.0)]));
        assert_eq!(characters(&zone, 1, 0, 1), None);
    }
}
