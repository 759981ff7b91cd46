//! One mark or measurement as a feature: geometry and properties.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Actor, Calibration, Figure, MadeOn, Mark, MarkId, MarkKind, MarkShape, Measured, MeasuredId, MethodVersion, PointMm, Reading, RectMm,
    Timestamp,
};

/// A position: x and y in mm.
type Position = [f64; 2];

/// The geometries that marks have.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    Point(Position),
    MultiPoint(Vec<Position>),
    LineString(Vec<Position>),
    Polygon(Vec<Vec<Position>>),
}

pub(super) use self::shape_name::ShapeName;

#[expect(unreachable_pub, dead_code, reason = "the macro makes words for everybody; these stay here")]
mod shape_name {
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use crate::domain::words;

    words! {
        /// The shape of a mark, which its geometry alone does not tell.
        ShapeName {
            Point = "point", "Point";
            Box = "box", "Box";
            Polygon = "polygon", "Polygon";
            Freehand = "freehand", "Freehand";
            Arrow = "arrow", "Arrow";
            Text = "text", "Text";
        }
    }
}

#[derive(Serialize, Deserialize)]
enum FeatureKind {
    Feature,
}

/// A feature of the file.
#[derive(Serialize, Deserialize)]
pub(super) struct Feature {
    #[serde(rename = "type")]
    kind: FeatureKind,
    /// The identity, again among the properties; for programs that know `GeoJSON` only.
    #[serde(default)]
    id: String,
    geometry: Geometry,
    properties: Properties,
}

/// What is not geometry.
#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(super) enum Properties {
    Mark(MarkProperties),
    Measurement(MeasuredProperties),
}

#[derive(Serialize, Deserialize)]
pub(super) struct MarkProperties {
    id: MarkId,
    /// The kind in words, for people; not read.
    #[serde(default)]
    name: String,
    kind: MarkKind,
    shape: ShapeName,
    /// Left, top, width and height of a box, which its corners give only with the last bit rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<RectMm>,
    /// Whether the ring runs the other way than the outline was drawn, as RFC 7946 wants it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    reversed: bool,
    /// The words of a text mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    on: MadeOn,
    by: Actor,
    at: Timestamp,
    #[serde(default)]
    note: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct MeasuredProperties {
    id: MeasuredId,
    /// Figure and readings in words, for people; not read.
    #[serde(default)]
    name: String,
    /// The calibration in words, for people; not read.
    #[serde(default)]
    scale: String,
    figure: Figure,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    reversed: bool,
    readings: Vec<Reading>,
    calibration: Option<Calibration>,
    method: MethodVersion,
    on: MadeOn,
    by: Actor,
    at: Timestamp,
    #[serde(default)]
    note: String,
}

impl Feature {
    pub(super) fn of_mark(mark: &Mark) -> Self {
        let (geometry, reversed) = match &mark.shape {
            MarkShape::Point(at) | MarkShape::Text { at, .. } => (Geometry::Point(position(*at)), false),
            MarkShape::Freehand(points) => (Geometry::LineString(positions(points)), false),
            MarkShape::Arrow { from, to } => (Geometry::LineString(positions(&[*from, *to])), false),
            MarkShape::Box(area) => ring(&area.corners()),
            MarkShape::Polygon(points) => ring(points),
        };
        let (shape, area, text) = match &mark.shape {
            MarkShape::Point(_) => (ShapeName::Point, None, None),
            MarkShape::Box(area) => (ShapeName::Box, Some(*area), None),
            MarkShape::Polygon(_) => (ShapeName::Polygon, None, None),
            MarkShape::Freehand(_) => (ShapeName::Freehand, None, None),
            MarkShape::Arrow { .. } => (ShapeName::Arrow, None, None),
            MarkShape::Text { text, .. } => (ShapeName::Text, None, Some(text.clone())),
        };
        let Mark { id, kind, on, by, at, note, .. } = mark.clone();
        let properties = MarkProperties { id, name: kind.title().to_owned(), kind, shape, area, reversed, text, on, by, at, note };
        Self { kind: FeatureKind::Feature, id: id.to_string(), geometry, properties: Properties::Mark(properties) }
    }

