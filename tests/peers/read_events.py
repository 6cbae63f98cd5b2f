#!/usr/bin/env python3
"""Reads TensorBoard event files as TensorBoard does, without TensorBoard: TFRecord frames with their checksums (computed bit by bit), then protocol
buffers by Google's own decoder (python3-protobuf) from the field numbers of event.proto and summary.proto. Prints step and scalars; fails at any fault.

    read_events.py DIR            every file below DIR with "tfevents" in its name
    read_events.py --expected     two records for EventRecordTests
"""
import os
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def event_class():
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")
    value = descriptor_pb2.DescriptorProto(name="Value")
    value.field.add(name="tag", number=1, type=9, label=1)
    value.field.add(name="simple_value", number=2, type=2, label=1)
    summary = file.message_type.add(name="Summary")
    summary.nested_type.append(value)
    summary.field.add(name="value", number=1, type=11, label=3, type_name=".tensorflow.Summary.Value")
    event = file.message_type.add(name="Event")
    event.field.add(name="wall_time", number=1, type=1, label=1)
    event.field.add(name="step", number=2, type=3, label=1)
    event.field.add(name="file_version", number=3, type=9, label=1)
    event.field.add(name="summary", number=5, type=11, label=1, type_name=".tensorflow.Summary")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    descriptor = pool.FindMessageTypeByName("tensorflow.Event")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


def crc32c(data):
    """Bit by bit, from the polynomial."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def frame(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def records(content):
    at = 0
    while at < len(content):
        length, check = struct.unpack_from("<QI", content, at)
        assert check == masked(content[at:at + 8]), f"length at {at}"
        data = content[at + 12:at + 12 + length]
        assert len(data) == length and struct.unpack_from("<I", content, at + 12 + length)[0] == masked(data), f"data at {at}"
        yield data
        at += 16 + length


def main():
    assert crc32c(b"123456789") == 0xE3069283
    Event = event_class()
    if sys.argv[1] == "--expected":
        print(frame(Event(wall_time=1700000000.25, file_version="brain.Event:2").SerializeToString()).hex())
        event = Event(wall_time=1700000000.25, step=300)
        for tag, number in (("loss", 1.5), ("effective_rank", 12.3)):
            event.summary.value.add(tag=tag, simple_value=number)
        print(frame(event.SerializeToString()).hex())
        return
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            if "tfevents" not in name:
                continue
            print(os.path.join(folder, name))
            with open(os.path.join(folder, name), "rb") as file:
                events = [Event.FromString(data) for data in records(file.read())]
            assert events[0].file_version == "brain.Event:2"
            seen = set()
            for event in events[1:]:
                for value in event.summary.value:
                    assert (event.step, value.tag) not in seen, f"{value.tag} twice at step {event.step}"
                    seen.add((event.step, value.tag))
                print(event.step, " ".join(f"{value.tag}={value.simple_value:.6g}" for value in event.summary.value))


if __name__ == "__main__":
    main()
