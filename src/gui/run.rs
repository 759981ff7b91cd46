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

fn no_window(why: &str) -> Problem {
    Problem::system(format!("The window cannot be opened: {why}.")).hint(
        "A graphics driver with Vulkan, Metal, DirectX 12 or OpenGL is needed. Everything works without a window with `guilloche examine`.",
    )
}
