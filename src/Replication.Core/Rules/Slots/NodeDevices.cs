namespace Replication.Core.Rules.Slots;

/// <summary>What an access node has attached at this moment.</summary>
/// <param name="Node">Its name or instance id, for messages.</param>
/// <param name="System">Null when it is not known; the smaller of all rules is then applied.</param>
public sealed record NodeDevices(string Node, GuestFamily? System)
{
    /// <summary>Device name of every attached volume, the root's too, as EC2 reports them ("/dev/sda1", "xvdf").</summary>
    public IReadOnlyCollection<string> Volumes { get; init; } = [];

    /// <summary>Most attachments that the instance type takes; null when it is not known.</summary>
    public int? AttachmentLimit { get; init; }

    /// <summary>Network interfaces and instance-store volumes, where the type counts them against <see cref="AttachmentLimit"/>.</summary>
    public int OtherAttachments { get; init; }
}
