"""A whole disaster-recovery drill as a client of AWS would do it."""
import os

import common
from common import AWAY, BLOCK, block, client, download, image, instance_of, run, upload


def device(instance, name, region=common.HOME):
    return os.path.join(common.folder, region, "instances", instance, "dev", name)


def read(path, index):
    with open(path, "rb") as file:
        file.seek(index * BLOCK)
        return file.read(BLOCK)


def write(path, index, data):
    with open(path, "r+b") as file:
        file.seek(index * BLOCK)
        file.write(data)


def whole():
    ec2, ebs = client("ec2"), client("ebs")
    content = {0: block("boot"), 7: block("seven"), 2047: block("last")}
    root = upload(ebs, content, Tags=[{"Key": "disk", "Value": "root"}], Description="first")
    data = upload(ebs, {1: block("data")}, size=2)
    described = ec2.describe_snapshots(SnapshotIds=[root])["Snapshots"][0]
    assert described["State"] == "completed" and described["VolumeSize"] == 1 and described["Progress"] == "100%", described
    assert described["Tags"] == [{"Key": "disk", "Value": "root"}] and described["Description"] == "first"

    ami = image(ec2, root)
    subnet = ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}, {"Name": "availability-zone", "Values": ["eu-central-1a"]}])["Subnets"][0]
    group = ec2.create_security_group(GroupName="drill", Description="d", VpcId=subnet["VpcId"])["GroupId"]
    started = run(
        ec2, ami, SubnetId=subnet["SubnetId"], SecurityGroupIds=[group], PrivateIpAddress="172.31.0.77",
        BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"SnapshotId": data, "DeleteOnTermination": True}}],
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "replica"}]}, {"ResourceType": "volume", "Tags": [{"Key": "of", "Value": "replica"}]}])
    assert started["State"]["Name"] == "pending" and started["PrivateIpAddress"] == "172.31.0.77", started
    id = started["InstanceId"]
    running = instance_of(ec2, id)
    assert running["State"] == {"Code": 16, "Name": "running"} and running["Tags"] == [{"Key": "Name", "Value": "replica"}]
    assert [d["DeviceName"] for d in running["BlockDeviceMappings"]] == ["/dev/sda1", "/dev/sdf"]
    assert running["SecurityGroups"] == [{"GroupId": group, "GroupName": "drill"}]
    ec2.get_waiter("instance_status_ok").wait(InstanceIds=[id])

    # What the guest wrote to its serial port: nothing, then the last 64 KiB of it.
    assert ec2.get_console_output(InstanceId=id).get("Output", "") == ""
    with open(os.path.join(common.folder, common.HOME, "instances", id, "console"), "w") as console: console.write("x" * 70000 + "up")
    output = ec2.get_console_output(InstanceId=id, Latest=True)
    assert output["InstanceId"] == id and len(output["Output"]) == 64 << 10 and output["Output"].endswith("xup")

    # The disks are what the snapshots held, and sparse.
    for index in range(2048): assert read(device(id, "sda1"), index) == content.get(index, bytes(BLOCK)), index
    assert os.path.getsize(device(id, "sdf")) == 2 << 30 and os.stat(device(id, "sdf")).st_blocks * 512 < 4 * BLOCK
    assert read(device(id, "sdf"), 1) == block("data")

    first = snapshots(ec2, id)
    assert ebs.list_changed_blocks(FirstSnapshotId=root, SecondSnapshotId=first["/dev/sda1"]).get("ChangedBlocks", []) == []
    write(device(id, "sda1"), 7, bytes(BLOCK))
    write(device(id, "sda1"), 100, block("new"))
    write(device(id, "sdf"), 4095, block("end"))
    second = snapshots(ec2, id)
    changed = lambda a, b: [c["BlockIndex"] for c in ebs.list_changed_blocks(FirstSnapshotId=a, SecondSnapshotId=b).get("ChangedBlocks", [])]
    assert changed(first["/dev/sda1"], second["/dev/sda1"]) == [7, 100]
    assert changed(root, second["/dev/sda1"]) == [7, 100]
    assert changed(first["/dev/sdf"], second["/dev/sdf"]) == [4095]
    assert changed(data, second["/dev/sdf"]) == [4095]
    expected = dict(content)
    del expected[7]
    expected[100] = block("new")
    found = {index: data for index, data in download(ebs, second["/dev/sda1"]).items() if data != bytes(BLOCK)}
    assert found == expected

    # A volume of the second snapshot, attached to the same machine, is that content again.
    volume = ec2.create_volume(SnapshotId=second["/dev/sda1"], AvailabilityZone=subnet["AvailabilityZone"], Size=3)["VolumeId"]
    ec2.get_waiter("volume_available").wait(VolumeIds=[volume])
    ec2.attach_volume(VolumeId=volume, InstanceId=id, Device="/dev/sdg")
    assert read(device(id, "sdg"), 100) == block("new") and read(device(id, "sdg"), 7) == bytes(BLOCK)
    assert os.path.getsize(device(id, "sdg")) == 3 << 30
    write(device(id, "sdg"), 5000, block("beyond"))
    grown = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[grown])
    assert changed(second["/dev/sda1"], grown) == [5000]
    ec2.detach_volume(VolumeId=volume)
    assert not os.path.lexists(device(id, "sdg"))
    ec2.get_waiter("volume_available").wait(VolumeIds=[volume])
    ec2.delete_volume(VolumeId=volume)

    # Nothing is left.
    common.refused("InvalidSnapshot.InUse", ec2.delete_snapshot, SnapshotId=root)
    common.refused("DependencyViolation", ec2.delete_security_group, GroupId=group)
    ec2.terminate_instances(InstanceIds=[id])
    assert instance_of(ec2, id)["State"] == {"Code": 48, "Name": "terminated"}
    assert ec2.describe_volumes()["Volumes"] == [] and ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    assert os.listdir(os.path.join(common.folder, common.HOME, "volumes")) == []
    assert os.listdir(os.path.join(common.folder, common.HOME, "instances")) == []
    ec2.delete_security_group(GroupId=group)
    ec2.deregister_image(ImageId=ami)
    for snapshot in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]: ec2.delete_snapshot(SnapshotId=snapshot["SnapshotId"])
    assert ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"] == []


