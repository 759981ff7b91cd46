//! Opening the window.

use eframe::egui;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Backend, Desktop, SystemDialogs};
use crate::app::Problem;

/// How the desktop is opened.
pub struct Options {
    /// The use cases.
    pub backend: Arc<dyn Backend>,
    /// Pictures to open as a new case at once.
    pub pictures: Vec<PathBuf>,
    /// A case to show at once.
    pub case: Option<crate::domain::CaseId>,
    /// Light or dark; `None` as the system.
    pub dark: Option<bool>,
}

/// Whether the environment says that there is a display to open a window on.
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Looks whether there is a display to open a window on.
///
/// # Errors
///
/// A system problem if there is none.
pub fn check_display() -> Result<(), Problem> {
    if has_display() {
        return Ok(());
    }
    Err(Problem::system("There is no display to open a window on.")
        .hint("Start it from a desktop session, or use `guilloche examine`, which needs none."))
}

/// Opens the window and returns when it is closed.
///
/// # Errors
///
/// A system problem if there is no display, or the window cannot be opened.
pub fn run(options: Options) -> Result<(), Problem> {
    check_display()?;
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Guilloche")
            .with_app_id("guilloche")
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([1024.0, 680.0])
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Wgpu,
        // Colours of captures are evidence: no noise is added to them.
        dithering: false,
        ..eframe::NativeOptions::default()
    };
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        let mut desktop = Desktop::new(&creation.egui_ctx, options.backend, Arc::new(SystemDialogs));
        if let Some(dark) = options.dark {
            Desktop::set_dark(&creation.egui_ctx, dark);
        }
        if let Some(case) = options.case {
            desktop.open_case(case);
        }
        if !options.pictures.is_empty() {
            desktop.new_case(options.pictures);
        }
        Ok(Box::new(desktop))
    });
    // A driver that panics while it starts must not take the program with it.
    let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| eframe::run_native("Guilloche", native, create)));
    match opened {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(no_window(&error.to_string())),
        Err(_) => Err(no_window("the window system failed while it started")),
    }
}

/// What to install on a bare Linux system.
const LINUX: &str = "On Debian and Ubuntu install `libxcursor1 libxi6 libxkbcommon-x11-0 mesa-vulkan-drivers`, which also draw without a \
    graphics card. Everything works without a window with `guilloche examine`.";
/// What is needed elsewhere.
const OTHERS: &str = "A graphics driver with Metal, DirectX 12, Vulkan or OpenGL is needed. Everything works without a window with \
    `guilloche examine`.";

fn no_window(why: &str) -> Problem {
    let says = |word: &str| why.to_lowercase().contains(word);
    if says("x server") || says("could not find wayland") || says("compositor") {
        let name = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().find_map(|name| Some(format!("{name}={}", std::env::var(name).ok()?)));
        return Problem::system(format!("The display does not answer ({}).", name.unwrap_or_else(|| "none is named".to_owned())))
            .hint("Start it from a desktop session, or use `guilloche examine`, which needs none.");
    }
    let hint = if cfg!(target_os = "linux") { LINUX } else { OTHERS };
    if says("adapter") {
        return Problem::system("The window cannot be opened: no graphics driver was found.").hint(hint);
    }
    // What the window system says may name places in its source, which help nobody.
    let why = why.rsplit(".rs:").next().unwrap_or(why).trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == ' ');
    Problem::system(format!("The window cannot be opened: {}.", why.trim_end_matches('.'))).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_driver_or_display_is_said_in_words() {
        let missing = no_window("WGPU error: Failed to create wgpu adapter, no suitable adapter found").to_string();
        assert!(missing.contains("no graphics driver was found") && !missing.contains("WGPU"), "{missing}");
        let silent = no_window("winit EventLoopError: os error at /a/b/mod.rs:788: Failed to open connection to X server").to_string();
        assert!(silent.contains("does not answer") && !silent.contains(".rs"), "{silent}");
        let library = no_window("os error at /a/b.rs:12: libXcursor.so.1: cannot open shared object file").to_string();
        assert!(library.contains("libXcursor.so.1") && !library.contains(".rs"), "{library}");
    }
}
