//! A Fourier view as a picture: low frequencies in the middle, the patterns that stand out circled, numbered and listed.

use eframe::egui;
use egui::{
    Align2, Color32, ColorImage, Mesh, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, TextStyle, TextureHandle, TextureOptions, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};
use image::GrayImage;

use crate::domain::{MM_PER_INCH, Reading};
use crate::gui::theme::{self, Colours};
use crate::gui::viewer::{chip, round_length};
use crate::gui::widgets::paragraph_ui;
use crate::imaging::measure::{RegionPeak, RegionSpectrum};

/// The longer side of the plot at the most, in points.
const MOST_SIDE: f32 = 340.0;
/// The longer side of its picture at the most, in px; more are drawn together.
const MOST_PX: u32 = 512;
/// How near to a peak the pointer takes it, in points.
const NEAR: f32 = 11.0;
/// Radius of the ring about a peak, in points.
const RING: f32 = 7.0;

/// Frequency, spacing and direction of a pattern as they were measured, in short.
pub(crate) type Pattern = [String; 3];

/// The patterns of a measurement; those without a value are left out.
pub(crate) fn patterns(readings: &[Reading]) -> Vec<Pattern> {
    let three = |readings: &[Reading]| match readings {
        [frequency, spacing, direction] => Some([short(frequency)?, short(spacing)?, short(direction)?]),
        _ => None,
    };
    readings.chunks(3).filter_map(three).collect()
}

/// A value with its uncertainty, without the coverage factor.
fn short(reading: &Reading) -> Option<String> {
    let text = reading.value?.to_string();
    Some(text.split(" (k").next().unwrap_or(&text).to_owned())
}

/// What a pattern is called, for example `1 · 133.4 ± 0.4 lpi · 45.0 ± 0.2°`.
fn named(number: usize, [frequency, _, direction]: &Pattern) -> String {
    format!("{} · {frequency} · {direction}", number + 1)
}

/// A spectrum made ready to be painted.
pub(crate) struct SpectrumPlot {
    picture: ColorImage,
    texture: Option<TextureHandle>,
    /// Where the picture ends in the texture, whose last pixels may stand for fewer than the others.
    end: Vec2,
    /// Periods per mm at the corners of the picture.
    corners: [Vec2; 4],
    /// Periods per mm of each pattern, and what it is called.
    peaks: Vec<(Vec2, String)>,
    is_calibrated: bool,
    /// What of the capture this is.
    note: String,
    /// Which patterns may be blocks of a JPEG file.
    blocks: Option<String>,
    /// What it came to, now that it is plotted.
    readings: Vec<Reading>,
    chosen: Option<usize>,
}

impl SpectrumPlot {
    /// The plot of a spectrum that came to `readings`. Takes as long as looking at each of its pixels: for a job.
    pub(crate) fn of(spectrum: &RegionSpectrum, readings: Vec<Reading>) -> Self {
        let wave = |[x, y]: [f64; 2]| vec2(x as f32, y as f32);
        let measured = patterns(&readings);
        let name =
            |number: usize| measured.get(number).map_or_else(|| format!("{} · Not calibrated", number + 1), |all| named(number, all));
        let (picture, end) = drawn_together(&spectrum.picture);
        let is_calibrated =
            spectrum.peaks.iter().all(|peak| peak.values.is_some()) && readings.iter().all(|reading| reading.value.is_some());
        Self {
            picture,
            texture: None,
            end,
            corners: spectrum.corners_per_mm.map(wave),
            peaks: spectrum.peaks.iter().enumerate().map(|(number, peak)| (wave(peak.wave_per_mm), name(number))).collect(),
            is_calibrated,
            note: note(spectrum, is_calibrated),
            blocks: blocks(&spectrum.peaks),
            readings,
            chosen: None,
        }
    }
}

/// What of the capture was transformed, and what it can tell.
fn note(spectrum: &RegionSpectrum, is_calibrated: bool) -> String {
    let part = if spectrum.is_middle { "The middle of the region, " } else { "" };
    let size = format!("{part}{} × {} px", spectrum.used.width, spectrum.used.height);
    if is_calibrated && spectrum.resolved_lpi.is_finite() {
        format!("{size}. Patterns closer than {:.2} lpi show as one. All ± with k = 2.", spectrum.resolved_lpi)
    } else {
        format!("{size}.")
    }
}

