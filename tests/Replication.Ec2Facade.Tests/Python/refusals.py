"""Every refusal in the code that EC2 has for it, and that a refusal changes nothing."""
import base64

import common
from common import block, client, image, instance_of, refused, run, upload

GONE = "0123456789abcdef0"


def not_found():
    ec2 = client("ec2")
    ami = image(ec2, upload(client("ebs"), {0: block(0)}))
    refused("InvalidInstanceID.NotFound", ec2.describe_instances, InstanceIds=["i-" + GONE])
    refused("InvalidInstanceID.Malformed", ec2.describe_instances, InstanceIds=["instance"])
    refused("InvalidVolume.NotFound", ec2.describe_volumes, VolumeIds=["vol-" + GONE])
    refused("InvalidVolume.NotFound", ec2.delete_volume, VolumeId="vol-" + GONE)
    refused("InvalidSnapshot.NotFound", ec2.describe_snapshots, SnapshotIds=["snap-" + GONE])
    refused("InvalidSnapshot.NotFound", ec2.create_volume, SnapshotId="snap-" + GONE, AvailabilityZone="eu-central-1a")
    refused("InvalidSnapshotID.Malformed", ec2.describe_snapshots, SnapshotIds=["snap-../../etc"])
    refused("InvalidSnapshot.NotFound", image, ec2, "snap-" + GONE, "other")
    refused("InvalidAMIID.NotFound", run, ec2, "ami-" + GONE)
    refused("InvalidSubnetID.NotFound", run, ec2, ami, SubnetId="subnet-" + GONE)
    refused("InvalidGroup.NotFound", run, ec2, ami, SecurityGroupIds=["sg-" + GONE])
    refused("InvalidGroup.NotFound", run, ec2, ami, SecurityGroups=["nobody"])
    refused("InvalidKeyPair.NotFound", run, ec2, ami, KeyName="nobody")
    refused("InvalidVpcID.NotFound", ec2.create_subnet, VpcId="vpc-" + GONE, CidrBlock="10.0.0.0/24")
    refused("InvalidNetworkInterfaceID.NotFound", ec2.delete_network_interface, NetworkInterfaceId="eni-" + GONE)
    refused("InvalidAttachmentID.NotFound", ec2.detach_network_interface, AttachmentId="eni-attach-" + GONE)
    refused("InvalidZone.NotFound", ec2.create_volume, Size=1, AvailabilityZone="mars-1a")
    refused("InvalidInstanceType", ec2.describe_instance_types, InstanceTypes=["z9.huge"])
    refused("InvalidID", ec2.create_tags, Resources=["what"], Tags=[{"Key": "a", "Value": "b"}])
    refused("InvalidSnapshot.NotFound", ec2.create_tags, Resources=["snap-" + GONE], Tags=[{"Key": "a", "Value": "b"}])
    refused("InvalidInstanceID.NotFound", ec2.create_snapshots, InstanceSpecification={"InstanceId": "i-" + GONE})
    refused("DryRunOperation", ec2.run_instances, ImageId=ami, InstanceType="t3.micro", MinCount=1, MaxCount=1, DryRun=True, status=412)
    assert ec2.describe_instances()["Reservations"] == [] and ec2.describe_volumes()["Volumes"] == []


