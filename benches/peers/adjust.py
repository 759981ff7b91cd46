#!/usr/bin/env python3
"""Sets adjustments beside the same steps in OpenCV and libvips: one session, one machine, one thread each.

    pip install numpy opencv-python-headless pyvips pyvips-binary
    python benches/peers/adjust.py [--bench PROGRAM]

PROGRAM is the built benchmark `adjust`; without it, `cargo bench --bench adjust` is run. Both sides work on 1920 x 1080 px in 8-bit
RGB, decoded and in memory, and give 8-bit RGB. Printed is the fastest of some rounds in milliseconds for a megapixel: what else the
machine does only adds to that.

What is not the same is said in the last column: ours keeps 16 bits between steps and peers keep 8 unless they have to; peers know no
tiles, so they get the region alone. A dash means that the library has no such operation in the wheel.
"""

import argparse
import os
import re
import subprocess
import sys
import time

os.environ["VIPS_CONCURRENCY"] = "1"

import cv2
import numpy as np
import pyvips

WIDTH, HEIGHT = 1920, 1080
MEGAPIXELS = WIDTH * HEIGHT / 1e6
ROUNDS = 25


def scan():
    """The picture of benches/adjust.rs, as far as it is shown."""
    y, x = np.mgrid[200 : 200 + HEIGHT, 200 : 200 + WIDTH].astype(np.uint64)
    noise = (((x * 2654435761) ^ (y * 40503)) * 2246822519 % 2**32) >> 28
    line = (x * 3 + y * 7) % 41 < 9
    ink = (x // 12 % 9 < 4) & (y // 20 % 5 < 2)
    channels = []
    for paper, tint, dark in ((225, 150, 45), (215, 180, 40), (190, 170, 60)):
        value = np.where(line, tint, paper - (x // 40) % 40)
        channels.append(np.where(ink, dark, value) + noise)
    return np.ascontiguousarray(np.stack(channels, -1).astype(np.uint8))


def fastest_ms(work):
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1e3 / MEGAPIXELS


def levels_table(black, white, gamma):
    share = np.clip((np.arange(256) / 255 - black / 255) / ((white - black) / 255), 0, 1)
    return (share ** (1 / gamma) * 255 + 0.5).astype(np.uint8)


def exposure_table(stops):
    coded = np.arange(256) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    linear = np.minimum(linear * 2**stops, 1)
    return (np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055) * 255 + 0.5).astype(np.uint8)


def opencv(picture):
    cv2.setNumThreads(1)
    levels, exposure = levels_table(12, 240, 1.2), exposure_table(0.5)
    gamma = levels_table(0, 255, 1.3)
    contrast = cv2.createCLAHE(clipLimit=2, tileGridSize=(WIDTH // 240, HEIGHT // 240))

    def unsharp(source):
        return cv2.addWeighted(source, 2.2, cv2.GaussianBlur(source, (0, 0), 2.5), -1.2, 0)

    def clahe():
        luma, red, blue = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb))
        return cv2.cvtColor(cv2.merge([contrast.apply(luma), red, blue]), cv2.COLOR_YCrCb2RGB)

    sample = picture.reshape(-1, 3)[::7].astype(np.float64)
    values, vectors = np.linalg.eigh(np.cov(sample.T))
    matrix = vectors @ np.diag(25 / np.sqrt(values)) @ vectors.T
    affine = np.hstack([matrix, (127.5 - matrix @ sample.mean(0))[:, None]]).astype(np.float32)

    def lab_stretch():
        lab = cv2.cvtColor(picture.astype(np.float32) * np.float32(1 / 255), cv2.COLOR_RGB2Lab)
        return (np.clip(cv2.cvtColor(cv2.transform(lab, affine), cv2.COLOR_Lab2RGB), 0, 1) * 255).astype(np.uint8)

    def gradient():
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        across, down = cv2.Scharr(grey, cv2.CV_32F, 1, 0), cv2.Scharr(grey, cv2.CV_32F, 0, 1)
        return cv2.convertScaleAbs(cv2.magnitude(across, down), alpha=1 / 8)

    def fourier():
        square = cv2.cvtColor(picture[:1024, :1024], cv2.COLOR_RGB2GRAY).astype(np.float32)
        spectrum = cv2.dft(square * np.float32(0.5), flags=cv2.DFT_COMPLEX_OUTPUT)
        return cv2.log(1 + cv2.magnitude(spectrum[..., 0], spectrum[..., 1]))

    return {
        "levels_alone": lambda: cv2.LUT(picture, levels),
        "three_tonal": lambda: cv2.LUT(cv2.LUT(cv2.LUT(picture, exposure), levels), gamma),
        "channel_lightness": lambda: cv2.cvtColor(picture, cv2.COLOR_RGB2Lab)[..., 0],
        "channel_hue": lambda: cv2.cvtColor(picture, cv2.COLOR_RGB2HSV_FULL)[..., 0],
        "decorrelation_rgb": lambda: cv2.transform(picture, affine),
        "decorrelation_lab": lab_stretch,
        "clahe_colour": clahe,
        "clahe_grey": lambda: contrast.apply(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)),
        "unsharp_colour": lambda: unsharp(picture),
        "unsharp_grey": lambda: unsharp(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)),
        "denoise_colour": lambda: cv2.bilateralFilter(picture, 7, 24, 3),
        "edge": gradient,
        "exposure_levels_unsharp": lambda: unsharp(cv2.LUT(cv2.LUT(picture, exposure), levels)),
        "fourier_1024": lambda: fourier(),
    }


