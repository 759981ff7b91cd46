//! Where the words of a mark or a measurement stand: outside what was drawn, for what lies inside is what somebody looks at.
//!
//! The same on the screen and on a picture that leaves the program, in points of the one and pixels of the other.

/// A place: x to the right and y down.
type Place = [f32; 2];

/// Left, top, right and lower edge of an upright box.
pub type Edges = [f32; 4];

/// Something drawn, as it lies on the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlined {
    parts: Vec<[Place; 2]>,
    edges: Edges,
}

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    /// The plate that the words are written on.
    pub plate: Edges,
    /// A line from what was drawn to the plate, if it stands off.
    pub leader: Option<[Place; 2]>,
}

/// How many heights of its own a plate stands off, tried one after the other.
const STEPS: [f32; 5] = [0.0, 1.0, 2.0, 4.0, 7.0];
/// Where a plate lies along the side of a box: at its middle, its start, its end.
const ALONG: [f32; 3] = [0.5, 0.0, 1.0];

impl Outlined {
    /// Lines, each open or closed, whose strokes and ends reach `reach` beyond them; `None` if they are nowhere.
    pub fn new<'a>(lines: impl IntoIterator<Item = (&'a [Place], bool)>, reach: f32) -> Option<Self> {
        let mut parts = Vec::new();
        let mut edges = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
        for (line, closed) in lines {
            let sound = || line.iter().copied().filter(|place| place.iter().all(|side| side.is_finite()));
            for [x, y] in sound() {
                edges = [edges[0].min(x - reach), edges[1].min(y - reach), edges[2].max(x + reach), edges[3].max(y + reach)];
            }
            parts.extend(sound().zip(sound().skip(1)).map(<[Place; 2]>::from));
            let ends = sound().next_back().zip(sound().next()).filter(|_| closed || line.len() == 1);
            parts.extend(ends.map(<[Place; 2]>::from));
        }
        (edges[0] <= edges[2]).then_some(Self { parts, edges })
    }

    /// How many of its lines run through a box.
    fn crossing(&self, plate: Edges) -> usize {
        self.parts.iter().filter(|part| crosses(**part, plate)).count()
    }
}

/// Where a plate of `size` stands for `own` in a picture of which `room` is seen.
///
/// That is right of its box, left, above or below, touching it
/// but for `gap`, or farther off with a leader; never on what `others` enclose or on what is `written`, if there is any way. What is
/// drawn within another may have its words there as well, off the lines. `None` if nothing of `own` is in the picture.
pub fn beside(own: &Outlined, others: &[&Outlined], written: &[Edges], size: [f32; 2], room: Edges, gap: f32) -> Option<Beside> {
    let seen = [own.edges[0].max(room[0]), own.edges[1].max(room[1]), own.edges[2].min(room[2]), own.edges[3].min(room[3])];
    if seen[0] > seen[2] || seen[1] > seen[3] {
        return None;
    }
    let is_free = |plate: Edges| {
        let on_other =
            |other: &&Outlined| if contains(other.edges, seen) { other.crossing(plate) > 0 } else { overlap(other.edges, plate) };
        !others.iter().any(on_other) && !written.iter().any(|known| overlap(*known, plate))
    };
    let around = |step: f32| {
        let off = gap + step * size[1];
        (0..4u8).flat_map(move |side| ALONG.map(move |along| on_side(side, along, seen, size, off))).filter_map(move |plate| {
            let plate = slid(plate, room, seen)?;
            (!overlap(plate, own.edges)).then_some(plate)
        })
    };
    let free = STEPS.into_iter().find_map(|step| Some((step, around(step).find(|plate| is_free(*plate))?)));
    let (step, plate) = free.or_else(|| Some((0.0, around(0.0).next()?))).unwrap_or_else(|| {
        // What fills the picture leaves no room beside it: then the corner with the fewest lines.
        let corner = |right: f32, down: f32| {
            let (left, top) = ((room[2] - gap - size[0] - room[0] - gap) * right, (room[3] - gap - size[1] - room[1] - gap) * down);
            let (left, top) = (room[0] + gap + left.max(0.0), room[1] + gap + top.max(0.0));
            [left, top, left + size[0], top + size[1]]
        };
        let corners = [[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.5, 0.0], [0.5, 1.0], [1.0, 0.5], [0.0, 0.5]];
        let worth = |plate: &Edges| own.crossing(*plate) * 4 + usize::from(!is_free(*plate));
        (0.0, corners.map(|[right, down]| corner(right, down)).into_iter().min_by_key(worth).unwrap_or(room))
    });
    let leader = (step > 0.0).then(|| {
        let middle = [f32::midpoint(plate[0], plate[2]), f32::midpoint(plate[1], plate[3])];
        let from = nearest(seen, middle);
        [from, nearest(plate, from)]
    });
    Some(Beside { plate, leader })
}

/// A plate on one side of a box: 0 right, 1 left, 2 above, 3 below.
fn on_side(side: u8, along: f32, [left, top, right, bottom]: Edges, [width, height]: [f32; 2], off: f32) -> Edges {
    let across = left + (right - left - width) * along;
    let down = top + (bottom - top - height) * along;
    let [x, y] = match side {
        0 => [right + off, down],
        1 => [left - off - width, down],
        2 => [across, top - off - height],
        _ => [across, bottom + off],
    };
    [x, y, x + width, y + height]
}

