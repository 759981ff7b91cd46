//! Many viewers beside each other, all with one camera: which pictures they show, and where they are.

use eframe::egui;
use egui::{Rect, pos2, vec2};

use super::mode::Side;
use crate::domain::Light;

/// A picture of the page in hand: of which document, under which light, and the how manieth if there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Source {
    /// Of which document.
    pub(crate) side: Side,
    /// Under which light.
    pub(crate) light: Light,
    /// Counts captures of the same page under the same light, from 0.
    pub(crate) number: usize,
}

impl Source {
    /// The first picture of a document under a light.
    pub(crate) fn new(side: Side, light: Light) -> Self {
        Self { side, light, number: 0 }
    }

    /// The same where there is little room: what tells it from its neighbours first.
    pub(crate) fn short(self) -> String {
        let more = if self.number > 0 { format!(" ({})", self.number + 1) } else { String::new() };
        format!("{}{more} · {}", self.light.title(), self.side.title().to_lowercase())
    }

    /// What people call it.
    pub(crate) fn title(self) -> String {
        let more = if self.number > 0 { format!(" ({})", self.number + 1) } else { String::new() };
        format!("{} · {}{more}", self.side.title(), self.light.title())
    }
}

/// How far a picture was moved off its registered place by hand, in mm of the page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Offset {
    /// Twentieths of a millimetre to the right and down, so that steps add up exactly.
    steps: [i32; 2],
}

/// Steps of an offset in a millimetre.
const STEPS_PER_MM: f64 = 20.0;

impl Offset {
    /// Moves it by steps of 0.05 mm to the right and down.
    pub(crate) fn nudge(&mut self, right: i32, down: i32) {
        self.steps = [self.steps[0].saturating_add(right), self.steps[1].saturating_add(down)];
    }

    /// How far to the right and down, in mm.
    pub(crate) fn mm(self) -> [f64; 2] {
        self.steps.map(|steps| f64::from(steps) / STEPS_PER_MM)
    }

    /// The one nearest to so many mm to the right and down.
    pub(crate) fn of_mm(mm: [f64; 2]) -> Self {
        Self { steps: mm.map(|mm| (mm * STEPS_PER_MM).round().clamp(-1e6, 1e6) as i32) }
    }

    /// Whether there is one.
    pub(crate) fn is_some(self) -> bool {
        self.steps != [0, 0]
    }

    /// What is said of it on the picture, for example `moved +0.10, −0.05 mm`.
    pub(crate) fn text(self) -> String {
        let signed = |mm: f64| {
            let sign = if mm < 0.0 {
                "−"
            } else if mm > 0.0 {
                "+"
            } else {
                ""
            };
            format!("{sign}{:.2}", mm.abs())
        };
        let [right, down] = self.mm();
        format!("moved {}, {} mm by hand", signed(right), signed(down))
    }
}

/// One viewer of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pane {
    /// What it shows.
    pub(crate) source: Source,
    /// Its number within the grid, 1 to 9, which it keeps while others come and go.
    pub(crate) slot: u8,
}

/// The viewers of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Grid {
    /// One to nine of them; none before the grid is first shown.
    pub(crate) panes: Vec<Pane>,
    /// The one that is nudged and given another picture.
    pub(crate) active: usize,
}

impl Grid {
    /// As many viewers as a grid has at most.
    pub(crate) const MOST: usize = 9;

    /// Takes what there is to see for a first time: four pictures, or as many as there are.
    pub(crate) fn begin(&mut self, sources: &[Source]) {
        if self.panes.is_empty() {
            for source in sources.iter().take(4) {
                self.push(*source);
            }
            self.active = 0;
        }
    }

    /// A viewer for each picture, as far as a grid has room.
    pub(crate) fn of(sources: &[Source]) -> Self {
        let mut grid = Self::default();
        for source in sources {
            grid.push(*source);
        }
        grid.active = 0;
        grid
    }

    fn push(&mut self, source: Source) {
        let free = (1..=9).find(|slot| self.panes.iter().all(|pane| pane.slot != *slot));
        if let Some(slot) = free {
            self.panes.push(Pane { source, slot });
            self.active = self.panes.len() - 1;
        }
    }