/// A caution if patterns repeat with the blocks of a JPEG file.
fn blocks(peaks: &[RegionPeak]) -> Option<String> {
    let of: Vec<String> =
        peaks.iter().enumerate().filter(|(_, peak)| peak.fits_blocks).map(|(number, _)| (number + 1).to_string()).collect();
    let (they, need) = match of.as_slice() {
        [] => return None,
        [one] => (format!("Number {one} repeats"), "it need"),
        more => (format!("Numbers {} repeat", more.join(", ")), "they need"),
    };
    Some(format!("{they} with the blocks of 8 px that JPEG compression may leave; {need} not be of the print."))
}

/// The picture with at most [`MOST_PX`] along a side, each pixel the brightest of those it stands for, so that no peak is lost; and
/// where the picture ends in it as shares of its sides.
fn drawn_together(grey: &GrayImage) -> (ColorImage, Vec2) {
    let (width, height) = grey.dimensions();
    let [across, down] = [width, height].map(|side| side.div_ceil(MOST_PX).max(1));
    let (columns, rows) = (width.div_ceil(across), height.div_ceil(down));
    let brightest = |x: u32, y: u32| {
        let (right, bottom) = (((x + 1) * across).min(width), ((y + 1) * down).min(height));
        (y * down..bottom).flat_map(|row| (x * across..right).map(move |column| grey.get_pixel(column, row).0[0])).max().unwrap_or(0)
    };
    let levels: Vec<u8> = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y))).map(|(x, y)| brightest(x, y)).collect();
    let end = |side: u32, by: u32, count: u32| side as f32 / (by * count).max(1) as f32;
    (ColorImage::from_gray([columns as usize, rows as usize], &levels), vec2(end(width, across, columns), end(height, down, rows)))
}

/// Paints the plot of a Fourier view, if it is ready, and below it the patterns `measured`, of which a click chooses one in the plot.
pub(super) fn patterns_ui(ui: &mut Ui, measured: &[Pattern], mut plot: Option<&mut SpectrumPlot>) {
    let pointed = plot.as_mut().and_then(|plot| plot.ui(ui));
    if let Some(plot) = &plot {
        paragraph_ui(ui, &plot.note);
    }
    if measured.is_empty() && plot.as_ref().is_some_and(|plot| plot.peaks.is_empty()) {
        paragraph_ui(ui, "No regular pattern stands out of the noise.");
    }
    let chosen = plot.as_ref().and_then(|plot| plot.chosen);
    for (number, pattern) in measured.iter().enumerate() {
        let clicked = pattern_ui(ui, number, pattern, [chosen == Some(number), pointed == Some(number)]);
        if let (true, Some(plot)) = (clicked, plot.as_mut()) {
            plot.choose(number);
        }
    }
    let Some(plot) = plot else { return };
    if let Some(caution) = &plot.blocks {
        paragraph_ui(ui, caution);
    }
    if patterns(&plot.readings) != measured {
        paragraph_ui(
            ui,
            "The capture lies on its page otherwise than when this was measured; the list is as measured, the picture as it lies now.",
        );
    }
}

/// Paints one pattern as a row; returns whether it was clicked.
fn pattern_ui(ui: &mut Ui, number: usize, pattern: &Pattern, [chosen, pointed]: [bool; 2]) -> bool {
    let colours = theme::colours(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    let spoken = format!("{} · every {}", named(number, pattern), pattern[1]);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &spoken));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter_at(rect);
        let radius = f32::from(theme::RADIUS);
        if chosen || pointed || response.hovered() {
            painter.rect_filled(rect, radius, if chosen { colours.accent_soft } else { colours.hovered });
        }
        if response.has_focus() {
            painter.rect_stroke(rect, radius, Stroke::new(1.5, colours.accent), egui::StrokeKind::Inside);
        }
        let font = TextStyle::Body.resolve(ui.style());
        let [frequency, spacing, direction] = pattern;
        let inner = rect.shrink2(vec2(8.0, 0.0));
        let column = |share: f32| inner.left() + 22.0 + (inner.width() - 22.0) * share;
        let middle = inner.center().y;
        painter.text(pos2(inner.left(), middle), Align2::LEFT_CENTER, (number + 1).to_string(), font.clone(), colours.weak);
        painter.text(pos2(column(0.0), middle), Align2::LEFT_CENTER, frequency, font.clone(), colours.strong);
        painter.text(pos2(column(0.39), middle), Align2::LEFT_CENTER, direction, font.clone(), colours.text);
        painter.text(pos2(inner.right(), middle), Align2::RIGHT_CENTER, spacing, font, colours.weak);
    }
    response
        .on_hover_text("Lines per inch, the direction in which the lines run counter-clockwise from the horizontal, and their spacing")
        .clicked()
}

