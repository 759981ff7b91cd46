//! The words of the field as types, and the rules on them. No input or output at all.
//!
//! Start at [`Reference`] for what a genuine document is, at [`Case`] for what is examined, at [`Examination`] for the answers,
//! and at [`Findings`] for what leaves the laboratory.
#![warn(missing_docs)]

pub mod findings;
mod geometry;
mod hash;
mod ids;
mod light;
mod measurement;
mod progress;
mod reference;
mod time;
mod units;
mod vocabulary;

pub use findings::Findings;
pub use geometry::{Homography, PageFromCapture, PointMm, PointPx, RectMm, SizeMm};
pub use hash::Sha256;
pub use ids::{
    CaptureId, CaseId, ChecklistId, ExaminationId, ExhibitId, FeatureId, FindingsId, InvalidName, ItemId, PageId, ReferenceId, SectionId,
    ZoneId,
};
pub use light::Light;
pub use measurement::{
    DifferenceKind, DifferenceRegion, Measurement, MethodVersion, NotComparableReason, Outcome, Quantity, Threshold, Unit, ZoneComparison,
};
pub use progress::{Cancelled, Progress, Unwatched};
pub use reference::{
    Feature, IssuePeriod, Issuer, IssuerCode, KnownForgery, Level, Page, PageOf, Provenance, Reference, ReferenceCapture, Zone,
};
pub use time::{Date, Timestamp};
pub use units::{Dpi, MM_PER_INCH, Mm, Resolution};
pub use vocabulary::{Content, DocumentKind, FeatureKind, FraudCode, Method, Side, Substrate, ZoneRole};
