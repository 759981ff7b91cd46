use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::{
    Actor, Calibration, CaptureId, Contributions, Figure, Light, MadeIn, MadeOn, MarkId, MarkKind, MarkShape, MeasuredId, MethodVersion,
    PageId, PointMm, Quantity, QuantityValue, Reading, RectMm, ReferenceId, Resolution, Timestamp, Unit, ZoneId,
};

fn page() -> PageOf {
    PageOf { reference: ReferenceId::new("UTO-P-2019").unwrap(), page: PageId::new("data-page").unwrap() }
}

fn on(light: Light) -> MadeOn {
    MadeOn { capture: CaptureId(Uuid::nil()), light, page: Some(page()), zone: ZoneId::new("portrait").ok(), document: MadeIn::Questioned }
}

fn at() -> Timestamp {
    serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap()
}

fn mark(shape: MarkShape) -> Mark {
    let by = Actor::Person("E. Examiner".to_owned());
    Mark { id: MarkId(Uuid::nil()), kind: MarkKind::Alteration, shape, on: on(Light::Uv365), by, at: at(), note: "glue glows".to_owned() }
}

fn measured(figure: Figure, points: Vec<PointMm>) -> Measured {
    let value = QuantityValue::new(12.3412, Unit::Mm, Contributions { scale: 0.02, pixel: 0.01, repeat: 0.01 }).unwrap();
    Measured {
        id: MeasuredId(Uuid::max()),
        figure,
        points,
        readings: vec![Reading { quantity: Quantity::Distance, value: Some(value) }],
        calibration: Calibration::from_file(Resolution::square(600.0).unwrap()).ok(),
        method: MethodVersion { name: "distance".to_owned(), version: 1 },
        on: on(Light::Visible),
        by: Actor::Person("E. Examiner".to_owned()),
        at: at(),
        note: String::new(),
    }
}

fn spot(x: f64, y: f64) -> PointMm {
    PointMm { x, y }
}

fn sample() -> PageMarks {
    let outline = vec![spot(1.0, 1.0), spot(1.5, 9.0), spot(7.25, 4.0)];
    PageMarks {
        page: Some(page()),
        marks: vec![
            mark(MarkShape::Box(RectMm::new(10.1, 20.2, 5.3, 7.7))),
            mark(MarkShape::Polygon(outline.clone())),
            mark(MarkShape::Text { at: spot(3.0, 4.0), text: "Ä „quoted“\nline".to_owned() }),
        ],
        measured: vec![measured(Figure::Distance, vec![spot(1.0, 2.0), spot(13.3, 2.0)]), measured(Figure::Area, outline)],
    }
}

#[test]
fn a_file_says_what_its_coordinates_are_and_reads_for_people() {
    let value: Value = serde_json::from_slice(&write_geojson(&sample()).unwrap()).unwrap();
    assert_eq!(value["type"], "FeatureCollection");
    assert_eq!(value["frame"]["unit"], "mm");
    assert_eq!(value["frame"]["y"], "down");
    assert_eq!(value["frame"]["origin"], "top-left-of-page");
    assert_eq!(value["frame"]["page"], json!({ "reference": "UTO-P-2019", "page": "data-page" }));
    let features = value["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"]["type"], "Polygon");
    assert_eq!(features[0]["properties"]["kind"], "alteration");
    assert_eq!(features[0]["properties"]["on"]["light"], "uv-365");
    assert_eq!(features[3]["geometry"], json!({ "type": "LineString", "coordinates": [[1.0, 2.0], [13.3, 2.0]] }));
    assert_eq!(features[3]["properties"]["name"], "Distance (Distance: 12.34 ± 0.05 mm (k = 2))");
    assert!(features[3]["properties"]["scale"].as_str().unwrap().starts_with("Scale from the file (600 dpi), not checked"));
}

