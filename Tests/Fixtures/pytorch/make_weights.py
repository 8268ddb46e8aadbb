"""Writes weights/: small files as torch.save makes them, in both containers, some of them hostile, and what they hold.

`types.*` have a tensor of every type and layout, `types.json` their elements; `stargan-*` a tiny StarGAN, whose parameters
are drawn from the streams `weights/{generator,discriminator}.name`, `stargan.json` what it makes of an image; `resnet.json`
the logits of ResNet-50, whose weights are too many to store: Swift draws and writes them too (`TorchFileWriter`).

Keys of storages in the legacy container are addresses in memory, so that its files differ from run to run.
"""

import collections
import os
import pickle
import struct
import zipfile

import numpy
import torch
from fixture_output import FOLDER, rounded, write_json
from fixture_random import parameter, uniform
from make_stargan import Discriminator, Generator
from torch import nn
from torchvision.models import resnet50

WEIGHTS = FOLDER / "weights"
CONTAINERS = {"zip": True, "legacy": False}
MAGIC, VERSION = 0x1950A86A20F9469CFC6C, 1001


def save(value, name: str, container: str = "zip", protocol: int = 2) -> None:
    torch.save(value, WEIGHTS / name, pickle_protocol=protocol, _use_new_zipfile_serialization=CONTAINERS[container])


def typed_tensors() -> collections.OrderedDict:
    base = torch.arange(24.0).reshape(2, 3, 4)
    tensors = {
        "double": torch.tensor([0.1, -1e300, float("inf")], dtype=torch.float64),
        "single": base,
        "half": torch.tensor([0.5, -65504, 2**-24], dtype=torch.float16),
        "brain": torch.tensor([1.0, -3.140625], dtype=torch.bfloat16),
        "e4m3": torch.tensor([1.0, -448, 0.001953125], dtype=torch.float8_e4m3fn),
        "e5m2": torch.tensor([1.0, -57344, 0.25], dtype=torch.float8_e5m2),
        "long": torch.tensor([-1, 1 << 40]),
        "int": torch.tensor([-2, 1 << 30], dtype=torch.int32),
        "short": torch.tensor([-3], dtype=torch.int16),
        "char": torch.tensor([-4], dtype=torch.int8),
        "byte": torch.tensor([250], dtype=torch.uint8),
        "word": torch.tensor([65535], dtype=torch.uint16),
        "wide": torch.tensor([4294967295], dtype=torch.uint32),
        "flags": torch.tensor([True, False]),
        "complex": torch.tensor([1 + 2j], dtype=torch.complex64),
        "scalar": torch.tensor(3.25),
        "empty": torch.zeros(0, 4),
        "parameter": nn.Parameter(torch.tensor([1.0, 2.0])),
        # Other views of the storage of `single`.
        "shared": base[1],
        "transposed": base.permute(2, 0, 1),
        "stepped": base[:, 1:, ::3],
        "channels_last": torch.arange(36.0).reshape(1, 4, 3, 3).to(memory_format=torch.channels_last),
        "expanded": torch.tensor([7.0, 8.0])[:, None].expand(2, 3),
        "transposed_half": torch.arange(6.0).half().reshape(2, 3).T,
        "transposed_byte": torch.arange(6, dtype=torch.uint8).reshape(2, 3).T,
        "transposed_long": torch.arange(6).reshape(2, 3).T,
    }
    return collections.OrderedDict(tensors)


def elements(tensor: torch.Tensor) -> list:
    flat = tensor.detach().contiguous().reshape(-1)
    if flat.is_complex():
        return []
    if flat.is_floating_point():
        return [str(number) for number in flat.double().tolist()]
    return [str(int(number)) for number in flat.tolist()]


def write_types() -> None:
    tensors = typed_tensors()
    beside = {"number": 3, "size": torch.Size([1, 2]), "type": torch.float32, "nothing": None, "device": torch.device("cpu")}
    for container in CONTAINERS:
        save({**tensors, **beside}, f"types.{container}.pth", container)
    save(tensors, "types.protocol-5.zip.pth", "zip", 5)
    save(tensors, "types.protocol-4.legacy.pth", "legacy", 4)
    save(collections.OrderedDict(a=torch.arange(3.0)), "types.protocol-1.legacy.pth", "legacy", 1)
    described = [
        {"name": name, "dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape),
         "elements": elements(tensor)}
        for name, tensor in tensors.items()
    ]
    write_json("weights/types.json", described)


def repacked(name: str, source: str, change=lambda name, data: data, **options) -> None:
    """An archive with the same entries, as Python's zipfile writes them."""
    with zipfile.ZipFile(WEIGHTS / source) as old, zipfile.ZipFile(WEIGHTS / name, "w", **options) as new:
        for entry in old.infolist():
            with new.open(zipfile.ZipInfo(entry.filename), "w", force_zip64=name.startswith("zip64")) as file:
                file.write(change(entry.filename, old.read(entry)))


