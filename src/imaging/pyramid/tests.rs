use std::path::PathBuf;

use image::{Rgb, RgbImage};
use proptest::prelude::*;

use super::*;
use crate::domain::{Cancelled, Sha256, Unwatched};
use crate::imaging::{DeepPicture, Depth, Picture, Pixels, Rgb16Image};

fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7 % 251) as u8, (y * 3 % 241) as u8, ((x ^ y) % 239) as u8]))
}

fn source(width: u32, height: u32) -> PyramidSource {
    Arc::new(Picture::drawn(drawn(width, height), None)).into()
}

fn deep_source(width: u32, height: u32) -> PyramidSource {
    let pixels = Rgb16Image::from_fn(width, height, |x, y| Rgb([(x * 91) as u16, (y * 57) as u16, (x * y) as u16]));
    let info = Picture::drawn(RgbImage::new(width, height), None).info;
    Arc::new(DeepPicture { pixels: Pixels::Sixteen(pixels), info }).into()
}

fn key(name: &str) -> PyramidKey {
    PyramidKey { sha256: Sha256::of(name.as_bytes()), page: 0, depth: Depth::Eight }
}

fn all_tiles(geometry: Geometry) -> Vec<TileAddress> {
    let (width, height) = geometry.size_px();
    let area = [0.0, 0.0, f64::from(width - 1), f64::from(height - 1)];
    (0..=geometry.coarsest()).flat_map(|level| geometry.tiles_in(level, area)).collect()
}

struct OnDisk {
    folder: tempfile::TempDir,
    cache: Arc<PyramidCache>,
}

fn on_disk(memory_bytes: usize, folder_bytes: u64) -> OnDisk {
    let folder = tempfile::tempdir().unwrap();
    let cache = PyramidCache::on_disk(memory_bytes, folder.path(), folder_bytes).unwrap();
    OnDisk { folder, cache }
}

