namespace Replication.Runtime;

/// <param name="Name">As EC2 calls it.</param>
/// <param name="Architecture">x86_64 or arm64.</param>
/// <param name="Processors">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
public sealed record InstanceTypeFacts(string Name, string Architecture, int Processors, long MemoryBytes);
