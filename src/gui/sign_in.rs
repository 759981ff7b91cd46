//! Signing in: who works here, and the passphrase that opens their key.

use eframe::egui;
use egui::{Key, RichText, TextEdit, Ui};

use super::icons::Icon;
use super::theme;
use super::widgets::{Action, paragraph_ui};
use super::wish::Wish;

/// Who is at the program, and who could be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionView {
    /// Whether somebody has to sign in before anything is shown.
    pub signed_out: bool,
    /// The names that one can sign in with.
    pub names: Vec<String>,
    /// Who has signed in; `None` for somebody alone.
    pub name: Option<String>,
    /// After how many minutes without a touch the screen is locked; 0 for never.
    pub lock_after_min: u32,
}

/// What is typed.
#[derive(Default)]
pub(crate) struct SignInState {
    /// The name that is chosen.
    name: String,
    passphrase: String,
    /// Whether somebody is being signed in.
    pub busy: bool,
}

impl SignInState {
    /// Forgets the passphrase; the name stays, for whoever unlocks the screen.
    pub(crate) fn forget(&mut self) {
        self.passphrase.clear();
        self.busy = false;
    }
}

/// Paints the screen and returns what was asked for.
pub(crate) fn sign_in_ui(ui: &mut Ui, view: &SessionView, state: &mut SignInState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.22).max(24.0));
        let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(32.0), egui::Sense::hover());
        Icon::Lock.paint(ui.painter(), rect, colours.weak);
        ui.add_space(6.0);
        ui.label(RichText::new("Sign in").heading().color(colours.strong));
        ui.add_space(10.0);
        ui.scope(|ui| {
            ui.set_max_width(320.0);
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| asked = form_ui(ui, view, state));
        });
    });
    asked
}

fn form_ui(ui: &mut Ui, view: &SessionView, state: &mut SignInState) -> Option<Wish> {
    if state.name.is_empty()
        && let [only] = view.names.as_slice()
    {
        state.name.clone_from(only);
    }
    if view.names.len() > 8 {
        ui.add(TextEdit::singleline(&mut state.name).hint_text("Your name").desired_width(f32::INFINITY)).accessible_name("Your name");
    } else {
        for name in &view.names {
            if ui.radio(state.name == *name, name).clicked() {
                state.name.clone_from(name);
            }
        }
    }
    ui.add_space(6.0);
    let field = TextEdit::singleline(&mut state.passphrase).password(true).hint_text("Passphrase").desired_width(f32::INFINITY);
    let response = ui.add_enabled(!state.busy, field).accessible_name("Passphrase");
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(4.0);
    let ready = !state.busy && !state.name.trim().is_empty() && !state.passphrase.is_empty();
    let text = if state.busy { "Signing in…" } else { "Sign in" };
    let clicked = ui.add_enabled(ready, Action::new(text).main().wide()).clicked();
    ui.add_space(6.0);
    paragraph_ui(
        ui,
        "Everything stays on this computer. A passphrase that is lost cannot be recovered; an administrator can give you a new key.",
    );
    if ready && (clicked || entered) {
        state.busy = true;
        return Some(Wish::SignIn(state.name.trim().to_owned(), state.passphrase.clone()));
    }
    None
}