def snapshots(ec2, instance):
    made = ec2.create_snapshots(InstanceSpecification={"InstanceId": instance})["Snapshots"]
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[s["SnapshotId"] for s in made])
    devices = {d["Ebs"]["VolumeId"]: d["DeviceName"] for d in instance_of(ec2, instance)["BlockDeviceMappings"]}
    return {devices[s["VolumeId"]]: s["SnapshotId"] for s in made}


def across_regions():
    ec2, ebs = client("ec2"), client("ebs")
    far, far_ebs = client("ec2", AWAY), client("ebs", AWAY)
    first = upload(ebs, {0: block(0), 5: block(5)})
    second = upload(ebs, {5: block("changed")}, parent=first)
    copy1 = far.copy_snapshot(SourceRegion=common.HOME, SourceSnapshotId=first)["SnapshotId"]
    far.get_waiter("snapshot_completed").wait(SnapshotIds=[copy1])
    assert download(far_ebs, copy1) == {0: block(0), 5: block(5)}
    copy2 = far.copy_snapshot(SourceRegion=common.HOME, SourceSnapshotId=second, Description="again", TagSpecifications=[
        {"ResourceType": "snapshot", "Tags": [{"Key": "a", "Value": "b"}]}])["SnapshotId"]
    far.get_waiter("snapshot_completed").wait(SnapshotIds=[copy2])
    assert download(far_ebs, copy2) == {0: block(0), 5: block("changed")}
    changed = far_ebs.list_changed_blocks(FirstSnapshotId=copy1, SecondSnapshotId=copy2)["ChangedBlocks"]
    assert [c["BlockIndex"] for c in changed] == [5]
    seen = far.describe_snapshots(SnapshotIds=[copy2])["Snapshots"][0]
    assert seen["Description"] == "again" and seen["Tags"] == [{"Key": "a", "Value": "b"}] and seen["VolumeId"] == "vol-ffffffff"
    common.refused("InvalidSnapshot.NotFound", ec2.describe_snapshots, SnapshotIds=[copy2])
    common.refused("InvalidSnapshot.NotFound", far.copy_snapshot, SourceRegion=common.HOME, SourceSnapshotId=copy2)
    ec2.delete_snapshot(SnapshotId=first)
    ec2.delete_snapshot(SnapshotId=second)
    assert download(far_ebs, copy2) == {0: block(0), 5: block("changed")}


common.main(globals())
