"""Writes the small ML.NET models that StandIns.Tests reads: every byte by the description of the format, with what it is beside it.

The description: ML.NET's ModelHeader, ModelSaveContext, BinarySaver, Codecs and the Save method of each transformer (version 5.0, MIT).
Run: python3 ml_model.py ../StandIns.Tests/MicrosoftML/Models/ByHand
Lines: hex digits, 'text' as UTF-16, "text" as Latin-1, 00*n for n zeros, then ; and a comment. A line "== name" begins an entry of the zip.
"""
import pathlib
import struct
import sys

out = pathlib.Path(sys.argv[1])
DATA, TRANSFORMS, TRAINERS, CLUSTERS, COMPONENTS = (f"Microsoft.ML.{n}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51"
                                                    for n in ("Data", "Transforms", "StandardTrainers", "KMeansClustering", "PCA"))


class Part:
    """Bytes with their description."""

    def __init__(self):
        self.lines, self.size = [], 0

    def raw(self, data, comment):
        self.lines.append((data.hex().upper(), comment))
        self.size += len(data)
        return self

    def u8(self, value, comment): return self.raw(struct.pack("<B", value), comment)
    def i32(self, value, comment): return self.raw(struct.pack("<i", value), comment)
    def i64(self, value, comment): return self.raw(struct.pack("<q", value), comment)
    def f32(self, value, comment): return self.raw(struct.pack("<f", value), f"{comment}: {value:g}")
    def f64(self, value, comment): return self.raw(struct.pack("<d", value), f"{comment}: {value:g}")

    def utf16(self, text):
        self.lines.append((f"'{text}'", f"{2 * len(text)} bytes"))
        self.size += 2 * len(text)
        return self

    def string(self, text, comment):
        """Length (one byte) and UTF-8."""
        self.raw(bytes([len(text)]), f"{comment}: length")
        self.lines.append((f'"{text}"', ""))
        self.size += len(text)
        return self

    def add(self, other):
        self.lines += other.lines
        self.size += other.size
        return self

    def text(self):
        return "".join(f"{d:<60} ; {c}\n" if c else f"{d}\n" for d, c in self.lines)


def key(block, strings, signature, written, readable, loader, assembly, alternate=""):
    p = Part()
    at = 0x100
    p.lines.append(('"ML" 00 "MODEL"', "00 signature"))
    p.raw(bytes.fromhex("0200010002000100"), "08 format written, readable: 1.2")
    p.i64(at, "10 block: offset").i64(block.size, "18 block: size")
    at += block.size
    table, chars = 8 * len(strings), sum(2 * len(s) for s in strings)
    p.i64(at if strings else 0, "20 string table: offset").i64(table, "28 string table: size")
    at += table
    p.i64(at if strings else 0, "30 string characters: offset").i64(chars, "38 string characters: size")
    at += chars
    p.raw(signature.replace(" ", "\0").encode().ljust(8, b"\0"), f"40 model signature {signature}")
    p.raw(struct.pack("<II", written, readable), "48 version written, readable")
    for field, name in (("50", loader), ("68", alternate)):
        p.lines.append((f'"{name}" 00*{24 - len(name)}' if name else "00*24", f"{field} loader signature"))
    p.i64(at + 2 * len(assembly), "80 tail: offset").i64(at + 2 * len(assembly) + 8, "88 end")
    p.i64(at, "90 assembly name: offset").raw(struct.pack("<I", 2 * len(assembly)), "98 assembly name: size")
    p.lines.append(("00*100", "9C to FF"))
    p.add(block)
    end = 0
    for s in strings:
        end += 2 * len(s)
        p.i64(end, f"string ends: {s}")
    for s in strings:
        p.utf16(s)
    p.utf16(assembly)
    p.lines.append(('"LEDOM" 00 "LM"', "tail"))
    return p.text()


def definition(name, parameters=None):
    p = Part().string(name, "codec")
    parameters = parameters or Part()
    return p.raw(bytes([parameters.size]), "length of its parameters").add(parameters)


