namespace Replication.Core.Boot;

/// <summary>The newest boot check of a recovery point, kept with it.</summary>
/// <param name="CheckedTime">When it was done, UTC.</param>
/// <param name="Probe">What was waited for.</param>
/// <param name="Observation">What was seen.</param>
/// <param name="RecoveryTime">From the request to the booted machine (the measured RTO), making and proving its disks included.</param>
public sealed record BootCheck(DateTimeOffset CheckedTime, BootProbe Probe, BootObservation Observation, TimeSpan RecoveryTime);
