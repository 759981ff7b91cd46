//! The weights of the network as a file: a sixteenth of a thousandth of the largest weight of a channel is all that gets lost.

use thiserror::Error;

use super::{Convolution, Network};

/// The first bytes of the file: its kind and version.
const MAGIC: &[u8; 8] = b"GLMRZN1\n";

/// Why bytes are no weights of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum WeightsError {
    /// They begin otherwise.
    #[error("the file does not begin as a file of weights")]
    Kind,
    /// They are too few or too many for the network, or not finite.
    #[error("the file does not fit the network")]
    Size,
}

impl Network {
    /// The network as a file: for each channel of each layer its bias and scale as 32-bit numbers, then its weights in 16 bits.
    pub(in super::super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for layer in &self.layers {
            for (row, bias) in layer.bias.iter().enumerate() {
                let most = layer.weights.row(row).iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
                let scale = if most > 0.0 { most / 32767.0 } else { 1.0 };
                bytes.extend(bias.to_le_bytes());
                bytes.extend(scale.to_le_bytes());
                for weight in layer.weights.row(row).iter() {
                    bytes.extend(((weight / scale).round() as i16).to_le_bytes());
                }
            }
        }
        bytes
    }

    /// The network of a file.
    pub(in super::super) fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(WeightsError::Kind)?;
        let mut network = Self::empty();
        for layer in &mut network.layers {
            read_layer(layer, &mut rest)?;
        }
        if rest.is_empty() { Ok(network) } else { Err(WeightsError::Size) }
    }
}

fn read_layer(layer: &mut Convolution, rest: &mut &[u8]) -> Result<(), WeightsError> {
    for (row, bias) in layer.bias.iter_mut().enumerate() {
        *bias = f32::from_le_bytes(taken(rest)?);
        let scale = f32::from_le_bytes(taken(rest)?);
        if !(bias.is_finite() && scale.is_finite()) {
            return Err(WeightsError::Size);
        }
        for weight in &mut layer.weights.row_mut(row) {
            *weight = scale * f32::from(i16::from_le_bytes(taken(rest)?));
        }
    }
    Ok(())
}

fn taken<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], WeightsError> {
    let (first, after) = rest.split_first_chunk().ok_or(WeightsError::Size)?;
    *rest = after;
    Ok(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_and_other_bytes_do_not() {
        let network = super::super::Learner::new(3).network().clone();
        let bytes = network.to_bytes();
        let back = Network::from_bytes(&bytes).unwrap();
        assert_eq!(back.to_bytes(), bytes, "rounded once, it stays");
        assert_eq!(Network::from_bytes(b"PNG"), Err(WeightsError::Kind));
        assert_eq!(Network::from_bytes(&bytes[..bytes.len() - 1]), Err(WeightsError::Size));
        assert_eq!(Network::from_bytes(&[bytes, vec![0]].concat()), Err(WeightsError::Size));
    }
}
