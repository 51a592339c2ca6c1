namespace Replication.Core.Boot;

/// <summary>What was seen of a machine that was started.</summary>
/// <param name="Passed">Everything that the probe asks for was seen.</param>
/// <param name="Failure">What was not, and why the wait ended; null for a success.</param>
/// <param name="BootTime">From the start to the last thing that was seen, or to the end of the wait.</param>
/// <param name="ConsoleTail">The last lines of the serial console.</param>
/// <param name="Screenshot">PNG file of the screen at that moment; null when there was none to be had.</param>
public sealed record BootObservation(bool Passed, string? Failure, TimeSpan BootTime, string ConsoleTail, string? Screenshot);