/// From periods per mm to points of the screen, and back.
#[derive(Debug, Clone, Copy)]
struct Frame {
    rect: Rect,
    points_per_wave: f32,
}

impl Frame {
    fn place(&self, wave: Vec2) -> Pos2 {
        self.rect.center() + wave * self.points_per_wave
    }

    fn wave(&self, place: Pos2) -> Vec2 {
        (place - self.rect.center()) / self.points_per_wave
    }
}

impl SpectrumPlot {
    /// Chooses a pattern; the same one again chooses none.
    fn choose(&mut self, number: usize) {
        self.chosen = (self.chosen != Some(number)).then_some(number);
    }

    /// Paints the picture; returns the pattern under the pointer.
    fn ui(&mut self, ui: &mut Ui) -> Option<usize> {
        let room = ui.available_width();
        let side = room.min(MOST_SIDE);
        let (all, response) = ui.allocate_exact_size(vec2(room, side), Sense::click());
        let rect = Rect::from_center_size(all.center(), Vec2::splat(side));
        let names: Vec<&str> = self.peaks.iter().map(|(_, name)| name.as_str()).collect();
        let spoken =
            if names.is_empty() { "Fourier view: no regular pattern".to_owned() } else { format!("Fourier view: {}", names.join("; ")) };
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
        let reach = self.corners.iter().fold(1e-6, |most: f32, corner| most.max(corner.x.abs()).max(corner.y.abs()));
        let frame = Frame { rect, points_per_wave: side / 2.0 / reach };
        let pointer = response.hover_pos().filter(|pointer| rect.contains(*pointer));
        let pointed = pointer.and_then(|pointer| self.near(frame, pointer));
        if let (true, Some(number)) = (response.clicked(), pointed) {
            self.choose(number);
        }
        if pointed.is_some() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, frame, pointer, pointed);
        }
        pointed
    }

    /// The pattern whose peak, on either side, is nearest to `pointer` and within reach.
    fn near(&self, frame: Frame, pointer: Pos2) -> Option<usize> {
        let far = |wave: Vec2| frame.place(wave).distance(pointer).min(frame.place(-wave).distance(pointer));
        let all = self.peaks.iter().enumerate().map(|(number, (wave, _))| (number, far(*wave)));
        all.filter(|(_, far)| *far <= NEAR).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(number, _)| number)
    }

    fn paint(&mut self, ui: &Ui, frame: Frame, pointer: Option<Pos2>, pointed: Option<usize>) {
        let colours = theme::over_pictures();
        let painter = ui.painter_at(frame.rect);
        painter.rect_filled(frame.rect, 4.0, colours.sunken);
        let texture = self.texture.get_or_insert_with(|| ui.ctx().load_texture("spectrum", self.picture.clone(), TextureOptions::LINEAR));
        painter.add(quad(texture, frame, self.corners, self.end));
        if self.is_calibrated {
            scale(&painter, ui, frame, colours);
        }
        let small = TextStyle::Small.resolve(ui.style());
        for (number, (wave, _)) in self.peaks.iter().enumerate() {
            let is_chosen = self.chosen == Some(number) || pointed == Some(number);
            let colour = if is_chosen { colours.attention } else { colours.accent };
            for (place, width) in [(frame.place(*wave), 1.8), (frame.place(-*wave), 1.0)] {
                painter.circle_stroke(place, RING, Stroke::new(width + 2.0, colours.behind_label));
                painter.circle_stroke(place, RING, Stroke::new(width, colour));
            }
            // Outwards, where it covers neither the middle nor the peak.
            let place = frame.place(*wave) + wave.normalized() * (RING + 9.0);
            let text = painter.layout_no_wrap((number + 1).to_string(), small.clone(), colours.over_picture);
            let room = frame.rect.shrink(2.0);
            let around = Rect::from_center_size(place, text.size() + vec2(6.0, 1.0));
            let aside = vec2(
                (room.left() - around.left()).max(0.0) + (room.right() - around.right()).min(0.0),
                (room.top() - around.top()).max(0.0) + (room.bottom() - around.bottom()).min(0.0),
            );
            let around = around.translate(aside);
            painter.rect_filled(around, 3.0, colours.behind_label);
            painter.galley(around.center() - text.size() / 2.0, text, colours.over_picture);
        }
        let said = match pointed.or(self.chosen).and_then(|number| self.peaks.get(number)) {
            Some((_, name)) => Some(name.clone()),
            None => pointer.filter(|_| self.is_calibrated).map(|pointer| spot(frame.wave(pointer))),
        };
        if let Some(said) = said {
            chip(&painter, colours, frame.rect.left_top() + vec2(6.0, 6.0), Align2::LEFT_TOP, &[said]);
        }
    }
}

