//! The phase of edges against the lines of a grid.

/// The part of a shift of one direction: sums of edges with their phase.
#[derive(Clone, Copy, Default)]
pub(super) struct Phase {
    pub(super) cos: f32,
    pub(super) sin: f32,
    pub(super) all: f32,
}

impl Phase {
    pub(super) fn add(&mut self, edge: f32, cos: f32, sin: f32) {
        self.cos += edge * cos;
        self.sin += edge * sin;
        self.all += edge;
    }

    /// In modules, from -0.5 to 0.5.
    pub(super) fn shift(&self) -> f32 {
        libm::atan2f(self.sin, self.cos) / std::f32::consts::TAU
    }

    /// 1 if all edges agree, 0 if they lie anywhere.
    pub(super) fn clearness(&self) -> f32 {
        if self.all > 0.0 { libm::hypotf(self.cos, self.sin) / self.all } else { 0.0 }
    }
}