    /// Adds a viewer with the first picture that none shows yet.
    pub(crate) fn add(&mut self, sources: &[Source]) {
        let unseen = sources.iter().find(|source| self.panes.iter().all(|pane| pane.source != **source));
        if let Some(source) = unseen.or_else(|| sources.first()).filter(|_| self.panes.len() < Self::MOST) {
            self.push(*source);
        }
    }

    /// Takes the active viewer away and returns its number; the last one stays.
    pub(crate) fn remove(&mut self) -> Option<u8> {
        if self.panes.len() < 2 || self.active >= self.panes.len() {
            return None;
        }
        let pane = self.panes.remove(self.active);
        self.active = self.active.min(self.panes.len() - 1);
        Some(pane.slot)
    }

    /// Makes the next viewer the active one.
    pub(crate) fn next(&mut self) {
        self.active = (self.active + 1) % self.panes.len().max(1);
    }

    /// Gives the active viewer the next picture, or the one before.
    pub(crate) fn change(&mut self, sources: &[Source], step: isize) {
        if let Some(pane) = self.panes.get_mut(self.active) {
            let shown = Some(pane.source);
            pane.source = beside(sources, shown, step).unwrap_or(pane.source);
        }
    }
}

/// The picture `step` places behind `shown`, around the end; the first if `shown` is not among them.
pub(crate) fn beside(sources: &[Source], shown: Option<Source>, step: isize) -> Option<Source> {
    let at = shown.and_then(|shown| sources.iter().position(|source| *source == shown));
    let Some(at) = at else { return sources.first().copied() };
    let count = isize::try_from(sources.len()).ok()?;
    let next = (isize::try_from(at).ok()? + step).rem_euclid(count.max(1));
    sources.get(usize::try_from(next).ok()?).copied()
}

/// Room between viewers, in points.
const GAP: f32 = 4.0;

/// Equal cells in columns and rows.
fn cells(rect: Rect, columns: usize, rows: usize) -> impl Fn(usize, usize) -> Rect {
    let size = vec2(
        ((rect.width() - GAP * (columns.max(1) - 1) as f32) / columns.max(1) as f32).floor(),
        ((rect.height() - GAP * (rows.max(1) - 1) as f32) / rows.max(1) as f32).floor(),
    );
    move |column, row| {
        let corner = pos2(rect.left() + column as f32 * (size.x + GAP), rect.top() + row as f32 * (size.y + GAP));
        Rect::from_min_size(corner, size)
    }
}

/// The number of columns, of `1..=count`, with which a page of `aspect` (width through height) is shown largest; `rows` of a column.
fn best_columns(rect: Rect, count: usize, aspect: f32, rows: impl Fn(usize) -> usize) -> usize {
    let scale = |columns: usize| {
        let cell = cells(rect, columns, rows(columns))(0, 0);
        (cell.width() / aspect.max(0.05)).min(cell.height())
    };
    (1..=count.max(1)).max_by(|a, b| scale(*a).total_cmp(&scale(*b)).then(b.cmp(a))).unwrap_or(1)
}

/// Where `count` viewers are within `rect`: of one size, in rows, so that a page of `aspect` is shown as large as can be.
pub(crate) fn grid_cells(rect: Rect, count: usize, aspect: f32) -> Vec<Rect> {
    let columns = best_columns(rect, count, aspect, |columns| count.div_ceil(columns));
    let cell = cells(rect, columns, count.div_ceil(columns));
    (0..count).map(|number| cell(number % columns, number / columns)).collect()
}

