use proptest::prelude::*;

use super::*;

/// Any operation with any values in range.
fn operation() -> impl Strategy<Value = Operation> {
    let any_kind = prop::sample::select(OperationKind::ALL);
    (any_kind, prop::collection::vec(0.0..1.0f64, 8), any::<bool>()).prop_map(|(kind, shares, px)| {
        let mut operation = kind.with_defaults();
        if px {
            operation = in_pixels(operation);
        }
        for (parameter, share) in kind.parameters().iter().zip(shares) {
            let (least, most) = parameter.range.ends(operation.setting(parameter.name).unwrap());
            // Values that contradict others are refused and leave the operation as it was.
            drop(operation.set(parameter.name, least + share * (most - least)));
        }
        operation
    })
}

fn in_pixels(mut operation: Operation) -> Operation {
    match &mut operation {
        Operation::Unsharp(params) => params.radius = Length::Px(3.5),
        Operation::Denoise(params) => params.radius = Length::Px(2.0),
        Operation::Clahe(params) => params.tile = Length::Px(200.0),
        Operation::Curves(params) => params.points.insert(1, CurvePoint { input: 100.25, output: 7.0 / 3.0 }),
        _ => {}
    }
    operation
}

fn recipe() -> impl Strategy<Value = Recipe> {
    prop::collection::vec((operation(), any::<bool>()), 0..8).prop_map(|steps| Recipe {
        version: ALGORITHM_VERSION,
        steps: steps.into_iter().map(|(operation, bypassed)| Step { operation, bypassed }).collect(),
    })
}

proptest! {
    #[test]
    fn a_recipe_comes_back_from_json_as_it_was(recipe in recipe()) {
        let text = serde_json::to_string(&recipe).unwrap();
        prop_assert_eq!(Recipe::from_json(&text).unwrap(), recipe);
    }

    #[test]
    fn no_prefix_of_a_recipe_is_a_recipe(recipe in recipe(), share in 0.0..1.0f64) {
        let text = serde_json::to_string(&recipe).unwrap();
        let cut: String = text.chars().take((text.chars().count() as f64 * share) as usize).collect();
        prop_assert!(Recipe::from_json(&cut).is_err());
    }

    #[test]
    fn moving_there_and_back_changes_nothing(recipe in recipe(), from in 0usize..8, to in 0usize..8) {
        let mut moved = recipe.clone();
        if moved.move_step(from, to).is_ok() {
            prop_assert_eq!(&moved.steps[to], &recipe.steps[from]);
            moved.move_step(to, from).unwrap();
        }
        prop_assert_eq!(moved, recipe);
    }
}

#[test]
fn every_operation_and_preset_starts_valid() {
    for kind in OperationKind::ALL {
        assert_eq!(kind.with_defaults().check(), Ok(()), "{kind}");
        for parameter in kind.parameters() {
            assert!(kind.with_defaults().setting(parameter.name).is_some(), "{kind} {}", parameter.name);
        }
    }
    for preset in Preset::ALL {
        assert_eq!(preset.recipe().check(), Ok(()), "{preset}");
        assert!(!preset.recipe().is_unaltered(), "{preset}");
    }
}

#[test]
fn the_names_in_files_are_stable() {
    let recipe: Recipe = [
        Operation::Levels(Levels { black: 12.0, white: 240.0, gamma: 1.2, ..Levels::default() }),
        Operation::Unsharp(Unsharp { radius: Length::Mm(0.15), amount: 1.2, threshold: 0.0 }),
    ]
    .into_iter()
    .collect();
    let text = r#"{"version":1,"steps":[{"operation":{"name":"levels","channels":"all","black":12.0,"white":240.0,"gamma":1.2,"out_black":0.0,"out_white":255.0},"bypassed":false},{"operation":{"name":"unsharp","radius":{"mm":0.15},"amount":1.2,"threshold":0.0},"bypassed":false}]}"#;
    assert_eq!(serde_json::to_string(&recipe).unwrap(), text);
    assert_eq!(recipe.describe(), "Levels 12–240, γ 1.2 · Unsharp 0.15 mm ×1.2");
    let short = r#"{"version":1,"steps":[{"operation":{"name":"levels","black":12,"white":240,"gamma":1.2}},{"operation":{"name":"unsharp","radius":{"mm":0.15},"amount":1.2}}]}"#;
    assert_eq!(Recipe::from_json(short).unwrap(), recipe);
}