def keys(number, count):
    return definition("Key2", Part().add(definition(number)).raw(struct.pack("<Q", count), f"{count} keys"))


def vector(item, *dimensions):
    p = Part().add(item).i32(len(dimensions), "dimensions")
    for d in dimensions:
        p.i32(d, "dimension")
    return definition("VBuffer", p)


def texts(*values):
    p, end = Part().i32(len(values), "texts"), 0
    for v in values:
        end += len(v)
        p.i32(end, f"ends: {v}")
    return p.string("".join(values), "all texts")


def idv(columns, rows=0):
    """columns: (name, codec, block or None, [(annotation, codec, block)]). Blocks are not compressed."""
    body, at = Part(), 256
    blocks, tables, notes = [], [], []
    for name, _, block, _ in columns:
        blocks.append(at)
        if block:
            body.add(block)
            at += block.size
    for (name, _, block, _), offset in zip(columns, blocks):
        tables.append(at)
        if block:
            body.i64(offset, f"{name}: its block's offset").i32(block.size, "size").i32(block.size, "size uncompressed")
            at += 16
    for name, _, _, annotations in columns:
        if not annotations:
            notes.append(0)
            continue
        offsets = []
        for _, _, block in annotations:
            offsets.append(at)
            body.add(block)
            at += block.size
        notes.append(at)
        start = body.size
        body.raw(bytes([len(annotations)]), f"{name}: annotations")
        for (kind, codec, block), offset in zip(annotations, offsets):
            body.string(kind, "annotation").add(codec).u8(0, "not compressed").i64(offset, "offset").raw(bytes([block.size]), "size")
        at += body.size - start
    contents, start = at, body.size
    for (name, codec, block, _), table, note in zip(columns, tables, notes):
        body.string(name, "column").add(codec).u8(0 if block else 1, "compression: 0 none, 1 deflate")
        body.raw(bytes([max(rows, 1)]), "rows in a block").i64(table, "its table of blocks").i64(note, "its annotations, 0 for none")
    at += body.size - start
    p = Part()
    p.lines.append(('"CML" 00 "DVB" 00', "00 signature"))
    p.raw(bytes.fromhex("0600010001000100") * 2, "08 version written, readable: 1.1.1.6")
    p.i64(contents, "18 table of contents").i64(at, "20 tail").i64(rows, "28 rows").i32(len(columns), "30 columns")
    p.lines.append(("00*204", "34 to FF"))
    p.add(body)
    p.lines.append(('00 "BVD" 00 "LMC"', "tail"))
    return p.text()


def write(name, entries):
    (out / f"{name}.hex").write_text("".join(f"== {entry}\n{text}" for entry, text in entries.items()))


C = "TransformerChain/"
copy = lambda o, i: key(Part().i32(1, "pairs").i32(0, f"output {o}").i32(1, f"input {i}"), [o, i], "COPYCOLT", 0x10001, 0x10001, "CopyTransform", DATA)
version = {"TrainingInfo/Version.txt": '"5.0.0" 0A\n'}

write("chain", version | {
    C + "Model.key": key(Part().i32(2, "transformers").i32(7, "scope: everything").i32(4, "scope: scoring"), [], "XF CHAIN", 0x10001, 0x10001, "TransformerChain", DATA),
    C + "Transform_000/Model.key": copy("B", "A"),
    C + "Transform_001/Model.key": key(
        Part().i32(1, "outputs").i32(0, "output Both").i32(2, "inputs").i32(1, "input A").i32(-1, "no alias").i32(2, "input B").i32(-1, "no alias"),
        ["Both", "A", "B"], "CONCAT F", 0x10003, 0x10003, "ConcatTransform", DATA, "ConcatFunction"),
})
write("select-columns", version | {C + "Model.key": key(
    Part().u8(0, "drop, not keep").u8(0, "hidden columns go too").u8(0, "missing columns are errors").i32(1, "names").i32(0, "A"),
    ["A"], "SELCOLST", 0x10001, 0x10001, "SelectColumnsTransform", DATA)})
