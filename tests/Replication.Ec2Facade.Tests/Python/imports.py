"""VM Import as boto3 sees it, of images that qemu-img has made."""
import json
import os
import random
import subprocess
import time

import common
from common import BLOCK, client, download, refused, run

B = "import-bucket"
SIZE = 40 << 20


def make(s3):
    s3.create_bucket(Bucket=B, CreateBucketConfiguration={"LocationConstraint": common.HOME})


def content(partitioned=False):
    """A disk with data, holes and a last block that is not full."""
    data = bytearray(SIZE + 1024)
    for at, length in ((0, 300_000), (5 << 20, 3 << 20), (SIZE, 1024)): data[at:at + length] = random.Random(at).randbytes(length)
    if partitioned: data[:512] = bytes(446) + bytes([0x80, 0, 2, 0, 0x83, 0, 0, 0]) + (2048).to_bytes(4, "little") + (4096).to_bytes(4, "little") + bytes(48) + b"\x55\xaa"
    return bytes(data)


def made(name, data, format, *options):
    raw, path = os.path.join(common.folder, "source.raw"), os.path.join(common.folder, name)
    with open(raw, "wb") as file: file.write(data)
    subprocess.run(["qemu-img", "convert", "-f", "raw", "-O", format, *options, raw, path], check=True)
    return path


def imported(ec2, key, format, **more):
    return ec2.import_snapshot(DiskContainer={"Format": format, "UserBucket": {"S3Bucket": B, "S3Key": key}}, **more)["ImportTaskId"]


def done(ec2, task):
    for _ in range(600):
        detail = ec2.describe_import_snapshot_tasks(ImportTaskIds=[task])["ImportSnapshotTasks"][0]["SnapshotTaskDetail"]
        if detail["Status"] != "active": return detail
        assert "SnapshotId" not in detail and 0 <= int(detail["Progress"]) <= 100
        time.sleep(0.1)
    raise AssertionError("the import does not end")


