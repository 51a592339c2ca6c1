using Replication.Core.Snapshots;

namespace Replication.Remote.Snapshots;

/// <summary>One line of a check's answer: how far it is, or at last what it found.</summary>
internal sealed record CheckLine(long? Blocks, StoreCheck? Result);