#[test]
fn rings_are_closed_and_run_the_way_the_standard_wants() {
    let value: Value = serde_json::from_slice(&write_geojson(&sample()).unwrap()).unwrap();
    for index in [0, 1, 4] {
        let ring = value["features"][index]["geometry"]["coordinates"][0].as_array().unwrap();
        let number = |place: usize, axis: usize| ring[place][axis].as_f64().unwrap();
        assert_eq!(ring.first(), ring.last());
        let area: f64 = (0..ring.len() - 1).map(|k| number(k, 0) * number(k + 1, 1) - number(k + 1, 0) * number(k, 1)).sum();
        assert!(area > 0.0, "feature {index}");
    }
}

#[test]
fn what_is_not_of_this_page_or_without_a_calibration_is_not_written() {
    let mut other = sample();
    other.marks[1].on.page = None;
    assert!(matches!(write_geojson(&other), Err(GeoJsonError::OtherPage { index: 1 })));
    let mut bare = sample();
    bare.measured[0].calibration = None;
    assert!(matches!(write_geojson(&bare), Err(GeoJsonError::Measured { index: 3, problem: MeasuredError::Uncalibrated(_) })));
    let mut nowhere = sample();
    nowhere.marks[0].shape = MarkShape::Point(spot(f64::NAN, 0.0));
    assert!(matches!(write_geojson(&nowhere), Err(GeoJsonError::Mark { index: 0, problem: PlaceError::OffThePage })));
}

fn changed(change: impl FnOnce(&mut Value)) -> Result<PageMarks, GeoJsonError> {
    let mut value: Value = serde_json::from_slice(&write_geojson(&sample()).unwrap()).unwrap();
    change(&mut value);
    read_geojson(&serde_json::to_vec(&value).unwrap(), &MarkLimits::default())
}

#[test]
fn degrees_are_not_taken_for_millimetres() {
    let plain = changed(|value| {
        value.as_object_mut().unwrap().remove("frame");
    });
    assert!(matches!(plain, Err(GeoJsonError::OtherFrame { .. })));
    assert!(matches!(changed(|value| value["frame"]["unit"] = "px".into()), Err(GeoJsonError::OtherFrame { .. })));
    assert!(matches!(changed(|value| value["frame"]["y"] = "up".into()), Err(GeoJsonError::OtherFrame { .. })));
}

#[test]
fn files_that_contradict_themselves_are_refused() {
    let bent = changed(|value| value["features"][0]["geometry"]["coordinates"][0][0] = json!([0.0, 0.0]));
    assert!(matches!(bent, Err(GeoJsonError::Geometry { index: 0 })));
    let moved = changed(|value| value["features"][0]["properties"]["area"][0] = 11.0.into());
    assert!(matches!(moved, Err(GeoJsonError::Geometry { index: 0 })));
    let hole = changed(|value| {
        let ring = value["features"][1]["geometry"]["coordinates"][0].clone();
        value["features"][1]["geometry"]["coordinates"].as_array_mut().unwrap().push(ring);
    });
    assert!(matches!(hole, Err(GeoJsonError::Geometry { index: 1 })));
    let wordless = changed(|value| value["features"][2]["properties"]["text"] = Value::Null);
    assert!(matches!(wordless, Err(GeoJsonError::Geometry { index: 2 })));
    let far = changed(|value| value["features"][3]["geometry"]["coordinates"][0][0] = 1e9.into());
    assert!(matches!(far, Err(GeoJsonError::Measured { index: 3, .. })));
    let surer = changed(|value| value["features"][3]["properties"]["readings"][0]["value"]["standard_uncertainty"] = 0.001.into());
    assert!(matches!(surer, Err(GeoJsonError::Content(_))));
    let elsewhere = changed(|value| value["frame"]["page"]["page"] = "cover".into());
    assert!(matches!(elsewhere, Err(GeoJsonError::OtherPage { index: 0 })));
}

