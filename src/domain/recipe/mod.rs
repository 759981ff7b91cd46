//! Adjustments of a view as a recipe: what is done to the picture on screen, in order, over an original that stays as it is.
//!
//! A recipe is stored with the case and makes the same picture again, to the bit, from the same original. It says what is done and
//! with which parameters; `imaging` says how.
#![expect(clippy::derive_partial_eq_without_eq, reason = "one macro makes parameters with numbers and without")]

mod colour;
mod error;
mod local;
mod operation;
mod parameter;
mod presets;
mod tone;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use colour::{ChannelView, ColourScale, Component, Decorrelation, FalseColour, StretchSpace, WhiteBalance};
pub use error::RecipeError;
pub use local::{Background, Clahe, Denoise, Edge, Emboss, Kernel, LocalContrast, Removal, Unsharp};
pub use operation::{Operation, OperationKind};
pub use parameter::{Length, Parameter, Range, Setting};
pub use presets::Preset;
pub use tone::{Channels, CurvePoint, Curves, Exposure, Gamma, Invert, Levels, MAX_CURVE_POINTS};

/// The version of the methods behind the operations. Whatever changes a single bit of a picture raises it.
pub const ALGORITHM_VERSION: u32 = 1;

/// Steps that a recipe may have at the most.
pub const MAX_STEPS: usize = 32;

/// Bytes that a recipe may have as text at the most.
pub const MAX_JSON_BYTES: usize = 64 << 10;

/// One operation in its place, on or off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub operation: Operation,
    /// Whether it is left out for now.
    #[serde(default)]
    pub bypassed: bool,
}

impl From<Operation> for Step {
    fn from(operation: Operation) -> Self {
        Self { operation, bypassed: false }
    }
}

/// What is done to a picture for a view of it, first step first.
///
/// What is read from outside has passed [`Recipe::check`]; what is put together here is checked when a picture is prepared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Stored")]
pub struct Recipe {
    /// The [`ALGORITHM_VERSION`] it was made with.
    pub version: u32,
    /// The steps, first one first; at most [`MAX_STEPS`].
    pub steps: Vec<Step>,
}

/// A recipe as it comes from a file, before anything about it is known to be right.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    #[serde(deserialize_with = "few_steps")]
    #[schemars(with = "Vec<Step>")]
    steps: Vec<Step>,
}

/// Reads steps one by one, so that a list without end is refused at its thirty-third and not held in memory.
fn few_steps<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Step>, D::Error> {
    struct Few;

    impl<'de> serde::de::Visitor<'de> for Few {
        type Value = Vec<Step>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "a list of at most {MAX_STEPS} steps")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut steps = Vec::new();
            while let Some(step) = list.next_element()? {
                if steps.len() == MAX_STEPS {
                    return Err(serde::de::Error::custom(RecipeError::TooManySteps { limit: MAX_STEPS }));
                }
                steps.push(step);
            }
            Ok(steps)
        }
    }

    deserializer.deserialize_seq(Few)
}

impl TryFrom<Stored> for Recipe {
    type Error = RecipeError;

    fn try_from(Stored { version, steps }: Stored) -> Result<Self, RecipeError> {
        let recipe = Self { version, steps };
        recipe.check()?;
        Ok(recipe)
    }
}

impl Default for Recipe {
    /// Nothing is done.
    fn default() -> Self {
        Self { version: ALGORITHM_VERSION, steps: Vec::new() }
    }
}

impl FromIterator<Operation> for Recipe {
    fn from_iter<I: IntoIterator<Item = Operation>>(operations: I) -> Self {
        Self { version: ALGORITHM_VERSION, steps: operations.into_iter().map(Step::from).collect() }
    }
}

impl Recipe {
    /// Reads a recipe from its JSON text.
    ///
    /// # Errors
    ///
    /// [`RecipeError::TooLong`] above [`MAX_JSON_BYTES`]; [`RecipeError::Unreadable`] for everything else, with the place in the text
    /// and, for a recipe that [`Recipe::check`] refuses, its reason.
    pub fn from_json(text: &str) -> Result<Self, RecipeError> {
        if text.len() > MAX_JSON_BYTES {
            return Err(RecipeError::TooLong { bytes: text.len(), limit: MAX_JSON_BYTES });
        }
        serde_json::from_str(text).map_err(|error| RecipeError::Unreadable(error.to_string()))
    }

