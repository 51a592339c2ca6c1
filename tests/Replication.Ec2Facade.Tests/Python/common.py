"""What every script needs: clients that refuse answers which the service's own model does not have."""
import base64
import hashlib
import re
import sys
import threading
import xml.etree.ElementTree as tree

import boto3
import botocore.exceptions
from botocore.config import Config

HOME, AWAY = "eu-central-1", "us-east-1"
BLOCK = 512 * 1024
endpoint = folder = None


def client(service, region=HOME, **more):
    config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=60)
    made = boto3.client(service, region_name=region, endpoint_url=endpoint, config=config, **more)
    if service == "ec2":
        made.meta.events.register("response-received.ec2", _remember)
        made.meta.events.register("after-call.ec2", lambda model, **_: check(model))
    return made


# Of each thread: scripts ask from several at once.
_last = threading.local()


def _remember(response_dict=None, **_):
    if response_dict: _last.body = response_dict["body"]


def check(model):
    """Every element of the answer is one that the model of the operation knows."""
    root = tree.fromstring(_last.body)
    if model.output_shape is None or root.tag == "Response": return
    unknown = list(strangers(root, model.output_shape, model.name))
    assert not unknown, f"the model does not have {unknown}"


def strangers(element, shape, path):
    if shape.type_name == "structure":
        names = {}
        for name, member in shape.members.items():
            names[member.serialization.get("name", name)] = member
        for child in element:
            tag = re.sub("{.*}", "", child.tag)
            if tag == "requestId": continue
            if tag not in names: yield f"{path}/{tag}"
            else: yield from strangers(child, names[tag], f"{path}/{tag}")
    elif shape.type_name == "list":
        for child in element:
            if not child.tag.endswith("}item"): yield f"{path}/{child.tag}"
            else: yield from strangers(child, shape.member, f"{path}/item")
    elif len(element):
        yield f"{path} is not a scalar"


def refused(code, call, *arguments, status=None, **parameters):
    try:
        call(*arguments, **parameters)
    except botocore.exceptions.ClientError as error:
        found = error.response["Error"]["Code"]
        assert found == code, f"{parameters}: {found} instead of {code}: {error}"
        http = error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert status is None or http == status, f"HTTP {http}"
        return error
    raise AssertionError(f"{code} was expected of {parameters}")


def digest(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def upload(ebs, blocks, size=1, parent=None, **more):
    """A snapshot through EBS direct: block index to content."""
    parameters = dict(VolumeSize=size, **more)
    if parent: parameters["ParentSnapshotId"] = parent
    snapshot = ebs.start_snapshot(**parameters)["SnapshotId"]
    for index, data in blocks.items():
        ebs.put_snapshot_block(SnapshotId=snapshot, BlockIndex=index, BlockData=data, DataLength=BLOCK, Checksum=digest(data), ChecksumAlgorithm="SHA256")
    ebs.complete_snapshot(SnapshotId=snapshot, ChangedBlocksCount=len(blocks))
    return snapshot


def download(ebs, snapshot):
    """Block index to content."""
    result, token = {}, None
    while True:
        page = ebs.list_snapshot_blocks(SnapshotId=snapshot, **({"NextToken": token} if token else {}))
        for block in page["Blocks"]:
            answer = ebs.get_snapshot_block(SnapshotId=snapshot, BlockIndex=block["BlockIndex"], BlockToken=block["BlockToken"])
            data = answer["BlockData"].read()
            assert digest(data) == answer["Checksum"]
            result[block["BlockIndex"]] = data
        token = page.get("NextToken")
        if not token: return result


def block(seed):
    return hashlib.shake_256(str(seed).encode()).digest(BLOCK)


def image(ec2, snapshot, name="image", **more):
    parameters = dict(
        Name=name, Architecture="x86_64", VirtualizationType="hvm", EnaSupport=True, RootDeviceName="/dev/sda1",
        BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": snapshot, "VolumeType": "gp3"}}])
    parameters.update(more)
    return ec2.register_image(**parameters)["ImageId"]


def run(ec2, ami, **more):
    parameters = dict(ImageId=ami, InstanceType="t3.micro", MinCount=1, MaxCount=1)
    parameters.update(more)
    return ec2.run_instances(**parameters)["Instances"][0]


def instance_of(ec2, id):
    return ec2.describe_instances(InstanceIds=[id])["Reservations"][0]["Instances"][0]


def main(functions):
    global endpoint, folder
    endpoint, folder = sys.argv[2], sys.argv[3]
    functions[sys.argv[1]]()