def volumes():
    ec2, ebs = client("ec2"), client("ebs")
    snapshot = upload(ebs, {0: block(0)}, size=5)
    zone = "eu-central-1a"
    refused("MissingParameter", ec2.create_volume, AvailabilityZone=zone)
    refused("InvalidParameterValue", ec2.create_volume, AvailabilityZone=zone, SnapshotId=snapshot, Size=4)
    refused("InvalidParameterValue", ec2.create_volume, AvailabilityZone=zone, Size=100000)
    refused("InvalidParameterValue", ec2.create_volume, AvailabilityZone=zone, Size=1, VolumeType="gold")
    refused("InvalidParameterValue", ec2.create_volume, AvailabilityZone=zone, Size=10, VolumeType="gp3", Iops=10)
    refused("InvalidParameterCombination", ec2.create_volume, AvailabilityZone=zone, Size=10, VolumeType="gp2", Iops=1000)
    refused("MissingParameter", ec2.create_volume, AvailabilityZone=zone, Size=10, VolumeType="io2")
    refused("InvalidParameterDependency", ec2.create_volume, AvailabilityZone=zone, Size=10, KmsKeyId="k")
    refused("UnknownParameter", ec2.create_volume, AvailabilityZone=zone, Size=10, OutpostArn="arn:aws:outposts")
    pending = ebs.start_snapshot(VolumeSize=1)["SnapshotId"]
    assert ec2.describe_snapshots(SnapshotIds=[pending])["Snapshots"][0]["State"] == "pending"
    refused("IncorrectState", ec2.create_volume, AvailabilityZone=zone, SnapshotId=pending)
    made = ec2.create_volume(AvailabilityZone=zone, Size=1, ClientToken="once")["VolumeId"]
    assert ec2.create_volume(AvailabilityZone=zone, Size=1, ClientToken="once")["VolumeId"] == made
    refused("IdempotentParameterMismatch", ec2.create_volume, AvailabilityZone=zone, Size=2, ClientToken="once")

    ami = image(ec2, snapshot)
    here = run(ec2, ami, Placement={"AvailabilityZone": zone})["InstanceId"]
    there = run(ec2, ami, Placement={"AvailabilityZone": "eu-central-1b"})["InstanceId"]
    refused("InvalidVolume.ZoneMismatch", ec2.attach_volume, VolumeId=made, InstanceId=there, Device="/dev/sdf")
    refused("InvalidParameterValue", ec2.attach_volume, VolumeId=made, InstanceId=here, Device="/dev/../../x")
    refused("InvalidParameterValue", ec2.attach_volume, VolumeId=made, InstanceId=here, Device="sda1")
    refused("IncorrectState", ec2.detach_volume, VolumeId=made)
    ec2.attach_volume(VolumeId=made, InstanceId=here, Device="/dev/sdf")
    refused("VolumeInUse", ec2.attach_volume, VolumeId=made, InstanceId=here, Device="/dev/sdg")
    refused("VolumeInUse", ec2.delete_volume, VolumeId=made)
    refused("InvalidAttachment.NotFound", ec2.detach_volume, VolumeId=made, InstanceId=there)
    root = instance_of(ec2, here)["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    refused("OperationNotPermitted", ec2.detach_volume, VolumeId=root)
    ec2.stop_instances(InstanceIds=[here])
    ec2.detach_volume(VolumeId=root)
    ec2.detach_volume(VolumeId=made)
    assert ec2.describe_volumes(VolumeIds=[made])["Volumes"][0]["State"] == "available"
    ec2.terminate_instances(InstanceIds=[here, there])
    refused("IncorrectInstanceState", ec2.start_instances, InstanceIds=[here])
    refused("IncorrectState", ec2.attach_volume, VolumeId=made, InstanceId=here, Device="/dev/sdf")


def limits():
    ec2 = client("ec2")
    ami = image(ec2, upload(client("ebs"), {0: block(0)}))
    letters = "bcdefghijklmnopqrstuvwxyz"
    many = [{"DeviceName": f"/dev/xvd{a}{b}", "Ebs": {"VolumeSize": 1}} for a in "ab" for b in letters]
    refused("AttachmentLimitExceeded", run, ec2, ami, BlockDeviceMappings=many[:27])
    full = run(ec2, ami, BlockDeviceMappings=many[:26])["InstanceId"]
    assert len(instance_of(ec2, full)["BlockDeviceMappings"]) == 27
    volume = ec2.create_volume(Size=1, AvailabilityZone=instance_of(ec2, full)["Placement"]["AvailabilityZone"])["VolumeId"]
    refused("AttachmentLimitExceeded", ec2.attach_volume, VolumeId=volume, InstanceId=full, Device="/dev/sdz")
    refused("InvalidBlockDeviceMapping", run, ec2, ami, BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 1}}] * 2)
    refused("InvalidBlockDeviceMapping", run, ec2, ami, BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "NoDevice": ""}])
    refused("InvalidParameterValue", run, ec2, ami, InstanceType="t4g.micro")
    refused("InvalidParameterCombination", run, ec2, image(ec2, upload(client("ebs"), {}), "no-ena", EnaSupport=False))
    refused("UnsupportedOperation", run, ec2, image(ec2, upload(client("ebs"), {}), "uefi", BootMode="uefi"), InstanceType="t2.micro")
    refused("InvalidAMIName.Duplicate", image, ec2, upload(client("ebs"), {}), "uefi")
    refused("InvalidParameterValue", run, ec2, ami, MinCount=3, MaxCount=2)
    refused("InvalidParameterValue", ec2.describe_volumes, Filters=[{"Name": "colour", "Values": ["red"]}])
    refused("InvalidParameterValue", ec2.describe_volumes, MaxResults=1)
    ec2.modify_instance_attribute(InstanceId=full, DisableApiTermination={"Value": True})
    refused("OperationNotPermitted", ec2.terminate_instances, InstanceIds=[full])
    assert ec2.describe_instance_attribute(InstanceId=full, Attribute="disableApiTermination")["DisableApiTermination"]["Value"] is True
    refused("IncorrectInstanceState", ec2.modify_instance_attribute, InstanceId=full, InstanceType={"Value": "t3.large"})
    ec2.modify_instance_attribute(InstanceId=full, DisableApiTermination={"Value": False})
    token = dict(ImageId=ami, InstanceType="t3.micro", MinCount=1, MaxCount=1, ClientToken="t")
    first = ec2.run_instances(**token)["Instances"][0]["InstanceId"]
    assert ec2.run_instances(**token)["Instances"][0]["InstanceId"] == first
    refused("IdempotentParameterMismatch", ec2.run_instances, **{**token, "InstanceType": "t3.small"})


