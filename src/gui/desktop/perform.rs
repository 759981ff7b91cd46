//! Doing what was asked for.

use eframe::egui;
use std::sync::Arc;

use super::{Desktop, Done, Screen};
use crate::app::trust::TrustKind;
use crate::domain::recipe::Recipe;
use crate::domain::{AnswerKind, CaptureId, ItemId, Light, ProposalState, RectMm, Verdict, ZoneId, ZoneRole};
use crate::gui::backend::Step;
use crate::gui::by_hand::Draft;
use crate::gui::case::LineState;
use crate::gui::case::adjust::with_step;
use crate::gui::case::checklist::AnswerDraft;
use crate::gui::case::item_ui::VERDICTS;
use crate::gui::case::tabs::Tab;
use crate::gui::command::{Command, Group};
use crate::gui::wish::{Answer, Wish};

impl Desktop {
    /// Whether a command does something now.
    pub(super) fn is_available(&self, command: Command) -> bool {
        if self.screen == Screen::SignIn {
            return matches!(command, Command::ToggleTheme) || (command == Command::CloseNotice && !self.notices.list().is_empty());
        }
        if command == Command::SignOut {
            return self.session.name.is_some();
        }
        let on_case = self.screen == Screen::Case && self.open.is_some();
        let Some(open) = self.open.as_ref().filter(|_| on_case) else {
            return matches!(
                command,
                Command::OpenPictures | Command::OpenSample | Command::Palette | Command::Help | Command::ToggleTheme
            ) || (command == Command::CancelJob && self.work.is_some())
                || (command == Command::BackToCase && self.open.is_some())
                || (command == Command::CloseNotice && !self.notices.list().is_empty());
        };
        if let Some(state) = &self.by_hand {
            let steps = |can: fn(&Draft) -> bool| !state.saving && state.draft.as_ref().is_some_and(can);
            return match command {
                Command::GoToDesk | Command::Palette | Command::Help | Command::ToggleTheme => true,
                Command::CancelJob => self.work.is_some() || self.stepping.is_some(),
                Command::CloseNotice => !self.notices.list().is_empty(),
                Command::Undo => steps(Draft::can_undo),
                Command::Redo => steps(Draft::can_redo),
                _ => false,
            };
        }
        let frozen = open.examination.frozen;
        let item = self.checklist.current.as_ref();
        let waits = || {
            item.and_then(|item| open.examination.proposals.get(item))
                .is_some_and(|proposal| proposal.state == ProposalState::Waiting && proposal.verdict.is_some())
        };
        match command {
            Command::OpenSample | Command::BackToCase => false,
            Command::CloseNotice => !self.notices.list().is_empty(),
            Command::AcceptReference => !frozen && !open.reference_is_accepted() && !open.examination.analysis.candidates.is_empty(),
            Command::CancelJob => self.work.is_some() || self.stepping.is_some(),
            Command::RegisterByHand => self.can_register_by_hand(),
            Command::AddCaptures | Command::AddChip | Command::TrustAuthorities | Command::TrustSigners | Command::Analyse => {
                !frozen && self.work.is_none()
            }
            Command::Export => open.examination.conclusion.is_some(),
            Command::Undo => (open.can_undo || self.viewer.moving.is_nudged()) && !frozen,
            Command::Redo => open.can_redo && !frozen,
            Command::AcceptProposal | Command::OverruleProposal => !frozen && self.tab == Tab::Checklist && waits(),
            Command::ClearAnswer => {
                !frozen && self.tab == Tab::Checklist && item.is_some_and(|item| open.examination.observations.contains_key(item))
            }
            Command::ExportMarks => !(open.examination.marks.is_empty() && open.examination.measurements.is_empty()),
            Command::NextPoint
            | Command::PreviousPoint
            | Command::MovePointLeft
            | Command::MovePointRight
            | Command::MovePointUp
            | Command::MovePointDown => !frozen && self.viewer.moving.is_offered(),
            _ if command.about().group == Group::Drawing => !frozen && self.capture.is_some(),
            Command::ResetAdjustments => !frozen && !self.recipe_in_hand().steps.is_empty(),
            Command::CopyAdjustments => !self.recipe_in_hand().steps.is_empty(),
            Command::PasteAdjustments => !frozen && self.adjust.copied.is_some() && self.capture.is_some(),
            Command::AttachEvidence => !frozen && item.is_some() && self.capture.is_some(),
            Command::SavePicture => self.capture.is_some(),
            _ if command.about().group == Group::Checklist => {
                let answers = VERDICTS.iter().any(|(_, answers)| *answers == command);
                self.tab == Tab::Checklist && item.is_some() && !(frozen && answers)
            }
            _ => true,
        }
    }

