//! Puts together the [`Reference`] of a series from its tables.

use std::collections::BTreeMap;

use super::{PageSpec, Series, held_lights};
use crate::domain::{
    Content, DataField, Date, Feature, FeatureId, FeatureKind, IssuePeriod, Issuer, IssuerCode, KnownForgery, Level, Light, Page, PageId,
    Provenance, RectMm, Reference, ReferenceCapture, ReferenceId, Zone, ZoneId, ZoneRole,
};

/// One row of a table of zones: id, title, area, content, role, lights.
pub(crate) type ZoneRow = (&'static str, &'static str, [f64; 4], Content, ZoneRole, &'static [Light]);

/// One row of a table of features: id, kind, title, zone (empty if all over), level, lights, how, genuine.
pub(crate) type FeatureRow = (&'static str, FeatureKind, &'static str, &'static str, Level, &'static [Light], &'static str, &'static str);

pub(super) const VISIBLE: &[Light] = &[Light::Visible];
pub(super) const UV: &[Light] = &[Light::Uv365];
pub(super) const UV254: &[Light] = &[Light::Uv254];
pub(super) const IR: &[Light] = &[Light::Ir880];
pub(super) const OBLIQUE: &[Light] = &[Light::Oblique];
pub(super) const COAXIAL: &[Light] = &[Light::Coaxial];
pub(super) const TRANSMITTED: &[Light] = &[Light::Transmitted];
pub(super) const BOTH: &[Light] = &[Light::Visible, Light::Uv365];

/// The lights of a page that is held in all of them.
pub(super) const ALL_LIGHTS: &[Light] =
    &[Light::Visible, Light::Oblique, Light::Coaxial, Light::Transmitted, Light::Uv365, Light::Uv254, Light::Ir880];

/// The reference of a series; `None` only if a table holds a name that is none, which a test rules out.
pub(super) fn reference(series: &Series) -> Option<Reference> {
    let features = series
        .features
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
    let to = series.issued.1.map(|(year, month, day)| Date(jiff::civil::date(year, month, day)));
    Some(Reference {
        id: ReferenceId::new(series.id).ok()?,
        issuer: Issuer { code: IssuerCode::new(series.issuer.0)?, name: series.issuer.1.to_owned() },
        kind: series.kind,
        series: series.title.to_owned(),
        document_code: series.document_code.to_owned(),
        issued: IssuePeriod { from: series.first_issue(), to },
        substrate: series.substrate,
        number_format: Some(series.number_format.to_owned()),
        specimen: true,
        provenance: Provenance {
            source: "Drawn by guilloche specimen".to_owned(),
            verified_by: Some("The authors of Guilloche; the document and its issuer are invented".to_owned()),
            sharing: Some("Free to share; of no legal effect".to_owned()),
        },
        pages: series.pages.iter().map(|spec| page(series, spec)).collect::<Option<_>>()?,
        features,
        known_forgeries: series.forgeries.iter().map(|(kind, note)| KnownForgery { kind: *kind, note: (*note).to_owned() }).collect(),
    })
}

/// A page with the zones of its table, of its fields and of their labels.
fn page(series: &Series, spec: &PageSpec) -> Option<Page> {
    let mut zones = Vec::new();
    for (id, title, area, content, role, lights) in spec.zones {
        zones.push(Zone {
            id: ZoneId::new(*id).ok()?,
            title: (*title).to_owned(),
            area: RectMm::from(*area),
            content: *content,
            role: *role,
            field: None,
            lights: lights.to_vec(),
        });
    }
    for entry in spec.entries {
        if let Some(area) = entry.label_area(spec.lettering) {
            zones.push(Zone {
                id: ZoneId::new(format!("label-{}", entry.id)).ok()?,
                title: format!("Label of {}", lower_first(entry.title)),
                area,
                content: Content::Fixed,
                role: ZoneRole::FixedText,
                field: None,
                lights: VISIBLE.to_vec(),
            });
        }
        let fixed = entry.what.content() == Content::Fixed;
        zones.push(Zone {
            id: ZoneId::new(entry.id).ok()?,
            title: entry.title.to_owned(),
            area: entry.area(spec.lettering),
            content: entry.what.content(),
            role: entry.what.role(),
            // The type of a visa is none of a document.
            field: entry.field().filter(|field| *field != DataField::DocumentCode || !series.is_visa()),
            lights: if fixed { VISIBLE.to_vec() } else { Vec::new() },
        });
    }
    let captures = held_lights(series, spec)
        .into_iter()
        .map(|light| (light, ReferenceCapture { file: super::super::set::reference_file(spec.id, light), sha256: None, resolution: None }))
        .collect::<BTreeMap<_, _>>();
    Some(Page { id: PageId::new(spec.id).ok()?, title: spec.title.to_owned(), side: spec.side, size: spec.size, captures, zones })
}

fn lower_first(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
