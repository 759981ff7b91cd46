//! The network that says what may stand at each place of a line: PP-OCRv6, cut down to Latin script. See `assets/models/visual.md`.

use std::sync::{Arc, LazyLock};

use image::RgbImage;
use image::imageops::{FilterType, resize};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::VisualError;

/// The network wants lines of this height, in px.
pub(super) const HEIGHT: u32 = 48;
/// A place for each so many px of width.
pub(super) const STEP: f64 = 8.0;
/// Narrower lines are filled up with ground.
const LEAST_WIDTH: u32 = 48;

#[expect(clippy::large_include_file, reason = "the program is one file that needs no other")]
static MODEL: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/models/visual.onnx"));
static CLASSES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/models/visual.txt"));

/// What a class of the network stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// No character here, or the same as before.
    None,
    /// This character; U+FFFD for all that are not covered.
    Character(char),
}

/// What may stand at a place, most likely first: the probabilities of the classes of one meaning added up, small ones left out.
pub(super) type Place = Vec<(Class, f64)>;

/// Meanings less likely than this are left out.
const LEAST: f64 = 0.005;

struct Network {
    model: Model,
    input: NodeId,
    outputs: [NodeId; 2],
    /// For each class its meaning, as an index of `meanings`.
    means: Vec<usize>,
    meanings: Vec<Class>,
    threads: Arc<ThreadPool>,
}

/// Loaded once, when the first field is read.
static NETWORK: LazyLock<Result<Network, String>> = LazyLock::new(|| {
    let operators = op_registry!(
        Add,
        AveragePool,
        BatchNormalization,
        Cast,
        Concat,
        Conv,
        Div,
        Erf,
        HardSigmoid,
        Identity,
        MatMul,
        MaxPool,
        Mul,
        Pow,
        ReduceMean,
        Relu,
        Reshape,
        Shape,
        Sigmoid,
        Slice,
        Softmax,
        Sqrt,
        Squeeze,
        Sub,
        Transpose,
        Unsqueeze
    );
    let model = ModelOptions::with_ops(operators).load_static_slice(MODEL).map_err(|error| error.to_string())?;
    let input = model.input_ids().first().copied().ok_or("it takes no line")?;
    let outputs = <[NodeId; 2]>::try_from(model.output_ids()).map_err(|_error| "it does not give two values")?;
    let (mut means, mut meanings) = (Vec::new(), Vec::new());
    for line in CLASSES.lines() {
        let class = meaning(line).ok_or_else(|| format!("`{line}` is no class"))?;
        let at = meanings.iter().position(|known| *known == class).unwrap_or_else(|| {
            meanings.push(class);
            meanings.len() - 1
        });
        means.push(at);
    }
    // One thread: a field takes some milliseconds, and the rest of the machine has other things to do.
    Ok(Network { model, input, outputs, means, meanings, threads: Arc::new(ThreadPool::with_num_threads(1)) })
});

fn meaning(line: &str) -> Option<Class> {
    let mut characters = line.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Some(Class::Character(character)),
        _ => match line {
            "blank" => Some(Class::None),
            "space" => Some(Class::Character(' ')),
            "other" => Some(Class::Character(char::REPLACEMENT_CHARACTER)),
            _ => None,
        },
    }
}

/// What the network says of a line.
pub(super) struct Told {
    /// What may stand at each place from left to right. A place is as wide as [`STEP`] px of the line at the [`HEIGHT`] it has.
    pub(super) places: Vec<Place>,
    /// How likely the line is in a script of which the network knows no character, 0 to 1.
    pub(super) other_script: f64,
}

/// Shows a line to the network.
pub(super) fn told(line: &RgbImage) -> Result<Told, VisualError> {
    let network = NETWORK.as_ref().map_err(|error| VisualError::Network(error.clone()))?;
    let scaled = scaled(line);
    let (width, height) = (scaled.width() as usize, HEIGHT as usize);
    // Planes of blue, green and red: the network was taught with pictures in that order.
    let mut values = vec![0.0_f32; 3 * width * height];
    for (at, pixel) in scaled.pixels().enumerate() {
        for (plane, channel) in [2, 1, 0].into_iter().enumerate() {
            values[plane * width * height + at] = f32::from(pixel.0[channel]) / 127.5 - 1.0;
        }
    }
    let input = NdTensor::from_data([1, 3, height, width], values);
    let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&network.threads)));
    let failed = |error: &dyn std::fmt::Display| VisualError::Network(error.to_string());
    let [places, other] = network.outputs;
    let [output, other] =
        network.model.run_n(vec![(network.input, input.into())], [places, other], Some(options)).map_err(|error| failed(&error))?;
    let other: NdTensor<f32, 2> = other.try_into().map_err(|_error| VisualError::Network("it names no script".to_owned()))?;
    let other_script = f64::from(other.to_vec().first().copied().unwrap_or(1.0));
    let output: NdTensor<f32, 3> = output.try_into().map_err(|_error| VisualError::Network("it gives no places".to_owned()))?;
    if output.size(2) != network.means.len() {
        return Err(VisualError::Network("it has other classes than its list".to_owned()));
    }
    let output = output.to_vec();
    let places = output.chunks_exact(network.means.len().max(1)).map(|classes| network.place(classes)).collect();
    Ok(Told { places, other_script })
}

impl Network {
    fn place(&self, classes: &[f32]) -> Place {
        let mut sums = vec![0.0_f64; self.meanings.len()];
        for (probability, means) in classes.iter().zip(&self.means) {
            sums[*means] += f64::from(*probability);
        }
        let mut place: Place = self.meanings.iter().copied().zip(sums).filter(|(_, sum)| *sum >= LEAST).collect();
        place.sort_by(|one, other| other.1.total_cmp(&one.1));
        place
    }
}

/// The line at the height the network wants, at least as wide as it wants.
fn scaled(line: &RgbImage) -> RgbImage {
    let (width, height) = line.dimensions();
    let across = (f64::from(width) * f64::from(HEIGHT) / f64::from(height.max(1))).ceil().max(1.0) as u32;
    let scaled = resize(line, across, HEIGHT, FilterType::Triangle);
    if across >= LEAST_WIDTH {
        return scaled;
    }
    RgbImage::from_fn(LEAST_WIDTH, HEIGHT, |x, y| *scaled.get_pixel(x.min(across - 1), y))
}
