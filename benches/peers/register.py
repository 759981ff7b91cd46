#!/usr/bin/env python3
"""Sets registration and identification beside OpenCV: one session, one machine, the same files.

    pip install numpy opencv-contrib-python-headless
    cargo build --release
    python benches/peers/register.py [--program target/release/guilloche] [--pairs 3] [--plot docs/growth.svg]

The program draws two documents of a series (two holders); the second becomes a scan that is turned, tilted, unevenly lit, blurred,
noisy and compressed, so where it lies is known exactly. Both sides read the same two files. An error is the mean distance at the four
corners of the page in pixels of the reference. Times are processor seconds of all threads, start of the process and decoding included;
what the reference comes to is kept by the program from the second call on ("kept"), and peers work it out each time, as they have no
such thing.

The growth with the size of pictures is measured from 150 to 1200 dpi, that with the library on designs that the program draws.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile

import cv2
import numpy as np

SERIES = ["UTO-P-2019", "UTO-P-2024"]


def processor_seconds():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work):
    start = processor_seconds()
    result = work()
    return result, processor_seconds() - start


class Program:
    def __init__(self, path, data):
        self.path, self.data = path, data

    def run(self, *arguments):
        command = [self.path, "--data", self.data, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode > 1:
            raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
        return done.stdout.splitlines()

    def register(self, questioned, reference):
        found = json.loads(self.run("--json", "register", questioned, reference)[-1])["homography"]
        return None if found is None else np.array(found)


def scan(page, seed, folder):
    """A capture of `page` as a file, and the map from its pixels to those of the page."""
    chance = np.random.default_rng(seed)
    height, width = page.shape[:2]
    scale = width / 1500
    turn, tilt = np.radians(chance.uniform(-8, 8)), chance.uniform(-2e-5, 2e-5, 2) / scale
    to_middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1.0]])
    turned = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [*tilt, 1]])
    size = int(width * 1.15), int(height * 1.25)
    back = np.array([[1, 0, size[0] / 2], [0, 1, size[1] / 2], [0, 0, 1.0]])
    scan_from_page = back @ turned @ to_middle
    view = cv2.warpPerspective(page, scan_from_page, size, flags=cv2.INTER_CUBIC, borderValue=(40, 40, 40)).astype(np.float32)
    light = np.linspace(0.8, 1.05, size[0], dtype=np.float32)[None, :, None]
    view = cv2.GaussianBlur(view * light, (0, 0), 0.7) + chance.normal(0, 4, view.shape).astype(np.float32)
    path = os.path.join(folder, f"scan-{seed}-{width}.jpg")
    cv2.imwrite(path, np.clip(view, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return path, np.linalg.inv(scan_from_page)


def opencv(detector, norm):
    """The usual way: features at half size, the ratio test, MAGSAC, and least squares on what agrees."""

    def register(questioned, reference):
        pictures = [cv2.imread(path, cv2.IMREAD_GRAYSCALE) for path in (questioned, reference)]
        small = [cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for picture in pictures]
        (first, one), (second, other) = (detector.detectAndCompute(picture, None) for picture in small)
        if one is None or other is None:
            return None
        pairs = [pair for pair in cv2.BFMatcher(norm).knnMatch(one, other, 2) if len(pair) == 2]
        pairs = [a for a, b in pairs if a.distance < 0.8 * b.distance]
        if len(pairs) < 8:
            return None
        # Half a pixel: the centres of pixels are at whole numbers in either size.
        here = np.array([first[pair.queryIdx].pt for pair in pairs]) * 2 + 0.5
        there = np.array([second[pair.trainIdx].pt for pair in pairs]) * 2 + 0.5
        found, agree = cv2.findHomography(here, there, cv2.USAC_MAGSAC, 3.0, maxIters=10000, confidence=0.9999)
        if found is None:
            return None
        agree = agree.ravel().astype(bool)
        return cv2.findHomography(here[agree], there[agree], 0)[0]

    return register


def corner_error(found, truth, page):
    if found is None:
        return float("inf")
    height, width = page.shape[:2]
    corners = np.array([[[0, 0]], [[width - 1, 0]], [[width - 1, height - 1]], [[0, height - 1]]], np.float64)
    scanned = cv2.perspectiveTransform(corners, np.linalg.inv(truth))
    return float(np.linalg.norm(cv2.perspectiveTransform(scanned, found) - corners, axis=2).mean())


def registration(program, folder, pairs, dpis):
    """Rows of (dpi, megapixels, who, median error in px, median processor seconds)."""
    peers = {
        "SIFT, half size": opencv(cv2.SIFT_create(8000), cv2.NORM_L2),
        "ORB, half size": opencv(cv2.ORB_create(8000), cv2.NORM_HAMMING),
    }
    rows = []
    for dpi in dpis:
        results, megapixels = {}, 0.0
        for number in range(pairs):
            series = SERIES[number % len(SERIES)]
            reference, other = (os.path.join(folder, f"{name}-{number}-{dpi}.png") for name in ("reference", "other"))
            program.run("specimen", "draw", series, reference, "--seed", 10 + number, "--dpi", dpi)
            program.run("specimen", "draw", series, other, "--seed", 50 + number, "--dpi", dpi)
            page = cv2.imread(other)
            questioned, truth = scan(page, 100 + number, folder)
            megapixels = page.shape[0] * page.shape[1] / 1e6
            ways = [("Guilloche, first time", program.register), ("Guilloche, kept", program.register), *peers.items()]
            for who, way in ways:
                found, seconds = timed(lambda: way(questioned, reference))
                results.setdefault(who, []).append((corner_error(found, truth, page), seconds))
            for path in (reference, other, questioned):
                os.remove(path)
        for who, values in results.items():
            errors, seconds = zip(*values)
            rows.append((dpi, megapixels, who, float(np.median(errors)), float(np.median(seconds))))
    return rows


def identification(program, folder, sizes, queries):
    """Rows of (pages, processor seconds to index a page, processor seconds a query, right of all)."""
    library = os.path.join(folder, "designs")
    program.run("specimen", "family", max(sizes), library)
    with open(os.path.join(library, "index.json"), encoding="utf-8") as file:
        entries = json.load(file)
    rows = []
    for size in sizes:
        part = os.path.join(folder, f"part-{size}")
        os.makedirs(part)
        for entry in entries[:size]:
            os.link(os.path.join(library, entry["file"]), os.path.join(part, entry["file"]))
        with open(os.path.join(part, "index.json"), "w", encoding="utf-8") as file:
            json.dump(entries[:size], file)
        asked = [entries[size * number // queries] for number in range(queries)]
        scans = [scan(cv2.imread(os.path.join(part, entry["file"])), 500 + number, folder)[0] for number, entry in enumerate(asked)]
        listed = os.path.join(folder, f"asked-{size}")
        with open(listed, "w", encoding="utf-8") as file:
            file.write("\n".join(scans) + "\n")
        _, indexing = timed(lambda: program.run("index", "--library", part))
        identify = lambda *more: program.run("--json", "identify", "--library", part, *more)
        # What opening the index costs is paid once a session, not once a query.
        _, opening = timed(lambda: identify(scans[0]))
        lines, all_of_them = timed(lambda: identify("--batch", listed))
        results = json.loads(lines[-1])["results"]
        right = sum(bool(found["candidates"]) and found["candidates"][0]["id"] == entry["id"] for found, entry in zip(results, asked))
        rows.append((size, indexing / size, max(all_of_them - opening, 0.0) / max(queries - 1, 1), right, queries))
    return rows


def plot(path, pixels, pages):
    """Two panels, logarithmic both ways: seconds by megapixels, and seconds by pages."""
    width, height, left, gap, top, bottom = 420, 260, 56, 70, 30, 44

    def panel(offset, title, unit, lines):
        points = [point for _, line in lines for point in line]
        spans = []
        for axis in (0, 1):
            values = [np.log10(point[axis]) for point in points]
            spans.append((np.floor(min(values) * 2) / 2, np.ceil(max(values) * 2) / 2 + 1e-9))
        place = lambda point: tuple(
            start + (np.log10(value) - low) / (high - low) * length
            for value, (low, high), start, length in zip(point, spans, (offset, top + height), (width, -height))
        )
        out = [f'<text x="{offset}" y="18" class="title">{title}</text>']
        out.append(f'<rect x="{offset}" y="{top}" width="{width}" height="{height}" class="frame"/>')
        for axis in (0, 1):
            low, high = spans[axis]
            for tick in np.arange(np.ceil(low), np.floor(high) + 1):
                at = place((10**tick, 10 ** spans[1][0]) if axis == 0 else (10 ** spans[0][0], 10**tick))
                label = f"{10**tick:g}"
                if axis == 0:
                    out.append(f'<path d="M{at[0]:.1f} {top}v{height}" class="grid"/><text x="{at[0]:.1f}" y="{top + height + 16}" class="x">{label}</text>')
                else:
                    out.append(f'<path d="M{offset} {at[1]:.1f}h{width}" class="grid"/><text x="{offset - 6}" y="{at[1] + 4:.1f}" class="y">{label}</text>')
        out.append(f'<text x="{offset + width / 2}" y="{top + height + 36}" class="x">{unit}</text>')
        for number, (name, line) in enumerate(lines):
            colour = ["#1b6ca8", "#56a3d9", "#b4541a", "#8a8a8a"][number % 4]
            shown = [place(point) for point in sorted(line)]
            out.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in shown)}" fill="none" stroke="{colour}" stroke-width="2"/>')
            out.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in shown)
            out.append(f'<text x="{offset + 10}" y="{top + 18 + 16 * number}" style="fill:{colour}">{name}</text>')
        return out

    names = list(dict.fromkeys(row[2] for row in pixels))
    by_pixels = [(name, [(row[1], row[4]) for row in pixels if row[2] == name]) for name in names]
    by_pages = [("a query", [(row[0], max(row[2], 1e-3)) for row in pages]), ("indexing a page", [(row[0], row[1]) for row in pages])]
    body = panel(left, "Registration: processor seconds", "megapixels of the page", by_pixels)
    body += panel(left + width + gap, "Identification: processor seconds", "pages in the library", by_pages)
    size = left + 2 * width + gap + 16, top + height + bottom
    style = (
        "text{font:12px sans-serif;fill:#444}.title{font-weight:bold}.x{text-anchor:middle}.y{text-anchor:end}"
        ".frame{fill:none;stroke:#888}.grid{stroke:#ddd;fill:none}"
    )
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}">\n')
        file.write(f'<rect width="100%" height="100%" fill="#fff"/><style>{style}</style>\n' + "\n".join(body) + "\n</svg>\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default="target/release/guilloche")
    arguments.add_argument("--pairs", type=int, default=3, help="pairs at each resolution")
    arguments.add_argument("--dpi", default="150,300,600,1200")
    arguments.add_argument("--pages", default="10,30,100,300", help="sizes of the library")
    arguments.add_argument("--queries", type=int, default=10)
    arguments.add_argument("--plot", help="an SVG file to write")
    given = arguments.parse_args()
    whole = lambda text: [int(part) for part in text.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        program = Program(os.path.abspath(given.program), os.path.join(folder, "data"))
        pixels = registration(program, folder, given.pairs, whole(given.dpi))
        print("| dpi | Mpx | who | corner error, px | processor s | ours, kept, is faster by |\n| --- | --- | --- | --- | --- | --- |")
        for dpi, megapixels, who, error, seconds in pixels:
            kept = next(row[4] for row in pixels if row[0] == dpi and row[2] == "Guilloche, kept")
            print(f"| {dpi} | {megapixels:.1f} | {who} | {error:.3f} | {seconds:.3f} | {seconds / kept:.1f} |")
        pages = identification(program, folder, whole(given.pages), given.queries)
        print("\n| pages | processor s to index a page | processor s a query | right |\n| --- | --- | --- | --- |")
        for size, indexing, query, right, queries in pages:
            print(f"| {size} | {indexing:.3f} | {query:.3f} | {right} of {queries} |")
        if given.plot:
            plot(given.plot, pixels, pages)


if __name__ == "__main__":
    main()
