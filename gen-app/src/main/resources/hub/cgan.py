class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        latent, hidden, embedding = settings["latent"], settings["hidden"], settings["embedding"]
        self.label_emb = nn.Embedding(len(labels), embedding)
        self.model = nn.Sequential(
            nn.Linear(latent + embedding, hidden), nn.LeakyReLU(0.2),
            nn.Linear(hidden, 2 * hidden), nn.LeakyReLU(0.2),
            nn.Linear(2 * hidden, 4 * hidden), nn.LeakyReLU(0.2),
            nn.Linear(4 * hidden, pixels), nn.Tanh())


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.G = Generator()

    def generate(self, z, label):
        return self.G.model(torch.cat([z, self.G.label_emb(label)], 1))


model = Model()
tensors = {name: tensor for name, tensor in tensors.items() if name.startswith("G.")}  # without the discriminator
