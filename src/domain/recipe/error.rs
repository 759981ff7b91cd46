//! Why a recipe is refused.

use super::operation::OperationKind;

/// Why a recipe, a step or a parameter is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RecipeError {
    /// A number is outside its range or not a number.
    #[error("{operation}: {parameter} is {value}, expected {least} to {most}")]
    OutOfRange {
        /// Of which operation.
        operation: OperationKind,
        /// The name of the parameter as in files.
        parameter: &'static str,
        /// What it was set to.
        value: f64,
        /// The least that it may be.
        least: f64,
        /// The most that it may be.
        most: f64,
    },
    /// Numbers that are each in range contradict each other.
    #[error("{operation}: {parameter} {why}")]
    Inconsistent {
        /// Of which operation.
        operation: OperationKind,
        /// The name of the parameter as in files.
        parameter: &'static str,
        /// What is wrong with it, to be read after its name.
        why: &'static str,
    },
    /// The operation has no parameter of this name.
    #[error("{operation} has no parameter of this name: {name}")]
    NoSuchParameter {
        /// Which operation.
        operation: OperationKind,
        /// The name asked for.
        name: String,
    },
    /// There is no step at this place.
    #[error("there is no step {index}: the recipe has {count}")]
    NoSuchStep {
        /// Counted from 0.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// More steps than any picture needs.
    #[error("more than {limit} steps")]
    TooManySteps {
        /// How many there may be.
        limit: usize,
    },
    /// The text is longer than any recipe.
    #[error("the recipe has {bytes} bytes, more than {limit}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// How long it may be.
        limit: usize,
    },
    /// The recipe was made by methods that this program does not have.
    #[error("the recipe needs version {found} of the methods of adjustment, this program has {newest}")]
    UnknownVersion {
        /// The version it names.
        found: u32,
        /// The newest that is known here.
        newest: u32,
    },
    /// The text is no recipe.
    #[error("no recipe: {0}")]
    Unreadable(String),
}
