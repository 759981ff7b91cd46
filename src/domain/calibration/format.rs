//! The formats of travel documents and how exactly they are cut.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{DocumentKind, SizeMm, words};

words! {
    /// A format whose size is laid down (ISO/IEC 7810 for the cards and the book, ICAO Doc 9303 for the visas).
    DocumentFormat {
        Id1 = "id-1", "ID-1 (85.60 × 53.98 mm)";
        Id2 = "id-2", "ID-2 (105 × 74 mm)";
        Id3 = "id-3", "ID-3 (125 × 88 mm)";
        MrvA = "mrv-a", "MRV-A (120 × 80 mm)";
        MrvB = "mrv-b", "MRV-B (105 × 74 mm)";
    }
}

impl DocumentFormat {
    /// The nominal size, longer side first.
    pub const fn size(self) -> SizeMm {
        let (width, height) = match self {
            Self::Id1 => (85.60, 53.98),
            Self::Id2 | Self::MrvB => (105.0, 74.0),
            Self::Id3 => (125.0, 88.0),
            Self::MrvA => (120.0, 80.0),
        };
        SizeMm { width, height }
    }

    /// How far either side of a conforming document may be from the nominal size, in mm.
    ///
    /// These are the limits of ICAO Doc 9303 (parts 4 to 7). ISO/IEC 7810 cuts a new ID-1 card closer, but a travel document
    /// need not keep to that, and a scale must not be believed more than the document deserves.
    pub const fn tolerance_mm(self) -> f64 {
        match self {
            Self::Id1 | Self::Id2 | Self::Id3 => 0.75,
            Self::MrvA | Self::MrvB => 1.0,
        }
    }

    /// The format of a kind of document, if it has a fixed one; of a passport that of one page.
    pub const fn of(kind: DocumentKind) -> Option<Self> {
        match kind {
            DocumentKind::Td3Passport => Some(Self::Id3),
            DocumentKind::Td1IdCard | DocumentKind::Td1ResidencePermit => Some(Self::Id1),
            DocumentKind::Td2TravelDocument => Some(Self::Id2),
            DocumentKind::MrvA => Some(Self::MrvA),
            DocumentKind::MrvB => Some(Self::MrvB),
            DocumentKind::Other => None,
        }
    }
}
