//! Near twins of a page: series of one issuer that share all of their print but an emblem, a fount or a rosette.
//!
//! The places of a questioned picture speak for one twin as for the other, and chance decides which of them gets more votes; only the
//! print under a registration tells them apart. So whoever is confirmed brings its twins along to be judged beside it.

use super::{IdentifyParams, Index};

/// Places of a page that its twins are looked for by.
const PROBES: usize = 160;
/// Comparisons that may differ between the places of twins, which are two captures of one print.
const MOST_DISTANCE: u32 = 56;
/// How far apart they may lie, in px of the pages.
const SAME_PLACE: f64 = 5.0;
/// The least share of the probes that a twin has at the same place: in a library of 1,000 pages of 480 places, twins had 0.10 to 0.34 and
/// the nearest of the others 0.10, most of them 0.06. One page too many costs no more than its registration.
const LEAST_SHARE: f64 = 0.1;
/// Twins that are judged at the most.
const MOST_TWINS: usize = 4;

impl Index {
    /// The near twins of `page` among the pages that may be asked, the nearest first.
    pub(super) fn twins(&self, page: usize, params: &IdentifyParams) -> Vec<usize> {
        let codes = &self.pages[page].codes;
        let step = codes.len().div_ceil(PROBES).max(1);
        let mut shared = vec![0_usize; self.pages.len()];
        let mut alike = Vec::new();
        for code in codes.iter().step_by(step) {
            self.tables.alike(&self.bits, &code.bits, MOST_DISTANCE, &mut alike);
            let [x, y] = code.place();
            let mut last = page;
            for (place, _) in &alike {
                let owner = self.owners[*place as usize] as usize;
                let [u, v] = self.pages[owner].codes[*place as usize - self.starts[owner]].place();
                // What is alike comes page by page; each counts a probe once.
                if owner != page && owner != last && (u - x).hypot(v - y) < SAME_PLACE {
                    shared[owner] += 1;
                    last = owner;
                }
            }
        }
        let least = LEAST_SHARE * codes.len().div_ceil(step) as f64;
        let wanted = |page: &usize| params.light.is_none_or(|light| self.pages[*page].light == light);
        let mut twins: Vec<usize> = (0..self.pages.len()).filter(|page| shared[*page] as f64 >= least.max(1.0)).filter(wanted).collect();
        twins.sort_by_key(|page| (std::cmp::Reverse(shared[*page]), *page));
        twins.truncate(MOST_TWINS);
        twins
    }
}
