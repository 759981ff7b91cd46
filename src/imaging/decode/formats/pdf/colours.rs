//! The colour spaces that scanners use (ISO 32000-2, 8.6).

use super::document::Document;
use super::object::Object;
use crate::imaging::decode::head::ColourModel;

/// A profile of four inks has 2 MB.
const MOST_PROFILE_BYTES: usize = 16 << 20;

/// A colour space, as far as scanners use them.
pub(super) struct Colours {
    pub(super) model: ColourModel,
    pub(super) icc: Option<Vec<u8>>,
    /// For indexed colours three bytes each.
    pub(super) palette: Option<Vec<u8>>,
}

impl Colours {
    /// Reads a colour space; `None` for those that are not used for scans.
    pub(super) fn of(document: &Document<'_>, space: &Object) -> Option<Self> {
        let plain = |model| Some(Self { model, icc: None, palette: None });
        let by_name = |name: &[u8]| match name {
            b"DeviceGray" | b"G" | b"CalGray" => plain(ColourModel::Grey),
            b"DeviceRGB" | b"RGB" | b"CalRGB" => plain(ColourModel::Rgb),
            b"DeviceCMYK" | b"CMYK" => plain(ColourModel::Cmyk),
            _ => None,
        };
        let list = match space {
            Object::Name(name) => return by_name(name),
            Object::List(list) => list,
            _ => return None,
        };
        let (first, rest) = list.split_first()?;
        match first.name()? {
            b"ICCBased" => {
                let profile = document.stream(rest.first()?)?;
                let model = match document.of(&profile.about, "N")?.whole()? {
                    1 => ColourModel::Grey,
                    3 => ColourModel::Rgb,
                    4 => ColourModel::Cmyk,
                    _ => return None,
                };
                Some(Self { model, icc: document.content(&profile, MOST_PROFILE_BYTES), palette: None })
            }
            b"Indexed" | b"I" => {
                let base = Self::of(document, &document.resolved(rest.first()?.clone())?)?;
                let table = match document.resolved(rest.get(2)?.clone()) {
                    Some(Object::Text(table)) => table,
                    _ => document.content(&document.stream(rest.get(2)?)?, 256 * 4)?,
                };
                let palette = match base.model {
                    ColourModel::Rgb => table,
                    ColourModel::Grey => table.into_iter().flat_map(|grey| [grey; 3]).collect(),
                    ColourModel::Cmyk | ColourModel::Lab => return None,
                };
                Some(Self { model: ColourModel::Rgb, icc: base.icc.filter(|_| base.model == ColourModel::Rgb), palette: Some(palette) })
            }
            name => by_name(name),
        }
    }
}
