//! Writes `reference.toml` the way a person would.

use std::fmt::Write as _;

use super::reference_file::REFERENCE_FORMAT;
use crate::domain::{Feature, Light, Page, Reference, Zone};

/// Returns `reference` as the text of a `reference.toml`; sums and resolutions of captures are not part of it.
pub fn write_reference(reference: &Reference) -> String {
    let mut text = Text(String::new());
    text.text("format", REFERENCE_FORMAT);
    text.text("id", reference.id.as_str());
    text.text("kind", reference.kind.code());
    text.text("series", &reference.series);
    text.text("document_code", &reference.document_code);
    text.text("substrate", reference.substrate.code());
    if let Some(format) = &reference.number_format {
        text.text("number_format", format);
    }
    text.line("specimen", if reference.specimen { "true" } else { "false" });
    text.header("[issuer]");
    text.text("code", reference.issuer.code.as_str());
    text.text("name", &reference.issuer.name);
    text.header("[issued]");
    text.line("from", &reference.issued.from.to_string());
    if let Some(to) = reference.issued.to {
        text.line("to", &to.to_string());
    }
    text.header("[provenance]");
    text.text("source", &reference.provenance.source);
    let (verified_by, sharing) = (&reference.provenance.verified_by, &reference.provenance.sharing);
    for (key, value) in [("verified_by", verified_by), ("sharing", sharing)] {
        if let Some(value) = value {
            text.text(key, value);
        }
    }
    reference.pages.iter().for_each(|page| text.page(page));
    reference.features.iter().for_each(|feature| text.feature(feature));
    for forgery in &reference.known_forgeries {
        text.header("[[known_forgery]]");
        text.text("kind", forgery.kind.code());
        text.text("note", &forgery.note);
    }
    text.0
}

struct Text(String);

impl Text {
    fn line(&mut self, key: &str, value: &str) {
        // Writing to a text cannot fail.
        writeln!(self.0, "{key} = {value}").unwrap_or_default();
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(key, &toml::Value::from(value).to_string());
    }

    fn numbers(&mut self, key: &str, numbers: &[f64]) {
        let numbers: Vec<_> = numbers.iter().map(|number| format!("{number:?}")).collect();
        self.line(key, &format!("[{}]", numbers.join(", ")));
    }

    fn lights(&mut self, lights: &[Light]) {
        let lights: Vec<_> = lights.iter().map(|light| format!("\"{light}\"")).collect();
        self.line("lights", &format!("[{}]", lights.join(", ")));
    }

    fn header(&mut self, header: &str) {
        writeln!(self.0, "\n{header}").unwrap_or_default();
    }

    fn page(&mut self, page: &Page) {
        self.header("[[page]]");
        self.text("id", page.id.as_str());
        self.text("title", &page.title);
        self.text("side", page.side.code());
        self.numbers("size", &[page.size.width, page.size.height]);
        self.header("[page.captures]");
        for (light, capture) in &page.captures {
            self.text(light.code(), &capture.file);
        }
        page.zones.iter().for_each(|zone| self.zone(zone));
    }

    fn zone(&mut self, zone: &Zone) {
        self.header("[[page.zone]]");
        self.text("id", zone.id.as_str());
        self.text("title", &zone.title);
        self.numbers("area", &<[f64; 4]>::from(zone.area));
        self.text("content", zone.content.code());
        self.text("role", zone.role.code());
        if let Some(field) = zone.field {
            self.text("field", field.code());
        }
        if !zone.lights.is_empty() {
            self.lights(&zone.lights);
        }
    }

    fn feature(&mut self, feature: &Feature) {
        self.header("[[feature]]");
        self.text("id", feature.id.as_str());
        self.text("kind", feature.kind.code());
        self.text("title", &feature.title);
        if let Some(zone) = &feature.zone {
            self.text("zone", zone.as_str());
        }
        self.line("level", &u8::from(feature.level).to_string());
        self.lights(&feature.lights);
        self.text("how", &feature.how);
        self.text("genuine", &feature.genuine);
    }
}
