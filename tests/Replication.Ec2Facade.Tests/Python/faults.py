"""What a client sees of injected faults."""
import botocore.exceptions
from botocore.config import Config

import boto3
import common
from common import client, refused


def all_kinds():
    ec2 = client("ec2")
    once = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    bare = {name: boto3.client(name, region_name=common.HOME, endpoint_url=common.endpoint, config=once) for name in ("ec2", "s3")}
    refused("RequestLimitExceeded", bare["ec2"].describe_regions, status=503)
    assert len(bare["ec2"].describe_regions()["Regions"]) == 2
    volume = ec2.create_volume(Size=1, AvailabilityZone="eu-central-1a")["VolumeId"]
    for _ in range(2): refused("InvalidVolume.NotFound", ec2.describe_volumes, VolumeIds=[volume])
    assert len(ec2.describe_volumes(VolumeIds=[volume])["Volumes"]) == 1
    page = ec2.describe_subnets()
    assert page["Subnets"] == [] and len(ec2.describe_subnets(NextToken=page["NextToken"])["Subnets"]) == 3
    try:
        bare["s3"].create_bucket(Bucket="dropped", CreateBucketConfiguration={"LocationConstraint": common.HOME})
        raise AssertionError("the connection was to break")
    except botocore.exceptions.HTTPClientError:
        pass
    refused("SlowDown", bare["s3"].list_buckets, status=503)
    assert [b["Name"] for b in bare["s3"].list_buckets()["Buckets"]] == ["dropped"]


common.main(globals())
