using Replication.Agent.Ec2.Data;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Instances;

/// <summary>A launch that is possible as far as nothing changes until it is carried out.</summary>
internal sealed record LaunchPlan(
    LaunchRequest Request,
    ImageRecord Image,
    InstanceType Type,
    SubnetRecord Subnet,
    IReadOnlyList<PlannedDevice> Devices);

/// <param name="Device">As the mapping has it.</param>
/// <param name="Volume">What will be made for it.</param>
internal sealed record PlannedDevice(BlockDevice Device, VolumePlan Volume);
