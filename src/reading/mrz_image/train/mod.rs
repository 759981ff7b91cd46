//! How the network is taught: lessons drawn by chance, none of them from a real picture.

mod dice;
mod photo;
mod sheet;

pub(super) use dice::Dice;

use super::ink::inked;
use super::net::{Learner, Lesson, NONE, Network, PITCH, REACH, STEP};
use crate::domain::{Cancelled, Progress};
use sheet::Sheet;

/// Width of a lesson in px: about twelve characters.
const WIDTH: usize = 200;
/// How near the middle of a character a place is for the character to be its answer, and how far for none, in px.
const NEAR: f64 = 1.7;
const FAR: f64 = 4.6;
/// Lessons between two steps.
const BATCH: usize = 24;

/// How the network is taught.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Teaching {
    /// Decides all that chance decides.
    pub seed: u64,
    /// How many steps are taken, of 24 lessons each.
    pub steps: u32,
    /// How large a step is at first; towards the end steps get smaller down to nothing.
    pub rate: f32,
}

impl Default for Teaching {
    fn default() -> Self {
        Self { seed: 1, steps: 8_000, rate: 0.002 }
    }
}

/// A lesson, drawn by chance.
pub(super) fn lesson(dice: &mut Dice) -> Lesson {
    let empty = dice.falls(0.05);
    // A line may begin or end in the picture.
    let start = if dice.falls(0.25) { dice.within(0.0, 90.0) } else { dice.within(-PITCH, 0.0) };
    let room = WIDTH as f64 + 30.0 - start;
    let mut count = (room / PITCH).ceil() as usize;
    if dice.falls(0.25) {
        count = count.saturating_sub(1 + dice.below(9));
    }
    let width = WIDTH as f64 * 1.2;
    let sheet = Sheet::printed(dice, width, start, if empty { 0 } else { count }, PITCH);
    let mut around = Vec::new();
    for side in [-1.0, 1.0] {
        if dice.falls(0.45) {
            let off = side * dice.within(1.5, 2.8) * PITCH;
            let start = dice.within(-PITCH, 0.0);
            around.push((Sheet::printed(dice, width, start, 16, PITCH), off));
        }
    }
    let laid = photo::taken(dice, &sheet, &around, WIDTH);
    let line = inked(&laid.levels);
    let middles: Vec<(u8, f64)> = sheet.characters.iter().map(|(answer, middle)| (*answer, middle * laid.across)).collect();
    let places = (0..).map(|at| REACH + (at * STEP) as f64).take_while(|place| place + REACH < WIDTH as f64);
    let answers = places
        .map(|place| {
            let nearest = middles.iter().min_by(|one, other| (one.1 - place).abs().total_cmp(&(other.1 - place).abs()));
            match nearest {
                Some((answer, middle)) if (middle - place).abs() <= NEAR => Some(*answer),
                Some((_, middle)) if (middle - place).abs() < FAR => None,
                _ => Some(NONE as u8),
            }
        })
        .collect();
    Lesson { line, answers }
}

/// Teaches a network from nothing, or `from` a file of weights, and gives the file of its weights. `told` hears the step, the mean loss
/// and the share of right answers of the last lessons.
///
/// The same teaching gives the same bytes on machines that add numbers alike.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn teach(
    teaching: Teaching,
    from: Option<&[u8]>,
    progress: &dyn Progress,
    told: &mut dyn FnMut(u32, f64, f64),
) -> Result<Vec<u8>, Cancelled> {
    let known = from.and_then(|bytes| Network::from_bytes(bytes).ok());
    let mut learner = known.map_or_else(|| Learner::new(teaching.seed), Learner::from_network);
    let (mut loss, mut right) = (0.0, 0.0);
    for step in 0..teaching.steps {
        progress.report(u64::from(step), u64::from(teaching.steps))?;
        let lessons = drawn(teaching.seed.wrapping_mul(1 << 32).wrapping_add(u64::from(step)), BATCH);
        let share = f64::from(step) / f64::from(teaching.steps);
        let warm = f64::from(step + 1).min(200.0) / 200.0;
        let rate = f64::from(teaching.rate) * warm * 0.5 * (1.0 + (std::f64::consts::PI * share).cos());
        let now = learner.learn(&lessons, rate as f32);
        (loss, right) = (loss + now.0, right + now.1);
        if (step + 1) % 100 == 0 {
            told(step + 1, loss / 100.0, right / 100.0);
            (loss, right) = (0.0, 0.0);
        }
    }
    Ok(learner.network().to_bytes())
}

/// Lessons of a seed.
fn drawn(seed: u64, count: usize) -> Vec<Lesson> {
    use rayon::prelude::*;
    (0..count as u64).into_par_iter().map(|at| lesson(&mut Dice::new(seed.wrapping_mul(1009).wrapping_add(at)))).collect()
}
