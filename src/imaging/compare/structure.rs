//! Whether the same lines are there: correlation of zones and of windows in them, and the energy of fine lines.

use super::frame::{Area, Frame};
use crate::imaging::plane::Plane;

/// Grey planes with slow changes taken out, at one sharpness.
pub(super) struct Structure {
    pub(super) questioned: Plane,
    pub(super) reference: Plane,
}

/// A window and how it agrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) area: Area,
    /// Correlation at the best shift.
    pub(super) agreement: f64,
    /// Contrast of both, as standard deviations in grey levels.
    pub(super) questioned: f64,
    pub(super) reference: f64,
}

/// Sums over an area at one shift.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moments {
    count: f64,
    q: f64,
    r: f64,
    qq: f64,
    rr: f64,
    qr: f64,
}

impl Moments {
    pub(super) fn of(questioned: &Plane, reference: &Plane, area: Area, shift: (i64, i64)) -> Self {
        let mut sums = Self { count: area.count() as f64, ..Self::default() };
        for (x, y) in area.pixels() {
            let q = f64::from(questioned.at(x as i64 + shift.0, y as i64 + shift.1));
            let r = f64::from(reference.get(x, y));
            sums.q += q;
            sums.r += r;
            sums.qq += q * q;
            sums.rr += r * r;
            sums.qr += q * r;
        }
        sums
    }

    pub(super) fn variances(&self) -> (f64, f64, f64) {
        let count = self.count.max(1.0);
        let (q, r) = (self.q / count, self.r / count);
        ((self.qq / count - q * q).max(0.0), (self.rr / count - r * r).max(0.0), self.qr / count - q * r)
    }

    pub(super) fn correlation(&self) -> f64 {
        let (qq, rr, qr) = self.variances();
        qr / (qq * rr).sqrt().max(1e-6)
    }
}

impl Structure {
    /// Takes out slow changes and brings the sharper of both to the sharpness of the other, up to `max_blur_mm`; judged over
    /// `areas` as a whole.
    pub(super) fn new(frame: &Frame, areas: &[Area], max_blur_mm: f64) -> Self {
        let (questioned, reference) = frame.grey();
        let scale = frame.mean_px_per_mm();
        let agreement = |questioned: &Plane, reference: &Plane| {
            let radius = scale.round().max(2.0) as usize;
            let (q, r) = (sharp(questioned, radius), sharp(reference, radius));
            let (mut sum, mut total) = (0.0, 0.0);
            for area in areas {
                let moments = Moments::of(&q, &r, *area, (0, 0));
                let weight = area.count() as f64;
                sum += weight * moments.correlation();
                total += weight;
            }
            sum / f64::max(total, 1.0)
        };
        let most = max_blur_mm * scale;
        let mut best = (agreement(&questioned, &reference), 0.0, 0.0);
        let mut sigma = 0.35;
        // Blurring the reference is the usual case; the questioned picture is blurred if the reference is the softer one.
        for side in [(0.0, 1.0), (1.0, 0.0)] {
            while sigma <= most {
                let (q, r) = (questioned.blurred((sigma * side.0) as f32), reference.blurred((sigma * side.1) as f32));
                let now = agreement(&q, &r);
                if now <= best.0 {
                    break;
                }
                best = (now, sigma * side.0, sigma * side.1);
                sigma *= 1.3;
            }
            if best.2 > 0.0 {
                break;
            }
            sigma = 0.35;
        }
        let (questioned, reference) = (questioned.blurred(best.1 as f32), reference.blurred(best.2 as f32));
        let radius = scale.round().max(2.0) as usize;
        let (questioned, reference) = (sharp(&questioned, radius), sharp(&reference, radius));
        Self { questioned, reference }
    }

    /// The correlation of an area at the best shift of up to `reach` px.
    pub(super) fn agreement(&self, area: Area, reach: i64) -> Window {
        let mut best = Window { area, agreement: f64::MIN, questioned: 0.0, reference: 0.0 };
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let moments = Moments::of(&self.questioned, &self.reference, area, (dx, dy));
                let agreement = moments.correlation();
                if agreement > best.agreement {
                    let (qq, rr, _) = moments.variances();
                    best = Window { area, agreement, questioned: qq.sqrt(), reference: rr.sqrt() };
                }
            }
        }
        best
    }

    /// The energy of fine lines in an area relative to the reference, without what noise adds; 1 = equal, `None` without fine lines.
    pub(super) fn fine_detail(fine: &(Plane, Plane), area: Area, noise_power: f64) -> Option<f64> {
        let (qq, rr, _) = Moments::of(&fine.0, &fine.1, area, (0, 0)).variances();
        (rr > 1.0).then(|| ((qq - noise_power).max(0.0) / rr).sqrt())
    }
}

/// A plane without what changes slower than `radius` px.
pub(super) fn sharp(plane: &Plane, radius: usize) -> Plane {
    let mean = plane.box_mean(radius);
    Plane { data: plane.data.iter().zip(&mean.data).map(|(value, mean)| value - mean).collect(), ..mean }
}