    pub(super) fn of_measured(measured: &Measured) -> Self {
        let (geometry, reversed) = match measured.figure {
            Figure::Area => ring(&measured.points),
            Figure::Circle | Figure::Characters | Figure::Colour | Figure::ColourDifference | Figure::Spectrum | Figure::PrintProcess => {
                (Geometry::MultiPoint(positions(&measured.points)), false)
            }
            Figure::Distance
            | Figure::Polyline
            | Figure::Angle
            | Figure::LineSpacing
            | Figure::IntensityProfile
            | Figure::DensityProfile => (Geometry::LineString(positions(&measured.points)), false),
        };
        let said: Vec<String> = if measured.readings.is_empty() {
            vec![measured.without_readings().to_owned()]
        } else {
            measured.readings.iter().map(|reading| format!("{}: {}", reading.quantity.title(), reading.text())).collect()
        };
        let (name, scale) = (format!("{} ({})", measured.figure.title(), said.join("; ")), measured.calibration_text());
        let Measured { id, figure, readings, calibration, method, on, by, at, note, .. } = measured.clone();
        let properties = MeasuredProperties { id, name, scale, figure, reversed, readings, calibration, method, on, by, at, note };
        Self { kind: FeatureKind::Feature, id: id.to_string(), geometry, properties: Properties::Measurement(properties) }
    }

    pub(super) fn parts(self) -> (Geometry, Properties) {
        (self.geometry, self.properties)
    }
}

impl MarkProperties {
    /// The mark; `None` if the geometry is not that of its shape.
    pub(super) fn mark(self, geometry: Geometry) -> Option<Mark> {
        let shape = match (self.shape, geometry) {
            (ShapeName::Point, Geometry::Point(at)) => MarkShape::Point(point(at)),
            (ShapeName::Text, Geometry::Point(at)) => MarkShape::Text { at: point(at), text: self.text? },
            (ShapeName::Freehand, Geometry::LineString(line)) => MarkShape::Freehand(points(&line)),
            (ShapeName::Arrow, Geometry::LineString(line)) => match line.as_slice() {
                [from, to] => MarkShape::Arrow { from: point(*from), to: point(*to) },
                _ => return None,
            },
            (ShapeName::Polygon, Geometry::Polygon(rings)) => MarkShape::Polygon(outline(rings, self.reversed)?),
            (ShapeName::Box, Geometry::Polygon(rings)) => {
                let (area, corners) = (self.area?, outline(rings, self.reversed)?);
                // The corners are what another program shows; a file whose two places differ is not to be trusted.
                if corners != area.corners() {
                    return None;
                }
                MarkShape::Box(area)
            }
            _ => return None,
        };
        let Self { id, kind, on, by, at, note, .. } = self;
        Some(Mark { id, kind, shape, on, by, at, note })
    }
}

impl MeasuredProperties {
    /// The measurement; `None` if the geometry is not that of its figure.
    pub(super) fn measured(self, geometry: Geometry) -> Option<Measured> {
        let points = match geometry {
            Geometry::Polygon(rings) if self.figure == Figure::Area => outline(rings, self.reversed)?,
            Geometry::MultiPoint(all)
                if matches!(
                    self.figure,
                    Figure::Circle
                        | Figure::Characters
                        | Figure::Colour
                        | Figure::ColourDifference
                        | Figure::Spectrum
                        | Figure::PrintProcess
                ) =>
            {
                points(&all)
            }
            Geometry::LineString(line)
                if matches!(
                    self.figure,
                    Figure::Distance
                        | Figure::Polyline
                        | Figure::Angle
                        | Figure::LineSpacing
                        | Figure::IntensityProfile
                        | Figure::DensityProfile
                ) =>
            {
                points(&line)
            }
            _ => return None,
        };
        let Self { id, figure, readings, calibration, method, on, by, at, note, .. } = self;
        Some(Measured { id, figure, points, readings, calibration, method, on, by, at, note })
    }
}

fn position(point: PointMm) -> Position {
    [point.x, point.y]
}

fn positions(points: &[PointMm]) -> Vec<Position> {
    points.iter().copied().map(position).collect()
}

fn point([x, y]: Position) -> PointMm {
    PointMm { x, y }
}

fn points(positions: &[Position]) -> Vec<PointMm> {
    positions.iter().copied().map(point).collect()
}

/// A closed ring that runs against the clock where y points up (RFC 7946, 3.1.6), and whether it was turned for that.
fn ring(outline: &[PointMm]) -> (Geometry, bool) {
    let mut ring = positions(outline);
    let next = ring.iter().cycle().skip(1);
    let area: f64 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    let reversed = area < 0.0;
    if reversed {
        ring.reverse();
    }
    ring.extend(ring.first().copied());
    (Geometry::Polygon(vec![ring]), reversed)
}

#[expect(clippy::float_cmp, reason = "a closed ring ends with the very numbers it began with")]
/// The corners of the one ring of a polygon in the order they were drawn; `None` if it has holes or is not closed.
fn outline(rings: Vec<Vec<Position>>, reversed: bool) -> Option<Vec<PointMm>> {
    let [ring]: [Vec<Position>; 1] = rings.try_into().ok()?;
    let (last, corners) = ring.split_last()?;
    if corners.first()? != last {
        return None;
    }
    let mut corners = points(corners);
    if reversed {
        corners.reverse();
    }
    Some(corners)
}
