namespace Replication.Aws.HotAdd;

/// <summary>Puts drivers into a Windows guest that is not running, on the block device of its boot disk.</summary>
internal interface IDriverInjector
{
    /// <summary>Why it cannot be done on this machine; null when it can.</summary>
    string? Unavailable { get; }

    /// <summary>Repeated on a device that it was interrupted on, it ends in the same content.</summary>
    /// <param name="devicePath">File or block device that nobody has open otherwise.</param>
    /// <param name="drivers">What is put into it.</param>
    /// <param name="cancellationToken">Between steps; nothing stays mounted.</param>
    Task InjectAsync(string devicePath, DriverFolder drivers, CancellationToken cancellationToken);
}