def write_containers() -> None:
    tensors = {"weight": torch.arange(6.0).reshape(2, 3).T, "count": torch.tensor([1, -2]), "half": torch.tensor([1.5]).half()}
    save(tensors, "small.zip.pth")
    save(tensors, "small.legacy.pth", "legacy")
    torch.serialization.set_crc32_options(False)
    save(tensors, "unchecked.pth")
    torch.serialization.set_crc32_options(True)

    widths = {"data/0": 4, "data/1": 8, "data/2": 2}

    def turned(name: str, data: bytes) -> bytes:
        entry = name.split("/", 1)[1]
        if entry == "byteorder":
            return b"big"
        if entry not in widths:
            return data
        return numpy.frombuffer(data, f"<u{widths[entry]}").byteswap().tobytes()

    repacked("big-endian.pth", "small.zip.pth", turned)
    repacked("zip64.pth", "small.zip.pth")
    with zipfile.ZipFile(WEIGHTS / "small.zip.pth") as old, zipfile.ZipFile(WEIGHTS / "compressed.pth", "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry), zipfile.ZIP_DEFLATED)
    write_views()


def write_views() -> None:
    """Before 2017 a view of a storage was saved as such: a sixth item of the storage's persistent name."""

    class Storage:
        def __init__(self, view):
            self.view = view

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            if isinstance(value, Storage):
                return ("storage", torch.FloatStorage, "root", "cpu", 6, value.view)

    class Tensor:
        def __init__(self, view, shape, stride):
            self.parts = (Storage(view), 0, shape, stride)

        def __reduce__(self):
            return torch._utils._rebuild_tensor, self.parts

    with open(WEIGHTS / "views.legacy.pth", "wb") as file:
        for value in (MAGIC, VERSION, {"little_endian": True}):
            pickle.dump(value, file, protocol=2)
        Pickler(file, protocol=2).dump({"whole": Tensor(None, (6,), (1,)), "part": Tensor(("view", 2, 3), (3,), (1,))})
        pickle.dump(["root"], file, protocol=2)
        file.write(struct.pack("<q6f", 6, *range(6)))


def write_nested() -> None:
    weight = {"weight": torch.arange(4.0).reshape(2, 2), "bias": torch.tensor([0.5, -0.5])}
    layer = nn.Linear(2, 2)
    layer.load_state_dict(weight)
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    layer.load_state_dict(weight)
    wrapped = collections.OrderedDict((f"module.{name}", value) for name, value in layer.state_dict().items())
    save({"epoch": 3, "best": torch.tensor(0.25), "state_dict": wrapped, "optimizer": optimizer.state_dict()}, "nested.pth")
    both = {"G": layer.state_dict(), "D": {"weight": torch.ones(1)}, "steps": [1, 2]}
    save(both, "several.pth")
    save({"state_dict": {f"{k}.{n}": v for k in ("generator", "discriminator") for n, v in weight.items()}}, "joined.pth")
    save([torch.ones(1)], "list.pth")
    save({"epoch": 3}, "empty.pth")


class Call:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


def write_hostile() -> None:
    call = Call(os.system, "touch winnow-was-here")
    for container in CONTAINERS:
        save({"weight": torch.ones(2), "call": call}, f"system.{container}.pth", container)
    for protocol in (0, 2, 4):
        (WEIGHTS / f"system.protocol-{protocol}.pkl").write_bytes(pickle.dumps(call, protocol))
    torch.save(nn.Linear(1, 1), WEIGHTS / "module.pth")


def write_stargan() -> None:
    size, width, labels, blocks, layers = 16, 2, 3, 1, 2

    def model(kind, network):
        with torch.no_grad():
            for name, value in network.named_parameters():
                value.copy_(torch.from_numpy(parameter(name, value.shape, f"weights/{kind}.")))
        return network

    generator = model("generator", Generator(width, labels, blocks))
    discriminator = model("discriminator", Discriminator(size, width, labels, layers))
    # The published code's normalizations keep running statistics, which it never uses.
    tracking = Generator(width, labels, blocks)
    for module in tracking.modules():
        if isinstance(module, nn.InstanceNorm2d):
            module.track_running_stats = True
            module.register_buffer("running_mean", torch.ones(module.num_features))
            module.register_buffer("running_var", torch.full([module.num_features], 2.0))
            module.register_buffer("num_batches_tracked", torch.tensor(7))
    tracking.load_state_dict(generator.state_dict(), strict=False)
    save(generator.state_dict(), "stargan-G.zip.ckpt")
    save(tracking.state_dict(), "stargan-G.legacy.ckpt", "legacy")
    save(discriminator.state_dict(), "stargan-D.zip.ckpt")
    save(discriminator.state_dict(), "stargan-D.legacy.ckpt", "legacy")
    images = torch.from_numpy(uniform("weights/images", [2, 3, size, size], -1, 1)).double()
    targets = torch.tensor([[1.0, 0, 1], [0, 1, 0]]).double()
    with torch.no_grad():
        fakes = generator.double()(images, targets)
        realism, logits = discriminator.double()(images)
    result = {
        "image_size": size, "conv_dim": width, "residual_blocks": blocks, "discriminator_layers": layers,
        "targets": targets.tolist(),
        "fakes": [rounded(x) for x in fakes.flatten()],
        "realism": [rounded(x) for x in realism.flatten()],
        "logits": [rounded(x) for x in logits.flatten()],
    }
    write_json("weights/stargan.json", result)


def resnet_value(name: str, shape) -> numpy.ndarray:
    """Ranges in which the image, and not the biases, decides the logits."""
    for suffix, low, high in (("running_var", 0.1, 0.25), ("bn3.weight", 0.1, 0.3)):
        if name.endswith(suffix):
            return uniform(f"weights/resnet/{name}", shape, low, high)
    return parameter(name, shape, "weights/resnet/")


def write_resnet() -> None:
    model = resnet50(num_classes=1000)
    state = model.state_dict()
    for name, value in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        value.copy_(torch.from_numpy(resnet_value(name, value.shape)))
    images = torch.from_numpy(uniform("weights/resnet/images", [2, 3, 64, 64], -1, 1)).double()
    with torch.no_grad():
        logits = model.double().eval()(images)
    kept = logits[:, ::20]
    write_json("weights/resnet.json", {"every": 20, "logits": [[rounded(x) for x in row] for row in kept]})


def main():
    WEIGHTS.mkdir(exist_ok=True)
    torch.manual_seed(0)
    write_types()
    write_containers()
    write_nested()
    write_hostile()
    write_stargan()
    write_resnet()


if __name__ == "__main__":
    main()
