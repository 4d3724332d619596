"""The best use of a budget inside teams against the best between them."""
