using System.Text.Json;
using Replication.Bench.Benchmarks;
using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Peers;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Live;

/// <summary>Reading a mounted point, every byte of it proven, against qemu-nbd that serves the same content from a raw file.</summary>
internal sealed class MountBenchmark : IBenchmark
{
    /// <summary>What the host keeps of proven blocks holds it whole, so the second reading is one of memory.</summary>
    private const long Length = 192L << 20;
    private const double FirstRead = 0.35;
    private const double ReRead = 0.7;

    public string Name => "mount";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), DataLayout.Dense(context.Scaled(Length)));
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken);
        await replica.ReplicateAsync(cancellationToken);
        Series first = Peer.SeriesOf("nbdcopy", "mounted point, first read"), again = Peer.SeriesOf("nbdcopy", "mounted point, read again");
        Series peer = Peer.SeriesOf("qemu-nbd", "qemu-nbd, raw file");
        if (first.Skipped is null && peer.Skipped is null)
        {
            for (int round = 0; round < context.Rounds; round++)
            {
                context.Round(round);
                // A host of its own: its memory holds nothing of the point yet.
                await using (MountedPoint mount = await MountedPoint.MountAsync(replica, cancellationToken))
                {
                    await Peer.RunAsync(first, "nbdcopy", [mount.Uri, "null:"], cancellationToken);
                    await Peer.RunAsync(again, "nbdcopy", [mount.Uri, "null:"], cancellationToken);
                    if (round == 0) await Command.RunAsync("qemu-img", ["compare", "-f", "raw", "-F", "raw", mount.Uri, image.Path], cancellationToken);
                }

                await using QemuExport export = await QemuExport.StartAsync(image.Path, context.PathOf("peer.sock"), cancellationToken);
                await Peer.RunAsync(peer, "nbdcopy", [export.Uri, "null:"], cancellationToken);
            }
        }

        bool hasRun = first.HasRun && peer.HasRun;
        return new BenchmarkResult
        {
            Title = "Reading a mounted point",
            Setup = $"A disk of {Units.Size(image.Layout.DataBytes)} without holes, read with nbdcopy. The first reading proves every block against its SHA-256; the second finds the proven blocks in the host's memory (256 MiB of them are "
                + "kept; beyond that blocks are proven again).",
            Series = [first, again, peer],
            Targets =
            [
                new Target("Mounted point, first read: speed / qemu-nbd of a raw file (medians)", hasRun ? peer.Median / first.Median : null, FirstRead, IsMaximum: false),
                new Target("Mounted point, read again: speed / qemu-nbd of a raw file (medians)", hasRun ? peer.Median / again.Median : null, ReRead, IsMaximum: false),
            ],
            Notes = hasRun
                ? ["Checked: the mount with `qemu-img compare` against the disk.", Limits.Hash(context.Facts.Speeds, image.Layout.DataBytes, first.Best)]
                : [],
        };
    }
}
