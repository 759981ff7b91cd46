//! The quantities of a zone, each against its rule.

use super::{
    Contributions, NotJudged, Placed, Pose, Printed, QuantityValue, Threshold, Unit, ZoneAbout, ZoneMeasure, ZoneQuantity, ZoneVerdict,
    aspect_of, deviation, is_ruled_light, mean, median, rule_of, share, signal,
};

/// Standard uncertainty of an edge in px: half a pixel with a coverage factor of 2.
const EDGE_PX: f64 = 0.25;
/// How far the sides of a page may differ, as a share, before it counts as seen aslant.
const ASLANT: f64 = 0.02;
/// Characters of a kind that a height needs.
const LEAST_OF_KIND: usize = 3;

/// Builds the measures of a zone.
struct Judge<'a> {
    about: &'a ZoneAbout<'a>,
    lines: usize,
    /// Px per mm across, where it is known.
    px_per_mm: Option<f64>,
    /// Relative standard uncertainty of the scale along and across lines.
    scale: [f64; 2],
    all: Vec<ZoneMeasure>,
}

/// A value in px with what its uncertainty is made of, also in px.
#[derive(Clone, Copy)]
struct InPx {
    value: f64,
    pixel: f64,
    repeat: f64,
    /// 0 along lines, 1 across them.
    axis: usize,
    range: Option<[f64; 2]>,
}

impl Judge<'_> {
    fn add(&mut self, quantity: ZoneQuantity, line: Option<usize>, value: Option<(QuantityValue, Option<[f64; 2]>)>, missing: NotJudged) {
        let rule = rule_of(quantity, self.about.format, line.unwrap_or(0), self.lines);
        let (verdict, reason) = match &value {
            None => (ZoneVerdict::NotMeasured, Some(missing)),
            Some(_) if rule.limits == Threshold::None => {
                let unknown = if self.about.format.is_none() { NotJudged::UnknownFormat } else { NotJudged::NoLimits };
                (ZoneVerdict::NotJudged, Some(unknown))
            }
            Some((value, _)) => (verdict(*value, rule.limits), None),
        };
        self.all.push(ZoneMeasure {
            quantity,
            line: line.and_then(|line| u8::try_from(line + 1).ok()),
            value: value.map(|value| value.0),
            range: value.and_then(|value| value.1),
            nominal: rule.nominal,
            limits: rule.limits,
            rule: rule.text.to_owned(),
            verdict,
            reason,
        });
    }

    /// A length; without a scale it is not measured.
    fn length(&mut self, quantity: ZoneQuantity, line: Option<usize>, value: Option<InPx>, missing: NotJudged) {
        let missing = if self.px_per_mm.is_none() { NotJudged::NoScale } else { missing };
        let mm = value.zip(self.px_per_mm).and_then(|(value, px_per_mm)| {
            let length = value.value / px_per_mm;
            let scale = self.scale[value.axis] * length.abs();
            let from = Contributions { scale, pixel: value.pixel / px_per_mm, repeat: value.repeat / px_per_mm };
            let range = value.range.map(|range| range.map(|end| end / px_per_mm));
            Some((QuantityValue::new(length, Unit::Mm, from).ok()?, range))
        });
        self.add(quantity, line, mm, missing);
    }

    /// The same over the pitch, which needs no scale.
    fn ratio(&mut self, quantity: ZoneQuantity, line: Option<usize>, value: Option<InPx>, pitch: f64, missing: NotJudged) {
        let ratio = value.and_then(|value| {
            let from = Contributions { scale: 0.0, pixel: value.pixel / pitch, repeat: value.repeat / pitch };
            let range = value.range.map(|range| range.map(|end| end / pitch));
            Some((QuantityValue::new(value.value / pitch, Unit::One, from).ok()?, range))
        });
        self.add(quantity, line, ratio, missing);
    }
}

/// How a value lies to limits: outside only if its expanded uncertainty does not reach inside.
fn verdict(value: QuantityValue, limits: Threshold) -> ZoneVerdict {
    let (at, reach) = (value.value(), value.expanded_uncertainty());
    let nearest = match limits {
        Threshold::AtLeast(least) => at.max(least.min(at + reach)),
        Threshold::AtMost(most) => at.min(most.max(at - reach)),
        Threshold::Between(least, most) => {
            if at < least {
                least.min(at + reach)
            } else if at > most {
                most.max(at - reach)
            } else {
                at
            }
        }
        Threshold::None => return ZoneVerdict::NotJudged,
    };
    if limits.admits(at) {
        ZoneVerdict::Within
    } else if limits.admits(nearest) {
        ZoneVerdict::Undecided
    } else {
        ZoneVerdict::Outside
    }
}

