//! What the document may be: candidates with their evidence, and the reference that was chosen.

use eframe::egui;
use egui::{Align, Layout, RichText, Ui};

use super::OpenCase;
use super::checklist_ui::counted;
use super::registration::{RegistrationLine, registration_ui};
use super::tabs::title_ui;
use crate::domain::{Outcome, PageOf, ReferenceCandidate, ReferenceId, Sight, ZoneId, residual_text};
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, CoverageBar, Tone, card_ui, empty_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// A reference the document may claim to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CandidateView {
    /// The reference.
    pub id: ReferenceId,
    /// Issuer, kind and series.
    pub title: String,
    /// The page that fits.
    pub page: String,
    /// How well it fits, 0 to 1.
    pub score: f64,
    /// Point pairs that agree.
    pub inliers: u32,
    /// Residual in mm, if it could be registered.
    pub residual_mm: Option<f64>,
    /// Whether it is the one compared with.
    pub chosen: bool,
    /// The page by its id.
    pub(crate) of: PageOf,
    /// Where a capture shows it.
    pub(crate) sight: Option<Sight>,
}

/// Which candidate is shown on the capture.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ReferenceState {
    /// The one under the pointer.
    pointed: Option<PageOf>,
    /// The one that stays shown.
    pinned: Option<PageOf>,
}

impl ReferenceState {
    /// Forgets what the pointer was over, before a frame is painted.
    pub(crate) fn begin_frame(&mut self) {
        self.pointed = None;
    }

    /// Where the candidate in question is seen, if it is one of `candidates`.
    pub(crate) fn sight<'a>(&self, candidates: &'a [ReferenceCandidate]) -> Option<&'a Sight> {
        let wanted = self.pointed.as_ref().or(self.pinned.as_ref())?;
        candidates.iter().find(|candidate| candidate.page == *wanted)?.sight.as_deref()
    }
}

impl CandidateView {
    /// A candidate for the exhibit of `open`.
    pub(crate) fn of(open: &OpenCase, candidate: &ReferenceCandidate) -> Self {
        let reference = open.library.get(&candidate.page.reference);
        let chosen = open.examination.reference.as_ref().map(|chosen| &chosen.reference);
        Self {
            id: candidate.page.reference.clone(),
            title: reference.map_or_else(|| candidate.page.reference.to_string(), crate::domain::Reference::title),
            page: reference
                .and_then(|reference| reference.page(&candidate.page.page))
                .map_or_else(|| candidate.page.page.to_string(), |page| page.title.clone()),
            score: candidate.score,
            inliers: candidate.inliers,
            residual_mm: candidate.residual_mm,
            chosen: chosen == Some(&candidate.page.reference),
            of: candidate.page.clone(),
            sight: candidate.sight.as_deref().cloned(),
        }
    }

    /// Whether it has enough in common to be looked at: it is compared with, could be registered, or fits by a third.
    fn is_likely(&self) -> bool {
        self.chosen || self.residual_mm.is_some() || self.score >= 0.3
    }
}

/// A zone of the reference and what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ZoneLine {
    /// The zone.
    pub id: ZoneId,
    /// Its title.
    pub title: String,
    /// Light and outcome, where it was compared.
    pub outcomes: Vec<(String, Outcome, Option<String>)>,
}

/// A security feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeatureLine {
    /// Its title.
    pub title: String,
    /// How to see it and what a genuine one shows.
    pub text: String,
    /// Its zone.
    pub zone: Option<ZoneId>,
}

/// What the reference panel shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReferenceView {
    /// Candidates, best first.
    pub candidates: Vec<CandidateView>,
    /// Whether the library holds the document, as far as can be told.
    pub known: bool,
    /// Whether an analysis was made.
    pub analysed: bool,
    /// Whether a person accepted the reference.
    pub(crate) accepted: bool,
    /// Facts of the reference that is compared with.
    pub facts: Vec<(String, String)>,
    /// How the captures are laid on it.
    pub(crate) registration: Vec<RegistrationLine>,
    /// Its zones that were compared or can be.
    pub zones: Vec<ZoneLine>,
    /// Its features.
    pub features: Vec<FeatureLine>,
    /// Forgeries that are known of it.
    pub forgeries: Vec<(String, String)>,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

