namespace Replication.Bench.Running;

/// <summary>One run of one contestant.</summary>
/// <param name="Seconds">What is compared: our verb, a peer's process.</param>
/// <param name="ProcessSeconds">With the start and end of the process; equal to the former for peers.</param>
/// <param name="PeakBytes">Largest resident size, where it was read.</param>
/// <param name="CompileSeconds">Part of our verb that went into compiling our code, on all threads.</param>
internal sealed record Sample(double Seconds, double ProcessSeconds, long? PeakBytes = null, double? CompileSeconds = null);
