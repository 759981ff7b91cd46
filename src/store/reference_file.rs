//! Reads `reference.toml`, format `document-reference/1`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use super::mistake::{Log, MistakesIn};
use super::toml_table::{Table, parse};
use crate::domain::{
    Feature, FeatureId, IssuePeriod, Issuer, KnownForgery, Light, Page, PageId, Provenance, RectMm, Reference, ReferenceCapture, SizeMm,
    Zone, ZoneId,
};

/// The name and major version that a reference file opens with.
pub const REFERENCE_FORMAT: &str = "document-reference/1";

/// The longest side of a page in mm; a spread of an open passport has 250.
const MAX_PAGE_MM: f64 = 1000.0;
/// How far a zone may stand out over the edge of its page, in mm: what rounding makes.
const EDGE_MM: f64 = 0.01;
const MAX_PAGES: usize = 200;
const MAX_ZONES: usize = 500;
const MAX_FEATURES: usize = 500;

/// Reads the text of a `reference.toml`; `file` is named in mistakes and not opened. Captures have neither sum nor resolution yet.
///
/// # Errors
///
/// [`MistakesIn`] with everything that is wrong: key, type, word, date, size, zone, name.
pub fn parse_reference(file: &Path, text: &str) -> Result<Reference, MistakesIn> {
    let log = Log::new(file, text);
    let reference = parse(&log, text).and_then(|root| reference(Table::root(&log, &root)));
    match reference {
        Some(reference) if log.is_clean() => Ok(reference),
        _ => Err(MistakesIn(log.into_mistakes())),
    }
}

/// Where in `text` the capture of `page` under `light` is named, as line and column.
pub(super) fn capture_mistake(file: &Path, text: &str, file_name: &str, message: String) -> super::Mistake {
    let log = Log::new(file, text);
    let quoted = format!("\"{file_name}\"");
    let at = text.find(&quoted).unwrap_or_default();
    log.add(at..at.saturating_add(quoted.len()), message);
    log.into_mistakes().pop().unwrap_or_else(|| super::Mistake::whole(file, file_name))
}

fn reference(root: Table<'_>) -> Option<Reference> {
    let format: Option<String> = root.required("format");
    if let Some(format) = format.filter(|format| format != REFERENCE_FORMAT) {
        root.mistake("format", format!("`format`: expected \"{REFERENCE_FORMAT}\", found `{format}`"));
    }
    let id = root.required("id");
    let kind = root.required("kind");
    let series = required_text(&root, "series");
    let document_code: Option<String> = root.required("document_code");
    if let Some(code) = document_code.as_ref().filter(|code| !is_document_code(code)) {
        root.mistake("document_code", format!("`document_code`: expected one or two of A-Z and `<`, such as \"P<\", found `{code}`"));
    }
    let substrate = root.required("substrate");
    let number_format: Option<String> = root.optional("number_format");
    if let Some(format) = number_format.as_ref().filter(|format| !is_number_format(format)) {
        root.mistake(
            "number_format",
            format!("`number_format`: expected capital letters and digits, such as \"A99999999\", found `{format}`"),
        );
    }
    let specimen = root.required("specimen");
    let issuer = root.required_table("issuer").and_then(|table| {
        let (code, name) = (table.required("code"), required_text(&table, "name"));
        table.finish();
        Some(Issuer { code: code?, name: name? })
    });
    let issued = root.required_table("issued").and_then(issued);
    let provenance = root.required_table("provenance").and_then(|table| {
        let source = required_text(&table, "source");
        let (verified_by, sharing) = (table.optional("verified_by"), table.optional("sharing"));
        table.finish();
        Some(Provenance { source: source?, verified_by, sharing })
    });
    let pages = pages(&root);
    let features = features(&root, &pages);
    let known_forgeries = root.tables("known_forgery").into_iter().filter_map(|table| {
        let (kind, note) = (table.required("kind"), required_text(&table, "note"));
        table.finish();
        Some(KnownForgery { kind: kind?, note: note? })
    });
    let known_forgeries = known_forgeries.collect();
    root.finish();
    Some(Reference {
        id: id?,
        issuer: issuer?,
        kind: kind?,
        series: series?,
        document_code: document_code?,
        issued: issued?,
        substrate: substrate?,
        number_format,
        specimen: specimen?,
        provenance: provenance?,
        pages,
        features,
        known_forgeries,
    })
}

fn required_text(table: &Table<'_>, key: &'static str) -> Option<String> {
    let text: Option<String> = table.required(key);
    if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
        table.mistake(key, format!("`{key}`: expected a text that is not blank"));
    }
    text
}

fn is_document_code(code: &str) -> bool {
    (1..=2).contains(&code.len()) && code.starts_with(|letter: char| letter.is_ascii_uppercase()) && {
        code.bytes().all(|letter| letter.is_ascii_uppercase() || letter == b'<')
    }
}

fn is_number_format(format: &str) -> bool {
    (1..=22).contains(&format.len()) && format.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
}

fn issued(table: Table<'_>) -> Option<IssuePeriod> {
    let period = (table.required("from"), table.optional("to"));
    if let (Some(from), Some(to)) = period
        && to < from
    {
        table.mistake("to", format!("`to`: expected a day on or after `from` ({from}), found {to}"));
    }
    table.finish();
    Some(IssuePeriod { from: period.0?, to: period.1 })
}

