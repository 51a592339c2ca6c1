"""Drives the EBS direct APIs with boto3 and compares every byte. Arguments: endpoint. Prints "bit exact" at the end."""
import base64
import hashlib
import random
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BLOCK = 512 * 1024
ebs = boto3.client("ebs", endpoint_url=sys.argv[1], config=Config(retries={"max_attempts": 0}))


def content(seed):
    return random.Random(seed).randbytes(BLOCK)


def digest(data):
    return hashlib.sha256(data).digest()


def put(snapshot, index, data, checksum=None):
    return ebs.put_snapshot_block(
        SnapshotId=snapshot, BlockIndex=index, BlockData=data, DataLength=len(data),
        Checksum=checksum or base64.b64encode(digest(data)).decode(), ChecksumAlgorithm="SHA256")


def make(blocks, **more):
    snapshot = ebs.start_snapshot(VolumeSize=1, **more)["SnapshotId"]
    for index, data in blocks.items():
        put(snapshot, index, data)
    linear = hashlib.sha256(b"".join(digest(blocks[i]) for i in sorted(blocks))).digest()
    status = ebs.complete_snapshot(
        SnapshotId=snapshot, ChangedBlocksCount=len(blocks), Checksum=base64.b64encode(linear).decode(),
        ChecksumAlgorithm="SHA256", ChecksumAggregationMethod="LINEAR")["Status"]
    assert status == "completed", status
    return snapshot


def read(snapshot):
    found, token = {}, {}
    while True:
        page = ebs.list_snapshot_blocks(SnapshotId=snapshot, MaxResults=100, **token)
        assert page["VolumeSize"] == 1 and page["BlockSize"] == BLOCK
        for block in page["Blocks"]:
            answer = ebs.get_snapshot_block(SnapshotId=snapshot, BlockIndex=block["BlockIndex"], BlockToken=block["BlockToken"])
            data = answer["BlockData"].read()
            assert answer["DataLength"] == BLOCK and base64.b64decode(answer["Checksum"]) == digest(data)
            found[block["BlockIndex"]] = data
        if "NextToken" not in page:
            return found
        token = {"NextToken": page["NextToken"]}


def refused(code, reason, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        assert error.response.get("Reason") == reason, error.response
        return
    raise AssertionError(f"{code} was expected")


first = {i * 7: content(i) for i in range(120)}
parent = make(first, Description="first", Tags=[{"Key": "a", "Value": "b"}])
assert read(parent) == first

second = dict(first)
changes = {0: content(1000), 5: content(1001), 2047: content(1002)}
second.update(changes)
child = make(changes, ParentSnapshotId=parent)
assert read(child) == second

changed = ebs.list_changed_blocks(FirstSnapshotId=parent, SecondSnapshotId=child)["ChangedBlocks"]
assert [c["BlockIndex"] for c in changed] == sorted(changes)
assert "FirstBlockToken" in changed[0] and "FirstBlockToken" not in changed[1]
for change in changed:
    data = ebs.get_snapshot_block(SnapshotId=child, BlockIndex=change["BlockIndex"], BlockToken=change["SecondBlockToken"])["BlockData"].read()
    assert data == changes[change["BlockIndex"]]

pending = ebs.start_snapshot(VolumeSize=1)["SnapshotId"]
refused("ValidationException", "INVALID_PARAMETER_VALUE", put, pending, 0, content(1), base64.b64encode(digest(b"other")).decode())
refused("ValidationException", "INVALID_BLOCK", put, pending, 2048, content(1))
refused("ResourceNotFoundException", "SNAPSHOT_NOT_FOUND", ebs.list_snapshot_blocks, SnapshotId="snap-00000000000000bad")
refused("ValidationException", "UNRELATED_SNAPSHOTS", ebs.list_changed_blocks, FirstSnapshotId=make({}), SecondSnapshotId=child)
wrong = boto3.client("ebs", endpoint_url=sys.argv[1], aws_secret_access_key="wrong", aws_access_key_id="AKIDEXAMPLE", config=Config(retries={"max_attempts": 0}))
refused("InvalidSignatureException", None, wrong.start_snapshot, VolumeSize=1)
unknown = boto3.client("ebs", endpoint_url=sys.argv[1], aws_secret_access_key="wrong", aws_access_key_id="AKIDNOBODY", config=Config(retries={"max_attempts": 0}))
refused("UnrecognizedClientException", None, unknown.start_snapshot, VolumeSize=1)
print("bit exact")
