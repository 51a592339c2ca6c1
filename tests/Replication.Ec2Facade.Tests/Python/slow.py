"""With delays, and with the clock in the hands of the test: one function for each moment."""
import json
import os

import common
from common import block, client, image, instance_of, refused, run, upload


def notes():
    return os.path.join(common.folder, "notes.json")


def just_made():
    ec2 = client("ec2")
    ami = image(ec2, upload(client("ebs"), {0: block(0)}))
    one = run(ec2, ami)
    assert instance_of(ec2, one["InstanceId"])["State"]["Name"] == "pending"
    volume = ec2.create_volume(Size=1, AvailabilityZone=one["Placement"]["AvailabilityZone"])["VolumeId"]
    assert ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]["State"] == "creating"
    refused("IncorrectState", ec2.attach_volume, VolumeId=volume, InstanceId=one["InstanceId"], Device="/dev/sdf")
    root = instance_of(ec2, one["InstanceId"])["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=root)["SnapshotId"]
    assert ec2.describe_snapshots(SnapshotIds=[snapshot])["Snapshots"][0]["State"] == "pending"
    refused("IncorrectState", ec2.create_volume, SnapshotId=snapshot, AvailabilityZone="eu-central-1a")
    refused("SnapshotCreationPerVolumeRateExceeded", ec2.create_snapshot, VolumeId=root)
    json.dump(dict(id=one["InstanceId"], volume=volume, snapshot=snapshot, root=root), open(notes(), "w"))


def later():
    ec2 = client("ec2")
    note = json.load(open(notes()))
    assert instance_of(ec2, note["id"])["State"]["Name"] == "running"
    assert ec2.describe_volumes(VolumeIds=[note["volume"]])["Volumes"][0]["State"] == "available"
    assert ec2.describe_snapshots(SnapshotIds=[note["snapshot"]])["Snapshots"][0]["State"] == "completed"
    ec2.create_snapshot(VolumeId=note["root"])
    ec2.attach_volume(VolumeId=note["volume"], InstanceId=note["id"], Device="/dev/sdf")
    assert ec2.describe_volumes(VolumeIds=[note["volume"]])["Volumes"][0]["Attachments"][0]["State"] == "attaching"
    ec2.detach_volume(VolumeId=note["volume"])
    refused("IncorrectState", ec2.detach_volume, VolumeId=note["volume"])
    refused("VolumeInUse", ec2.delete_volume, VolumeId=note["volume"])
    ec2.terminate_instances(InstanceIds=[note["id"]])
    assert instance_of(ec2, note["id"])["State"]["Name"] == "shutting-down"


def hidden():
    ec2 = client("ec2")
    volume = ec2.create_volume(Size=1, AvailabilityZone="eu-central-1a")["VolumeId"]
    refused("InvalidVolume.NotFound", ec2.describe_volumes, VolumeIds=[volume])
    assert ec2.describe_volumes()["Volumes"] == []


def seen():
    assert len(client("ec2").describe_volumes()["Volumes"]) == 1


common.main(globals())
