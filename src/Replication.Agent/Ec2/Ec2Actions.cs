using System.Xml.Linq;
using Replication.Agent.Ec2.Images;
using Replication.Agent.Ec2.Imports;
using Replication.Agent.Ec2.Instances;
using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Regions;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.Tags;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2;

/// <summary>The actions that this server has, by the names that clients call them by.</summary>
internal static class Ec2Actions
{
    public static IReadOnlyDictionary<string, Func<Ec2Call, CancellationToken, Task<IEnumerable<XElement?>>>> All { get; } =
        new Dictionary<string, Func<Ec2Call, CancellationToken, Task<IEnumerable<XElement?>>>>(StringComparer.Ordinal)
        {
            ["AttachNetworkInterface"] = InterfaceAttachmentActions.AttachAsync,
            ["AttachVolume"] = AttachVolume.RunAsync,
            ["AuthorizeSecurityGroupEgress"] = SecurityRuleActions.AuthorizeEgressAsync,
            ["AuthorizeSecurityGroupIngress"] = SecurityRuleActions.AuthorizeIngressAsync,
            ["CancelImportTask"] = CancelImportTask.RunAsync,
            ["CopySnapshot"] = CopySnapshot.RunAsync,
            ["CreateKeyPair"] = KeyPairActions.CreateAsync,
            ["CreateNetworkInterface"] = InterfaceActions.CreateAsync,
            ["CreateSecurityGroup"] = SecurityGroupActions.CreateAsync,
            ["CreateSnapshot"] = CreateSnapshot.RunAsync,
            ["CreateSnapshots"] = CreateSnapshots.RunAsync,
            ["CreateSubnet"] = SubnetActions.CreateAsync,
            ["CreateTags"] = TagActions.CreateAsync,
            ["CreateVolume"] = CreateVolume.RunAsync,
            ["CreateVpc"] = VpcActions.CreateAsync,
            ["DeleteKeyPair"] = KeyPairActions.DeleteAsync,
            ["DeleteNetworkInterface"] = InterfaceActions.DeleteAsync,
            ["DeleteSecurityGroup"] = SecurityGroupActions.DeleteAsync,
            ["DeleteSnapshot"] = DeleteSnapshot.RunAsync,
            ["DeleteSubnet"] = SubnetActions.DeleteAsync,
            ["DeleteTags"] = TagActions.DeleteAsync,
            ["DeleteVolume"] = DeleteVolume.RunAsync,
            ["DeleteVpc"] = VpcActions.DeleteAsync,
            ["DeregisterImage"] = DeregisterImage.RunAsync,
            ["DescribeAccountAttributes"] = AccountActions.DescribeAttributesAsync,
            ["DescribeAvailabilityZones"] = RegionActions.DescribeZonesAsync,
            ["DescribeImages"] = DescribeImages.RunAsync,
            ["DescribeImportImageTasks"] = DescribeImportTasks.ImagesAsync,
            ["DescribeImportSnapshotTasks"] = DescribeImportTasks.SnapshotsAsync,
            ["DescribeInstanceAttribute"] = InstanceAttributes.DescribeAsync,
            ["DescribeInstanceStatus"] = DescribeInstanceStatus.RunAsync,
            ["DescribeInstanceTypes"] = DescribeInstanceTypes.RunAsync,
            ["DescribeInstances"] = DescribeInstances.RunAsync,
            ["DescribeKeyPairs"] = KeyPairActions.DescribeAsync,
            ["DescribeNetworkInterfaces"] = InterfaceActions.DescribeAsync,
            ["DescribeRegions"] = RegionActions.DescribeRegionsAsync,
            ["DescribeSecurityGroups"] = SecurityGroupActions.DescribeAsync,
            ["DescribeSnapshots"] = DescribeSnapshots.RunAsync,
            ["DescribeSubnets"] = SubnetActions.DescribeAsync,
            ["DescribeTags"] = DescribeTags.RunAsync,
            ["DescribeVolumes"] = DescribeVolumes.RunAsync,
            ["DescribeVpcs"] = VpcActions.DescribeAsync,
            ["DetachNetworkInterface"] = InterfaceAttachmentActions.DetachAsync,
            ["DetachVolume"] = DetachVolume.RunAsync,
            ["DisableEbsEncryptionByDefault"] = AccountActions.DisableEncryptionAsync,
            ["EnableEbsEncryptionByDefault"] = AccountActions.EnableEncryptionAsync,
            ["GetConsoleOutput"] = GetConsoleOutput.RunAsync,
            ["GetEbsDefaultKmsKeyId"] = AccountActions.GetDefaultKeyAsync,
            ["GetEbsEncryptionByDefault"] = AccountActions.GetEncryptionAsync,
            ["ImportImage"] = ImportImage.RunAsync,
            ["ImportSnapshot"] = ImportSnapshot.RunAsync,
            ["ModifyInstanceAttribute"] = InstanceAttributes.ModifyAsync,
            ["ModifyNetworkInterfaceAttribute"] = InterfaceAttributeActions.ModifyAsync,
            ["RebootInstances"] = InstanceStateActions.RebootAsync,
            ["RegisterImage"] = RegisterImage.RunAsync,
            ["RevokeSecurityGroupEgress"] = SecurityRuleActions.RevokeEgressAsync,
            ["RevokeSecurityGroupIngress"] = SecurityRuleActions.RevokeIngressAsync,
            ["RunInstances"] = RunInstances.RunAsync,
            ["StartInstances"] = InstanceStateActions.StartAsync,
            ["StopInstances"] = InstanceStateActions.StopAsync,
            ["TerminateInstances"] = InstanceStateActions.TerminateAsync,
        };
}