    /// Whether pictures can be made with it.
    ///
    /// # Errors
    ///
    /// [`RecipeError::UnknownVersion`], [`RecipeError::TooManySteps`], or what [`Operation::check`] says of the first wrong step. Steps
    /// that are bypassed are checked, too.
    pub fn check(&self) -> Result<(), RecipeError> {
        if self.version == 0 || self.version > ALGORITHM_VERSION {
            return Err(RecipeError::UnknownVersion { found: self.version, newest: ALGORITHM_VERSION });
        }
        if self.steps.len() > MAX_STEPS {
            return Err(RecipeError::TooManySteps { limit: MAX_STEPS });
        }
        self.steps.iter().try_for_each(|step| step.operation.check())
    }

    /// The operations that are on and do something, in order.
    pub fn active(&self) -> impl Iterator<Item = &Operation> {
        self.steps.iter().filter(|step| !step.bypassed && !step.operation.is_neutral()).map(|step| &step.operation)
    }

    /// Whether the picture is shown as it was received, to the bit.
    pub fn is_unaltered(&self) -> bool {
        self.active().next().is_none()
    }

    /// Whether an active step is set in millimetres, so that the picture must have a resolution.
    pub fn needs_resolution(&self) -> bool {
        self.active().any(Operation::needs_resolution)
    }

    /// The same recipe for a picture that states no resolution, where `px_per_mm` is known otherwise: lengths are in pixels then, within
    /// what may be set.
    #[must_use]
    pub fn in_pixels(mut self, px_per_mm: f64) -> Self {
        self.steps.iter_mut().for_each(|step| step.operation.measure_in_pixels(px_per_mm));
        self
    }

    /// The steps that are on and do something, for a caption: `Levels 12–240, γ 1.2 · Unsharp 0.15 mm ×1.2`.
    pub fn describe(&self) -> String {
        let steps: Vec<String> = self.active().map(Operation::describe).collect();
        if steps.is_empty() { "Unaltered".to_owned() } else { steps.join(" · ") }
    }

    /// Adds a step at the end.
    ///
    /// # Errors
    ///
    /// [`RecipeError::TooManySteps`], or what [`Operation::check`] says.
    pub fn push(&mut self, operation: Operation) -> Result<(), RecipeError> {
        operation.check()?;
        if self.steps.len() >= MAX_STEPS {
            return Err(RecipeError::TooManySteps { limit: MAX_STEPS });
        }
        self.steps.push(operation.into());
        Ok(())
    }

    /// Moves the step at `from` so that it stands at `to`.
    ///
    /// # Errors
    ///
    /// [`RecipeError::NoSuchStep`]; the recipe is left as it was.
    pub fn move_step(&mut self, from: usize, to: usize) -> Result<(), RecipeError> {
        self.step_mut(from)?;
        self.step_mut(to)?;
        let step = self.steps.remove(from);
        self.steps.insert(to, step);
        Ok(())
    }

    /// Leaves the step at `index` out, or takes it in again.
    ///
    /// # Errors
    ///
    /// [`RecipeError::NoSuchStep`].
    pub fn toggle_bypass(&mut self, index: usize) -> Result<(), RecipeError> {
        let step = self.step_mut(index)?;
        step.bypassed = !step.bypassed;
        Ok(())
    }

    /// Takes the step at `index` out and returns it.
    ///
    /// # Errors
    ///
    /// [`RecipeError::NoSuchStep`].
    pub fn remove(&mut self, index: usize) -> Result<Step, RecipeError> {
        self.step_mut(index)?;
        Ok(self.steps.remove(index))
    }

    /// Sets the step at `index` to the parameters it started with; whether it is bypassed stays.
    ///
    /// # Errors
    ///
    /// [`RecipeError::NoSuchStep`].
    pub fn reset_step(&mut self, index: usize) -> Result<(), RecipeError> {
        let step = self.step_mut(index)?;
        step.operation = step.operation.kind().with_defaults();
        Ok(())
    }

    /// Takes all steps out: the unaltered view.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn step_mut(&mut self, index: usize) -> Result<&mut Step, RecipeError> {
        let count = self.steps.len();
        self.steps.get_mut(index).ok_or(RecipeError::NoSuchStep { index, count })
    }
}

#[cfg(test)]
mod tests;
