//! Comparing the machine-readable zone of a seal with the printed one: the only thing that finds a copied seal.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One place in which two zones differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneDifference {
    /// The line, from 1.
    pub line: usize,
    /// The position in the line, from 1.
    pub column: usize,
    /// The character in the seal; `None` past its end.
    pub seal: Option<char>,
    /// The printed character; `None` past its end.
    pub printed: Option<char>,
}

/// Places in which the zone of a seal and the printed one differ; empty if they agree.
///
/// Where the seal holds only the beginning of the last line, as for visas (28 characters), the rest of the printed line is not
/// looked at. A misread printed character gives a difference too: look at the print before drawing a conclusion.
pub fn zone_differences(seal: &[String], printed: &[String]) -> Vec<ZoneDifference> {
    let mut differences = Vec::new();
    for line in 0..seal.len().max(printed.len()) {
        let in_seal: Vec<char> = seal.get(line).map(|text| text.chars().collect()).unwrap_or_default();
        let in_print: Vec<char> = printed.get(line).map(|text| text.chars().collect()).unwrap_or_default();
        let last = line.saturating_add(1) == seal.len();
        let length = if last && in_seal.len() == 28 { in_seal.len() } else { in_seal.len().max(in_print.len()) };
        for column in 0..length {
            let (seal, printed) = (in_seal.get(column).copied(), in_print.get(column).copied());
            if seal != printed {
                differences.push(ZoneDifference { line: line.saturating_add(1), column: column.saturating_add(1), seal, printed });
            }
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_found_where_they_are() {
        let lines = |lines: [&str; 2]| lines.map(str::to_owned).to_vec();
        let seal = lines(["VCD<<DENT<<ARTHUR<PHILIP<<<<", "1234567XY7GBR5203116M2005250"]);
        let printed = lines(["VCD<<DENT<<ARTHUR<PHILIP<<<<", "1234567XY7GBR5203116M2005250<<<<<<<<"]);
        assert_eq!(zone_differences(&seal, &printed), []);
        let other = lines(["VCD<<DENT<<ARTHUR<PHILIPP<<<", "1234567XY7GBR5203116M200525"]);
        let found = zone_differences(&seal, &other);
        assert_eq!(found.first(), Some(&ZoneDifference { line: 1, column: 25, seal: Some('<'), printed: Some('P') }));
        assert_eq!(found.last(), Some(&ZoneDifference { line: 2, column: 28, seal: Some('0'), printed: None }));
        assert_eq!(zone_differences(&seal, &[]).len(), 56);
    }
}