/// A plate moved along its side of `seen` so that it lies in `room`; `None` if it does not fit there.
fn slid(plate: Edges, room: Edges, seen: Edges) -> Option<Edges> {
    let (width, height) = (plate[2] - plate[0], plate[3] - plate[1]);
    let is_aside = plate[0] >= seen[2] || plate[2] <= seen[0];
    let into = |low: f32, length: f32, from: f32, to: f32| low.min(to - length).max(from);
    let [x, y] =
        if is_aside { [plate[0], into(plate[1], height, room[1], room[3])] } else { [into(plate[0], width, room[0], room[2]), plate[1]] };
    let plate = [x, y, x + width, y + height];
    contains(room, plate).then_some(plate)
}

fn contains(outer: Edges, inner: Edges) -> bool {
    outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
}

fn overlap(a: Edges, b: Edges) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// The place of a box that is nearest to another place.
fn nearest(edges: Edges, [x, y]: Place) -> Place {
    [x.max(edges[0]).min(edges[2]), y.max(edges[1]).min(edges[3])]
}

/// Whether a stretch runs through a box: it is cut at each edge until nothing is left (Liang and Barsky).
fn crosses([from, to]: [Place; 2], edges: Edges) -> bool {
    let (mut first, mut last) = (0.0_f32, 1.0_f32);
    for axis in 0..2 {
        let step = to[axis] - from[axis];
        let (low, high) = (edges[axis] - from[axis], edges[axis + 2] - from[axis]);
        if step.abs() < 1e-6 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
        } else {
            let (a, b) = (low / step, high / step);
            first = first.max(a.min(b));
            last = last.min(a.max(b));
        }
    }
    first <= last
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: Edges = [0.0, 0.0, 800.0, 600.0];
    const SIZE: [f32; 2] = [90.0, 20.0];

    fn boxed([left, top, right, bottom]: Edges) -> Outlined {
        let corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
        Outlined::new([(&corners[..], true)], 3.0).unwrap()
    }

    fn stretch(from: Place, to: Place) -> Outlined {
        Outlined::new([(&[from, to][..], false)], 6.0).unwrap()
    }

    #[test]
    fn words_stand_right_then_left_then_above_then_below() {
        let at = |edges: Edges| beside(&boxed(edges), &[], &[], SIZE, ROOM, 4.0).unwrap();
        assert!(at([300.0, 200.0, 400.0, 300.0]).plate[0] > 403.0);
        assert!(at([600.0, 200.0, 780.0, 300.0]).plate[2] < 597.0);
        assert!(at([20.0, 200.0, 780.0, 300.0]).plate[3] < 197.0);
        assert!(at([20.0, 10.0, 780.0, 300.0]).plate[1] > 303.0);
        assert_eq!(at([300.0, 200.0, 400.0, 300.0]).leader, None, "it touches");
    }

    #[test]
    fn a_gap_beside_a_marked_letter_has_its_words_off_the_letter() {
        let (letter, gap) = (boxed([740.0, 470.0, 905.0, 665.0]), stretch([730.0, 560.0], [745.0, 560.0]));
        let found = beside(&gap, &[&letter], &[], SIZE, [0.0, 0.0, 1200.0, 900.0], 4.0).unwrap();
        assert!(!overlap(found.plate, letter.edges) && !overlap(found.plate, gap.edges), "{found:?}");
    }

    #[test]
    fn words_that_stand_off_have_a_leader_that_ends_at_both() {
        let gap = stretch([400.0, 300.0], [410.0, 300.0]);
        let ring = [[300.0, 280.0, 500.0, 292.0], [300.0, 308.0, 500.0, 322.0], [300.0, 292.0, 392.0, 308.0], [418.0, 292.0, 500.0, 308.0]];
        let others: Vec<Outlined> = ring.into_iter().map(boxed).collect();
        let found = beside(&gap, &others.iter().collect::<Vec<_>>(), &[], SIZE, ROOM, 4.0).unwrap();
        assert!(others.iter().all(|other| !overlap(other.edges, found.plate)), "{found:?}");
        let [from, to] = found.leader.unwrap();
        assert_eq!((nearest(gap.edges, from), nearest(found.plate, to)), (from, to));
    }

    #[test]
    fn what_fills_the_picture_has_its_words_off_its_lines_and_what_is_elsewhere_has_none() {
        let wide = boxed([-50.0, 4.0, 900.0, 596.0]);
        let found = beside(&wide, &[], &[], SIZE, ROOM, 8.0).unwrap();
        assert!(contains(ROOM, found.plate) && wide.crossing(found.plate) == 0, "{found:?}");
        assert_eq!(beside(&boxed([900.0, 10.0, 950.0, 40.0]), &[], &[], SIZE, ROOM, 4.0), None);
        assert_eq!(Outlined::new([(&[[f32::NAN, 1.0]][..], false)], 3.0), None);
    }

    proptest! {
        #[test]
        fn words_never_lie_on_what_is_measured_where_there_is_room(
            x in 0.0..700.0f32, y in 0.0..500.0f32, width in 0.0..300.0f32, height in 0.0..300.0f32,
            ox in 0.0..700.0f32, oy in 0.0..500.0f32,
        ) {
            let (own, other) = (boxed([x, y, x + width, y + height]), boxed([ox, oy, ox + 60.0, oy + 60.0]));
            let first = beside(&other, &[&own], &[], SIZE, ROOM, 4.0).unwrap();
            let found = beside(&own, &[&other], &[first.plate], SIZE, ROOM, 4.0).unwrap();
            prop_assert!(contains(ROOM, found.plate));
            prop_assert!(!overlap(found.plate, own.edges) && !overlap(found.plate, first.plate), "{:?}", found);
        }
    }
}