/// Measures everything; `fine` is how many samples a pitch was looked at with.
pub(super) fn measures(placed: &[Placed], about: &ZoneAbout<'_>, fine: f64) -> Vec<ZoneMeasure> {
    let px_per_mm = about.calibration.map(|calibration| calibration.px_per_mm()[0]);
    let scale = about.calibration.map_or([0.0; 2], |calibration| calibration.each().map(|each| each.hypot(calibration.common())));
    let mut judge = Judge { about, lines: placed.len(), px_per_mm, scale, all: Vec::new() };
    // Where the lines run down the picture, the scale across it is the scale across the lines.
    if placed.first().is_some_and(|line| line.course.direction().1.abs() > 0.7) {
        judge.scale.swap(0, 1);
    }
    let pitch = mean(&placed.iter().map(|line| line.course.pitch()).collect::<Vec<f64>>()).unwrap_or(1.0);
    // Where a picture was reduced, what is seen is no finer than that.
    let edge = EDGE_PX * (pitch / fine).max(1.0);
    pitches(&mut judge, placed, edge);
    sizes(&mut judge, placed, pitch, edge);
    spacings(&mut judge, placed, pitch, edge);
    on_page(&mut judge, placed, edge);
    contrast(&mut judge, placed);
    let order = |measure: &ZoneMeasure| ZoneQuantity::ALL.iter().position(|quantity| *quantity == measure.quantity);
    judge.all.sort_by_key(|measure| (order(measure), measure.line));
    judge.all
}

fn pitches(judge: &mut Judge<'_>, placed: &[Placed], edge: f64) {
    for (at, line) in placed.iter().enumerate() {
        let pitch = line.course.pitch();
        let steps = (line.fitted.count as f64 - 1.0).max(1.0);
        let pairs: Vec<f64> = line
            .places
            .windows(2)
            .filter(|pair| pair[1].0 - pair[0].0 < 1.5)
            .map(|pair| pitch + line.course.aside(pair[1]).along - line.course.aside(pair[0]).along)
            .collect();
        let range = pairs.iter().copied().reduce(f64::min).zip(pairs.iter().copied().reduce(f64::max)).map(<[f64; 2]>::from);
        // A pitch that grows along the line has no one value: it is known to where it stands in either half.
        let repeat = line.course.pitch_scatter(&line.places).hypot(line.course.growth() / 3.0_f64.sqrt());
        let mean = InPx { value: pitch, pixel: edge * 2.0_f64.sqrt() / steps, repeat, axis: 0, range };
        judge.length(ZoneQuantity::Pitch, Some(at), Some(mean), NotJudged::NotSeen);
        let spread = deviation(&pairs);
        let count = (pairs.len() as f64).max(2.0);
        let spread = InPx { value: spread, pixel: edge / count.sqrt(), repeat: spread / (2.0 * count).sqrt(), axis: 0, range: None };
        judge.length(ZoneQuantity::PitchSpread, Some(at), Some(spread), NotJudged::NotSeen);
    }
}

fn sizes(judge: &mut Judge<'_>, placed: &[Placed], pitch: f64, edge: f64) {
    let of = |wanted: &dyn Fn(char) -> bool, value: &dyn Fn(&Printed) -> Option<f64>| -> Vec<f64> {
        let all = placed.iter().flat_map(|line| line.fitted.glyphs.iter().map(move |printed| (line.course.pitch(), printed)));
        all.filter(|(_, printed)| wanted(printed.character)).filter_map(|(pitch, printed)| Some(value(printed)? * pitch)).collect()
    };
    let middle = |values: &[f64]| {
        let count = values.len() as f64;
        let range = Some([share(values, 0.0)?, share(values, 1.0)?]);
        let value = median(values).filter(|_| values.len() >= LEAST_OF_KIND)?;
        // A median scatters by a quarter more than a mean.
        Some(InPx { value, pixel: edge * 2.0_f64.sqrt(), repeat: 1.25 * deviation(values) / count.sqrt(), axis: 1, range })
    };
    let height = |printed: &Printed| printed.height;
    let capitals = middle(&of(&|character| character.is_ascii_uppercase(), &height));
    let digits = middle(&of(&|character| character.is_ascii_digit(), &height));
    let strokes = middle(&of(&|_| true, &|printed| printed.stroke));
    for (length, ratio, value) in [
        (ZoneQuantity::CapitalHeight, ZoneQuantity::CapitalHeightByPitch, capitals),
        (ZoneQuantity::DigitHeight, ZoneQuantity::DigitHeightByPitch, digits),
        (ZoneQuantity::StrokeWidth, ZoneQuantity::StrokeWidthByPitch, strokes),
    ] {
        judge.length(length, None, value, NotJudged::TooFew);
        judge.ratio(ratio, None, value, pitch, NotJudged::TooFew);
    }
}