impl ReferenceView {
    /// Candidates and chosen reference of `open`.
    pub(crate) fn of(open: &OpenCase) -> Self {
        let analysis = &open.examination.analysis;
        let chosen = open.examination.reference.as_ref().map(|chosen| &chosen.reference);
        // Pages of the chosen reference that no capture shows say nothing once it is chosen.
        let says_nothing = |place: usize, candidate: &ReferenceCandidate| {
            let earlier = || analysis.candidates[..place].iter().any(|other| other.page.reference == candidate.page.reference);
            chosen == Some(&candidate.page.reference) && candidate.residual_mm.is_none() && earlier()
        };
        let candidates = analysis
            .candidates
            .iter()
            .enumerate()
            .filter(|(place, candidate)| !says_nothing(*place, candidate))
            .map(|(_, candidate)| CandidateView::of(open, candidate))
            .collect();
        let reference = open.reference();
        let zones = reference.map_or_else(Vec::new, |reference| {
            reference
                .pages
                .iter()
                .flat_map(|page| &page.zones)
                .map(|zone| ZoneLine {
                    id: zone.id.clone(),
                    title: zone.compared_title(),
                    outcomes: analysis
                        .comparisons
                        .iter()
                        .filter(|comparison| comparison.zone == zone.id && comparison.page.reference == reference.id)
                        .map(|found| (found.light.title().to_owned(), found.outcome, found.reason.map(|reason| reason.title().to_owned())))
                        .collect(),
                })
                .filter(|zone| !zone.outcomes.is_empty())
                .collect()
        });
        Self {
            candidates,
            known: analysis.known,
            analysed: !analysis.candidates.is_empty() || !analysis.placements.is_empty(),
            accepted: open.reference_is_accepted(),
            facts: reference.map_or_else(Vec::new, facts),
            registration: super::registration::lines(open),
            zones,
            features: reference.map_or_else(Vec::new, |reference| {
                reference
                    .features
                    .iter()
                    .map(|feature| FeatureLine {
                        title: feature.title.clone(),
                        text: format!("{} {}", feature.how, feature.genuine),
                        zone: feature.zone.clone(),
                    })
                    .collect()
            }),
            forgeries: reference.map_or_else(Vec::new, |reference| {
                reference.known_forgeries.iter().map(|known| (known.kind.title().to_owned(), known.note.clone())).collect()
            }),
            frozen: open.examination.frozen,
        }
    }
}

fn facts(reference: &crate::domain::Reference) -> Vec<(String, String)> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let until = reference.issued.to.map_or_else(|| "today".to_owned(), |to| to.to_string());
    let mut facts = vec![
        fact("Issuer", format!("{} ({})", reference.issuer.name, reference.issuer.code)),
        fact("Document", reference.kind.title().to_owned()),
        fact("Series", reference.series.clone()),
        fact("Issued", format!("{} to {until}", reference.issued.from)),
        fact("Made of", reference.substrate.title().to_owned()),
        fact("Source", reference.provenance.source.clone()),
        fact("Confirmed by", reference.provenance.verified_by.clone().unwrap_or_else(|| "nobody yet".to_owned())),
    ];
    if reference.specimen {
        facts.push(fact("Status", "Specimen without legal effect".to_owned()));
    }
    facts
}

