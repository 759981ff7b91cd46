//! How the network learns: gradients of the cross-entropy, steps by Adam (Kingma and Ba, 2015).

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::{ANSWERS, Line, Map, NONE, Network, handed, log_softmax};
use crate::reading::mrz_image::train::Dice;

/// What an answer that no character is here weighs beside one that names a character: most places have none.
const NONE_WEIGHS: f32 = 0.35;
/// Shares of the older means that are kept, of the gradient and of its square.
const KEPT: [f32; 2] = [0.9, 0.999];

/// A line and what stands at each of its places; `None` where that is not asked.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Lesson {
    pub(in super::super) line: Line,
    pub(in super::super) answers: Vec<Option<u8>>,
}

/// A network that learns.
#[derive(Debug)]
pub(in super::super) struct Learner {
    network: Network,
    means: Vec<Step>,
    squares: Vec<Step>,
    steps: i32,
}

/// A change of the weights of a layer.
#[derive(Debug, Clone)]
struct Step {
    weights: DMatrix<f32>,
    bias: Vec<f32>,
}

/// What a lesson gives.
struct Told {
    steps: Vec<Step>,
    loss: f64,
    asked: usize,
    right: usize,
}

impl Learner {
    /// A network that knows nothing: weights by chance, as large as keeps the spread of the values from layer to layer (He et al., 2015).
    pub(in super::super) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut network = Network::empty();
        for layer in &mut network.layers {
            let spread = (2.0 / layer.weights.ncols() as f64).sqrt();
            layer.weights.iter_mut().for_each(|weight| *weight = (spread * dice.normal()) as f32);
        }
        let nothing: Vec<Step> = network.layers.iter().map(Step::nothing).collect();
        Self { network, means: nothing.clone(), squares: nothing, steps: 0 }
    }

    /// Goes on from a network.
    pub(in super::super) fn from_network(network: Network) -> Self {
        Self { network, ..Self::new(0) }
    }

    pub(in super::super) fn network(&self) -> &Network {
        &self.network
    }

    /// Takes one step after some lessons; gives the mean loss of an answer and the share of right ones.
    pub(in super::super) fn learn(&mut self, lessons: &[Lesson], rate: f32) -> (f64, f64) {
        let network = &self.network;
        // Added in the order of the lessons, so that the result does not depend on the number of threads.
        let told: Vec<Told> = lessons.par_iter().map(|lesson| network.told(lesson)).collect();
        let asked: usize = told.iter().map(|told| told.asked).sum();
        self.steps += 1;
        let [first, second] = KEPT.map(|kept| 1.0 - kept.powi(self.steps));
        for (at, layer) in self.network.layers.iter_mut().enumerate() {
            let mut sum = Step::nothing(layer);
            for told in &told {
                sum.weights += &told.steps[at].weights;
                sum.bias.iter_mut().zip(&told.steps[at].bias).for_each(|(sum, part)| *sum += part);
            }
            let share = 1.0 / asked.max(1) as f32;
            let step = |value: &mut f32, gradient: f32, mean: &mut f32, square: &mut f32| {
                let gradient = gradient * share;
                *mean = KEPT[0] * *mean + (1.0 - KEPT[0]) * gradient;
                *square = KEPT[1] * *square + (1.0 - KEPT[1]) * gradient * gradient;
                *value -= rate * (*mean / first) / ((*square / second).sqrt() + 1e-8);
            };
            let (means, squares) = (&mut self.means[at], &mut self.squares[at]);
            let weights = layer.weights.iter_mut().zip(sum.weights.iter());
            for ((value, gradient), (mean, square)) in weights.zip(means.weights.iter_mut().zip(squares.weights.iter_mut())) {
                step(value, *gradient, mean, square);
            }
            let bias = layer.bias.iter_mut().zip(&sum.bias);
            for ((value, gradient), (mean, square)) in bias.zip(means.bias.iter_mut().zip(&mut squares.bias)) {
                step(value, *gradient, mean, square);
            }
        }
        let sum: f64 = told.iter().map(|told| told.loss).sum();
        let right: usize = told.iter().map(|told| told.right).sum();
        (sum / asked.max(1) as f64, right as f64 / asked.max(1) as f64)
    }
}

impl Step {
    fn nothing(layer: &super::Convolution) -> Self {
        Self { weights: DMatrix::zeros(layer.weights.nrows(), layer.weights.ncols()), bias: vec![0.0; layer.bias.len()] }
    }

