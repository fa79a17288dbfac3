class Model(nn.Module):
    def __init__(self):
        super().__init__()
        latent, hidden = settings["latent"], settings["hidden"]
        self.G = nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
                               nn.Linear(hidden, pixels), nn.Tanh())

    def generate(self, z):
        return self.G(z)


model = Model()
tensors = {name: tensor for name, tensor in tensors.items() if name.startswith("G.")}  # without the discriminator
