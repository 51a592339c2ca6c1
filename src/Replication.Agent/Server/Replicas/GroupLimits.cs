using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Server.Replicas;

/// <summary>What one trust group may take of the server at once.</summary>
internal sealed class GroupLimits
{
    /// <summary>Half of what the server takes: one group, however many clients it has, leaves room for the others.</summary>
    public const int MaximumRequests = 128;

    public RequestCounter Requests { get; } = new(MaximumRequests);

    /// <summary>Null for no limit.</summary>
    public ByteBudget? Rate { get; set; }
}
