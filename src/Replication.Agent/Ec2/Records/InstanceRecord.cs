using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

/// <summary>
/// An instance. Its volumes and interfaces are those whose attachment names it: one truth, in one document, so that a
/// crash between two documents cannot leave them contradicting each other.
/// </summary>
internal sealed record InstanceRecord : Resource
{
    public const string Pending = "pending";
    public const string Running = "running";
    public const string ShuttingDown = "shutting-down";
    public const string Terminated = "terminated";
    public const string Stopping = "stopping";
    public const string Stopped = "stopped";

    public required string ReservationId { get; init; }

    public required int LaunchIndex { get; init; }

    public required string ImageId { get; init; }

    public required string Type { get; init; }

    public required string Architecture { get; init; }

    public required string VirtualizationType { get; init; }

    public required string RootDevice { get; init; }

    public string? BootMode { get; init; }

    public bool EnaSupport { get; init; }

    public bool EbsOptimized { get; init; }

    public string? SriovNetSupport { get; init; }

    public string? KeyName { get; init; }

    public string? InstanceProfileArn { get; init; }

    /// <summary>Base64, as it was given.</summary>
    public string? UserData { get; init; }

    public required string Zone { get; init; }

    public string Tenancy { get; init; } = "default";

    public required string VpcId { get; init; }

    public required string SubnetId { get; init; }

    public bool DisableApiTermination { get; init; }

    public bool DisableApiStop { get; init; }

    public string ShutdownBehavior { get; init; } = "stop";

    public bool SourceDestCheck { get; init; } = true;

    public required Lifecycle State { get; init; }

    public DateTimeOffset LaunchTime { get; init; }

    public DateTimeOffset? TerminationTime { get; init; }

    /// <summary>Empty unless a user stopped or terminated it.</summary>
    public string StateReason { get; init; } = "";

    public ClientToken? Token { get; init; }

    public static int Code(string state) => state switch
    {
        Pending => 0,
        Running => 16,
        ShuttingDown => 32,
        Terminated => 48,
        Stopping => 64,
        _ => 80,
    };

    /// <summary>Nothing but looking at it is possible any more.</summary>
    public bool IsGone => TerminationTime is not null;
}
