//! Who is at the program: signing in and out, and locking a screen that nobody touches.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use super::logic::poll;
use super::{Desktop, Screen};
use crate::app::Job;
use crate::gui::sign_in::SessionView;

impl Desktop {
    /// Finds out who is there; the desk is read once somebody may see it.
    pub(super) fn read_session(&mut self) {
        let backend = Arc::clone(&self.backend);
        self.reading_session.start(Job::start("Finding out who is there", self.waker.clone(), move |_| backend.session()));
    }

    /// Signs in as `name`.
    pub(super) fn begin_sign_in(&mut self, name: String, passphrase: String) {
        let backend = Arc::clone(&self.backend);
        self.signing_in = Some(Job::start("Signing in", self.waker.clone(), move |_| backend.sign_in(&name, &passphrase)));
    }

    /// Locks the screen: what was open is closed, and the key leaves memory.
    pub(super) fn begin_sign_out(&mut self) {
        self.open = None;
        self.steps.clear();
        self.backend.release();
        self.screen = Screen::SignIn;
        let backend = Arc::clone(&self.backend);
        self.signing_in = Some(Job::start("Signing out", self.waker.clone(), move |_| backend.sign_out()));
    }

    pub(super) fn poll_session(&mut self, ctx: &egui::Context) {
        if let Some(done) = poll(&mut self.signing_in) {
            self.sign_in.forget();
            match done {
                Ok(()) => self.read_session(),
                Err(problem) => self.notices.problem(&problem),
            }
        }
        if self.reading_session.poll() {
            match self.reading_session.shown() {
                Some(Ok(session)) => {
                    let session = session.clone();
                    self.take_session(session);
                }
                Some(Err(problem)) => {
                    let problem = problem.clone();
                    self.notices.problem(&problem);
                }
                None => {}
            }
        }
        self.lock_when_idle(ctx);
    }

    fn take_session(&mut self, session: SessionView) {
        let signed_out = session.signed_out;
        self.session = session;
        if signed_out {
            self.screen = Screen::SignIn;
            return;
        }
        if self.screen == Screen::SignIn {
            self.screen = Screen::Desk;
        }
        self.read_desk();
    }

    fn lock_when_idle(&mut self, ctx: &egui::Context) {
        let (now, touched) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if touched {
            self.touched_at = now;
        }
        let limit = f64::from(self.session.lock_after_min) * 60.0;
        if limit <= 0.0 || self.session.name.is_none() || self.screen == Screen::SignIn {
            return;
        }
        let left = limit - (now - self.touched_at);
        // What is being kept is kept first; a step that is under way has the key that it needs.
        if left <= 0.0 && self.steps.is_empty() && self.stepping.is_none() && self.work.is_none() {
            self.begin_sign_out();
        } else {
            ctx.request_repaint_after(Duration::from_secs_f64(left.max(1.0)));
        }
    }
}
