use typst::layout::{Frame, FrameItem};

use super::*;
use crate::exchange::export::sample;

mod languages;

fn collect(frame: &Frame, out: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(text) => out.push_str(&text.text),
            FrameItem::Group(group) => collect(&group.frame, out),
            _ => {}
        }
    }
}

fn pages(findings: &Findings) -> Vec<String> {
    pages_in(findings, Language::English)
}

fn pages_in(findings: &Findings, language: Language) -> Vec<String> {
    let document = typeset(findings, &sample::pictures(), &wording(language).unwrap()).unwrap();
    let page = |page: &typst_layout::Page| {
        let mut text = String::new();
        collect(&page.frame, &mut text);
        text
    };
    document.pages().iter().map(page).collect()
}

#[test]
fn the_same_findings_give_the_same_archival_bytes() {
    let pdf = report_pdf(&sample::findings(), &sample::pictures()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf == report_pdf(&sample::findings(), &sample::pictures()).unwrap(), "two runs differ");
    let holds = |needle: &[u8]| pdf.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"pdfaid:part") && holds(b"pdfuaid:part") && holds(b"/StructTreeRoot"));
}

#[test]
fn every_page_names_the_report_and_the_last_one_ends_it() {
    let pages = pages(&sample::findings());
    for (index, text) in pages.iter().enumerate() {
        assert!(text.contains("UTO-LAB-2026-0042"), "page {}", index + 1);
        assert!(text.contains(&format!("Page {} of {}", index + 1, pages.len())), "page {}: {text}", index + 1);
        assert!(text.contains("DRAFT"), "page {}", index + 1);
    }
    assert!(pages.last().unwrap().contains("End of report"));
}

#[test]
fn names_in_every_script_are_in_the_text() {
    let text = pages(&sample::findings()).concat();
    for name in ["Nguyễn Thị Hồng Ánh", "Пограничная служба", "ห้องปฏิบัติการเอกสาร", "张伟", "มชาย"]
    {
        assert!(text.contains(name), "{name}");
    }
    assert!(text.contains("مكتب") || text.contains("بتكم"), "the Arabic name is missing");
}

#[test]
fn a_draft_says_that_nobody_concluded_and_an_authorised_report_is_no_draft() {
    let mut findings = sample::findings();
    findings.conclusion = None;
    let text = pages(&findings).concat();
    assert!(text.contains("No conclusion recorded: draft"));
    assert!(text.contains("suggestion of the program"));

    let mut findings = sample::findings();
    findings.status = crate::domain::findings::Status::Issued;
    let by = crate::domain::Actor::Person("Ada Okafor".to_owned());
    findings.authorised_by = crate::domain::findings::Stated::Given(crate::domain::findings::Authorisation { by, at: findings.created_at });
    let text = pages(&findings).concat();
    assert!(!text.contains("DRAFT"));
    assert!(text.contains("Ada Okafor"));
}

#[test]
fn numbers_of_a_zone_are_printed_once_and_the_zone_is_named_in_the_proposal() {
    let text = pages(&sample::findings()).concat();
    assert_eq!(text.matches("Structure agreement, weakest window").count(), sample::findings().comparisons.len());
    assert!(text.contains("structure agreement 0.412"));
    assert!(text.contains("Wrong: expected 3, found 0"));
    assert!(text.contains("One item of the checklist has no answer yet; it is critical."));
}

#[test]
fn what_the_examiner_measured_and_marked_stands_in_the_report() {
    let text = pages(&sample::findings()).concat();
    for part in [
        "Measured by the examiner",
        "36.31 ± 0.05 mm (k = 2)",
        "q03.data-page.visible.jpg",
        "from 20.00, 60.40 to 56.30, 60.40 mm",
        "Scale from two points 50 mm apart (given)",
        "2026-03-02 11:02 UTC",
        "Top of the first line",
        "Not calibrated, so no value can be given",
        "Only as attached to TD3-PER-010",
        "Marked by the examiner",
        "Adhesive or residue",
        "Glows along the edge.",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn a_script_without_a_font_still_gives_an_archival_report() {
    let mut findings = sample::findings();
    findings.items[0].description = "राम in Devanagari, 𐀀 and \u{e000}".to_owned();
    report_pdf(&findings, &sample::pictures()).unwrap();
}

#[test]
fn pictures_that_are_missing_or_no_pictures_are_told() {
    let text = {
        let document = typeset(&sample::findings(), &[], &wording(Language::English).unwrap()).unwrap();
        let mut text = String::new();
        document.pages().iter().for_each(|page| collect(&page.frame, &mut text));
        text
    };
    assert!(text.contains("figures/03-overview.png"));
    let mut pictures = sample::pictures();
    pictures[0].bytes = b"GIF89a".to_vec();
    assert!(matches!(report_pdf(&sample::findings(), &pictures), Err(ReportError::PictureFormat(_))));
    pictures[0].bytes = vec![0x89, b'P', b'N', b'G', 1, 2, 3];
    assert!(matches!(report_pdf(&sample::findings(), &pictures), Err(ReportError::Typeset(_))));
}