/// Paints the reference panel and returns what the examiner asked for; `analysing` is there while the captures are being looked at, with
/// what was found so far.
pub(crate) fn reference_ui(
    ui: &mut Ui,
    view: &ReferenceView,
    analysing: Option<&[CandidateView]>,
    state: &mut ReferenceState,
) -> Option<Wish> {
    if !view.analysed && view.facts.is_empty() {
        if let Some(found) = analysing.filter(|found| found.iter().any(CandidateView::is_likely)) {
            title_ui(ui, "What it may be");
            paragraph_ui(ui, "The captures are being laid over it and compared; then it can be accepted.");
            let mut asked = None;
            for candidate in found.iter().filter(|candidate| candidate.is_likely()) {
                asked = candidate_ui(ui, candidate, None, state).or(asked);
            }
            return asked;
        }
        if analysing.is_some() {
            let text = "The captures are held against every reference of the library. You may look at them meanwhile.";
            empty_ui(ui, Icon::Search, "Looking for its reference", text, None);
            return None;
        }
        let text = "The captures have not been looked at yet. Analysing them finds what they may be and lays them over it.";
        let clicked = empty_ui(ui, Icon::Search, "No candidates yet", text, Some("Analyse"));
        return clicked.then_some(Wish::Do(Command::Analyse));
    }
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("reference").auto_shrink([false, false]).show(ui, |ui| {
        title_ui(ui, "What it may be");
        if view.known {
            paragraph_ui(ui, "Accept the reference that the document claims to be; everything is then compared with it.");
        } else {
            ui.add(Badge::new(Icon::Warning, "The library may not hold this document", Tone::Attention));
            paragraph_ui(ui, "No candidate fits well enough. Look at the evidence before accepting one.");
        }
        let (likely, unlikely): (Vec<_>, Vec<_>) = view.candidates.iter().partition(|candidate| candidate.is_likely());
        for (place, candidate) in likely.into_iter().enumerate() {
            let main = place == 0 && view.known && !view.accepted;
            let accept = Action::new("Accept this reference").icon(Icon::Check);
            let accept = (!view.frozen).then(|| if main { accept.main().key(Command::AcceptReference.key_text()) } else { accept });
            asked = candidate_ui(ui, candidate, accept, state).or_else(|| asked.take());
        }
        if !unlikely.is_empty() {
            section_ui(ui, "Hardly anything in common", |_| {});
            for candidate in unlikely {
                asked = unlikely_ui(ui, candidate, view.frozen).or_else(|| asked.take());
            }
        }
        if view.candidates.is_empty() {
            paragraph_ui(ui, "No reference of the library looks like it.");
        }
        if !view.facts.is_empty() {
            asked = asked.take().or_else(|| chosen_ui(ui, view));
        }
        ui.add_space(16.0);
        follow(ui);
    });
    asked
}

/// A candidate that hardly fits, in one line: it may be accepted all the same.
fn unlikely_ui(ui: &mut Ui, candidate: &CandidateView, frozen: bool) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.push_id((&candidate.id, &candidate.page), |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !frozen {
                    let accept = ui.link("Accept").on_hover_text(format!("Compares everything with {}", candidate.id));
                    if accept.clicked() {
                        asked = Some(Wish::ChooseReference(Some(candidate.id.clone())));
                    }
                }
                let percent = (candidate.score * 100.0).round().clamp(0.0, 100.0);
                ui.label(RichText::new(format!("{percent:.0} %")).small().color(colours.weak));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = format!("{} · {}", candidate.title, candidate.page);
                    ui.add(egui::Label::new(RichText::new(&text).small().color(colours.text)).truncate()).on_hover_text(text);
                });
            });
        });
    });
    asked
}

