//! How a capture was lit.

use super::vocabulary::{Method, words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// How a capture was lit.
    ///
    /// A new light source is one line here, one in [`Light::wavelength_nm`] and one in [`Light::method`].
    Light {
        Visible = "visible", "Visible light";
        Oblique = "oblique", "Oblique light";
        Coaxial = "coaxial", "Coaxial light";
        Transmitted = "transmitted", "Transmitted light";
        Uv365 = "uv-365", "UV 365 nm";
        Uv313 = "uv-313", "UV 313 nm";
        Uv254 = "uv-254", "UV 254 nm";
        Ir880 = "ir-880", "Infrared 880 nm";
        IrLuminescence = "ir-luminescence", "Infrared luminescence";
    }
}

impl Light {
    /// The wavelength of the source in nm; `None` for broad bands.
    pub fn wavelength_nm(self) -> Option<u16> {
        match self {
            Self::Uv365 => Some(365),
            Self::Uv313 => Some(313),
            Self::Uv254 => Some(254),
            Self::Ir880 => Some(880),
            Self::Visible | Self::Oblique | Self::Coaxial | Self::Transmitted | Self::IrLuminescence => None,
        }
    }

    /// The method of examination that this light serves.
    pub fn method(self) -> Method {
        match self {
            Self::Visible => Method::Visual,
            Self::Oblique => Method::ObliqueLight,
            Self::Coaxial => Method::CoaxialLight,
            Self::Transmitted => Method::TransmittedLight,
            Self::Uv365 | Self::Uv313 => Method::Uv365,
            Self::Uv254 => Method::Uv254,
            Self::Ir880 => Method::Ir880,
            Self::IrLuminescence => Method::IrLuminescence,
        }
    }

    /// Whether what is seen is light that the document itself gives off.
    pub fn shows_luminescence(self) -> bool {
        matches!(self, Self::Uv365 | Self::Uv313 | Self::Uv254 | Self::IrLuminescence)
    }
}
