"""Winnow's pools, classifiers and generators in PyTorch.

    from winnow_pool import Classifier, Generator, Pool

    pool = Pool("pools/celeba", selection="cl-sam-2x")          # a torch Dataset: image [3, H, W] in 0..1, target
    classifier = Classifier("policies/cl-sam")                  # torchvision's network with Winnow's weights
    generator = Generator("generators/celeba")                  # StarGAN's generator

Each reads what Winnow wrote, as it is: HDF5, safetensors and JSON.
"""

import json
import pathlib

import h5py
import numpy as np
import torch
import torchvision
from PIL import Image
from safetensors.torch import load_file
from torch import nn


class Pool(torch.utils.data.Dataset):
    """The samples of a pool, or of one of its selections with the best first."""

    def __init__(self, folder, selection=None):
        folder = pathlib.Path(folder)
        self.file = h5py.File(folder / "pool.h5")
        self.labels = list(self.file.attrs["labels"])
        self.index = np.arange(len(self.file["images"]))
        if selection:
            with h5py.File(folder / "selections" / f"{selection}.h5") as chosen:
                self.index = chosen["index"][:]

    def __len__(self):
        return len(self.index)

    def __getitem__(self, place):
        row = self.index[place]
        image = torch.from_numpy(self.file["images"][row]).permute(2, 0, 1) / 255
        return image, torch.as_tensor(self.file["target"][row])


# The networks of torchvision, under the names of Winnow's recipes, and where their heads are.
NETWORKS = {
    "resnet18": ("resnet18", "fc"),
    "resnet50": ("resnet50", "fc"),
    "densenet121": ("densenet121", "classifier"),
    "efficientnet-b0": ("efficientnet_b0", "classifier.1"),
    "efficientnet-b1": ("efficientnet_b1", "classifier.1"),
    "efficientnet-b2": ("efficientnet_b2", "classifier.1"),
    "efficientnet-b3": ("efficientnet_b3", "classifier.1"),
}


def classifier_network(recipe, classes):
    """The network of a classifier's recipe, with the initial weights of torchvision's."""
    if recipe["model"] not in NETWORKS:
        raise ValueError(f"{recipe['model']} is not one of torchvision's networks; build it yourself and load the weights")
    name, path = NETWORKS[recipe["model"]]
    network = getattr(torchvision.models, name)(num_classes=classes)
    head = recipe.get("head", {})
    if head.get("hidden"):
        features = network.get_submodule(path).in_features
        activation = nn.LeakyReLU() if head["activation"] == "leaky-relu" else nn.ReLU()
        layers = [nn.Linear(features, head["hidden"]), activation, nn.Dropout(head["dropout"])]
        parent, _, last = path.rpartition(".")
        setattr(network.get_submodule(parent), last, nn.Sequential(*layers, nn.Linear(head["hidden"], classes)))
    return network


class Classifier(nn.Module):
    """A classifier's folder: images go in, logits `[N, labels]` come out."""

    def __init__(self, folder):
        super().__init__()
        folder = pathlib.Path(folder)
        facts = json.loads((folder / "classifier.json").read_text())
        self.labels = facts["schema"]["names"]
        self.is_multi_label = facts["schema"]["task"] == "multi-label"
        self.resize, self.crop = facts["recipe"]["resize"], facts["recipe"]["image_size"]
        self.normalize = torchvision.transforms.Normalize(facts["statistics"]["mean"], facts["statistics"]["deviation"])
        self.network = classifier_network(facts["recipe"], len(self.labels))
        self.network.load_state_dict(load_file(folder / "classifier.safetensors"), strict=True)
        self.eval()

    def prepare(self, image):
        """The input `[3, S, S]` for a PIL image: the middle square, resized, and the middle of that."""
        image = middle(image.convert("RGB"), min(image.size)).resize((self.resize, self.resize), Image.Resampling.BILINEAR)
        pixels = np.array(middle(image, self.crop), dtype=np.float32) / 255
        return self.normalize(torch.from_numpy(pixels).permute(2, 0, 1))

    def forward(self, inputs):
        return self.network(inputs)

    def probabilities(self, images):
        with torch.inference_mode():
            logits = self(torch.stack([self.prepare(image) for image in images]))
        return logits.sigmoid() if self.is_multi_label else logits.softmax(dim=1)


class ResidualBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False), normalization(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False), normalization(width))

    def forward(self, x):
        return x + self.main(x)


class Generator(nn.Module):
    """A generator's folder (StarGAN, Choi et al., 2018, table 4): images and targets go in, translated images come out."""

    def __init__(self, folder):
        super().__init__()
        folder = pathlib.Path(folder)
        self.labels = json.loads((folder / "labels.json").read_text())["names"]
        weights = load_file(folder / "generator.safetensors")
        # The weights tell how wide and how deep the network is.
        width = weights["main.0.weight"].shape[0]
        blocks = len([name for name in weights if name.endswith(".main.0.weight")])
        layers = [nn.Conv2d(3 + len(self.labels), width, 7, padding=3, bias=False), normalization(width), nn.ReLU()]
        for _ in range(2):
            layers += [nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), normalization(2 * width), nn.ReLU()]
            width *= 2
        layers += [ResidualBlock(width) for _ in range(blocks)]
        for _ in range(2):
            layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False), normalization(width // 2), nn.ReLU()]
            width //= 2
        layers += [nn.Conv2d(width, 3, 7, padding=3, bias=False), nn.Tanh()]
        self.main = nn.Sequential(*layers)
        self.load_state_dict(weights, strict=True)
        self.eval()

    def forward(self, images, targets):
        """Images `[N, 3, H, W]` in [−1, 1] and targets `[N, labels]`, bits or one-hot; the translations in [−1, 1]."""
        planes = targets[:, :, None, None].expand(-1, -1, *images.shape[2:])
        return self.main(torch.cat([images, planes], dim=1))

    def translate(self, pixels, targets):
        """The same for images uint8 `[N, H, W, 3]`, as pools hold them."""
        images = torch.as_tensor(pixels).permute(0, 3, 1, 2) / 127.5 - 1
        with torch.inference_mode():
            translated = self(images, torch.as_tensor(targets, dtype=torch.float32))
        return ((translated + 1) * 127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1).numpy()


def normalization(width):
    """By each image's own statistics, always."""
    return nn.InstanceNorm2d(width, affine=True)


def middle(image, side):
    """The middle square of a PIL image."""
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))