def network():
    ec2 = client("ec2")
    ami = image(ec2, upload(client("ebs"), {0: block(0)}))
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.2.0/28", AvailabilityZone="eu-central-1c")["Subnet"]
    assert subnet["AvailableIpAddressCount"] == 11 and subnet["AvailabilityZoneId"] == "euc1-az3", subnet
    refused("InvalidSubnet.Conflict", ec2.create_subnet, VpcId=vpc, CidrBlock="10.1.2.0/24")
    refused("InvalidSubnet.Range", ec2.create_subnet, VpcId=vpc, CidrBlock="10.2.0.0/24")
    id = subnet["SubnetId"]
    eni = ec2.create_network_interface(SubnetId=id, PrivateIpAddress="10.1.2.5", Description="spare")["NetworkInterface"]
    refused("InvalidIPAddress.InUse", ec2.create_network_interface, SubnetId=id, PrivateIpAddress="10.1.2.5")
    refused("InvalidIPAddress.InUse", run, ec2, ami, SubnetId=id, PrivateIpAddress="10.1.2.5")
    refused("InvalidParameterValue", run, ec2, ami, SubnetId=id, PrivateIpAddress="10.9.9.9")
    refused("InvalidParameterValue", run, ec2, ami, SubnetId=id, PrivateIpAddress="10.1.2.1")
    with_eni = run(ec2, ami, NetworkInterfaces=[{"DeviceIndex": 0, "NetworkInterfaceId": eni["NetworkInterfaceId"]}])
    assert with_eni["PrivateIpAddress"] == "10.1.2.5" and with_eni["VpcId"] == vpc
    refused("InvalidNetworkInterface.InUse", ec2.delete_network_interface, NetworkInterfaceId=eni["NetworkInterfaceId"])
    refused("InvalidNetworkInterface.InUse", run, ec2, ami, NetworkInterfaces=[{"DeviceIndex": 0, "NetworkInterfaceId": eni["NetworkInterfaceId"]}])
    second = ec2.create_network_interface(SubnetId=id, SecondaryPrivateIpAddressCount=1)["NetworkInterface"]
    assert len(second["PrivateIpAddresses"]) == 2
    refused("InvalidParameterValue", ec2.attach_network_interface, NetworkInterfaceId=second["NetworkInterfaceId"], InstanceId=with_eni["InstanceId"], DeviceIndex=0)
    attachment = ec2.attach_network_interface(NetworkInterfaceId=second["NetworkInterfaceId"], InstanceId=with_eni["InstanceId"], DeviceIndex=1)["AttachmentId"]
    assert len(instance_of(ec2, with_eni["InstanceId"])["NetworkInterfaces"]) == 2
    refused("DependencyViolation", ec2.delete_subnet, SubnetId=id)
    ec2.detach_network_interface(AttachmentId=attachment)
    refused("InsufficientFreeAddressesInSubnet", run, ec2, ami, SubnetId=id, MinCount=9, MaxCount=9)
    ec2.terminate_instances(InstanceIds=[with_eni["InstanceId"]])
    # An interface that was there before the instance outlives it.
    assert {n["Status"] for n in ec2.describe_network_interfaces()["NetworkInterfaces"]} == {"available"}
    for n in ec2.describe_network_interfaces()["NetworkInterfaces"]: ec2.delete_network_interface(NetworkInterfaceId=n["NetworkInterfaceId"])
    group = ec2.create_security_group(GroupName="web", Description="d", VpcId=vpc)["GroupId"]
    refused("InvalidGroup.Duplicate", ec2.create_security_group, GroupName="web", Description="d", VpcId=vpc)
    rule = dict(GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "in"}]}])
    assert ec2.authorize_security_group_ingress(**rule)["SecurityGroupRules"][0]["FromPort"] == 443
    refused("InvalidPermission.Duplicate", ec2.authorize_security_group_ingress, **rule)
    described = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    assert described["IpPermissions"][0]["IpRanges"] == [{"CidrIp": "10.0.0.0/8", "Description": "in"}], described
    ec2.revoke_security_group_ingress(**rule)
    refused("InvalidPermission.NotFound", ec2.revoke_security_group_ingress, **rule)
    refused("DependencyViolation", ec2.delete_vpc, VpcId=vpc)
    default = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}])["SecurityGroups"][0]
    refused("CannotDelete", ec2.delete_security_group, GroupId=default["GroupId"])
    ec2.delete_security_group(GroupId=group)
    ec2.delete_subnet(SubnetId=id)
    ec2.delete_vpc(VpcId=vpc)


