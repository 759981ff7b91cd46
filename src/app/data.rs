//! All that a document says of itself, without a case: captures in, carriers and their table out.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::carriers::{KnownData, Matrix};
use super::ids::derived;
use super::library::Library;
use super::pipeline::chip_files::chip_dump;
use super::pipeline::seal::examine_seals;
use super::pipeline::{Received, Seen, analyse};
use super::trust::Trust;
use super::{Part, Problem, VERSION, Watch};
use crate::domain::{Actor, CaptureId, DataCarrier, ReferenceId, Timestamp};

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

/// Reads the carriers of one document.
///
/// # Errors
///
/// A capture that cannot be decoded, a library or a chip folder that cannot be read; cancelled if `watch` asks to stop.
pub fn data(order: &DataOrder<'_>, library: &Library, now: Timestamp, watch: &dyn Watch) -> Result<DataFound, Problem> {
    watch.stage("Reading the captures");
    let mut seen = Vec::with_capacity(order.received.len());
    for (index, received) in order.received.iter().enumerate() {
        let picture = received.picture(&Part::new(watch, index, order.received.len() * 4))?;
        let id = CaptureId(derived(&["capture", &received.sha256.to_string(), &index.to_string()]));
        seen.push(Seen { capture: received.capture(id, now), picture: Arc::new(picture) });
    }
    let mut analysed = analyse(&seen, library, order.reference, now.date(), watch)?;
    examine_seals(&mut analysed.analysis.barcodes, &order.trust.signers, now);
    let chip = order.chip.map(|folder| chip_dump(folder, order.trust, Actor::Program(VERSION.to_owned()), now)).transpose()?;
    let texts = BTreeMap::new();
    let known = KnownData {
        analysis: &analysed.analysis,
        mrz_text: order.mrz_text,
        visual_texts: &texts,
        chip: chip.as_ref().map(|(dump, _)| dump),
        reference: analysed.reference,
        day: now.date(),
    };
    let carriers = known.carriers();
    let matrix = known.compare(&carriers);
    Ok(DataFound { reference: analysed.reference.map(|reference| reference.id.clone()), carriers, matrix })
}
