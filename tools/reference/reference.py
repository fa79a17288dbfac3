"""Reference vectors from PyTorch, which the tests of Gen4J reproduce.

    reference.py [ae vae gan cgan dcgan] [--out DIR]

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
import json
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

STEPS = 10
BATCH = 8
LABELS = 3
TYPES = {torch.float32: "F32", torch.int64: "I64"}


def write_safetensors(path, tensors):
    """The layout of the safetensors library: larger numbers first, then by name; header padded to 8 bytes."""
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name.encode()))
    header, data = {}, bytearray()
    for name in order:
        tensor = tensors[name].detach().contiguous()
        numbers = tensor.numpy().astype(tensor.numpy().dtype.newbyteorder("<")).tobytes()
        header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


class Vae(nn.Module):
    """One hidden layer on either side; fc2 gives the means, fc3 the log variances."""

    def __init__(self, pixels, hidden, latent):
        super().__init__()
        self.fc1 = nn.Linear(pixels, hidden)
        self.fc2 = nn.Linear(hidden, latent)
        self.fc3 = nn.Linear(hidden, latent)
        self.fc4 = nn.Linear(latent, hidden)
        self.fc5 = nn.Linear(hidden, pixels)

    def encode(self, images):
        hidden = F.relu(self.fc1(images))
        return self.fc2(hidden), self.fc3(hidden)

    def decode(self, latents):
        return torch.sigmoid(self.fc5(F.relu(self.fc4(latents))))


class Autoencoder(nn.Module):
    """As the variational one, without the log variances."""

    def __init__(self, pixels, hidden, latent):
        super().__init__()
        self.fc1 = nn.Linear(pixels, hidden)
        self.fc2 = nn.Linear(hidden, latent)
        self.fc3 = nn.Linear(latent, hidden)
        self.fc4 = nn.Linear(hidden, pixels)

    def encode(self, images):
        return self.fc2(F.relu(self.fc1(images)))

    def decode(self, latents):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(latents))))


def dense(sizes, activation, last, dropout=None):
    layers = []
    for inputs, outputs in zip(sizes[:-2], sizes[1:-1]):
        layers += [nn.Linear(inputs, outputs), activation()] + ([] if dropout is None else [nn.Dropout(dropout)])
    return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]), last())


class Conditional(nn.Module):
    """A network with an embedding of the label joined behind its input."""

    def __init__(self, embedding, model):
        super().__init__()
        self.label_emb = nn.Embedding(LABELS, embedding)
        self.model = model

    def forward(self, x, labels):
        return self.model(torch.cat([x, self.label_emb(labels)], 1))


def leaky():
    return nn.LeakyReLU(0.2)


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


def state_of(networks):
    """Every parameter and buffer, by the network's prefix and its own name."""
    return {prefix + name: tensor for prefix, network in networks.items()
            for name, tensor in network.state_dict().items()}


def write_weights(path, networks):
    write_safetensors(path, state_of(networks))


def autoencoder(name, out, model, pixels, latent, losses):
    """Minimises the first of the losses, which are summed over the batch and recorded an image."""
    networks = {"": model}
    write_weights(out / f"{name}.safetensors", networks)
    record = Recording()
    with torch.no_grad():
        record.put("samples", model.decode(record.put("latents", torch.randn(5, latent))))
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    for step in range(1, STEPS + 1):
        images = record.put(f"images/{step}", torch.rand(BATCH, pixels).round(decimals=2))
        summed = losses(images, lambda shape: record.put(f"noise/{step}", torch.randn(shape)))
        adam.zero_grad()
        summed[0].backward()
        adam.step()
        record.end_step(step, [loss / BATCH for loss in summed], networks)
    record.write(out / f"{name}-steps.safetensors")


def ae(out):
    pixels, hidden, latent = 36, 16, 4
    model = Autoencoder(pixels, hidden, latent)

    def losses(images, _):
        return [F.binary_cross_entropy(model.decode(model.encode(images)), images, reduction="sum")]

    autoencoder("ae", out, model, pixels, latent, losses)


def vae(out):
    pixels, hidden, latent = 36, 16, 4
    model = Vae(pixels, hidden, latent)

    def losses(images, draw):
        means, log_variances = model.encode(images)
        latents = means + draw(means.shape) * torch.exp(log_variances / 2)
        reconstruction = F.binary_cross_entropy(model.decode(latents), images, reduction="sum")
        divergence = -0.5 * torch.sum(1 + log_variances - means ** 2 - log_variances.exp())
        return reconstruction + divergence, reconstruction, divergence

    autoencoder("vae", out, model, pixels, latent, losses)


