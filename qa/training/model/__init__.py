"""The network in training: its layers, its loss, and its packing into 8 bits.

Comes in: batches of token ids.
Goes out: scores, losses, and weights.
"""
