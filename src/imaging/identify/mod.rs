//! Finds which reference page a questioned picture shows.

use serde::{Deserialize, Serialize};

use super::Registration;

/// A reference page that a questioned picture may show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The key it was indexed with.
    pub key: String,
    /// How well the two agree, 0 to 1.
    pub score: f64,
    /// Matched places that agree with one map.
    pub inliers: u32,
    /// The map, if there is one.
    pub registration: Option<Registration>,
}

/// What an identification came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identification {
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Whether the best is good enough to say that the document is in the library.
    pub known: bool,
    /// How far the best is ahead of the second, as a difference of scores.
    pub margin: f64,
}
