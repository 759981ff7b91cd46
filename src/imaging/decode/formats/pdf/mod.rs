//! PDF pages that are one scanned picture, at the resolution of that picture.
//!
//! A general renderer was weighed: `hayro` would cost no build time (typst brings it), but it unpacks whatever a file asks for
//! without a limit, and it resamples a scan. So only what scanners write is read, by a reader of our own with limits on everything;
//! any other page is refused with the remedy.

mod colours;
mod document;
mod fax;
mod object;
mod page;
mod plain;

use self::colours::Colours;
use self::document::{Document, Stream, is_deflate};
use self::fax::fax_in_tiff;
use self::object::Object;
use self::page::{Placed, only_picture};
use self::plain::{Plain, PlainSource};
use super::{jpeg, jpeg2000, tiff};
use crate::domain::Progress;
use crate::imaging::decode::canvas::Canvas;
use crate::imaging::decode::head::{ColourModel, Head, Source};
use crate::imaging::decode::resolution::first_usable;
use crate::imaging::decode::{DecodeError, ImageFormat, Limits, ResolutionSource};

pub(super) fn is_one(bytes: &[u8]) -> bool {
    // Some writers put a line before.
    bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|window| window == b"%PDF-"))
}

pub(super) fn open<'a>(bytes: &'a [u8], page: u32, limits: &Limits) -> Result<Box<dyn Source + 'a>, DecodeError> {
    let document = Document::read(bytes)?;
    let (placed, pages) = only_picture(&document, page)?;
    let picture = Picture::of(&document, &placed.image, limits)?;
    let mut head = picture.source()?.head().clone();
    let per_inch = |px: u32, points: f64| f64::from(px) * 72.0 / points;
    let Placed { size_pt: (along, across), orientation, .. } = placed;
    let density = (per_inch(head.width_px, along), per_inch(head.height_px, across));
    head.scratch_bytes = head.scratch_bytes.saturating_add(picture.held_bytes());
    head.icc = picture.icc.clone().or(head.icc);
    // The page decides how the picture is seen; what the picture says of its own is for other readers.
    head =
        Head { format: ImageFormat::Pdf, orientation, pages, density: first_usable([Some((density, ResolutionSource::PdfPage))]), ..head };
    Ok(Box::new(PdfPage { picture, head }))
}

struct PdfPage<'a> {
    picture: Picture<'a>,
    head: Head,
}

impl Source for PdfPage<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(self: Box<Self>, canvas: &mut Canvas, progress: &dyn Progress) -> Result<(), DecodeError> {
        self.picture.source()?.read(canvas, progress)
    }
}

/// The picture of a page, in one of the ways that scanners write.
struct Picture<'a> {
    kind: Kind<'a>,
    icc: Option<Vec<u8>>,
}

enum Kind<'a> {
    /// Whether inks are stored the other way round.
    Jpeg {
        bytes: &'a [u8],
        inverted: bool,
    },
    Jpeg2000 {
        bytes: &'a [u8],
        limits: Limits,
    },
    /// Fax group 4, put in a TIFF.
    Fax {
        tiff: Vec<u8>,
        limits: Limits,
    },
    Plain(Plain<'a>),
}

impl<'a> Picture<'a> {
    fn of(document: &Document<'a>, image: &Stream<'a>, limits: &Limits) -> Result<Self, DecodeError> {
        let about = &image.about;
        let number = |name: &str| document.of(about, name).and_then(|object| object.whole());
        let (width, height) = (number("Width").unwrap_or(0), number("Height").unwrap_or(0));
        limits.check_size(width, height)?;
        if ["SMask", "Mask"].iter().any(|name| about.get(name).is_some()) || about.get("ImageMask") == Some(&Object::Flag(true)) {
            return Err(DecodeError::OtherPdf("its picture is masked".to_owned()));
        }
        let filters = document.filters(image);
        let colours = document.of(about, "ColorSpace").and_then(|space| Colours::of(document, &space));
        let decode: Option<Vec<f64>> = match document.of(about, "Decode") {
            Some(Object::List(list)) => Some(list.iter().filter_map(Object::number).collect()),
            _ => None,
        };
        let inverted = decode.as_deref().is_some_and(|decode| decode.chunks(2).all(|pair| matches!(pair, [from, to] if from > to)));
        let icc = colours.as_ref().and_then(|colours| colours.icc.clone());
        let names: Vec<&[u8]> = filters.iter().map(Vec::as_slice).collect();
        let kind = match names.as_slice() {
            [b"DCTDecode" | b"DCT"] => Kind::Jpeg { bytes: image.raw, inverted },
            [b"JPXDecode"] => Kind::Jpeg2000 { bytes: image.raw, limits: *limits },
            [b"CCITTFaxDecode" | b"CCF"] => {
                if colours.is_some_and(|colours| colours.model != ColourModel::Grey) {
                    return Err(DecodeError::OtherPdf("its picture is a fax in colour".to_owned()));
                }
                let parameters = document.parameters(about);
                Kind::Fax { tiff: fax_in_tiff(&parameters, image.raw, (width, height), inverted)?, limits: *limits }
            }
            packed if packed.len() <= 1 && packed.iter().all(|filter| is_deflate(filter)) => {
                let bits = number("BitsPerComponent").unwrap_or(8);
                let colours = colours.ok_or_else(|| DecodeError::OtherPdf("its picture has unusual colours".to_owned()))?;
                let parameters = document.parameters(about);
                let predictor = parameters.get("Predictor").and_then(Object::whole).unwrap_or(1);
                let packed = !packed.is_empty();
                let plain = Plain::of(&colours, (width, height), bits)?;
                Kind::Plain(Plain { raw: image.raw, packed, predictor, inverted, ..plain })
            }
            other => {
                let names = other.iter().map(|name| String::from_utf8_lossy(name)).collect::<Vec<_>>().join(", ");
                return Err(DecodeError::other_pdf(&format!("its picture is packed with {names}")));
            }
        };
        Ok(Self { kind, icc })
    }

    fn source(&self) -> Result<Box<dyn Source + '_>, DecodeError> {
        match &self.kind {
            Kind::Jpeg { bytes, inverted } => jpeg::open_as(bytes, *inverted),
            Kind::Jpeg2000 { bytes, limits } => jpeg2000::open(bytes, limits),
            Kind::Fax { tiff, limits } => tiff::open(tiff, 0, limits),
            Kind::Plain(plain) => Ok(Box::new(PlainSource { plain, head: plain.head() })),
        }
    }

    fn held_bytes(&self) -> u64 {
        match &self.kind {
            Kind::Jpeg { .. } | Kind::Jpeg2000 { .. } | Kind::Plain(_) => 0,
            Kind::Fax { tiff, .. } => tiff.len() as u64,
        }
    }
}
