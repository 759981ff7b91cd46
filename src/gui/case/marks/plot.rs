//! A profile as a plot: values along the path in mm, with the spread across it.

use eframe::egui;
use egui::{Align2, Color32, Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::spectrum::{Pattern, SpectrumPlot, patterns_ui};
use crate::app::{Job, Polled, Problem};
use crate::gui::theme;
use crate::gui::widgets::paragraph_ui;
use crate::imaging::measure::Profile;

const HEIGHT: f32 = 150.0;

/// What is worked out from the pixels of a measurement to be looked at: under way, or there.
pub(crate) enum Plot {
    Loading(Job<Result<Plotted, Problem>>),
    Ready(Plotted),
    Failed(String),
}

/// What is painted of a measurement.
pub(crate) enum Plotted {
    /// The values along a path.
    Profile(Curve),
    /// The spectrum of a region.
    Spectrum(Box<SpectrumPlot>),
}

impl std::fmt::Debug for Plot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Loading(_) => "Loading",
            Self::Ready(_) => "Ready",
            Self::Failed(_) => "Failed",
        })
    }
}

/// What is painted: mm along the path, value, spread; thinned to what a panel can show.
pub(crate) struct Curve(Vec<[f32; 3]>);

/// Most points that are painted.
const MOST: usize = 1200;

impl Curve {
    /// The plot of a profile.
    pub(crate) fn of(profile: &Profile) -> Self {
        let all: Vec<[f32; 3]> = profile
            .at_mm
            .iter()
            .zip(&profile.values)
            .zip(&profile.spread)
            .map(|((at, value), spread)| [*at as f32, *value as f32, *spread as f32])
            .collect();
        let step = all.len().div_ceil(MOST).max(1);
        Self(all.into_iter().step_by(step).collect())
    }
}

impl Plot {
    /// Takes over what is ready.
    pub(crate) fn poll(&mut self) {
        let Self::Loading(job) = self else { return };
        *self = match job.poll() {
            Polled::Running => return,
            Polled::Done(Ok(plotted)) => Self::Ready(plotted),
            Polled::Done(Err(problem)) => Self::Failed(problem.line()),
            Polled::Lost => Self::Failed("The pixels could not be read.".to_owned()),
        };
    }

    /// Paints the plot of a profile; `title` names what is plotted.
    pub(crate) fn profile_ui(&self, ui: &mut Ui, title: &str) {
        match self {
            Self::Loading(_) => paragraph_ui(ui, "The profile is being plotted…"),
            Self::Failed(why) => paragraph_ui(ui, why),
            Self::Ready(Plotted::Profile(curve)) => curve.ui(ui, title),
            Self::Ready(Plotted::Spectrum(_)) => {}
        }
    }

    /// Paints the plot of a spectrum and the patterns that were `measured` in it.
    pub(crate) fn spectrum_ui(&mut self, ui: &mut Ui, measured: &[Pattern]) {
        match self {
            Self::Loading(_) => {
                paragraph_ui(ui, "The spectrum is being worked out…");
                patterns_ui(ui, measured, None);
            }
            Self::Failed(why) => {
                paragraph_ui(ui, why);
                patterns_ui(ui, measured, None);
            }
            Self::Ready(Plotted::Spectrum(plot)) => patterns_ui(ui, measured, Some(plot)),
            Self::Ready(Plotted::Profile(_)) => {}
        }
    }
}

