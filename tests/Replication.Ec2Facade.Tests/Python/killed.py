"""A client whose server is killed, and what the server that comes after it must show."""
import os
import threading

import botocore.exceptions

import common
from common import BLOCK, block, client, download, image, instance_of, refused, run, upload


def busy():
    ec2, ebs, s3 = client("ec2"), client("ebs"), client("s3")
    ami = image(ec2, upload(ebs, {0: block(0), 1: block(1)}), name=os.urandom(8).hex())
    bucket = "killed-" + os.urandom(4).hex()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": common.HOME})
    s3.put_object(Bucket=bucket, Key="image", Body=block(0) + block(1))
    open(os.path.join(common.folder, "busy"), "w").close()

    def machines():
        while True:
            one = run(ec2, ami, BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 1}}])["InstanceId"]
            ec2.create_snapshots(InstanceSpecification={"InstanceId": one})
            ec2.terminate_instances(InstanceIds=[one])

    def objects():
        number = 0
        while True:
            number += 1
            s3.put_object(Bucket=bucket, Key=f"k{number % 5}", Body=str(number).encode() * 10000)

    def imports():
        while True: ec2.import_snapshot(DiskContainer={"Format": "RAW", "UserBucket": {"S3Bucket": bucket, "S3Key": "image"}})

    def until_gone(work):
        try:
            work()
        except (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError):
            pass

    threads = [threading.Thread(target=until_gone, args=[work]) for work in (machines, objects, imports)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()


def whole():
    ec2, ebs, s3 = client("ec2"), client("ebs"), client("s3")
    volumes = ec2.describe_volumes()["Volumes"]
    files = os.listdir(os.path.join(common.folder, common.HOME, "volumes"))
    assert sorted(files) == sorted(v["VolumeId"] for v in volumes), (files, volumes)
    for reservation in ec2.describe_instances()["Reservations"]:
        for one in reservation["Instances"]:
            devices = one["BlockDeviceMappings"]
            if one["State"]["Name"] == "terminated":
                assert devices == [] and one["NetworkInterfaces"] == []
                continue
            assert [d["DeviceName"] for d in devices] == ["/dev/sda1", "/dev/sdf"] and len(one["NetworkInterfaces"]) == 1
            with open(os.path.join(common.folder, common.HOME, "instances", one["InstanceId"], "dev", "sda1"), "rb") as disk:
                assert disk.read(2 * BLOCK) == block(0) + block(1)
            ec2.terminate_instances(InstanceIds=[one["InstanceId"]])
    assert ec2.describe_volumes()["Volumes"] == [] and ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    made = {s["SnapshotId"] for s in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"] if s["Description"].startswith("Created by AWS-VMImport")}
    for task in ec2.describe_import_snapshot_tasks()["ImportSnapshotTasks"]:
        detail = task["SnapshotTaskDetail"]
        if detail["Status"] == "completed": assert download(ebs, detail["SnapshotId"]) == {0: block(0), 1: block(1)}
        else: assert detail["Status"] == "deleted" and detail["StatusMessage"], detail
        made.discard(detail.get("SnapshotId"))
    # One that had begun and was not noted yet is an error that can be deleted.
    assert all(s["State"] == "error" for s in (ec2.describe_snapshots(SnapshotIds=list(made))["Snapshots"] if made else []))
    for snapshot in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]:
        assert snapshot["State"] in ("completed", "error"), snapshot
        if snapshot["State"] == "error":
            assert snapshot["StateMessage"]
            ec2.delete_snapshot(SnapshotId=snapshot["SnapshotId"])
        elif snapshot["VolumeId"] != "vol-ffffffff":
            assert download(ebs, snapshot["SnapshotId"]) in ({0: block(0), 1: block(1)}, {})
    for bucket in s3.list_buckets()["Buckets"]:
        bodies = os.listdir(os.path.join(common.folder, "s3", bucket["Name"], "bodies"))
        found = s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", [])
        assert len(bodies) == len(found), (bodies, found)
        for item in found:
            body = s3.get_object(Bucket=bucket["Name"], Key=item["Key"])["Body"].read()
            assert len(body) == item["Size"]
            assert body == block(0) + block(1) if item["Key"] == "image" else body == body[:len(body) // 10000] * 10000


common.main(globals())