fn spacings(judge: &mut Judge<'_>, placed: &[Placed], pitch: f64, edge: f64) {
    for (at, pair) in placed.windows(2).enumerate() {
        let (upper, lower) = (&pair[0], &pair[1]);
        let direction = upper.course.direction();
        let half = (upper.fitted.count as f64 - 1.0) / 2.0;
        let from = upper.course.at(half);
        // Across the upper line, at the left end, in the middle and at the right end of the lower.
        let down = |index: f64| {
            let to = lower.course.at(index);
            let base = upper.course.at(index);
            (to.1 - base.1) * direction.0 - (to.0 - base.0) * direction.1
        };
        let ends = [down(0.0), down(half), down(2.0 * half)];
        let range = [ends.iter().copied().fold(f64::MAX, f64::min), ends.iter().copied().fold(f64::MIN, f64::max)];
        let scatter = |line: &Placed| {
            let off: Vec<f64> = line.places.iter().map(|place| line.course.aside(*place).down).collect();
            deviation(&off) / (off.len() as f64).sqrt()
        };
        let repeat = scatter(upper).hypot(scatter(lower)).hypot((range[1] - range[0]) / 12.0_f64.sqrt());
        let value =
            from.0.is_finite().then_some(InPx { value: ends[1], pixel: edge * 2.0_f64.sqrt(), repeat, axis: 1, range: Some(range) });
        judge.length(ZoneQuantity::LineSpacing, Some(at), value, NotJudged::NotSeen);
        judge.ratio(ZoneQuantity::LineSpacingByPitch, Some(at), value, pitch, NotJudged::NotSeen);
    }
}

/// Edges of a page in px, down as long as across: left and lower, each from the left or the top.
struct Edges {
    left: [(f64, f64); 2],
    lower: [(f64, f64); 2],
    is_aslant: bool,
}

fn edges_of(about: &ZoneAbout<'_>) -> Option<Edges> {
    let aspect = aspect_of(about.calibration);
    let [a, b, c, d] = about.page?.map(|corner| (corner.x, corner.y / aspect));
    let length = |one: (f64, f64), other: (f64, f64)| (one.0 - other.0).hypot(one.1 - other.1);
    let sides = [(length(a, b), length(d, c)), (length(a, d), length(b, c)), (length(a, c), length(b, d))];
    let possible = sides.iter().all(|(one, other)| one.is_finite() && other.is_finite() && one.min(*other) > 10.0);
    possible.then(|| Edges {
        left: [a, d],
        lower: [d, c],
        is_aslant: sides.iter().any(|(one, other)| (one - other).abs() > ASLANT * one.max(*other)),
    })
}

/// How far a point lies to the right of a line seen from its first end to its second.
fn beside(line: [(f64, f64); 2], point: (f64, f64)) -> f64 {
    let (dx, dy) = (line[1].0 - line[0].0, line[1].1 - line[0].1);
    ((point.1 - line[0].1) * dx - (point.0 - line[0].0) * dy) / dx.hypot(dy)
}

