using Replication.Core.Disks;

namespace Replication.Disks.Nbd;

/// <summary>
/// A disk as it is offered to clients; the disk stays its owner's. Connections that use it are counted, so that the owner
/// can close the disk when <see cref="CloseAsync"/> has returned: nothing reads or writes it any more.
/// </summary>
public sealed class NbdExport
{
    private static readonly NbdContext Allocation = new(1, NbdContexts.Allocation);
    private static readonly NbdContext Written = new(2, NbdContexts.Written);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users;
    private bool _closed;

    /// <param name="disk">Read-only unless it is an <see cref="IWritableDisk"/>.</param>
    /// <param name="readOnly">Offer a writable disk for reading alone.</param>
    public NbdExport(IDiskView disk, bool readOnly = false)
    {
        Disk = disk;
        Writable = readOnly ? null : disk as IWritableDisk;
        const NbdExportFlags Always = NbdExportFlags.HasFlags | NbdExportFlags.MultiConnection;
        const NbdExportFlags Writing = NbdExportFlags.SendFlush | NbdExportFlags.SendFua | NbdExportFlags.SendTrim
            | NbdExportFlags.SendWriteZeroes | NbdExportFlags.SendFastZero;
        Info = new NbdExportInfo
        {
            Length = disk.Length,
            Flags = Always | (Writable is null ? NbdExportFlags.ReadOnly : Writing),
            PreferredBlock = PreferredBlockSize,
        };
    }

    /// <summary>For people, shown in lists.</summary>
    public string? Description { get; init; }

    internal const int PreferredBlockSize = 4096;

    internal IDiskView Disk { get; }

    internal IWritableDisk? Writable { get; }

    /// <summary>What can be asked about its ranges.</summary>
    internal IReadOnlyList<NbdContext> Contexts => Disk is IOverlayDisk ? [Allocation, Written] : [Allocation];

    /// <summary>Without what depends on the connection.</summary>
    internal NbdExportInfo Info { get; }

    /// <summary>Ends what the connections do.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>Ends the connections of this export and returns when none is left. No client gets in any more.</summary>
    public async ValueTask CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (_users == 0) _unused.TrySetResult();
        }

        await _closing.CancelAsync();
        await _unused.Task;
    }

    /// <summary>False when it is closed; otherwise <see cref="Leave"/> is called when the connection has ended.</summary>
    internal bool TryEnter()
    {
        lock (_lock)
        {
            if (_closed) return false;
            _users++;
            return true;
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (--_users == 0 && _closed) _unused.TrySetResult();
        }
    }
}