fn pages(root: &Table<'_>) -> Vec<Page> {
    let tables = root.tables("page");
    if tables.is_empty() {
        root.mistake("page", "expected at least one [[page]]");
    }
    if tables.len() > MAX_PAGES {
        root.mistake("page", format!("{} pages are more than the {MAX_PAGES} that a reference may have", tables.len()));
        return Vec::new();
    }
    let mut page_ids: BTreeSet<PageId> = BTreeSet::new();
    let mut zone_ids: BTreeSet<ZoneId> = BTreeSet::new();
    tables.into_iter().filter_map(|table| page(table, &mut page_ids, &mut zone_ids)).collect()
}

fn page(table: Table<'_>, page_ids: &mut BTreeSet<PageId>, zone_ids: &mut BTreeSet<ZoneId>) -> Option<Page> {
    let id: Option<PageId> = table.required("id");
    if let Some(id) = id.clone()
        && !page_ids.insert(id.clone())
    {
        table.mistake("id", format!("the page `{id}` is there twice; expected a name of its own"));
    }
    let (title, side) = (required_text(&table, "title"), table.required("side"));
    let size = table.required::<[f64; 2]>("size").map(|[width, height]| SizeMm { width, height });
    let is_possible = |mm: f64| mm > 0.0 && mm <= MAX_PAGE_MM;
    if size.is_some_and(|size| !is_possible(size.width) || !is_possible(size.height)) {
        table.mistake("size", format!("`size`: expected width and height in mm, more than 0 and up to {MAX_PAGE_MM}"));
    }
    let captures = table.required_table("captures").map(captures).unwrap_or_default();
    let tables = table.tables("zone");
    if tables.len() > MAX_ZONES {
        table.mistake("zone", format!("{} zones are more than the {MAX_ZONES} that a page may have", tables.len()));
    }
    let zones = tables.into_iter().take(MAX_ZONES).filter_map(|table| zone(table, size, zone_ids)).collect();
    table.finish();
    Some(Page { id: id?, title: title?, side: side?, size: size?, captures, zones })
}

fn captures(table: Table<'_>) -> BTreeMap<Light, ReferenceCapture> {
    let entries = table.entries::<Light, String>();
    if entries.is_empty() {
        table.mistake("", "[page.captures] names no picture; expected a line such as visible = \"data-page.visible.png\"");
    }
    let mut captures = BTreeMap::new();
    for (light, file, _) in entries {
        if !stays_in_folder(&file) {
            table.mistake(light.code(), format!("`{light}`: expected the name of a file in the reference's folder, found `{file}`"));
        }
        captures.insert(light, ReferenceCapture { file, sha256: None, resolution: None });
    }
    captures
}

/// Whether `file` names something below the folder it is in, on every system.
pub(super) fn stays_in_folder(file: &str) -> bool {
    let is_portable = !file.contains(['\\', ':', '\0']) && !file.is_empty() && file.len() <= 255;
    is_portable && Path::new(file).components().all(|part| matches!(part, Component::Normal(_)))
}

fn zone(table: Table<'_>, page: Option<SizeMm>, ids: &mut BTreeSet<ZoneId>) -> Option<Zone> {
    let id: Option<ZoneId> = table.required("id");
    if let Some(id) = id.clone()
        && !ids.insert(id.clone())
    {
        table.mistake("id", format!("the zone `{id}` is there twice in this reference; expected a name of its own"));
    }
    let (title, content, role) = (required_text(&table, "title"), table.required("content"), table.required("role"));
    let area = table.required::<[f64; 4]>("area").map(RectMm::from);
    if let Some(area) = area {
        if area.width <= 0.0 || area.height <= 0.0 {
            table.mistake("area", "`area`: expected [left, top, width, height] in mm with a width and a height of more than 0");
        }
        if let Some(page) = page
            && (area.x < -EDGE_MM || area.y < -EDGE_MM || area.right() > page.width + EDGE_MM || area.bottom() > page.height + EDGE_MM)
        {
            let [x, y, width, height] = <[f64; 4]>::from(area);
            let size = format!("{} × {} mm", page.width, page.height);
            table.mistake("area", format!("`area`: [{x}, {y}, {width}, {height}] is not within its page of {size}"));
        }
    }
    let (field, lights) = (table.optional("field"), table.list("lights"));
    table.finish();
    Some(Zone { id: id?, title: title?, area: area?, content: content?, role: role?, field, lights })
}

fn features(root: &Table<'_>, pages: &[Page]) -> Vec<Feature> {
    let tables = root.tables("feature");
    if tables.len() > MAX_FEATURES {
        root.mistake("feature", format!("{} features are more than the {MAX_FEATURES} that a reference may have", tables.len()));
    }
    let zones: BTreeSet<&ZoneId> = pages.iter().flat_map(|page| &page.zones).map(|zone| &zone.id).collect();
    let mut ids: BTreeSet<FeatureId> = BTreeSet::new();
    let feature = |table: Table<'_>| {
        let id: Option<FeatureId> = table.required("id");
        if let Some(id) = id.clone()
            && !ids.insert(id.clone())
        {
            table.mistake("id", format!("the feature `{id}` is there twice; expected a name of its own"));
        }
        let zone: Option<ZoneId> = table.optional("zone");
        if let Some(zone) = zone.as_ref().filter(|zone| !zones.contains(zone)) {
            table.mistake("zone", format!("no page has a zone `{zone}`"));
        }
        let (kind, title, level) = (table.required("kind"), required_text(&table, "title"), table.required("level"));
        let (lights, how, genuine) = (table.list("lights"), table.required("how"), table.required("genuine"));
        table.finish();
        Some(Feature { id: id?, kind: kind?, title: title?, zone, level: level?, lights, how: how?, genuine: genuine? })
    };
    tables.into_iter().take(MAX_FEATURES).filter_map(feature).collect()
}

#[cfg(test)]
mod tests;
