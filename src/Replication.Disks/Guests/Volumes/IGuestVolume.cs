namespace Replication.Disks.Guests;

/// <summary>
/// One file system of a guest. Paths begin with a slash and contain no links: <see cref="GuestTree"/> resolves those, so
/// that a link of the guest never leads out of its file systems.
/// </summary>
internal interface IGuestVolume
{
    VolumeIdentity Identity { get; }

    /// <summary>Null when there is no such entry.</summary>
    /// <exception cref="GuestFileException">It cannot be looked at.</exception>
    ValueTask<GuestEntry?> LookAsync(string path, CancellationToken cancellationToken);

    /// <summary>Names in a folder.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken);

    /// <summary>The content of a file.</summary>
    ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Bytes that the guest's programs can still use.</summary>
    ValueTask<long> FreeBytesAsync(CancellationToken cancellationToken);
}
