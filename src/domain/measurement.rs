//! What an automatic check measured, against what, and how: the proof behind every proposal (principle 3 of the design).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{Light, PageOf, RectMm, Sha256, Zone, ZoneId};

words! {
    /// What a number counts.
    Unit {
        One = "1", "Ratio";
        Px = "px", "px";
        Mm = "mm", "mm";
        Ppi = "ppi", "ppi";
        Percent = "percent", "%";
        Degree = "degree", "°";
        SquareMm = "square-mm", "mm²";
        Micrometre = "micrometre", "µm";
        /// CIE 1976 colour difference.
        DeltaE = "delta-e", "ΔE";
        /// CIEDE2000 colour difference.
        DeltaE2000 = "delta-e-2000", "ΔE00";
        GreyLevel = "grey-level", "Grey level";
        LinesPerInch = "lines-per-inch", "lpi";
        LinesPerMm = "lines-per-mm", "lines/mm";
        CharactersPerInch = "characters-per-inch", "cpi";
        Count = "count", "Count";
        PerSquareMm = "per-square-mm", "/mm²";
        Decibel = "decibel", "dB";
    }

    /// What was measured on a zone, a page or a capture.
    Quantity {
        /// Pixels per inch at the document, from its registered size.
        Sampling = "sampling", "Sampling at the document";
        RegistrationResidual = "registration-residual", "Registration residual";
        RegistrationCoverage = "registration-coverage", "Registration coverage";
        /// Zero-mean normalised cross-correlation with the reference, -1 to 1.
        StructureAgreement = "structure-agreement", "Structure agreement";
        /// The same in the worst window of the zone.
        WeakestWindow = "weakest-window", "Structure agreement, weakest window";
        ColourDifference = "colour-difference", "Colour difference";
        /// Energy of fine lines relative to the reference at the same blur; 1 = equal.
        FineDetail = "fine-detail", "Fine detail relative to reference";
        /// How much of the energy of the zone is a regular dot or line screen that the reference has not.
        ScreenEnergy = "screen-energy", "Regular print screen";
        ScreenFrequency = "screen-frequency", "Print screen frequency";
        /// Mean brightness of the page under ultraviolet light.
        UvBrightness = "uv-brightness", "UV brightness of substrate";
        /// How much of the luminous design is there; 1 = as on the reference.
        UvDesign = "uv-design", "UV design present";
        /// Between the colours that the design shines in and that it has on the reference, as directions of red, green and blue.
        UvColour = "uv-colour", "Colour of the UV design";
        Width = "width", "Page width";
        Height = "height", "Page height";
        /// Width to height, divided by the same of the reference.
        Proportions = "proportions", "Width to height relative to reference";
        ChangedArea = "changed-area", "Changed area";
        /// One less the grey of ink over that of paper, the median character, 0 to 1.
        ZoneSignal = "zone-signal", "Contrast of the machine-readable zone in infrared";
        /// The share of outlines within 0.08 mm of those of OCR-B, 0 to 1.
        FaceConformity = "face-conformity", "Conformity with OCR-B";
        CheckDigitsWrong = "check-digits-wrong", "Check digits wrong";
        Distance = "distance", "Distance";
        PathLength = "path-length", "Length of path";
        Angle = "angle", "Angle";
        Area = "area", "Area";
        Perimeter = "perimeter", "Perimeter";
        Radius = "radius", "Radius";
        Diameter = "diameter", "Diameter";
        /// Root mean square distance of the points from the fitted circle.
        CircleResidual = "circle-residual", "Distance of points from circle";
        /// From one line to the next of parallel lines, across them.
        LinePeriod = "line-period", "Line spacing";
        LineFrequency = "line-frequency", "Line frequency";
        /// In which the lines of a regular pattern run, counter-clockwise from the horizontal of the page, 0° up to 180°.
        LineDirection = "line-direction", "Direction of lines";
        /// Mean height of the characters of full height.
        CharacterHeight = "character-height", "Character height";
        /// Standard deviation of the heights of single characters.
        CharacterHeightSpread = "character-height-spread", "Spread of character height";
        /// From the middle of a character to the middle of the next.
        CharacterSpacing = "character-spacing", "Character spacing";
        /// Standard deviation of single characters from even spacing.
        CharacterSpacingSpread = "character-spacing-spread", "Spread of character spacing";
        /// Characters to an inch of evenly spaced print.
        CharacterPitch = "character-pitch", "Pitch";
        /// Of the line of print to the edge of the page; clockwise is positive.
        TextSkew = "text-skew", "Skew of the line";
        /// CIE L*, 0 to 100.
        Lightness = "lightness", "Lightness L*";
        /// CIE a*.
        RedGreen = "red-green", "Red to green a*";
        /// CIE b*.
        YellowBlue = "yellow-blue", "Yellow to blue b*";
        /// Root mean square CIE 1976 distance of single pixels from the mean.
        ColourSpread = "colour-spread", "Spread of colour";
        ColourDifference2000 = "colour-difference-2000", "Colour difference (CIEDE2000)";
        DotScreenFrequency = "dot-screen-frequency", "Dot screen";
        /// In which the rows of dots run, counter-clockwise from the horizontal of the page, 0° up to 90°.
        DotScreenAngle = "dot-screen-angle", "Dot screen angle";
        /// From a lower to a higher frequency, in middle tones, as scattered dots have it.
        ScatterRise = "scatter-rise", "Rise of power, as of scattered dots";
        /// Where the power is highest beyond that rise.
        ScatterFrequency = "scatter-frequency", "Frequency of that rise";
        /// Standard deviation of the 60 % contour of straight edges from their lines (ISO 13660).
        EdgeRaggedness = "edge-raggedness", "Edge raggedness";
        /// From the 10 % to the 90 % contour of straight edges (ISO 13660).
        EdgeBlur = "edge-blur", "Edge blur";
        /// Free specks within half a millimetre of a stroke.
        SpecksNear = "specks-near-strokes", "Specks near strokes";
        /// Free specks more than a millimetre from any stroke.
        SpecksFar = "specks-far-from-strokes", "Specks far from strokes";
        /// Median diameter of the specks near strokes.
        SpeckSize = "speck-size", "Diameter of specks near strokes";
        /// How much of the background print of the reference is still there beneath what a holder brings along, beside what the
        /// capture keeps of it elsewhere; 1 = all.
        PrintBeneath = "print-beneath", "Print kept beneath";
        /// How far a letter or figure of fixed print lies from its place on the reference.
        PrintShift = "print-shift", "Shift of print";
        MeanLevel = "mean-level", "Mean level";
        /// Decimal logarithm of white over grey, as the picture has it.
        MeanDensity = "mean-density", "Mean density";
    }

    /// What a comparison came to; the program never says genuine or forged.
    Outcome {
        Agrees = "agrees", "Agrees with reference";
        Differs = "differs", "Differs from reference";
        NotComparable = "not-comparable", "Not comparable";
    }

    /// How a region differs.
    DifferenceKind {
        Missing = "missing", "Missing";
        Added = "added", "Added";
        Structure = "structure", "Other structure";
        Shifted = "shifted", "Shifted";
        Colour = "colour", "Other colour";
        Texture = "texture", "Other texture";
        Luminescence = "luminescence", "Other luminescence";
        /// The background print is gone beneath what a holder brings along.
        Beneath = "print-beneath", "Print beneath missing";
    }

    /// Why something could not be compared.
    NotComparableReason {
        NotInPicture = "not-in-picture", "Outside the picture";
        TooCoarse = "too-coarse", "Resolution too low";
        NoCapture = "no-capture", "No capture under this light";
        NoReferenceCapture = "no-reference-capture", "Reference not held under this light";
        NoRegistration = "no-registration", "Not registered to the reference";
        Glare = "glare", "Washed out by a glare";
        LittleStructure = "little-structure", "Too little structure to compare";
        NoColour = "no-colour", "Picture without colours, as of a copy";
        Shadow = "shadow", "In a shadow";
        FinePrintLost = "fine-print-lost", "Fine print lost in the whole picture";
    }
}

