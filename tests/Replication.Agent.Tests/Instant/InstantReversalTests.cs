using System.Text.Json;
using Replication.Core.Disks;
using Replication.Core.Mounts;
using Replication.Disks;
using Replication.Runtime;
using Replication.TestGuest;

namespace Replication.Agent.Tests.Instant;

/// <summary>The way home of a machine that runs from a mounted point: what was written there, and what changed at home, is read and nothing else.</summary>
public class InstantReversalTests
{
    private const int Block = 512 * 1024;
    private const int Blocks = 64;
    private static readonly int[] WrittenThere = [3, 20, 21, 63];
    private static readonly int[] ChangedAtHome = [7, 20];

    [Fact]
    public async Task INV_06_only_what_differs_is_read_there_running_or_off_and_also_after_the_host_was_killed()
    {
        byte[] expected = Content();
        await using InstantLab lab = await InstantLab.CreateAsync(expected);
        string home = lab.Run.Commands.Path1("hq", "guest", "disk0.raw");
        await lab.Run.Commands.JsonAsync("failover", "guest", "--instant");
        string machine = await lab.MachineIdAsync("guest");
        await lab.TextAsync(machine, "GUEST IS UP");
        expected[..512].CopyTo(expected, TinyGuest.CopyOffset);

        foreach (int block in WrittenThere) await WriteAsync(lab, expected, (block * Block) + 12_288, 5000);
        await lab.KillHostAsync();
        await WriteAsync(lab, expected, (20 * Block) + 400_000, 5000);
        await ChangeAsync(home, ChangedAtHome);

        JsonElement reversed = (await lab.Run.Commands.JsonAsync("reverse", "guest"))[0].GetProperty("result").GetProperty("machines")[0];
        // The guest's own write is in the first block.
        Assert.Equal(WrittenThere.Union(ChangedAtHome).Union([0]).Count() * Block, reversed.GetProperty("bytesRead").GetInt64());

        await WriteAsync(lab, expected, 40 * Block, 4096);
        await lab.Run.Commands.JsonAsync("machine", "stop", "guest", "--site", "dr");
        await HoldAsync(lab);
        await lab.Run.Commands.JsonAsync("machine", "start", "guest", "--site", "dr");
        Assert.Equal("Mounted", await StateAsync(lab));
        await lab.Run.Commands.JsonAsync("machine", "stop", "guest", "--site", "dr");
        await HoldAsync(lab);
        await lab.KillHostAsync();
        JsonElement back = (await lab.Run.Commands.JsonAsync("failback", "guest"))[0].GetProperty("result");
        // Off: everything that was written since the point, of which the first reversal has sent all but one.
        Assert.Equal(WrittenThere.Union([0, 40]).Count() * Block, back.GetProperty("bytesRead").GetInt64());
        Assert.Equal(expected, await File.ReadAllBytesAsync(home));
        // What was held for the last delta is served again.
        Assert.Equal("Mounted", await StateAsync(lab));
    }

    private static byte[] Content()
    {
        byte[] disk = TinyGuest.Disk("GUEST IS UP", Blocks * Block);
        new Random(1).NextBytes(disk.AsSpan(Block / 2));
        return disk;
    }

    /// <summary>As the guest would, at the disk that it has.</summary>
    private static async Task WriteAsync(InstantLab lab, byte[] expected, int offset, int length)
    {
        new Random(offset).NextBytes(expected.AsSpan(offset, length));
        string uri = (await lab.Run.Commands.JsonAsync("mounts"))[0].GetProperty("serving").GetProperty("exports")[0].GetProperty("uri").GetString()!;
        await using IWritableDisk disk = await new DiskImages().OpenWritableAsync(uri);
        await disk.WriteAsync(offset, expected.AsMemory(offset, length));
        await disk.FlushAsync();
    }

    private static async Task<string?> StateAsync(InstantLab lab) =>
        (await lab.Run.Commands.JsonAsync("mounts"))[0].GetProperty("mount").GetProperty("mountState").GetString();

    /// <summary>Leaves the mount as a capture does that is killed.</summary>
    private static async Task HoldAsync(InstantLab lab)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = lab.Run.Folder.Workspace });
        PointMount held = await workspace.Service.Mounts.HoldAsync((await workspace.Service.Mounts.ListAsync())[0], CancellationToken.None);
        Assert.Equal(MountState.Held, held.MountState);
    }

    private static async Task ChangeAsync(string home, IEnumerable<int> blocks)
    {
        await using FileStream disk = File.OpenWrite(home);
        foreach (int block in blocks)
        {
            disk.Position = (block * (long)Block) + 100;
            await disk.WriteAsync(new byte[100]);
        }
    }
}
