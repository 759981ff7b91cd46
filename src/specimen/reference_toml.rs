//! A reference as the file that a librarian would write.

use std::fmt::Write as _;

use crate::domain::{RectMm, Reference};

/// The text of `reference.toml`.
pub(crate) fn written(reference: &Reference) -> String {
    let mut out = String::new();
    // Writing to a string does not fail; the result says so to nobody in particular.
    write(reference, &mut out).map_or_else(|_| String::new(), |()| out)
}

fn write(reference: &Reference, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}. A specimen: the document and its issuer are invented.", reference.title())?;
    writeln!(out, "# Areas are [left, top, width, height] in mm from the top left corner of the page.\n")?;
    writeln!(out, "format = \"document-reference/1\"")?;
    writeln!(out, "id = {}", quoted(reference.id.as_str()))?;
    writeln!(out, "kind = {}", quoted(reference.kind.code()))?;
    writeln!(out, "series = {}", quoted(&reference.series))?;
    writeln!(out, "document_code = {}", quoted(&reference.document_code))?;
    writeln!(out, "substrate = {}", quoted(reference.substrate.code()))?;
    if let Some(format) = &reference.number_format {
        writeln!(out, "number_format = {}", quoted(format))?;
    }
    writeln!(out, "specimen = {}\n", reference.specimen)?;
    writeln!(out, "[issuer]\ncode = {}\nname = {}\n", quoted(reference.issuer.code.as_str()), quoted(&reference.issuer.name))?;
    writeln!(out, "[issued]\nfrom = {}", reference.issued.from)?;
    if let Some(to) = reference.issued.to {
        writeln!(out, "to = {to}")?;
    }
    writeln!(out, "\n[provenance]\nsource = {}", quoted(&reference.provenance.source))?;
    if let Some(by) = &reference.provenance.verified_by {
        writeln!(out, "verified_by = {}", quoted(by))?;
    }
    if let Some(sharing) = &reference.provenance.sharing {
        writeln!(out, "sharing = {}", quoted(sharing))?;
    }
    for page in &reference.pages {
        writeln!(
            out,
            "\n[[page]]\nid = {}\ntitle = {}\nside = {}",
            quoted(page.id.as_str()),
            quoted(&page.title),
            quoted(page.side.code())
        )?;
        writeln!(out, "size = [{}, {}]\n\n[page.captures]", number(page.size.width), number(page.size.height))?;
        for (light, capture) in &page.captures {
            writeln!(out, "{} = {}", light.code(), quoted(&capture.file))?;
        }
        for zone in &page.zones {
            writeln!(out, "\n[[page.zone]]\nid = {}\ntitle = {}", quoted(zone.id.as_str()), quoted(&zone.title))?;
            writeln!(out, "area = {}\ncontent = {}\nrole = {}", area(zone.area), quoted(zone.content.code()), quoted(zone.role.code()))?;
            if let Some(field) = zone.field {
                writeln!(out, "field = {}", quoted(field.code()))?;
            }
            if !zone.lights.is_empty() {
                writeln!(out, "lights = [{}]", words(zone.lights.iter().map(|light| light.code())))?;
            }
        }
    }
    for feature in &reference.features {
        writeln!(
            out,
            "\n[[feature]]\nid = {}\nkind = {}\ntitle = {}",
            quoted(feature.id.as_str()),
            quoted(feature.kind.code()),
            quoted(&feature.title)
        )?;
        if let Some(zone) = &feature.zone {
            writeln!(out, "zone = {}", quoted(zone.as_str()))?;
        }
        writeln!(out, "level = {}\nlights = [{}]", u8::from(feature.level), words(feature.lights.iter().map(|light| light.code())))?;
        writeln!(out, "how = {}\ngenuine = {}", quoted(&feature.how), quoted(&feature.genuine))?;
    }
    for forgery in &reference.known_forgeries {
        writeln!(out, "\n[[known_forgery]]\nkind = {}\nnote = {}", quoted(forgery.kind.code()), quoted(&forgery.note))?;
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn words<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.map(quoted).collect::<Vec<_>>().join(", ")
}

/// A number with at least one digit after the point, so that it stays a float.
fn number(value: f64) -> String {
    let text = format!("{value}");
    if text.contains('.') { text } else { format!("{text}.0") }
}

fn area(area: RectMm) -> String {
    let [x, y, width, height] = <[f64; 4]>::from(area).map(number);
    format!("[{x}, {y}, {width}, {height}]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specimen::design;

    #[test]
    fn the_file_is_valid_toml_and_says_what_the_reference_says() {
        for series in design::ALL {
            let reference = series.reference().unwrap();
            let table: toml::Table = written(&reference).parse().unwrap();
            assert_eq!(table["format"].as_str(), Some("document-reference/1"));
            assert_eq!(table["issuer"]["code"].as_str(), Some(reference.issuer.code.as_str()));
            assert!(table["issued"]["from"].as_datetime().is_some());
            let pages = table["page"].as_array().unwrap();
            assert_eq!(pages.len(), reference.pages.len());
            for (page, written) in reference.pages.iter().zip(pages) {
                assert_eq!(written["captures"]["uv-365"].as_str(), Some(page.captures[&crate::domain::Light::Uv365].file.as_str()));
                let zones = written["zone"].as_array().unwrap();
                assert_eq!(zones.len(), page.zones.len());
                for (zone, written) in page.zones.iter().zip(zones) {
                    let area: Vec<f64> = written["area"].as_array().unwrap().iter().map(|value| value.as_float().unwrap()).collect();
                    assert_eq!(area, <[f64; 4]>::from(zone.area));
                }
            }
            assert_eq!(table["feature"].as_array().unwrap().len(), reference.features.len());
        }
    }
}
