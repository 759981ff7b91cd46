//! What the typesetter may see: the template, its data, the pictures and the fonts, all in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use super::fonts::{FONTS, printable};
use super::view::ReportView;
use super::{ReportError, ReportPicture};

const TEMPLATE: &str = include_str!("../../../assets/report/report.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// One report to typeset; it sees no file system, no network and no clock.
pub(super) struct ReportWorld {
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl ReportWorld {
    pub(super) fn new(view: &ReportView, pictures: &[ReportPicture]) -> Result<Self, ReportError> {
        let failed = |error: &dyn std::fmt::Display| ReportError::Typeset(error.to_string());
        let mut data = serde_json::to_value(view).map_err(|error| failed(&error))?;
        keep_printable(&mut data);
        let data = serde_json::to_vec(&data).map_err(|error| failed(&error))?;
        let mut files = BTreeMap::from([("data.json".to_owned(), Bytes::new(data))]);
        for (index, picture) in pictures.iter().enumerate() {
            files.insert(virtual_name(index, picture)?, Bytes::new(picture.bytes.clone()));
        }
        let path = VirtualPath::new("/report.typ").map_err(|error| failed(&error))?;
        let main = Source::new(FileId::new(RootedPath::new(VirtualRoot::Project, path)), TEMPLATE.to_owned());
        Ok(Self { main, files })
    }
}

/// Spells out, in every text of `value`, the characters that no bundled font holds.
fn keep_printable(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(spelled) = printable(text) {
                *text = spelled;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(keep_printable),
        Value::Object(values) => values.values_mut().for_each(keep_printable),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The name a picture goes by in the template.
///
/// Numbered, because the typesetter keeps every name it ever saw for as long as the program runs.
pub(super) fn virtual_name(index: usize, picture: &ReportPicture) -> Result<String, ReportError> {
    let extension = match picture.bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpg",
        _ => return Err(ReportError::PictureFormat(picture.name.clone())),
    };
    Ok(format!("picture-{index}.{extension}"))
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::NotSource) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        self.files.get(name).cloned().ok_or_else(|| FileError::NotFound(PathBuf::from(name)))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
