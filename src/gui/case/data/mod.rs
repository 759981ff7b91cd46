//! The data of a document: its machine-readable zone, printed fields, barcodes, seals and chip, and all of them side by side.

mod carriers;
mod fields;
mod strip;
mod table;
mod zone;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui;
use egui::{Rect, Ui};

use super::tabs::title_ui;
use super::{MrzShown, OpenCase};
use crate::app::carriers::Matrix;
use crate::domain::{CaptureId, ChipDump, DataCarrier, DataField, Date, MachineZone, PictureSum, PointPx, ZoneId, ZoneRole};
use crate::gui::focus::follow;
use crate::gui::widgets::{Action, section_ui};
use crate::gui::wish::Wish;

pub(crate) use zone::read_text;

/// A part of a capture that a panel shows: four corners in px, from the top left clockwise, of what is painted upright.
pub(crate) type Place = (CaptureId, [PointPx; 4]);

/// Paints a part of a capture into a rectangle; nothing while the picture is being read.
pub(crate) type PaintPlace<'a> = &'a mut dyn FnMut(&Ui, Rect, &Place);

/// A printed field as the panel shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldView {
    /// The zone of the reference.
    pub zone: ZoneId,
    /// What it is called there.
    pub title: String,
    /// The field.
    pub field: DataField,
    /// What the examiner confirmed or typed.
    pub confirmed: Option<String>,
    /// What the program read; `None` if it was not read.
    pub read: Option<String>,
    /// Whether a character of that is doubtful.
    pub doubtful: bool,
    /// Why nothing was read.
    pub not_read: Option<String>,
    /// Where it stands in a capture.
    pub place: Option<Place>,
}

/// What the data panel shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DataView {
    /// The zone as it was typed.
    pub text: String,
    /// What was read from it.
    pub mrz: MrzShown,
    /// The zones as the program read them, infrared first.
    pub read: Vec<MachineZone>,
    /// The zone of the reference in which it stands.
    pub zone: Option<ZoneId>,
    /// Printed fields of the reference.
    pub fields: Vec<FieldView>,
    /// Barcodes and seals.
    pub barcodes: Vec<DataCarrier>,
    /// The files of the chip.
    pub chip: Option<ChipDump>,
    /// All carriers side by side.
    pub matrix: Arc<Matrix>,
    /// The day of the examination, for dates in a zone that is being typed.
    pub day: Date,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

impl DataView {
    /// The data of `open`.
    pub(crate) fn of(open: &OpenCase) -> Self {
        let examination = &open.examination;
        let zone = open.reference().and_then(|reference| {
            reference.pages.iter().flat_map(|page| &page.zones).find(|zone| zone.role == ZoneRole::Mrz).map(|zone| zone.id.clone())
        });
        Self {
            text: examination.mrz_text.clone(),
            mrz: open.mrz.clone(),
            read: examination.analysis.machine_zones.clone(),
            zone,
            fields: fields::views(open),
            barcodes: examination.analysis.barcodes.clone(),
            chip: examination.chip.clone(),
            matrix: Arc::clone(&open.matrix),
            day: examination.begun_at.date(),
            frozen: examination.frozen,
        }
    }

    /// The pictures that the panel shows parts of.
    pub(crate) fn captures(&self) -> Vec<CaptureId> {
        let zones = self.read.iter().map(|zone| zone.capture);
        let mut captures: Vec<CaptureId> = zones.chain(self.fields.iter().filter_map(|field| Some(field.place?.0))).collect();
        captures.sort_unstable();
        captures.dedup();
        captures
    }
}

/// What the data panel remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct DataState {
    /// The zone as typed so far; `None` while it is as in the case.
    pub typed: Option<String>,
    /// The character of a zone that is looked at: which zone, line and column, from 0.
    pub character: Option<(usize, usize, usize)>,
    /// Printed fields as typed so far.
    pub fields: BTreeMap<ZoneId, String>,
    /// The field of the table that is opened.
    pub opened: Option<DataField>,
    /// What is outlined on the page.
    pub place: Option<Place>,
}

/// Paints the data panel and returns what the examiner asked for. `portrait` paints the portrait of the chip.
pub(crate) fn data_ui(
    ui: &mut Ui,
    view: &DataView,
    state: &mut DataState,
    paint: PaintPlace<'_>,
    portrait: &mut dyn FnMut(&Ui, Rect, PictureSum),
) -> Option<Wish> {
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("data").auto_shrink([false, false]).show(ui, |ui| {
        if !view.matrix.rows.is_empty() {
            title_ui(ui, "Side by side");
            asked = table::table_ui(ui, view, state).or_else(|| asked.take());
            ui.add_space(10.0);
        }
        title_ui(ui, "Machine-readable zone");
        asked = zone::zone_ui(ui, view, state, paint).or_else(|| asked.take());
        if !view.fields.is_empty() {
            ui.add_space(10.0);
            title_ui(ui, "Printed fields");
            asked = fields::fields_ui(ui, view, state, paint).or_else(|| asked.take());
        }
        ui.add_space(10.0);
        section_ui(ui, "Barcodes and seals", |ui| {
            if !view.frozen
                && ui.add(Action::new("Trust signers…")).on_hover_text(crate::gui::command::Command::TrustSigners.tooltip()).clicked()
            {
                asked = Some(Wish::Do(crate::gui::command::Command::TrustSigners));
            }
        });
        asked = carriers::barcodes_ui(ui, view, state).or_else(|| asked.take());
        ui.add_space(10.0);
        asked = carriers::chip_ui(ui, view, portrait).or_else(|| asked.take());
        follow(ui);
    });
    asked
}
