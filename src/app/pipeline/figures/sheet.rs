//! Pictures of one part of a page beside each other as one picture.

use image::{Rgb, RgbImage, imageops};

use crate::domain::{Light, MadeIn};

/// A picture with what it shows.
pub(super) struct Cell {
    pub(super) picture: RgbImage,
    pub(super) light: Light,
    pub(super) document: MadeIn,
}

/// Room between pictures, in px.
const GAP: u32 = 12;
/// What is seen where there is no picture.
const EMPTY: Rgb<u8> = Rgb([255; 3]);
/// Longest side of a sheet in px; pictures are shrunk to it.
const MOST_PX: u32 = 4_200;

/// Lays pictures in rows; with `by_light`, the questioned above the reference for each light. `None` without pictures.
pub(super) fn sheet(cells: Vec<Cell>, by_light: bool) -> Option<RgbImage> {
    let (width, height) = (cells.iter().map(|cell| cell.picture.width()).max()?, cells.iter().map(|cell| cell.picture.height()).max()?);
    let mut lights: Vec<Light> = cells.iter().map(|cell| cell.light).collect();
    lights.sort_unstable();
    lights.dedup();
    let across = |count: usize| columns(count, width, height * if by_light { 2 } else { 1 });
    let columns = across(if by_light { lights.len() } else { cells.len() });
    let place = |number: usize, cell: &Cell| {
        if by_light {
            let at = lights.iter().position(|light| *light == cell.light).unwrap_or(0);
            (at % columns, at / columns * 2 + usize::from(cell.document == MadeIn::Reference))
        } else {
            (number % columns, number / columns)
        }
    };
    let rows = if by_light { lights.len().div_ceil(columns) * 2 } else { cells.len().div_ceil(columns) };
    let side = |count: usize, one: u32| u32::try_from(count).unwrap_or(1) * (one + GAP) - GAP;
    let mut sheet = RgbImage::from_pixel(side(columns, width), side(rows, height), EMPTY);
    for (number, cell) in cells.iter().enumerate() {
        let (column, row) = place(number, cell);
        let at = |count: usize, one: u32| i64::try_from(count).unwrap_or(0) * i64::from(one + GAP);
        imageops::replace(&mut sheet, &cell.picture, at(column, width), at(row, height));
    }
    let longest = sheet.width().max(sheet.height());
    if longest > MOST_PX {
        let shrunk = |px: u32| (u64::from(px) * u64::from(MOST_PX) / u64::from(longest)).max(1) as u32;
        sheet = imageops::resize(&sheet, shrunk(sheet.width()), shrunk(sheet.height()), imageops::FilterType::CatmullRom);
    }
    Some(sheet)
}

/// The number of columns with which `count` cells come nearest to the shape of a report's column, 3 to 2.
fn columns(count: usize, width: u32, height: u32) -> usize {
    let shape = |columns: usize| {
        let rows = count.div_ceil(columns);
        (columns as f64 * f64::from(width)) / (rows as f64 * f64::from(height).max(1.0))
    };
    let far = |columns: &usize| (shape(*columns) / 1.5).ln().abs();
    (1..=count.max(1)).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(shade: u8, light: Light, document: MadeIn) -> Cell {
        Cell { picture: RgbImage::from_pixel(300, 200, Rgb([shade; 3])), light, document }
    }

    #[test]
    fn lights_stand_in_columns_with_the_questioned_above() {
        let cells = vec![
            cell(10, Light::Visible, MadeIn::Questioned),
            cell(20, Light::Uv365, MadeIn::Questioned),
            cell(30, Light::Uv365, MadeIn::Reference),
        ];
        let sheet = sheet(cells, true).unwrap();
        assert_eq!(sheet.dimensions(), (612, 412));
        let at = |x, y| sheet.get_pixel(x, y).0[0];
        assert_eq!([at(100, 100), at(400, 100), at(400, 300), at(100, 300)], [10, 20, 30, 255]);
    }

    #[test]
    fn many_pictures_are_laid_in_rows_and_none_is_lost() {
        let cells = (0..9).map(|shade| cell(shade * 20, Light::Visible, MadeIn::Questioned)).collect();
        let sheet = sheet(cells, false).unwrap();
        let mut shades: Vec<u8> = (0..9).map(|n| sheet.get_pixel(n % 3 * 312 + 100, n / 3 * 212 + 100).0[0]).collect();
        shades.dedup();
        assert_eq!(shades, (0..9).map(|shade| shade * 20).collect::<Vec<u8>>());
        assert!(super::sheet(Vec::new(), false).is_none());
    }
}
