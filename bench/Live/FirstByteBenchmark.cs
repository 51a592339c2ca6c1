using Replication.Bench.Benchmarks;
using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Report;
using Replication.Bench.Running;
using Replication.Disks.Nbd;

namespace Replication.Bench.Live;

/// <summary>From nothing to the first bytes of a point of the largest disk that EBS knows.</summary>
internal sealed class FirstByteBenchmark : IBenchmark
{
    private const long Length = 16L << 40;
    private const double Limit = 0.2;

    public string Name => "first-byte";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), new DataLayout(context.Scaled(Length), 1L << 20, context.Scaled(Length) / 16));
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken);
        await replica.ReplicateAsync(cancellationToken);
        var mounting = new Series("mount command, with the start of the host");
        var reading = new Series("first bytes: connection, negotiation, 4 KiB proven");
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            await using MountedPoint mount = await MountedPoint.MountAsync(replica, cancellationToken);
            mounting.Add(new Sample(mount.Seconds, mount.Seconds));
            long begun = TimeProvider.System.GetTimestamp();
            await using (NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(mount.Uri), cancellationToken: cancellationToken))
                await disk.ReadAsync(0, new byte[4096], cancellationToken);
            double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            reading.Add(new Sample(seconds, seconds));
        }

        return new BenchmarkResult
        {
            Title = "First bytes of a mounted point",
            Setup = $"A disk of {Units.Size(image.Layout.Length)} with {Units.Size(image.Layout.DataBytes)} of data; the host is started by the command that mounts.",
            Series = [mounting, reading],
            Targets = [new Target("First bytes of a mounted point of 16 TiB (median)", reading.Median, Limit, Unit: " s")],
        };
    }
}
