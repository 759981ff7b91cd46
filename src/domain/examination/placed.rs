//! Marks and measurements of an examination: taken over, changed, taken away.

use super::EditError;
use crate::domain::{MadeOn, Mark, MarkId, MarkShape, Measured, MeasuredAt, MeasuredId, ZoneId};

/// Most marks, and most measurements, that an examination keeps.
pub const MAX_PLACED: usize = 5_000;

/// Sets or takes away a mark and returns what it was before.
///
/// # Errors
///
/// [`EditError::Mark`], [`EditError::OtherIdentity`], [`EditError::TooManyPlaced`]; nothing has changed then.
pub(super) fn set_mark(marks: &mut Vec<Mark>, id: MarkId, mark: Option<Box<Mark>>) -> Result<Option<Box<Mark>>, EditError> {
    if let Some(mark) = &mark {
        mark.check()?;
    }
    set(marks, id, |mark| mark.id, mark.map(|mark| *mark)).map(|before| before.map(Box::new))
}

/// Sets or takes away a measurement and returns what it was before.
///
/// # Errors
///
/// [`EditError::Measured`], [`EditError::OtherIdentity`], [`EditError::TooManyPlaced`]; nothing has changed then.
pub(super) fn set_measured(
    all: &mut Vec<Measured>,
    id: MeasuredId,
    measured: Option<Box<Measured>>,
) -> Result<Option<Box<Measured>>, EditError> {
    if let Some(measured) = &measured {
        measured.check()?;
    }
    set(all, id, |measured| measured.id, measured.map(|measured| *measured)).map(|before| before.map(Box::new))
}

/// Moves a mark and returns where it was and in which zone.
///
/// # Errors
///
/// [`EditError::NoSuchPlaced`] if there is none or the shape is of another sort, [`EditError::Mark`]; nothing has changed then.
pub(super) fn move_mark(
    marks: &mut [Mark],
    id: MarkId,
    shape: MarkShape,
    zone: Option<ZoneId>,
) -> Result<(MarkShape, Option<ZoneId>), EditError> {
    let mark = marks.iter_mut().find(|mark| mark.id == id).ok_or(EditError::NoSuchPlaced)?;
    if std::mem::discriminant(&mark.shape) != std::mem::discriminant(&shape) {
        return Err(EditError::NoSuchPlaced);
    }
    shape.check()?;
    Ok((std::mem::replace(&mut mark.shape, shape), std::mem::replace(&mut mark.on.zone, zone)))
}

/// Moves the points of a measurement and returns what it was before.
///
/// # Errors
///
/// [`EditError::NoSuchPlaced`] if there is none or it is of another figure, [`EditError::Measured`]; nothing has changed then.
pub(super) fn move_measured(all: &mut [Measured], id: MeasuredId, to: MeasuredAt) -> Result<MeasuredAt, EditError> {
    let measured = all.iter_mut().find(|measured| measured.id == id).ok_or(EditError::NoSuchPlaced)?;
    if measured.figure != to.figure {
        return Err(EditError::NoSuchPlaced);
    }
    let MeasuredAt { figure, points, readings, calibration, method, zone } = to;
    let on = MadeOn { zone, ..measured.on.clone() };
    let moved = Measured { points, readings, calibration, method, on, ..measured.clone() };
    moved.check()?;
    let before = std::mem::replace(measured, moved);
    let Measured { points, readings, calibration, method, on, .. } = before;
    Ok(MeasuredAt { figure, points, readings, calibration, method, zone: on.zone })
}

/// Changes the words of a text mark and returns those it had.
///
/// # Errors
///
/// [`EditError::NoSuchPlaced`] if there is none or it is no text, [`EditError::Mark`]; nothing has changed then.
pub(super) fn reword_mark(marks: &mut [Mark], id: MarkId, words: String) -> Result<String, EditError> {
    let mark = marks.iter_mut().find(|mark| mark.id == id).ok_or(EditError::NoSuchPlaced)?;
    let MarkShape::Text { at, text } = &mut mark.shape else { return Err(EditError::NoSuchPlaced) };
    MarkShape::Text { at: *at, text: words.clone() }.check()?;
    Ok(std::mem::replace(text, words))
}

