"""S3 and STS as boto3 sees them."""
import base64
import hashlib
import io
import os
import zlib

import botocore.exceptions
from boto3.s3.transfer import TransferConfig

import common
from common import AWAY, client, refused

B = "drill-bucket"


def make(s3, name=B):
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": common.HOME})


def buckets():
    s3 = client("s3")
    make(s3)
    refused("BucketAlreadyOwnedByYou", make, s3)
    refused("IllegalLocationConstraintException", s3.create_bucket, Bucket="elsewhere", CreateBucketConfiguration={"LocationConstraint": "mars-1"})
    other = client("s3", aws_access_key_id="AKIDSECOND", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    refused("BucketAlreadyExists", make, other)
    refused("AccessDenied", other.list_objects_v2, Bucket=B)
    refused("AccessDenied", s3.list_objects_v2, Bucket=B, ExpectedBucketOwner="210987654321")
    assert [b["Name"] for b in s3.list_buckets()["Buckets"]] == [B] and other.list_buckets()["Buckets"] == []
    assert s3.get_bucket_location(Bucket=B)["LocationConstraint"] == common.HOME
    assert s3.head_bucket(Bucket=B)["BucketRegion"] == common.HOME
    refused("404", s3.head_bucket, Bucket="nobody", status=404)
    refused("NoSuchBucket", s3.list_objects_v2, Bucket="nobody")
    far = client("s3", AWAY)
    far.create_bucket(Bucket="far-bucket")
    assert far.get_bucket_location(Bucket="far-bucket")["LocationConstraint"] is None
    block = dict(BlockPublicAcls=True, IgnorePublicAcls=True, BlockPublicPolicy=True, RestrictPublicBuckets=True)
    refused("NoSuchPublicAccessBlockConfiguration", s3.get_public_access_block, Bucket=B)
    s3.put_public_access_block(Bucket=B, PublicAccessBlockConfiguration=block)
    assert s3.get_public_access_block(Bucket=B)["PublicAccessBlockConfiguration"] == block
    assert "Status" not in s3.get_bucket_versioning(Bucket=B)
    s3.put_bucket_versioning(Bucket=B, VersioningConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_versioning(Bucket=B)["Status"] == "Enabled"
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket=B, ServerSideEncryptionConfiguration=rules)
    assert s3.get_bucket_encryption(Bucket=B)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    refused("NotImplemented", s3.get_bucket_policy, Bucket=B)
    s3.put_object(Bucket=B, Key="k", Body=b"x")
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=B)
    s3.delete_object(Bucket=B, Key="k")
    s3.delete_bucket(Bucket=B)
    refused("NoSuchBucket", s3.delete_bucket, Bucket=B)