    /// What losses per pixel, `back`, say to the weights of a layer, given the windows it saw.
    fn of(back: &DMatrix<f32>, windows: &DMatrix<f32>) -> Self {
        Self { weights: back * windows.transpose(), bias: back.column_sum().as_slice().to_vec() }
    }
}

impl Network {
    fn told(&self, lesson: &Lesson) -> Told {
        let course = self.course(&lesson.line);
        let [strokes, parts, shapes, answers] = &self.layers;
        let (mut loss, mut asked, mut right) = (0.0, 0, 0);
        let mut back = DMatrix::zeros(ANSWERS, course.answers.columns);
        for ((values, wanted), back) in course.answers.data.chunks_exact(ANSWERS).zip(&lesson.answers).zip(back.column_iter_mut()) {
            let Some(wanted) = wanted.map(usize::from) else { continue };
            let shares = log_softmax(values);
            let weight = if wanted == NONE { NONE_WEIGHS } else { 1.0 };
            loss -= f64::from(shares[wanted] * weight);
            asked += 1;
            right += usize::from(shares.iter().all(|share| *share <= shares[wanted]));
            for (at, (back, share)) in { back }.iter_mut().zip(shares).enumerate() {
                *back = weight * (share.exp() - f32::from(at == wanted));
            }
        }
        let mut steps = Vec::with_capacity(self.layers.len());
        steps.push(Step::of(&back, &answers.windows(&course.shapes)));
        let mut at_shapes = like(&course.shapes);
        answers.spread(&(answers.weights.transpose() * back), &mut at_shapes);
        let back = rectified(at_shapes, &course.shapes);
        steps.push(Step::of(&back, &shapes.windows(&course.lowered)));
        let mut at_lowered = like(&course.lowered);
        shapes.spread(&(shapes.weights.transpose() * back), &mut at_lowered);
        let back = rectified(handed(&at_lowered, &course.lowered, &course.parts, 1), &course.parts);
        steps.push(Step::of(&back, &parts.windows(&course.narrowed)));
        let mut at_narrowed = like(&course.narrowed);
        parts.spread(&(parts.weights.transpose() * back), &mut at_narrowed);
        let back = rectified(handed(&at_narrowed, &course.narrowed, &course.strokes, 2), &course.strokes);
        let ink = Map { columns: lesson.line.columns, rows: super::HEIGHT, channels: 1, data: lesson.line.ink.clone() };
        steps.push(Step::of(&back, &strokes.windows(&ink)));
        steps.reverse();
        Told { steps, loss, asked, right }
    }
}

fn like(map: &Map) -> Map {
    Map::new(map.columns, map.rows, map.channels)
}

/// Losses after the negative values were made 0, before that.
fn rectified(losses: Map, values: &Map) -> DMatrix<f32> {
    let mut back = losses.matrix().into_owned();
    for (back, value) in back.iter_mut().zip(&values.data) {
        if *value <= 0.0 {
            *back = 0.0;
        }
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::mrz_image::net::HEIGHT;

    fn lesson() -> Lesson {
        let mut dice = Dice::new(7);
        let columns = 40;
        let ink = (0..columns * HEIGHT).map(|_| dice.share() as f32).collect();
        let line = Line { columns, ink };
        let answers = (0..Network::places(columns)).map(|at| (at % 3 != 1).then_some((at % ANSWERS) as u8)).collect();
        Lesson { line, answers }
    }

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let learner = Learner::new(5);
        let lesson = lesson();
        let told = learner.network.told(&lesson);
        for (layer, row, column) in [(0, 3, 4), (1, 5, 100), (2, 10, 700), (3, 2, 9), (3, 37, 30)] {
            let step = 2e-3;
            let loss = |change: f32| {
                let mut network = learner.network.clone();
                network.layers[layer].weights[(row, column)] += change;
                network.told(&lesson).loss
            };
            let slope = (loss(step) - loss(-step)) / f64::from(2.0 * step);
            let found = f64::from(told.steps[layer].weights[(row, column)]);
            assert!((slope - found).abs() < 0.02 * slope.abs().max(0.5), "layer {layer}: {slope} against {found}");
        }
    }

    #[test]
    fn what_is_shown_often_enough_is_learnt() {
        let mut learner = Learner::new(1);
        let lessons = [lesson()];
        let (before, _) = learner.learn(&lessons, 0.003);
        let mut after = before;
        for _ in 0..60 {
            after = learner.learn(&lessons, 0.003).0;
        }
        assert!(after < before / 4.0, "{before} to {after}");
    }
}