    /// Does what a panel asked for.
    pub(super) fn grant(&mut self, ctx: &egui::Context, wish: Wish) {
        match wish {
            Wish::Do(command) => self.do_or_say(ctx, command),
            Wish::OpenCase(case) => self.open_case(case),
            Wish::ShowExhibit(exhibit) => self.reopen(Some(exhibit)),
            Wish::ShowCapture(capture) => self.show_capture(capture),
            Wish::GoToItem(item) => self.go_to(item),
            Wish::ShowZone(zone) => self.show_zone(&zone, None),
            Wish::Answer(item, answer) => {
                let clears = answer == Answer::Clear;
                self.steps.push_back(Step::Answer(item.clone(), answer));
                if !clears {
                    self.go_on_from(&item);
                }
            }
            Wish::Accept(item) => self.accept(item),
            Wish::RemoveEvidence(item, place) => self.steps.push_back(Step::Detach(item, place)),
            Wish::ShowEvidence(item, place) => self.show_evidence(&item, place),
            Wish::ChoosePlaced(id) => {
                self.tab = Tab::Marks;
                self.marks.select(id);
            }
            Wish::ShowPlaced(id) => {
                self.tab = Tab::Marks;
                self.show_placed(id);
            }
            Wish::ChangeMark(mark, kind, note) => self.steps.push_back(Step::ChangeMark(mark, kind, note)),
            Wish::SearchRegion(mark) => self.search_region(mark),
            Wish::RewordMark(mark, text) => self.steps.push_back(Step::RewordMark(mark, text)),
            Wish::NoteMeasured(measured, note) => self.steps.push_back(Step::NoteMeasured(measured, note)),
            Wish::RemovePlaced(id) => self.remove_placed(id),
            Wish::TryAdjustment(recipe) => self.try_adjustment(&recipe),
            Wish::Adjust(recipe) => self.keep_adjustment(&recipe),
            Wish::AddStep(kind) => self.adjust_by_name(with_step(&self.recipe_in_hand(), kind)),
            Wish::UsePreset(preset) => self.adjust_by_name(Some(preset.recipe())),
            Wish::ChooseReference(reference) => self.steps.push_back(Step::ChooseReference(reference)),
            Wish::RegisterByHand(capture) => self.begin_by_hand(capture),
            Wish::GoToStep(wanted) => self.go_to_step(wanted),
            Wish::TypeMrz(text) => self.steps.push_back(Step::TypeMrz(text)),
            Wish::ShowPlace(capture, corners) => self.show_place(capture, corners),
            Wish::ConfirmFields(texts) => self.steps.push_back(Step::ConfirmFields(texts)),
            Wish::ClearField(zone) => self.steps.push_back(Step::ClearField(zone)),
            Wish::RemoveChip => self.steps.push_back(Step::RemoveChip),
            Wish::Life(step) => self.steps.push_back(Step::Life(step)),
            Wish::SignIn(name, passphrase) => self.begin_sign_in(name, passphrase),
            Wish::Conclude(draft) => self.steps.push_back(Step::Conclude(draft)),
            Wish::WithdrawConclusion => self.steps.push_back(Step::WithdrawConclusion),
            Wish::Reveal(file) => self.dialogs.reveal(&file),
            Wish::WriteTo(command, folder) => self.write_to(command, folder),
        }
    }