fn on_page(judge: &mut Judge<'_>, placed: &[Placed], edge: f64) {
    let page = edges_of(judge.about);
    let missing = match &page {
        None => NotJudged::NoPageEdges,
        Some(_) => NotJudged::SeenAslant,
    };
    for (at, line) in placed.iter().enumerate() {
        let direction = line.course.direction();
        let angle = libm::atan2(direction.1, direction.0);
        let base = page.as_ref().map_or(0.0, |page| libm::atan2(page.lower[1].1 - page.lower[0].1, page.lower[1].0 - page.lower[0].0));
        // Without a page a line is told by how it lies to the nearest side of the picture.
        let turn = if page.is_some() { wrapped(angle - base) } else { libm::remainder(angle, std::f64::consts::FRAC_PI_2) };
        let length = line.course.pitch() * (line.fitted.count as f64 - 1.0);
        let off: Vec<f64> = line.places.iter().map(|place| line.course.aside(*place).down).collect();
        let repeat = deviation(&off) / (off.len() as f64).sqrt() * 12.0_f64.sqrt() / length;
        let pixel = edge * 2.0_f64.sqrt() / length * if page.is_some() { 2.0_f64.sqrt() } else { 1.0 };
        let bend = line.course.bend() / length;
        let from = Contributions { scale: 0.0, pixel: pixel.to_degrees(), repeat: repeat.hypot(bend).to_degrees() };
        let skew = QuantityValue::new(turn.to_degrees(), Unit::Degree, from).ok().map(|value| (value, None));
        judge.add(ZoneQuantity::Skew, Some(at), skew, NotJudged::NotSeen);
        if page.is_none()
            && let Some(measure) = judge.all.last_mut()
        {
            // How a page lies on a scanner is no fault of its print.
            (measure.verdict, measure.reason) = (ZoneVerdict::NotJudged, Some(NotJudged::NoPageEdges));
        }

        let page = page.as_ref().filter(|page| !page.is_aslant);
        let first = page.zip(line.fitted.glyphs.first().filter(|printed| printed.index == 0)).map(|(page, printed)| {
            let pose = Pose { weight: line.fitted.weight, ..printed.pose };
            let left = pose.scale.0 * printed.letter.bounds[0] - pose.weight;
            let middle = line.places.first().map_or((0.0, 0.0), |place| (place.1, place.2));
            let pitch = line.course.pitch();
            // Down the left edge the page lies on its left hand.
            let value = -beside(page.left, (middle.0 + direction.0 * left * pitch, middle.1 + direction.1 * left * pitch));
            InPx { value, pixel: edge * 2.0_f64.sqrt(), repeat: 0.0, axis: 0, range: None }
        });
        judge.length(ZoneQuantity::FirstCharacter, Some(at), first, missing);
        let half = (line.fitted.count as f64 - 1.0) / 2.0;
        let centre = page.map(|page| {
            let above = |index: f64| -beside(page.lower, line.course.at(index));
            let ends = [above(0.0), above(half), above(2.0 * half)];
            let range = [ends.iter().copied().fold(f64::MAX, f64::min), ends.iter().copied().fold(f64::MIN, f64::max)];
            InPx {
                value: ends[1],
                pixel: edge * 2.0_f64.sqrt(),
                repeat: deviation(&off) / (off.len() as f64).sqrt(),
                axis: 1,
                range: Some(range),
            }
        });
        judge.length(ZoneQuantity::LineCentre, Some(at), centre, missing);
    }
}

fn wrapped(angle: f64) -> f64 {
    libm::remainder(angle, 2.0 * std::f64::consts::PI)
}

fn contrast(judge: &mut Judge<'_>, placed: &[Placed]) {
    let signals: Vec<f64> = placed.iter().flat_map(|line| &line.fitted.glyphs).filter_map(signal).collect();
    let value = |value: Option<f64>, repeat: f64| {
        // Grey values are whole levels, of which ink and paper have two.
        let from = Contributions { scale: 0.0, pixel: 2.0 / 255.0 / 3.0_f64.sqrt(), repeat };
        let range = share(&signals, 0.0).zip(share(&signals, 1.0)).map(<[f64; 2]>::from);
        Some((QuantityValue::new(value?, Unit::One, from).ok()?, range))
    };
    let scatter = deviation(&signals);
    let middle = value(median(&signals), 1.25 * scatter / (signals.len() as f64).max(1.0).sqrt());
    judge.add(ZoneQuantity::ContrastSignal, None, middle, NotJudged::NotSeen);
    judge.add(ZoneQuantity::LeastContrastSignal, None, value(share(&signals, 0.0), scatter / 2.0), NotJudged::NotSeen);
    if !is_ruled_light(judge.about.light) {
        for measure in judge.all.iter_mut().rev().take(2).filter(|measure| measure.value.is_some()) {
            (measure.verdict, measure.reason) = (ZoneVerdict::NotJudged, Some(NotJudged::OtherLight));
        }
    }
}