impl Unit {
    /// The sign to set after a value, empty for ratios and counts.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::One | Self::Count => "",
            Self::GreyLevel => "grey levels",
            other => other.title(),
        }
    }
}

/// The values for which a measurement counts as agreeing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
    /// From the first to the second.
    Between(f64, f64),
    /// Recorded for information; nothing depends on it.
    None,
}

impl Threshold {
    /// Whether `value` agrees; a value that is not a number never does, unless nothing depends on it.
    pub fn admits(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
            Self::Between(least, most) => (least..=most).contains(&value),
            Self::None => true,
        }
    }
}

/// A method of measurement by name and version; a changed algorithm or parameter is a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MethodVersion {
    /// Its name, for example `zone-structure`.
    pub name: String,
    /// Its version, counted from 1.
    pub version: u32,
}

/// One measured number with everything needed to judge and repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measurement {
    /// What was measured.
    pub quantity: Quantity,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// What it is held against.
    pub threshold: Threshold,
    /// How it was measured.
    pub method: MethodVersion,
}

impl Measurement {
    /// Whether the value is on the agreeing side of its threshold.
    pub fn agrees(&self) -> bool {
        self.threshold.admits(self.value)
    }
}

/// A part of a page that differs from the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DifferenceRegion {
    /// Where, in mm of the page.
    pub area: RectMm,
    /// How.
    pub kind: DifferenceKind,
    /// How strongly, 0 to 1; comparable within one method version only.
    pub strength: f64,
    /// How far the print of the reference lies from its place there, to the right and down in mm of the page; told of what is shifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_mm: Option<[f64; 2]>,
}

impl DifferenceRegion {
    /// A region that nothing is known to be shifted in.
    pub fn new(area: RectMm, kind: DifferenceKind, strength: f64) -> Self {
        Self { area, kind, strength, shift_mm: None }
    }

    /// How it differs, for a reader: "Shifted by 0.4 mm".
    pub fn describe(&self) -> String {
        match self.shift_mm {
            Some([right, down]) => format!("{} by {:.2} mm", self.kind.title(), right.hypot(down)),
            None => self.kind.title().to_owned(),
        }
    }
}

/// What the comparison of one zone under one light came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneComparison {
    /// The page that was compared with.
    pub page: PageOf,
    /// The zone of that page.
    pub zone: ZoneId,
    /// The light of both captures.
    pub light: Light,
    /// The sum of the reference capture.
    pub reference_capture: Option<Sha256>,
    /// What it came to.
    pub outcome: Outcome,
    /// Why nothing could be compared, if so.
    pub reason: Option<NotComparableReason>,
    /// The numbers behind it.
    pub measurements: Vec<Measurement>,
    /// Where in the zone it differs, strongest first.
    pub regions: Vec<DifferenceRegion>,
}

impl ZoneComparison {
    /// What is known of a comparison before it is made: not comparable, for no reason yet.
    pub fn open(page: &PageOf, zone: &Zone, light: Light, reference_capture: Option<Sha256>) -> Self {
        Self {
            page: page.clone(),
            zone: zone.id.clone(),
            light,
            reference_capture,
            outcome: Outcome::NotComparable,
            reason: None,
            measurements: Vec::new(),
            regions: Vec::new(),
        }
    }
}
