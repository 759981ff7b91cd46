//! A page that shows one picture and nothing else, as scanners write them.

use std::collections::BTreeSet;

use super::document::{Document, Stream};
use super::object::{Dictionary, Object, Reader};
use crate::imaging::decode::DecodeError;

/// Pages that are counted.
const MOST_PAGES: usize = 10_000;

/// Content of a page or form; a scan has a few lines, with recognised text perhaps a few hundred kilobytes.
const MOST_CONTENT_BYTES: usize = 8 << 20;

/// Operators that are followed.
const MOST_OPERATORS: usize = 1_000_000;

/// Forms within forms.
const DEEPEST_FORM: u32 = 4;

/// A picture on a page and how it lies there.
pub(super) struct Placed<'a> {
    pub(super) image: Stream<'a>,
    /// Points (1/72 inch) along its width and its height.
    pub(super) size_pt: (f64, f64),
    /// The EXIF orientation that its place on the page amounts to, 1 to 8.
    pub(super) orientation: u8,
}

/// What a page inherits from those above it.
#[derive(Clone, Default)]
struct Inherited {
    resources: Dictionary,
    rotate: f64,
}

/// The matrix of ISO 32000-2, 8.3.3: x' = a x + c y + e, y' = b x + d y + f.
type Matrix = [f64; 6];

