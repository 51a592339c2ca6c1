using Replication.Aws.HotAdd;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>Writes a mark into one block of the device, and can fail first.</summary>
internal sealed class RecordingInjector : IDriverInjector
{
    public const int Block = 9;
    public const int Seed = 4711;

    public int Injections { get; private set; }

    /// <summary>Thrown once instead of injecting.</summary>
    public Exception? Failure { get; set; }

    public string? Unavailable { get; set; }

    public Task InjectAsync(string devicePath, DriverFolder drivers, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        using FileStream device = File.OpenWrite(devicePath);
        device.Position = (long)Block * Core.Snapshots.BlockGeometry.BlockSize;
        device.Write(Conformance.BlockPattern.Full(Seed));
        Injections++;
        return Task.CompletedTask;
    }
}
