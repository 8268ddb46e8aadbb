"""Writes tracking.json: twenty training steps of a ResNet-50 and of a StarGAN, of which only the losses are kept.

ResNet-50 learns by SGD with momentum and weight decay; images of class c are brighter in channel c. StarGAN takes twenty steps of
the critic, penalty included, and one of the generator after every fifth, both by Adam. Each step sees a new batch. Parameters
are drawn from the streams `case/name`, images, labels and α of step i from `case/images/i`, `case/labels/i` and `case/alpha/i`.

Training amplifies rounding: where it moves one number over a ReLU's kink, later steps go another way. Rates, batches and the
ResNet's last scales (fixture_draws.py says of kinks, make_resnet.py of scales) are small enough for that to stay far below
what the comparison allows: `deviation` is how far off losses are, relative to the exact one, in single precision, and where
parameters are off by 10⁻⁵ of themselves, which is what Winograd's algorithm makes of a product.
"""

import torch
import torch.nn.functional as F
from fixture_draws import perturbed
from fixture_output import rounded, write_json
from fixture_random import parameter, uniform
from make_stargan import BETAS, CLASSIFICATION, EPSILON, PENALTY, RECONSTRUCTION, Discriminator, Generator
from make_stargan import classification_loss, filled
from torchvision.models import resnet50

STEPS = 20
NOISE = 1e-5

RESNET = {
    "prefix": "tracking/resnet/",
    "last_scale": {"suffix": "bn3.weight", "range": [0.03, 0.09]},
    "images": [8, 3, 64, 64],
    "classes": 3,
    "brightness": 0.5,
    "sgd": {"learning_rate": 3e-4, "momentum": 0.9, "weight_decay": 5e-4},
}
STARGAN = {
    "prefix": "tracking/stargan/",
    "config": {
        "image_size": 32,
        "conv_dim": 16,
        "residual_blocks": 2,
        "discriminator_layers": 4,
        "labels": 5,
        "batch": 8,
        "is_multi_label": True,
    },
    "critic_steps": 5,
    "adam": {"learning_rate": 1e-4, "betas": BETAS, "epsilon": EPSILON},
    "weights": {
        "classification": CLASSIFICATION,
        "reconstruction": RECONSTRUCTION,
        "gradient_penalty": PENALTY,
    },
}


def resnet(dtype, noise) -> dict:
    prefix, scale = RESNET["prefix"], RESNET["last_scale"]
    generator = torch.Generator().manual_seed(0)
    model = resnet50(num_classes=RESNET["classes"]).to(dtype).train()
    with torch.no_grad():
        for name, target in model.named_parameters():
            if name.endswith(scale["suffix"]):
                value = uniform(prefix + name, target.shape, *scale["range"])
            else:
                value = parameter(name, target.shape, prefix)
            target.copy_(perturbed(torch.from_numpy(value).to(dtype), noise, generator))
    rule = RESNET["sgd"]
    optimizer = torch.optim.SGD(
        model.parameters(), rule["learning_rate"], rule["momentum"], weight_decay=rule["weight_decay"]
    )
    losses = []
    for step in range(STEPS):
        images = torch.from_numpy(uniform(f"{prefix}images/{step}", RESNET["images"], -1, 1)).to(dtype)
        labels = torch.from_numpy(
            uniform(f"{prefix}labels/{step}", RESNET["images"][:1], 0, RESNET["classes"]).astype(int)
        )
        for image, label in zip(images, labels):
            image[label] += RESNET["brightness"]
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return {"losses": torch.stack(losses)}


def stargan(dtype, noise) -> dict:
    prefix, config, rule = STARGAN["prefix"], STARGAN["config"], STARGAN["adam"]
    size, count, classes = config["image_size"], config["batch"], config["labels"]
    noises = torch.Generator().manual_seed(0)

    def draw(name, shape, low, high):
        return torch.from_numpy(uniform(prefix + name, shape, low, high)).to(dtype)

    def weights(array):
        return perturbed(torch.from_numpy(array).to(dtype), noise, noises)

    G = filled(
        Generator(config["conv_dim"], classes, config["residual_blocks"]), f"{prefix}generator.", weights
    )
    D = filled(
        Discriminator(size, config["conv_dim"], classes, config["discriminator_layers"]),
        f"{prefix}discriminator.",
        weights,
    )
    optimizer_g, optimizer_d = (
        torch.optim.Adam(model.parameters(), rule["learning_rate"], rule["betas"], rule["epsilon"])
        for model in (G, D)
    )

    def update(optimizer, loss):
        G.zero_grad()
        D.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    critic, translator = [], []
    for step in range(STEPS):
        images = draw(f"images/{step}", [count, 3, size, size], -1, 1)
        labels = (draw(f"labels/{step}", [count, classes], 0, 1) < 0.5).to(dtype)
        alpha = draw(f"alpha/{step}", [count, 1, 1, 1], 0, 1)
        targets = labels.roll(1, 0)

        fakes = G(images, targets).detach()
        real_map, real_logits = D(images)
        mixed = (alpha * images + (1 - alpha) * fakes).requires_grad_()
        (slope,) = torch.autograd.grad(D(mixed)[0].sum(), mixed, create_graph=True)
        loss = (
            D(fakes)[0].mean()
            - real_map.mean()
            + CLASSIFICATION * classification_loss(real_logits, labels, config["is_multi_label"])
            + PENALTY * ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
        )
        critic.append(update(optimizer_d, loss))
        if (step + 1) % STARGAN["critic_steps"] == 0:
            fakes = G(images, targets)
            realism, logits = D(fakes)
            loss = (
                CLASSIFICATION * classification_loss(logits, targets, config["is_multi_label"])
                - realism.mean()
                + RECONSTRUCTION * F.l1_loss(G(fakes, labels), images)
            )
            translator.append(update(optimizer_g, loss))
    return {"discriminator_losses": torch.stack(critic), "generator_losses": torch.stack(translator)}


def tracked(run, case: dict) -> dict:
    exact = run(torch.float64, 0)
    others = [run(torch.float32, 0), run(torch.float64, NOISE)]
    deviation = max(
        float((other[key].double() / losses - 1).abs().max())
        for other in others
        for key, losses in exact.items()
    )
    result = case | {key: [rounded(loss) for loss in losses] for key, losses in exact.items()}
    result["deviation"] = float(f"{deviation:.3g}")
    print({key: value for key, value in result.items() if "losses" in key or key == "deviation"}, flush=True)
    return result


def main():
    write_json("tracking.json", {"resnet": tracked(resnet, RESNET), "stargan": tracked(stargan, STARGAN)})


if __name__ == "__main__":
    main()
