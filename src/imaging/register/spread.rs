//! Some places that stand for many.

/// Picks up to `most` of `places` that lie far apart: the first, then each time the one furthest from all that were picked, the earlier
/// of equals (Gonzalez 1985).
pub(super) fn spread(places: &[[f64; 2]], most: usize) -> Vec<[f64; 2]> {
    let mut apart = vec![f64::INFINITY; places.len()];
    let mut picked: Vec<[f64; 2]> = Vec::new();
    let mut next = places.first().copied();
    while let Some(place) = next.filter(|_| picked.len() < most) {
        picked.push(place);
        let mut furthest: Option<(f64, [f64; 2])> = None;
        for (apart, other) in apart.iter_mut().zip(places) {
            *apart = apart.min((other[0] - place[0]).hypot(other[1] - place[1]));
            if *apart > furthest.map_or(0.0, |(most, _)| most) {
                furthest = Some((*apart, *other));
            }
        }
        next = furthest.map(|(_, place)| place);
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_places_stand_for_all_corners_of_many_and_none_comes_twice() {
        let grid: Vec<[f64; 2]> = (0..400).map(|place| [f64::from(place % 20), f64::from(place / 20)]).collect();
        let picked = spread(&grid, 4);
        assert_eq!(picked, [[0.0, 0.0], [19.0, 19.0], [19.0, 0.0], [0.0, 19.0]]);
        assert_eq!(spread(&[[1.0, 1.0], [1.0, 1.0], [2.0, 1.0]], 64), [[1.0, 1.0], [2.0, 1.0]]);
        assert!(spread(&[], 8).is_empty());
    }
}
