//! Numbers, places and signs as a report writes them.

use super::say::{Line, Say};
use crate::domain::findings::Findings;
use crate::domain::{
    Calibration, CalibrationSource, DifferenceRegion, Light, Measurement, Outcome, PageOf, QuantityValue, RectMm, Threshold, Unit, Verdict,
    ZoneId,
};

/// A number with the digits that its unit deserves.
pub(super) fn number(value: f64, unit: Unit) -> String {
    let digits = match unit {
        Unit::Count | Unit::Ppi | Unit::LinesPerInch => 0,
        Unit::Percent | Unit::DeltaE | Unit::DeltaE2000 | Unit::GreyLevel | Unit::Micrometre | Unit::Decibel => 1,
        Unit::Px | Unit::Mm | Unit::SquareMm | Unit::Degree | Unit::LinesPerMm | Unit::CharactersPerInch | Unit::PerSquareMm => 2,
        Unit::One => 3,
    };
    // Rounding may leave a minus before nothing.
    let text = format!("{value:.digits$}");
    if text.trim_start_matches('-').chars().all(|digit| matches!(digit, '0' | '.')) {
        text.trim_start_matches('-').to_owned()
    } else {
        // With the minus of the keyboard, so that a number copied out of the report stays a number.
        text
    }
}

impl Say<'_> {
    /// The sign of a unit: one of the SI in every language, or a word.
    fn symbol(&self, unit: Unit) -> String {
        match unit {
            Unit::One | Unit::Count => String::new(),
            Unit::GreyLevel => self.wording.label("measurement", "grey-levels"),
            other => self.wording.word(other),
        }
    }

    pub(super) fn with_unit(&self, value: f64, unit: Unit) -> Line {
        let text = number(value, unit);
        match (unit.symbol(), self.symbol(unit)) {
            ("", _) => self.value(&text),
            (symbol @ ("%" | "°"), _) => self.value(&format!("{text}{symbol}")),
            (symbol, said) if symbol == said => self.value(&format!("{text} {symbol}")),
            (_, said) => self.value(&text).and(&format!(" {said}")),
        }
    }

    /// A value with its uncertainty.
    pub(super) fn quantity(&self, value: QuantityValue) -> Line {
        let text = value.to_string();
        let (symbol, said) = (value.unit().symbol(), self.symbol(value.unit()));
        let (text, unstated) = text.strip_suffix(" (uncertainty not stated)").map_or((text.as_str(), false), |text| (text, true));
        let (number, factor) = text.rsplit_once(" (k = ").map_or((text, None), |(number, factor)| (number, Some(factor)));
        let line = if symbol == said {
            self.value(text)
        } else {
            let bare = number.strip_suffix(symbol).map_or(number, str::trim_end);
            let factor = factor.map(|factor| self.value(&format!("(k = {factor}")));
            Line::joined([self.value(bare), Line::from(said), factor.unwrap_or_default()], " ")
        };
        if unstated { self.sentence("measurement", "uncertainty-not-stated", [("value", line)]) } else { line }
    }

    pub(super) fn threshold(&self, measurement: &Measurement) -> Line {
        let unit = measurement.unit;
        match measurement.threshold {
            Threshold::AtLeast(least) => self.sentence("measurement", "at-least", [("value", self.with_unit(least, unit))]),
            Threshold::AtMost(most) => self.sentence("measurement", "at-most", [("value", self.with_unit(most, unit))]),
            Threshold::Between(least, most) => {
                let least = self.value(&number(least, unit));
                self.sentence("measurement", "between", [("least", least), ("most", self.with_unit(most, unit))])
            }
            Threshold::None => self.label("measurement", "for-information"),
        }
    }

    /// A residual to the micrometre; a smaller one is said to be smaller, not to be nothing.
    pub(super) fn residual(&self, mm: f64) -> Line {
        if mm < 0.000_5 {
            self.sentence("measurement", "under", [("value", self.value("0.001 mm"))])
        } else {
            self.value(&format!("{mm:.3} mm"))
        }
    }

    /// How a region differs.
    pub(super) fn difference(&self, region: &DifferenceRegion) -> Line {
        match region.shift_mm {
            Some([right, down]) => {
                let by = self.value(&format!("{:.2} mm", right.hypot(down)));
                let shifted = self.sentence("measurement", "shifted-by", [("value", by)]);
                // The one kind that is shifted by its nature has a sentence of its own.
                if region.kind == crate::domain::DifferenceKind::Shifted {
                    shifted
                } else {
                    self.joined([self.word(region.kind), shifted.lower()], ", ")
                }
            }
            None => self.word(region.kind),
        }
    }

    /// The scale that values rest on, or that there is none.
    pub(super) fn calibration(&self, calibration: Option<&Calibration>) -> Line {
        let Some(calibration) = calibration else { return self.label("measurement", "not-calibrated") };
        let from = match calibration.source() {
            CalibrationSource::FileResolution { resolution } => {
                self.sentence("measurement", "scale-file", [("resolution", self.value(&resolution.to_string()))])
            }
            CalibrationSource::TwoPoints { known, .. } => {
                let values = [("mm", self.value(&known.mm.to_string())), ("basis", self.word(known.basis).lower())];
                self.sentence("measurement", "scale-two-points", values)
            }
            CalibrationSource::DocumentFormat { format, .. } => {
                self.sentence("measurement", "scale-format", [("format", self.isolated_word(*format))])
            }
            CalibrationSource::ReferencePage { page, .. } => {
                self.sentence("measurement", "scale-reference", [("page", self.value(&page.to_string()))])
            }
        };
        let px_per_mm = calibration.px_per_mm();
        let worst = calibration.standard_px_per_mm().iter().zip(px_per_mm).map(|(u, scale)| u / scale).fold(0.0, f64::max);
        self.joined([from, self.value(&format!("{:.2} px/mm ± {:.2} % (k = 2)", px_per_mm[0], 200.0 * worst))], ", ")
    }

    /// A word that may run against the language, such as the name of a format.
    fn isolated_word<T: crate::exchange::wording::Coded>(&self, word: T) -> Line {
        self.value(&self.wording.word(word))
    }

    /// A rectangle as where and how large: `x 4.0, y 20.0 mm; 40.0 × 30.0 mm`.
    pub(super) fn place(&self, area: RectMm) -> Line {
        self.value(&format!("x {:.1}, y {:.1} mm; {:.1} × {:.1} mm", area.x, area.y, area.width, area.height))
    }

    /// The figures of a place alone, for a column whose head says what they are.
    pub(super) fn figures_of(&self, area: RectMm) -> Line {
        self.value(&format!("{:.1}, {:.1}; {:.1} × {:.1}", area.x, area.y, area.width, area.height))
    }

    /// A file, and which page of it if not the first.
    pub(super) fn file(&self, name: &str, page: u32) -> Line {
        match page {
            0 => self.value(name),
            page => {
                let page = self.value(&page.saturating_add(1).to_string());
                self.sentence("measurement", "file-page", [("file", self.value(name)), ("page", page)])
            }
        }
    }
}