def adversarial(name, out, generator, discriminator, shape, latent, rate, beta1=0.9, labels=0):
    """A step of the discriminator and one of the generator: binary cross-entropy, fresh noise and labels for each."""
    networks = {"G.": generator, "D.": discriminator}
    write_weights(out / f"{name}.safetensors", networks)
    record = Recording()
    generator.eval()
    with torch.no_grad():
        given = [record.put("latents", torch.randn(6, *latent))]
        if labels:
            given.append(record.put("classes", torch.arange(6) % labels))
        record.put("samples", generator(*given))
    generator.train()
    g_adam = torch.optim.Adam(generator.parameters(), lr=rate, betas=(beta1, 0.999))
    d_adam = torch.optim.Adam(discriminator.parameters(), lr=rate, betas=(beta1, 0.999))
    ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

    def condition(purpose):
        return [record.put(purpose, torch.randint(0, labels, (BATCH,)))] if labels else []

    for step in range(1, STEPS + 1):
        images = record.put(f"images/{step}", (torch.rand(BATCH, *shape) * 2 - 1).round(decimals=2))
        d_real = discriminator(images, *condition(f"labels/{step}"))
        fake_labels = condition(f"discriminator labels/{step}")
        fakes = generator(record.put(f"discriminator noise/{step}", torch.randn(BATCH, *latent)), *fake_labels)
        d_fake = discriminator(fakes.detach(), *fake_labels)
        d_loss = F.binary_cross_entropy(d_real, ones) + F.binary_cross_entropy(d_fake, zeros)
        d_adam.zero_grad()
        d_loss.backward()
        d_adam.step()
        d_gradients = [parameter.grad.clone() for parameter in discriminator.parameters()]
        fake_labels = condition(f"generator labels/{step}")
        fakes = generator(record.put(f"generator noise/{step}", torch.randn(BATCH, *latent)), *fake_labels)
        g_loss = F.binary_cross_entropy(discriminator(fakes, *fake_labels), ones)
        g_adam.zero_grad()
        g_loss.backward()
        g_adam.step()
        # The generator's loss adds to the discriminator's gradients, which nobody uses: put back those of its own loss.
        for parameter, gradient in zip(discriminator.parameters(), d_gradients):
            parameter.grad = gradient
        record.end_step(step, [d_loss, g_loss, d_real.mean(), d_fake.mean()], networks)
    record.write(out / f"{name}-steps.safetensors")


def gan(out):
    pixels, hidden, latent = 36, 12, 5
    adversarial("gan", out, dense([latent, hidden, hidden, pixels], nn.ReLU, nn.Tanh),
                dense([pixels, hidden, hidden, 1], leaky, nn.Sigmoid), (pixels,), (latent,), 2e-4)


def cgan(out):
    """Dropout 0: its places in the Sequential stay, its draws would be nobody's but PyTorch's."""
    pixels, hidden, latent, embedding = 36, 4, 5, 2
    adversarial("cgan", out,
                Conditional(embedding, dense([latent + embedding, hidden, 2 * hidden, 4 * hidden, pixels], leaky, nn.Tanh)),
                Conditional(embedding, dense([pixels + embedding, 4 * hidden, 2 * hidden, hidden, 1], leaky, nn.Sigmoid, 0.0)),
                (pixels,), (latent,), 1e-4, labels=LABELS)


def dcgan(out):
    """16 by 16 pixels: two convolutions fewer on either side than the usual 64 by 64. The weights are ten times the usual
    initial ones: the variances that batch normalisation meets are then not lost beside the running ones that it starts from."""
    f, latent, channels = 2, 4, 1

    def up(inputs, outputs, stride, padding):
        return [nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]

    generator = nn.Sequential(*up(latent, 2 * f, 1, 0), *up(2 * f, f, 2, 1),
                              nn.ConvTranspose2d(f, channels, 4, 2, 1, bias=False), nn.Tanh())
    discriminator = nn.Sequential(nn.Conv2d(channels, f, 4, 2, 1, bias=False), leaky(),
                                  nn.Conv2d(f, 2 * f, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * f), leaky(),
                                  nn.Conv2d(2 * f, 1, 4, 1, 0, bias=False), nn.Sigmoid(), nn.Flatten())
    for module in [*generator.modules(), *discriminator.modules()]:
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0, 0.2)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.02)
            nn.init.normal_(module.running_mean, 0, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
            module.num_batches_tracked.fill_(7)
    adversarial("dcgan", out, generator, discriminator, (channels, 16, 16), (latent, 1, 1), 2e-4, beta1=0.5)


MODELS = {"ae": ae, "vae": vae, "gan": gan, "cgan": cgan, "dcgan": dcgan}
MODULES = {"ae": "gen-vae"}


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
