"""MNIST's files, as they are published: IDX, compressed."""
import gzip

import torch


def read(directory, name, header):
    with gzip.open(directory / f"{name}.gz") as file:
        return torch.frombuffer(bytearray(file.read()[header:]), dtype=torch.uint8)


def images(directory, split):
    """An image a row, 0 to 255. split: train or t10k."""
    return read(directory, f"{split}-images-idx3-ubyte", 16).view(-1, 784).float()


def labels(directory, split):
    return read(directory, f"{split}-labels-idx1-ubyte", 8).long()
