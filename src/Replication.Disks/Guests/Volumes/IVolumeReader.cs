namespace Replication.Disks.Guests;

/// <summary>A way to read the file systems on a set of disks; disposing it takes everything down again.</summary>
internal interface IVolumeReader : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The file systems that could be opened.</summary>
    IReadOnlyList<IGuestVolume> Volumes { get; }

    /// <summary>What could not, each with the reason.</summary>
    IReadOnlyList<string> Unreadable { get; }
}
