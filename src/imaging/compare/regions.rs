//! Joins windows that differ into regions.

use super::frame::{Area, Frame};
use crate::domain::{DifferenceKind, DifferenceRegion};

/// A window that differs, how, and how strongly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) area: Area,
    pub(super) kind: DifferenceKind,
    pub(super) strength: f64,
}

/// Joins marks that touch and are of one kind; strongest first, at most `most`.
pub(super) fn regions(frame: &Frame, marks: &[Mark], most: usize) -> Vec<DifferenceRegion> {
    let touch = |a: Area, b: Area| {
        a.left <= b.left + b.width && b.left <= a.left + a.width && a.top <= b.top + b.height && b.top <= a.top + a.height
    };
    let mut group: Vec<usize> = (0..marks.len()).collect();
    for first in 0..marks.len() {
        for second in 0..first {
            if marks[first].kind == marks[second].kind && touch(marks[first].area, marks[second].area) {
                let (from, to) = (group[first].max(group[second]), group[first].min(group[second]));
                group.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
            }
        }
    }
    let mut found: Vec<DifferenceRegion> = (0..marks.len())
        .filter_map(|root| {
            let members: Vec<&Mark> = marks.iter().zip(&group).filter(|(_, group)| **group == root).map(|(mark, _)| mark).collect();
            let first = members.first()?;
            let left = members.iter().map(|mark| mark.area.left).min()?;
            let top = members.iter().map(|mark| mark.area.top).min()?;
            let right = members.iter().map(|mark| mark.area.left + mark.area.width).max()?;
            let bottom = members.iter().map(|mark| mark.area.top + mark.area.height).max()?;
            let strength = members.iter().map(|mark| mark.strength).fold(0.0, f64::max).clamp(0.0, 1.0);
            let area = frame.rect(Area { left, top, width: right - left, height: bottom - top });
            Some(DifferenceRegion::new(area, first.kind, strength))
        })
        .collect();
    found.sort_by(|a, b| (b.strength * b.area.area()).total_cmp(&(a.strength * a.area.area())));
    found.truncate(most);
    found
}