fn times([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix) -> Matrix {
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// The pages of a document, in order, with what each inherits.
fn pages(document: &Document<'_>) -> Vec<(Dictionary, Inherited)> {
    let mut found = Vec::new();
    let root = document.catalogue().and_then(|catalogue| catalogue.get("Pages").cloned());
    let mut waiting: Vec<(Object, Inherited)> = root.into_iter().map(|root| (root, Inherited::default())).collect();
    let mut seen = BTreeSet::new();
    while let Some((node, inherited)) = waiting.pop() {
        if let Object::Reference(id) = node
            && !seen.insert(id)
        {
            continue;
        }
        let Some(Object::Dictionary(node)) = document.resolved(node) else { continue };
        let inherited = Inherited {
            resources: document.dictionary(&node, "Resources").unwrap_or(inherited.resources),
            rotate: document.of(&node, "Rotate").and_then(|turn| turn.number()).unwrap_or(inherited.rotate),
        };
        if let Some(Object::List(kids)) = document.of(&node, "Kids") {
            waiting.extend(kids.into_iter().rev().take(MOST_PAGES).map(|kid| (kid, inherited.clone())));
        } else {
            found.push((node, inherited));
        }
        if found.len() >= MOST_PAGES || waiting.len() > MOST_PAGES {
            break;
        }
    }
    found
}

/// The only picture of page `page`, from 0, and the number of pages.
pub(super) fn only_picture<'a>(document: &Document<'a>, page: u32) -> Result<(Placed<'a>, u32), DecodeError> {
    let pages = pages(document);
    let count = pages.len() as u32;
    if count == 0 {
        return Err(DecodeError::damaged("it has no pages"));
    }
    let (node, inherited) = pages.into_iter().nth(page as usize).ok_or(DecodeError::NoSuchPage { page, pages: count })?;
    let mut content = Vec::new();
    let parts = match document.resolved(node.get("Contents").cloned().unwrap_or(Object::Null)) {
        Some(Object::List(parts)) => parts,
        _ => node.get("Contents").cloned().into_iter().collect(),
    };
    for part in parts {
        let stream = document.stream(&part).ok_or_else(|| DecodeError::damaged("the content of the page is missing"))?;
        let left = MOST_CONTENT_BYTES.saturating_sub(content.len());
        content.extend(document.content(&stream, left).ok_or_else(not_a_scan)?);
        content.push(b'\n');
    }
    let mut walk = Walk { document, found: Vec::new(), left: MOST_OPERATORS };
    walk.content(&content, &inherited.resources, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0)?;
    let mut found = walk.found;
    match (found.pop(), found.is_empty()) {
        (Some((image, matrix)), true) => Ok((placed(image, matrix, inherited.rotate)?, count)),
        _ => Err(not_a_scan()),
    }
}

fn not_a_scan() -> DecodeError {
    DecodeError::OtherPdf("the page is not a single scanned picture".to_owned())
}

/// How an image with `matrix` lies on a page that is shown turned by `rotate` degrees clockwise.
fn placed(image: Stream<'_>, [a, b, c, d, ..]: Matrix, rotate: f64) -> Result<Placed<'_>, DecodeError> {
    let quarters = (rotate / 90.0).round().rem_euclid(4.0) as u32;
    let (mut right, mut up) = ((a, b), (c, d));
    for _ in 0..quarters {
        (right, up) = ((right.1, -right.0), (up.1, -up.0));
    }
    let size_pt = (right.0.hypot(right.1), up.0.hypot(up.1));
    let straight = |along: f64, across: f64| across.abs() < 1e-3 * along.abs();
    let orientation = if straight(right.0, right.1) && straight(up.1, up.0) {
        match (right.0 > 0.0, up.1 > 0.0) {
            (true, true) => 1,
            (false, true) => 2,
            (false, false) => 3,
            (true, false) => 4,
        }
    } else if straight(right.1, right.0) && straight(up.0, up.1) {
        match (right.1 > 0.0, up.0 > 0.0) {
            (false, false) => 5,
            (false, true) => 6,
            (true, true) => 7,
            (true, false) => 8,
        }
    } else {
        return Err(not_a_scan());
    };
    Ok(Placed { image, size_pt, orientation })
}

/// Follows the operators of a page (ISO 32000-2, annex A).
struct Walk<'a, 'd> {
    document: &'d Document<'a>,
    found: Vec<(Stream<'a>, Matrix)>,
    left: usize,
}

impl Walk<'_, '_> {
    fn content(&mut self, content: &[u8], resources: &Dictionary, start: Matrix, depth: u32) -> Result<(), DecodeError> {
        let mut reader = Reader::new(content, 0);
        let (mut operands, mut matrix, mut kept) = (Vec::new(), start, Vec::new());
        // Text of mode 3 is recognised text behind the picture, to be searched and not seen.
        let mut text_mode = 0;
        while let Some(object) = reader.object() {
            let Object::Word(word) = object else {
                operands.push(object);
                if operands.len() > 512 {
                    return Err(not_a_scan());
                }
                continue;
            };
            self.left = self.left.checked_sub(1).ok_or_else(not_a_scan)?;
            match word.as_slice() {
                b"q" if kept.len() < 64 => kept.push((matrix, text_mode)),
                b"Q" => (matrix, text_mode) = kept.pop().unwrap_or((start, 0)),
                b"cm" => {
                    let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
                    let by = *numbers.first_chunk::<6>().ok_or_else(not_a_scan)?;
                    matrix = times(by, matrix);
                }
                b"Tr" => text_mode = operands.first().and_then(Object::whole).unwrap_or(0),
                b"Tj" | b"TJ" | b"'" | b"\"" if text_mode == 3 => {}
                b"Do" => {
                    let name = operands.first().and_then(Object::name).and_then(|name| std::str::from_utf8(name).ok());
                    self.shown(name.ok_or_else(not_a_scan)?, resources, matrix, depth)?;
                }
                // States, paths that are not painted, clipping, text states, marked content: nothing that is seen.
                b"w" | b"J" | b"j" | b"M" | b"d" | b"ri" | b"i" | b"gs" | b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" | b"W"
                | b"W*" | b"n" | b"BT" | b"ET" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Tf" | b"Ts" | b"Td" | b"TD" | b"Tm" | b"T*" | b"CS"
                | b"cs" | b"SC" | b"SCN" | b"sc" | b"scn" | b"G" | b"g" | b"RG" | b"rg" | b"K" | b"k" | b"MP" | b"DP" | b"BMC" | b"BDC"
                | b"EMC" | b"BX" | b"EX" => {}
                _ => return Err(not_a_scan()),
            }
            operands.clear();
        }
        Ok(())
    }

    fn shown(&mut self, name: &str, resources: &Dictionary, matrix: Matrix, depth: u32) -> Result<(), DecodeError> {
        let objects = self.document.dictionary(resources, "XObject").ok_or_else(not_a_scan)?;
        let object = objects.get(name).and_then(|reference| self.document.stream(reference)).ok_or_else(not_a_scan)?;
        match self.document.of(&object.about, "Subtype").as_ref().and_then(Object::name) {
            Some(b"Image") if self.found.len() < 2 => self.found.push((object, matrix)),
            Some(b"Form") if depth < DEEPEST_FORM => {
                let own = match self.document.of(&object.about, "Matrix") {
                    Some(Object::List(numbers)) => numbers.iter().filter_map(Object::number).collect::<Vec<_>>().first_chunk().copied(),
                    _ => None,
                };
                let matrix = own.map_or(matrix, |own| times(own, matrix));
                let resources = self.document.dictionary(&object.about, "Resources").unwrap_or_else(|| resources.clone());
                let content = self.document.content(&object, MOST_CONTENT_BYTES).ok_or_else(not_a_scan)?;
                self.content(&content, &resources, matrix, depth + 1)?;
            }
            _ => return Err(not_a_scan()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_page_is_an_orientation() {
        let document = Document::read(b"%PDF-1.4\n1 0 obj\n<</Length 0>>stream\n\nendstream endobj").unwrap();
        let orientation = |matrix, rotate| {
            let image = document.stream(&Object::Reference(1)).unwrap();
            placed(image, matrix, rotate).ok().map(|placed| (placed.orientation, placed.size_pt.0 as u32, placed.size_pt.1 as u32))
        };
        assert_eq!(orientation([300.0, 0.0, 0.0, 200.0, 5.0, 5.0], 0.0), Some((1, 300, 200)));
        // Shown turned by a quarter clockwise: the first row is at the right, EXIF 6.
        assert_eq!(orientation([300.0, 0.0, 0.0, 200.0, 0.0, 0.0], 90.0), Some((6, 300, 200)));
        assert_eq!(orientation([300.0, 0.0, 0.0, 200.0, 0.0, 0.0], -90.0), Some((8, 300, 200)));
        assert_eq!(orientation([300.0, 0.0, 0.0, 200.0, 0.0, 0.0], 180.0), Some((3, 300, 200)));
        assert_eq!(orientation([300.0, 0.0, 0.0, -200.0, 0.0, 200.0], 0.0), Some((4, 300, 200)));
        // Laid on its side and turned back by the page.
        assert_eq!(orientation([0.0, 300.0, -200.0, 0.0, 200.0, 0.0], 90.0), Some((1, 300, 200)));
        assert_eq!(orientation([300.0, 40.0, -40.0, 300.0, 0.0, 0.0], 0.0), None);
    }
}
