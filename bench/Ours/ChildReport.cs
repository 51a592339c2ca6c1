namespace Replication.Bench.Ours;

/// <summary>What a child says on its last line.</summary>
/// <param name="Seconds">The verb alone: from the call to its return.</param>
/// <param name="PeakBytes">VmHWM of the child at its end.</param>
/// <param name="CompileSeconds">What the runtime spent compiling methods meanwhile, on all threads.</param>
/// <param name="BytesRead">Read from the source.</param>
/// <param name="BytesSent">Put into the store.</param>
/// <param name="CpuSeconds">Of the verb, on all threads, user and system.</param>
/// <param name="Text">What the next child needs to know.</param>
internal sealed record ChildReport(
    double Seconds, long PeakBytes, double CompileSeconds, long BytesRead, long BytesSent, double CpuSeconds = 0, string? Text = null);