def equal(ebs, snapshot, data):
    blocks = download(ebs, snapshot)
    for at in range(0, len(data), BLOCK):
        expected = data[at:at + BLOCK].ljust(BLOCK, b"\0")
        assert blocks.pop(at // BLOCK, bytes(BLOCK)) == expected, f"block {at // BLOCK}"
    assert not blocks, f"blocks beyond the disk: {list(blocks)}"


def formats():
    ec2, s3, ebs = client("ec2"), client("s3"), client("ebs")
    make(s3)
    data = content()
    # VHD has geometry of its own; the length is made to fit it.
    for format, kind, options in (("VMDK", "vmdk", ["-o", "subformat=streamOptimized"]), ("VHD", "vpc", ["-o", "force_size=on"]), ("VHDX", "vhdx", []), ("RAW", "raw", [])):
        s3.upload_file(made(f"disk.{kind}", data, kind, *options), B, f"in/disk.{kind}")
        detail = done(ec2, imported(ec2, f"in/disk.{kind}", format))
        assert detail["Status"] == "completed" and detail["Format"] == format and detail["UserBucket"] == {"S3Bucket": B, "S3Key": f"in/disk.{kind}"}
        equal(ebs, detail["SnapshotId"], data)
        snapshot = ec2.describe_snapshots(SnapshotIds=[detail["SnapshotId"]])["Snapshots"][0]
        assert snapshot["VolumeSize"] == 1 and snapshot["State"] == "completed" and snapshot["Description"].startswith("Created by AWS-VMImport service for import-snap-")


def command_line():
    """The user's guide: aws ec2 import-snapshot with a file of containers."""
    s3 = client("s3")
    make(s3)
    data = content()
    s3.upload_file(made("disk.vmdk", data, "vmdk", "-o", "subformat=streamOptimized"), B, "disk.vmdk")

    def aws(*arguments):
        return json.loads(subprocess.run(["aws", "--endpoint-url", common.endpoint, "--output", "json", "ec2", *arguments], check=True, capture_output=True).stdout)

    container = json.dumps({"Description": "root", "Format": "VMDK", "Url": f"s3://{B}/disk.vmdk"})
    task = aws("import-snapshot", "--description", "drill", "--disk-container", container)["ImportTaskId"]
    for _ in range(100):
        listed = aws("describe-import-snapshot-tasks", "--import-task-ids", task)["ImportSnapshotTasks"][0]
        if listed["SnapshotTaskDetail"]["Status"] != "active": break
    assert listed["Description"] == "drill" and listed["SnapshotTaskDetail"]["Status"] == "completed", listed
    equal(client("ebs"), listed["SnapshotTaskDetail"]["SnapshotId"], data)


def refusals():
    ec2, s3 = client("ec2"), client("s3")
    make(s3)
    s3.put_object(Bucket=B, Key="noise", Body=os.urandom(100_000))
    s3.upload_file(made("disk.vmdk", content(), "vmdk"), B, "sparse")
    s3.upload_file(made("disk.qcow2", content(), "qcow2"), B, "qcow2")
    huge = os.path.join(common.folder, "huge.vhdx")
    subprocess.run(["qemu-img", "create", "-q", "-f", "vhdx", huge, "17T"], check=True)
    s3.upload_file(huge, B, "huge")
    for key, format, said in (
            ("noise", "VMDK", "Disk validation failed"), ("sparse", "VMDK", "Unsupported VMDK File"), ("qcow2", "VHDX", "Disk validation failed"), ("huge", "VHDX", "at most"),
            ("sparse", "VHD", "Unsupported VHD File")):
        detail = done(ec2, imported(ec2, key, format))
        assert detail["Status"] == "deleted" and said in detail["StatusMessage"], (key, detail)
    assert ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"] == []
    container = {"Format": "RAW", "UserBucket": {"S3Bucket": B, "S3Key": "noise"}}
    refused("InvalidParameter", ec2.import_snapshot, DiskContainer={"Format": "RAW", "UserBucket": {"S3Bucket": B, "S3Key": "nothing"}})
    refused("InvalidParameter", client("ec2", common.AWAY).import_snapshot, DiskContainer=container)
    refused("InvalidParameter", ec2.import_snapshot, DiskContainer=container, RoleName="nobody")
    refused("InvalidParameterValue", ec2.import_snapshot, DiskContainer={"Format": "QCOW2", "Url": f"s3://{B}/noise"})
    refused("InvalidParameterCombination", ec2.import_snapshot, DiskContainer={"Format": "RAW", "Url": f"s3://{B}/noise", "UserBucket": {"S3Bucket": B, "S3Key": "noise"}})
    refused("InvalidParameterDependency", ec2.import_snapshot, DiskContainer=container, KmsKeyId="alias/mine")
    refused("DryRunOperation", ec2.import_snapshot, DiskContainer=container, DryRun=True)
    refused("InvalidConversionTaskId", ec2.describe_import_snapshot_tasks, ImportTaskIds=["import-snap-0123456789abcdef0"])
    refused("InvalidConversionTaskId.Malformed", ec2.cancel_import_task, ImportTaskId="import-0")
    refused("InvalidParameterValue", ec2.import_image, DiskContainers=[container] * 22)


def tokens():
    ec2, s3 = client("ec2"), client("s3")
    make(s3)
    s3.put_object(Bucket=B, Key="raw", Body=content())
    tags = [{"ResourceType": "import-snapshot-task", "Tags": [{"Key": "job", "Value": "1"}]}]
    first = imported(ec2, "raw", "RAW", ClientToken="one", TagSpecifications=tags)
    assert imported(ec2, "raw", "RAW", ClientToken="one", TagSpecifications=tags) == first
    refused("IdempotentParameterMismatch", imported, ec2, "raw", "RAW", ClientToken="one")
    done(ec2, first)
    listed = ec2.describe_import_snapshot_tasks(Filters=[{"Name": "tag:job", "Values": ["1"]}])["ImportSnapshotTasks"]
    assert [task["ImportTaskId"] for task in listed] == [first] and listed[0]["Tags"] == [{"Key": "job", "Value": "1"}]
    refused("IncorrectState", ec2.cancel_import_task, ImportTaskId=first)


def images():
    ec2, s3, ebs = client("ec2"), client("s3"), client("ebs")
    make(s3)
    boot, data = content(partitioned=True), content()
    s3.upload_file(made("boot.vmdk", boot, "vmdk", "-o", "subformat=streamOptimized"), B, "boot")
    s3.put_object(Bucket=B, Key="data", Body=data)
    disks = [{"Format": "VMDK", "Url": f"s3://{B}/boot"}, {"Format": "RAW", "UserBucket": {"S3Bucket": B, "S3Key": "data"}}]

    def ended(containers):
        task = ec2.import_image(DiskContainers=containers, Platform="Linux", LicenseType="BYOL")["ImportTaskId"]
        for _ in range(600):
            listed = ec2.describe_import_image_tasks(ImportTaskIds=[task])["ImportImageTasks"][0]
            if listed["Status"] != "active": return listed
            time.sleep(0.1)

    unbootable = ended(disks[1:])
    assert unbootable["Status"] == "deleted" and "No valid partitions" in unbootable["StatusMessage"], unbootable
    whole = ended(disks)
    assert whole["Status"] == "completed", whole
    for detail, expected in zip(whole["SnapshotDetails"], (boot, data)): equal(ebs, detail["SnapshotId"], expected)
    instance = run(ec2, whole["ImageId"], InstanceType="t2.micro")
    mapped = {m["DeviceName"]: m["Ebs"]["VolumeId"] for m in common.instance_of(ec2, instance["InstanceId"])["BlockDeviceMappings"]}
    assert set(mapped) == {"/dev/sda1", "/dev/xvdf"}, mapped
    with open(os.path.join(common.folder, common.HOME, "volumes", mapped["/dev/xvdf"]), "rb") as volume: assert volume.read(len(data)) == data


def begun():
    """With a server that lets imports take a while: one to cancel, one to let finish."""
    ec2, s3 = client("ec2"), client("s3")
    make(s3)
    s3.put_object(Bucket=B, Key="raw", Body=content())
    cancelled = imported(ec2, "raw", "RAW", ClientToken="cancelled")
    imported(ec2, "raw", "RAW", ClientToken="kept")
    answer = ec2.cancel_import_task(ImportTaskId=cancelled, CancelReason="the drill is over")
    assert answer["PreviousState"] == "active" and answer["ImportTaskId"] == cancelled
    detail = done(ec2, cancelled)
    assert detail["Status"] == "deleted" and "the drill is over" in detail["StatusMessage"]


def ended():
    ec2, ebs = client("ec2"), client("ebs")
    kept = imported(ec2, "raw", "RAW", ClientToken="kept")
    equal(ebs, done(ec2, kept)["SnapshotId"], content())
    assert len(ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]) == 1


