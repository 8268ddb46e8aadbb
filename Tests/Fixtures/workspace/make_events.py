"""Writes events.bin, what TensorBoard itself writes for the events of EventWriterTests. Needs: tensorboard."""
import pathlib
import struct
import zlib

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import PyRecordReader_New

FOLDER = pathlib.Path(__file__).parent


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# Two pixels, red and blue.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(bytes([0, 255, 0, 0, 0, 0, 255])))
    + chunk(b"IEND", b"")
)


def event(step, **fields):
    return event_pb2.Event(wall_time=1700000000.25, step=step, **fields)


def scalar(tag, value):
    return summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=tag, simple_value=value)])


image = summary_pb2.Summary.Image(height=1, width=2, colorspace=3, encoded_image_string=PNG)
events = [
    event(0, file_version="brain.Event:2"),
    event(301, session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START)),
    event(301, summary=scalar("loss/critic", -0.125)),
    event(70000, summary=scalar("loss/café", float("nan"))),
    event(0, summary=scalar("zero", 0.0)),
    event(301, summary=summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="samples", image=image)])),
]
with open(FOLDER / "events.bin", "wb") as file:
    writer = RecordWriter(file)
    for item in events:
        writer.write(item.SerializeToString())

# TensorBoard's own reader must agree.
reader = PyRecordReader_New(str(FOLDER / "events.bin"))
for item in events:
    reader.GetNext()
    assert reader.record() == item.SerializeToString()
(FOLDER / "pixel.png").write_bytes(PNG)
