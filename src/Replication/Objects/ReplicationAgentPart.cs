using Replication.Runtime.Hosting;

namespace Replication.Objects;

/// <summary>One of the things that an agent does beside jobs and mounts.</summary>
public sealed class ReplicationAgentPart
{
    internal ReplicationAgentPart(HostPart part)
    {
        Name = part.Name;
        State = part.State.ToString();
        Since = part.Since;
        Failures = part.Failures;
        Error = part.Error;
    }

    public string Name { get; }

    /// <summary>Running, Failed until it is started again, or Ended where there is nothing for it to do.</summary>
    public string State { get; }

    public DateTimeOffset Since { get; }

    /// <summary>Times it has failed.</summary>
    public int Failures { get; }

    /// <summary>What it failed with last.</summary>
    public string? Error { get; }

    public override string ToString() => $"{Name}: {State}";
}