write("custom-mapping", version | {C + "Model.key": key(
    Part().i32(0, "contract").i32(1, "assembly"),
    ["StandIns.Tests/by-hand/1", "StandIns.Tests, Version=0.1.0.0, Culture=neutral, PublicKeyToken=null"],
    "CUSTOMXF", 0x10002, 0x10002, "CustomTransformer", TRANSFORMS)})
values = Part().i32(2, "vectors").i32(0, "of different lengths").i32(2, "length").i32(3, "length").i32(-1, "dense").i32(1, "sparse: values").i32(1, "indices").i32(1, "index")
values.f32(1.5, "value").f32(-2, "value").f32(7, "value at the index")
write("value-mapping", version | {
    C + "Model.key": key(Part().i32(1, "pairs").i32(0, "output B").i32(1, "input A"), ["B", "A"], "VALUMAPG", 0x10001, 0x10001, "ValueMappingTransformer", DATA),
    C + "DefaultMap.idv": idv([("Key", definition("TextSpan"), texts("nay", "yes"), []), ("Value", vector(definition("Single"), 0), values, [])], 2),
})
write("vocabulary", version | {
    C + "Model.key": key(Part().i32(2, "pairs").i32(0, "output K").i32(1, "input A").i32(2, "output N").i32(3, "input I").u8(0, "key values as they are").u8(0, "key values as they are"),
                         ["K", "A", "N", "I"], "TERMTRNF", 0x10003, 0x10003, "TermTransform", DATA),
    C + "Vocabulary/Model.key": key(
        Part().i32(2, "vocabularies").u8(0, "of text").i32(2, "values").i32(0, "nay").i32(1, "yes")
        .u8(1, "by codec").add(definition("Int32")).i32(2, "values").i32(30, "first").i32(-4, "second"),
        ["nay", "yes"], "TERM MAN", 0x10002, 0x10002, "TermManager", DATA),
})
write("convert", version | {C + "Model.key": key(
    Part().i32(1, "pairs").i32(0, "output D").i32(1, "input I").u8(10, "to Double"), ["D", "I"], "CONVERTF", 0x10004, 0x10003, "ConvertTransform", DATA, "ConvertFunction")})
write("normalizer", version | {
    C + "Model.key": key(Part().i32(1, "pairs").i32(0, "output N").i32(1, "input V").u8(1, "a vector").i32(2, "of 2 slots").u8(9, "of Single"),
                         ["N", "V"], "NORMALZR", 0x10001, 0x10001, "Normalizer", DATA),
    C + "Normalizer_000/Model.key": key(
        Part().i32(4, "bytes a number").i32(2, "slots").i32(-1, "all listed").i32(2, "scales").f32(0.5, "scale").f32(4, "scale").i32(2, "offsets").f32(1, "offset").f32(-1, "offset"),
        [], "AFF NORM", 0x10003, 0x10003, "AffineNormExec", DATA),
})
V = ("V", vector(definition("Single"), 2), None, [])


def linear(bias, x, y):
    """Logistic regression of two features, without the directory."""
    return {
        "Model.key": key(Part(), [], "PMIXCALP", 0x10001, 0x10001, "PMixCaliPredExec", DATA),
        "Predictor/Model.key": key(
            Part().i32(4, "bytes a number").f32(bias, "bias").i32(2, "features").i32(0, "indices: dense").i32(2, "weights").f32(x, "weight").f32(y, "weight"),
            [], "LINEAR2C", 0x20002, 0x20001, "Linear2CExec", TRAINERS),
        "Calibrator/Model.key": key(Part().f64(-1, "slope").f64(0, "offset"), [], "PLATTCAL", 0x10001, 0x10001, "PlattCaliExec", DATA),
    }


def within(directory, entries): return {f"{directory}/{name}": text for name, text in entries.items()}


