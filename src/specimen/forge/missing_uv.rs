//! A good print on a dull body, but without any luminous design.

use super::{Account, Job};
use crate::domain::{Light, RectMm, ZoneRole};
use crate::specimen::design::Layer;
use crate::specimen::sheet::Sheet;

pub(super) fn print(job: &Job, sheet: &mut Sheet, page: &str) {
    for layer in Layer::ALL {
        job.design.print(&mut sheet.visible, page, layer, &job.print);
    }
}

pub(super) fn account(job: &Job) -> Account {
    let mut account = Account::default();
    for page in job.design.pages() {
        account = account.altered(page.id, RectMm::new(0.0, 0.0, page.size.width, page.size.height), &[Light::Uv365], "No luminous design");
    }
    for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
        account = account.differs(&page, Light::Uv365, &[&zone]);
    }
    account
}
