//! The closed lists of words that references, checklists and findings share.
//!
//! A word is written in files as its kebab-case name. Adding one is a minor version of the formats that use it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares an enum of words with their file name and their English title.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $title:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $(
                #[doc = $title]
                $(#[$variant_doc])*
                #[serde(rename = $code)]
                $variant,
            )+
        }

        impl $name {
            /// Every word of this list, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word as it is written in files.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The word in English, for a screen or a report; sentence case.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|word| word.code() == text)
                    .ok_or_else(|| format!("`{text}` is not one of {}", Self::ALL.iter().map(|word| word.code()).collect::<Vec<_>>().join(", ")))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    )+};
}
pub(crate) use words;

words! {
    /// What sort of document a reference is.
    DocumentKind {
        Td3Passport = "td3-passport", "Passport (TD3)";
        Td1IdCard = "td1-id-card", "Identity card (TD1)";
        Td1ResidencePermit = "td1-residence-permit", "Residence permit (TD1)";
        Td2TravelDocument = "td2-travel-document", "Travel document (TD2)";
        MrvA = "mrv-a", "Visa (MRV-A)";
        MrvB = "mrv-b", "Visa (MRV-B)";
        Other = "other", "Other document";
    }

    /// The side of a sheet or card.
    Side {
        Front = "front", "Front";
        Back = "back", "Back";
    }

    /// What the body of a document is made of.
    Substrate {
        Paper = "paper", "Paper";
        Polycarbonate = "polycarbonate", "Polycarbonate";
        Synthetic = "synthetic", "Synthetic";
        Label = "label", "Label";
        Pvc = "pvc", "PVC";
        Petg = "petg", "PETG";
        Composite = "composite", "Composite";
    }

    /// A means of examination (checklist format, `standards.md` 2.2).
    Method {
        Visual = "visual", "Visual";
        Touch = "touch", "Touch";
        Magnifier10 = "magnifier-10", "Magnifier ×10";
        Microscope = "microscope", "Microscope";
        ObliqueLight = "oblique-light", "Oblique light";
        TransmittedLight = "transmitted-light", "Transmitted light";
        CoaxialLight = "coaxial-light", "Coaxial light";
        Uv365 = "uv-365", "UV 365 nm";
        Uv254 = "uv-254", "UV 254 nm";
        Ir880 = "ir-880", "Infrared";
        IrLuminescence = "ir-luminescence", "Infrared luminescence";
        Measurement = "measurement", "Measurement";
        Mrz = "mrz", "Machine-readable zone";
        Barcode = "barcode", "Barcode";
        Chip = "chip", "Chip files";
        Database = "database", "Records";
        ReferenceCompare = "reference-compare", "Comparison with reference";
        ImageAnalysis = "image-analysis", "Image analysis";
        Special = "special", "Special method";
    }

    /// A kind of security feature (checklist format, `standards.md` 2.2).
    FeatureKind {
        Watermark = "watermark", "Watermark";
        SecurityThread = "security-thread", "Security thread";
        VisibleFibres = "visible-fibres", "Visible fibres";
        UvFibres = "uv-fibres", "UV fibres";
        Planchettes = "planchettes", "Planchettes";
        RainbowPrint = "rainbow-print", "Rainbow print";
        Guilloche = "guilloche", "Guilloche";
        Microtext = "microtext", "Microtext";
        Intaglio = "intaglio", "Intaglio print";
        LatentImage = "latent-image", "Latent image";
        PrintedNumber = "printed-number", "Printed number";
        PerforatedNumber = "perforated-number", "Perforated number";
        SeeThroughRegister = "see-through-register", "See-through register";
        Ovi = "ovi", "Optically variable ink";
        Dovid = "dovid", "Diffractive optically variable device";
        Laminate = "laminate", "Laminate";
        Overlay = "overlay", "Overlay";
        RetroreflectiveLaminate = "retroreflective-laminate", "Retroreflective laminate";
        Cli = "cli", "Changeable laser image";
        Mli = "mli", "Multiple laser image";
        GhostPortrait = "ghost-portrait", "Ghost portrait";
        PerforatedPortrait = "perforated-portrait", "Perforated portrait";
        UvPortrait = "uv-portrait", "UV portrait";
        UvDesign = "uv-design", "UV design";
        IrDropOut = "ir-drop-out", "Infrared drop-out ink";
        Window = "window", "Window";
        SurfaceRelief = "surface-relief", "Surface relief";
        TactileLaser = "tactile-laser", "Tactile laser engraving";
        CollationMarks = "collation-marks", "Collation marks";
        TrimmedEdges = "trimmed-edges", "Trimmed edges";
        Uv254Feature = "uv-254-feature", "UV 254 nm feature";
        CovertNotified = "covert-notified", "Covert feature (notified)";
        Mrz = "mrz", "Machine-readable zone";
        Chip = "chip", "Contactless chip";
        ContactChip = "contact-chip", "Contact chip";
        Barcode1d = "barcode-1d", "Linear barcode";
        Barcode2d = "barcode-2d", "Matrix barcode";
        Pdf417 = "pdf417", "PDF417 barcode";
        Vds = "vds", "Visible digital seal";
        Idb = "idb", "ICAO barcode";
        SignedBarcode = "signed-barcode", "Signed barcode";
        Portrait = "portrait", "Portrait";
    }

    /// Whether the content of a zone is the same on every document of a series.
    Content {
        /// The same on every document of the series; the only zones whose content is compared with the reference.
        Fixed = "fixed", "Fixed";
        /// Differs for each holder; only the print beneath is compared.
        Personal = "personal", "Personal";
        /// Numbers of the document; only the print beneath is compared.
        Serial = "serial", "Serial";
    }

    /// What a zone holds, which decides the checklist items its measurements speak to.
    ZoneRole {
        Background = "background", "Background print";
        FixedText = "fixed-text", "Fixed text";
        Emblem = "emblem", "Emblem";
        Microtext = "microtext", "Microtext";
        /// Fixed print that runs over or into the portrait.
        PortraitIntegration = "portrait-integration", "Portrait integration";
        Portrait = "portrait", "Portrait";
        GhostPortrait = "ghost-portrait", "Ghost portrait";
        Signature = "signature", "Signature";
        Name = "name", "Name";
        Number = "number", "Document number";
        DateField = "date", "Date";
        OtherData = "other-data", "Other personal data";
        Mrz = "mrz", "Machine-readable zone";
        /// A design that is seen under ultraviolet light.
        UvDesign = "uv-design", "UV design";
        Barcode = "barcode", "Barcode";
        Ovd = "ovd", "Optically variable feature";
    }

    /// The five answers of a checklist (`standards.md` 2.2); `not-examined` needs a reason.
    Verdict {
        Conforms = "conforms", "Conforms";
        DoesNotConform = "does-not-conform", "Does not conform";
        Inconclusive = "inconclusive", "Inconclusive";
        NotExamined = "not-examined", "Not examined";
        NotApplicable = "not-applicable", "Not applicable";
    }

    /// Why an item was not examined; `other` needs a remark.
    NotExaminedReason {
        NotAvailable = "not-available", "Not available";
        NoEquipment = "no-equipment", "No equipment";
        NoReference = "no-reference", "No reference";
        OutOfScope = "out-of-scope", "Out of scope";
        WouldDamage = "would-damage", "Would damage the document";
        TimeLimit = "time-limit", "Time limit";
        Other = "other", "Other";
    }

    /// Kinds of document fraud and what they are told from (`standards.md` 1.7).
    FraudCode {
        Authentic = "authentic", "Authentic document";
        Counterfeit = "counterfeit", "Counterfeit";
        CounterfeitPart = "counterfeit-part", "Partial counterfeit";
        ForgedPhoto = "forged-photo", "Photo substitution";
        ForgedData = "forged-data", "Data alteration";
        ForgedPage = "forged-page", "Page substitution";
        ForgedLaminate = "forged-laminate", "Laminate attack";
        ForgedVisa = "forged-visa", "Visa fraud";
        ForgedStamp = "forged-stamp", "Stamp fraud";
        ForgedChip = "forged-chip", "Chip tampering";
        StolenBlank = "stolen-blank", "Stolen blank";
        Pseudo = "pseudo", "Pseudo document";
        PseudoFantasy = "pseudo-fantasy", "Fantasy document";
        PseudoCamouflage = "pseudo-camouflage", "Camouflage passport";
        Impostor = "impostor", "Impostor";
        FraudulentlyObtained = "fraudulently-obtained", "Fraudulently obtained";
        Invalid = "invalid", "Invalid document";
        DigitalManipulation = "digital-manipulation", "Edited image";
        /// Not a fraud: the pictures limit what can be said.
        ImageLimited = "image-limited", "Images limit the examination";
        Specimen = "specimen", "Specimen";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_and_written_alike() {
        for kind in FeatureKind::ALL {
            assert_eq!(kind.code().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }

    #[test]
    fn an_unknown_word_names_the_known_ones() {
        let error = "sideways".parse::<Side>().unwrap_err();
        assert_eq!(error, "`sideways` is not one of front, back");
    }
}