/// The sign that goes with a word, so that no state rests on colour: `yes`, `no`, `unclear`, `none`, `na` or `open`.
pub(super) fn sign(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Conforms) => "yes",
        Some(Verdict::DoesNotConform) => "no",
        Some(Verdict::Inconclusive) => "unclear",
        Some(Verdict::NotExamined) => "none",
        Some(Verdict::NotApplicable) => "na",
        None => "open",
    }
}

pub(super) fn outcome_sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Agrees => "yes",
        Outcome::Differs => "no",
        Outcome::NotComparable => "unclear",
    }
}

/// The name of a zone as the comparisons call it, or its id.
pub(super) fn zone_title<'f>(findings: &'f Findings, page: Option<&PageOf>, light: Light, zone: &'f ZoneId) -> &'f str {
    findings
        .comparisons
        .iter()
        .find(|record| {
            &record.comparison.zone == zone && record.comparison.light == light && page.is_none_or(|page| page == &record.comparison.page)
        })
        .map_or_else(|| zone.as_str(), |record| record.zone_title.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contributions, Language, residual_text};
    use crate::exchange::export::sample;
    use crate::exchange::wording::wording;

    #[test]
    fn numbers_have_the_digits_of_their_unit() {
        let english = wording(Language::English).unwrap();
        let say = Say::new(&english, &sample::findings());
        let text = |value, unit| say.with_unit(value, unit).plain();
        assert_eq!(text(0.41249, Unit::One), "0.412");
        assert_eq!(text(-1.5, Unit::Mm), "-1.50 mm");
        assert_eq!(text(-0.0001, Unit::One), "0.000");
        assert_eq!(text(402.3, Unit::Ppi), "402 ppi");
        assert_eq!(text(12.34, Unit::Percent), "12.3%");
        assert_eq!(text(12.34, Unit::GreyLevel), "12.3 grey levels");
    }

    #[test]
    fn in_english_values_scales_and_regions_are_said_as_the_record_says_them() {
        let english = wording(Language::English).unwrap();
        let findings = sample::findings();
        let say = Say::new(&english, &findings);
        for unit in Unit::ALL {
            for from in [Contributions::default(), Contributions { scale: 0.02, pixel: 0.01, repeat: 0.01 }] {
                let value = QuantityValue::new(12.3412, *unit, from).unwrap();
                assert_eq!(say.quantity(value).plain(), value.to_string());
            }
        }
        for record in &findings.measurements {
            assert_eq!(say.calibration(record.measured.calibration.as_ref()).plain(), record.measured.calibration_text());
        }
        for region in findings.figures.iter().flat_map(|figure| &figure.regions) {
            assert_eq!(say.difference(region).plain(), region.describe());
        }
        for mm in [0.0, 0.000_4, 0.0123, 1.5] {
            assert_eq!(say.residual(mm).plain(), residual_text(mm));
        }
        assert_eq!(say.file("a.tif", 1).plain(), crate::domain::file_title("a.tif", 1));
    }

    #[test]
    fn a_unit_that_is_a_word_stands_after_its_number_in_every_language() {
        for language in Language::ALL {
            let wording = wording(*language).unwrap();
            let say = Say::new(&wording, &sample::findings());
            let value = QuantityValue::new(12.0, Unit::GreyLevel, Contributions { scale: 1.0, pixel: 0.0, repeat: 0.0 }).unwrap();
            let text: String = say.quantity(value).plain().chars().filter(|letter| !matches!(letter, '\u{2068}' | '\u{2069}')).collect();
            assert_eq!(text, format!("12.0 ± 2.0 {} (k = 2)", say.symbol(Unit::GreyLevel)));
        }
    }
}
