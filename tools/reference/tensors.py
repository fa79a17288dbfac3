"""Tensors in files: safetensors, as its Python library writes it."""
import json
import struct
from pathlib import Path

import torch

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


def state_of(networks):
    """Every parameter and buffer, by the network's prefix and its own name."""
    return {prefix + name: tensor for prefix, network in networks.items()
            for name, tensor in network.state_dict().items()}


def write_weights(path, networks):
    write_safetensors(path, state_of(networks))
