"""Where a GAN's training goes in PyTorch, for Drift.java to follow it in Gen4J.

    drift.py --mnist DIR --out DIR [--steps 600] [--noise-seed 1]

Trains the GAN of the usual sizes on MNIST, in single and in double precision, from the same weights, on the same batches and noise.
DIR must hold train-images-idx3-ubyte.gz. Written are

    weights.safetensors          where both start
    inputs.safetensors           images/K and PURPOSE/K, as reference.py has them: 370 KB a step
    single.safetensors           every parameter after K steps, by K/NAME
    double.safetensors           the same of the training in double precision, rounded at the end

Rounding grows in such a game. How far two trainings that differ in rounding alone are apart is seen from PyTorch's two.
"""
import argparse
import copy
from pathlib import Path

import torch

import mnist
import models
from tensors import state_of, write_safetensors, write_weights

BATCH = 100
LATENT = 64
MOMENTS = (1, 10, 30, 100, 200, 300, 600, 1200, 1800)


def train(networks, inputs, steps, precision):
    """Yields the moment and the weights."""
    game = models.Game(*(network.to(precision) for network in networks.values()), 2e-4)
    for step in range(1, steps + 1):
        def fake_inputs(player):
            return inputs[f"{player} noise/{step}"].to(precision), []

        game.step(inputs[f"images/{step}"].to(precision), [], fake_inputs)
        if step in MOMENTS or step == steps:
            yield step, {name: tensor.clone().float() for name, tensor in state_of(networks).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--noise-seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.noise_seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    images = mnist.images(arguments.mnist, "train") / 127.5 - 1
    start = dict(zip(("G.", "D."), models.gan(784, 256, LATENT)))
    write_weights(arguments.out / "weights.safetensors", start)
    inputs = {}
    for step in range(1, arguments.steps + 1):
        inputs[f"images/{step}"] = images[torch.randint(0, len(images), (BATCH,))]
        for player in ("discriminator", "generator"):
            inputs[f"{player} noise/{step}"] = torch.randn(BATCH, LATENT)
    write_safetensors(arguments.out / "inputs.safetensors", inputs)
    for name, precision in (("single", torch.float32), ("double", torch.float64)):
        training = train(copy.deepcopy(start), inputs, arguments.steps, precision)
        weights = {f"{step}/{parameter}": tensor for step, after in training for parameter, tensor in after.items()}
        write_safetensors(arguments.out / f"{name}.safetensors", weights)


if __name__ == "__main__":
    main()
