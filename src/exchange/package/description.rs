//! The description of a package for other programs: RO-Crate 1.2.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::bag::{DATA, DESCRIPTION};
use super::error::{PackageError, Problem};
use super::info::PackageInfo;
use super::text::shown;
use crate::domain::Sha256;

const CONTEXT: &str = "https://w3id.org/ro/crate/1.2/context";
const PROFILE: &str = "https://w3id.org/ro/crate/1.2";
const ORGANISATION: &str = "#organisation";
const PROGRAM: &str = "#program";
const MARKING: &str = "#marking";

/// The signer, as far as the description names them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agent<'a> {
    /// Their name.
    pub(super) name: &'a str,
}

/// A file of the payload: its length and its sum.
pub(super) type Payload = BTreeMap<String, (u64, Sha256)>;

/// The path of a file as a relative reference (RFC 3986); characters beyond ASCII stand as they are (RFC 3987).
fn reference(path: &str) -> String {
    let mut text = DATA.to_owned();
    for letter in path.chars() {
        match letter {
            '/' | '-' | '.' | '_' | '~' | '0'..='9' | 'A'..='Z' | 'a'..='z' => text.push(letter),
            _ if letter.is_ascii() => text.push_str(&format!("%{:02X}", u32::from(letter))),
            _ => text.push(letter),
        }
    }
    text
}

/// Writes the description.
pub(super) fn describe(info: &PackageInfo, payload: &Payload, agent: Option<Agent<'_>>) -> Result<Vec<u8>, serde_json::Error> {
    let made_at = info.created_at.to_string();
    let parts: Vec<Value> = payload.keys().map(|path| json!({ "@id": reference(path) })).collect();
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": format!("{} {}", info.kind.title(), info.external_identifier),
        "description": format!("{} of {}, marked {}", info.kind.title(), info.source_organisation, info.marking.title()),
        "identifier": format!("urn:uuid:{}", info.id),
        "datePublished": made_at,
        "license": { "@id": MARKING },
        "publisher": { "@id": ORGANISATION },
        "hasPart": parts,
        "mentions": { "@id": "#creation" },
    });
    if let (Some(until), Some(root)) = (info.retain_until, root.as_object_mut()) {
        root.insert("expires".to_owned(), json!(until));
    }
    let mut terms = format!("Who may see this is said by its marking {} (Traffic Light Protocol 2.0).", info.marking.title());
    if !info.releasable_to.is_empty() {
        terms.push_str(&format!(" It may be passed on to: {}.", info.releasable_to.join(", ")));
    }
    if let Some(purpose) = &info.purpose {
        terms.push_str(&format!(" It may be used for: {purpose}."));
    }
    let mut graph = vec![
        json!({
            "@id": DESCRIPTION, "@type": "CreativeWork", "about": { "@id": "./" }, "conformsTo": { "@id": PROFILE },
        }),
        root,
        json!({ "@id": MARKING, "@type": "CreativeWork", "name": info.marking.title(), "description": terms }),
        json!({ "@id": ORGANISATION, "@type": "Organization", "name": info.source_organisation }),
        json!({
            "@id": PROGRAM, "@type": "SoftwareApplication", "name": "Guilloche", "version": info.program_version, "url": "urn:guilloche",
        }),
        json!({
            "@id": "#creation", "@type": "CreateAction", "name": "Making of the package", "endTime": made_at,
            "agent": { "@id": if agent.is_some() { "#signer" } else { ORGANISATION } }, "instrument": { "@id": PROGRAM },
            "object": parts, "result": { "@id": "./" },
        }),
    ];
    if let Some(agent) = agent {
        graph.push(json!({ "@id": "#signer", "@type": "Person", "name": agent.name, "affiliation": { "@id": ORGANISATION } }));
    }
    let makers: BTreeSet<&str> = info.described.values().map(|file| file.made_by.as_str()).collect();
    let makers: BTreeMap<&str, String> =
        makers.into_iter().zip(1_usize..).map(|(name, number)| (name, format!("#maker-{number}"))).collect();
    graph.extend(makers.iter().map(|(name, id)| json!({ "@id": id, "@type": "Person", "name": name })));
    for (path, (size, sum)) in payload {
        let mut file = json!({ "@id": reference(path), "@type": "File", "contentSize": size.to_string(), "sha256": sum });
        if let (Some(described), Some(file)) = (info.described.get(path), file.as_object_mut()) {
            file.insert("name".to_owned(), json!(described.title));
            file.insert("description".to_owned(), json!(described.kind.title()));
            file.insert("encodingFormat".to_owned(), json!(described.media_type));
            file.insert("additionalType".to_owned(), json!(described.kind));
            file.insert("creator".to_owned(), json!({ "@id": makers.get(described.made_by.as_str()) }));
        }
        graph.push(file);
    }
    let mut bytes = serde_json::to_vec_pretty(&json!({ "@context": CONTEXT, "@graph": graph }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Checks that a description is one of RO-Crate 1.2 and says of each file what is true; what else it says is let be.
pub(super) fn check_description(bytes: &[u8], info: &PackageInfo, payload: &Payload) -> Result<(), PackageError> {
    let refuse = |what: String| Err(Problem::Description(what).of(DESCRIPTION));
    let raw: Value = match serde_json::from_slice(bytes) {
        Ok(raw) => raw,
        Err(error) => return refuse(format!("it cannot be read: {error}")),
    };
    if raw.get("@context").and_then(Value::as_str) != Some(CONTEXT) {
        return refuse("its context is not that of RO-Crate 1.2".to_owned());
    }
    let mut entities: BTreeMap<&str, &Value> = BTreeMap::new();
    for entity in raw.get("@graph").and_then(Value::as_array).into_iter().flatten() {
        let Some(id) = entity.get("@id").and_then(Value::as_str) else { return refuse("an entity has no @id".to_owned()) };
        if entities.insert(id, entity).is_some() {
            return refuse(format!("{} stands there twice", shown(id)));
        }
    }
    let at = |id: &str, keys: &[&str]| {
        let entity = *entities.get(id)?;
        keys.iter().try_fold(entity, |value, key| value.get(*key)).and_then(Value::as_str)
    };
    if at(DESCRIPTION, &["conformsTo", "@id"]) != Some(PROFILE) || at(DESCRIPTION, &["about", "@id"]) != Some("./") {
        return refuse("it does not describe this package as RO-Crate 1.2".to_owned());
    }
    if at("./", &["identifier"]) != Some(format!("urn:uuid:{}", info.id).as_str()) {
        return refuse("it is about another package".to_owned());
    }
    let is_file = |entity: &Value| match entity.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "File"),
        kind => kind.and_then(Value::as_str) == Some("File"),
    };
    let files = entities.values().filter(|entity| is_file(entity)).count();
    for (path, (size, sum)) in payload {
        let id = reference(path);
        let (stated_sum, stated_size) = (at(&id, &["sha256"]), at(&id, &["contentSize"]));
        let is_stated = stated_sum == Some(sum.to_string().as_str()) && stated_size == Some(size.to_string().as_str());
        if !is_stated || entities.get(id.as_str()).is_none_or(|entity| !is_file(entity)) {
            return refuse(format!("it does not state length and sum of {DATA}{}", shown(path)));
        }
    }
    if files != payload.len() {
        return refuse("it describes files that are not in the package".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(reference("images/front side #1.png"), "data/images/front%20side%20%231.png");
        assert_eq!(reference("หน้า.png"), "data/หน้า.png");
    }
}
