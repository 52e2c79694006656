"""Event files as TensorBoard itself writes and reads them.

    pip install tensorboard
    python tensorboard_events.py write tensorboard.tfevents   # what EventFileTest compares with
    python tensorboard_events.py read runs                    # what TensorBoard finds in a folder of runs

Made with tensorboard 2.21.0; run by hand when what is written changes.
"""

import json
import socket
import sys
import time
import urllib.parse
import urllib.request

from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

TIME = 1700000000.25


def plugin(tag, data):
    shape = tensor_shape_pb2.TensorShapeProto(dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=0)])
    value = summary_pb2.Summary.Value(
        tag=tag,
        tensor=tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=shape),
    )
    value.metadata.plugin_data.plugin_name = "hparams"
    value.metadata.plugin_data.content = data.SerializeToString(deterministic=True)
    return value


def events():
    yield event_pb2.Event(wall_time=TIME, file_version="brain.Event:2")

    start = plugin_data_pb2.HParamsPluginData()
    session = start.session_start_info
    session.hparams["epochs"].number_value = 10
    session.hparams["optimizer.type"].string_value = "adam"
    session.hparams["severalLabels"].bool_value = False
    session.hparams["tunesThresholds"].bool_value = True
    session.hparams["命名"].string_value = "Grüße 🚀"
    session.group_name = "run-1"
    session.start_time_secs = TIME
    yield event(0, [plugin("_hparams_/session_start_info", start)])

    histogram = summary_pb2.HistogramProto(min=-1.5, max=2.5, num=5, sum=1.25, sum_squares=9.0625)
    histogram.bucket_limit.extend(-1.5 + (i + 1) * (4 / 64) for i in range(64))
    counts = [0] * 64
    for value in [-1.5, -0.5, 0.25, 0.5, 2.5]:
        counts[min(63, int((value + 1.5) / (4 / 64)))] += 1
    histogram.bucket.extend(counts)
    yield event(
        3,
        [
            summary_pb2.Summary.Value(tag="loss/training", simple_value=0.625),
            summary_pb2.Summary.Value(tag="accuracy/validation", simple_value=0),
            summary_pb2.Summary.Value(tag="weights/0.embedding", histo=histogram),
        ],
    )

    yield event(300, [summary_pb2.Summary.Value(tag="t" * 300, simple_value=-1e-3)])

    end = plugin_data_pb2.HParamsPluginData()
    end.session_end_info.status = 1  # STATUS_SUCCESS
    end.session_end_info.end_time_secs = TIME
    yield event(300, [plugin("_hparams_/session_end_info", end)])


def event(step, values):
    return event_pb2.Event(wall_time=TIME, step=step, summary=summary_pb2.Summary(value=values))


def write(path):
    with open(path, "wb") as file:
        writer = RecordWriter(file)
        for one in events():
            writer.write(one.SerializeToString(deterministic=True))


def read(folder):
    """Starts TensorBoard on the folder and prints what its pages are told."""
    from tensorboard import program

    board = program.TensorBoard()
    board.configure(argv=[None, "--logdir", folder, "--load_fast", "false", "--bind_all"])
    address = board.launch().replace(socket.gethostname(), "localhost")
    time.sleep(5)

    def ask(path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address + "data/plugin/" + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    scalars = {}
    for run, tags in ask("scalars/tags").items():
        for tag in tags:
            query = urllib.parse.urlencode({"run": run, "tag": tag})
            scalars.setdefault(run, {})[tag] = [[p[1], p[2]] for p in ask("scalars/scalars?" + query)]
    histograms = {}
    for run, tags in ask("histograms/tags").items():
        for tag in tags:
            query = urllib.parse.urlencode({"run": run, "tag": tag})
            points = ask("histograms/histograms?" + query)
            histograms.setdefault(run, {})[tag] = [[p[1], sum(b[2] for b in p[2])] for p in points]
    experiment = ask("hparams/experiment", {"experimentName": ""})
    query = {
        "startIndex": 0,
        "sliceSize": 100,
        "allowedStatuses": ["STATUS_" + s for s in ("SUCCESS", "RUNNING", "UNKNOWN", "FAILURE")],
        "colParams": [{"metric": info["name"]} for info in experiment.get("metricInfos", [])],
    }
    groups = ask("hparams/session_groups", query)
    print(json.dumps({"scalars": scalars, "histograms": histograms, "hparams": experiment, "sessions": groups}, indent=1))


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](sys.argv[2])
