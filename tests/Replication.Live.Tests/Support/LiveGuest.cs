using Replication.TestGuest;

namespace Replication.Live.Tests.Support;

/// <summary>One guest that runs for all tests of a class, in a QEMU that somebody else has started.</summary>
public sealed class LiveGuest : IAsyncLifetime
{
    private GuestFolder? _folder;
    private LiveSite? _site;
    private RunningGuest? _guest;

    internal GuestFolder Folder => _folder!;

    internal LiveSite Site => _site!;

    internal GuestConsole Console => _guest!.Console;

    internal RunningGuest Guest => _guest!;

    public async ValueTask InitializeAsync()
    {
        // What is missing is told by the tests: a fixture cannot be skipped.
        if (GuestParts.Find().Parts is null) return;
        _folder = new GuestFolder();
        _site = new LiveSite(_folder);
        GuestDisks disks = await LiveSite.AddAsync(_folder, _site.Path, "vm", LiveSite.MachineId, new GuestSettings { RecordsPerSecond = 20, LoadKiB = 512 });
        _guest = RunningGuest.Start(_folder, RunningGuest.PlainDisks(disks));
        await _guest.Console.WaitForRecordAsync(10);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guest is not null) await _guest.DisposeAsync();
        if (_site is not null) await _site.DisposeAsync();
        _folder?.Dispose();
    }
}