def libvips(picture):
    pyvips.cache_set_max(0)
    source = pyvips.Image.new_from_memory(picture.tobytes(), WIDTH, HEIGHT, 3, "uchar").copy(interpretation="srgb")

    def table(values):
        return pyvips.Image.new_from_memory(values.tobytes(), 256, 1, 1, "uchar")

    levels, exposure, gamma = table(levels_table(12, 240, 1.2)), table(exposure_table(0.5)), table(levels_table(0, 255, 1.3))

    def unsharp(image):
        return (image * 2.2 - image.gaussblur(2.5, precision="integer") * 1.2).cast("uchar")

    grey = source.colourspace("b-w")
    return {
        "levels_alone": lambda: source.maplut(levels).write_to_memory(),
        "three_tonal": lambda: source.maplut(exposure).maplut(levels).maplut(gamma).write_to_memory(),
        "channel_lightness": lambda: source.colourspace("lab")[0].write_to_memory(),
        "clahe_grey": lambda: grey.hist_local(240, 240, max_slope=2).write_to_memory(),
        "unsharp_colour": lambda: unsharp(source).write_to_memory(),
        "edge": lambda: grey.sobel().write_to_memory(),
        "exposure_levels_unsharp": lambda: unsharp(source.maplut(exposure).maplut(levels)).write_to_memory(),
    }


NOTES = {
    "channel_lightness": "OpenCV: L*, a* and b* in 8 bits; libvips in floats",
    "clahe_grey": "libvips: a sliding window, not tiles",
    "clahe_colour": "OpenCV counts the histograms each time, ours once for a picture",
    "denoise_colour": "OpenCV: bilateral, 7 px; ours: guided filter, 7 px",
    "decorrelation_lab": "OpenCV: float Lab and back",
    "unsharp_colour": "OpenCV: blur in 8 bits; ours: 16 bits",
    "fourier_1024": "OpenCV: single precision, no window, no peaks; for 1024 x 1024 px",
}

UNITS = {"ns": 1e-6, "µs": 1e-3, "ms": 1.0, "s": 1e3}


def ours(program):
    command = [program, "--bench"] if program else ["cargo", "bench", "--bench", "adjust", "--"]
    found = {}
    text = subprocess.run([*command, "--sample-count", str(ROUNDS), "--sample-size", "1"], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        match = re.match(r"[├╰]─ (\w+)\s.*", line)
        times = re.findall(r"([\d.]+) (ns|µs|ms|s)\b", line)
        if match and len(times) >= 3:
            value, unit = times[0]
            pixels = 1024 * 1024 / 1e6 if match.group(1) == "fourier_1024" else MEGAPIXELS
            found[match.group(1)] = float(value) * UNITS[unit] / pixels
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", help="the built benchmark")
    own = ours(parser.parse_args().bench)
    picture = scan()
    peers = {"OpenCV " + cv2.__version__: opencv(picture), f"libvips {pyvips.version(0)}.{pyvips.version(1)}": libvips(picture)}
    timed = {name: {step: fastest_ms(work) for step, work in steps.items()} for name, steps in peers.items()}
    for steps in timed.values():
        if "fourier_1024" in steps:
            steps["fourier_1024"] *= WIDTH * HEIGHT / 1024**2
    print("| ms for a megapixel, one thread | ours | " + " | ".join(timed) + " | |")
    print("| --- | --- | " + " | ".join("---" for _ in timed) + " | --- |")
    for step in [step for step in own if any(step in steps for steps in timed.values())]:
        row = " | ".join(f"{steps[step]:.2f}" if step in steps else "–" for steps in timed.values())
        print(f"| {step} | {own[step]:.2f} | {row} | {NOTES.get(step, '')} |")
    print("\nload of the machine:", " ".join(f"{load:.1f}" for load in os.getloadavg()), file=sys.stderr)


if __name__ == "__main__":
    main()
