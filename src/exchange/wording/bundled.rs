//! The vocabularies that come with the program.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rust_embed::Embed;

use super::vocabulary::{Vocabulary, WordingError};

#[derive(Embed)]
#[folder = "assets/vocabulary"]
#[include = "*.toml"]
struct Files;

/// Most files that are read.
const MAX_LISTS: usize = 500;

/// Vocabularies by their names.
pub(super) type Book = Arc<BTreeMap<String, Vocabulary>>;

static BUNDLED: LazyLock<Result<Book, WordingError>> = LazyLock::new(|| {
    let mut names: Vec<String> = Files::iter().map(|name| name.into_owned()).collect();
    names.sort();
    if names.len() > MAX_LISTS {
        return Err(WordingError::TooLarge(format!("{} files", names.len())));
    }
    let files = names.into_iter().filter_map(|name| Files::get(&name).map(|file| (name, file.data)));
    book(files.map(|(name, bytes)| Vocabulary::read(&name, &bytes)))
});

/// The bundled vocabularies, read once.
pub(super) fn bundled() -> Result<Book, WordingError> {
    BUNDLED.clone()
}

/// Puts vocabularies together.
pub(super) fn book(vocabularies: impl Iterator<Item = Result<Vocabulary, WordingError>>) -> Result<Book, WordingError> {
    let mut book = BTreeMap::new();
    for vocabulary in vocabularies {
        let vocabulary = vocabulary?;
        let id = vocabulary.id.clone();
        if book.insert(id.clone(), vocabulary).is_some() {
            return Err(WordingError::Twice(id));
        }
    }
    Ok(Arc::new(book))
}
