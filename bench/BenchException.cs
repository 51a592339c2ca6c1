namespace Replication.Bench;

/// <summary>A measurement that cannot be believed or made: something was not verified, or a process failed.</summary>
internal sealed class BenchException(string message) : Exception(message);
