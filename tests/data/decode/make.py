"""Makes the files in this folder; they are committed, so this is only run to add one.

pip install numpy==2.* pillow==13.0.0 tifffile imagecodecs pyvips pyvips-binary img2pdf pikepdf
Every file shows the same made-up pattern of 37 x 29 px, see `eight` and `sixteen`. For what is lossy or converted the pixels that
libjpeg-turbo, OpenJPEG, libtiff and Little CMS read back are kept beside it as raw samples (`.rgb`: 8 bits, red, green, blue).
"""
import io
import struct

import imagecodecs
import img2pdf
import numpy as np
import pikepdf
import pyvips
import tifffile
from PIL import Image, ImageCms

W, H = 37, 29
y, x = np.mgrid[0:H, 0:W]
eight = np.stack([(x * 7 + y * 3) % 256, (x * y) % 256, (255 - 5 * x + y) % 256], -1).astype(np.uint8)
sixteen = np.stack([x * 1771 + y * 31, y * 2259 + x * 17, (x * y * 61 + 257) % 65536], -1).astype(np.uint16)
smooth = np.stack([40 + x * 5, 60 + y * 6, 200 - x * 2 - y], -1).astype(np.uint8)
five = np.concatenate([eight, eight[..., :2][..., ::-1] ^ 255], -1)
inks = np.concatenate([eight, (eight[..., :1] // 3)], -1)
RES = dict(resolution=(300, 600), resolutionunit="INCH")


def save(name, data):
    with open(name, "wb") as file:
        file.write(data)


def tiff(name, data, **options):
    tifffile.imwrite(name, data, metadata=None, software=False, **{**RES, **options})


def peer(name, image):
    save(name + ".rgb", np.asarray(image.convert("RGB"), np.uint8).tobytes())


# -- TIFF
tiff("rgb8-lzw-strips.tif", eight, photometric="rgb", compression="lzw", predictor=2, rowsperstrip=7)
tiff("rgb8-deflate-tiles.tif", eight, photometric="rgb", compression="zlib", predictor=2, tile=(16, 16))
tiff("rgb16-be-deflate-tiles.tif", sixteen, photometric="rgb", compression="zlib", predictor=2, tile=(16, 32), byteorder=">")
tiff("rgb16-lzw-big.tif", sixteen, photometric="rgb", compression="lzw", rowsperstrip=10, bigtiff=True)
tiff("rgb8-planar.tif", eight.transpose(2, 0, 1), photometric="rgb", planarconfig="separate", compression="zlib", rowsperstrip=9)
tiff("rgb8-planar-tiles.tif", eight.transpose(2, 0, 1), photometric="rgb", planarconfig="separate", compression="lzw", tile=(16, 16))
tiff("rgb8-two-more.tif", five, photometric="rgb", extrasamples=[0, 0], compression="lzw", predictor=2, rowsperstrip=8)
tiff("grey8-packbits.tif", eight[..., 0], photometric="minisblack", compression="packbits", rowsperstrip=29)
tiff("grey16-white-is-zero.tif", sixteen[..., 0], photometric="miniswhite", compression="zlib")
tiff("grey32-float.tif", (sixteen[..., 0] / 65535).astype(np.float32), photometric="minisblack")
tiff("palette8.tif", eight[..., 0], photometric="palette", colormap=np.stack([np.arange(256) * 257, np.arange(256)[::-1] * 257, (np.arange(256) * 3 % 256) * 257]).astype(np.uint16))
tiff("cmyk8-lzw.tif", inks, photometric="separated", compression="lzw", predictor=2)
tiff("cmyk16-planar.tif", inks.transpose(2, 0, 1).astype(np.uint16) * 257, photometric="separated", planarconfig="separate")
Image.fromarray(eight[..., 0] > 100).save("bilevel-fax4.tif", compression="group4", dpi=(300, 600))
lab = Image.fromarray(smooth).convert("RGB")
srgb = ImageCms.createProfile("sRGB")
to_lab = ImageCms.buildTransform(srgb, ImageCms.createProfile("LAB"), "RGB", "LAB")
lab = ImageCms.applyTransform(lab, to_lab)
lab.save("cielab8.tif")
peer("cielab8.tif", Image.fromarray(smooth))
icclab = np.frombuffer(lab.tobytes(), np.uint8).reshape(H, W, 3).astype(np.uint16)
icclab = np.stack([icclab[..., 0] * 257, ((icclab[..., 1] ^ 128) * 256), ((icclab[..., 2] ^ 128) * 256)], -1).astype(np.uint16)
tiff("icclab16.tif", icclab, photometric="icclab", compression="zlib")
Image.fromarray(smooth).save("ycbcr-jpeg.tif", compression="jpeg", quality=90)
peer("ycbcr-jpeg.tif", Image.open("ycbcr-jpeg.tif"))
tiff("rgb-jpeg-tiles.tif", smooth, photometric="ycbcr", compression="jpeg", compressionargs={"level": 92}, tile=(16, 16), subsampling=(1, 1))
peer("rgb-jpeg-tiles.tif", Image.fromarray(tifffile.imread("rgb-jpeg-tiles.tif")))
with tifffile.TiffWriter("three-pages.tif", byteorder=">") as pages:
    for index, (data, dpi) in enumerate([(eight, 200), (sixteen[:11, :13, 0], 300), (eight[:5, :7, 1], 400)]):
        photometric = "rgb" if data.ndim == 3 else "minisblack"
        pages.write(data, photometric=photometric, metadata=None, software=False, resolution=(dpi, dpi), resolutionunit="INCH", compression="lzw")

# -- PNG, BMP, WebP
save("rgb16-interlaced.png", pyvips.Image.new_from_array(sixteen, interpretation="rgb16").pngsave_buffer(interlace=True, strip=True))
Image.fromarray(eight).quantize(23, dither=Image.Dither.NONE).save("palette-clear.png", transparency=4)
peer("palette-clear.png", Image.open("palette-clear.png").convert("RGBA").convert("RGB"))
Image.fromarray(eight).save("rgb8.bmp", dpi=(300, 600))
Image.fromarray(eight).save("rgb8-lossless.webp", lossless=True, exact=True)
Image.fromarray(smooth).save("rgb8-lossy.webp", quality=92)
peer("rgb8-lossy.webp", Image.open("rgb8-lossy.webp"))

# -- JPEG
for name, options in [("progressive-420.jpg", dict(progressive=True, subsampling=2)), ("sequential-422.jpg", dict(subsampling=1)), ("sequential-444.jpg", dict(subsampling=0))]:
    Image.fromarray(smooth).save(name, quality=92, **options)
    peer(name, Image.open(name))
smooth_inks = np.concatenate([smooth, smooth[..., :1] // 3], -1)
Image.fromarray(smooth_inks, "CMYK").save("cmyk-adobe.jpg", quality=95)
peer("cmyk-adobe.jpg", Image.open("cmyk-adobe.jpg"))
data = open("cmyk-adobe.jpg", "rb").read()
at = data.index(b"\xff\xeeAdobe"[:2] + b"\x00\x0eAdobe")
save("cmyk-plain.jpg", data[:at] + data[at + 16:])
# Without Adobe's marker, which libvips and Pillow do not look for either.
vips = pyvips.Image.new_from_file("cmyk-plain.jpg").numpy()
peer("cmyk-plain.jpg", Image.fromarray(vips, "CMYK"))
save("ycck-adobe.jpg", imagecodecs.jpeg8_encode(255 - smooth_inks, level=95, colorspace="CMYK", outcolorspace="YCCK"))
peer("ycck-adobe.jpg", Image.open("ycck-adobe.jpg"))

# -- JPEG 2000
save("rgb8.jp2", imagecodecs.jpeg2k_encode(eight, level=0, reversible=True, codecformat="jp2"))
save("rgb16.j2k", imagecodecs.jpeg2k_encode(sixteen, level=0, reversible=True, codecformat="j2k"))
save("grey12.jp2", imagecodecs.jpeg2k_encode(sixteen[..., 0] >> 4, level=0, reversible=True, codecformat="jp2", bitspersample=12))
save("lossy.jp2", imagecodecs.jpeg2k_encode(smooth, level=40, codecformat="jp2"))
peer("lossy.jp2", Image.fromarray(imagecodecs.jpeg2k_decode(open("lossy.jp2", "rb").read())))
data = open("rgb8.jp2", "rb").read()
at = data.index(b"jp2h") - 4
length = struct.unpack(">I", data[at:at + 4])[0]
res = struct.pack(">I4sI4sHHHHbb", 26, b"res ", 18, b"resc", 23622, 1, 11811, 1, 0, 0)
save("rgb8-res.jp2", data[:at] + struct.pack(">I", length + len(res)) + data[at + 4:at + length] + res + data[at + length:])


# -- PDF: scans as they are commonly packed, 300 x 150 dpi on the page
def pdf(name, *pictures, compact=False, rotate=0):
    layout = img2pdf.get_layout_fun(pagesize=(W * 72 / 300, H * 72 / 300))
    made = io.BytesIO(img2pdf.convert(*pictures, layout_fun=layout, nodate=True, engine=img2pdf.Engine.internal))
    with pikepdf.open(made) as document:
        for page in document.pages:
            page.MediaBox = [0, 0, W * 72 / 300, H * 72 / 150]
            page.contents_add(b"q 1 0 0 2 0 0 cm", prepend=True)
            page.contents_add(b"Q")
        if rotate:
            document.pages[0].Rotate = rotate
        streams = pikepdf.ObjectStreamMode.generate if compact else pikepdf.ObjectStreamMode.disable
        document.save(name, object_stream_mode=streams, deterministic_id=True)


def png(data):
    file = io.BytesIO()
    Image.fromarray(data).save(file, "PNG")
    return file.getvalue()


pdf("jpeg.pdf", "sequential-444.jpg")
pdf("three-pages.pdf", png(eight), "sequential-422.jpg", png(eight[..., 0]), compact=True)
pdf("fax.pdf", "bilevel-fax4.tif")
pdf("turned.pdf", png(eight), rotate=90)
pdf("jpeg2000.pdf", "rgb8.jp2")

# -- colour profiles
wide = imagecodecs.cms_profile("rgb", whitepoint=(0.3127, 0.3290, 1.0), primaries=(0.64, 0.33, 1, 0.21, 0.71, 1, 0.15, 0.06, 1), gamma=2.2)
grey = imagecodecs.cms_profile("gray", whitepoint=(0.3127, 0.3290, 1.0), gamma=1.8)


def cmyk_profile():
    """A made-up profile of four inks: L*a*b* on seven steps of each, in a table of 8 bits."""
    def text(kind, body):
        return kind + b"\0\0\0\0" + body

    steps = np.linspace(0, 1, 7)
    c, m, ye, k = np.meshgrid(steps, steps, steps, steps, indexing="ij")
    light = 96 * (1 - 0.35 * c) * (1 - 0.45 * m) * (1 - 0.08 * ye) * (1 - 0.85 * k)
    a = (-35 * c + 70 * m - 5 * ye) * (1 - k)
    b = (-45 * c - 5 * m + 85 * ye) * (1 - k)
    table = np.stack([light * 2.55, a + 128, b + 128], -1).round().clip(0, 255).astype(np.uint8)
    ramp = bytes(range(256))
    matrix = b"".join(struct.pack(">i", 65536 if i % 4 == 0 else 0) for i in range(9))
    lut = text(b"mft1", bytes([4, 3, 7, 0]) + matrix + ramp * 4 + table.tobytes() + ramp * 3)
    name = b"Made-up inks\0"
    desc = text(b"desc", struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67))
    tags = [(b"desc", desc), (b"cprt", text(b"text", b"None\0")), (b"wtpt", text(b"XYZ ", struct.pack(">iii", 63190, 65536, 54061))), (b"A2B0", lut)]
    offset, entries, body = 128 + 4 + 12 * len(tags), b"", b""
    for tag, content in tags:
        content += bytes(-len(content) % 4)
        entries += tag + struct.pack(">II", offset + len(body), len(content))
        body += content
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02200000, b"prtr", b"CMYK", b"Lab ") + struct.pack(">6H", 2020, 1, 1, 0, 0, 0)
    head += b"acsp" + bytes(4 + 4 + 4 + 4 + 8 + 4) + struct.pack(">iii", 63190, 65536, 54061)
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + entries + body


def seen(image, profile):
    transform = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb, image.mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    return ImageCms.applyTransform(image, transform)


Image.fromarray(smooth).save("wide-gamut.png", icc_profile=wide)
peer("wide-gamut.png", seen(Image.fromarray(smooth), wide))
Image.fromarray(smooth[..., 0]).save("grey-gamma.png", icc_profile=grey)
peer("grey-gamma.png", seen(Image.fromarray(smooth[..., 0]), grey))
tiff("wide-gamut16.tif", smooth.astype(np.uint16) * 257, photometric="rgb", iccprofile=wide)
inks_profile = cmyk_profile()
tiff("inks-profile.tif", smooth_inks, photometric="separated", compression="zlib", iccprofile=inks_profile)
peer("inks-profile.tif", seen(Image.fromarray(smooth_inks, "CMYK"), inks_profile))
Image.fromarray(smooth_inks, "CMYK").save("inks-profile.jpg", quality=98, icc_profile=inks_profile)
peer("inks-profile.jpg", seen(Image.open("inks-profile.jpg"), inks_profile))

# -- large but simple, for the memory that decoding takes
ly, lx = np.mgrid[0:1100, 0:1500]
large = np.stack([lx // 6, ly // 5, (lx + ly) // 11], -1).astype(np.uint8)
save("large.jp2", imagecodecs.jpeg2k_encode(large, level=30, codecformat="jp2"))
Image.fromarray(large[..., 0]).save("large-tiles.jp2", tile_size=(128, 128), irreversible=True, quality_mode="rates", quality_layers=[150])
