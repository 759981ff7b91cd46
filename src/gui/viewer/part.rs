//! Which part of a viewer a picture is painted into, and cutting its tiles to that part.

use eframe::egui;
use egui::epaint::Vertex;
use egui::{Mesh, Pos2, Rect, pos2};

use super::Camera;
use crate::domain::{PointMm, RectMm};

/// The part of a viewer that a picture is painted into.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Part {
    /// All of it.
    #[default]
    All,
    /// A rectangle of the screen.
    Within(Rect),
    /// A convex polygon of the screen, such as a lens.
    Convex(Vec<Pos2>),
    /// Every other square of a board that lies on the page, with squares of so many mm.
    Squares(f64),
}

/// Squares smaller than this many points are doubled, and doubled again: nobody could tell them apart.
const SMALLEST_SQUARE: f64 = 4.0;

impl Part {
    /// The pieces of `mesh` that lie within this part of a viewer.
    pub(super) fn pieces(&self, mesh: Mesh, camera: &Camera, viewer: Rect) -> Option<Mesh> {
        match self {
            Self::All | Self::Within(_) => Some(mesh),
            Self::Convex(polygon) => Some(cut(&mesh, polygon)),
            Self::Squares(side_mm) => Some(squares(&mesh, camera, viewer, *side_mm)),
        }
        .filter(|mesh| !mesh.indices.is_empty())
    }
}

/// A circle as a polygon of 96 corners.
pub(crate) fn circle(centre: Pos2, radius: f32) -> Vec<Pos2> {
    const CORNERS: u8 = 96;
    (0..CORNERS)
        .map(|corner| {
            let angle = f32::from(corner) / f32::from(CORNERS) * std::f32::consts::TAU;
            pos2(centre.x + radius * angle.cos(), centre.y + radius * angle.sin())
        })
        .collect()
}

/// The part of `mesh` within a convex `polygon`, whose corners may run either way round.
pub(super) fn cut(mesh: &Mesh, polygon: &[Pos2]) -> Mesh {
    let mut out = Mesh::with_texture(mesh.texture_id);
    let bounds = Rect::from_points(polygon);
    for triangle in triangles(mesh) {
        if bounds.intersects(Rect::from_points(&triangle.map(|vertex| vertex.pos))) {
            add_fan(&mut out, &within(&triangle, polygon));
        }
    }
    out
}

/// The side in mm of the squares that are shown of a board with squares of `side_mm`.
pub(crate) fn shown_square_mm(side_mm: f64, camera: &Camera) -> f64 {
    let mut side = side_mm.max(1e-3);
    while side * camera.points_per_mm < SMALLEST_SQUARE {
        side *= 2.0;
    }
    side
}

/// The squares of `mesh` that are shown: every other one of a board with its corner in the corner of the page.
fn squares(mesh: &Mesh, camera: &Camera, viewer: Rect, side_mm: f64) -> Mesh {
    let mut out = Mesh::with_texture(mesh.texture_id);
    let side = shown_square_mm(side_mm, camera);
    let shown = camera.shown(viewer);
    for triangle in triangles(mesh) {
        let spots = triangle.map(|vertex| camera.page(viewer, vertex.pos));
        let Some(area) = around(spots).intersection(shown) else { continue };
        let number = |mm: f64| (mm / side).floor() as i64;
        for row in number(area.y)..=number(area.bottom()) {
            for column in number(area.x)..=number(area.right()) {
                if (row + column).rem_euclid(2) != 0 {
                    continue;
                }
                let square = RectMm::new(column as f64 * side, row as f64 * side, side, side);
                add_fan(&mut out, &within(&triangle, &camera.ui_quad(viewer, square)));
            }
        }
    }
    out
}

fn around(spots: [PointMm; 3]) -> RectMm {
    let low = |pick: fn(&PointMm) -> f64| spots.iter().map(pick).fold(f64::INFINITY, f64::min);
    let high = |pick: fn(&PointMm) -> f64| spots.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (low(|spot| spot.x), low(|spot| spot.y));
    RectMm::new(left, top, high(|spot| spot.x) - left, high(|spot| spot.y) - top)
}

fn triangles(mesh: &Mesh) -> impl Iterator<Item = [Vertex; 3]> + '_ {
    mesh.indices.chunks_exact(3).filter_map(|corners| {
        let corner = |number: usize| mesh.vertices.get(usize::try_from(*corners.get(number)?).ok()?).copied();
        Some([corner(0)?, corner(1)?, corner(2)?])
    })
}