def uploads():
    """What the import needs of S3: begun uploads and their parts can be listed."""
    s3 = client("s3")
    make(s3)
    parts = [os.urandom(5 << 20), os.urandom(1000)]
    first = s3.create_multipart_upload(Bucket=B, Key="p/one")["UploadId"]
    second = s3.create_multipart_upload(Bucket=B, Key="p/two", ChecksumAlgorithm="SHA256")["UploadId"]
    s3.create_multipart_upload(Bucket=B, Key="q/other")
    tags = [s3.upload_part(Bucket=B, Key="p/two", UploadId=second, PartNumber=n, Body=part, ChecksumAlgorithm="SHA256") for n, part in zip((2, 7), parts)]
    listed = s3.list_multipart_uploads(Bucket=B, Prefix="p/")
    assert [(u["Key"], u["UploadId"]) for u in listed["Uploads"]] == [("p/one", first), ("p/two", second)]
    page = s3.list_multipart_uploads(Bucket=B, Prefix="p/", MaxUploads=1)
    assert page["IsTruncated"] and page["NextKeyMarker"] == "p/one"
    rest = s3.list_multipart_uploads(Bucket=B, Prefix="p/", KeyMarker=page["NextKeyMarker"], UploadIdMarker=page["NextUploadIdMarker"])
    assert [u["UploadId"] for u in rest["Uploads"]] == [second] and not rest["IsTruncated"]
    found = s3.list_parts(Bucket=B, Key="p/two", UploadId=second)["Parts"]
    assert [(p["PartNumber"], p["Size"], p["ETag"], p["ChecksumSHA256"]) for p in found] == [(n, len(d), t["ETag"], t["ChecksumSHA256"]) for n, d, t in zip((2, 7), parts, tags)]
    short = s3.list_parts(Bucket=B, Key="p/two", UploadId=second, MaxParts=1)
    assert short["IsTruncated"] and short["NextPartNumberMarker"] == 2
    assert [p["PartNumber"] for p in s3.list_parts(Bucket=B, Key="p/two", UploadId=second, PartNumberMarker=2)["Parts"]] == [7]
    refused("NoSuchUpload", s3.list_parts, Bucket=B, Key="p/one", UploadId=second)


common.main(globals())
