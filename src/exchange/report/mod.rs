//! The report for people: findings typeset as an archival, accessible PDF.
//!
//! The layout is `assets/report/report.typ`. What stands in it is worked out in [`view`] as plain text and numbers, handed over
//! as JSON, so that the template decides nothing. Outlines and scale bars over pictures are vectors.
//!
//! A report is in one language. Its words come from [`wording`](super::wording); what people wrote stands as it was written, marked
//! with its language where that is another one. Dates are ISO 8601 and numbers have western digits in every language.

mod fonts;
mod view;
mod world;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp as PdfTimestamp};

use crate::domain::findings::Findings;
use crate::domain::{Language, Timestamp};

use super::record::RecordError;
use super::wording::{Wording, WordingError, wording};
use view::ReportView;
use world::ReportWorld;

/// How many pictures a report takes at the most.
const MAX_PICTURES: usize = 1000;

/// A picture for the report, as a PNG or JPEG file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPicture {
    /// Its path beside the record, as in [`FigurePicture::file`](crate::domain::findings::FigurePicture::file).
    pub name: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

/// A report that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A picture is neither PNG nor JPEG.
    #[error("the picture is neither PNG nor JPEG ({0})")]
    PictureFormat(String),
    /// There are more pictures than a report takes.
    #[error("the report has {0} pictures; at most {MAX_PICTURES} fit")]
    TooManyPictures(usize),
    /// The record cannot be summed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A bundled vocabulary is damaged.
    #[error(transparent)]
    Wording(#[from] WordingError),
    /// A picture is damaged, or the template and its data do not fit.
    #[error("the report could not be typeset: {0}")]
    Typeset(String),
}

/// Typesets `findings` in English; see [`report_pdf_in`].
///
/// # Errors
///
/// As [`report_pdf_in`].
pub fn report_pdf(findings: &Findings, pictures: &[ReportPicture]) -> Result<Vec<u8>, ReportError> {
    report_pdf_in(findings, pictures, Language::English)
}

/// Typesets `findings` in `language` as a PDF that conforms to PDF/A-2a and PDF/UA-1.
///
/// Figures show the pictures whose name they give; a picture that is not given is named in its place. The same findings and
/// pictures give the same bytes: the only time in the file is [`Findings::created_at`].
///
/// # Errors
///
/// [`ReportError`] says what is wrong with a picture or, which a test excludes, with the template.
pub fn report_pdf_in(findings: &Findings, pictures: &[ReportPicture], language: Language) -> Result<Vec<u8>, ReportError> {
    let document = typeset(findings, pictures, &wording(language)?)?;
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|error| ReportError::Typeset(error.message().to_string()))?;
    let program = &findings.method.program;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}/{}", findings.id, findings.version)),
        creator: Smart::Custom(Some(format!("{} {}", program.name, program.version))),
        timestamp: pdf_time(findings.created_at),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| ReportError::Typeset(messages(&errors)));
    // The memory of the typesetter holds pictures; nothing of a case stays behind.
    typst::comemo::evict(0);
    pdf
}

fn typeset(findings: &Findings, pictures: &[ReportPicture], wording: &Wording) -> Result<PagedDocument, ReportError> {
    if pictures.len() > MAX_PICTURES {
        return Err(ReportError::TooManyPictures(pictures.len()));
    }
    let view = ReportView::of(findings, pictures, wording)?;
    let world = ReportWorld::new(&view, pictures)?;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    output.map_err(|errors| ReportError::Typeset(messages(&errors)))
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    let line = |error: &SourceDiagnostic| {
        let hints: Vec<_> = error.hints.iter().map(|hint| hint.v.as_str()).collect();
        if hints.is_empty() { error.message.to_string() } else { format!("{} ({})", error.message, hints.join("; ")) }
    };
    errors.iter().take(5).map(line).collect::<Vec<_>>().join("; ")
}

fn pdf_time(time: Timestamp) -> Option<PdfTimestamp> {
    let time = jiff::tz::TimeZone::UTC.to_datetime(time.0);
    let part = |value: i8| u8::try_from(value).ok();
    let datetime = Datetime::from_ymd_hms(
        i32::from(time.year()),
        part(time.month())?,
        part(time.day())?,
        part(time.hour())?,
        part(time.minute())?,
        part(time.second())?,
    )?;
    Some(PdfTimestamp::new_utc(datetime))
}

#[cfg(test)]
mod tests;