#[test]
fn long_files_many_features_and_deep_nests_are_refused() {
    let bytes = write_geojson(&sample()).unwrap();
    let read = |max_bytes, max_features| read_geojson(&bytes, &MarkLimits { max_bytes, max_features });
    assert!(matches!(read(10, 100), Err(GeoJsonError::TooLong { limit: 10, .. })));
    assert!(matches!(read(1 << 20, 4), Err(GeoJsonError::TooMany { count: 5, limit: 4 })));
    assert!(read(1 << 20, 5).is_ok());
    let nest = format!("{{\"frame\":{}", "[".repeat(100_000));
    assert!(matches!(read_geojson(nest.as_bytes(), &MarkLimits::default()), Err(GeoJsonError::Content(_))));
}

fn shapes() -> impl Strategy<Value = MarkShape> {
    let place = || (-500.0..500.0f64, -500.0..500.0f64).prop_map(|(x, y)| spot(x, y));
    prop_oneof![
        place().prop_map(MarkShape::Point),
        (-500.0..500.0f64, -500.0..500.0f64, 0.001..99.0f64, 0.001..99.0f64)
            .prop_map(|(x, y, w, h)| MarkShape::Box(RectMm::new(x, y, w, h))),
        proptest::collection::vec(place(), 3..20).prop_map(MarkShape::Polygon),
        proptest::collection::vec(place(), 2..20).prop_map(MarkShape::Freehand),
        (place(), place()).prop_map(|(from, to)| MarkShape::Arrow { from, to }),
        (place(), "[a-zA-ZäÜ\"\\\\<\\n]{1,20}")
            .prop_filter_map("words", |(at, text)| { (!text.trim().is_empty()).then_some(MarkShape::Text { at, text }) }),
    ]
}

proptest! {
    #[test]
    fn marks_read_back_to_the_bit(shapes in proptest::collection::vec(shapes(), 0..8), figure in 0..Figure::ALL.len(), turn in 0.1..0.9f64) {
        let figure = Figure::ALL[figure];
        let points = (0..figure.least_points()).map(|k| spot(f64::from(k as u32) / 3.0 + turn, f64::from(k as u32 * k as u32) / 7.0 - turn)).collect();
        let marks =
            PageMarks { page: Some(page()), marks: shapes.into_iter().map(mark).collect(), measured: vec![measured(figure, points)] };
        let bytes = write_geojson(&marks).unwrap();
        prop_assert_eq!(&read_geojson(&bytes, &MarkLimits::default()).unwrap(), &marks);
        prop_assert_eq!(write_geojson(&marks).unwrap(), bytes);
    }

    #[test]
    fn no_damage_panics_and_what_is_read_is_sound(damage in proptest::collection::vec((0.0..1.0f64, any::<u8>()), 1..6), cut in 0.3..1.4f64) {
        let mut bytes = write_geojson(&sample()).unwrap();
        for (place, byte) in damage {
            let place = (bytes.len() as f64 * place) as usize;
            bytes[place] = byte;
        }
        bytes.truncate((bytes.len() as f64 * cut) as usize);
        if let Ok(marks) = read_geojson(&bytes, &MarkLimits::default()) {
            prop_assert!(check(&marks).is_ok());
        }
    }

    #[test]
    fn hostile_numbers_and_words_are_refused_or_sound(
        feature in 0_usize..5, number in any::<f64>(), word in ".{0,12}", key in 0_usize..7,
    ) {
        let result = changed(|value| {
            let properties = &mut value["features"][feature]["properties"];
            match key {
                0 => properties["kind"] = word.into(),
                1 => properties["note"] = word.into(),
                2 => properties["at"] = word.into(),
                3 => properties["area"] = json!([number, number, number, number]),
                4 => properties["readings"] = json!([{ "quantity": "distance", "value": { "value": number, "unit": "mm" } }]),
                5 => properties["calibration"] = json!({ "source": word, "px_per_mm": [number, number], "common": number, "each": [0, 0] }),
                _ => value["features"][feature]["geometry"] = json!({ "type": "Point", "coordinates": [number, number] }),
            }
        });
        if let Ok(marks) = result {
            prop_assert!(check(&marks).is_ok());
        }
    }
}
