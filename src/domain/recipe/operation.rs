//! Every operation under one name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::colour::{ChannelView, Decorrelation, FalseColour, WhiteBalance};
use super::error::RecipeError;
use super::local::{Background, Clahe, Denoise, Edge, Emboss, LocalContrast, Unsharp};
use super::parameter::{Parameter, Setting};
use super::tone::{Curves, Exposure, Gamma, Invert, Levels};
use crate::domain::vocabulary::words;

/// What the parameters of an operation can say about themselves.
pub(super) trait Parameters {
    /// The numbers that can be set, in the order in which a panel shows them.
    const LIST: &'static [Parameter];

    fn setting(&self, name: &str) -> Option<Setting>;
    fn value_mut(&mut self, name: &str) -> Option<&mut f64>;
    fn measure_in_pixels(&mut self, px_per_mm: f64);

    /// What contradicts itself although every number is in its range: the parameter, and what is wrong with it.
    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// Whether the picture stays as it is, to the bit.
    fn is_neutral(&self) -> bool {
        false
    }

    /// The values for a caption, to be read after the title; empty if the title says it all.
    fn caption(&self) -> String;
}

/// Declares the parameters of one operation: fields with their defaults, and titles and ranges of those that are numbers.
macro_rules! parameters {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $default:expr $(; $title:literal, $range:expr)?,)* }
     $($method:item)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::domain::recipe::operation::Parameters for $name {
            const LIST: &'static [$crate::domain::recipe::Parameter] = &[
                $($($crate::domain::recipe::Parameter { name: stringify!($field), title: $title, range: $range },)?)*
            ];

            fn setting(&self, name: &str) -> Option<$crate::domain::recipe::Setting> {
                $($(if name == stringify!($field) {
                    // The title marks the fields that are numbers.
                    let _: &str = $title;
                    return Some($crate::domain::recipe::parameter::Field::setting(&self.$field));
                })?)*
                let _: &str = name;
                None
            }

            fn value_mut(&mut self, name: &str) -> Option<&mut f64> {
                $($(if name == stringify!($field) {
                    let _: &str = $title;
                    return Some($crate::domain::recipe::parameter::Field::value_mut(&mut self.$field));
                })?)*
                let _: &str = name;
                None
            }

            fn measure_in_pixels(&mut self, px_per_mm: f64) {
                let list = <Self as $crate::domain::recipe::operation::Parameters>::LIST;
                $($(
                    let _: &str = $title;
                    let range = list.iter().find(|parameter| parameter.name == stringify!($field)).map(|parameter| parameter.range);
                    $crate::domain::recipe::parameter::Field::measure_in_pixels(&mut self.$field, px_per_mm, range);
                )?)*
                let _ = (list, px_per_mm);
            }

            $($method)*
        }
    };
}
pub(super) use parameters;

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident($params:ident) = $code:literal, $title:literal;)+) => {
        /// One adjustment with its parameters.
        ///
        /// In files it is an object with its name and what differs from the defaults: `{"name": "levels", "black": 12}`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "name")]
        pub enum Operation {
            $($(#[$doc])* #[serde(rename = $code)] $name($params),)+
        }

        words! {
            /// Which adjustment, without its parameters.
            OperationKind {
                $($(#[$doc])* $name = $code, $title;)+
            }
        }

        impl OperationKind {
            /// The operation with the parameters it starts with.
            pub fn with_defaults(self) -> Operation {
                match self { $(Self::$name => Operation::$name($params::default()),)+ }
            }

            /// The numbers that can be set about it, in the order in which a panel shows them.
            pub fn parameters(self) -> &'static [Parameter] {
                match self { $(Self::$name => <$params as Parameters>::LIST,)+ }
            }
        }

        impl Operation {
            /// Which operation it is.
            pub fn kind(&self) -> OperationKind {
                match self { $(Self::$name(_) => OperationKind::$name,)+ }
            }

            /// The present value of the parameter of this name; `None` if it has none that is a number.
            pub fn setting(&self, parameter: &str) -> Option<Setting> {
                match self { $(Self::$name(params) => params.setting(parameter),)+ }
            }

            fn value_mut(&mut self, parameter: &str) -> Option<&mut f64> {
                match self { $(Self::$name(params) => params.value_mut(parameter),)+ }
            }

            /// Turns every length in millimetres into pixels of a picture with `px_per_mm` of them, within what may be set.
            pub(super) fn measure_in_pixels(&mut self, px_per_mm: f64) {
                match self { $(Self::$name(params) => params.measure_in_pixels(px_per_mm),)+ }
            }

            fn contradiction(&self) -> Option<(&'static str, &'static str)> {
                match self { $(Self::$name(params) => params.contradiction(),)+ }
            }

            /// Whether the picture stays as it is, to the bit, with these parameters.
            pub fn is_neutral(&self) -> bool {
                match self { $(Self::$name(params) => params.is_neutral(),)+ }
            }

            fn caption(&self) -> String {
                match self { $(Self::$name(params) => params.caption(),)+ }
            }
        }
    };
}

operations! {
    /// Brightens or darkens in linear light.
    Exposure(Exposure) = "exposure", "Exposure";
    /// Sets black and white and the middle between them.
    Levels(Levels) = "levels", "Levels";
    /// A curve through points.
    Curves(Curves) = "curves", "Curves";
    /// A power law.
    Gamma(Gamma) = "gamma", "Gamma";
    /// Makes a patch that is grey in truth grey in the picture.
    WhiteBalance(WhiteBalance) = "white-balance", "White balance";
    /// One component of colour as a grey picture.
    ChannelView(ChannelView) = "channel-view", "Channel";
    /// Light becomes dark.
    Invert(Invert) = "invert", "Invert";
    /// Contrast-limited adaptive histogram equalisation.
    Clahe(Clahe) = "clahe", "CLAHE";
    /// Sharpens by what a blur takes away.
    Unsharp(Unsharp) = "unsharp", "Unsharp";
    /// Smooths noise, keeps edges.
    Denoise(Denoise) = "denoise", "Denoise";
    /// Strengthens detail without halos.
    LocalContrast(LocalContrast) = "local-contrast", "Local contrast";
    /// Brightness shown as colour.
    FalseColour(FalseColour) = "false-colour", "False colour";
    /// Spreads colours that are almost alike.
    Decorrelation(Decorrelation) = "decorrelation", "Decorrelation";
    /// Takes the slow changes of the ground away.
    Background(Background) = "background", "Background removal";
    /// Relief as if lit from one side.
    Emboss(Emboss) = "emboss", "Emboss";
    /// Strength of edges.
    Edge(Edge) = "edge", "Edges";
}

impl Operation {
    /// Sets the parameter of this name, in the unit it has now.
    ///
    /// # Errors
    ///
    /// [`RecipeError::NoSuchParameter`], and those of [`Operation::check`]; the operation is left as it was.
    pub fn set(&mut self, parameter: &str, value: f64) -> Result<(), RecipeError> {
        let mut changed = self.clone();
        let operation = self.kind();
        let field = changed.value_mut(parameter).ok_or_else(|| RecipeError::NoSuchParameter { operation, name: parameter.to_owned() })?;
        *field = value;
        changed.check()?;
        *self = changed;
        Ok(())
    }

    /// Whether every parameter is in its range and none contradicts another.
    ///
    /// # Errors
    ///
    /// [`RecipeError::OutOfRange`] or [`RecipeError::Inconsistent`], for the first parameter that is wrong.
    pub fn check(&self) -> Result<(), RecipeError> {
        let operation = self.kind();
        for parameter in operation.parameters() {
            if let Some(setting) = self.setting(parameter.name)
                && !parameter.range.admits(setting)
            {
                let (least, most) = parameter.range.ends(setting);
                return Err(RecipeError::OutOfRange { operation, parameter: parameter.name, value: setting.value(), least, most });
            }
        }
        match self.contradiction() {
            Some((parameter, why)) => Err(RecipeError::Inconsistent { operation, parameter, why }),
            None => Ok(()),
        }
    }

    /// Whether a parameter is a length in millimetres, so that the picture must have a resolution.
    pub fn needs_resolution(&self) -> bool {
        let lengths = self.kind().parameters().iter().filter_map(|parameter| self.setting(parameter.name));
        lengths.into_iter().any(|setting| matches!(setting, Setting::Length(super::Length::Mm(_))))
    }

    /// The operation in a few words for a caption: `Levels 12–240, γ 1.2`.
    pub fn describe(&self) -> String {
        let (title, caption) = (self.kind().title(), self.caption());
        if caption.is_empty() { title.to_owned() } else { format!("{title} {caption}") }
    }
}