write("logistic-regression", version | {
    C + "Model.key": key(Part().i32(0, "feature column").f32(0, "threshold").i32(1, "threshold column"), ["V", "Score"], "BIN PRED", 0x10001, 0x10001, "BinaryPredXfer", DATA),
} | within(C + "Model", linear(0.25, 1.5, -0.5)) | {C + "TrainSchema": idv([V])})
multiclass = key(Part().i32(0, "feature column").i32(1, "label column").i32(2, "score column").i32(3, "predicted label column"),
                 ["V", "Label", "Score", "PredictedLabel"], "MC  PRED", 0x10002, 0x10001, "MulticlassPredXfer", DATA)
write("one-versus-all", version | {
    C + "Model.key": multiclass,
    C + "Model/Model.key": key(Part().i32(4, "bytes a number").u8(1, "probabilities").i32(2, "classes"), [], "TLC OVA ", 0x10001, 0x10001, "OVAExec", TRAINERS),
} | within(C + "Model/SubPredictor_000", linear(0, 1, 0)) | within(C + "Model/SubPredictor_001", linear(0, 0, 1)) | {
    C + "TrainSchema": idv([V, ("Label", keys("UInt32", 2), None, [])]),
})


def k_means(*second):
    block = Part().i32(4, "bytes a number").i32(2, "clusters").i32(2, "features").i32(2, "values of the first: all").f32(1, "value").f32(-1, "value")
    for add, value, comment in second:
        getattr(block, add)(value, comment)
    return version | {
        C + "Model.key": key(Part().i32(0, "feature column"), ["V"], "CLUSPRED", 0x10001, 0x10001, "ClusteringPredXfer", DATA),
        C + "Model/Model.key": key(block, [], "KMEANS  ", 0x10002, 0x10002, "KMeansPredictor", CLUSTERS),
        C + "TrainSchema": idv([V]),
    }


write("k-means", k_means(("i32", 2, "values of the second: all"), ("f32", 0, "value"), ("f32", 3, "value")))
write("k-means-sparse", k_means(("i32", 1, "values of the second"), ("i32", 1, "index"), ("f32", 3, "value at the index")))
write("principal-components", version | {C + "Model.key": key(
    Part().i32(1, "pairs").i32(0, "output P").i32(1, "input V").i32(2, "features").i32(1, "components").f32(0.6, "coordinate").f32(0.8, "coordinate")
    .i32(1, "projected means").f32(0.5, "projected mean"), ["P", "V"], "PCA FUNC", 0x10002, 0x10002, "PcaTransform", COMPONENTS)})
write("maximum-entropy", version | {
    C + "Model.key": multiclass,
    C + "Model/Model.key": key(
        Part().i32(4, "bytes a number").i32(2, "features").i32(2, "classes").f32(0, "bias").f32(1, "bias").i32(0, "starts: dense").i32(0, "indices: dense")
        .i32(4, "weights").f32(1, "class 1").f32(0, "class 1").f32(0, "class 2").f32(2, "class 2"),
        [], "MULTI LR", 0x10003, 0x10001, "MultiClassLRExec", TRAINERS),
    C + "TrainSchema": idv([V, ("Label", keys("UInt32", 2), None, [("KeyValues", vector(definition("TextSpan"), 2),
                             Part().i32(1, "vectors").i32(2, "of length").i32(-1, "dense").i32(0, "indices").add(texts("cat", "dog")))])]),
})
slots = Part().i32(1, "vectors").i32(2, "of length").i32(-1, "dense").i32(0, "indices").add(texts("x", "y"))
numbers = [(n, definition(n), None, []) for n in
           ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Single", "Double", "Boolean", "DateTime", "TimeSpan", "DateTimeOffset", "DataViewRowId")]
write("schema", version | {
    C + "Model.key": copy("B", "A"),
    "Schema": idv(numbers + [
        ("Text", definition("TextSpan"), None, []),
        ("Keys", keys("Byte", 4), None, []),
        ("Slots", vector(definition("Single"), 2), None, [("SlotNames", vector(definition("TextSpan"), 2), slots),
                                                          ("IsNormalized", definition("Boolean"), Part().u8(1, "true"))]),
        ("Image", vector(definition("Byte"), 1, 4, 3), None, []),
        ("Bag", vector(keys("UInt32", 9), 0), None, []),
    ]),
})