def documents():
    s3 = client("s3")
    make(s3)
    body = os.urandom(300_000)
    sha = base64.b64encode(hashlib.sha256(body).digest()).decode()
    put = s3.put_object(Bucket=B, Key="a/b c+ü%.bin", Body=body, ChecksumSHA256=sha, ContentType="application/x-test", Metadata={"version": "7"}, IfNoneMatch="*")
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"' and put["ChecksumSHA256"] == sha
    got = s3.get_object(Bucket=B, Key="a/b c+ü%.bin", ChecksumMode="ENABLED")
    assert got["Body"].read() == body and got["ChecksumSHA256"] == sha and got["Metadata"] == {"version": "7"} and got["ContentType"] == "application/x-test"
    head = s3.head_object(Bucket=B, Key="a/b c+ü%.bin")
    assert head["ContentLength"] == 300_000 and head["ETag"] == put["ETag"]
    key = dict(Bucket=B, Key="a/b c+ü%.bin")
    ranged = s3.get_object(**key, Range="bytes=10-19")
    assert ranged["Body"].read() == body[10:20] and ranged["ContentRange"] == "bytes 10-19/300000" and ranged["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert s3.get_object(**key, Range="bytes=-5")["Body"].read() == body[-5:]
    assert s3.get_object(**key, Range="bytes=299999-999999")["Body"].read() == body[-1:]
    refused("InvalidRange", s3.get_object, **key, Range="bytes=300000-", status=416)
    refused("PreconditionFailed", s3.put_object, **key, Body=b"x", IfNoneMatch="*", status=412)
    refused("PreconditionFailed", s3.put_object, **key, Body=b"x", IfMatch='"0"', status=412)
    refused("NoSuchKey", s3.put_object, Bucket=B, Key="none", Body=b"x", IfMatch='"0"', status=404)
    refused("BadDigest", s3.put_object, **key, Body=b"x", ChecksumSHA256=sha, status=400)
    refused("BadDigest", s3.put_object, **key, Body=b"x", ChecksumCRC32="AAAAAA==")
    refused("BadDigest", s3.put_object, **key, Body=b"x", ContentMD5=base64.b64encode(hashlib.md5(b"y").digest()).decode())
    assert s3.get_object(**key)["Body"].read() == body
    second = s3.put_object(**key, Body=b"new", IfMatch=put["ETag"])
    refused("304", s3.get_object, **key, IfNoneMatch=second["ETag"], status=304)
    refused("PreconditionFailed", s3.delete_object, **key, IfMatch=put["ETag"], status=412)
    s3.delete_object(**key, IfMatch=second["ETag"])
    s3.delete_object(**key)
    refused("NoSuchKey", s3.get_object, **key)
    refused("404", s3.head_object, **key)
    crc = s3.put_object(Bucket=B, Key="crc", Body=b"123456789", ChecksumAlgorithm="CRC32")
    assert crc["ChecksumCRC32"] == base64.b64encode(zlib.crc32(b"123456789").to_bytes(4, "big")).decode()
    # The check values of the catalogues of CRCs.
    for name, value in [("CRC32C", "e3069283"), ("CRC64NVME", "ae8b14860a799888")]:
        said = base64.b64encode(bytes.fromhex(value)).decode()
        assert s3.put_object(Bucket=B, Key="crc", Body=b"123456789", **{"Checksum" + name: said})["Checksum" + name] == said
        refused("BadDigest", s3.put_object, Bucket=B, Key="crc", Body=b"12345678", **{"Checksum" + name: said})
    refused("NotImplemented", s3.copy_object, Bucket=B, Key="x", CopySource=f"{B}/crc")
    assert len(os.listdir(os.path.join(common.folder, "s3", B, "bodies"))) == 1


def listing():
    s3 = client("s3")
    make(s3)
    keys = [f"d{d}/f{f:02}" for d in range(3) for f in range(10)] + ["top", "Top", "d1", "ü"]
    for key in keys: s3.put_object(Bucket=B, Key=key, Body=key.encode())
    def pages(**more):
        return [page for page in s3.get_paginator("list_objects_v2").paginate(Bucket=B, PaginationConfig={"PageSize": 4}, **more)]
    found = [o["Key"] for p in pages() for o in p.get("Contents", [])]
    assert found == sorted(keys), found
    top = pages(Delimiter="/")
    assert [o["Key"] for p in top for o in p.get("Contents", [])] == sorted(k for k in keys if "/" not in k)
    assert [c["Prefix"] for p in top for c in p.get("CommonPrefixes", [])] == ["d0/", "d1/", "d2/"]
    assert len(pages(Prefix="d1/")) == 3 and [o["Key"] for p in pages(Prefix="d1/", StartAfter="d1/f07") for o in p["Contents"]] == ["d1/f08", "d1/f09"]
    assert s3.list_objects_v2(Bucket=B, Prefix="nothing")["KeyCount"] == 0


def multipart():
    s3 = client("s3")
    make(s3)
    body = os.urandom(13 * 1024 * 1024)
    config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20, max_concurrency=3)
    s3.upload_fileobj(io.BytesIO(body), B, "big", Config=config, ExtraArgs={"Metadata": {"m": "1"}})
    head = s3.head_object(Bucket=B, Key="big")
    assert head["ETag"].endswith('-3"') and head["Metadata"] == {"m": "1"} and head["ContentLength"] == len(body)
    into = io.BytesIO()
    s3.download_fileobj(B, "big", into, Config=config)
    assert into.getvalue() == body
    upload = s3.create_multipart_upload(Bucket=B, Key="k")["UploadId"]
    one = s3.upload_part(Bucket=B, Key="k", UploadId=upload, PartNumber=1, Body=b"small")["ETag"]
    two = s3.upload_part(Bucket=B, Key="k", UploadId=upload, PartNumber=2, Body=b"end")["ETag"]
    def complete(*parts, **more):
        return s3.complete_multipart_upload(Bucket=B, Key="k", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": n, "ETag": e} for n, e in parts]}, **more)
    refused("InvalidPart", complete, (1, '"0"'))
    refused("InvalidPart", complete, (1, one), (3, two))
    refused("InvalidPartOrder", complete, (2, two), (1, one))
    refused("EntityTooSmall", complete, (1, one), (2, two))
    s3.put_object(Bucket=B, Key="k", Body=b"there")
    refused("PreconditionFailed", complete, (2, two), IfNoneMatch="*")
    s3.upload_part(Bucket=B, Key="k", UploadId=upload, PartNumber=2, Body=b"END")
    refused("InvalidPart", complete, (2, two))
    complete((2, f'"{hashlib.md5(b"END").hexdigest()}"'))
    assert s3.get_object(Bucket=B, Key="k")["Body"].read() == b"END"
    refused("NoSuchUpload", complete, (2, two))
    given_up = s3.create_multipart_upload(Bucket=B, Key="k")["UploadId"]
    s3.upload_part(Bucket=B, Key="k", UploadId=given_up, PartNumber=1, Body=b"x" * 1000)
    s3.abort_multipart_upload(Bucket=B, Key="k", UploadId=given_up)
    refused("NoSuchUpload", s3.upload_part, Bucket=B, Key="k", UploadId=given_up, PartNumber=1, Body=b"x")
    root = os.path.join(common.folder, "s3", B)
    assert len(os.listdir(os.path.join(root, "bodies"))) == 2 and os.listdir(os.path.join(root, "uploads")) == []


def roles():
    sts = client("sts")
    assert sts.get_caller_identity()["Account"] == "123456789012"
    arn = "arn:aws:iam::123456789012:role/drill"
    answer = sts.assume_role(RoleArn=arn, RoleSessionName="me", DurationSeconds=900)
    keys = answer["Credentials"]
    temporary = dict(aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
    assert client("sts", **temporary).get_caller_identity()["Arn"] == "arn:aws:sts::123456789012:assumed-role/drill/me"
    client("ec2", **temporary).describe_volumes()
    client("s3", **temporary).list_buckets()
    client("ebs", **temporary).start_snapshot(VolumeSize=1)
    refused("InvalidClientTokenId", client("ec2", **{**temporary, "aws_session_token": "x"}).describe_volumes)
    refused("InvalidClientTokenId", client("sts", aws_access_key_id="ASIANOBODY", aws_secret_access_key="x").get_caller_identity)
    refused("AccessDenied", sts.assume_role, RoleArn="arn:aws:iam::210987654321:role/drill", RoleSessionName="me")
    refused("ValidationError", sts.assume_role, RoleArn="arn:aws:iam::123456789012:user/drill", RoleSessionName="me")
    refused("ValidationError", sts.assume_role, RoleArn=arn, RoleSessionName="me", DurationSeconds=43201)


common.main(globals())
