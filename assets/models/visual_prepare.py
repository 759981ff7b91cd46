"""Makes visual.onnx and visual.txt of the network PP-OCRv6 small (Apache-2.0).

    python visual_prepare.py PP-OCRv6_rec_small.onnx visual_other.npz visual.onnx visual.txt

The first file is in the wheel `rapidocr` 3.10.0 (folder rapidocr/models). Needs the packages `onnx` and `numpy`.

What is changed: of the classes of the last layer those are kept that are letters, digits and marks of Latin script, and, so that what
is not Latin is seen to be something else, all signs and the 3,755 most frequent Chinese characters (first level of GB 2312); 16 columns
are added that stand for Arabic, Thai and Cyrillic script (visual_teach.py makes them). Weights are stored in 16 bits. visual.txt tells
what each class stands for: a character, `space`, `blank` for none, or `other` for what is not covered.
"""
import sys
import unicodedata

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ASCII = "".join(map(chr, range(0x21, 0x7F)))
LATIN_1 = "".join(chr(code) for code in range(0xC0, 0x100) if code not in (0xD7, 0xF7))
EXTENDED_A = "".join(chr(code) for code in range(0x100, 0x180) if chr(code) not in "ĲĳĸĿŀŉſ")
EXTENDED_B = "ƁɓƆɔƉƊɗƎƏəƐɛƘƙƠơƯưƳƴǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǤǥǦǧǨǩǪǫǮǯƷʒǺǻǼǽǾǿȘșȚțȞȟȲȳ"
MARKS = "·‘’“”–—°ªº№§«»¿¡"
COVERED = set(ASCII + LATIN_1 + EXTENDED_A + EXTENDED_B + MARKS)
WEIGHTS, BIAS, SEEN = "linear_8.w_0", "linear_8.b_0", "p2o.pd_op.transpose.8.0"


def classes(keys):
    """What each class stands for: "" for none, a character, or None for what is not covered."""
    found = [""]
    for key in keys:
        # Wide forms of ASCII characters are these characters.
        plain = unicodedata.normalize("NFKC", key) if len(key) == 1 and 0xFF01 <= ord(key) <= 0xFF5E else key
        found.append(plain if plain in COVERED else None)
    return found + [" "]


def is_kept(key):
    """Whether a class that is not covered is kept as a sign of something else."""
    code = ord(key[0])
    if not 0x3400 <= code < 0xFF00 and code <= 0xFFFF:
        return True
    try:
        first, _ = key.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return False
    return 0xB0 <= first <= 0xD7


def halved(graph):
    """Stores large weights in 16 bits, with casts back that are done once when the network is loaded."""
    weights, casts = [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= 64:
            assert np.abs(values).max() < 60000
            weights.append(numpy_helper.from_array(values.astype(np.float16), weight.name + ".half"))
            casts.append(helper.make_node("Cast", [weight.name + ".half"], [weight.name], to=TensorProto.FLOAT))
        else:
            weights.append(weight)
    del graph.initializer[:]
    graph.initializer.extend(weights)
    return casts


def without_identities(graph):
    """The nodes without those that do nothing."""
    outputs, renamed, nodes = {output.name for output in graph.output}, {}, []
    for node in graph.node:
        for at, name in enumerate(node.input):
            node.input[at] = renamed.get(name, name)
        if node.op_type == "Identity" and node.output[0] not in outputs:
            renamed[node.output[0]] = node.input[0]
        else:
            nodes.append(node)
    return nodes


def main(source, other, target, listed):
    model = onnx.load(source)
    graph = model.graph
    keys = next(entry.value for entry in model.metadata_props if entry.key == "character").split("\n")
    means = classes(keys)
    kept = [at for at, meaning in enumerate(means) if meaning is not None or is_kept(keys[at - 1])]
    more = np.load(other)
    for at, weight in enumerate(graph.initializer):
        if weight.name in (WEIGHTS, BIAS):
            values = numpy_helper.to_array(weight)[..., kept]
            graph.initializer[at].CopyFrom(numpy_helper.from_array(values, weight.name))
    names = [means[at] for at in kept]
    graph.initializer.extend(numpy_helper.from_array(more[name].astype(np.float32), "other." + name) for name in "wb")
    graph.node.extend([
        helper.make_node("ReduceMean", [SEEN], ["other.seen"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["other.seen", "other.w"], ["other.product"]),
        helper.make_node("Add", ["other.product", "other.b"], ["other.sum"]),
        helper.make_node("Sigmoid", ["other.sum"], ["other_script"]),
    ])
    graph.output.append(helper.make_tensor_value_info("other_script", TensorProto.FLOAT, [None, 1]))
    casts = halved(graph)
    nodes = without_identities(graph)
    del graph.node[:]
    graph.node.extend(casts + nodes)
    del graph.value_info[:]
    del model.metadata_props[:]
    notice = model.metadata_props.add()
    notice.key = "notice"
    notice.value = "PP-OCRv6 small, PaddleOCR authors, Apache-2.0; changed: see visual_prepare.py"
    graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(names)
    onnx.checker.check_model(model)
    with open(target, "wb") as file:
        file.write(model.SerializeToString())
    words = {"": "blank", " ": "space", None: "other"}
    with open(listed, "w", encoding="utf-8") as file:
        file.writelines(words.get(name, name) + "\n" for name in names)


if __name__ == "__main__":
    main(*sys.argv[1:5])
