//! Outlines of pages in a picture.

/// An outline of four corners in px, which a page that lies in a picture has: convex.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quad(pub(super) [[f64; 2]; 4]);

/// Twice the area of a triangle, with the sign of its turn.
fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The area of a polygon, negative against the clock.
fn area(corners: &[[f64; 2]]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum::<f64>() / 2.0
}

impl Quad {
    fn edges(&self) -> impl Iterator<Item = ([f64; 2], [f64; 2])> + '_ {
        (0..4).map(|place| (self.0[place], self.0[(place + 1) % 4]))
    }

    /// Its area in px².
    pub(super) fn area(&self) -> f64 {
        area(&self.0).abs()
    }

    /// Whether a place lies inside.
    pub(super) fn contains(&self, place: [f64; 2]) -> bool {
        let sign = area(&self.0).signum();
        self.edges().all(|(a, b)| turn(a, b, place) * sign >= 0.0)
    }

    /// The area that both cover, in px² (Sutherland and Hodgman 1974).
    pub(super) fn shared_area(&self, other: &Self) -> f64 {
        let sign = area(&self.0).signum();
        let mut left: Vec<[f64; 2]> = other.0.to_vec();
        for (a, b) in self.edges() {
            let mut kept = Vec::with_capacity(left.len() + 1);
            for (place, here) in left.iter().enumerate() {
                let next = left[(place + 1) % left.len()];
                let (s, t) = (turn(a, b, *here) * sign, turn(a, b, next) * sign);
                if s >= 0.0 {
                    kept.push(*here);
                }
                if (s >= 0.0) != (t >= 0.0) {
                    let share = s / (s - t);
                    kept.push([here[0] + share * (next[0] - here[0]), here[1] + share * (next[1] - here[1])]);
                }
            }
            left = kept;
        }
        area(&left).abs()
    }

    /// How much of the smaller of two outlines the other covers, 0 to 1.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        self.shared_area(other) / self.area().min(other.area()).max(1e-9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_outlines_share_is_measured_whichever_way_they_turn() {
        let one = Quad([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]);
        let moved = Quad([[5.0, 5.0], [5.0, 15.0], [15.0, 15.0], [15.0, 5.0]]);
        let diamond = Quad([[5.0, -5.0], [15.0, 5.0], [5.0, 15.0], [-5.0, 5.0]]);
        assert!((one.shared_area(&moved) - 25.0).abs() < 1e-9 && (one.overlap(&moved) - 0.25).abs() < 1e-9);
        assert!((one.shared_area(&diamond) - 100.0).abs() < 1e-9 && (diamond.overlap(&one) - 1.0).abs() < 1e-9);
        let apart = Quad([[20.0, 0.0], [30.0, 0.0], [30.0, 9.0], [20.0, 9.0]]);
        assert!(one.shared_area(&apart).abs() < 1e-9);
        assert!(moved.contains([6.0, 14.0]) && !moved.contains([4.0, 6.0]) && one.contains([0.0, 10.0]));
    }
}
