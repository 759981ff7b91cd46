//! Which references carry what a mark goes around: a stamp, an emblem, a piece of background.

use std::collections::BTreeMap;

use eframe::egui;
use egui::{RichText, Ui};

use crate::app::{Job, Polled, Problem};
use crate::domain::{PageOf, Reference, ReferenceId};
use crate::gui::theme;
use crate::gui::widgets::paragraph_ui;
use crate::imaging::{PatchMatch, PatchSearch};

/// A search of the library by the region of a mark: under way, or there.
pub(crate) enum RegionSearch {
    Running(Job<Result<PatchSearch, Problem>>),
    Found(RegionView),
    Failed(String),
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RegionView {
    /// Whether a page carries the region.
    pub(crate) known: bool,
    /// The pages, best first: what and where, and how well it agrees.
    pub(crate) lines: Vec<(String, String)>,
}

impl std::fmt::Debug for RegionSearch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Running(_) => "Running",
            Self::Found(_) => "Found",
            Self::Failed(_) => "Failed",
        })
    }
}

impl RegionView {
    fn of(found: &PatchSearch, library: &BTreeMap<ReferenceId, Reference>) -> Self {
        let line = |one: &PatchMatch| {
            let of = PageOf::named(&one.key);
            let reference = of.as_ref().and_then(|of| library.get(&of.reference));
            let page = reference.zip(of.as_ref()).and_then(|(reference, of)| reference.page(&of.page)).map(|page| page.title.as_str());
            let title = reference.map_or_else(|| one.key.clone(), Reference::title);
            let named = page.map_or_else(|| title.clone(), |page| format!("{title} · {page}"));
            let percent = (one.likeness * 100.0).round();
            (named, format!("{percent:.0} % alike at {:.1}, {:.1} mm", one.area.x, one.area.y))
        };
        Self { known: found.known, lines: found.matches.iter().map(line).collect() }
    }
}

impl RegionSearch {
    /// Whether it is under way.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }

    /// Takes over what is ready.
    pub(crate) fn poll(&mut self, library: &BTreeMap<ReferenceId, Reference>) {
        let Self::Running(job) = self else { return };
        *self = match job.poll() {
            Polled::Running => return,
            Polled::Done(Ok(found)) => Self::Found(RegionView::of(&found, library)),
            Polled::Done(Err(problem)) => Self::Failed(problem.line()),
            Polled::Lost => Self::Failed("The library could not be searched.".to_owned()),
        };
    }

    /// Paints what came of it.
    pub(crate) fn ui(&self, ui: &mut Ui) {
        match self {
            Self::Running(_) => paragraph_ui(ui, "The library is being searched for this region…"),
            Self::Failed(why) => paragraph_ui(ui, why),
            Self::Found(view) => view.ui(ui),
        }
    }
}

impl RegionView {
    fn ui(&self, ui: &mut Ui) {
        let colours = theme::colours(ui.visuals());
        paragraph_ui(
            ui,
            match (self.known, self.lines.is_empty()) {
                (true, _) => "References that carry this region:",
                (false, true) => "No reference carries this region.",
                (false, false) => "No reference carries this region for certain. Nearest:",
            },
        );
        for (page, where_to) in &self.lines {
            ui.add(egui::Label::new(RichText::new(page).color(colours.strong)).wrap());
            ui.label(RichText::new(where_to).small().color(colours.weak));
        }
    }
}