/// A frequency under the pointer in words.
fn spot(wave: Vec2) -> String {
    let turned = (-wave.y).atan2(wave.x).to_degrees() + 90.0;
    format!("{:.0} lpi at {:.0}°", f64::from(wave.length()) * MM_PER_INCH, turned.rem_euclid(180.0).round() % 180.0)
}

/// The picture where its corners belong.
fn quad(texture: &TextureHandle, frame: Frame, corners: [Vec2; 4], end: Vec2) -> Mesh {
    let mut mesh = Mesh::with_texture(texture.id());
    let uvs = [pos2(0.0, 0.0), pos2(end.x, 0.0), pos2(end.x, end.y), pos2(0.0, end.y)];
    for (corner, uv) in corners.into_iter().zip(uvs) {
        mesh.vertices.push(egui::epaint::Vertex { pos: frame.place(corner), uv, color: Color32::WHITE });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    mesh
}

/// Rings at round numbers of lines per inch.
fn scale(painter: &Painter, ui: &Ui, frame: Frame, colours: &Colours) {
    let most_lpi = f64::from(frame.rect.width() / 2.0 / frame.points_per_wave) * MM_PER_INCH;
    let step_lpi = round_length(most_lpi / 3.0);
    let faint = Stroke::new(1.0, colours.over_picture.gamma_multiply(0.22));
    let small = TextStyle::Small.resolve(ui.style());
    let mut lpi = step_lpi;
    while lpi < most_lpi * 1.3 {
        let radius = (lpi / MM_PER_INCH) as f32 * frame.points_per_wave;
        painter.add(Shape::circle_stroke(frame.rect.center(), radius, faint));
        // Between the usual angles of screens, 0°, 15°, 45° and 75°.
        let place = frame.rect.center() + Vec2::angled(58f32.to_radians()) * radius;
        if frame.rect.shrink(14.0).contains(place) {
            painter.text(place, Align2::CENTER_CENTER, format!("{lpi:.0} lpi"), small.clone(), colours.over_picture.gamma_multiply(0.75));
        }
        lpi += step_lpi;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contributions, Quantity, QuantityValue, Unit};
    use crate::imaging::PixelRect;
    use crate::imaging::measure::PeakValues;

    fn value(value: f64, unit: Unit) -> QuantityValue {
        QuantityValue::new(value, unit, Contributions { scale: 0.1, pixel: 0.0, repeat: 0.0 }).unwrap()
    }

    fn peak(wave_per_mm: [f64; 2], fits_blocks: bool) -> RegionPeak {
        let values = PeakValues {
            frequency: value(133.0, Unit::LinesPerInch),
            period: value(191.0, Unit::Micrometre),
            direction: value(45.0, Unit::Degree),
        };
        RegionPeak { wave_per_mm, strength_db: 40.0, values: Some(values), fits_blocks }
    }

    fn readings(count: usize) -> Vec<Reading> {
        let one = [
            (Quantity::LineFrequency, value(133.0, Unit::LinesPerInch)),
            (Quantity::LinePeriod, value(191.0, Unit::Micrometre)),
            (Quantity::LineDirection, value(45.0, Unit::Degree)),
        ];
        (0..count).flat_map(|_| one).map(|(quantity, value)| Reading { quantity, value: Some(value) }).collect()
    }

    fn spectrum(picture: GrayImage, peaks: Vec<RegionPeak>) -> RegionSpectrum {
        let used = PixelRect { x: 0, y: 0, width: picture.width(), height: picture.height() };
        let corners_per_mm = [[-10.0, -10.0], [10.0, -10.0], [10.0, 10.0], [-10.0, 10.0]];
        RegionSpectrum { picture, corners_per_mm, peaks, used, is_middle: false, resolved_lpi: 1.5 }
    }

    #[test]
    fn one_bright_pixel_is_seen_in_a_picture_that_is_drawn_together() {
        let mut grey = GrayImage::new(1300, 40);
        grey.put_pixel(1299, 39, image::Luma([250]));
        let (picture, end) = drawn_together(&grey);
        assert_eq!(picture.size, [434, 40]);
        assert_eq!(picture.pixels.iter().filter(|pixel| pixel.r() == 250).count(), 1);
        assert!((end - vec2(1300.0 / 1302.0, 1.0)).length() < 1e-6, "{end:?}");
    }

    #[test]
    fn a_peak_is_found_on_either_side_and_nothing_far_off() {
        let peaks = vec![peak([4.0, 0.0], false), peak([0.0, 5.0], false)];
        let plot = SpectrumPlot::of(&spectrum(GrayImage::new(64, 64), peaks), readings(2));
        let frame = Frame { rect: Rect::from_min_size(pos2(50.0, 20.0), Vec2::splat(300.0)), points_per_wave: 15.0 };
        assert_eq!(plot.near(frame, pos2(200.0 + 64.0, 170.0)), Some(0));
        assert_eq!(plot.near(frame, pos2(200.0 - 57.0, 171.0)), Some(0));
        assert_eq!(plot.near(frame, pos2(202.0, 170.0 - 77.0)), Some(1));
        assert_eq!(plot.near(frame, pos2(230.0, 200.0)), None);
        assert!((frame.wave(frame.place(vec2(3.0, -2.0))) - vec2(3.0, -2.0)).length() < 1e-4);
    }

    #[test]
    fn patterns_are_named_by_number_frequency_and_direction() {
        let plot = SpectrumPlot::of(&spectrum(GrayImage::new(64, 64), vec![peak([4.0, 0.0], true)]), readings(1));
        assert_eq!(plot.peaks[0].1, "1 · 133.00 ± 0.20 lpi · 45.00 ± 0.20°");
        assert!(plot.blocks.as_deref().is_some_and(|said| said.starts_with("Number 1 repeats with the blocks of 8 px")));
        assert!(plot.note.starts_with("64 × 64 px. Patterns closer than 1.50 lpi"));
        let bare = vec![Reading { quantity: Quantity::LineFrequency, value: None }; 3];
        assert!(patterns(&bare).is_empty());
        let uncalibrated = RegionPeak { values: None, ..peak([4.0, 0.0], false) };
        let plot = SpectrumPlot::of(&spectrum(GrayImage::new(64, 64), vec![uncalibrated]), bare);
        assert!(plot.peaks[0].1 == "1 · Not calibrated" && !plot.is_calibrated && plot.note == "64 × 64 px.");
    }

    #[test]
    fn the_spot_under_the_pointer_is_told_in_lines_and_their_direction() {
        // Repeating to the right: upright lines.
        assert_eq!(spot(vec2(4.0, 0.0)), "102 lpi at 90°");
        assert_eq!(spot(vec2(0.0, -4.0)), "102 lpi at 0°");
        assert_eq!(spot(vec2(3.0, 3.0)), "108 lpi at 45°");
    }
}
