using Amazon.EC2.Model;

namespace Replication.Aws.Sites;

/// <summary>Where a volume is that is to be replaced.</summary>
/// <param name="MachineId">Of the model.</param>
/// <param name="InstanceId">Stopped.</param>
/// <param name="Device">Under which it is attached.</param>
/// <param name="DiskId">Which disk of the machine it is.</param>
/// <param name="Volume">As EC2 described it.</param>
/// <param name="DeletesWithInstance">Whether it goes when the instance is terminated.</param>
internal sealed record EbsTargetPlace(string MachineId, string InstanceId, string Device, string DiskId, Volume Volume, bool DeletesWithInstance);
