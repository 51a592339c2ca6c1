using Replication.Core.Disks;
using Replication.Core.Rules.Guests;
using Replication.Disks.Nbd;

namespace Replication.Disks.Guests;

/// <summary>
/// The disks as a tool sees them: NBD exports "0", "1", ... on a socket in a folder that only this user may enter. The
/// folder is the tool's workplace and goes with it.
/// </summary>
internal sealed class InspectedDisks : IAsyncDisposable
{
    private readonly NbdServer _server;
    private readonly string _socket;

    private InspectedDisks(string folder, string socket, NbdServer server, IReadOnlyList<GuestDiskFacts> disks)
    {
        Folder = folder;
        _server = server;
        _socket = socket;
        Disks = disks;
    }

    public string Folder { get; }

    /// <summary>In the order of the exports.</summary>
    public IReadOnlyList<GuestDiskFacts> Disks { get; }

    public static InspectedDisks Open(IReadOnlyList<GuestDisk> disks, IReadOnlyList<GuestDiskFacts> facts)
    {
        string folder = Directory.CreateTempSubdirectory("replication-guest-").FullName;
        var exports = new NbdExports();
        foreach ((int index, GuestDisk disk) in disks.Index()) exports.Add(ExportName(index), new NbdExport(disk.View, readOnly: true));
        string socket = Path.Combine(folder, "nbd.sock");
        try
        {
            return new InspectedDisks(folder, socket, NbdServer.Start(socket, exports), facts);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public static string ExportName(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Address of one disk; <paramref name="scheme"/> is how a tool writes "NBD over a Unix socket".</summary>
    public string Uri(string scheme, int index) => $"{scheme}:///{ExportName(index)}?socket={_socket}";

    /// <summary>A volume of a partition, or of the whole disk when the partition is null.</summary>
    public VolumeIdentity Identify(int index, DiskPartition? partition, Core.Disks.FileSystemInfo fileSystem)
    {
        string disk = $"disk {Disks[index].Position}";
        return new VolumeIdentity
        {
            Place = partition is null ? disk : $"{disk}, partition {partition.Number}",
            FileSystem = fileSystem.Type,
            Uuid = fileSystem.Uuid,
            Label = fileSystem.Label,
            PartitionId = partition?.Id,
            DiskIndex = index,
            Partition = partition?.Number,
            OnBootDisk = Disks[index].Boot,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