/// The part of a triangle within a convex polygon, after Sutherland and Hodgman (1974): cut along one edge after another.
fn within(triangle: &[Vertex; 3], polygon: &[Pos2]) -> Vec<Vertex> {
    let mut kept = triangle.to_vec();
    let turn = area_twice(polygon).signum();
    for (number, from) in polygon.iter().enumerate() {
        let to = polygon.get((number + 1) % polygon.len()).copied().unwrap_or(*from);
        let inside = |place: Pos2| ((to.x - from.x) * (place.y - from.y) - (to.y - from.y) * (place.x - from.x)) * turn;
        if kept.iter().all(|vertex| inside(vertex.pos) >= 0.0) {
            continue;
        }
        let mut next = Vec::with_capacity(kept.len() + 1);
        for (index, vertex) in kept.iter().enumerate() {
            let before = kept.get((index + kept.len() - 1) % kept.len()).unwrap_or(vertex);
            let (here, there) = (inside(vertex.pos), inside(before.pos));
            if (here < 0.0) != (there < 0.0) {
                next.push(between(before, vertex, there / (there - here)));
            }
            if here >= 0.0 {
                next.push(*vertex);
            }
        }
        kept = next;
        if kept.len() < 3 {
            return Vec::new();
        }
    }
    kept
}

fn area_twice(polygon: &[Pos2]) -> f32 {
    let next = polygon.iter().cycle().skip(1);
    polygon.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

/// The vertex at `share` of the way; both have the same colour.
fn between(from: &Vertex, to: &Vertex, share: f32) -> Vertex {
    Vertex { pos: from.pos.lerp(to.pos, share), uv: from.uv.lerp(to.uv, share), color: from.color }
}

fn add_fan(mesh: &mut Mesh, polygon: &[Vertex]) {
    let Ok(first) = u32::try_from(mesh.vertices.len()) else { return };
    mesh.vertices.extend_from_slice(polygon);
    for corner in 2..u32::try_from(polygon.len()).unwrap_or(0) {
        mesh.add_triangle(first, first + corner - 1, first + corner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, TextureId};
    use proptest::prelude::*;

    /// A square tile whose texture coordinates are its places through 100.
    fn tile() -> Mesh {
        let mut mesh = Mesh::with_texture(TextureId::default());
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        mesh.add_rect_with_uv(Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(100.0, 100.0)), uv, Color32::WHITE);
        mesh
    }

    fn area(mesh: &Mesh) -> f32 {
        triangles(mesh).map(|corners| area_twice(&corners.map(|vertex| vertex.pos)).abs() / 2.0).sum()
    }

    #[test]
    fn a_lens_is_as_large_as_a_circle_and_keeps_the_picture_in_place() {
        let lens = cut(&tile(), &circle(pos2(50.0, 50.0), 30.0));
        let expected = std::f32::consts::PI * 900.0;
        assert!((area(&lens) - expected).abs() < expected * 0.002, "{}", area(&lens));
        for vertex in &lens.vertices {
            assert!((vertex.uv.to_vec2() * 100.0 - vertex.pos.to_vec2()).length() < 1e-3);
            assert!((vertex.pos - pos2(50.0, 50.0)).length() < 30.01);
        }
    }

    #[test]
    fn what_lies_outside_leaves_nothing() {
        assert!(cut(&tile(), &circle(pos2(300.0, 50.0), 30.0)).indices.is_empty());
        let camera = Camera::default();
        assert_eq!(Part::Convex(circle(pos2(300.0, 50.0), 30.0)).pieces(tile(), &camera, Rect::ZERO), None);
    }

    proptest! {
        #[test]
        fn a_board_shows_half_of_a_picture_at_every_angle(angle_deg in 0.0..360.0f64, side in 1.0..4.0f64) {
            let viewer = Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(100.0, 100.0));
            let camera = Camera { points_per_mm: 2.0, angle_deg, ..Camera::default() };
            let shown = squares(&tile(), &camera, viewer, side);
            // Half of it, but for the squares that its edges cut.
            prop_assert!((area(&shown) - 5000.0).abs() < 100.0 * side as f32 * 2.0, "{}", area(&shown));
        }

        #[test]
        fn both_turns_of_a_polygon_cut_alike(x in 0.0..100.0f32, y in 0.0..100.0f32, radius in 5.0..80.0f32) {
            let one_way = circle(pos2(x, y), radius);
            let mut other = one_way.clone();
            other.reverse();
            prop_assert!((area(&cut(&tile(), &one_way)) - area(&cut(&tile(), &other))).abs() < 0.5);
        }
    }

    #[test]
    fn squares_too_small_to_see_are_doubled() {
        let viewer = Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(100.0, 100.0));
        let camera = Camera { points_per_mm: 0.5, ..Camera::default() };
        let shown = squares(&tile(), &camera, viewer, 1.0);
        assert!(shown.vertices.len() < 4 * 25 * 25, "{} corners", shown.vertices.len());
        assert!((area(&shown) - 5000.0).abs() < 900.0);
    }
}
