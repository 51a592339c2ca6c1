using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

/// <summary>A task of VM Import: one disk becomes a snapshot, or several an image.</summary>
internal sealed record ImportTaskRecord : Resource
{
    public const string Active = "active";
    public const string Completed = "completed";

    /// <summary>Cancelled or failed; the message says which.</summary>
    public const string Deleted = "deleted";

    public string Description { get; init; } = "";

    public IReadOnlyList<ImportedDisk> Disks { get; init; } = [];

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public ClientToken? Token { get; init; }

    /// <summary>Active until <see cref="CompletesAt"/> even when the content is there.</summary>
    public string State { get; init; } = Active;

    public string? StatusMessage { get; init; }

    /// <summary>Not completed before; null for at once.</summary>
    public DateTimeOffset? CompletesAt { get; init; }

    /// <summary>The image that the task makes; null for one that makes a snapshot.</summary>
    public ImageRecord? Image { get; init; }

    public string? Platform { get; init; }

    public string? LicenseType { get; init; }

    public string StateAt(DateTimeOffset now) => State == Completed && now < CompletesAt ? Active : State;
}
