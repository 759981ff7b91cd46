//! Print of this series on the background of another: a page made up from parts.

use super::{Account, Job};
use crate::domain::{Light, RectMm, ZoneRole};
use crate::specimen::canvas::Canvas;
use crate::specimen::design::{self, Design, Glow, Layer};
use crate::specimen::sheet::Sheet;

/// Another series whose background has the size of this one; otherwise the background of any other, cut to size.
fn other(job: &Job) -> &'static dyn Design {
    let size = |design: &dyn Design| design.pages().first().map(|page| (page.size.width, page.size.height));
    let same_size = design::ALL.into_iter().find(|other| other.id() != job.design.id() && size(*other) == size(job.design));
    same_size.unwrap_or(design::ALL[0])
}

pub(super) fn print(job: &Job, sheet: &mut Sheet, page: &str) {
    let other = other(job);
    let other_page =
        other.pages().iter().find(|other_page| other_page.id == page).or_else(|| other.pages().first()).map_or(page, |page| page.id);
    let print = |canvas: &mut Canvas, layer: Layer| {
        if layer == Layer::Background {
            other.print(canvas, other_page, layer, &job.print);
        } else {
            job.design.print(canvas, page, layer, &job.print);
        }
    };
    for layer in Layer::ALL {
        print(&mut sheet.visible, layer);
    }
    if let Some(uv) = &mut sheet.uv {
        job.design.glow(&mut uv.inks, page, Glow::Fibres, &job.print);
        other.glow(&mut uv.inks, other_page, Glow::Design, &job.print);
        job.design.glow(&mut uv.inks, page, Glow::Number, &job.print);
    }
}

pub(super) fn account(job: &Job) -> Account {
    let mut account = Account::default();
    for page in job.design.pages() {
        let whole = RectMm::new(0.0, 0.0, page.size.width, page.size.height);
        account = account.altered(
            page.id,
            whole,
            &[Light::Visible, Light::Uv365],
            &format!("Background print and luminous design of {}", other(job).id()),
        );
    }
    for (page, zone) in job.zones(Light::Visible, |zone| zone.role == ZoneRole::Background || zone.id.as_str() == "portrait-background") {
        account = account.differs(&page, Light::Visible, &[&zone]);
    }
    for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
        account = account.differs(&page, Light::Uv365, &[&zone]);
    }
    account
}
