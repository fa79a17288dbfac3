"""Reference vectors from PyTorch, which the tests of Gen4J reproduce.

    reference.py [ae vae cvae gan cgan dcgan] [--out DIR]

For each model there are two files. MODEL.safetensors has the weights, as the safetensors library writes a state_dict.
MODEL-steps.safetensors has what is put into a training of ten steps, and what comes out of it:

    images/K  labels/K           the batch of step K, counted from 1
    PURPOSE/K                    the numbers drawn in step K, by the purpose that Gen4J's trainer names when it draws them
    losses                       [10, metrics]: the losses of every step, in nats an image
    gradients/NAME               by every parameter, in step 1
    after1/NAME  after10/NAME    every parameter and buffer after so many steps
    latents  classes  samples    images drawn with the weights of MODEL.safetensors, in evaluation mode

Everything follows from one seed, on one thread: the same PyTorch writes the same bytes. Needs torch and nothing else.
"""
import argparse
from pathlib import Path

import torch
from torch import nn

import models
from tensors import state_of, write_safetensors, write_weights

STEPS = 10
BATCH = 8
PIXELS = 36
LABELS = 3


class Recording:
    """Inputs and outputs of a training, by name."""

    def __init__(self):
        self.tensors, self.losses = {}, []

    def put(self, name, tensor):
        self.tensors[name] = tensor.detach().clone()
        return tensor

    def put_state(self, moment, networks):
        for name, tensor in state_of(networks).items():
            self.put(f"{moment}/{name}", tensor)

    def put_gradients(self, networks):
        for prefix, network in networks.items():
            for name, parameter in network.named_parameters():
                self.put(f"gradients/{prefix}{name}", parameter.grad)

    def end_step(self, step, losses, networks):
        self.losses.append([float(loss.detach()) for loss in losses])
        if step == 1:
            self.put_gradients(networks)
        if step in (1, STEPS):
            self.put_state(f"after{step}", networks)

    def write(self, path):
        self.put("losses", torch.tensor(self.losses))
        write_safetensors(path, self.tensors)


def autoencoder(name, out, model, latent, labels=0):
    networks = {"": model}
    write_weights(out / f"{name}.safetensors", networks)
    record = Recording()
    with torch.no_grad():
        latents = record.put("latents", torch.randn(5, latent))
        if labels:
            latents = model.labelled(latents, record.put("classes", torch.arange(5) % labels))
        record.put("samples", model.decode(latents))
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    for step in range(1, STEPS + 1):
        images = record.put(f"images/{step}", torch.rand(BATCH, PIXELS).round(decimals=2))
        given = [record.put(f"labels/{step}", torch.randint(0, labels, (BATCH,)))] if labels else []
        summed = model.losses(images, lambda shape: record.put(f"noise/{step}", torch.randn(shape)), *given)
        adam.zero_grad()
        summed[0].backward()
        adam.step()
        record.end_step(step, [loss / BATCH for loss in summed], networks)
    record.write(out / f"{name}-steps.safetensors")


def ae(out):
    autoencoder("ae", out, models.Autoencoder(PIXELS, 16, 4), 4)


def vae(out):
    autoencoder("vae", out, models.Vae(PIXELS, 16, 4), 4)


def cvae(out):
    autoencoder("cvae", out, models.ConditionalVae(PIXELS, 16, 4, LABELS), 4, LABELS)


def adversarial(name, out, game, shape, latent, labels=0):
    networks = {"G.": game.generator, "D.": game.discriminator}
    write_weights(out / f"{name}.safetensors", networks)
    record = Recording()
    game.generator.eval()
    with torch.no_grad():
        given = [record.put("latents", torch.randn(6, *latent))]
        if labels:
            given.append(record.put("classes", torch.arange(6) % labels))
        record.put("samples", game.generator(*given))
    game.generator.train()

    def condition(purpose):
        return [record.put(purpose, torch.randint(0, labels, (BATCH,)))] if labels else []

    for step in range(1, STEPS + 1):
        def fake_inputs(player):
            fake_labels = condition(f"{player} labels/{step}")
            return record.put(f"{player} noise/{step}", torch.randn(BATCH, *latent)), fake_labels

        images = record.put(f"images/{step}", (torch.rand(BATCH, *shape) * 2 - 1).round(decimals=2))
        losses = game.step(images, condition(f"labels/{step}"), fake_inputs)
        record.end_step(step, losses, networks)
    record.write(out / f"{name}-steps.safetensors")


def gan(out):
    adversarial("gan", out, models.Game(*models.gan(PIXELS, 12, 5), 2e-4), (PIXELS,), (5,))


def cgan(out):
    """Dropout 0: its places in the Sequential stay, its draws would be nobody's but PyTorch's."""
    networks = models.cgan(PIXELS, 4, 5, LABELS, 2, dropout=0.0)
    adversarial("cgan", out, models.Game(*networks, 1e-4), (PIXELS,), (5,), LABELS)


def dcgan(out):
    """16 by 16 pixels: two convolutions fewer on either side than the usual 64 by 64. The weights are ten times the usual
    initial ones: the variances that batch normalisation meets are then not lost beside the running ones that it starts from."""
    networks = models.dcgan(channels=1, features=2, latent=4, base=4, halvings=2)
    for module in [module for network in networks for module in network.modules()]:
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0, 0.2)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.02)
            nn.init.normal_(module.running_mean, 0, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
            module.num_batches_tracked.fill_(7)
    adversarial("dcgan", out, models.Game(*networks, 2e-4, beta1=0.5), (1, 16, 16), (4, 1, 1))


MODELS = {"ae": ae, "vae": vae, "cvae": cvae, "gan": gan, "cgan": cgan, "dcgan": dcgan}
MODULES = {"ae": "gen-vae", "cvae": "gen-vae"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL", help=", ".join(MODELS) + "; default: all")
    parser.add_argument("--out", type=Path, help="one directory for all; default: each module's test resources")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.models if name not in MODELS]
    if unknown:
        parser.error(f"there is no model {unknown[0]}: choose among {', '.join(MODELS)}")
    torch.set_num_threads(1)
    for name in arguments.models or MODELS:
        root = Path(__file__).resolve().parents[2]
        out = arguments.out or root / MODULES.get(name, f"gen-{name}") / "src" / "test" / "resources" / "reference"
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(1)
        MODELS[name](out)
        print(*sorted(str(path) for path in out.glob(f"{name}*.safetensors")), sep="\n")


if __name__ == "__main__":
    main()