    /// Does a command.
    #[expect(clippy::too_many_lines, reason = "a line for each command")]
    pub(super) fn perform(&mut self, ctx: &egui::Context, command: Command) {
        if let Some((tab, ..)) = Tab::ALL.into_iter().find(|(_, shows, _)| *shows == command) {
            self.tab = tab;
            self.tab_is_new = true;
            return;
        }
        if let Some((verdict, _)) = VERDICTS.into_iter().find(|(_, answers)| *answers == command) {
            self.answer(verdict);
            return;
        }
        let view = self.checklist_view();
        let current = self.checklist.current.clone();
        match command {
            Command::GoToDesk => {
                self.screen = Screen::Desk;
                self.release();
                self.read_desk();
            }
            Command::BackToCase => {
                if let Some((case, _)) = self.exhibit() {
                    self.open_case(case);
                }
            }
            Command::SignOut => self.begin_sign_out(),
            Command::OpenPictures => self.ask_pictures(Done::ChosenForCase),
            Command::AddCaptures => self.ask_pictures(Done::ChosenToAdd),
            Command::AddChip => self.ask_chip(),
            Command::TrustAuthorities => self.ask_trust(TrustKind::Chip),
            Command::TrustSigners => self.ask_trust(TrustKind::Seal),
            Command::Export | Command::ExportMarks | Command::SavePicture => self.ask_folder(command),
            Command::CloseNotice => {
                self.notices.close_newest();
            }
            Command::AcceptReference => {
                let candidates = self.open.iter().flat_map(|open| &open.examination.analysis.candidates);
                if let Some(best) = candidates.map(|candidate| candidate.page.reference.clone()).next() {
                    self.steps.push_back(Step::ChooseReference(Some(best)));
                }
            }
            Command::OpenSample => {
                let backend = Arc::clone(&self.backend);
                self.work("Preparing the sample case", move |watch| backend.sample_case(watch).map(|case| Done::Case(case, Vec::new())));
            }
            Command::Analyse => self.analyse(),
            Command::RegisterByHand => {
                if let Some(capture) = self.capture {
                    self.begin_by_hand(capture);
                }
            }
            // While landmarks are set, steps are those of the landmarks.
            Command::Undo => match self.by_hand.as_mut().and_then(|state| state.draft.as_mut()) {
                Some(draft) => draft.undo(),
                // What keys have moved and not kept yet is the last step.
                None if self.viewer.moving.cancel() => {}
                None => self.steps.push_back(Step::Undo),
            },
            Command::Redo => match self.by_hand.as_mut().and_then(|state| state.draft.as_mut()) {
                Some(draft) => draft.redo(),
                None => self.steps.push_back(Step::Redo),
            },
            Command::Palette => self.palette.open(),
            Command::Help => self.help = !self.help,
            Command::History => self.history = !self.history,
            Command::ToggleFullScreen => {
                self.full = !self.full;
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(self.full));
            }
            Command::ToggleSecondWindow => self.toggle_second(),
            Command::LockSecondWindow => self.lock_second(),
            Command::ToggleTheme => Self::set_dark(ctx, ctx.theme() == egui::Theme::Light),
            Command::CancelJob => {
                if let Some(job) = &self.work {
                    job.stop();
                }
                if let Some(job) = &self.stepping {
                    job.stop();
                }
            }
            Command::NextItem => self.go_to_some(view.and_then(|view| view.next(current.as_ref()))),
            Command::PreviousItem => self.go_to_some(view.and_then(|view| view.previous(current.as_ref()))),
            Command::NextOpenItem => self.go_to_some(view.and_then(|view| view.next_missing(current.as_ref()))),
            Command::AcceptProposal => {
                if let Some(item) = current {
                    self.accept(item);
                }
            }
            Command::OverruleProposal => {
                if let Some(item) = current {
                    self.steps.push_back(Step::Overrule(item));
                }
            }
            Command::AttachEvidence => self.attach_view(),
            Command::ToggleUnaltered => self.adjust.unaltered = !self.adjust.unaltered,
            Command::ResetAdjustments => self.keep_adjustment(&Recipe::default()),
            Command::CopyAdjustments => self.adjust.copied = Some(self.recipe_in_hand()),
            Command::PasteAdjustments => {
                if let Some(copied) = self.adjust.copied.clone() {
                    self.keep_adjustment(&copied);
                }
            }
            Command::ClearAnswer => {
                if let Some(item) = current {
                    self.steps.push_back(Step::Answer(item, Answer::Clear));
                }
            }
            _ => {
                let around = self.surroundings(ctx.pixels_per_point());
                self.viewer.apply(command, &around);
            }
        }
    }

    /// Takes steps back, or takes them again, until `wanted` of them stand.
    fn go_to_step(&mut self, wanted: usize) {
        let Some(open) = &self.open else { return };
        let standing = open.history.iter().filter(|step| step.stands).count();
        let step = if wanted < standing { Step::Undo } else { Step::Redo };
        self.steps.extend(std::iter::repeat_n(step, standing.abs_diff(wanted)));
    }

    /// Gives a verdict on the item in hand, at once if it needs nothing more than a key.
    fn answer(&mut self, verdict: Verdict) {
        let Some(item) = self.checklist.current.clone() else { return };
        let Some(kind) = self.open.as_ref().and_then(|open| open.checklist.item(&item)).map(|item| item.answer) else { return };
        let judges = matches!(kind, AnswerKind::Verdict | AnswerKind::Series);
        if !judges && matches!(verdict, Verdict::Conforms | Verdict::DoesNotConform) {
            self.notices.told("This item is not judged with a key.", "Enter what it asks for in the panel.", None);
            return;
        }
        if matches!(verdict, Verdict::Conforms | Verdict::NotApplicable) {
            self.checklist.draft = None;
            self.steps.push_back(Step::Answer(item.clone(), Answer::Verdict { verdict, reason: None, remark: String::new() }));
            self.go_on_from(&item);
            return;
        }
        let remark = self.checklist.draft.take().map_or_else(String::new, |draft| draft.remark);
        self.checklist.draft = Some(AnswerDraft { verdict, reason: None, remark });
        self.checklist.focus = true;
        self.checklist.scroll = true;
    }

    fn accept(&mut self, item: ItemId) {
        // A proposal that something differs has no remark of the examiner yet; the step writes what was measured.
        self.steps.push_back(Step::Accept(item.clone()));
        self.go_on_from(&item);
    }

    /// Takes the next item in hand that is missing once `item` is answered.
    fn go_on_from(&mut self, item: &ItemId) {
        let Some(view) = self.checklist_view() else { return };
        let missing =
            view.sections.iter().flat_map(|section| &section.lines).filter(|line| line.state.is_missing() && &line.id != item).count();
        if missing > 0 {
            self.go_to_some(view.next_missing(Some(item)).filter(|next| next != item));
        }
    }

    fn go_to_some(&mut self, item: Option<ItemId>) {
        if let Some(item) = item {
            self.go_to(item);
        }
    }

    /// Takes an item in hand and takes both viewers to its zone and light.
    pub(super) fn go_to(&mut self, item: ItemId) {
        self.tab = Tab::Checklist;
        self.checklist.go_to(item.clone());
        let Some(open) = &self.open else { return };
        // Zones that differ first: they are what must be looked at.
        let mut places = open.places_of(&item);
        places.sort_by_key(|(light, zone)| {
            let found = open.examination.analysis.comparisons.iter().find(|found| &found.zone == zone && found.light == *light);
            found.map_or(2, |found| u8::from(found.outcome != crate::domain::Outcome::Differs))
        });
        if let Some((light, zone)) = places.into_iter().next() {
            self.show_zone(&zone, Some(light));
            return;
        }
        let Some(asked) = open.checklist.item(&item) else { return };
        if asked.methods.contains(&crate::domain::Method::Mrz) {
            let zone = open.reference().and_then(|reference| {
                reference.pages.iter().flat_map(|page| &page.zones).find(|zone| zone.role == ZoneRole::Mrz).map(|zone| zone.id.clone())
            });
            if let Some(zone) = zone {
                self.show_zone(&zone, Some(Light::Visible));
                return;
            }
        }
        // No zone: at least the light that the item asks for, on the page in hand.
        let page = self.capture.and_then(|capture| open.capture(capture)).and_then(|capture| open.page_of(capture)).cloned();
        let wanted = open.captures().iter().find(|capture| {
            asked.methods.contains(&capture.light.method())
                && page.as_ref().is_none_or(|page| open.page_of(capture).is_none_or(|other| other.id == page.id))
        });
        if let Some(capture) = wanted.map(|capture| capture.id) {
            self.show_capture(capture);
        }
    }

    /// Brings a zone into both viewers, under `light` or the light in hand if the zone is seen under it.
    fn show_zone(&mut self, zone: &ZoneId, light: Option<Light>) {
        let Some(open) = &self.open else { return };
        let Some((page, zone)) = open.reference().and_then(|reference| reference.zone(zone)) else { return };
        let current = self.capture.and_then(|capture| open.capture(capture));
        let light = light.or_else(|| current.map(|capture| capture.light).filter(|light| zone.is_seen_under(*light)));
        let light = light.or_else(|| zone.lights.first().copied()).unwrap_or(Light::Visible);
        let area = zone.area.grown((zone.area.width.max(zone.area.height) * 0.2).clamp(1.5, 6.0));
        let capture = open.best_capture(page, light).map(|capture| capture.id);
        if let Some(capture) = capture {
            self.capture = Some(capture);
        }
        self.viewer.bring = Some(area);
    }

    pub(super) fn show_capture(&mut self, capture: CaptureId) {
        let page = |desktop: &Self, id: Option<CaptureId>| {
            let open = desktop.open.as_ref()?;
            open.page_of(open.capture(id?)?).map(|page| page.id.clone())
        };
        let before = page(self, self.capture);
        self.capture = Some(capture);
        if page(self, Some(capture)) != before {
            self.viewer.bring = Some(self.page_bounds());
        }
    }

    /// The page in hand, in mm.
    pub(super) fn page_bounds(&self) -> RectMm {
        let Some(open) = &self.open else { return RectMm::new(0.0, 0.0, 125.0, 88.0) };
        let Some(capture) = self.capture.and_then(|capture| open.capture(capture)) else { return RectMm::new(0.0, 0.0, 125.0, 88.0) };
        if let Some(page) = open.page_of(capture) {
            return page.bounds();
        }
        let map = super::panes::page_from_capture(open, capture).0;
        let (x, y) = map.apply(f64::from(capture.width_px) - 0.5, f64::from(capture.height_px) - 0.5);
        RectMm::new(0.0, 0.0, x, y)
    }

    /// Pixels per mm of the capture in hand, in the middle of the view.
    pub(super) fn px_per_mm(&self) -> f64 {
        let Some(open) = &self.open else { return 12.0 };
        let Some(capture) = self.capture.and_then(|capture| open.capture(capture)) else { return 12.0 };
        let map = super::panes::page_from_capture(open, capture).0;
        let middle = map.inverse().map_or((0.0, 0.0), |inverse| inverse.apply(self.viewer.camera.centre.x, self.viewer.camera.centre.y));
        let scale = map.area_scale(middle.0, middle.1).abs().sqrt();
        if scale.is_finite() && scale > 1e-9 { 1.0 / scale } else { 12.0 }
    }

    /// How many items are missing, for the mark on the tab.
    pub(super) fn missing(&self) -> Option<usize> {
        let view = self.checklist_view()?;
        let missing = view
            .sections
            .iter()
            .flat_map(|section| &section.lines)
            .filter(|line| matches!(line.state, LineState::Open | LineState::Waiting))
            .count();
        (missing > 0).then_some(missing)
    }
}
