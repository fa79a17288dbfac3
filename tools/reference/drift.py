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
import gzip
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from reference import dense, leaky, state_of, write_safetensors, write_weights

BATCH = 100
LATENT = 64
MOMENTS = (1, 10, 30, 100, 200, 300, 600, 1200, 1800)


def train(networks, inputs, steps, precision):
    """Yields the moment and the weights."""
    generator, discriminator = (network.to(precision) for network in networks.values())
    g_adam = torch.optim.Adam(generator.parameters(), lr=2e-4)
    d_adam = torch.optim.Adam(discriminator.parameters(), lr=2e-4)
    ones, zeros = torch.ones(BATCH, 1, dtype=precision), torch.zeros(BATCH, 1, dtype=precision)
    for step in range(1, steps + 1):
        def given(name):
            return inputs[f"{name}/{step}"].to(precision)

        fakes = generator(given("discriminator noise")).detach()
        loss = (F.binary_cross_entropy(discriminator(given("images")), ones)
                + F.binary_cross_entropy(discriminator(fakes), zeros))
        d_adam.zero_grad()
        loss.backward()
        d_adam.step()
        loss = F.binary_cross_entropy(discriminator(generator(given("generator noise"))), ones)
        g_adam.zero_grad()
        loss.backward()
        g_adam.step()
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
    with gzip.open(arguments.mnist / "train-images-idx3-ubyte.gz") as file:
        data = bytearray(file.read()[16:])
    images = torch.frombuffer(data, dtype=torch.uint8).view(-1, 784).float() / 127.5 - 1
    start = {"G.": dense([LATENT, 256, 256, 784], nn.ReLU, nn.Tanh), "D.": dense([784, 256, 256, 1], leaky, nn.Sigmoid)}
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
