//! Marks and measurements of an examination: taken over, changed, taken away.

use super::EditError;
use crate::domain::{Mark, MarkId, Measured, MeasuredId};

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
        MarkShape, Measured, MeasuredId, MethodVersion, PlaceError, PointMm, Quantity, QuantityValue, Reading, Resolution, Unit,
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
                states.push((before, examination.apply(edit).unwrap()));
            }
            while let Some((before, inverse)) = states.pop() {
                examination.apply(inverse).unwrap();
                prop_assert_eq!(&examination, &before);
            }
        }
    }
}
