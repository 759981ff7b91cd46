//! Contents of a tree of values as a flat list, with names in words where they are known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most claims in a list.
const MAX_CLAIMS: usize = 512;

/// One value of a seal that holds a tree of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Where it stands, for example `v.0.dt`.
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
        let within = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
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
}