impl Curve {
    fn ui(&self, ui: &mut Ui, title: &str) {
        let colours = theme::colours(ui.visuals());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        let (low, high) =
            self.0.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), [_, value, _]| (low.min(*value), high.max(*value)));
        let length = self.0.last().map_or(0.0, |[at, ..]| *at);
        let (first, last) = (self.0.first(), self.0.last());
        if first.is_none() || last.is_none() || !(low.is_finite() && high.is_finite()) {
            return;
        }
        let digits = usize::from(high - low < 10.0) * 2;
        let spoken = format!("Plot: {title} from {low:.digits$} to {high:.digits$} along {length:.2} mm");
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
        if !ui.is_rect_visible(rect) {
            return;
        }
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 4.0, colours.sunken);
        let inner = Rect::from_min_max(rect.min + vec2(38.0, 22.0), rect.max - vec2(10.0, 22.0));
        let margin = ((high - low) * 0.06).max(1e-3);
        let (bottom, top) = (low - margin, high + margin);
        let place = |at: f32, value: f32| {
            let (x, y) = (at / length.max(1e-6), (value - bottom) / (top - bottom));
            pos2(inner.left() + x * inner.width(), inner.bottom() - y.clamp(0.0, 1.0) * inner.height())
        };
        let small = TextStyle::Small.resolve(ui.style());
        for value in [low, f32::midpoint(low, high), high] {
            let y = place(0.0, value).y;
            painter.hline(inner.x_range(), y, Stroke::new(1.0, colours.line));
            painter.text(pos2(inner.left() - 5.0, y), Align2::RIGHT_CENTER, format!("{value:.digits$}"), small.clone(), colours.weak);
        }
        painter.add(band(&self.0, &place, colours.accent.gamma_multiply(0.25)));
        let line: Vec<Pos2> = self.0.iter().map(|[at, value, _]| place(*at, *value)).collect();
        painter.add(Shape::line(line, Stroke::new(1.3, colours.accent)));
        painter.text(rect.left_top() + vec2(8.0, 5.0), Align2::LEFT_TOP, title, small.clone(), colours.text);
        painter.text(pos2(inner.left(), rect.bottom() - 5.0), Align2::LEFT_BOTTOM, "0", small.clone(), colours.weak);
        painter.text(
            pos2(inner.right(), rect.bottom() - 5.0),
            Align2::RIGHT_BOTTOM,
            format!("{length:.2} mm"),
            small.clone(),
            colours.weak,
        );
        let pointer = response.hover_pos().filter(|pointer| inner.x_range().contains(pointer.x));
        if let Some(pointer) = pointer {
            let at = (pointer.x - inner.left()) / inner.width() * length;
            let nearest = self.0.iter().min_by(|a, b| (a[0] - at).abs().total_cmp(&(b[0] - at).abs()));
            if let Some([at, value, _]) = nearest {
                painter.vline(place(*at, *value).x, inner.y_range(), Stroke::new(1.0, colours.weak));
                painter.circle_filled(place(*at, *value), 3.0, colours.strong);
                let digits = digits.max(1);
                let text = format!("{value:.digits$} at {at:.2} mm");
                painter.text(rect.right_top() + vec2(-8.0, 5.0), Align2::RIGHT_TOP, text, small, colours.strong);
            }
        }
    }
}

/// The spread across the path as a band about the values.
fn band(curve: &[[f32; 3]], place: &impl Fn(f32, f32) -> Pos2, colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for [at, value, spread] in curve {
        mesh.colored_vertex(place(*at, value + spread), colour);
        mesh.colored_vertex(place(*at, value - spread), colour);
    }
    for column in 1..curve.len() {
        let Ok(right) = u32::try_from(column * 2) else { break };
        mesh.add_triangle(right - 2, right - 1, right);
        mesh.add_triangle(right - 1, right, right + 1);
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contributions, QuantityValue, Unit};

    #[test]
    fn a_long_profile_is_thinned_to_what_a_panel_shows() {
        let count = 10_000;
        let profile = Profile {
            at_mm: (0..count).map(|place| f64::from(place) * 0.01).collect(),
            values: vec![100.0; count as usize],
            spread: vec![1.0; count as usize],
            length: None,
            mean: QuantityValue::new(100.0, Unit::GreyLevel, Contributions::default()).unwrap(),
        };
        let curve = Curve::of(&profile);
        assert!(curve.0.len() <= MOST && curve.0.len() > MOST / 2, "{}", curve.0.len());
    }
}
