"""In two halves, with a restart of the server between them."""
import json
import os
import threading

import common
from common import BLOCK, block, client, download, image, instance_of, refused, run, upload


def notes():
    return os.path.join(common.folder, "notes.json")


def before():
    ec2, ebs, s3 = client("ec2"), client("ebs"), client("s3")
    snapshot = upload(ebs, {3: block(3)})
    ami = image(ec2, snapshot)
    id = run(ec2, ami, TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "kept"}]}])["InstanceId"]
    gone = run(ec2, ami)["InstanceId"]
    ec2.terminate_instances(InstanceIds=[gone])
    with open(os.path.join(common.folder, common.HOME, "instances", id, "dev", "sda1"), "r+b") as disk:
        disk.seek(9 * BLOCK)
        disk.write(block(9))
    ec2.stop_instances(InstanceIds=[id])
    ec2.enable_ebs_encryption_by_default()
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": common.HOME})
    s3.put_object(Bucket="kept", Key="k", Body=b"content", Metadata={"a": "b"})
    upload_id = s3.create_multipart_upload(Bucket="kept", Key="big")["UploadId"]
    part = s3.upload_part(Bucket="kept", Key="big", UploadId=upload_id, PartNumber=1, Body=b"part")["ETag"]
    json.dump(dict(snapshot=snapshot, ami=ami, id=id, gone=gone, described=instance_of(ec2, id), upload=upload_id, part=part), open(notes(), "w"), default=str)


def after():
    ec2, ebs, s3 = client("ec2"), client("ebs"), client("s3")
    note = json.load(open(notes()))
    described = json.loads(json.dumps(instance_of(ec2, note["id"]), default=str))
    assert described == note["described"] and described["State"]["Name"] == "stopped", described
    assert instance_of(ec2, note["gone"])["State"]["Name"] == "terminated"
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    ec2.disable_ebs_encryption_by_default()
    made = ec2.create_snapshots(InstanceSpecification={"InstanceId": note["id"]})["Snapshots"][0]["SnapshotId"]
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[made])
    assert download(ebs, made) == {3: block(3), 9: block(9)}
    assert [c["BlockIndex"] for c in ebs.list_changed_blocks(FirstSnapshotId=note["snapshot"], SecondSnapshotId=made)["ChangedBlocks"]] == [9]
    got = s3.get_object(Bucket="kept", Key="k")
    assert got["Body"].read() == b"content" and got["Metadata"] == {"a": "b"}
    s3.complete_multipart_upload(Bucket="kept", Key="big", UploadId=note["upload"], MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": note["part"]}]})
    assert s3.get_object(Bucket="kept", Key="big")["Body"].read() == b"part"
    ec2.start_instances(InstanceIds=[note["id"]])
    ec2.terminate_instances(InstanceIds=[note["id"]])
    assert ec2.describe_volumes()["Volumes"] == []


def leftovers():
    """What the test has put there as a crash would leave it is gone."""
    ec2 = client("ec2")
    assert os.listdir(os.path.join(common.folder, common.HOME, "volumes")) == []
    assert ec2.describe_volumes()["Volumes"] == []
    states = {s["SnapshotId"]: s["State"] for s in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]}
    assert sorted(states.values()) == ["completed"], states


def concurrent():
    ec2 = client("ec2")
    ami = image(ec2, upload(client("ebs"), {0: block(0)}))
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    failures, addresses, lock = [], [], threading.Lock()

    def work(number):
        try:
            mine = client("ec2")
            for turn in range(4):
                # Two workers ask with the same token, and get the same machine.
                one = run(mine, ami, SubnetId=subnet, ClientToken=f"{number // 2}-{turn}")
                with lock: addresses.append((one["InstanceId"], one["PrivateIpAddress"]))
                mine.create_tags(Resources=[one["InstanceId"]], Tags=[{"Key": f"by-{number}", "Value": str(turn)}])
                mine.create_snapshots(InstanceSpecification={"InstanceId": one["InstanceId"]})
        except Exception as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=work, args=[n]) for n in range(6)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert not failures, failures
    assert len(addresses) == 24 and len(set(addresses)) == 12 and len({a for _, a in addresses}) == 12, addresses
    for reservation in ec2.describe_instances()["Reservations"]:
        for one in reservation["Instances"]: assert len(one["Tags"]) == 2, one["Tags"]
    volume = ec2.create_volume(Size=1, AvailabilityZone=instance_of(ec2, addresses[0][0])["Placement"]["AvailabilityZone"])["VolumeId"]
    outcomes = []

    def attach(instance):
        try:
            client("ec2").attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")
            outcomes.append("attached")
        except Exception as error:
            outcomes.append(error.response["Error"]["Code"])

    threads = [threading.Thread(target=attach, args=[i]) for i in sorted({i for i, _ in addresses})[:5]]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert sorted(outcomes) == ["VolumeInUse"] * 4 + ["attached"], outcomes
    s3 = client("s3")
    s3.create_bucket(Bucket="race", CreateBucketConfiguration={"LocationConstraint": common.HOME})
    won = []

    def create(number):
        try:
            client("s3").put_object(Bucket="race", Key="k", Body=str(number).encode(), IfNoneMatch="*")
            won.append(number)
        except Exception as error:
            assert error.response["Error"]["Code"] == "PreconditionFailed", error

    threads = [threading.Thread(target=create, args=[n]) for n in range(6)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert len(won) == 1 and s3.get_object(Bucket="race", Key="k")["Body"].read() == str(won[0]).encode()


common.main(globals())
