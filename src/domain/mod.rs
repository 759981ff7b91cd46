//! The words of the field as types, and the rules on them. No input or output at all.
//!
//! Start at [`Reference`] for what a genuine document is, at [`Case`] for what is examined, at [`Examination`] for the answers,
//! and at [`Findings`] for what leaves the laboratory.
#![warn(missing_docs)]

mod account;
pub mod agreement_statistics;
mod calibration;
pub mod cap;
mod case;
mod case_life;
mod check_digit;
pub mod checklist;
mod conclusion;
mod custody;
mod data_carrier;
mod examination;
pub mod findings;
mod form;
mod geometry;
mod hand;
mod hash;
mod ids;
mod laboratory;
mod language;
mod light;
mod machine_zone;
mod mark;
mod matrix;
mod measured;
mod measurement;
mod mrz_lines;
mod origin;
mod picture_sum;
mod progress;
mod quantity_value;
pub mod recipe;
mod reference;
mod review;
pub mod scale;
mod signature;
mod suggestion;
mod time;
mod transliteration;
mod units;
mod unmasking;
mod view;
mod vocabulary;

pub use account::{
    Account, AccountName, Act, Competence, EarlierKey, InvalidAccountName, KeyProtection, KeyStanding, MAX_COMPETENCE_CHARACTERS,
    MAX_EARLIER_KEYS, MAX_NAME_CHARACTERS, MAX_PASSPHRASE_BYTES, MIN_PASSPHRASE_CHARACTERS, NotPermitted, PassphraseProblem, Refusal, Role,
    has_administrator, may_review,
};
pub use calibration::{
    Calibration, CalibrationError, CalibrationSource, DocumentFormat, FILE_RESOLUTION_LIMIT, KnownLength, NOT_CALIBRATED, SQUARENESS_LIMIT,
};
pub use case::{
    Actor, Basis, Capture, Case, ChosenReference, ContextEntry, Exhibit, Placement, ReferenceCandidate, Relevance, Reveal, Sight,
    file_title,
};
pub use case_life::{CaseFacts, CaseMove, CaseStatus, MoveError, MoveMade, NewMove, Person};
pub use check_digit::{CheckDigitError, character_value, check_digit};
pub use checklist::{
    AnswerKind, Applicability, Assist, Checklist, ChecklistProblem, ChecklistStatus, Circumstances, ExaminationMode, Item, Section, applies,
};
pub use conclusion::{Conclusion, ConclusionLevel, Scale, Suggestion, SuggestionRule};
pub use custody::{CustodyError, CustodyEvent, CustodyKind};
pub use data_carrier::{
    Authenticity, AuthenticityStep, CheckDigitState, ChipDump, ChipFileKept, DataCarrier, DataField, DataSource, Statement, StatementPlace,
    StepOutcome, VisualField,
};
pub use examination::{
    Analysis, AnswerValue, ChecklistVersion, Edit, EditError, Evidence, Examination, FindingCode, MAX_PLACED, NotMeasuredReason,
    Observation, Proposal, ProposalState, Revised,
};
pub use findings::Findings;
pub use form::Form;
pub use geometry::{Homography, PageFromCapture, PointMm, PointPx, RectMm, SizeMm};
pub use hand::{DraftedPair, HandRegistration, LandmarkDraft, LandmarkModel, PlacedBy, PlacedLandmark};
pub use hash::Sha256;
pub use ids::{
    AccountId, CaptureId, CaseId, ChecklistId, ExaminationId, ExhibitId, FeatureId, FindingsId, InvalidName, ItemId, MarkId, MeasuredId,
    PageId, ReferenceId, ReviewId, SectionId, ZoneId,
};
pub use laboratory::{LaboratoryRules, LaboratorySheet};
pub use language::{Direction, Language};
pub use light::Light;
pub use machine_zone::{DoubtfulCharacter, GlyphDeparture, MachineZone, ZoneFace, ZoneFigure, ZonePrint};
pub use mark::{MAX_CHARACTERS, MAX_COORDINATE_MM, MAX_POINTS, MadeIn, MadeOn, Mark, MarkKind, MarkShape, PlaceError};
pub use matrix::{Agreement, Compared, Matrix, MatrixCell, MatrixColumn, MatrixRow};
pub use measured::{Figure, MAX_READINGS, Measured, MeasuredAt, MeasuredError, Reading};
pub use measurement::{
    DifferenceKind, DifferenceRegion, Measurement, MethodVersion, NotComparableReason, Outcome, Quantity, Threshold, Unit, ZoneComparison,
};
pub use mrz_lines::{MrzData, Sex, compose_mrv_a, compose_mrv_b, compose_td1, compose_td2, compose_td3};
pub use origin::{KeyTrust, Origin};
pub use picture_sum::PictureSum;
pub use progress::{Cancelled, Progress, Unwatched};
pub use quantity_value::{COVERAGE_FACTOR, Contributions, QuantityError, QuantityValue};
pub use recipe::Recipe;
pub use reference::{
    Feature, IssuePeriod, Issuer, IssuerCode, KnownForgery, Level, Page, PageOf, Provenance, Reference, ReferenceCapture, Zone,
};
pub use review::{Decision, DecisionOutcome, ItemCompared, Review, ReviewEnd, ReviewError, ReviewMode, ReviewResult};
pub use signature::{
    KeyId, PublicKey, Signature, SignatureAlgorithm, SignatureClaim, SignatureError, SignatureValue, SignedFor, SigningKey,
};
pub use suggestion::{ItemStanding, Standing, suggest};
pub use time::{Date, Timestamp};
pub use transliteration::{PartAgreement, has_recommended_forms_only, name_parts, part_agreement, transliterate};
pub use units::{Dpi, MM_PER_INCH, Mm, Resolution, residual_text};
pub use unmasking::{OptOut, Revision, StageSeal, StageSnapshot, Unmasking, UnmaskingError, UnmaskingStage};
pub use view::{Arrangement, Blend, MAX_DRAWN, MAX_PICTURES, PictureOf, ShownPicture, View, ViewError};
pub(crate) use vocabulary::words;
pub use vocabulary::{Content, DocumentKind, FeatureKind, FraudCode, Method, NotExaminedReason, Side, Substrate, Verdict, ZoneRole};
