class Generator(nn.Sequential):
    def __init__(self):
        features, count = settings["features"], len(labels) if settings["conditional"] else 0
        side, halvings = config["images"]["height"], 0
        while side % 2 == 0 and side > 7:
            side, halvings = side // 2, halvings + 1
        widths = [features << i for i in range(halvings)]
        layers = [nn.ConvTranspose2d(settings["latent"] + count, widths[-1], side, 1, 0, bias=False),
                  nn.BatchNorm2d(widths[-1]), nn.ReLU()]
        for i in range(halvings - 1, 0, -1):
            layers += [nn.ConvTranspose2d(widths[i], widths[i - 1], 4, 2, 1, bias=False),
                       nn.BatchNorm2d(widths[i - 1]), nn.ReLU()]
        super().__init__(*layers, nn.ConvTranspose2d(features, channels, 4, 2, 1, bias=False), nn.Tanh())


class Conditional(nn.Module):
    def __init__(self):
        super().__init__()
        self.label_emb = nn.Embedding(len(labels), len(labels))
        self.model = Generator()


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.G = Conditional() if settings["conditional"] else Generator()

    def generate(self, z, label=None):
        if label is not None:
            return self.G.model(torch.cat([z, self.G.label_emb(label)], 1)[:, :, None, None]).flatten(1)
        return self.G(z[:, :, None, None]).flatten(1)


model = Model()
tensors = {name: tensor for name, tensor in tensors.items() if name.startswith("G.")}  # without the discriminator