/// Keeps a list in the order of its identities, so that what was taken away comes back to its place.
fn set<T, I: Ord + Copy>(list: &mut Vec<T>, id: I, id_of: impl Fn(&T) -> I, new: Option<T>) -> Result<Option<T>, EditError> {
    if new.as_ref().is_some_and(|new| id_of(new) != id) {
        return Err(EditError::OtherIdentity);
    }
    let place = list.iter().position(|other| id_of(other) == id);
    match (place, new) {
        (Some(place), Some(new)) => Ok(list.get_mut(place).map(|old| std::mem::replace(old, new))),
        (Some(place), None) => Ok(Some(list.remove(place))),
        (None, Some(new)) => {
            if list.len() >= MAX_PLACED {
                return Err(EditError::TooManyPlaced);
            }
            let place = list.partition_point(|other| id_of(other) < id);
            list.insert(place, new);
            Ok(None)
        }
        (None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use crate::domain::{
        Actor, Calibration, CaptureId, Contributions, Edit, EditError, Examination, Figure, Light, MadeIn, MadeOn, Mark, MarkId, MarkKind,
        MarkShape, Measured, MeasuredAt, MeasuredId, MethodVersion, PlaceError, PointMm, Quantity, QuantityValue, Reading, Resolution,
        Unit,
    };

    /// An examination as a program without marks has kept it.
    const OLD: &str = r#"{
        "id": "00000000-0000-0000-0000-000000000001", "case": "00000000-0000-0000-0000-000000000002",
        "exhibit": "00000000-0000-0000-0000-000000000003", "begun_at": "2026-03-01T09:30:00Z",
        "checklist": { "id": "c", "version": "1.0.0", "sha256": "0000000000000000000000000000000000000000000000000000000000000000" },
        "reference": null, "conclusion": null
    }"#;

    fn examination() -> Examination {
        serde_json::from_str(OLD).unwrap()
    }

    fn on() -> MadeOn {
        MadeOn { capture: CaptureId(Uuid::nil()), light: Light::Uv365, page: None, zone: None, document: MadeIn::Questioned }
    }

    fn mark(number: u128, kind: MarkKind, x: f64) -> Mark {
        Mark {
            id: MarkId(Uuid::from_u128(number)),
            kind,
            shape: MarkShape::Point(PointMm { x, y: 2.0 }),
            on: on(),
            by: Actor::Person("E. Examiner".to_owned()),
            at: examination().begun_at,
            note: String::new(),
        }
    }

    fn measured(number: u128, mm: f64) -> Measured {
        let value = QuantityValue::new(mm, Unit::Mm, Contributions::default()).ok();
        Measured {
            id: MeasuredId(Uuid::from_u128(number)),
            figure: Figure::Distance,
            points: vec![PointMm { x: 0.0, y: 0.0 }, PointMm { x: mm, y: 0.0 }],
            readings: vec![Reading { quantity: Quantity::Distance, value }],
            calibration: Calibration::from_file(Resolution::square(300.0).unwrap()).ok(),
            method: MethodVersion { name: "distance".to_owned(), version: 1 },
            on: on(),
            by: Actor::Person("E. Examiner".to_owned()),
            at: examination().begun_at,
            note: String::new(),
        }
    }

    fn set_mark(mark: Mark) -> Edit {
        Edit::SetMark { id: mark.id, mark: Some(Box::new(mark)) }
    }

    #[test]
    fn an_examination_that_was_kept_before_there_were_marks_is_read() {
        let examination = examination();
        assert!(examination.marks.is_empty() && examination.measurements.is_empty() && examination.calibrations.is_empty());
        let again: Examination = serde_json::from_str(&serde_json::to_string(&examination).unwrap()).unwrap();
        assert_eq!(again, examination);
    }

    #[test]
    fn a_mark_that_lies_nowhere_or_under_another_identity_is_refused() {
        let mut examination = examination();
        let nowhere = mark(1, MarkKind::Note, f64::NAN);
        assert_eq!(examination.apply(set_mark(nowhere)), Err(EditError::Mark(PlaceError::OffThePage)));
        let other = Edit::SetMark { id: MarkId(Uuid::from_u128(9)), mark: Some(Box::new(mark(1, MarkKind::Note, 1.0))) };
        assert_eq!(examination.apply(other), Err(EditError::OtherIdentity));
        let mut bare = measured(1, 4.0);
        bare.calibration = None;
        let edit = Edit::SetMeasured { id: bare.id, measured: Some(Box::new(bare)) };
        assert!(matches!(examination.apply(edit), Err(EditError::Measured(_))), "a length without a scale was taken");
        assert!(examination.marks.is_empty() && examination.measurements.is_empty());
    }

    #[test]
    fn what_was_taken_away_comes_back_to_its_place() {
        let mut examination = examination();
        for number in [1, 2, 3] {
            examination.apply(set_mark(mark(number, MarkKind::Fibre, 1.0))).unwrap();
        }
        let before = examination.clone();
        let back = examination.apply(Edit::SetMark { id: MarkId(Uuid::from_u128(2)), mark: None }).unwrap();
        assert_eq!(examination.marks.len(), 2);
        examination.apply(back).unwrap();
        assert_eq!(examination, before);
    }

    fn moved(number: u128, mm: f64) -> Edit {
        let Measured { id, figure, points, readings, calibration, method, on, .. } = measured(number, mm);
        Edit::MoveMeasured { id, to: Box::new(MeasuredAt { figure, points, readings, calibration, method, zone: on.zone }) }
    }

    #[test]
    fn what_is_moved_keeps_its_identity_author_and_time() {
        let mut examination = examination();
        examination.apply(set_mark(mark(1, MarkKind::Fibre, 1.0))).unwrap();
        let set = Edit::SetMeasured { id: measured(2, 5.0).id, measured: Some(Box::new(measured(2, 5.0))) };
        examination.apply(set).unwrap();
        let before = examination.clone();
        let zone = crate::domain::ZoneId::new("emblem").ok();
        let shape = MarkShape::Point(PointMm { x: 7.0, y: 8.0 });
        let back = [
            examination.apply(Edit::MoveMark { id: MarkId(Uuid::from_u128(1)), shape: shape.clone(), zone: zone.clone() }).unwrap(),
            examination.apply(moved(2, 9.0)).unwrap(),
        ];
        let expected = Mark { shape, on: MadeOn { zone, ..on() }, ..before.marks[0].clone() };
        assert_eq!(examination.marks, [expected]);
        let (old, new) = (&before.measurements[0], &examination.measurements[0]);
        assert_eq!((new.id, &new.by, new.at, &new.note), (old.id, &old.by, old.at, &old.note));
        assert_eq!(new.readings[0].value.map(|value| value.value()), Some(9.0));
        for edit in back.into_iter().rev() {
            examination.apply(edit).unwrap();
        }
        assert_eq!(examination, before);
    }

    #[test]
    fn nothing_is_moved_that_is_not_there_is_of_another_sort_or_is_issued() {
        let mut examination = examination();
        examination.apply(set_mark(mark(1, MarkKind::Fibre, 1.0))).unwrap();
        let to = |number: u128, shape| Edit::MoveMark { id: MarkId(Uuid::from_u128(number)), shape, zone: None };
        let spot = MarkShape::Point(PointMm { x: 7.0, y: 8.0 });
        let line = MarkShape::Arrow { from: PointMm::default(), to: PointMm { x: 1.0, y: 1.0 } };
        assert_eq!(examination.apply(to(2, spot.clone())), Err(EditError::NoSuchPlaced));
        assert_eq!(examination.apply(to(1, line)), Err(EditError::NoSuchPlaced));
        assert_eq!(
            examination.apply(to(1, MarkShape::Point(PointMm { x: f64::NAN, y: 0.0 }))),
            Err(EditError::Mark(PlaceError::OffThePage))
        );
        assert_eq!(examination.apply(moved(2, 9.0)), Err(EditError::NoSuchPlaced));
        let words = Edit::RewordMark { id: MarkId(Uuid::from_u128(1)), text: "glue".to_owned() };
        assert_eq!(examination.apply(words), Err(EditError::NoSuchPlaced), "a point has no words");
        examination.frozen = true;
        assert_eq!(examination.apply(to(1, spot)), Err(EditError::Frozen));
    }

    #[test]
    fn words_are_changed_and_come_back_and_never_go() {
        let mut examination = examination();
        let shape = MarkShape::Text { at: PointMm { x: 1.0, y: 2.0 }, text: "glue".to_owned() };
        examination.apply(set_mark(Mark { shape, ..mark(1, MarkKind::Note, 1.0) })).unwrap();
        let before = examination.clone();
        let words = |text: &str| Edit::RewordMark { id: MarkId(Uuid::from_u128(1)), text: text.to_owned() };
        let back = examination.apply(words("glows")).unwrap();
        assert!(matches!(&examination.marks[0].shape, MarkShape::Text { text, .. } if text == "glows"));
        assert_eq!(examination.apply(words(" ")), Err(EditError::Mark(PlaceError::NoWords)));
        examination.apply(back).unwrap();
        assert_eq!(examination, before);
    }

    fn edits() -> impl Strategy<Value = Edit> {
        let kind = prop_oneof![Just(MarkKind::Interest), Just(MarkKind::Erasure)];
        let scale = Calibration::from_file(Resolution::square(600.0).unwrap()).unwrap();
        prop_oneof![
            (1..5u128, kind, 0.0..99.0f64).prop_map(|(number, kind, x)| set_mark(mark(number, kind, x))),
            (1..5u128).prop_map(|number| Edit::SetMark { id: MarkId(Uuid::from_u128(number)), mark: None }),
            (1..5u128, 1.0..99.0f64).prop_map(|(number, mm)| {
                let measured = measured(number, mm);
                Edit::SetMeasured { id: measured.id, measured: Some(Box::new(measured)) }
            }),
            (1..5u128).prop_map(|number| Edit::SetMeasured { id: MeasuredId(Uuid::from_u128(number)), measured: None }),
            (1..5u128, 0.0..99.0f64).prop_map(|(number, x)| Edit::MoveMark {
                id: MarkId(Uuid::from_u128(number)),
                shape: MarkShape::Point(PointMm { x, y: 3.0 }),
                zone: None,
            }),
            (1..5u128, 1.0..99.0f64).prop_map(|(number, mm)| moved(number, mm)),
            (1..3u128, any::<bool>()).prop_map(move |(number, set)| Edit::SetCalibration {
                capture: CaptureId(Uuid::from_u128(number)),
                calibration: set.then(|| Box::new(scale.clone())),
            }),
        ]
    }

    proptest! {
        #[test]
        fn every_edit_of_marks_is_taken_back_by_its_inverse(edits in prop::collection::vec(edits(), 1..20)) {
            let mut examination = examination();
            let mut states = Vec::new();
            for edit in edits {
                let before = examination.clone();
                // What is not there cannot be moved, and then nothing changes.
                match examination.apply(edit) {
                    Ok(inverse) => states.push((before, inverse)),
                    Err(error) => {
                        prop_assert_eq!(error, EditError::NoSuchPlaced);
                        prop_assert_eq!(&examination, &before);
                    }
                }
            }
            while let Some((before, inverse)) = states.pop() {
                examination.apply(inverse).unwrap();
                prop_assert_eq!(&examination, &before);
            }
        }
    }
}
