"""Checks weights of full size end to end, with the built program and PyTorch on either side of it:

    python check_weights.py ../../../.build/release/winnow

torchvision's ResNet-50 in every container, as users have it: plain, in a checkpoint of `DataParallel` beside an optimizer, and as
safetensors; StarGAN for CelebA at 128 and 256 pixels with and without running statistics; then the other way round, what the
program wrote into torchvision and into the reference generator and discriminator with `load_state_dict(strict=True)`. Prints
the largest differences and fails where one is above its limit. Needs torch, torchvision, numpy, h5py, pillow, safetensors;
takes some minutes and 2 GB in a temporary folder.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy
import torch
from fixture_random import parameter, uniform
from make_stargan import Discriminator, Generator
from make_weights import resnet_value
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn
from torchvision.models import resnet50

LABELS = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"]
MEAN, DEVIATION = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
failures = []


def report(what: str, value: float, limit: float) -> None:
    print(f"{what:74} {value:.2e}  (limit {limit:.0e})", flush=True)
    if not value <= limit:
        failures.append(what)


class Program:
    def __init__(self, path: str, folder: Path):
        self.path, self.folder = Path(path).resolve(), folder

    def __call__(self, *arguments) -> str:
        run = subprocess.run([self.path, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"{arguments}: {run.returncode}: {run.stderr}")
        return run.stdout


def relative(found, expected) -> float:
    """The largest difference over the largest number."""
    found, expected = numpy.asarray(found, numpy.float64), numpy.asarray(expected, numpy.float64)
    return float(numpy.abs(found - expected).max() / numpy.abs(expected).max())


def noise(name: str, size: int) -> Image.Image:
    return Image.fromarray((uniform(name, [size, size, 3], 0, 255)).astype(numpy.uint8))


def predictions(program: Program, *arguments) -> list:
    answers = json.loads(program("classifier", "predict", *arguments, "--json", "-q"))
    return [[row["logits"][key] for key in sorted(row["logits"], key=int)] for row in answers]


def checked_resnet(program: Program) -> None:
    model = resnet50().eval()
    state = {
        name: value if name.endswith("tracked") else torch.from_numpy(resnet_value(name, value.shape))
        for name, value in model.state_dict().items()
    }
    model.load_state_dict(state)
    files = [program.folder / f"{size}.png" for size in (224, 300)]
    for file, size in zip(files, (224, 300)):
        noise(f"check/{size}", size).save(file)
    inputs = []
    for file in files:
        image = Image.open(file).resize((256, 256), Image.BILINEAR).crop((16, 16, 240, 240))
        pixels = torch.from_numpy(numpy.asarray(image).astype(numpy.float64) / 255)
        inputs.append(((pixels - MEAN) / DEVIATION).permute(2, 0, 1))
    with torch.no_grad():
        expected = model.double()(torch.stack(inputs)).numpy()
    model = model.float()
    half = {name: value.half() if value.is_floating_point() else value for name, value in state.items()}

    checkpoint = {
        "epoch": 90,
        "best_acc1": torch.tensor(76.1),
        "state_dict": nn.DataParallel(model).state_dict(),
        "optimizer": torch.optim.SGD(model.parameters(), 0.1, momentum=0.9).state_dict(),
    }
    old = {name: value for name, value in state.items() if not name.endswith("num_batches_tracked")}
    torch.save(state, program.folder / "zip.pth")
    torch.save(old, program.folder / "legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(checkpoint, program.folder / "checkpoint.pth.tar")
    save_file(state, program.folder / "weights.safetensors")
    torch.save({name: value.double() for name, value in old.items()}, program.folder / "double.pth")
    for name in ("zip.pth", "legacy.pth", "checkpoint.pth.tar", "weights.safetensors", "double.pth"):
        found = predictions(program, "--weights", name, *files)
        report(f"ResNet-50, 1000 logits, {name}", relative(found, expected), 1e-4)
    model.load_state_dict(half)
    with torch.no_grad():
        expected = model.double()(torch.stack(inputs)).numpy()
    torch.save(half, program.folder / "half.pth")
    report("ResNet-50, 1000 logits, half.pth", relative(predictions(program, "--weights", "half.pth", *files), expected), 1e-4)


def checked_training(program: Program) -> None:
    """A classifier that starts from the thousand classes, trained a step, back in torchvision."""
    recipe = "model: resnet50\nimage_size: 32\nresize: 36\npretrained: legacy.pth\n"
    recipe += "training: {budget: steps, steps: 1, batch: 8, learning_rate: 1e-12, weight_decay: 0}\n"
    (program.folder / "pretrained.yaml").write_text(recipe)
    program("dataset", "faces", "faces32", "--count", 8, "--validation", 4, "--test", 4, "--size", 36, "-q")
    program("classifier", "train", "pretrained.yaml", "--data", "faces32", "--out", "trained", "-q")
    trained = load_file(program.folder / "trained/classifier.safetensors")
    original = torch.load(program.folder / "legacy.pth")
    moved = max(
        relative(trained[name], value)
        for name, value in original.items()
        if not name.startswith("fc.") and "running" not in name
    )
    report("pretrained: weights after a step of rate 1e-12, all layers but the head", moved, 1e-6)
    model = resnet50(num_classes=5)
    model.load_state_dict(trained, strict=True)
    about = json.loads((program.folder / "trained/classifier.json").read_text())["statistics"]
    noise("check/36", 36).save(program.folder / "36.png")
    pixels = numpy.asarray(Image.open(program.folder / "36.png").crop((2, 2, 34, 34))).astype(numpy.float64) / 255
    pixels = (pixels - numpy.array(about["mean"])) / numpy.array(about["deviation"])
    with torch.no_grad():
        expected = model.double().eval()(torch.from_numpy(pixels).permute(2, 0, 1)[None]).numpy()
    answer = json.loads(program("classifier", "predict", "trained", "36.png", "--json", "-q"))[0]["logits"]
    schema = json.loads((program.folder / "trained/classifier.json").read_text())["schema"]["names"]
    report("our classifier in torchvision, strict=True, logits", relative([[answer[n] for n in schema]], expected), 1e-4)


def drawn(network: nn.Module, prefix: str) -> nn.Module:
    with torch.no_grad():
        for name, value in network.named_parameters():
            value.copy_(torch.from_numpy(parameter(name, value.shape, prefix)))
    return network


def with_statistics(state: dict) -> dict:
    result = {}
    for name, value in state.items():
        result[name] = value
        if name.endswith("bias") and value.ndim == 1:
            stem = name.removesuffix("bias")
            result |= {f"{stem}running_mean": value + 1, f"{stem}running_var": value.abs() + 2}
            result[f"{stem}num_batches_tracked"] = torch.tensor(200_000)
    return result


def checked_stargan(program: Program, size: int, is_legacy: bool) -> None:
    generator = drawn(Generator(64, 5, 6), f"check/{size}/G.")
    discriminator = drawn(Discriminator(size, 64, 5, 6), f"check/{size}/D.")
    container = "legacy" if is_legacy else "zip"
    state = generator.state_dict()
    torch.save(with_statistics(state) if is_legacy else state, program.folder / "G.ckpt", _use_new_zipfile_serialization=not is_legacy)
    torch.save(discriminator.state_dict(), program.folder / "D.ckpt", _use_new_zipfile_serialization=not is_legacy)
    out = f"stargan-{size}"
    program(
        "generator", "import", "G.ckpt", "--discriminator", "D.ckpt", "--attributes", ",".join(LABELS), "--crop", size, "--out", out, "-q"
    )
    for name, network in (("generator", generator), ("discriminator", discriminator)):
        stored = load_file(program.folder / out / f"{name}.safetensors")
        type(network)(*((64, 5, 6) if name == "generator" else (size, 64, 5, 6))).load_state_dict(stored, strict=True)
        difference = max(float((stored[key] - value).abs().max()) for key, value in network.state_dict().items())
        report(f"StarGAN {size}, {container}: our {name} in the reference, strict=True", difference, 0)

    noise(f"check/{size}", size).save(program.folder / "source.png")
    program("generator", "translate", out, "source.png", "--out", f"sheet-{size}.png", "-q")
    sheet = numpy.asarray(Image.open(program.folder / f"sheet-{size}.png")).astype(numpy.int64)
    images = torch.from_numpy(numpy.asarray(Image.open(program.folder / "source.png")).astype(numpy.float32) / 127.5 - 1)
    images = images.permute(2, 0, 1)[None].expand(5, -1, -1, -1)
    with torch.no_grad():
        fakes = generator(images, torch.eye(5))
    levels = ((fakes.numpy() + 1) * 127.5).transpose(0, 2, 3, 1)
    cells = [sheet[2 : 2 + size, 2 + (size + 2) * (k + 1) :][:, :size] for k in range(5)]
    # How far a level lies outside of the interval that rounds to what the sheet shows, on the scale of [−1, 1].
    excess = max(float(numpy.abs(level - cell).max()) - 0.5 for level, cell in zip(levels, cells)) / 127.5
    report(f"StarGAN {size}, {container}: image, beyond rounding to 8 bits", max(excess, 0), 1e-4)
    checked_pool(program, size, container, out, generator, discriminator)


def checked_pool(program: Program, size: int, container: str, out: str, generator, discriminator) -> None:
    """A pool stores the realism in single precision, and so tells of the discriminator and, through it, of the image.

    Realism is the mean of a map whose numbers cancel, so that it is held against the size of those numbers."""
    program("dataset", "faces", f"faces{size}", "--count", 4, "--validation", 1, "--test", 1, "--size", size, "-q")
    program("pool", "generate", "--generator", out, "--data", f"faces{size}", "--fold", 2, "--out", f"pool-{size}", "-q")
    with h5py.File(program.folder / f"pool-{size}/shards/00000.h5") as pool:
        rows, targets, realism = pool["source_index"][:], pool["target"][:], pool["realism"][:]
    generator, discriminator = generator.double(), discriminator.double()
    worst = 0.0
    for row, target, found in zip(rows, targets, realism):
        pixels = numpy.asarray(Image.open(program.folder / f"faces{size}/img_align_celeba/{row + 1:06}.jpg"))
        images = torch.from_numpy(pixels.astype(numpy.float64) / 127.5 - 1).permute(2, 0, 1)[None]
        with torch.no_grad():
            fakes = generator(images, torch.from_numpy(target.astype(numpy.float64))[None])
            judgement = discriminator(fakes)[0]
        worst = max(worst, abs(float(found) - float(judgement.mean())) / float(judgement.abs().max()))
    report(f"StarGAN {size}, {container}: D's realism of G's images in a pool", worst, 1e-4)


def main():
    with tempfile.TemporaryDirectory() as folder:
        program = Program(sys.argv[1], Path(folder))
        checked_resnet(program)
        checked_training(program)
        checked_stargan(program, 128, is_legacy=False)
        checked_stargan(program, 256, is_legacy=True)
    if failures:
        sys.exit("above the limit: " + "; ".join(failures))


if __name__ == "__main__":
    main()
