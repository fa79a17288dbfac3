"""The models in PyTorch, of any size, and what one update of each is."""
import torch
from torch import nn
from torch.nn import functional as F


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

    def losses(self, images, draw):
        """Reconstruction and divergence together, and each alone, in nats, summed over the batch. draw(shape): normal noise."""
        means, log_variances = self.encode(images)
        latents = means + draw(means.shape) * torch.exp(log_variances / 2)
        reconstruction = F.binary_cross_entropy(self.decode(latents), images, reduction="sum")
        divergence = -0.5 * torch.sum(1 + log_variances - means ** 2 - log_variances.exp())
        return reconstruction + divergence, reconstruction, divergence


class ConditionalVae(Vae):
    """The same layers. The label, one-hot, is appended to the image and to the latent."""

    def __init__(self, pixels, hidden, latent, labels):
        super().__init__(pixels, hidden, latent)
        self.labels = labels
        self.fc1 = nn.Linear(pixels + labels, hidden)
        self.fc4 = nn.Linear(latent + labels, hidden)

    def labelled(self, rows, labels):
        return torch.cat([rows, F.one_hot(labels, self.labels).float()], 1)

    def losses(self, images, draw, labels):
        means, log_variances = self.encode(self.labelled(images, labels))
        latents = means + draw(means.shape) * torch.exp(log_variances / 2)
        reconstruction = F.binary_cross_entropy(self.decode(self.labelled(latents, labels)), images, reduction="sum")
        divergence = -0.5 * torch.sum(1 + log_variances - means ** 2 - log_variances.exp())
        return reconstruction + divergence, reconstruction, divergence


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

    def losses(self, images, _):
        """The reconstruction alone; nothing is drawn."""
        return F.binary_cross_entropy(self.decode(self.encode(images)), images, reduction="sum"),


def dense(sizes, activation, last, dropout=None):
    layers = []
    for inputs, outputs in zip(sizes[:-2], sizes[1:-1]):
        layers += [nn.Linear(inputs, outputs), activation()] + ([] if dropout is None else [nn.Dropout(dropout)])
    return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]), last())


def leaky():
    return nn.LeakyReLU(0.2)


class Conditional(nn.Module):
    """A network with an embedding of the label joined behind its input."""

    def __init__(self, labels, embedding, model):
        super().__init__()
        self.label_emb = nn.Embedding(labels, embedding)
        self.model = model

    def forward(self, x, labels):
        return self.model(torch.cat([x, self.label_emb(labels)], 1))


def gan(pixels, hidden, latent):
    return (dense([latent, hidden, hidden, pixels], nn.ReLU, nn.Tanh),
            dense([pixels, hidden, hidden, 1], leaky, nn.Sigmoid))


def cgan(pixels, hidden, latent, labels, embedding, dropout):
    """hidden is the narrowest layer of either; the others have twice and four times as many."""
    widths = [hidden, 2 * hidden, 4 * hidden]
    return (Conditional(labels, embedding, dense([latent + embedding, *widths, pixels], leaky, nn.Tanh)),
            Conditional(labels, embedding, dense([pixels + embedding, *widths[::-1], 1], leaky, nn.Sigmoid, dropout)))


def dcgan(channels, features, latent, base, halvings):
    """For images of a side of base << halvings."""
    widths = [channels] + [features << i for i in range(halvings)]

    def up(inputs, outputs, kernel, stride, padding):
        return [nn.ConvTranspose2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]

    def down(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), leaky()]

    ups = [layer for i in range(halvings, 1, -1) for layer in up(widths[i], widths[i - 1], 4, 2, 1)]
    generator = nn.Sequential(*up(latent, widths[-1], base, 1, 0), *ups,
                              nn.ConvTranspose2d(features, channels, 4, 2, 1, bias=False), nn.Tanh())
    downs = [layer for i in range(2, halvings + 1) for layer in down(widths[i - 1], widths[i])]
    discriminator = nn.Sequential(nn.Conv2d(channels, features, 4, 2, 1, bias=False), leaky(), *downs,
                                  nn.Conv2d(widths[-1], 1, base, 1, 0, bias=False), nn.Sigmoid(), nn.Flatten())
    return generator, discriminator


def initialize_dcgan(networks):
    """As published: normal, with a deviation of 0.02, about 0 and, for the scale of batch normalisation, about 1."""
    for module in [module for network in networks for module in network.modules()]:
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0, 0.02)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.02)


class Game:
    """Two networks that learn by turns: one update of the discriminator, one of the generator, each with fakes of its own."""

    def __init__(self, generator, discriminator, rate, beta1=0.9):
        self.generator, self.discriminator = generator, discriminator
        self.g_adam = torch.optim.Adam(generator.parameters(), lr=rate, betas=(beta1, 0.999))
        self.d_adam = torch.optim.Adam(discriminator.parameters(), lr=rate, betas=(beta1, 0.999))

    def step(self, images, labels, fake_inputs):
        """labels: a list of the batch's labels, or an empty one. fake_inputs(player): latents and the same kind of list."""
        d_real = self.discriminator(images, *labels)
        latents, fake_labels = fake_inputs("discriminator")
        fakes = self.generator(latents, *fake_labels).detach()
        d_fake = self.discriminator(fakes, *fake_labels)
        d_loss = (F.binary_cross_entropy(d_real, torch.ones_like(d_real))
                  + F.binary_cross_entropy(d_fake, torch.zeros_like(d_fake)))
        self.d_adam.zero_grad()
        d_loss.backward()
        self.d_adam.step()
        latents, fake_labels = fake_inputs("generator")
        judged = self.discriminator(self.generator(latents, *fake_labels), *fake_labels)
        g_loss = F.binary_cross_entropy(judged, torch.ones_like(judged))
        self.g_adam.zero_grad()
        # The discriminator keeps the gradients of its own loss.
        g_loss.backward(inputs=list(self.generator.parameters()))
        self.g_adam.step()
        return d_loss, g_loss, d_real.mean(), d_fake.mean()
