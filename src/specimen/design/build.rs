//! Puts together the [`Reference`] of a series from tables.

use std::collections::BTreeMap;

use super::entries::{Entry, Lettering};
use crate::domain::{
    Content, DocumentKind, Feature, FeatureId, FeatureKind, FraudCode, IssuePeriod, Issuer, IssuerCode, KnownForgery, Level, Light, Page,
    PageId, Provenance, RectMm, Reference, ReferenceCapture, ReferenceId, Side, SizeMm, Substrate, Zone, ZoneId, ZoneRole,
};

/// What a series is, in short.
pub(super) struct Series {
    pub id: &'static str,
    pub issuer: (&'static str, &'static str),
    pub kind: DocumentKind,
    pub title: &'static str,
    pub document_code: &'static str,
    pub issued: (crate::domain::Date, Option<crate::domain::Date>),
    pub substrate: Substrate,
    pub number_format: &'static str,
}

/// One row of a table of zones: id, title, area, content, role, lights.
pub(super) type ZoneRow = (&'static str, &'static str, [f64; 4], Content, ZoneRole, &'static [Light]);

/// One row of a table of features: id, kind, title, zone (empty if all over), level, lights, how, genuine.
pub(super) type FeatureRow = (&'static str, FeatureKind, &'static str, &'static str, Level, &'static [Light], &'static str, &'static str);

pub(super) const VISIBLE: &[Light] = &[Light::Visible];
pub(super) const UV: &[Light] = &[Light::Uv365];
pub(super) const BOTH: &[Light] = &[Light::Visible, Light::Uv365];

/// The reference of a series; `None` only if a table holds a name that is none, which a test rules out.
pub(super) fn reference(
    series: &Series,
    pages: Vec<Page>,
    features: &[FeatureRow],
    forgeries: &[(FraudCode, &'static str)],
) -> Option<Reference> {
    let features = features
        .iter()
        .map(|(id, kind, title, zone, level, lights, how, genuine)| {
            let zone = if zone.is_empty() { None } else { Some(ZoneId::new(*zone).ok()?) };
            Some(Feature {
                id: FeatureId::new(*id).ok()?,
                kind: *kind,
                title: (*title).to_owned(),
                zone,
                level: *level,
                lights: lights.to_vec(),
                how: (*how).to_owned(),
                genuine: (*genuine).to_owned(),
            })
        })
        .collect::<Option<_>>()?;
    Some(Reference {
        id: ReferenceId::new(series.id).ok()?,
        issuer: Issuer { code: IssuerCode::new(series.issuer.0)?, name: series.issuer.1.to_owned() },
        kind: series.kind,
        series: series.title.to_owned(),
        document_code: series.document_code.to_owned(),
        issued: IssuePeriod { from: series.issued.0, to: series.issued.1 },
        substrate: series.substrate,
        number_format: Some(series.number_format.to_owned()),
        specimen: true,
        provenance: Provenance {
            source: "Drawn by guilloche specimen".to_owned(),
            verified_by: Some("The authors of Guilloche; the document and its issuer are invented".to_owned()),
            sharing: Some("Free to share; of no legal effect".to_owned()),
        },
        pages,
        features,
        known_forgeries: forgeries.iter().map(|(kind, note)| KnownForgery { kind: *kind, note: (*note).to_owned() }).collect(),
    })
}

/// A page with the zones of a table, of its fields and of their labels.
pub(super) fn page(
    id: &str,
    title: &str,
    side: Side,
    size: SizeMm,
    rows: &[ZoneRow],
    entries: &[Entry],
    lettering: Lettering,
) -> Option<Page> {
    let mut zones = Vec::new();
    for (id, title, area, content, role, lights) in rows {
        zones.push(Zone {
            id: ZoneId::new(*id).ok()?,
            title: (*title).to_owned(),
            area: RectMm::from(*area),
            content: *content,
            role: *role,
            lights: lights.to_vec(),
        });
    }
    for entry in entries {
        if let Some(area) = entry.label_area(lettering) {
            zones.push(Zone {
                id: ZoneId::new(format!("label-{}", entry.id)).ok()?,
                title: format!("Label of {}", lower_first(entry.title)),
                area,
                content: Content::Fixed,
                role: ZoneRole::FixedText,
                lights: VISIBLE.to_vec(),
            });
        }
        let fixed = entry.what.content() == Content::Fixed;
        zones.push(Zone {
            id: ZoneId::new(entry.id).ok()?,
            title: entry.title.to_owned(),
            area: entry.area(lettering),
            content: entry.what.content(),
            role: entry.what.role(),
            lights: if fixed { VISIBLE.to_vec() } else { Vec::new() },
        });
    }
    let captures = BOTH
        .iter()
        .map(|light| (*light, ReferenceCapture { file: super::super::set::reference_file(id, *light), sha256: None, resolution: None }))
        .collect::<BTreeMap<_, _>>();
    Some(Page { id: PageId::new(id).ok()?, title: title.to_owned(), side, size, captures, zones })
}

fn lower_first(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
