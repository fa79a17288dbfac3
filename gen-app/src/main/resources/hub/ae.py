class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(pixels, settings["hidden"])
        self.fc2 = nn.Linear(settings["hidden"], settings["latent"])
        self.fc3 = nn.Linear(settings["latent"], settings["hidden"])
        self.fc4 = nn.Linear(settings["hidden"], pixels)

    def encode(self, x):
        return self.fc2(torch.relu(self.fc1(x)))

    def generate(self, z):
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(z))))


model = Model()
