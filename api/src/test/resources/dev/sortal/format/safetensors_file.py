# Makes python.safetensors beside it. Needs safetensors==0.8.0 and numpy.
import pathlib

import numpy as np
from safetensors.numpy import save_file

save_file(
    {
        "0.embedding.weight": np.arange(6, dtype=np.float32).reshape(3, 2) / 4,
        "1.dense.bias": np.array([-0.0, np.inf, np.nan, 1e-45], dtype=np.float32),
        "scalar": np.array(2.5, dtype=np.float32),
        "größe": np.array([3.0], dtype=np.float32),
    },
    pathlib.Path(__file__).with_name("python.safetensors"),
    metadata={"format": "np"},
)
