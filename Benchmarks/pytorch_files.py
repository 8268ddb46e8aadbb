"""The steps of the benchmarks that read or write files, as one writes them with PyTorch, Pillow and h5py."""
import pathlib
import random

import h5py
import numpy
import torch
from PIL import Image
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset

from pytorch_networks import Discriminator, generator, resnet50, with_planes

ATTRIBUTES = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"]
CROP = 178
MEAN = torch.tensor([0.5, 0.5, 0.5]).view(3, 1, 1)
DEVIATION = torch.tensor([0.25, 0.25, 0.25]).view(3, 1, 1)


def normalized(images):
    return images.float().div_(255).sub_(MEAN).div_(DEVIATION)


class Faces(Dataset):
    """The training images of a folder in CelebA's layout, as torchvision's transforms would give them."""

    def __init__(self, folder, size, is_augmented):
        folder = pathlib.Path(folder)
        self.size, self.is_augmented = size, is_augmented
        header, *rows = (folder / "list_attr_celeba.txt").read_text().splitlines()[1:]
        columns = [header.split().index(name) for name in ATTRIBUTES]
        splits = dict(line.split() for line in (folder / "list_eval_partition.txt").read_text().splitlines())
        self.files, self.labels = [], []
        for row in rows:
            name, *values = row.split()
            if splits[name] == "0":
                self.files.append(folder / "img_align_celeba" / name)
                self.labels.append(torch.tensor([float(values[column] == "1") for column in columns]))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        image = Image.open(self.files[index]).convert("RGB")
        left, top = (image.width - CROP) // 2, (image.height - CROP) // 2
        image = image.crop((left, top, left + CROP, top + CROP))
        if not self.is_augmented:
            image = image.resize((self.size, self.size), Image.Resampling.BILINEAR)
            pixels = torch.from_numpy(numpy.array(image)).permute(2, 0, 1).contiguous()
            return pixels.float().div_(127.5).sub_(1), self.labels[index]
        resize = self.size * 9 // 8
        image = image.resize((resize, resize), Image.Resampling.BILINEAR)
        rest = resize - self.size
        left, top = random.choice([(0, 0), (rest, 0), (0, rest), (rest, rest), (rest // 2, rest // 2)])
        image = image.crop((left, top, left + self.size, top + self.size))
        if random.random() < 0.5:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        pixels = torch.from_numpy(numpy.array(image)).permute(2, 0, 1).contiguous()
        return normalized(pixels), self.labels[index]


def batches(faces, batch, setting, sampler=None):
    return DataLoader(faces, batch, shuffle=sampler is None, sampler=sampler, num_workers=setting.workers,
                      persistent_workers=setting.workers > 0)


def jpeg_batches(size, batch, setting):
    faces = Faces(setting.data, size, is_augmented=True)
    loader = batches(faces, batch, setting)

    def step():
        for _ in loader:
            pass
    return len(faces), step


def jpeg_training(size, batch, setting):
    faces = Faces(setting.data, size, is_augmented=True)
    loader = batches(faces, batch, setting)
    model = setting.place(resnet50(len(ATTRIBUTES)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step():
        for images, labels in loader:
            optimizer.zero_grad()
            with setting.autocast():
                logits = model(setting.place(images))
            F.binary_cross_entropy_with_logits(logits.float(), labels).backward()
            optimizer.step()
    return len(faces), step


def chunk_rows(size):
    """As many images as go into a mebibyte, to a power of two."""
    return 1 << (((1 << 20) // (size * size * 3)).bit_length() - 1)


def write_pool(path, images, targets, sources, indices, realism):
    with h5py.File(path, "w") as file:
        for name, values in [("images", images), ("target", targets), ("source", sources),
                             ("source_index", indices), ("realism", realism)]:
            rows = min(len(values), chunk_rows(images.shape[1]) if name == "images" else 1 << 17)
            file.create_dataset(name, data=values, chunks=(rows, *values.shape[1:]), fletcher32=True)


def pool_writing(size, width, setting):
    """512 translations: sources read and cropped, translated, judged by the discriminator, and written with checksums."""
    count, batch = 512, 32
    faces = Faces(setting.data, size, is_augmented=False)
    indices = numpy.arange(count) % len(faces)
    loader = batches(faces, batch, setting, sampler=[int(index) for index in indices])
    layers = max(n for n in range(1, 7) if size % (1 << n) == 0 and size >> n >= 2)
    g = setting.place(generator(width, len(ATTRIBUTES))).eval()
    d = setting.place(Discriminator(size, width, len(ATTRIBUTES), layers)).eval()

    def step():
        images, targets, sources, realism = [], [], [], []
        with torch.inference_mode(), setting.autocast():
            for real, labels in loader:
                wanted = (torch.rand(len(real), len(ATTRIBUTES)) > 0.5).float()
                fakes = g(setting.place(with_planes(real, wanted)))
                realism.append(d(fakes)[0].float().mean((1, 2, 3)).numpy())
                pixels = fakes.float().add(1).mul_(127.5).round_().clamp_(0, 255).to(torch.uint8)
                images.append(pixels.permute(0, 2, 3, 1).contiguous().numpy())
                targets.append(wanted.to(torch.uint8).numpy())
                sources.append(labels.to(torch.uint8).numpy())
        write_pool(pathlib.Path(setting.folder) / "pool.h5", numpy.concatenate(images), numpy.concatenate(targets),
                   numpy.concatenate(sources), indices, numpy.concatenate(realism))
    return count, step


def pool_scoring(size, setting):
    """The scores of cl-sam for 512 samples: read, resized, cropped, normalised, classified."""
    count, batch = 512, 64
    path = pathlib.Path(setting.folder) / "pool.h5"
    labels = numpy.random.randint(0, 2, (count, len(ATTRIBUTES)), numpy.uint8)
    write_pool(path, numpy.random.randint(0, 256, (count, size, size, 3), numpy.uint8), labels, labels,
               numpy.arange(count), numpy.zeros(count, numpy.float32))
    model = setting.place(resnet50(len(ATTRIBUTES))).eval()
    resize = size * 9 // 8
    margin = (resize - size) // 2

    def step():
        scores = []
        with h5py.File(path) as file, torch.inference_mode():
            images, targets = file["images"], torch.from_numpy(file["target"][:]).float()
            for start in range(0, count, batch):
                pixels = torch.from_numpy(images[start:start + batch]).permute(0, 3, 1, 2)
                pixels = F.interpolate(pixels, size=(resize, resize), mode="bilinear", antialias=True)
                pixels = pixels[:, :, margin:margin + size, margin:margin + size]
                with setting.autocast():
                    logits = model(setting.place(normalized(pixels).contiguous())).float()
                scores.append(-F.binary_cross_entropy_with_logits(
                    logits, targets[start:start + batch], reduction="none").mean(1))
        torch.cat(scores).numpy()
    return count, step


STEPS = {"jpeg-batches": jpeg_batches, "jpeg-training": jpeg_training, "pool-writing": pool_writing,
         "pool-scoring": pool_scoring}