/// A candidate; `accept` is the button that accepts it, none once nothing can be changed.
fn candidate_ui(ui: &mut Ui, candidate: &CandidateView, accept: Option<Action<'_>>, state: &mut ReferenceState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    let top = ui.cursor().min;
    card_ui(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(&candidate.title).strong().color(colours.strong)).wrap());
        ui.label(RichText::new(format!("{} · {}", candidate.id, candidate.page)).small().color(colours.weak));
        let percent = (candidate.score * 100.0).round().clamp(0.0, 100.0) as usize;
        ui.horizontal(|ui| {
            ui.add(CoverageBar::new("Fit", percent, 100).width(96.0));
            let residual = candidate.residual_mm.map_or_else(|| "not registered".to_owned(), |mm| format!("{} apart", residual_text(mm)));
            ui.label(
                RichText::new(format!("{percent} % · {} · {residual}", counted(candidate.inliers as usize, "point", "points"))).small(),
            );
        });
        if let Some(sight) = &candidate.sight {
            let pinned = state.pinned.as_ref() == Some(&candidate.of);
            let text = if pinned { "Stop outlining it" } else { "Outline it on the capture" };
            let link = ui.link(RichText::new(text).small());
            if link.on_hover_text("The page with its upper edge thick, and the places that agree with it").clicked() {
                state.pinned = (!pinned).then(|| candidate.of.clone());
                asked = (!pinned).then_some(Wish::ShowCapture(sight.capture));
            }
        }
        ui.add_space(2.0);
        if candidate.chosen {
            ui.horizontal(|ui| {
                ui.add(Badge::new(Icon::Check, "Compared with this reference", Tone::Agrees));
                if accept.is_some() && ui.link("Withdraw").clicked() {
                    asked = Some(Wish::ChooseReference(None));
                }
            });
        } else if let Some(accept) = accept
            && ui.add(accept).on_hover_text("Compares everything with this reference").clicked()
        {
            asked = Some(Wish::ChooseReference(Some(candidate.id.clone())));
        }
    });
    let card = egui::Rect::from_min_max(top, egui::pos2(ui.max_rect().right(), ui.min_rect().bottom()));
    if candidate.sight.is_some() && ui.rect_contains_pointer(card) {
        state.pointed = Some(candidate.of.clone());
    }
    asked
}

fn chosen_ui(ui: &mut Ui, view: &ReferenceView) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.add_space(10.0);
    title_ui(ui, if view.accepted { "The reference" } else { "Best fit, not accepted yet" });
    for (name, value) in &view.facts {
        fact_ui(ui, name, value);
    }
    asked = registration_ui(ui, &view.registration, view.frozen).or(asked);
    if !view.zones.is_empty() {
        ui.add_space(6.0);
        section_ui(ui, "Zones compared", |_| {});
        for zone in &view.zones {
            ui.push_id(zone.id.as_str(), |ui| {
                ui.horizontal(|ui| {
                    if ui.link(&zone.title).on_hover_text("Brings the zone into both viewers").clicked() {
                        asked = Some(Wish::ShowZone(zone.id.clone()));
                    }
                });
                for (light, outcome, reason) in &zone.outcomes {
                    let (icon, tone) = match outcome {
                        Outcome::Agrees => (Icon::Check, Tone::Agrees),
                        Outcome::Differs => (Icon::Cross, Tone::Differs),
                        Outcome::NotComparable => (Icon::Dash, Tone::Plain),
                    };
                    let text = format!("{light}: {}", reason.as_deref().unwrap_or_else(|| outcome.title()));
                    ui.add(Badge::new(icon, &text, tone));
                }
            });
        }
    }
    if !view.features.is_empty() {
        ui.add_space(6.0);
        section_ui(ui, "Security features", |_| {});
        for feature in &view.features {
            ui.horizontal(|ui| {
                ui.label(RichText::new(&feature.title).color(colours.strong));
                if let Some(zone) = &feature.zone
                    && ui.link("Show").clicked()
                {
                    asked = Some(Wish::ShowZone(zone.clone()));
                }
            });
            paragraph_ui(ui, &feature.text);
        }
    }
    if !view.forgeries.is_empty() {
        ui.add_space(6.0);
        section_ui(ui, "Known forgeries of the series", |_| {});
        for (kind, note) in &view.forgeries {
            ui.add(Badge::new(Icon::Warning, kind, Tone::Attention));
            paragraph_ui(ui, note);
        }
    }
    asked
}
