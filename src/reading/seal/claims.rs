//! Contents of a tree of values as a flat list, with names in words where they are known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most claims in a list.
const MAX_CLAIMS: usize = 512;
/// The longest path that is written out, in characters. It stands once for every value below it, so that one long name would take
/// gigabytes.
const MAX_PATH: usize = 200;

/// One value of a seal that holds a tree of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Where it stands, for example `v.0.dt`; one of more than 200 characters is cut and ends with `…`.
    pub path: String,
    /// What it is, in words, if that is known.
    pub title: Option<String>,
    /// What it says.
    pub value: String,
}

/// The leaves of a tree. `titles` name what a path without its numbers is.
pub(super) fn claims(tree: &Value, titles: &[(&str, &str)]) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), tree)];
    while let Some((path, value)) = open.pop() {
        if claims.len() >= MAX_CLAIMS {
            break;
        }
        let within = |name: &str| shortened(if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") });
        match value {
            Value::Object(map) => open.extend(map.iter().rev().map(|(name, value)| (within(name), value))),
            Value::Array(items) => open.extend(items.iter().enumerate().rev().map(|(place, value)| (within(&place.to_string()), value))),
            leaf => claims.push(Claim {
                title: title(&path, titles),
                value: leaf.as_str().map_or_else(|| leaf.to_string(), str::to_owned),
                path,
            }),
        }
    }
    claims
}

fn shortened(path: String) -> String {
    match path.char_indices().nth(MAX_PATH) {
        Some((end, _)) => format!("{}…", path.get(..end).unwrap_or_default()),
        None => path,
    }
}

fn title(path: &str, titles: &[(&str, &str)]) -> Option<String> {
    let plain: Vec<&str> = path.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    let plain = plain.join(".");
    titles.iter().find(|(known, _)| *known == plain).map(|(_, title)| (*title).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_listed_in_their_order() {
        let tree = serde_json::json!({ "nam": { "fn": "Doe" }, "v": [{ "dn": 1 }, { "dn": 2 }], "x": null });
        let listed = claims(&tree, &[("v.dn", "Dose")]);
        let shown: Vec<_> = listed.iter().map(|claim| (claim.path.as_str(), claim.title.as_deref(), claim.value.as_str())).collect();
        assert_eq!(shown, [("nam.fn", None, "Doe"), ("v.0.dn", Some("Dose"), "1"), ("v.1.dn", Some("Dose"), "2"), ("x", None, "null")]);
    }

    #[test]
    fn a_long_name_does_not_stand_whole_before_every_value() {
        let name = "\u{e4}".repeat(1 << 19);
        let tree = serde_json::json!({ name: vec![vec![0; 10]; 400] });
        let listed = claims(&tree, &[]);
        assert_eq!(listed.len(), MAX_CLAIMS);
        assert!(listed.iter().all(|claim| claim.path.chars().count() == MAX_PATH + 1 && claim.path.ends_with('…')));
    }
}
