//! Landmarks that are being set are kept beside the case as they change, so that a program that ends loses at most the last drag.

use std::sync::Arc;

use super::Desktop;
use crate::app::{Job, Polled, Problem};
use crate::domain::{CaptureId, PageFromCapture};
use crate::gui::by_hand::HandState;

impl Desktop {
    /// Whether landmarks are being kept, or are yet to be.
    pub(super) fn is_keeping(&self) -> bool {
        self.keeping.is_some() || !self.drafts.is_empty()
    }

    /// Has the landmarks of `state` kept if they changed and nothing is dragged; `map` lays the reference picture on its page.
    pub(super) fn keep_draft(&mut self, state: &mut HandState, map: PageFromCapture) {
        if state.dragged.is_some() || state.saving {
            return;
        }
        let Some(now) = state.to_keep(map) else { return };
        // What it begins with is kept already, or was accepted before.
        let begun = state.kept.is_none();
        if state.kept.as_ref() != Some(&now) && !begun {
            self.drafts.insert(state.capture, Some(now.clone()).filter(|draft| !draft.pairs.is_empty()));
        }
        state.kept = Some(now);
    }

    /// Forgets the landmarks that were kept of a capture.
    pub(super) fn forget_draft(&mut self, capture: CaptureId) {
        if let Some(open) = &mut self.open {
            open.drafts.retain(|draft| draft.capture != capture);
        }
        self.drafts.insert(capture, None);
    }

    /// Takes over how keeping ended, and keeps the next.
    pub(super) fn poll_drafts(&mut self) {
        match self.keeping.as_ref().map(Job::poll) {
            Some(Polled::Running) => return,
            Some(Polled::Done(Err(problem))) => self.notices.problem(&problem),
            Some(Polled::Lost) => self.notices.problem(&Problem::system("The landmarks could not be kept.")),
            Some(Polled::Done(Ok(()))) | None => {}
        }
        self.keeping = None;
        let Some((case, exhibit)) = self.exhibit() else {
            self.drafts.clear();
            return;
        };
        if let Some((capture, draft)) = self.drafts.pop_first() {
            let backend = Arc::clone(&self.backend);
            self.keeping = Some(Job::start("Keeping landmarks", self.waker.clone(), move |_| {
                backend.keep_landmarks(case, exhibit, capture, draft.as_ref())
            }));
        }
    }
}
