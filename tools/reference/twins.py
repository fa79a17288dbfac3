"""Trains the twin of one of Gen4J's models in PyTorch on MNIST, at Gen4J's defaults, for `gen evaluate --images` to judge.

    twins.py MODEL --mnist DIR --out DIR [--seed 0] [--epochs N] [--count 10000] [--ema 0] [--threads 1]

MODEL is ae, vae, gan, cgan or dcgan (of 28 by 28 pixels). DIR must hold MNIST's four files, compressed. Written are

    images.npy          [count, 1, 28, 28], in [-1, 1], of a vae in [0, 1]; of a cgan as many of each label
    labels.npy          the labels that a cgan was asked for
    model.safetensors   the weights, which `gen import` takes

Every epoch's losses are printed: of an ae or a vae those of the test images, in nats an image, of the others those of the last
update. Layers, losses, learning rates, batches and initial weights are Gen4J's; the images are drawn by the weights that learn,
as usual in PyTorch, or with --ema 0.999 by their moving average, as Gen4J draws them.
"""
import argparse
import copy
from pathlib import Path

import numpy
import torch

import mnist
import models
from tensors import write_weights

LABELS = 10


def shuffled(batch, *columns):
    for chosen in torch.randperm(len(columns[0])).split(batch):
        yield [column[chosen] for column in columns]


def save(out, images, labels):
    numpy.save(out / "images.npy", images.view(-1, 1, 28, 28).numpy())
    if labels is not None:
        numpy.save(out / "labels.npy", labels.numpy())


@torch.no_grad()
def test_losses(model, images):
    """Each of the model's losses, in nats an image."""
    sums = [torch.stack(model.losses(batch, torch.randn)) for batch in images.split(1000)]
    return torch.stack(sums).sum(0) / len(images)


def train_autoencoder(arguments, model):
    images, tested = (mnist.images(arguments.mnist, split) / 255 for split in ("train", "t10k"))
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, (arguments.epochs or 30) + 1):
        for batch, in shuffled(128, images):
            adam.zero_grad()
            model.losses(batch, torch.randn)[0].backward()
            adam.step()
        print(epoch, *(f"{loss:.3f}" for loss in test_losses(model, tested)), flush=True)
    write_weights(arguments.out / "model.safetensors", {"": model})


def ae(arguments):
    train_autoencoder(arguments, models.Autoencoder(784, 400, 20))


def vae(arguments):
    model = models.Vae(784, 400, 20)
    train_autoencoder(arguments, model)
    with torch.no_grad():
        save(arguments.out, model.decode(torch.randn(arguments.count, 20)), None)


class MovingAverage:
    """The generator's parameters on average, the latest ones the most; what batch normalisation counts, as it is."""

    def __init__(self, generator, decay):
        self.generator, self.average = generator, copy.deepcopy(generator)
        self.decay, self.updates = decay, 0

    @torch.no_grad()
    def update(self):
        self.updates += 1
        kept = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for average, value in zip(self.average.parameters(), self.generator.parameters()):
            average.lerp_(value, 1 - kept)
        for average, value in zip(self.average.buffers(), self.generator.buffers()):
            average.copy_(value)


def train_game(arguments, game, batch, epochs, shape, latent, labels=0):
    images = (mnist.images(arguments.mnist, "train") / 127.5 - 1).view(-1, *shape)
    classes = mnist.labels(arguments.mnist, "train")
    average = MovingAverage(game.generator, arguments.ema)
    for epoch in range(1, (arguments.epochs or epochs) + 1):
        for batch_images, batch_labels in shuffled(batch, images, classes):
            def fake_inputs(_):
                asked = [torch.randint(0, labels, (len(batch_images),))] if labels else []
                return torch.randn(len(batch_images), *latent), asked

            losses = game.step(batch_images, [batch_labels] if labels else [], fake_inputs)
            average.update()
        print(epoch, *(f"{loss:.3f}" for loss in losses), flush=True)
    write_weights(arguments.out / "model.safetensors", {"G.": average.average, "D.": game.discriminator})
    draw(arguments, average.average.eval(), latent, labels)


@torch.no_grad()
def draw(arguments, generator, latent, labels):
    """In batches, so that the maps of a convolution fit into memory."""
    asked = torch.arange(arguments.count) * labels // arguments.count if labels else None
    drawn = []
    for chosen in torch.arange(arguments.count).split(1000):
        drawn.append(generator(torch.randn(len(chosen), *latent), *([asked[chosen]] if labels else [])))
    save(arguments.out, torch.cat(drawn), asked)


def gan(arguments):
    train_game(arguments, models.Game(*models.gan(784, 256, 64), 2e-4), 100, 200, (784,), (64,))


def cgan(arguments):
    networks = models.cgan(784, 256, 100, LABELS, embedding=10, dropout=0.4)
    train_game(arguments, models.Game(*networks, 1e-4), 32, 30, (784,), (100,), LABELS)


def dcgan(arguments):
    networks = models.dcgan(channels=1, features=32, latent=100, base=7, halvings=2)
    models.initialize_dcgan(networks)
    train_game(arguments, models.Game(*networks, 2e-4, beta1=0.5), 64, 10, (1, 28, 28), (100, 1, 1))


MODELS = {"ae": ae, "vae": vae, "gan": gan, "cgan": cgan, "dcgan": dcgan}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("--mnist", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, help="default: Gen4J's")
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--ema", type=float, default=0.0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    MODELS[arguments.model](arguments)


if __name__ == "__main__":
    main()
