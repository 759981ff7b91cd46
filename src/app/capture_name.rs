//! What the name of a file says of a capture: `NAME.PAGE.LIGHT.ext`, where page and light may be missing.

use crate::domain::{Light, PageId};

/// The parts of a capture's file name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureName {
    /// What captures of one exhibit share.
    pub exhibit: String,
    /// The page it shows.
    pub page: Option<PageId>,
    /// How it was lit.
    pub light: Option<Light>,
}

impl CaptureName {
    /// Takes a file name apart; folders before it are left out.
    ///
    /// The last part before the extension is the light if it is the name of one; the part before that, or the last, is the page if
    /// anything stands before it.
    pub fn of(file_name: &str) -> Self {
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
        let mut parts: Vec<&str> = name.split('.').collect();
        if parts.len() > 1 {
            parts.pop();
        }
        let light = (parts.len() > 1).then(|| parts.last().and_then(|last| last.parse().ok())).flatten();
        if light.is_some() {
            parts.pop();
        }
        let page = (parts.len() > 1)
            .then(|| parts.last().filter(|last| last.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')))
            .flatten()
            .and_then(|last| PageId::new(*last).ok());
        if page.is_some() {
            parts.pop();
        }
        Self { exhibit: parts.join("."), page, light }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_and_light_may_be_missing() {
        let cases = [
            ("in/q03-photo.data-page.uv-365.jpg", "q03-photo", Some("data-page"), Some(Light::Uv365)),
            ("q03-photo.front.jpg", "q03-photo", Some("front"), None),
            ("q03-photo.visible.png", "q03-photo", None, Some(Light::Visible)),
            ("scan 12.jpg", "scan 12", None, None),
            ("visible.png", "visible", None, None),
            ("2024.06.01.jpg", "2024.06.01", None, None),
            ("scan", "scan", None, None),
        ];
        for (file, exhibit, page, light) in cases {
            let expected = CaptureName { exhibit: exhibit.to_owned(), page: page.map(|page| PageId::new(page).unwrap()), light };
            assert_eq!(CaptureName::of(file), expected, "{file}");
        }
    }
}
