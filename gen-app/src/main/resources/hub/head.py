import json

import torch
from safetensors.torch import load_file
from torch import nn

with open("config.json", encoding="utf-8") as file:
    config = json.load(file)
settings, labels, channels = config["config"], config["images"]["labels"], config["images"]["channels"]
pixels = channels * config["images"]["height"] * config["images"]["width"]
tensors = load_file("model.safetensors")