#[test]
fn what_cannot_be_is_refused_by_the_name_of_its_parameter() {
    let refused = |steps: &str| Recipe::from_json(&format!(r#"{{"version":1,"steps":[{steps}]}}"#)).unwrap_err().to_string();
    assert!(refused(r#"{"operation":{"name":"exposure","stops":9}}"#).contains("exposure: stops is 9, expected -8 to 8"));
    assert!(refused(r#"{"operation":{"name":"levels","black":200,"white":100}}"#).contains("levels: white must be"));
    assert!(refused(r#"{"operation":{"name":"curves","points":[[0,0],[0,9]]}}"#).contains("curves: points must rise"));
    assert!(refused(r#"{"operation":{"name":"curves","points":[[0,0],[9,256]]}}"#).contains("within 0 to 255"));
    assert!(refused(r#"{"operation":{"name":"unsharp","radius":{"mm":5}}}"#).contains("unsharp: radius is 5, expected 0.01 to 2"));
    assert!(refused(r#"{"operation":{"name":"gamma","gamma":1.2,"exponent":2}}"#).contains("exponent"));
    assert!(refused(r#"{"operation":{"name":"gamma","gamma":null}}"#).contains("null"));
    assert!(refused(r#"{"operation":{"name":"sharpen"}}"#).contains("sharpen"));
    let many = vec![r#"{"operation":{"name":"invert"}}"#; MAX_STEPS + 1].join(",");
    assert!(refused(&many).contains("more than 32 steps"));
    let newer = Recipe::from_json(r#"{"version":2,"steps":[]}"#).unwrap_err().to_string();
    assert!(newer.contains("needs version 2"), "{newer}");
    let long = format!("{}[]", " ".repeat(MAX_JSON_BYTES));
    assert_eq!(Recipe::from_json(&long), Err(RecipeError::TooLong { bytes: MAX_JSON_BYTES + 2, limit: MAX_JSON_BYTES }));
}

#[test]
fn a_value_out_of_range_leaves_the_operation_as_it_was() {
    let mut operation = OperationKind::Levels.with_defaults();
    operation.set("black", 40.0).unwrap();
    let before = operation.clone();
    assert!(matches!(operation.set("white", 300.0), Err(RecipeError::OutOfRange { parameter: "white", .. })));
    assert!(matches!(operation.set("white", f64::NAN), Err(RecipeError::OutOfRange { .. })));
    assert!(matches!(operation.set("white", 40.0), Err(RecipeError::Inconsistent { parameter: "white", .. })));
    assert!(matches!(operation.set("radius", 40.0), Err(RecipeError::NoSuchParameter { .. })));
    assert_eq!(operation, before);
}

#[test]
fn neutral_and_bypassed_steps_leave_the_view_unaltered() {
    let neutral =
        [OperationKind::Exposure, OperationKind::Levels, OperationKind::Curves, OperationKind::Gamma, OperationKind::WhiteBalance];
    let mut recipe: Recipe = neutral.into_iter().map(OperationKind::with_defaults).collect();
    assert!(recipe.is_unaltered());
    assert_eq!(recipe.describe(), "Unaltered");
    recipe.push(OperationKind::Unsharp.with_defaults()).unwrap();
    assert!(!recipe.is_unaltered() && recipe.needs_resolution());
    recipe.toggle_bypass(5).unwrap();
    assert!(recipe.is_unaltered() && !recipe.needs_resolution());
    recipe.toggle_bypass(5).unwrap();
    recipe.reset();
    assert_eq!(recipe, Recipe::default());
    assert_eq!(recipe.toggle_bypass(0), Err(RecipeError::NoSuchStep { index: 0, count: 0 }));
}

#[test]
fn captions_read_as_an_examiner_would_write_them() {
    let described: Vec<String> = OperationKind::ALL.iter().map(|kind| kind.with_defaults().describe()).collect();
    let expected = [
        "Exposure 0 EV",
        "Levels 0–255",
        "Curves 0→0 255→255",
        "Gamma 1",
        "White balance by patch 128/128/128",
        "Channel Luma",
        "Invert",
        "CLAHE 8 mm, clip 2",
        "Unsharp 0.1 mm ×1",
        "Denoise 0.1 mm, σ 6",
        "Local contrast 0.8 mm ×1",
        "False colour dusk",
        "Decorrelation L*a*b* σ 25",
        "Background removal 5 mm ÷ → 220",
        "Emboss 135° ×2",
        "Edges Scharr ×2",
    ];
    assert_eq!(described, expected);
    let operation = Operation::Exposure(Exposure { stops: -0.5 });
    assert_eq!(operation.describe(), "Exposure −0.5 EV");
}

#[test]
fn lengths_become_pixels_where_a_picture_has_no_resolution() {
    let unsharp = Operation::Unsharp(Unsharp { radius: Length::Mm(0.1), amount: 1.0, threshold: 0.0 });
    let recipe: Recipe = [unsharp, Operation::Exposure(Exposure { stops: 1.0 })].into_iter().collect();
    let in_pixels = recipe.in_pixels(23.6);
    assert!(!in_pixels.needs_resolution() && in_pixels.check().is_ok());
    assert_eq!(in_pixels.describe(), "Unsharp 2.36 px ×1 · Exposure +1 EV");
    for preset in Preset::ALL {
        let coarse = preset.recipe().in_pixels(2.0);
        assert!(!coarse.needs_resolution() && coarse.check().is_ok(), "{preset}");
    }
}
