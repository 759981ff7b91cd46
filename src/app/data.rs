//! All that a document says of itself, without a case: captures in, carriers and their table out.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::carriers::{KnownData, Matrix};
use super::ids::derived;
use super::library::Library;
use super::pipeline::chip_files::chip_dump;
use super::pipeline::seal::examine_seals;
use super::pipeline::{Analysed, Received, Seen, analyse};
use super::trust::Trust;
use super::{Part, Problem, VERSION, Watch};
use crate::domain::{Actor, CaptureId, ChipDump, DataCarrier, ReferenceId, Timestamp};

/// What to read.
pub struct DataOrder<'a> {
    /// The captures of one document.
    pub received: &'a [Received],
    /// The machine-readable zone as typed; empty if it is to be read.
    pub mrz_text: &'a str,
    /// The certificates that are trusted.
    pub trust: &'a Trust,
    /// The folder with the files of its chip.
    pub chip: Option<&'a Path>,
    /// The reference that says where fields are printed; `None` lets identification decide.
    pub reference: Option<&'a ReferenceId>,
}

/// What was read.
pub struct DataFound {
    /// The reference that the document was taken to claim.
    pub reference: Option<ReferenceId>,
    /// Everything that holds data.
    pub carriers: Vec<DataCarrier>,
    /// The same side by side.
    pub matrix: Matrix,
}

/// The captures of one document, read and analysed.
pub(super) struct Looked<'l> {
    /// The captures.
    pub(super) seen: Vec<Seen>,
    /// What the analysis came to.
    pub(super) analysed: Analysed<'l>,
    /// The files of the chip.
    pub(super) chip: Option<ChipDump>,
}

/// Reads captures, analyses them, and examines what is signed. Identities follow from the captures.
pub(super) fn look<'l>(order: &DataOrder<'_>, library: &'l Library, now: Timestamp, watch: &dyn Watch) -> Result<Looked<'l>, Problem> {
    watch.stage("Reading the captures");
    let seed = seed(order.received);
    let mut seen = Vec::with_capacity(order.received.len());
    for (index, received) in order.received.iter().enumerate() {
        let picture = received.picture(&Part::new(watch, index, order.received.len() * 4))?;
        let id = CaptureId(derived(&["capture", &seed, &index.to_string()]));
        seen.push(Seen { capture: received.capture(id, now), picture: Arc::new(picture) });
    }
    let mut analysed = analyse(&seen, library, order.reference, now.date(), watch)?;
    examine_seals(&mut analysed.analysis.barcodes, &order.trust.signers, now);
    let chip = order.chip.map(|folder| chip_dump(folder, order.trust, Actor::Program(VERSION.to_owned()), now)).transpose()?;
    Ok(Looked { seen, analysed, chip: chip.map(|(dump, _)| dump) })
}

/// What identities are derived from: the sums of the captures.
pub(super) fn seed(received: &[Received]) -> String {
    received.iter().map(|received| received.sha256.to_string()).collect::<Vec<String>>().join(" ")
}

/// Reads the carriers of one document.
///
/// # Errors
///
/// A capture that cannot be decoded, a library or a chip folder that cannot be read; cancelled if `watch` asks to stop.
pub fn data(order: &DataOrder<'_>, library: &Library, now: Timestamp, watch: &dyn Watch) -> Result<DataFound, Problem> {
    let Looked { analysed, chip, .. } = look(order, library, now, watch)?;
    let texts = BTreeMap::new();
    let known = KnownData {
        analysis: &analysed.analysis,
        mrz_text: order.mrz_text,
        visual_texts: &texts,
        chip: chip.as_ref(),
        reference: analysed.reference,
        day: now.date(),
    };
    let carriers = known.carriers();
    let matrix = known.compare(&carriers);
    Ok(DataFound { reference: analysed.reference.map(|reference| reference.id.clone()), carriers, matrix })
}