impl OnDisk {
    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

#[test]
fn a_tile_is_the_same_from_the_picture_and_from_disk() {
    for (name, source) in [("eight", source(1700, 1100)), ("sixteen", deep_source(1100, 1700))] {
        let disk = on_disk(0, 1 << 30);
        let begun = Pyramid::begin(&disk.cache, key(name), source, &Unwatched).unwrap();
        let from_picture: Vec<_> = all_tiles(begun.geometry()).into_iter().map(|tile| begun.load(tile).unwrap()).collect();
        begun.finish(&Unwatched).unwrap();
        assert!(begun.is_finished());
        let opened = Pyramid::open(&disk.cache, begun.key()).unwrap();
        for (address, expected) in all_tiles(opened.geometry()).into_iter().zip(&from_picture) {
            assert_eq!(opened.load(address).unwrap(), *expected, "{address:?}");
            assert_eq!(begun.load(address).unwrap(), *expected, "{address:?}");
        }
    }
}

#[test]
fn what_a_window_needs_is_there_when_a_pyramid_begins() {
    let cache = PyramidCache::in_memory(64 << 20);
    let pyramid = Pyramid::begin(&cache, key("page"), source(2953, 2079), &Unwatched).unwrap();
    let geometry = pyramid.geometry();
    for address in all_tiles(geometry) {
        assert_eq!(pyramid.tile(address).is_some(), address.level > 0, "{address:?}");
        let stand_in = pyramid.coarser_stand_in(address);
        assert_eq!(stand_in.map(|stand_in| stand_in.address.level), (address.level < 3).then_some(address.level + 1));
    }
    assert!(cache.held_bytes() <= 64 << 20);
}

#[test]
#[expect(clippy::float_cmp, reason = "sums of halves and whole numbers are exact")]
fn the_part_of_a_stand_in_shows_what_the_tile_shows() {
    let cache = PyramidCache::in_memory(64 << 20);
    let pyramid = Pyramid::begin(&cache, key("page"), source(2953, 2079), &Unwatched).unwrap();
    let geometry = pyramid.geometry();
    for address in all_tiles(geometry).into_iter().filter(|tile| tile.level < geometry.coarsest()) {
        let StandIn { address: above, part, .. } = pyramid.coarser_stand_in(address).unwrap();
        let wanted = geometry.edges(address).unwrap();
        let [left, top, ..] = geometry.edges(above).unwrap();
        let scale = f64::from(1 << above.level);
        let shown = [left + part[0] * scale, top + part[1] * scale, left + part[2] * scale, top + part[3] * scale];
        assert_eq!(shown, wanted, "{address:?}");
    }
}

#[test]
fn memory_stays_within_its_budget_and_the_coarsest_tile_stays() {
    let cache = PyramidCache::in_memory(3 * 512 * 512 * 3);
    let pyramid = Pyramid::begin(&cache, key("page"), source(2953, 2079), &Unwatched).unwrap();
    for address in all_tiles(pyramid.geometry()) {
        pyramid.load(address).unwrap();
        assert!(cache.held_bytes() <= 3 * 512 * 512 * 3);
    }
    let coarsest = TileAddress { level: pyramid.geometry().coarsest(), column: 0, row: 0 };
    assert!(pyramid.tile(coarsest).is_some() && pyramid.coarser_stand_in(TileAddress { level: 0, column: 0, row: 0 }).is_some());
}

#[test]
fn files_unused_for_longest_make_room() {
    let one = Layout::new(Geometry::new(600, 600).unwrap(), Depth::Eight).length();
    let disk = on_disk(1 << 20, 2 * one);
    let finish = |name| Pyramid::begin(&disk.cache, key(name), source(600, 600), &Unwatched).unwrap().finish(&Unwatched).unwrap();
    // File times may be coarse; a second apart is enough anywhere.
    let age = |name, seconds| {
        let file = fs::OpenOptions::new().write(true).open(folder::path_of(disk.folder.path(), key(name))).unwrap();
        let time = file.metadata().unwrap().modified().unwrap() - std::time::Duration::from_secs(seconds);
        file.set_modified(time).unwrap();
    };
    finish("first");
    age("first", 20);
    finish("second");
    age("second", 10);
    // Opening is a use: now the second is the one unused for longest.
    assert!(Pyramid::open(&disk.cache, key("first")).is_some());
    fs::write(disk.folder.path().join("notes.txt"), vec![0; 1 << 20]).unwrap();
    finish("third");
    assert!(Pyramid::open(&disk.cache, key("first")).is_some());
    assert!(Pyramid::open(&disk.cache, key("second")).is_none());
    assert!(Pyramid::open(&disk.cache, key("third")).is_some());
    assert_eq!(disk.files().len(), 3, "what is not ours stays");
}

#[test]
fn a_picture_larger_than_the_folder_may_be_stays_in_memory() {
    let disk = on_disk(1 << 20, 1000);
    let pyramid = Pyramid::begin(&disk.cache, key("large"), source(700, 700), &Unwatched).unwrap();
    pyramid.finish(&Unwatched).unwrap();
    assert!(!pyramid.is_finished() && disk.files().is_empty());
    assert!(pyramid.load(TileAddress { level: 0, column: 1, row: 1 }).is_ok());
}

#[test]
fn a_cancelled_finish_leaves_nothing_behind() {
    struct Stop;
    impl Progress for Stop {
        fn report(&self, done: u64, _: u64) -> Result<(), Cancelled> {
            if done > 0 { Err(Cancelled) } else { Ok(()) }
        }
    }
    let disk = on_disk(1 << 20, 1 << 30);
    let pyramid = Pyramid::begin(&disk.cache, key("page"), source(300, 9000), &Unwatched).unwrap();
    assert!(matches!(pyramid.finish(&Stop), Err(PyramidError::Cancelled(_))));
    assert!(!pyramid.is_finished() && disk.files().is_empty());
}

#[test]
fn a_damaged_tile_is_noticed_and_the_file_removed() {
    let disk = on_disk(0, 1 << 30);
    let pyramid = Pyramid::begin(&disk.cache, key("page"), source(700, 700), &Unwatched).unwrap();
    pyramid.finish(&Unwatched).unwrap();
    let address = TileAddress { level: 0, column: 1, row: 0 };
    let (offset, _) = Layout::new(pyramid.geometry(), Depth::Eight).place(address).unwrap();
    let path = folder::path_of(disk.folder.path(), key("page"));
    let mut bytes = fs::read(&path).unwrap();
    bytes[offset as usize + 1000] ^= 1;
    fs::write(&path, bytes).unwrap();
    let opened = Pyramid::open(&disk.cache, key("page")).unwrap();
    assert!(opened.load(TileAddress { column: 0, ..address }).is_ok());
    assert!(matches!(opened.load(address), Err(PyramidError::Damaged)));
    assert!(disk.files().is_empty() && Pyramid::open(&disk.cache, key("page")).is_none());
}

#[test]
fn a_pyramid_of_another_file_page_or_depth_is_not_taken() {
    let disk = on_disk(0, 1 << 30);
    Pyramid::begin(&disk.cache, key("page"), source(600, 40), &Unwatched).unwrap().finish(&Unwatched).unwrap();
    let right = fs::read(folder::path_of(disk.folder.path(), key("page"))).unwrap();
    let others = [key("another"), PyramidKey { page: 1, ..key("page") }, PyramidKey { depth: Depth::Sixteen, ..key("page") }];
    for other in others {
        fs::write(folder::path_of(disk.folder.path(), other), &right).unwrap();
        assert!(Pyramid::open(&disk.cache, other).is_none(), "{other:?}");
    }
    assert!(Pyramid::open(&disk.cache, key("page")).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_change_to_a_file_goes_unnoticed_or_panics(at in 0.0..1.0_f64, value: u8, cut in prop::option::of(0.0..1.0_f64), header: bool) {
        let disk = on_disk(0, 1 << 30);
        let begun = Pyramid::begin(&disk.cache, key("page"), source(520, 30), &Unwatched).unwrap();
        let expected: Vec<_> = all_tiles(begun.geometry()).into_iter().map(|tile| begun.load(tile).unwrap()).collect();
        begun.finish(&Unwatched).unwrap();
        let path = folder::path_of(disk.folder.path(), key("page"));
        let mut bytes = fs::read(&path).unwrap();
        let range = if header { 80 } else { bytes.len() };
        let place = (at * range as f64) as usize;
        bytes[place] = value;
        if let Some(cut) = cut {
            bytes.truncate((cut * bytes.len() as f64) as usize);
        }
        fs::write(&path, bytes).unwrap();
        if let Some(opened) = Pyramid::open(&disk.cache, key("page")) {
            for (address, expected) in all_tiles(opened.geometry()).into_iter().zip(&expected) {
                match opened.load(address) {
                    Ok(tile) => prop_assert_eq!(&tile, expected),
                    Err(error) => prop_assert!(matches!(error, PyramidError::Damaged)),
                }
            }
        }
    }
}

#[test]
fn what_a_killed_process_left_half_written_is_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["unfinished-abc.pyramid", "unfinished-notes.txt", "other.pyramid"];
    for name in names {
        fs::write(folder.path().join(name), b"half").unwrap();
    }
    PyramidCache::on_disk(1 << 20, folder.path(), 1 << 20).unwrap();
    let left = names.map(|name| folder.path().join(name).exists());
    assert_eq!(left, [false, true, true]);
}
