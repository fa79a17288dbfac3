activation = {"relu": torch.relu, "leaky-relu": lambda x: nn.functional.leaky_relu(x, 0.2),
              "tanh": torch.tanh, "sigmoid": torch.sigmoid, "identity": lambda x: x}[settings["activation"]]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        depth, hidden, latent = settings["layers"], settings["hidden"], settings["latent"]
        encoder = [pixels] + depth * [hidden]
        decoder = [latent] + depth * [hidden] + [pixels]
        pairs = list(zip(encoder, encoder[1:])) + [(hidden, latent)] * 2 + list(zip(decoder, decoder[1:]))
        for number, (inputs, outputs) in enumerate(pairs, 1):
            setattr(self, f"fc{number}", nn.Linear(inputs, outputs))
        if settings["output"] == "gaussian" and settings["variance"] == 0:
            self.log_variance = nn.Parameter(torch.zeros(1))
        self.depth = depth

    def layers(self, first, count, x):
        for number in range(first, first + count):
            x = activation(getattr(self, f"fc{number}")(x))
        return x

    def encode(self, x):
        hidden = self.layers(1, self.depth, x)
        mean, log_variance = getattr(self, f"fc{self.depth + 1}"), getattr(self, f"fc{self.depth + 2}")
        return mean(hidden), log_variance(hidden)

    def generate(self, z):
        last = getattr(self, f"fc{2 * self.depth + 3}")
        return torch.sigmoid(last(self.layers(self.depth + 3, self.depth, z)))


model = Model()