def accounts():
    ec2, other = client("ec2"), client("ec2", aws_access_key_id="AKIDSECOND", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    snapshot = upload(client("ebs"), {0: block(0)})
    refused("InvalidSnapshot.NotFound", other.describe_snapshots, SnapshotIds=[snapshot])
    volume = ec2.create_volume(Size=1, AvailabilityZone="eu-central-1a")["VolumeId"]
    refused("InvalidVolume.NotFound", other.delete_volume, VolumeId=volume)
    refused("InvalidVolume.NotFound", other.create_tags, Resources=[volume], Tags=[{"Key": "a", "Value": "b"}])
    assert other.describe_volumes()["Volumes"] == []
    assert other.describe_vpcs()["Vpcs"][0]["VpcId"] != ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    bad = client("ec2", aws_secret_access_key="wrong", aws_access_key_id="AKIDEXAMPLE")
    refused("SignatureDoesNotMatch", bad.describe_volumes)
    refused("AuthFailure", client("ec2", aws_access_key_id="AKIDNOBODY", aws_secret_access_key="x").describe_volumes)
    refused("InvalidAction", ec2.describe_hosts)


def shapes():
    """Listings: filters, wildcards, paging, tags, zones, types, encryption; every answer is checked against the model."""
    ec2 = client("ec2")
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert [z["ZoneName"] for z in zones] == ["eu-central-1a", "eu-central-1b", "eu-central-1c"] and zones[0]["ZoneId"] == "euc1-az1"
    assert [r["RegionName"] for r in ec2.describe_regions()["Regions"]] == ["eu-central-1", "us-east-1"]
    types = [t for page in ec2.get_paginator("describe_instance_types").paginate(PaginationConfig={"PageSize": 7}) for t in page["InstanceTypes"]]
    assert len(types) == len({t["InstanceType"] for t in types}) >= 24
    by_name = {t["InstanceType"]: t for t in types}
    assert by_name["t3.micro"]["MemoryInfo"]["SizeInMiB"] == 1024 and by_name["t3.micro"]["EbsInfo"]["NvmeSupport"] == "required"
    assert by_name["t2.micro"]["Hypervisor"] == "xen" and by_name["m7i.large"]["EbsInfo"]["AttachmentLimitType"] == "dedicated"
    arm = ec2.describe_instance_types(Filters=[{"Name": "processor-info.supported-architecture", "Values": ["arm64"]}])["InstanceTypes"]
    assert all(t["ProcessorInfo"]["SupportedArchitectures"] == ["arm64"] for t in arm) and arm
    made = [ec2.create_volume(Size=1, AvailabilityZone="eu-central-1b", TagSpecifications=[
        {"ResourceType": "volume", "Tags": [{"Key": "n", "Value": f"disk-{i:02}"}]}])["VolumeId"] for i in range(12)]
    pages = list(ec2.get_paginator("describe_volumes").paginate(PaginationConfig={"PageSize": 5}))
    assert len(pages) == 3 and sorted(v["VolumeId"] for p in pages for v in p["Volumes"]) == sorted(made)
    tens = ec2.describe_volumes(Filters=[{"Name": "tag:n", "Values": ["disk-1?"]}])["Volumes"]
    assert {v["VolumeId"] for v in tens} == set(made[10:])
    assert len(ec2.describe_volumes(Filters=[{"Name": "tag:n", "Values": ["*-0*", "disk-11"]}, {"Name": "availability-zone", "Values": ["eu-central-1b"]}])["Volumes"]) == 11
    assert ec2.describe_volumes(Filters=[{"Name": "tag-key", "Values": ["m"]}])["Volumes"] == []
    ec2.create_tags(Resources=made[:2], Tags=[{"Key": "n", "Value": "renamed"}, {"Key": "empty", "Value": ""}])
    assert len(ec2.describe_tags(Filters=[{"Name": "value", "Values": ["renamed"]}, {"Name": "resource-type", "Values": ["volume"]}])["Tags"]) == 2
    ec2.delete_tags(Resources=made[:2], Tags=[{"Key": "n", "Value": "other"}])
    ec2.delete_tags(Resources=made[:1], Tags=[{"Key": "n"}])
    assert ec2.describe_volumes(VolumeIds=made[:1])["Volumes"][0]["Tags"] == [{"Key": "empty", "Value": ""}]
    refused("InvalidParameterValue", ec2.create_tags, Resources=made[:1], Tags=[{"Key": "aws:x", "Value": "y"}])
    refused("TagLimitExceeded", ec2.create_tags, Resources=made[:1], Tags=[{"Key": f"k{i}", "Value": ""} for i in range(51)])
    snapshot = upload(client("ebs"), {0: block(0)}, Tags=[{"Key": "from", "Value": "ebs"}])
    ec2.create_tags(Resources=[snapshot], Tags=[{"Key": "later", "Value": "ec2"}])
    assert ec2.describe_snapshots(Filters=[{"Name": "tag:later", "Values": ["ec2"]}])["Snapshots"][0]["Tags"] == [{"Key": "from", "Value": "ebs"}, {"Key": "later", "Value": "ec2"}]
    ami = image(ec2, snapshot, Description="d", BootMode="uefi-preferred", TagSpecifications=[{"ResourceType": "image", "Tags": [{"Key": "a", "Value": "b"}]}])
    described = ec2.describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": ["im*"]}])["Images"][0]
    assert described["ImageId"] == ami and described["BlockDeviceMappings"][0]["Ebs"]["VolumeSize"] == 1 and described["State"] == "available"
    key = ec2.create_key_pair(KeyName="k")
    assert "PRIVATE KEY" in key["KeyMaterial"] and ec2.describe_key_pairs()["KeyPairs"][0]["KeyName"] == "k"
    id = run(ec2, ami, KeyName="k", UserData="#!/bin/sh", IamInstanceProfile={"Name": "p"}, InstanceType="m5.large")["InstanceId"]
    attribute = ec2.describe_instance_attribute(InstanceId=id, Attribute="userData")["UserData"]["Value"]
    assert base64.b64decode(attribute) == b"#!/bin/sh"
    one = instance_of(ec2, id)
    assert one["IamInstanceProfile"]["Arn"].endswith("instance-profile/p") and one["KeyName"] == "k" and one["CurrentInstanceBootMode"] == "uefi"
    for name in ["instanceType", "rootDeviceName", "blockDeviceMapping", "groupSet", "sourceDestCheck"]: ec2.describe_instance_attribute(InstanceId=id, Attribute=name)
    stopped = ec2.stop_instances(InstanceIds=[id])["StoppingInstances"][0]
    assert stopped["CurrentState"]["Name"] == "stopping" and stopped["PreviousState"]["Name"] == "running"
    ec2.get_waiter("instance_stopped").wait(InstanceIds=[id])
    ec2.modify_instance_attribute(InstanceId=id, InstanceType={"Value": "m5.xlarge"})
    ec2.start_instances(InstanceIds=[id])
    assert instance_of(ec2, id)["InstanceType"] == "m5.xlarge"
    assert ec2.describe_network_interfaces(Filters=[{"Name": "attachment.instance-id", "Values": [id]}])["NetworkInterfaces"][0]["Attachment"]["Status"] == "attached"
    assert ec2.describe_account_attributes()["AccountAttributes"]
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    assert ec2.enable_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    encrypted = ec2.create_volume(Size=1, AvailabilityZone="eu-central-1a")
    assert encrypted["Encrypted"] and encrypted["KmsKeyId"].startswith("arn:aws:kms:")
    assert client("ebs").start_snapshot(VolumeSize=1)["SseType"] == "sse-kms"
    ec2.disable_ebs_encryption_by_default()
    fifty = [{"Key": f"k{i:02}", "Value": ""} for i in range(50)]
    made = ec2.create_snapshot(VolumeId=encrypted["VolumeId"], TagSpecifications=[{"ResourceType": "snapshot", "Tags": fifty}])["SnapshotId"]
    assert ec2.describe_snapshots(SnapshotIds=[made])["Snapshots"][0]["Tags"] == fifty
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[made])
    assert ec2.describe_snapshots(SnapshotIds=[made])["Snapshots"][0]["Encrypted"]
    refused("InvalidParameterCombination", ec2.create_volume, SnapshotId=made, AvailabilityZone="eu-central-1a", Encrypted=False)


common.main(globals())
