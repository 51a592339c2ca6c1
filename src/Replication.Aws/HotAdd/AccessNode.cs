using Replication.Core.Rules;

namespace Replication.Aws.HotAdd;

/// <summary>The instance that volumes are attached to.</summary>
internal sealed record AccessNode(string InstanceId, string Zone, GuestFamily System, string InstanceType);