/// Where the viewers of `lights` lights are: pairs, the questioned above the reference.
pub(crate) fn light_cells(rect: Rect, lights: usize, aspect: f32) -> Vec<[Rect; 2]> {
    let columns = best_columns(rect, lights, aspect, |columns| lights.div_ceil(columns) * 2);
    let cell = cells(rect, columns, lights.div_ceil(columns) * 2);
    (0..lights)
        .map(|number| {
            let (column, row) = (number % columns, number / columns * 2);
            [cell(column, row), cell(column, row + 1)]
        })
        .collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "offsets are whole steps, and places on the screen whole points")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sources() -> Vec<Source> {
        [Side::Questioned, Side::Reference]
            .into_iter()
            .flat_map(|side| [Light::Visible, Light::Uv365, Light::Ir880].map(|light| Source::new(side, light)))
            .collect()
    }

    proptest! {
        #[test]
        fn viewers_are_of_one_size_and_do_not_overlap(
            width in 200.0..3000.0f32, height in 150.0..2000.0f32, count in 1..=18usize, aspect in 0.3..3.0f32,
        ) {
            let rect = Rect::from_min_size(pos2(7.0, 11.0), vec2(width, height));
            let of_lights = light_cells(rect, count.div_ceil(2), aspect).into_iter().flatten().collect();
            for cells in [grid_cells(rect, count, aspect), of_lights] {
                for (number, cell) in cells.iter().enumerate() {
                    prop_assert!(rect.expand(0.1).contains_rect(*cell));
                    prop_assert!((cell.size() - cells[0].size()).length() < 1e-3);
                    for other in &cells[..number] {
                        prop_assert!(!cell.shrink(1.0).intersects(other.shrink(1.0)));
                    }
                }
            }
        }

        #[test]
        fn every_nudge_is_taken_back_by_its_opposite(steps in proptest::collection::vec((-3..=3i32, -3..=3i32), 0..60)) {
            let mut offset = Offset::default();
            for (right, down) in &steps {
                offset.nudge(*right, *down);
            }
            for (right, down) in steps {
                offset.nudge(-right, -down);
            }
            prop_assert!(!offset.is_some());
        }
    }

    #[test]
    fn a_nudge_is_a_twentieth_of_a_millimetre() {
        let mut offset = Offset::default();
        offset.nudge(1, -2);
        assert_eq!(offset.mm(), [0.05, -0.1]);
        assert_eq!(offset.text(), "moved +0.05, −0.10 mm by hand");
    }

    #[test]
    fn a_short_name_begins_with_the_light() {
        assert_eq!(Source::new(Side::Reference, Light::Uv365).short(), "UV 365 nm · reference");
        assert_eq!(Source { number: 1, ..Source::new(Side::Questioned, Light::Uv365) }.short(), "UV 365 nm (2) · questioned");
    }

    #[test]
    fn wide_pages_are_stacked_in_a_narrow_room() {
        let room = Rect::from_min_size(pos2(0.0, 0.0), vec2(500.0, 1000.0));
        let cells = grid_cells(room, 3, 125.0 / 88.0);
        assert!(cells.iter().all(|cell| cell.left() == 0.0), "{cells:?}");
        let lights = light_cells(Rect::from_min_size(pos2(0.0, 0.0), vec2(1600.0, 700.0)), 3, 125.0 / 88.0);
        assert!(
            lights.iter().all(|[questioned, reference]| questioned.left() == reference.left() && questioned.bottom() < reference.top())
        );
    }

    #[test]
    fn panes_are_added_with_what_is_not_seen_yet_and_the_last_one_stays() {
        let mut grid = Grid::default();
        grid.begin(&sources());
        assert_eq!(grid.panes.len(), 4);
        for _ in 0..20 {
            grid.add(&sources());
        }
        assert_eq!(grid.panes.len(), Grid::MOST);
        let mut shown: Vec<_> = grid.panes.iter().map(|pane| pane.source).collect();
        shown.sort();
        shown.dedup();
        assert_eq!(shown.len(), 6, "a picture is missing");
        for _ in 0..20 {
            grid.remove();
        }
        assert_eq!(grid.panes.len(), 1);
        grid.change(&sources(), -1);
        grid.next();
        assert_eq!(grid.active, 0);
    }

    #[test]
    fn pictures_follow_each_other_around_the_end() {
        let all = sources();
        assert_eq!(beside(&all, all.last().copied(), 1), all.first().copied());
        assert_eq!(beside(&all, all.first().copied(), -1), all.last().copied());
        assert_eq!(beside(&all, None, 1), all.first().copied());
        assert_eq!(beside(&[], None, 1), None);
    }
}
