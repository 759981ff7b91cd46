//! The closed lists of words of a checklist.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::vocabulary::words;

words! {
    /// The name and major version of the format.
    ChecklistFormat {
        V1 = "document-examination-checklist/1", "Document examination checklist, version 1";
    }

    /// Whether a laboratory has signed a checklist off.
    ChecklistStatus {
        DraftForAgreement = "draft-for-agreement", "Draft for agreement";
        Agreed = "agreed", "Agreed";
        Retired = "retired", "Retired";
    }

    /// What is at hand.
    ExaminationMode {
        Physical = "physical", "The document itself";
        ImagesOnly = "images-only", "Images only";
    }

    /// What sort of answer an item asks for; each still ends with a [`Verdict`](crate::domain::Verdict).
    AnswerKind {
        Verdict = "verdict", "Verdict";
        Measurement = "measurement", "Measurement";
        Choice = "choice", "Choice";
        Text = "text", "Text";
        Series = "series", "Series";
    }

    /// Whether an item can be answered without a genuine document to compare with.
    ReferenceNeed {
        None = "none", "No reference needed";
        Helpful = "helpful", "Reference helpful";
        Required = "required", "Reference required";
    }

    /// When an item wants evidence with its answer.
    EvidenceRule {
        Always = "always", "Always";
        WhenNotConforming = "when-not-conforming", "When it does not conform";
        None = "none", "None";
    }

    /// How much an indicator weighs.
    IndicatorStrength {
        Strong = "strong", "Strong";
        Supporting = "supporting", "Supporting";
    }

    /// A fact about the examination, besides the document, on which items depend.
    Condition {
        VisaRequired = "visa-required", "A visa is required";
    }

    /// What a measured item measures.
    ItemQuantity {
        Width = "width", "Width";
        Height = "height", "Height";
        Thickness = "thickness", "Thickness";
        AddedThickness = "added-thickness", "Added thickness";
        CornerRadius = "corner-radius", "Corner radius";
        MrzPitch = "mrz-pitch", "Character pitch of the MRZ";
        MrzLeft = "mrz-left", "Left start of the MRZ";
        MrzSkew = "mrz-skew", "Skew of the MRZ";
        MrzLineSpacing = "mrz-line-spacing", "Line spacing of the MRZ";
        PortraitHeight = "portrait-height", "Portrait height";
        PortraitWidth = "portrait-width", "Portrait width";
        Sampling = "sampling", "Sampling at the document";
    }

    /// A helper of the program that may put a measurement beside an item; it never sets the answer.
    Assist {
        CodesIssuer = "codes.issuer", "Issuer codes";
        MrzParse = "mrz.parse", "MRZ structure";
        MrzCheckDigits = "mrz.check-digits", "MRZ check digits";
        MrzCompareViz = "mrz.compare-viz", "MRZ against the visual zone";
        MrzDates = "mrz.dates", "Dates of the MRZ";
        MrzIssuerAndCode = "mrz.issuer-and-code", "Issuer and document code";
        MrzComparePassport = "mrz.compare-passport", "MRZ against the passport";
        MrzFontCompare = "mrz.font-compare", "MRZ typeface";
        ScanMeasure = "scan.measure", "Measurement on the scan";
        ScanMrzGeometry = "scan.mrz-geometry", "MRZ geometry on the scan";
        ScanResolution = "scan.resolution", "Sampling at the document";
        ScanRectify = "scan.rectify", "Proportions after registration";
        ImageCompareReference = "image.compare-reference", "Comparison with the reference";
        ImageCompareBackground = "image.compare-background", "Comparison of the background print";
        ImagePortraitBorder = "image.portrait-border", "Border of the portrait";
        ImagePrintBeneath = "image.print-beneath", "Background print beneath the data";
        ImageUv = "image.uv", "Comparison under ultraviolet light";
        ImageUvBrightness = "image.uv-brightness", "UV brightness of the substrate";
        ImageB900 = "image.b900", "Infrared legibility";
        ImageCompression = "image.compression", "Compression and resampling";
        ImageLocalStatistics = "image.local-statistics", "Local statistics";
        BarcodeDecode = "barcode.decode", "Barcode content";
        SealVerify = "seal.verify", "Signature of the seal";
        SealCompare = "seal.compare", "Seal against the document";
        SealExamine = "seal.examine", "Signature of the seal, and seal against the document";
        ChipPassiveAuthentication = "chip.passive-authentication", "Passive authentication";
        ChipDgHashes = "chip.dg-hashes", "Hashes of data groups";
        ChipDg1Compare = "chip.dg1-compare", "Chip MRZ against printed MRZ";
        ChipExamine = "chip.examine", "Passive authentication, and chip against the document";
    }
}
