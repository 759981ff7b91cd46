//! The short form of a seal and its verdict, for scripts.

use serde_json::{Map, Value, json};

use super::{Dcc, Idb, Seal, SealFeature, SealNote, SealVerdict, Vds, VdsNc};

impl Seal {
    /// Seal and verdict as one flat object. The full forms are what serialising them gives.
    pub fn to_json(&self, verdict: &SealVerdict) -> Value {
        let mut object = match self {
            Self::Vds(seal) => vds(seal),
            Self::Idb(seal) => idb(seal),
            Self::VdsNc(seal) => vds_nc(seal),
            Self::Dcc(seal) => dcc(seal),
        };
        let notes: Vec<Value> = self.notes().iter().map(|note| json!({ "note": note.kind, "text": note.text() })).collect();
        object.insert("kind".to_owned(), json!(self.kind()));
        object.insert("notes".to_owned(), json!(notes));
        object.insert("signature".to_owned(), json!(verdict.signature.code().replace('-', " ")));
        object.insert("signature_reason".to_owned(), json!(verdict.reason));
        object.insert("algorithm".to_owned(), json!(verdict.algorithm));
        object.insert("status".to_owned(), json!(verdict.status));
        object.insert("status_reasons".to_owned(), json!(verdict.status_reasons));
        object.insert("fraud_potential".to_owned(), json!(verdict.fraud_potential));
        object.insert("answer".to_owned(), json!(verdict.answer));
        object.insert("statements".to_owned(), json!(verdict.statements));
        object.insert("signer".to_owned(), json!(verdict.signer));
        if !verdict.steps.is_empty() {
            object.insert("steps".to_owned(), json!(verdict.steps));
        }
        Value::Object(object)
    }
}

fn vds(seal: &Vds) -> Map<String, Value> {
    let header = &seal.header;
    fields(json!({
        "version": header.version,
        "raw_version": header.raw_version,
        "issuing_country": header.issuer,
        "signer_id": header.signer,
        "cert_ref": header.certificate_reference,
        "issue_date": header.issue_date.text,
        "signature_date": header.signature_date.text,
        "feature_definition": header.feature_definition,
        "type_category": header.document_category,
        "header_length": header.length,
        "document_type": seal.document_type,
        "document_title": seal.document_title,
        "features": features(&seal.features),
        "signature_hex": seal.signature,
        "signed_length": seal.signed_length,
    }))
}

fn idb(seal: &Idb) -> Map<String, Value> {
    let header = &seal.header;
    fields(json!({
        "identifier": seal.identifier,
        "signed": seal.signed,
        "compressed": seal.compressed,
        "issuing_country": header.issuer,
        "signature_algorithm": header.algorithm,
        "cert_ref": header.certificate_reference,
        "signature_date": header.signature_date.as_ref().map(|day| &day.text),
        "document_type": seal.document_type,
        "features": features(&seal.messages),
        "certificate_hex": seal.certificate,
        "signature_hex": seal.signature,
        "signed_length": seal.signed_length,
    }))
}

fn vds_nc(seal: &VdsNc) -> Map<String, Value> {
    fields(json!({
        "type": seal.kind,
        "version": seal.version,
        "issuing_country": seal.issuer,
        "signature_algorithm": seal.algorithm,
        "claims": seal.claims,
        "certificate_hex": seal.certificate,
        "signature_hex": seal.signature,
    }))
}

fn dcc(seal: &Dcc) -> Map<String, Value> {
    fields(json!({
        "issuing_country": seal.issuer,
        "issued_at": seal.issued_at,
        "not_before": seal.not_before,
        "expires_at": seal.expires_at,
        "signature_algorithm": seal.algorithm,
        "cert_ref": seal.key_identifier,
        "certificate": seal.certificate,
        "claims": seal.claims,
        "deviations": seal.deviations,
    }))
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn features(all: &[SealFeature]) -> Vec<Value> {
    all.iter()
        .map(|feature| {
            json!({
                "tag": feature.tag, "hex": feature.hex, "name": feature.name, "title": feature.title, "value": feature.value,
                "possible": feature.possible, "features": features(&feature.features),
            })
        })
        .collect()
}

impl SealNote {
    /// The notes of a list as sentences.
    pub fn sentences(notes: &[Self]) -> Vec<String> {
        notes.iter().map(|note| format!("{}.", note.text())).collect()
    }
}
